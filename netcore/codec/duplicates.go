package codec

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/transform"
)

// Big5 and Shift_JIS have some characters twice. golang.org/x/text v0.43.0 writes the later of the two, in Big5 one that only
// its extension for Hong Kong has, for such common ones as 港; and in Shift_JIS that of NEC. Everybody else, and the standard of
// WHATWG (sections 5 and 12.3), writes the other.
var (
	big5     = &duplicates{Encoding: traditionalchinese.Big5, first: 0xa140, lastOf: "═╞╡╪十卅"}
	shiftJIS = &duplicates{Encoding: japanese.ShiftJIS, first: 0x8140, skipFrom: 0xed00, skipTo: 0xef00}
)

// duplicates is an encoding that writes a character as the first two bytes from first on that are read as it, but for those from
// skipFrom to before skipTo; a character of lastOf as the last.
type duplicates struct {
	encoding.Encoding
	first, skipFrom, skipTo int
	lastOf                  string

	once  sync.Once
	wrong map[rune][2]byte // what is written otherwise
}

// fill reads all two bytes that there are.
func (d *duplicates) fill() {
	decoder, encoder := d.Encoding.NewDecoder(), d.Encoding.NewEncoder()
	last := make(map[rune]bool)
	for _, r := range d.lastOf {
		last[r] = true
	}
	best := make(map[rune][2]byte)
	for code := d.first; code <= 0xfefe; code++ {
		if d.skipFrom <= code && code < d.skipTo {
			continue
		}
		pair := [2]byte{byte(code >> 8), byte(code)}
		text, err := decoder.Bytes(pair[:])
		r, size := utf8.DecodeRune(text)
		if err != nil || r == utf8.RuneError || size < len(text) {
			continue
		}
		if _, ok := best[r]; !ok || last[r] {
			best[r] = pair
		}
	}
	d.wrong = make(map[rune][2]byte)
	for r, pair := range best {
		if written, err := encoder.String(string(r)); err == nil && len(written) == 2 && written != string(pair[:]) {
			d.wrong[r] = pair
		}
	}
}

func (d *duplicates) NewEncoder() *encoding.Encoder {
	d.once.Do(d.fill)
	return &encoding.Encoder{Transformer: &duplicatesEncoder{d: d, t: d.Encoding.NewEncoder().Transformer}}
}

// A duplicatesEncoder leaves what lies between the characters of wrong to t. Neither encoding has a state.
type duplicatesEncoder struct {
	transform.NopResetter
	d *duplicates
	t transform.Transformer
}

func (e *duplicatesEncoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		plain, pair := nSrc, [2]byte{}
		for plain < len(src) {
			r, size := utf8.DecodeRune(src[plain:])
			var wrong bool
			if pair, wrong = e.d.wrong[r]; wrong {
				break
			}
			plain += size
		}
		wrote, took, err := e.t.Transform(dst[nDst:], src[nSrc:plain], atEOF || plain < len(src))
		nDst, nSrc = nDst+wrote, nSrc+took
		switch {
		case err != nil:
			return nDst, nSrc, err
		case nSrc == len(src):
			return nDst, nSrc, nil
		case nDst+len(pair) > len(dst):
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], pair[:])
		_, size := utf8.DecodeRune(src[nSrc:])
		nSrc += size
	}
	return nDst, nSrc, nil
}

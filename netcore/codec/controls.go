package codec

import (
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// withControls is a charmap of which the bytes 80 to 9F that are nothing in golang.org/x/text v0.43.0 are the controls U+0080 to
// U+009F, as the tables of WHATWG have it.
type withControls struct{ *charmap.Charmap }

var _ encoding.Encoding = withControls{}

var errNotInCharmap = errors.New("a character that the encoding does not have")

func (m withControls) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: controlsDecoder{m: m}}
}

func (m withControls) NewEncoder() *encoding.Encoder {
	return &encoding.Encoder{Transformer: controlsEncoder{m: m}}
}

func (m withControls) decode(b byte) rune {
	r := m.DecodeByte(b)
	if r == utf8.RuneError && 0x80 <= b && b <= 0x9f {
		return rune(b)
	}
	return r
}

func (m withControls) encode(r rune) (byte, bool) {
	if 0x80 <= r && r <= 0x9f && m.DecodeByte(byte(r)) == utf8.RuneError {
		return byte(r), true
	}
	return m.EncodeRune(r)
}

type controlsDecoder struct {
	transform.NopResetter
	m withControls
}

// Transform makes U+FFFD of every byte that is nothing.
func (d controlsDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, b := range src {
		r := d.m.decode(b)
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc++
	}
	return nDst, nSrc, nil
}

type controlsEncoder struct {
	transform.NopResetter
	m withControls
}

// Transform stops at the first character that the charmap does not have.
func (e controlsEncoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		b, ok := e.m.encode(r)
		switch {
		case r == utf8.RuneError && size <= 1, !ok:
			return nDst, nSrc, errNotInCharmap
		case nDst == len(dst):
			return nDst, nSrc, transform.ErrShortDst
		}
		dst[nDst] = b
		nDst, nSrc = nDst+1, nSrc+size
	}
	return nDst, nSrc, nil
}

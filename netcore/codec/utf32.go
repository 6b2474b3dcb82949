package codec

import (
	"bytes"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// markedUTF32 reads UTF-32 in the order that its byte order mark says, and without one with the lowest byte first. That of
// golang.org/x/text v0.43.0 cuts half a character at the end into single bytes.
type markedUTF32 struct{ encoding.Encoding }

func (m markedUTF32) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: &utf32Decoder{}}
}

type utf32Decoder struct{ t transform.Transformer } // nil: at the beginning

// Reset implements [transform.Transformer].
func (d *utf32Decoder) Reset() { d.t = nil }

func (d *utf32Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if d.t == nil {
		if len(src) < 4 && !atEOF {
			return 0, 0, transform.ErrShortSrc
		}
		order := utf32.LittleEndian
		switch {
		case bytes.HasPrefix(src, []byte(markUTF32LE)):
			nSrc = len(markUTF32LE)
		case bytes.HasPrefix(src, []byte(markUTF32BE)):
			order, nSrc = utf32.BigEndian, len(markUTF32BE)
		}
		d.t = utf32.UTF32(order, utf32.IgnoreBOM).NewDecoder().Transformer
	}
	nDst, n, err := d.t.Transform(dst, src[nSrc:], atEOF)
	return nDst, nSrc + n, err
}

package codec

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// Escapes appends a window as it is typed in a composer's Escapes mode: read with e by [ParseEscapes], the texts of the
// pieces are the bytes again, but for a byte order mark that e adds by itself. Escapes are pieces of the kind
// ControlCode; a line feed is \n. Pieces are as those of [Encoding.Characters].
func (e Encoding) Escapes(dst []Piece, w Window) []Piece {
	back := e.encoder()
	e.each(w, func(c char, lo, hi int, carried bool) {
		if carried && len(c.text) > 0 {
			dst = append(dst, Piece{"", PlainText, hi - lo})
			return
		}
		r, _ := utf8.DecodeRune(c.text)
		whole := w.slice(c, lo, hi)
		switch {
		case len(c.text) == 0 || !back.gives(c.text, whole):
			for i, b := range whole {
				if len(c.text) == 0 { // each byte for itself, as some may be of another window
					dst = append(dst, Piece{hexEscape(b), ControlCode, 1})
				} else if i == 0 {
					dst = append(dst, Piece{hexEscape(b), ControlCode, hi - lo})
				} else {
					dst[len(dst)-1].Text += hexEscape(b)
				}
			}
		case r == '"', r == '\'': // an escape is known, and not needed
			dst = append(dst, Piece{asciiText[r : r+1], PlainText, hi - lo})
		case r < utf8.RuneSelf && strings.IndexByte(escapeValues, byte(r)) >= 0:
			i := strings.IndexByte(escapeValues, byte(r))
			dst = append(dst, Piece{`\` + escapeLetters[i:i+1], ControlCode, hi - lo})
		case !seen(r) && len(whole) == 1:
			dst = append(dst, Piece{hexEscape(whole[0]), ControlCode, 1})
		case !seen(r):
			var b strings.Builder
			writeNumbered(&b, r)
			dst = append(dst, Piece{b.String(), ControlCode, hi - lo})
		case r < utf8.RuneSelf:
			dst = append(dst, Piece{asciiText[r : r+1], PlainText, hi - lo})
		default:
			dst = append(dst, Piece{string(c.text), PlainText, hi - lo})
		}
	})
	return dst
}

// slice is all the bytes of a character that begins in the window, or of one that is no character those in Bytes.
func (w Window) slice(c char, lo, hi int) []byte {
	if n := c.end - c.start; len(c.text) > 0 && n > hi-lo {
		return append(bytes.Clone(w.Bytes[lo:hi]), w.After[:n-(hi-lo)]...)
	}
	return w.Bytes[lo:hi]
}

func hexEscape(b byte) string { return `\x` + hexBytes[2*int(b):2*int(b)+2] }

// A backEncoder tells whether a character is written as the bytes that it was read from. Its zero value is UTF-8's.
type backEncoder struct {
	t   transform.Transformer
	buf [32]byte
}

func (e Encoding) encoder() *backEncoder {
	if e.charset == nil {
		return &backEncoder{}
	}
	return &backEncoder{t: e.charset.NewEncoder().Transformer}
}

func (b *backEncoder) gives(text, want []byte) bool {
	if b.t == nil {
		return bytes.Equal(text, want)
	}
	b.t.Reset()
	n, took, err := b.t.Transform(b.buf[:], text, true)
	return err == nil && took == len(text) && bytes.Equal(b.buf[:n], want)
}

package codec

import "unicode/utf8"

// A Piece is a part of a payload as one log row shows it.
type Piece struct {
	Text string
	Kind PieceKind
	Len  int // how many bytes of the payload it stands for
}

// PieceKind says how a piece is to be drawn.
type PieceKind uint8

const (
	PlainText   PieceKind = iota + 1 // text, as it is
	ControlCode                      // the code of a byte or a character that can't be shown as itself
)

func (k PieceKind) String() string {
	switch k {
	case PlainText:
		return "plain text"
	case ControlCode:
		return "control code"
	}
	return "PieceKind(0)"
}

// Pieces appends to dst what payload, read as UTF-8, shows in one row. Nothing of it is shown as nothing, and nothing
// shown reorders the rest:
//
//   - text is PlainText; text without a code in between is one piece
//   - a control byte is its name: NUL, TAB, LF, CR, ESC, DEL; form feed is 0C, because FF is the byte 255
//   - a byte that is not valid UTF-8 is its two hex digits: FF
//   - any other character that shows as nothing, or as something else, is its number: U+202E, U+200B, U+00A0, U+FFFD
//
// The characters that begin within the first limit bytes are shown, each of them whole, and no further byte is looked
// at: a payload of 100 MB costs no more than one of limit bytes. Text is copied, payload may be reused. Besides growing
// dst it allocates once for all text, and once for each U+ code.
func Pieces(dst []Piece, payload []byte, limit int) []Piece {
	limit = max(0, min(limit, len(payload)))
	text := string(payload[:min(len(payload), limit+utf8.UTFMax-1)])
	start, i := 0, 0 // text[start:i] is plain and not yet a piece
	for i < limit {
		if b := text[i]; ' ' <= b && b <= '~' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if seen(r) {
			i += size
			continue
		}
		if start < i {
			dst = append(dst, Piece{text[start:i], PlainText, i - start})
		}
		dst = append(dst, Piece{code(r, size, text[i]), ControlCode, size})
		i += size
		start = i
	}
	if start < i {
		dst = append(dst, Piece{text[start:i], PlainText, i - start})
	}
	return dst
}

// code is the code of a character of size bytes, the first of which is b.
func code(r rune, size int, b byte) string {
	if size == 1 {
		return byteCode(b)
	}
	return runeCode(r)
}

// Pieces is the function [Pieces] for a payload in e. A byte order mark is shown as its code. Bytes that only switch
// between character sets, as ISO-2022-JP has them, are codes too: the name of a control byte, or two hex digits.
func (e Encoding) Pieces(dst []Piece, payload []byte, limit int) []Piece {
	if e.charset == nil {
		return Pieces(dst, payload, limit)
	}
	limit = max(0, min(limit, len(payload)))
	var text []byte // plain text in UTF-8, of size bytes of payload, not yet a piece
	size := 0
	flush := func() {
		if size > 0 {
			dst = append(dst, Piece{string(text), PlainText, size})
			text, size = text[:0], 0
		}
	}
	for c := range e.chars(payload[:min(len(payload), limit+longestChar)]) {
		if c.start >= limit {
			break
		}
		r, _ := utf8.DecodeRune(c.text)
		switch {
		case len(c.text) == 0:
			flush()
			for _, b := range payload[c.start:c.end] {
				dst = append(dst, Piece{byteCode(b), ControlCode, 1})
			}
		case !seen(r):
			flush()
			if r < utf8.RuneSelf {
				dst = append(dst, Piece{byteCode(byte(r)), ControlCode, c.end - c.start})
			} else {
				dst = append(dst, Piece{runeCode(r), ControlCode, c.end - c.start})
			}
		default:
			text = append(text, c.text...)
			size += c.end - c.start
		}
	}
	flush()
	return dst
}

package codec

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// knownEscapes is what a message about an unknown one says.
const knownEscapes = `the known ones are \n \r \t \0 \a \b \f \v \e \\ \" \' \xHH \uHHHH \UHHHHHHHH`

// ParseEscapes reads text in which a backslash names characters and bytes:
//
//	\n \r \t \0 \a \b \f \v \e   LF CR TAB NUL BEL BS FF VT ESC
//	\\ \" \'                     themselves
//	\xHH                         one byte, whatever the encoding
//	\uHHHH \UHHHHHHHH            a character by its number; two \u may be a surrogate pair, as in JSON
//
// Characters, typed or named, are encoded with e. \0 before an octal digit is refused: other languages read it as an
// octal number. A mistake is a [*SyntaxError].
func ParseEscapes(text string, e Encoding) ([]byte, error) {
	return e.appendEscapes(append(make([]byte, 0, len(e.mark)+len(text)), e.mark...), text, 0)
}

// appendEscapes appends what text[from:] says, without e's mark.
func (e Encoding) appendEscapes(dst []byte, text string, from int) ([]byte, error) {
	for i := from; i < len(text); {
		end := strings.IndexByte(text[i:], '\\')
		if end < 0 {
			return e.appendText(dst, text, i, len(text))
		}
		end += i
		var err error
		if dst, err = e.appendText(dst, text, i, end); err != nil {
			return nil, err
		}
		if dst, i, err = e.appendEscape(dst, text, end); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

// appendEscape appends what the escape at text[at:] stands for and returns where the text goes on.
func (e Encoding) appendEscape(dst []byte, text string, at int) ([]byte, int, error) {
	if at+1 == len(text) {
		return nil, 0, errorAt(text, at, `nothing follows the backslash; a backslash itself is \\`)
	}
	r, next := rune(0), at+2
	switch text[at+1] {
	case 'x':
		n, next, err := hexNumber(text, at, 2)
		if err != nil {
			return nil, 0, err
		}
		return append(dst, byte(n)), next, nil
	case 'u', 'U':
		var err error
		if r, next, err = numberedRune(text, at); err != nil {
			return nil, 0, err
		}
	case '0':
		if at+2 < len(text) && '0' <= text[at+2] && text[at+2] <= '7' {
			return nil, 0, errorAt(text, at, `%s could be an octal number; write \x00 for NUL, or \xHH for the byte`, text[at:at+3])
		}
	default:
		i := strings.IndexByte(escapeLetters, text[at+1])
		if i < 0 {
			c, _ := utf8.DecodeRuneInString(text[at+1:])
			return nil, 0, errorAt(text, at, `no escape is written as a backslash and %s; %s`, charName(c), knownEscapes)
		}
		r = rune(escapeValues[i])
	}
	char := string(r)
	dst, err := e.appendText(dst, char, 0, len(char))
	if err != nil {
		return nil, 0, errorAt(text, at, "%s is not in %s", charName(r), e.Name)
	}
	return dst, next, nil
}

// The escapes of one letter, each with its value at the same place.
const (
	escapeLetters = `nrtabfve\"'`
	escapeValues  = "\n\r\t\a\b\f\v\x1b\\\"'"
)

// hexNumber reads the digits of the escape at text[at:], exactly so many of them.
func hexNumber(text string, at, digits int) (n uint32, next int, err error) {
	next = at + 2
	for ; next < at+2+digits; next++ {
		if next == len(text) || !isHex(text[next]) {
			return 0, 0, errorAt(text, at, `\%c needs %d hex digits after it`, text[at+1], digits)
		}
		n = n<<4 | uint32(hexValue(text[next]))
	}
	return n, next, nil
}

// numberedRune reads the \u or \U at text[at:].
func numberedRune(text string, at int) (r rune, next int, err error) {
	digits := 4
	if text[at+1] == 'U' {
		digits = 8
	}
	n, next, err := hexNumber(text, at, digits)
	if err != nil {
		return 0, 0, err
	}
	if n > utf8.MaxRune {
		return 0, 0, errorAt(text, at, "there is no character U+%X; the last one is U+10FFFF", n)
	}
	r = rune(n)
	if !utf16.IsSurrogate(r) {
		return r, next, nil
	}
	if digits == 4 && strings.HasPrefix(text[next:], `\u`) {
		if low, after, err := hexNumber(text, next, 4); err == nil {
			if pair := utf16.DecodeRune(r, rune(low)); pair != utf8.RuneError {
				return pair, after, nil
			}
		}
	}
	return 0, 0, errorAt(text, at, "U+%04X is half of a surrogate pair and no character", n)
}

// Escape shows any payload as text from which [ParseEscapes] with UTF-8 gives the same bytes back. Text that shows as
// itself stays, all else is an escape.
func Escape(payload []byte) string {
	var b strings.Builder
	b.Grow(len(payload))
	for i := 0; i < len(payload); {
		r, size := utf8.DecodeRune(payload[i:])
		next := i + size
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case seen(r):
			b.WriteRune(r)
		case r == 0 && (next == len(payload) || payload[next] < '0' || payload[next] > '7'):
			b.WriteString(`\0`)
		case r != 0 && r < utf8.RuneSelf && strings.IndexByte(escapeValues, byte(r)) >= 0:
			b.WriteByte('\\')
			b.WriteByte(escapeLetters[strings.IndexByte(escapeValues, byte(r))])
		case size == 1:
			b.WriteString(`\x`)
			b.WriteString(hexBytes[2*int(payload[i]) : 2*int(payload[i])+2])
		default:
			writeNumbered(&b, r)
		}
		i = next
	}
	return b.String()
}

// writeNumbered writes r as \uHHHH or \UHHHHHHHH.
func writeNumbered(b *strings.Builder, r rune) {
	letter, bytes := byte('u'), 2
	if r > 0xffff {
		letter, bytes = 'U', 4
	}
	b.WriteByte('\\')
	b.WriteByte(letter)
	for shift := 8 * (bytes - 1); shift >= 0; shift -= 8 {
		at := 2 * int(byte(r>>shift))
		b.WriteString(hexBytes[at : at+2])
	}
}

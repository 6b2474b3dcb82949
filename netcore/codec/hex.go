package codec

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseHex reads hex digits as people paste them, two a byte: in any case, alone or glued together, with spaces, new lines,
// commas, colons and dashes between them, and with 0x or \x before them. Digits that stand together must be even in
// number: 7 b is no byte. A mistake is a [*SyntaxError].
func ParseHex(text string) ([]byte, error) {
	return appendHex(make([]byte, 0, len(text)/2), text, 0)
}

// appendHex appends the bytes that text[from:] stands for.
func appendHex(dst []byte, text string, from int) ([]byte, error) {
	for i := from; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if separates(text[i:]) {
			i += size
			continue
		}
		start := i
		if prefix := hexPrefix(text[i:]); prefix > 0 {
			start += prefix
		}
		end := start
		for end < len(text) && isHex(text[end]) {
			end++
		}
		if end < len(text) && text[end]|0x20 == 'x' && end > start && text[end-1] == '0' {
			end-- // the 0 of a 0x that is glued to the digits before it
		}
		switch {
		case end == start && start > i:
			return nil, errorAt(text, i, "%s is not followed by a hex digit", text[i:start])
		case end == start && r == utf8.RuneError && size == 1:
			return nil, errorAt(text, i, "the byte %s is no character", byteCode(text[i]))
		case end == start:
			return nil, errorAt(text, i, "%s is no hex digit", charName(r))
		case (end-start)%2 == 1 && end < len(text) && !separates(text[end:]) && hexPrefix(text[end:]) == 0:
			r, _ := utf8.DecodeRuneInString(text[end:])
			return nil, errorAt(text, end, "%s is no hex digit", charName(r))
		case (end-start)%2 == 1:
			return nil, errorAt(text, end-1, "%s is half a byte: a byte has two hex digits", charName(rune(text[end-1])))
		}
		for ; start < end; start += 2 {
			dst = append(dst, hexValue(text[start])<<4|hexValue(text[start+1]))
		}
		i = end
	}
	return dst, nil
}

// separates reports whether text begins with something that stands between bytes.
func separates(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(",:-", r) || unicode.IsSpace(r)
}

// hexPrefix is the length of a 0x or \x at the beginning of text.
func hexPrefix(text string) int {
	if len(text) >= 2 && (text[0] == '0' || text[0] == '\\') && text[1]|0x20 == 'x' {
		return 2
	}
	return 0
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f'
}

// hexValue is the value of a hex digit.
func hexValue(b byte) byte {
	if b <= '9' {
		return b - '0'
	}
	return b | 0x20 - 'a' + 10
}

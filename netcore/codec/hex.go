package codec

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseHex reads bytes as people paste them. That is
//
//   - hex digits, two a byte: in any case, alone or glued together, with spaces, new lines, commas, semicolons, colons and
//     dashes between them, and with 0x or \x before them. Digits that stand together must be even in number: 7 b is no byte;
//   - a dump with offsets, with or without the text beside it, as hexdump -C, xxd, od -t x1, tcpdump -x, Wireshark and this
//     program write it; see parseDump;
//   - a list in braces or brackets, as in a program's source: {0x41, 0x42};
//   - a literal of bytes, as Python writes it: b'A\x00'.
//
// An offset or a text column is never taken for bytes: what could be either is refused. A mistake is a [*SyntaxError].
func ParseHex(text string) ([]byte, error) {
	b, _, err := parseHex(text)
	return b, err
}

// parseHex is ParseHex and reports whether text is one of the forms that are more than digits: whole. Whether it is, is known
// for a wrong one too.
func parseHex(text string) (b []byte, whole bool, err error) {
	if mayBeDump(text) { // whose text column may look like the others
		if b, sure, err := parseDump(text); sure {
			return b, true, err
		}
	} else if isLiteral(text) {
		b, err = parseLiteral(text)
		return b, true, err
	} else if isList(text) {
		b, err = parseList(text)
		return b, true, err
	}
	b, err = appendHex(make([]byte, 0, len(text)/2), text, 0)
	return b, false, err
}

// appendHex appends the bytes whose digits are text[from:].
func appendHex(dst []byte, text string, from int) ([]byte, error) {
	fresh := from == 0 // nothing of the line has been read
	for i := from; i < len(text); {
		if lineBreak(text[i:]) > 0 {
			fresh = true
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if separates(text[i:]) {
			i += size
			continue
		}
		if fresh && likeOffset(text[i:]) {
			return nil, errorAt(text, i, "%s may be an offset or bytes: put a colon behind an offset, and a space between bytes", hexRun(text[i:]))
		}
		fresh = false
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
	return strings.ContainsRune(",;:-", r) || unicode.IsSpace(r)
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

// hexRun is the beginning of text that is hex digits.
func hexRun(text string) string {
	n := 0
	for n < len(text) && isHex(text[n]) {
		n++
	}
	return text[:n]
}

package codec

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var literalStart = regexp.MustCompile(`^\s*\(?\s*[bB]?["']`)

// isLiteral reports whether text begins as a literal of bytes.
func isLiteral(text string) bool { return literalStart.MatchString(text) }

// parseLiteral reads one or more literals of bytes, as Python's repr writes them: b'GET\r\n\x00'. One without a b before it may
// have nothing but \xHH, for other characters would be of some encoding.
func parseLiteral(text string) ([]byte, error) {
	dst := []byte{}
	paren := -1
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			i++
		case c == '(' && paren < 0 && len(dst) == 0:
			paren = i
			i++
		case c == ')' && paren >= 0:
			if rest := strings.TrimSpace(text[i+1:]); rest != "" {
				return nil, errorAt(text, len(text)-len(strings.TrimLeft(text[i+1:], " \t\r\n")), "this does not belong to the bytes")
			}
			return dst, nil
		case literalStart.MatchString(text[i:]) && c != '(':
			var err error
			if dst, i, err = appendLiteral(dst, text, i); err != nil {
				return nil, err
			}
		default:
			return nil, errorAt(text, i, "this does not belong to the bytes")
		}
	}
	if paren >= 0 {
		return nil, errorAt(text, paren, "the ( is not closed")
	}
	return dst, nil
}

// appendLiteral appends the literal at text[at:] and returns where it ends.
func appendLiteral(dst []byte, text string, at int) ([]byte, int, error) {
	i, python := at, false
	if text[i]|0x20 == 'b' {
		i, python = i+1, true
	}
	quote := text[i]
	for i++; i < len(text); {
		c := text[i]
		switch {
		case c == quote:
			return dst, i + 1, nil
		case c == '\\' && i+1 < len(text):
			b, n, err := literalEscape(text, i, python)
			if err != nil {
				return nil, 0, err
			}
			dst = append(dst, b...)
			i += n
		case c >= utf8.RuneSelf || c < ' ':
			r, _ := utf8.DecodeRuneInString(text[i:])
			return nil, 0, errorAt(text, i, "%s can't stand for itself in a literal of bytes", charName(r))
		case !python:
			return nil, 0, errorAt(text, i, `only \xHH is read in quotes that have no b before them`)
		default:
			dst = append(dst, c)
			i++
		}
	}
	return nil, 0, errorAt(text, at, "this literal is not closed by %c", quote)
}

// literalEscape reads the escape at text[at:] as Python does in bytes, and how long it is.
func literalEscape(text string, at int, python bool) (b []byte, n int, err error) {
	c := text[at+1]
	switch {
	case c == 'x':
		value, next, err := hexNumber(text, at, 2)
		return []byte{byte(value)}, next - at, err
	case !python:
		return nil, 0, errorAt(text, at, `only \xHH is read in quotes that have no b before them`)
	case '0' <= c && c <= '7':
		value := 0
		for n = 1; n < 4 && at+n < len(text) && '0' <= text[at+n] && text[at+n] <= '7'; n++ {
			value = value<<3 | int(text[at+n]-'0')
		}
		if value > 0xff {
			return nil, 0, errorAt(text, at, "%s is over 255", text[at:at+n])
		}
		return []byte{byte(value)}, n, nil
	}
	if i := strings.IndexByte(escapeLetters, c); i >= 0 && c != 'e' {
		return []byte{escapeValues[i]}, 2, nil
	}
	r, _ := utf8.DecodeRuneInString(text[at+1:])
	return nil, 0, errorAt(text, at, "there is no escape of a backslash and %s in a literal of bytes", charName(r))
}

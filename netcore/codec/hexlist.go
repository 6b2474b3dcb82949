package codec

import (
	"regexp"
	"strconv"
	"strings"
)

// isList reports whether text is a list of numbers in braces or brackets. Two braces are a variable's.
func isList(text string) bool {
	if i := strings.IndexByte(text, '{'); i >= 0 {
		return !strings.HasPrefix(text[i:], "{{")
	}
	return listStart.MatchString(text)
}

var (
	// listStart begins a list in brackets: in Python with a name or bytes( before it, in Rust with &.
	listStart = regexp.MustCompile(`^\s*(?:[A-Za-z_]\w*\s*=\s*)?(?:&|bytes\(|bytearray\()?\s*\[`)
	// beforeList is what may be before the list: a declaration up to its =, of C, Java, C# or Go, a type of Go or of an
	// array, bytes( of Python or & of Rust. Words alone are not: they may be bytes.
	beforeList = regexp.MustCompile(`^(?:[^{}=;]*[A-Za-z_]\w*\s*(?:\[[^\]{}]*\])?\s*:?=)?\s*(?:new\s+)?(?:\[\w*\]\w+|\w+\s*\[\w*\]|&|bytes\(|bytearray\()?\s*$`)
	// behindList is what may be behind it; xxd -i adds the length.
	behindList = regexp.MustCompile(`^\s*\)?\s*[;,]?\s*(?:(?:[A-Za-z_]\w*\s+)+\w+\s*=\s*(\d+)\s*;\s*)?$`)
)

// parseList reads a list of bytes. Each has 0x before it, for without that some would take it for decimal, or is a character in
// single quotes; comments of C are passed over.
func parseList(text string) ([]byte, error) {
	open := strings.IndexByte(text, '{')
	closing := "}"
	if open < 0 {
		open, closing = strings.IndexByte(text, '['), "]"
	}
	if !beforeList.MatchString(text[:open]) {
		return nil, errorAt(text, len(text[:open])-len(strings.TrimLeft(text[:open], " \t\r\n")), "what is before the %c is no declaration of an array", text[open])
	}
	var dst []byte
	wanted := true // an element, or the end
	for i := open + 1; i < len(text); {
		rest := text[i:]
		switch {
		case strings.ContainsRune(" \t\r\n", rune(rest[0])):
			i++
		case strings.HasPrefix(rest, "//"):
			i += len(rest) - len(strings.TrimLeft(rest, "/"))
			for i < len(text) && lineBreak(text[i:]) == 0 {
				i++
			}
		case strings.HasPrefix(rest, "/*"):
			n := strings.Index(rest, "*/")
			if n < 0 {
				return nil, errorAt(text, i, "this comment is not closed")
			}
			i += n + 2
		case strings.HasPrefix(rest, closing):
			if err := checkBehind(text, i+1, len(dst)); err != nil {
				return nil, err
			}
			return dst, nil
		case rest[0] == ',' && !wanted:
			wanted, i = true, i+1
		case !wanted:
			return nil, errorAt(text, i, "a comma or %s is missing here", closing)
		default:
			b, n, err := element(text, i)
			if err != nil {
				return nil, err
			}
			dst, i, wanted = append(dst, b), i+n, false
		}
	}
	return nil, errorAt(text, open, "the %c is not closed", text[open])
}

// element reads one byte of a list and how long it is written.
func element(text string, at int) (b byte, n int, err error) {
	rest := text[at:]
	if strings.HasPrefix(rest, "0x") || strings.HasPrefix(rest, "0X") {
		digits := hexRun(rest[2:])
		value, err := strconv.ParseUint(digits, 16, 8)
		if err != nil {
			return 0, 0, errorAt(text, at, "%s is no byte: 0x00 to 0xff are", rest[:2+len(digits)])
		}
		return byte(value), 2 + len(digits), nil
	}
	if len(rest) >= 3 && rest[0] == '\'' && rest[2] == '\'' && ' ' <= rest[1] && rest[1] <= '~' && rest[1] != '\\' && rest[1] != '\'' {
		return rest[1], 3, nil
	}
	return 0, 0, errorAt(text, at, "a byte in a list has 0x before its digits")
}

// checkBehind wants nothing behind the list but what ends a declaration, and a length that is true.
func checkBehind(text string, at, size int) error {
	m := behindList.FindStringSubmatch(text[at:])
	if m == nil {
		rest := strings.TrimLeft(text[at:], " \t\r\n;)")
		return errorAt(text, len(text)-len(rest), "this does not belong to the list")
	}
	if m[1] != "" && m[1] != strconv.Itoa(size) {
		return errorAt(text, at+strings.Index(text[at:], m[1]), "the list has %d bytes", size)
	}
	return nil
}

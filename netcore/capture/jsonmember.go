package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// checkObject returns what keeps a line from being one JSON object in UTF-8.
func checkObject(line []byte) error {
	if !utf8.Valid(line) {
		return &JSONError{Byte: invalidAt(line) + 1, Text: "not UTF-8"}
	}
	if !json.Valid(line) {
		var syntax *json.SyntaxError
		var raw json.RawMessage
		if err := json.Unmarshal(line, &raw); errors.As(err, &syntax) {
			return &JSONError{Byte: int(max(syntax.Offset, 1)), Text: "not JSON: " + syntax.Error()}
		}
		return &JSONError{Text: "not JSON"}
	}
	if start := skipSpace(line, 0); line[start] != '{' {
		return &JSONError{Byte: start + 1, Text: "not a JSON object"}
	}
	return nil
}

func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}

// eachMember calls f for each member of an object that is valid JSON, with where its value begins. It stops at the first
// error.
func eachMember(object []byte, f func(at int, key, value []byte) error) error {
	i := skipSpace(object, skipSpace(object, 0)+1)
	for object[i] != '}' {
		end := skipValue(object, i)
		key := object[i:end]
		i = skipSpace(object, skipSpace(object, end)+1) // past the colon
		end = skipValue(object, i)
		if err := f(i, key, object[i:end]); err != nil {
			return err
		}
		if i = skipSpace(object, end); object[i] == ',' {
			i = skipSpace(object, i+1)
		}
	}
	return nil
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// skipValue returns where the value that begins at i ends, in valid JSON.
func skipValue(b []byte, i int) int {
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{', '[':
		for depth := 0; ; i++ {
			switch b[i] {
			case '"':
				i = skipString(b, i) - 1
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
	}
	for i < len(b) && bytes.IndexByte([]byte(",]} \t\r\n"), b[i]) < 0 {
		i++
	}
	return i
}

func skipString(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i + 1
}

var (
	errNoString  = errors.New("not a string")
	errSurrogate = errors.New("half of a pair of surrogates")
)

// unquote reads a JSON string. What it returns may be a part of value.
func unquote(value []byte) ([]byte, error) {
	if value[0] != '"' {
		return nil, errNoString
	}
	inside := value[1 : len(value)-1]
	if bytes.IndexByte(inside, '\\') < 0 {
		return inside, nil
	}
	if loneSurrogate(inside) {
		return nil, errSurrogate // encoding/json would make U+FFFD of it
	}
	var s string
	err := json.Unmarshal(value, &s)
	return []byte(s), err
}

// loneSurrogate reports whether an escape in a JSON string is half of a pair.
func loneSurrogate(s []byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if i++; s[i] != 'u' {
			continue
		}
		switch u := escaped(s[i-1:]); {
		case 0xd800 <= u && u < 0xdc00:
			if low := escaped(s[i+5:]); low < 0xdc00 || 0xe000 <= low {
				return true
			}
			i += 6
		case 0xdc00 <= u && u < 0xe000:
			return true
		}
		i += 4
	}
	return false
}

// escaped returns the number of the escape \uXXXX that s begins with, or 0.
func escaped(s []byte) uint64 {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0
	}
	n, _ := strconv.ParseUint(string(s[2:6]), 16, 16)
	return n
}

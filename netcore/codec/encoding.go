package codec

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// An Encoding turns characters into bytes and back. The zero Encoding is UTF-8.
type Encoding struct {
	Name string // the usual name in lower case: utf-8, latin1, gbk

	charset encoding.Encoding // nil: UTF-8
	decoder encoding.Encoding // what decodes; nil: charset
	mark    string            // the byte order mark that Encode puts first and Decode takes away
}

// decoding is what decodes, of an Encoding that is not UTF-8.
func (e Encoding) decoding() encoding.Encoding {
	if e.decoder != nil {
		return e.decoder
	}
	return e.charset
}

// Encode returns text in e. A character that e doesn't have is a [*SyntaxError]; it is never replaced.
func (e Encoding) Encode(text string) ([]byte, error) {
	dst := make([]byte, 0, len(e.mark)+len(text))
	return e.appendText(append(dst, e.mark...), text, 0, len(text))
}

// appendText appends text[from:to] in e, without e's mark. The place of an error is told in text.
func (e Encoding) appendText(dst []byte, text string, from, to int) ([]byte, error) {
	part := text[from:to]
	valid := validPrefix(part)
	if valid == len(part) && e.charset == nil {
		return append(dst, part...), nil
	}
	if e.charset != nil {
		var n int
		if dst, n = appendFaithful(dst, e.charset, part[:valid]); n < valid {
			r, _ := utf8.DecodeRuneInString(part[n:])
			return nil, errorAt(text, from+n, "%s is not in %s", charName(r), e.Name)
		}
	}
	if valid < len(part) {
		return nil, errorAt(text, from+valid, "the byte %s is no character", byteCode(part[valid]))
	}
	return dst, nil
}

// appendFaithful is appendEncoded that also stops before the first character whose bytes say another one when they are
// read again: golang.org/x/text v0.43.0 writes U+E000 in gb18030 as the bytes of U+F014, and so do some 2,000 others.
func appendFaithful(dst []byte, charset encoding.Encoding, s string) ([]byte, int) {
	start := len(dst)
	dst, n := appendEncoded(dst, charset, s)
	if comesBack(charset, dst[start:], s[:n]) {
		return dst, n
	}
	for i, r := range s[:n] {
		one, _ := appendEncoded(nil, charset, string(r))
		if !comesBack(charset, one, string(r)) {
			return dst, i
		}
	}
	return dst, n
}

// comesBack reports whether encoded is s when it is read again.
func comesBack(charset encoding.Encoding, encoded []byte, s string) bool {
	back, err := charset.NewDecoder().Bytes(encoded)
	return err == nil && string(back) == s
}

// appendEncoded appends s, which is valid UTF-8, in charset and returns how much of s it has.
func appendEncoded(dst []byte, charset encoding.Encoding, s string) ([]byte, int) {
	t := charset.NewEncoder().Transformer
	src := []byte(s)
	done := 0
	for {
		n, taken, err := t.Transform(dst[len(dst):cap(dst)], src[done:], true)
		dst, done = dst[:len(dst)+n], done+taken
		if !errors.Is(err, transform.ErrShortDst) {
			return dst, done
		}
		dst = append(dst, make([]byte, max(16, 2*(len(src)-done)))...)[:len(dst)]
	}
}

// validPrefix is the length of the beginning of s that is valid UTF-8.
func validPrefix(s string) int {
	if utf8.ValidString(s) {
		return len(s)
	}
	for i := 0; ; {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// Decode returns what payload says in e, for reading: without e's mark, and with each byte that is no character written
// as \xFF. So a text with a backslash can look the same; [Encoding.Pieces] tells them apart.
func (e Encoding) Decode(payload []byte) string {
	if e.decoder == nil { // else the decoder takes the mark away itself
		payload = bytes.TrimPrefix(payload, []byte(e.mark))
	}
	if e.charset == nil && utf8.Valid(payload) {
		return string(payload)
	}
	if e.charset != nil {
		text, err := e.decoding().NewDecoder().Bytes(payload)
		if err == nil && !strings.ContainsRune(string(text), utf8.RuneError) {
			return string(text)
		}
	}
	var b strings.Builder
	for c := range e.chars(payload) {
		if c.valid {
			b.Write(c.text)
			continue
		}
		for _, raw := range payload[c.start:c.end] {
			b.WriteString(`\x` + hexBytes[2*int(raw):2*int(raw)+2])
		}
	}
	return b.String()
}

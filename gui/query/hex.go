package query

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A hexTerm is bytes of the payload, some digits of which may be anything.
type hexTerm struct {
	bytes, mask []byte // a byte b fits at i when b&mask[i] == bytes[i]
	exact       []byte // the longest part without a ?, looked for first; empty: there is none
	at          int    // where exact stands
}

// readHex reads two digits a byte, alone or glued together, with commas, colons and dashes between them and 0x or \x
// before them, as codec.ParseHex does. ? is any digit.
func readHex(v value, _ *Options) (term, *SyntaxError) {
	t := &hexTerm{}
	v.quoted = false // its places are those of the query, see lexer.value
	for i := 0; i < len(v.text); {
		c, size := utf8.DecodeRuneInString(v.text[i:])
		switch {
		case strings.ContainsRune(",:-", c) || unicode.IsSpace(c):
			i += size
			continue
		case hasHexMark(v.text[i:]):
			i += 2
		}
		end := len(v.text) - len(strings.TrimLeft(v.text[i:], hexDigits+"?"))
		if end < len(v.text) && end > i && hasHexMark(v.text[end-1:]) {
			end-- // the 0 of a 0x that is glued to the digits before it
		}
		if end == i || (end-i)%2 == 1 && end < len(v.text) && unicode.IsLetter(rune(v.text[end])) {
			_, size := utf8.DecodeRuneInString(v.text[end:])
			return nil, v.mistake(end, end+size, "here a hex digit is missing; bytes are written 00 ff, with ? for any digit")
		}
		if (end-i)%2 == 1 {
			return nil, v.mistake(end-1, end, "this is half a byte: a byte has two hex digits; a text is put in quotes")
		}
		for ; i < end; i += 2 {
			t.add(v.text[i], v.text[i+1])
		}
	}
	if len(t.bytes) == 0 {
		return nil, mistake(v.pos, v.end, "there are no bytes here")
	}
	t.findExact()
	return t, nil
}

// hasHexMark reports whether s begins with 0x or \x.
func hasHexMark(s string) bool {
	return len(s) > 1 && (s[0] == '0' || s[0] == '\\') && s[1]|0x20 == 'x'
}

func (t *hexTerm) add(high, low byte) {
	var b, mask byte
	for _, digit := range [...]byte{high, low} {
		b, mask = b<<4, mask<<4
		if digit != '?' {
			n, _ := strconv.ParseUint(string(digit), 16, 4)
			b, mask = b|byte(n), mask|0xf
		}
	}
	t.bytes, t.mask = append(t.bytes, b), append(t.mask, mask)
}

func (t *hexTerm) findExact() {
	for i := 0; i < len(t.mask); i++ {
		end := i
		for end < len(t.mask) && t.mask[end] == 0xff {
			end++
		}
		if end-i > len(t.exact) {
			t.exact, t.at = t.bytes[i:end], i
		}
		i = end
	}
}

func (t *hexTerm) match(r *Row, _ flow) bool {
	_, _, ok := t.find(r.Payload, 0)
	return ok
}

func (t *hexTerm) find(payload []byte, from int) (start, end int, ok bool) {
	for start = from; start+len(t.bytes) <= len(payload); start++ {
		i := bytes.Index(payload[start+t.at:], t.exact)
		if i < 0 {
			break
		}
		start += i
		if start+len(t.bytes) <= len(payload) && t.fits(payload[start:]) {
			return start, start + len(t.bytes), true
		}
	}
	return 0, 0, false
}

func (t *hexTerm) fits(payload []byte) bool {
	if len(t.exact) == len(t.bytes) {
		return true
	}
	for i, b := range t.bytes {
		if payload[i]&t.mask[i] != b {
			return false
		}
	}
	return true
}

func (t *hexTerm) needs() Needs { return Needs{Payload: true} }

func (t *hexTerm) cost() cost { return costBytes }

// String is in quotes: digits that follow are not to be taken for more bytes.
func (t *hexTerm) String() string {
	const digits = "0123456789abcdef"
	b := []byte(`hex:"`)
	for i, c := range t.bytes {
		if i > 0 {
			b = append(b, ' ')
		}
		for shift := 4; shift >= 0; shift -= 4 {
			if t.mask[i]>>shift&0xf == 0 {
				b = append(b, '?')
			} else {
				b = append(b, digits[c>>shift&0xf])
			}
		}
	}
	return string(append(b, '"'))
}

package codec

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// What may stand at a place:
//
//	value ──▶ afterValue ──,──▶ value | key        [ ──▶ firstValue, { ──▶ firstKey
//	key ──:──▶ value            ──] }──▶ afterValue
type jsonState uint8

const (
	topValue   jsonState = iota + 1 // a value, or the end
	anyValue                        // a value
	firstValue                      // a value or ]
	firstKey                        // a key or }
	anyKey                          // a key
	afterKey                        // :
	afterValue                      // , or what closes
)

var jsonWanted = map[jsonState]string{topValue: "a value", anyValue: "a value", firstValue: "a value or ]", firstKey: "a key or }",
	anyKey: "a key", afterKey: "a colon"}

type jsonIndenter struct {
	text   []byte
	i      int
	more   bool
	most   int // bytes of out
	out    bytes.Buffer
	stack  []byte // of { and [
	state  jsonState
	values int
	cut    bool
}

func (j *jsonIndenter) run(ctx context.Context) error {
	j.state = topValue
	for n := 0; ; n++ {
		if n%jsonCheckStep == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for j.i < len(j.text) && strings.IndexByte(" \t\r\n", j.text[j.i]) >= 0 {
			j.i++
		}
		switch {
		case j.out.Len() > j.most:
			j.cut = true
			return nil
		case j.i < len(j.text):
			if err := j.token(j.text[j.i]); err != nil {
				return err
			}
		case j.more:
			j.cut = true
			return nil
		case j.state != topValue:
			return j.wrong(j.i, "the end comes too early")
		case j.values == 0:
			return j.wrong(j.i, "there is nothing")
		default:
			return nil
		}
		if j.cut {
			return nil
		}
	}
}

// token writes what begins with c.
func (j *jsonIndenter) token(c byte) error {
	switch j.state {
	case afterKey:
		if c != ':' {
			return j.unexpected()
		}
		j.put(": ", anyValue)
		return nil
	case afterValue:
		open := j.stack[len(j.stack)-1]
		switch {
		case c == open+2: // ] and } stand two behind [ and {
			return j.close(c)
		case c == ',' && open == '{':
			j.put(",", anyKey)
			j.line()
		case c == ',':
			j.put(",", anyValue)
			j.line()
		default:
			return j.unexpected()
		}
		return nil
	case firstKey, anyKey:
		switch {
		case c == '}' && j.state == firstKey:
			return j.close(c)
		case c != '"':
			return j.unexpected()
		}
		j.begin()
		return j.scan(j.stringEnd, afterKey)
	}
	if c == ']' && j.state == firstValue {
		return j.close(c)
	}
	return j.value(c)
}

func (j *jsonIndenter) value(c byte) error {
	scan := j.stringEnd
	switch {
	case c == '"':
	case c == '-' || '0' <= c && c <= '9':
		scan = j.numberEnd
	case strings.IndexByte("tfn", c) >= 0:
		scan = j.wordEnd
	case c != '{' && c != '[':
		return j.unexpected()
	}
	if j.state == topValue && j.values > 0 {
		j.out.WriteByte('\n')
	}
	if j.state == topValue {
		j.values++
	}
	j.begin()
	if c != '{' && c != '[' {
		return j.scan(scan, j.valueDone())
	}
	j.stack = append(j.stack, c)
	j.put(string(c), firstValue)
	if c == '{' {
		j.state = firstKey
	}
	return nil
}

// begin goes to a line of its own for the first thing in a list.
func (j *jsonIndenter) begin() {
	if j.state == firstKey || j.state == firstValue {
		j.line()
	}
}

func (j *jsonIndenter) valueDone() jsonState {
	if len(j.stack) == 0 {
		return topValue
	}
	return afterValue
}

func (j *jsonIndenter) close(c byte) error {
	j.stack = j.stack[:len(j.stack)-1]
	if j.state == afterValue {
		j.line()
	}
	j.put(string(c), j.valueDone())
	return nil
}

// put writes a sign of one byte and what is to follow it on the line.
func (j *jsonIndenter) put(s string, next jsonState) {
	j.out.WriteString(s)
	j.i++
	j.state = next
}

func (j *jsonIndenter) line() {
	j.out.WriteByte('\n')
	for range min(len(j.stack), maxIndent) {
		j.out.WriteString("  ")
	}
}

// scan copies what end finds the end of.
func (j *jsonIndenter) scan(end func() (int, error), next jsonState) error {
	to, err := end()
	if err != nil {
		return err
	}
	j.cut = to == len(j.text) && j.more // it may be longer
	j.out.Write(j.text[j.i:to])
	j.i, j.state = to, next
	return nil
}

func (j *jsonIndenter) stringEnd() (int, error) {
	for i := j.i + 1; i < len(j.text); i++ {
		switch c := j.text[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return 0, j.wrong(i, "%s has to be escaped in a string", byteCode(c))
		case c != '\\':
			continue
		}
		i++
		switch {
		case i == len(j.text):
		case j.text[i] == 'u':
			for k := 1; k <= 4 && i+k < len(j.text); k++ {
				if !isHex(j.text[i+k]) {
					return 0, j.wrong(i+k, `\u needs 4 hex digits after it`)
				}
			}
		case strings.IndexByte(`"\/bfnrt`, j.text[i]) < 0:
			return 0, j.wrong(i-1, "no escape of JSON")
		}
	}
	if j.more {
		return len(j.text), nil
	}
	return 0, j.wrong(j.i, "this string has no end")
}

func (j *jsonIndenter) numberEnd() (int, error) {
	i := j.i
	digits := func() bool {
		from := i
		for i < len(j.text) && '0' <= j.text[i] && j.text[i] <= '9' {
			i++
		}
		return i > from
	}
	is := func(set string) bool { return i < len(j.text) && strings.IndexByte(set, j.text[i]) >= 0 }
	if is("-") {
		i++
	}
	ok := true
	if is("0") { // a zero leads no other digit
		i++
	} else {
		ok = digits()
	}
	if ok && is(".") {
		i++
		ok = digits()
	}
	if ok && is("eE") {
		i++
		if is("+-") {
			i++
		}
		ok = digits()
	}
	if !ok && !(j.more && i == len(j.text)) {
		return 0, j.wrong(j.i, "no number of JSON")
	}
	return i, nil
}

func (j *jsonIndenter) wordEnd() (int, error) {
	rest := j.text[j.i:]
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			return j.i + len(word), nil
		}
		if j.more && strings.HasPrefix(word, string(rest[:min(len(rest), len(word))])) {
			return len(j.text), nil
		}
	}
	return 0, j.unexpected()
}

func (j *jsonIndenter) unexpected() error {
	want := jsonWanted[j.state]
	if j.state == afterValue {
		want = "a comma or " + string(j.stack[len(j.stack)-1]+2)
	}
	r, size := utf8.DecodeRune(j.text[j.i:])
	if r == utf8.RuneError && size == 1 {
		return j.wrong(j.i, "the byte %s stands where %s is wanted", byteCode(j.text[j.i]), want)
	}
	return j.wrong(j.i, "%s stands where %s is wanted", charName(r), want)
}

func (j *jsonIndenter) wrong(at int, format string, args ...any) error {
	return &JSONError{int64(at), fmt.Sprintf(format, args...)}
}

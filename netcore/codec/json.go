package codec

import (
	"bytes"
	"context"
	"fmt"
)

// Indented is JSON laid out to be read, in UTF-8: two spaces a level, the order of the keys, the texts of numbers and
// the escapes of strings as they came.
type Indented struct {
	Text   []byte
	Values int   // at the top: several may follow one another, as in JSON lines
	Read   int64 // bytes of the payload that Text shows
	Cut    bool  // it goes on: the payload does, or Text would have been too big
}

// A JSONError says what in a payload is no JSON.
type JSONError struct {
	Offset int64 // in bytes of the payload
	Text   string
}

func (e *JSONError) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Text) }

const (
	jsonSpread    = 4       // Text has at most so many times the bytes of the payload,
	jsonRoom      = 1 << 16 // and these
	maxIndent     = 64      // levels; deeper ones are not indented further
	jsonCheckStep = 1 << 14 // tokens between two looks whether it was called off
)

// IndentJSON lays out the JSON that payload is in e, or says in a [*JSONError] where it is none. more says that payload
// is the beginning of a longer one, so that it may end anywhere.
func IndentJSON(ctx context.Context, payload []byte, e Encoding, more bool) (Indented, error) {
	text, at := payload, func(i int) int64 { return int64(i) }
	if e.charset != nil {
		e = e.Marked(payload)
		var err error
		if text, err = e.jsonText(payload, more); err != nil {
			return Indented{}, err
		}
		at = func(i int) int64 { return e.jsonOffset(payload, i) }
	}
	j := jsonIndenter{text: text, more: more, most: jsonSpread*len(text) + jsonRoom}
	if bytes.HasPrefix(text, []byte(markUTF8)) {
		j.i = len(markUTF8)
	}
	j.out.Grow(len(text) + len(text)/4)
	err := j.run(ctx)
	if wrong, ok := err.(*JSONError); ok {
		wrong.Offset = at(int(wrong.Offset))
	}
	if err != nil {
		return Indented{}, err
	}
	return Indented{Text: j.out.Bytes(), Values: j.values, Read: at(j.i), Cut: j.cut}, nil
}

// jsonText is payload in UTF-8.
func (e Encoding) jsonText(payload []byte, more bool) ([]byte, error) {
	text := make([]byte, 0, len(payload))
	for c := range e.chars(payload) {
		if !c.valid {
			if more && len(payload)-c.start < longestChar {
				break // cut in two
			}
			return nil, &JSONError{int64(c.start), fmt.Sprintf("%s is no character of %s", byteCode(payload[c.start]), e.Name)}
		}
		text = append(text, c.text...)
	}
	return text, nil
}

// jsonOffset is where the i-th byte of jsonText comes from.
func (e Encoding) jsonOffset(payload []byte, i int) int64 {
	n := 0
	for c := range e.chars(payload) {
		if n += len(c.text); n > i {
			return int64(c.start)
		}
	}
	return int64(len(payload))
}

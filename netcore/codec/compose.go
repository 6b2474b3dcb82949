package codec

import (
	"strconv"
	"strings"
)

// Mode says how a composed text is read.
type Mode uint8

const (
	Text    Mode = iota + 1 // characters, encoded
	Hex                     // hex digits, see ParseHex
	Escapes                 // characters and escapes, see ParseEscapes
)

func (m Mode) String() string {
	switch m {
	case Text:
		return "text"
	case Hex:
		return "hex"
	case Escapes:
		return "escapes"
	}
	return "Mode(" + strconv.Itoa(int(m)) + ")"
}

// LineEnding is what ends a message, and each line of it.
type LineEnding uint8

const (
	NoEnding LineEnding = iota + 1
	LF
	CRLF
	CR
	NUL
)

// lineEndings are the names and the characters.
var lineEndings = [...]struct{ name, text string }{
	NoEnding: {"none", ""},
	LF:       {"LF", "\n"},
	CRLF:     {"CRLF", "\r\n"},
	CR:       {"CR", "\r"},
	NUL:      {"NUL", "\x00"},
}

func (l LineEnding) String() string {
	if l == 0 || int(l) >= len(lineEndings) {
		return "LineEnding(" + strconv.Itoa(int(l)) + ")"
	}
	return lineEndings[l].name
}

// text is the ending's characters; an unknown ending has none.
func (l LineEnding) text() string {
	if int(l) >= len(lineEndings) {
		return ""
	}
	return lineEndings[l].text
}

// Compose returns the bytes that a composed text is sent as. A mistake in it is a [*SyntaxError] in text as it was typed.
//
// In Text mode each line break of text (LF, CRLF or CR) becomes the ending, and one ending follows at the end; with
// NoEnding the breaks stay as typed and nothing follows. In Escapes mode the ending follows and the text is left as it
// is. In Hex mode the digits are exact: neither e nor end counts. The ending is encoded with e, as all characters are:
// LF is two bytes in UTF-16.
func Compose(text string, m Mode, e Encoding, end LineEnding) ([]byte, error) {
	switch m {
	case Text:
		return composeText(text, e, end)
	case Hex:
		return ParseHex(text)
	case Escapes:
		dst, err := ParseEscapes(text, e)
		if err != nil {
			return nil, err
		}
		return e.appendText(dst, end.text(), 0, len(end.text()))
	}
	return nil, errorAt(text, 0, "nobody knows how to read a text in %s", m)
}

func composeText(text string, e Encoding, end LineEnding) ([]byte, error) {
	ending := end.text()
	if ending == "" {
		return e.Encode(text)
	}
	dst := append(make([]byte, 0, len(e.mark)+len(text)+len(ending)), e.mark...)
	for start := 0; ; {
		end, more := len(text), false
		if i := strings.IndexAny(text[start:], "\r\n"); i >= 0 {
			end, more = start+i, true
		}
		var err error
		if dst, err = e.appendText(dst, text, start, end); err != nil {
			return nil, err
		}
		if dst, err = e.appendText(dst, ending, 0, len(ending)); err != nil {
			return nil, err
		}
		if !more {
			return dst, nil
		}
		start = end + lineBreak(text[end:])
	}
}

package codec

import "strings"

// Mode says how a composed text is read.
type Mode uint8

const (
	Text    Mode = iota + 1 // characters, encoded
	Hex                     // hex digits, see ParseHex
	Escapes                 // characters and escapes, see ParseEscapes
)

func (m Mode) String() string { return nameOf(modeNames, int(m), "Mode") }

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

func (l LineEnding) String() string { return nameOf(endingNames, int(l), "LineEnding") }

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
	if m == 0 {
		return nil, errorAt(text, 0, "nobody knows how to read a text in %s", m)
	}
	t, err := Composition{Text: text, Mode: m, Encoding: e, Ending: end}.Compile()
	if err != nil {
		return nil, err
	}
	return t.Bytes(nil)
}

// appendLines appends text[from:] in e, with ending for each line break, without e's mark. With no ending line breaks stay.
func (e Encoding) appendLines(dst []byte, text string, from int, ending string) ([]byte, error) {
	if ending == "" {
		return e.appendText(dst, text, from, len(text))
	}
	for start := from; ; {
		end, more := len(text), false
		if i := strings.IndexAny(text[start:], "\r\n"); i >= 0 {
			end, more = start+i, true
		}
		var err error
		if dst, err = e.appendText(dst, text, start, end); err != nil || !more {
			return dst, err
		}
		if dst, err = e.appendText(dst, ending, 0, len(ending)); err != nil {
			return nil, err
		}
		start = end + lineBreak(text[end:])
	}
}

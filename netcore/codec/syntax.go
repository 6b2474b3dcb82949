package codec

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A SyntaxError says what in a typed text can't become bytes, and where.
type SyntaxError struct {
	Offset int    // in bytes, from the beginning of the text
	Line   int    // from 1; a line ends with LF, CRLF or CR
	Column int    // from 1, in characters
	Text   string // one plain sentence, without the place and without a full stop
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}

// errorAt is the error about what stands at text[offset:].
func errorAt(text string, offset int, format string, args ...any) *SyntaxError {
	line, start := 1, 0
	for i := 0; i < offset; i++ {
		if n := lineBreak(text[i:]); n > 0 && i+n <= offset {
			i += n - 1
			line, start = line+1, i+1
		}
	}
	return &SyntaxError{
		Offset: offset,
		Line:   line,
		Column: utf8.RuneCountInString(text[start:offset]) + 1,
		Text:   fmt.Sprintf(format, args...),
	}
}

// lineBreak is the length of the line break at the beginning of text: LF, CRLF or CR; 0 if there is none.
func lineBreak(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case text != "" && (text[0] == '\n' || text[0] == '\r'):
		return 1
	}
	return 0
}

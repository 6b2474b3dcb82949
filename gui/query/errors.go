package query

import "fmt"

// A SyntaxError says what is wrong with a query, and where.
type SyntaxError struct {
	Pos, End int    // the mistake is text[Pos:End], in bytes; both are len(text) when something is missing at the end
	Text     string // one plain sentence, lower case, no full stop
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at byte %d: %s", e.Pos, e.Text) }

func mistake(pos, end int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Pos: pos, End: end, Text: short(fmt.Sprintf(format, args...))}
}

// maxText is how long a sentence may be that repeats what was typed, in characters.
const maxText = 400

// short takes the middle out of a sentence that is too long to be read.
func short(text string) string {
	c := []rune(text)
	if len(c) <= maxText {
		return text
	}
	return string(c[:maxText/2]) + " … " + string(c[len(c)-maxText/2:])
}

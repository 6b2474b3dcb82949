package query

import "fmt"

// A SyntaxError says what is wrong with a query, and where.
type SyntaxError struct {
	Pos, End int    // the mistake is text[Pos:End], in bytes; both are len(text) when something is missing at the end
	Text     string // one plain sentence, lower case, no full stop
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at byte %d: %s", e.Pos, e.Text) }

func mistake(pos, end int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Pos: pos, End: end, Text: fmt.Sprintf(format, args...)}
}

package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An operator is a way to put expressions together.
type operator struct {
	op      op // 0: parentheses
	word    string
	symbols []string
	help    Part
}

var operators = [...]operator{
	{and, "and", []string{"&&"}, Part{"a and b, a && b, a b", "both; binds closer than or", "dir:in and size>1k"}},
	{or, "or", []string{"||"}, Part{"a or b, a || b", "one of them at least", "dir:error or note:timeout"}},
	{not, "not", []string{"!", "-"}, Part{"not a, !a, -a", "not this one; - only before a letter, a quote, a slash or a parenthesis", "not dir:out"}},
	{0, "", nil, Part{"( )", "what belongs together", "(ping or pong) dir:in"}},
}

// operator looks for an operator here and returns the text it is written as; op is 0 when there is none.
func (l *lexer) operator() (o op, written string) {
	for i := range operators {
		x := &operators[i]
		if end := l.pos + len(x.word); end > l.pos && end <= len(l.text) && strings.EqualFold(l.text[l.pos:end], x.word) && l.wordEnd(end) == end {
			return x.op, l.text[l.pos:end]
		}
		for _, symbol := range x.symbols {
			if l.at(symbol) && (symbol != "-" || minusNegates(l.rest()[1:])) {
				return x.op, symbol
			}
		}
	}
	return 0, ""
}

// minusNegates tells the - of -ping from the - of -5 and from one that stands alone.
func minusNegates(rest string) bool {
	c, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune(`"(/`, c) || unicode.IsLetter(c)
}

package query

import "strings"

// A value is what follows a field's name.
type value struct {
	how      string // : = < <= > >=
	text     string
	quoted   bool // then text has other places than the query has
	pos, end int
}

// mistake is one in text[from:to].
func (v value) mistake(from, to int, format string, args ...any) *SyntaxError {
	if v.quoted {
		return mistake(v.pos, v.end, format, args...)
	}
	return mistake(v.pos+from, v.pos+to, format, args...)
}

// value takes the value of f, whose name stands at start.
func (l *lexer) value(f *field, start int, how string) (v value, err *SyntaxError) {
	before := l.pos
	if f.ordered() || f.hex {
		l.skipSpace()
	}
	v = value{how: how, pos: l.pos}
	switch {
	case l.at(`"`) && f.hex:
		v.pos++
		v.text, err = l.quotes()
	case l.at(`"`):
		v.quoted = true
		v.text, err = l.quoted()
	case f.hex:
		v.text = l.hexWords()
	default:
		v.text = l.word()
	}
	v.end = l.pos
	if err == nil && v.text == "" && (!v.quoted || how == ":") {
		err = mistake(start, before, "nothing follows %s", l.text[start:before])
	}
	return v, err
}

// hexWords takes hex digits and the spaces between them: a word, and more as long as they are of hex digits and ?.
func (l *lexer) hexWords() string {
	start := l.pos
	l.word()
	for end := l.pos; ; {
		next := l.spaceEnd(end)
		end = l.wordEnd(next)
		if next == end || strings.Trim(l.text[next:end], hexDigits+"?") != "" {
			return l.text[start:l.pos]
		}
		l.pos = end
	}
}

const hexDigits = "0123456789abcdefABCDEF"

// each calls f with every item of a list with commas or bars, and its place.
func (v value) each(f func(from, to int) *SyntaxError) *SyntaxError {
	for from := 0; ; {
		to := len(v.text)
		if i := strings.IndexAny(v.text[from:], ",|"); i >= 0 {
			to = from + i
		}
		if from == to {
			return v.mistake(min(from, max(len(v.text)-1, 0)), min(from+1, len(v.text)), "something is missing in this list")
		}
		if err := f(from, to); err != nil {
			return err
		}
		if to == len(v.text) {
			return nil
		}
		from = to + 1
	}
}

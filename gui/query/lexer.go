package query

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// A lexer cuts a query into its parts. pos is where it stands.
type lexer struct {
	text string
	pos  int
}

func (l *lexer) rest() string { return l.text[l.pos:] }

func (l *lexer) atEnd() bool { return l.pos == len(l.text) }

// at reports whether the text goes on with s.
func (l *lexer) at(s string) bool { return strings.HasPrefix(l.rest(), s) }

func (l *lexer) skipSpace() { l.pos = l.spaceEnd(l.pos) }

func (l *lexer) spaceEnd(from int) int {
	return len(l.text) - len(strings.TrimLeftFunc(l.text[from:], unicode.IsSpace))
}

// wordEnd is where a bare word ends that begins at from: before a space, a parenthesis, && or ||.
func (l *lexer) wordEnd(from int) int {
	for i, c := range l.text[from:] {
		if unicode.IsSpace(c) || c == '(' || c == ')' || (c == '&' || c == '|') && twice(l.text[from+i:]) {
			return from + i
		}
	}
	return len(l.text)
}

func twice(s string) bool { return len(s) > 1 && s[0] == s[1] }

// word takes a bare word, which may be empty.
func (l *lexer) word() string {
	start := l.pos
	l.pos = l.wordEnd(start)
	return l.text[start:l.pos]
}

// letters is the run of ASCII letters that the text goes on with.
func (l *lexer) letters() string {
	rest := l.rest()
	return rest[:len(rest)-len(strings.TrimLeft(rest, asciiLetters))]
}

const asciiLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// quotes takes a text in quotes and returns what stands between them, as typed.
func (l *lexer) quotes() (inner string, err *SyntaxError) {
	start := l.pos
	for i := start + 1; i < len(l.text); i++ {
		switch l.text[i] {
		case '\\':
			i++
		case '"':
			l.pos = i + 1
			return l.text[start+1 : i], nil
		}
	}
	return "", mistake(start, len(l.text), "this quote is not closed")
}

// quoted takes a text in quotes and returns what it says.
func (l *lexer) quoted() (string, *SyntaxError) {
	start := l.pos + 1
	inner, err := l.quotes()
	if err != nil {
		return "", err
	}
	said, bad := codec.ParseEscapes(inner, codec.Encoding{Name: "utf-8"})
	var syntax *codec.SyntaxError
	if errors.As(bad, &syntax) {
		_, size := utf8.DecodeRuneInString(inner[min(syntax.Offset+1, len(inner)):])
		return "", mistake(start+syntax.Offset, start+syntax.Offset+1+size, "%s", syntax.Text)
	}
	return string(said), nil
}

// regexpFlags are what may follow the closing slash.
const regexpFlags = "ism"

// slashes takes /pattern/flags if that is what the text goes on with. It is when the next slash without a backslash
// is followed by nothing but flags: so a path is no regular expression.
func (l *lexer) slashes() (pattern, flags string, ok bool) {
	if !l.at("/") {
		return "", "", false
	}
	for i := l.pos + 1; i < len(l.text); i++ {
		switch l.text[i] {
		case '\\':
			i++
		case '/':
			end := l.wordEnd(i + 1)
			pattern, flags = l.text[l.pos+1:i], l.text[i+1:end]
			if pattern == "" || strings.Trim(flags, regexpFlags) != "" {
				return "", "", false
			}
			l.pos = end
			return pattern, flags, true
		}
	}
	return "", "", false
}

// Quote writes text so that a query has it as it is, wherever a text may stand: alone, or after peer:= and the like.
func Quote(text string) string {
	return `"` + strings.ReplaceAll(codec.Escape([]byte(text)), `"`, `\"`) + `"`
}

// plain reports whether text can stand as a bare word: nothing in it ends the word or is not seen.
func plain(text string) bool {
	l := lexer{text: text}
	return text != "" && text[0] != '"' && codec.Escape([]byte(text)) == text && l.word() == text
}

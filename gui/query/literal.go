package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A literal is a way to write a term.
type literal struct {
	read func(l *lexer, o *Options) (n *node, ok bool, err *SyntaxError)
	help []Part
}

// literals are tried in this order. The last takes everything.
var literals = [...]literal{
	{readQuoted, []Part{{`"two words"`, `this text, letter for letter; \" \\ \n \r \t \xHH and \uHHHH are escapes; with more right behind it, as in "id":3, all of it as it stands`, `"two words\r\n"`}}},
	{readRegexp, []Part{{"/pattern/", `a regular expression over the payload; flags i (A finds a), m (^ and $ at every line), s (. takes a line break too); a slash in it is \/`, "/get|post/i"}}},
	{readField, nil}, // explained by the fields
	{readBare, []Part{{"text", "stands in the payload, the note, the error, the peer's address or the endpoint's name", "hello"}}},
}

func readQuoted(l *lexer, o *Options) (*node, bool, *SyntaxError) {
	if !l.at(`"`) {
		return nil, false, nil
	}
	start := l.pos
	said, err := l.quoted()
	if err != nil {
		return nil, false, err
	}
	if said == "" {
		return nil, false, mistake(start, l.pos, "there is nothing between these quotes")
	}
	if end := l.wordEnd(l.pos); end > l.pos { // a piece of something, such as "id":3 of JSON: meant as it stands
		l.pos = end
		said = l.text[start:end]
	}
	return termNode(newText(said, "", o)), true, nil
}

func readRegexp(l *lexer, _ *Options) (*node, bool, *SyntaxError) {
	start := l.pos
	pattern, flags, ok := l.slashes()
	if !ok {
		return nil, false, nil
	}
	t, err := newRegexp(pattern, flags)
	if err != nil {
		return nil, false, mistake(start, l.pos, "this is no regular expression: %s", err)
	}
	return termNode(t), true, nil
}

func readBare(l *lexer, o *Options) (*node, bool, *SyntaxError) {
	return termNode(newText(l.word(), "", o)), true, nil
}

// readField takes a term with the name of a field in front. What looks like one and isn't, such as peeer:x, is a
// mistake, but for what people write with a colon anyway.
func readField(l *lexer, o *Options) (*node, bool, *SyntaxError) {
	name := l.letters()
	f := fieldNamed(name)
	if f == nil {
		rest := l.text[l.pos+len(name) : l.wordEnd(l.pos)]
		if name == "" || !strings.HasPrefix(rest, ":") || colonIsText(name, rest[1:]) {
			return nil, false, nil
		}
		return nil, false, mistake(l.pos, l.pos+len(name), "nothing is called %s: here; there are %s. To look for a text with a colon, put it in quotes: %s",
			name, fieldNames(), Quote(name+rest))
	}
	start := l.pos
	l.pos += len(name)
	how := l.comparison(f)
	if how == "" {
		l.pos = start
		return nil, false, nil
	}
	v, err := l.value(f, start, how)
	if err != nil {
		return nil, false, err
	}
	negated := v.how == "!="
	if negated {
		v.how = "="
	}
	t, err := f.read(v, o)
	if err != nil {
		return nil, false, err
	}
	if negated {
		return negate(termNode(t)), true, nil
	}
	return termNode(t), true, nil
}

// colonIsText reports whether name:rest is an address, a URL, a path, a header's name and the like.
func colonIsText(name, rest string) bool {
	digits := strings.TrimLeft(rest, "0123456789")
	switch {
	case rest == "", // Host: example.com
		strings.HasPrefix(rest, "//"),
		strings.HasPrefix(rest, ":"),                // std::string, a::1
		strings.HasPrefix(rest, `\`),                // C:\temp
		rest != digits && !startsWithLetter(digits): // localhost:9000/index.html
		return true
	}
	return strings.Contains(rest, ":") && strings.Trim(name+rest, "0123456789abcdefABCDEF:.") == "" // aa:bb:cc, fe:1::2
}

func startsWithLetter(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(c)
}

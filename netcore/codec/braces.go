package codec

import "strings"

// nextBraces finds the next two braces in text[from:] that mean something: they open a variable, or are the first of four,
// which stand for two. Of three the first is a brace and the others open a variable, as in {{{seq}}}, which is an
// object of JSON around a number. at is -1 where there are none.
func nextBraces(text string, from int) (at int, open bool) {
	i := strings.Index(text[from:], "{{")
	if i < 0 {
		return -1, false
	}
	at = from + i
	next := text[at:min(at+4, len(text))] // no more of them, for there may be very many
	run := len(next) - len(strings.TrimLeft(next, "{"))
	switch {
	case run >= 4:
		return at, false
	case run == 3:
		return at + 1, true
	}
	return at, true
}

// A field is a part of what stands between the braces of a variable, and its place in the text.
type field struct {
	text string
	at   int
}

// parseVariable reads the variable whose braces begin at text[at:], and returns where it ends.
func parseVariable(text string, at int) (v *variable, end int, err error) {
	inside := text[at+2:]
	n := strings.Index(inside, "}}")
	if n < 0 || strings.ContainsAny(inside[:n], "\r\n{") {
		return nil, 0, errorAt(text, at, "these braces are not closed; {{ as it is is written {{{{, or with variables off")
	}
	end = at + 2 + n + 2
	all := trimField(field{inside[:n], at + 2})
	name, format, has := strings.Cut(all.text, ":")
	name = strings.TrimRight(name, " \t")
	v = &variable{at: at, end: end, name: name}
	formats := field{format, all.at + len(all.text) - len(format)}
	if !has {
		formats = field{"", -1}
	}
	if name == "" {
		return nil, 0, errorAt(text, at, "a variable has a name: %s", variableNames)
	}
	p := parser{text: text, v: v}
	if err := p.parse(formats); err != nil {
		return nil, 0, err
	}
	return v, end, nil
}

func trimField(f field) field {
	trimmed := strings.TrimLeft(f.text, " \t")
	f.at += len(f.text) - len(trimmed)
	f.text = strings.TrimRight(trimmed, " \t")
	return f
}

// split cuts f at its colons.
func (f field) split() []field {
	if f.at < 0 {
		return nil
	}
	var list []field
	at := f.at
	for _, s := range strings.Split(f.text, ":") {
		list = append(list, trimField(field{s, at}))
		at += len(s) + 1
	}
	return list
}

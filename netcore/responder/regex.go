package responder

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// A regex is a pattern that is an expression of RE2. In UTF-8 it is looked for in the bytes as they are, in other encodings in
// the characters, and what it found is told in bytes again. A byte that is no character is U+FFFD to it; in latin1 each byte
// is a character.
type regex struct {
	re       *regexp.Regexp
	encoding codec.Encoding
	need     []byte
	fold     bool
	trim     bool
}

func newRegex(source string, e codec.Encoding, ignoreCase, trim bool) (pattern, error) {
	flags := "(?s)" // a message has line breaks in it, and . is any character
	if ignoreCase {
		flags = "(?si)"
	}
	re, err := regexp.Compile(flags + source)
	if err != nil {
		return nil, &errorAtField{FieldPattern, regexError(err, source)}
	}
	r := &regex{re: re, encoding: e, trim: trim}
	if tree, err := syntax.Parse(flags+source, syntax.Perl); err == nil && asciiInside(e) {
		r.need, r.fold = required(tree.Simplify())
	}
	return r, nil
}

// regexError is an error of package regexp without its prefix and our flags, at the place of what it complains about.
func regexError(err error, source string) error {
	e, ok := err.(*syntax.Error)
	if !ok {
		return err
	}
	at, expr := 0, strings.TrimPrefix(strings.TrimPrefix(e.Expr, "(?s)"), "(?si)")
	if i := strings.Index(source, expr); i > 0 && expr != "" {
		at = i
	}
	return codec.ErrorAt(source, at, e.Code.String()+": "+expr)
}

// asciiInside reports whether in an encoding every ASCII character is its byte, so that a text of them can be looked for
// in the bytes.
func asciiInside(e codec.Encoding) bool {
	const ascii = " !0Az~\t"
	b, err := e.Encode(ascii)
	return err == nil && string(b) == ascii && !strings.HasPrefix(e.Name, "iso-2022") && !strings.HasPrefix(e.Name, "hz")
}

// required returns the longest ASCII text that is in all that the expression matches, and whether in any case; nil when none
// is known.
func required(re *syntax.Regexp) (need []byte, fold bool) {
	switch {
	case re.Op == syntax.OpLiteral:
		fold = re.Flags&syntax.FoldCase != 0
		return asciiRun(re.Rune, fold), fold
	case re.Op == syntax.OpCapture, re.Op == syntax.OpPlus, re.Op == syntax.OpRepeat && re.Min > 0:
		return required(re.Sub[0])
	case re.Op == syntax.OpConcat:
		for _, sub := range re.Sub {
			if n, f := required(sub); len(n) > len(need) {
				need, fold = n, f
			}
		}
	}
	return need, fold
}

// asciiRun is the longest run of ASCII in a literal. K and S are none where case doesn't count: the Kelvin sign and the long
// s are theirs too.
func asciiRun(runes []rune, fold bool) []byte {
	var best, run []byte
	for _, r := range runes {
		if r >= utf8.RuneSelf || fold && strings.ContainsRune("kKsS", r) {
			run = nil
			continue
		}
		b := byte(r)
		if fold {
			b = lower[b]
		}
		if run = append(run, b); len(run) > len(best) {
			best = run
		}
	}
	return best
}

func (r *regex) needs() ([]byte, bool) { return r.need, r.fold }
func (r *regex) groups() []string      { return r.re.SubexpNames()[1:] }

func (r *regex) fits(m *message) bool {
	if r.encoding.Name == "utf-8" {
		return r.re.Match(m.view(r.trim))
	}
	return r.re.Match(m.text(r.encoding, r.trim).Text)
}

func (r *regex) find(m *message) (view []byte, places []int, ok bool) {
	view = m.view(r.trim)
	if r.encoding.Name == "utf-8" {
		places = r.re.FindSubmatchIndex(view)
		return view, places, places != nil
	}
	t := m.text(r.encoding, r.trim)
	places = r.re.FindSubmatchIndex(t.Text)
	for i, at := range places {
		if at >= 0 {
			places[i] = t.Place(at)
		}
	}
	return view, places, places != nil
}

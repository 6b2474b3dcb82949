package responder

import (
	"bytes"
	"fmt"
	"regexp"

	"wirevise/netcore/codec"
)

// A pattern is what a message is compared with. Which messages fit can only be those that have its text in them, if it has
// one.
type pattern interface {
	// find reports where in the message's view the pattern is: pairs of places, the whole first, then the groups,
	// -1 of one that took no part.
	find(m *message) (view []byte, places []int, ok bool)
	// fits is find that does not tell where.
	fits(m *message) bool
	// needs is a text that is in every message that fits; fold: in any case of its ASCII letters, and it is in lower case.
	// "" is none.
	needs() (text []byte, fold bool)
	// groups are the names of the groups behind the whole; "" of one without a name.
	groups() []string
}

// An errorAtField is a mistake whose rule is not known yet.
type errorAtField struct {
	field Field
	err   error
}

func (e *errorAtField) Error() string { return string(e.field) + ": " + e.err.Error() }

func mistake(f Field, format string, args ...any) error {
	return &errorAtField{f, fmt.Errorf(format, args...)}
}

// compilePattern reads the pattern of a rule that compares.
func compilePattern(r *Rule) (pattern, error) {
	encoding := codec.Encoding{Name: "utf-8"}
	if r.Encoding != "" {
		var ok bool
		if encoding, ok = codec.Lookup(r.Encoding); !ok {
			return nil, mistake(FieldEncoding, "there is no encoding %q", r.Encoding)
		}
	}
	if r.Pattern == "" {
		return nil, mistake(FieldPattern, "nothing to compare with")
	}
	if r.When == WhenRegex {
		if r.As != "" && r.As != codec.Text.String() {
			return nil, mistake(FieldAs, "an expression is text; a byte in it is \\xFF, with the encoding latin1")
		}
		return newRegex(r.Pattern, encoding, r.IgnoreCase, r.Trim)
	}
	switch r.As {
	case "", codec.Text.String(), codec.Escapes.String():
		return newText(r, encoding)
	case codec.Hex.String():
		if r.IgnoreCase {
			return nil, mistake(FieldPattern, "bytes have no upper and lower case")
		}
		return newMasked(r)
	}
	return nil, mistake(FieldAs, "%q is no way to write a pattern: text, hex or escapes", r.As)
}

// A text is a pattern of given bytes.
type text struct {
	when       When
	want       []byte // in lower case if fold
	fold, trim bool
}

func newText(r *Rule, e codec.Encoding) (pattern, error) {
	mode := codec.Text
	if r.As == codec.Escapes.String() {
		mode = codec.Escapes
	}
	want, err := codec.Compose(r.Pattern, mode, e, codec.NoEnding)
	if err != nil {
		return nil, &errorAtField{FieldPattern, err}
	}
	mark, err := e.Encode("")
	if err == nil && mode == codec.Text {
		want = want[len(mark):] // it is inside a message
	}
	if len(want) == 0 {
		return nil, mistake(FieldPattern, "nothing to compare with")
	}
	if r.IgnoreCase && !plainCase(want, e) {
		if mode == codec.Escapes {
			return nil, mistake(FieldPattern, "without regard to case, escapes are for ASCII characters in UTF-8 only")
		}
		return newRegex(anchored(r.When, regexp.QuoteMeta(r.Pattern)), e, true, r.Trim)
	}
	t := &text{when: r.When, want: want, fold: r.IgnoreCase, trim: r.Trim}
	if t.fold {
		t.want = lowered(nil, want)
	}
	return t, nil
}

// plainCase reports whether upper and lower case are told by the bytes alone: ASCII in an encoding in which the byte of an
// ASCII letter is nothing else.
func plainCase(want []byte, e codec.Encoding) bool {
	if e.Name != "utf-8" && e.Name != "latin1" && e.Name != "ascii" {
		return false
	}
	for _, b := range want {
		if b >= 0x80 {
			return false
		}
	}
	return true
}

// anchored is an expression for what when says of a quoted text.
func anchored(when When, quoted string) string {
	switch when {
	case WhenEquals:
		return `\A` + quoted + `\z`
	case WhenStarts:
		return `\A` + quoted
	case WhenEnds:
		return quoted + `\z`
	}
	return quoted
}

func (t *text) view(m *message) []byte {
	if t.fold {
		return m.lowerView(t.trim)
	}
	return m.view(t.trim)
}

func (t *text) fits(m *message) bool { return t.at(t.view(m)) >= 0 }

// at is where the text is, -1: nowhere.
func (t *text) at(view []byte) int {
	switch {
	case len(view) < len(t.want):
	case t.when == WhenContains:
		return bytes.Index(view, t.want)
	case t.when == WhenEquals && len(view) != len(t.want):
	case t.when == WhenEnds && bytes.HasSuffix(view, t.want):
		return len(view) - len(t.want)
	case t.when != WhenEnds && bytes.HasPrefix(view, t.want):
		return 0
	}
	return -1
}

func (t *text) find(m *message) (view []byte, places []int, ok bool) {
	at := t.at(t.view(m))
	if at < 0 {
		return nil, nil, false
	}
	return m.view(t.trim), []int{at, at + len(t.want)}, true
}

func (t *text) needs() ([]byte, bool) { return t.want, t.fold }
func (t *text) groups() []string      { return nil }

package responder

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

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

var errWildcardsOnly = errors.New("a pattern needs at least one byte that is not ??")

// newMasked reads hex with ?? for any byte.
func newMasked(r *Rule) (pattern, error) {
	const any = "??"
	m := &masked{when: r.When, trim: r.Trim}
	rest, base := r.Pattern, 0
	for {
		part, after, more := strings.Cut(rest, any)
		b, err := codec.ParseHex(part)
		if err != nil {
			return nil, &errorAtField{FieldPattern, placedIn(err, r.Pattern, base)}
		}
		for _, c := range b {
			m.want, m.mask = append(m.want, c), append(m.mask, 0xff)
		}
		if !more {
			break
		}
		m.want, m.mask = append(m.want, 0), append(m.mask, 0)
		base += len(part) + len(any)
		rest = after
	}
	switch {
	case len(m.want) == 0:
		return nil, mistake(FieldPattern, "nothing to compare with")
	case bytes.IndexByte(m.mask, 0xff) < 0:
		return nil, &errorAtField{FieldPattern, errWildcardsOnly}
	case bytes.IndexByte(m.mask, 0) < 0:
		return &text{when: r.When, want: m.want, trim: r.Trim}, nil
	}
	m.run()
	return m, nil
}

// placedIn is a mistake in a part of a text that begins at base, told in the whole text.
func placedIn(err error, whole string, base int) error {
	var s *codec.SyntaxError
	if !errors.As(err, &s) || base == 0 {
		return err
	}
	return codec.ErrorAt(whole, base+s.Offset, s.Text)
}

// A masked is a pattern of bytes some of which may be any.
type masked struct {
	when       When
	want, mask []byte
	from, to   int // the longest run of bytes that may not be any
	trim       bool
}

// run finds the longest run.
func (p *masked) run() {
	for i := 0; i < len(p.mask); i++ {
		j := i
		for j < len(p.mask) && p.mask[j] != 0 {
			j++
		}
		if j-i > p.to-p.from {
			p.from, p.to = i, j
		}
		i = j
	}
}

func (p *masked) needs() ([]byte, bool) { return p.want[p.from:p.to], false }
func (p *masked) groups() []string      { return nil }
func (p *masked) fits(m *message) bool  { return p.at(m.view(p.trim)) >= 0 }

func (p *masked) find(m *message) (view []byte, places []int, ok bool) {
	view = m.view(p.trim)
	at := p.at(view)
	return view, []int{at, at + len(p.want)}, at >= 0
}

func (p *masked) at(view []byte) int {
	switch {
	case len(view) < len(p.want) || p.when == WhenEquals && len(view) != len(p.want):
		return -1
	case p.when == WhenEnds:
		return p.here(view, len(view)-len(p.want))
	case p.when != WhenContains:
		return p.here(view, 0)
	}
	for at := 0; ; at++ {
		i := bytes.Index(view[min(at+p.from, len(view)):], p.want[p.from:p.to])
		if i < 0 || at+i+len(p.want) > len(view) {
			return -1
		}
		if at += i; p.here(view, at) >= 0 {
			return at
		}
	}
}

// here returns at if the pattern is there, or -1.
func (p *masked) here(view []byte, at int) int {
	for i, mask := range p.mask {
		if view[at+i]&mask != p.want[i] {
			return -1
		}
	}
	return at
}

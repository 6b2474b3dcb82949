package responder

import (
	"bytes"
	"errors"
	"strings"

	"wirevise/netcore/codec"
)

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

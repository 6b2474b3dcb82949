package query

import (
	"errors"
	"io"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// A regexpTerm is a regular expression over the payload's bytes. Bytes that are no UTF-8 are each the character U+FFFD to it.
type regexpTerm struct {
	text  string // as typed
	re    *regexp.Regexp
	must  *needle // stands in all that matches; nil: nothing known
	looks bool    // looks at what stands before: ^ \A \b \B
}

// newRegexp reads a pattern as typed between slashes. The error is the reason that package regexp has.
func newRegexp(pattern, flags string) (*regexpTerm, error) {
	t := &regexpTerm{text: "/" + pattern + "/"}
	source := pattern
	if flags != "" {
		for _, f := range regexpFlags {
			if strings.ContainsRune(flags, f) {
				t.text += string(f)
			}
		}
		source = "(?" + flags + ")" + pattern
	}
	re, err := regexp.Compile(source)
	if err != nil {
		var wrong *syntax.Error
		if errors.As(err, &wrong) {
			return nil, errors.New(wrong.Code.String() + ": " + Quote(wrong.Expr))
		}
		return nil, err
	}
	t.re = re
	if tree, err := syntax.Parse(source, syntax.Perl); err == nil {
		if must, fold := required(tree.Simplify()); must != "" && !strings.ContainsRune(must, utf8.RuneError) {
			n := needleOf(regexpAtoms(must, fold))
			t.must = &n
		}
		t.looks = looksBack(tree)
	}
	return t, nil
}

func (t *regexpTerm) match(r *Row, _ flow) bool {
	switch {
	case t.must != nil && !t.must.in(r.Payload):
		return false
	case r.Stop == nil || len(r.Payload) <= quickBytes:
		return t.re.Match(r.Payload)
	}
	return t.re.MatchReader(&stoppable{b: r.Payload, stop: r.Stop})
}

const (
	quickBytes = 64 << 10 // that even a slow expression is through in a second; bytes at hand are quicker than a reader
	stopEvery  = 4 << 10  // bytes between two looks at whether to stop
)

// A stoppable is bytes that end when they are wanted no more.
type stoppable struct {
	b    []byte
	at   int
	ask  int // where to ask next
	stop func() bool
}

// ReadRune implements [io.RuneReader].
func (s *stoppable) ReadRune() (r rune, size int, err error) {
	if s.at >= s.ask {
		if s.ask += stopEvery; s.stop() {
			s.at = len(s.b)
		}
	}
	if s.at == len(s.b) {
		return 0, 0, io.EOF
	}
	if c := s.b[s.at]; c < utf8.RuneSelf {
		s.at++
		return rune(c), 1, nil
	}
	r, size = utf8.DecodeRune(s.b[s.at:])
	s.at += size
	return r, size, nil
}

func (t *regexpTerm) find(payload []byte, from int) (start, end int, ok bool) {
	if !t.looks {
		start, end, ok = t.next(payload[from:])
		return from + start, from + end, ok
	}
	for _, at := range t.re.FindAllIndex(payload, -1) {
		if at[0] >= from && at[0] < at[1] {
			return at[0], at[1], true
		}
	}
	return 0, 0, false
}

// first is find from the beginning, which ends without a match when stop says so.
func (t *regexpTerm) first(payload []byte, stop func() bool) (start, end int, ok bool) {
	if len(payload) <= quickBytes {
		return t.find(payload, 0)
	}
	if t.must != nil && !t.must.in(payload) {
		return 0, 0, false
	}
	at := t.re.FindReaderIndex(&stoppable{b: payload, stop: stop})
	switch {
	case at == nil || stop():
		return 0, 0, false
	case at[0] == at[1]: // an empty one; the next may have something in it
		return t.find(payload, 0)
	}
	return at[0], at[1], true
}

// next finds the first match that is not empty.
func (t *regexpTerm) next(payload []byte) (start, end int, ok bool) {
	for from := 0; ; from++ {
		at := t.re.FindIndex(payload[from:])
		if at == nil {
			return 0, 0, false
		}
		if at[0] < at[1] {
			return from + at[0], from + at[1], true
		}
		if from += at[0]; from >= len(payload) {
			return 0, 0, false
		}
	}
}

func (t *regexpTerm) needs() Needs { return Needs{Payload: true} }

func (t *regexpTerm) cost() cost { return costRegexp }

func (t *regexpTerm) String() string { return t.text }

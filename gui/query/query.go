package query

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// Options say how a query is read.
type Options struct {
	Encodings []codec.Encoding // text is looked for in these too, besides UTF-8
	Now       time.Time        // in whose day and location time>14:02 lies; the zero Time stands for the moment of Parse
	MatchCase bool             // A finds only A; regular expressions have their own flag
}

// A Query is a parsed filter. It is immutable and may be asked by many goroutines at once. The zero Query passes everything.
type Query struct {
	opts    Options
	root    *node // as written; nil: empty
	folded  *node // as asked; nil: everything passes
	needs   Needs
	flows   []flowTerm // whose answers a Matcher keeps
	kept    bool       // flows are all that look at the flow
	finders []finder
}

// Parse reads a query. A text of nothing but spaces passes everything. The error is a [*SyntaxError]; its places are
// bytes of text.
func Parse(text string, o Options) (*Query, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	o.Encodings = slices.Clone(o.Encodings)
	q := &Query{opts: o}
	if len(text) > MaxLength {
		return nil, mistake(MaxLength, len(text), "a filter may have %d bytes, and this one has %d", MaxLength, len(text))
	}
	for i, c := range text {
		if c == utf8.RuneError && !strings.HasPrefix(text[i:], string(c)) {
			return nil, mistake(i, i+1, `the byte %02x is no character; a byte is written "\x%02x", or hex:%02x`, text[i], text[i], text[i])
		}
	}
	p := parser{lexer: lexer{text: text}, opts: &o}
	if p.skipSpace(); p.atEnd() {
		return q, nil
	}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	q.root = root
	q.prepare()
	return q, nil
}

// prepare makes of the expression what the questions are answered with.
func (q *Query) prepare() {
	q.root.terms(false, func(t term, negated bool) {
		if f, ok := t.(finder); ok && !negated {
			q.finders = append(q.finders, f)
		}
	})
	if q.folded = q.root.fold(); q.folded.op == always {
		q.folded = nil
		return
	}
	q.kept = true
	q.folded.terms(false, func(t term, _ bool) {
		q.needs = q.needs.or(t.needs())
		f, ok := t.(flowTerm)
		switch {
		case !ok:
		case len(q.flows) < maxFlowTerms:
			f.keepAt(1 << len(q.flows))
			q.flows = append(q.flows, f)
		default:
			q.kept = false
		}
	})
}

// Match reports whether r passes. It allocates nothing, but for some regular expressions. r.Flow is not looked at.
func (q *Query) Match(r *Row) bool { return q.folded == nil || q.folded.match(r, 0) }

// Needs says which parts of a row Match looks at.
func (q *Query) Needs() Needs { return q.needs }

// All reports whether every row passes.
func (q *Query) All() bool { return q.folded == nil }

// String is the query in its canonical text, which parses to the same with the same Options. It may be longer than what
// was typed, and so, of a query near [MaxLength], too long to be read again.
func (q *Query) String() string {
	if q.root == nil {
		return ""
	}
	var b strings.Builder
	q.root.write(&b, 0)
	return b.String()
}

// Options returns what the query was read with. Its Now is never zero.
func (q *Query) Options() Options {
	o := q.opts
	o.Encodings = slices.Clone(o.Encodings)
	return o
}

// FindFirst is Find from the beginning. It gives up, in tens of milliseconds, when stop reports true.
func (q *Query) FindFirst(payload []byte, stop func() bool) (start, end int, ok bool) {
	for _, f := range q.finders {
		var s, e int
		var found bool
		if t, slow := f.(*regexpTerm); slow {
			s, e, found = t.first(payload, stop)
		} else {
			s, e, found = f.find(payload, 0)
		}
		if found && (!ok || s < start || s == start && e > end) {
			start, end, ok = s, e, true
		}
	}
	return start, end, ok && !stop()
}

// Find returns the next place in payload, from byte from on, where a text, regular expression or hex term stands that is
// under no not: payload[start:end], which is never empty. Of several that begin together it is the longest. It may be
// asked of rows that don't pass.
func (q *Query) Find(payload []byte, from int) (start, end int, ok bool) {
	if from < 0 || from > len(payload) {
		return 0, 0, false
	}
	for _, f := range q.finders {
		s, e, found := f.find(payload, from)
		if found && (!ok || s < start || s == start && e > end) {
			start, end, ok = s, e, true
		}
	}
	return start, end, ok
}

package query

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A numberTerm is a number of the row that lies in one of some ranges.
type numberTerm struct {
	field  string
	how    string // : < <= > >=
	ranges []span // sorted, apart from each other
	of     func(r *Row) uint64
}

// A span is the numbers from first to last.
type span struct{ first, last uint64 }

func readSize(v value, _ *Options) (term, *SyntaxError) {
	return newNumber("size", v, parseSize, func(r *Row) uint64 { return uint64(max(r.Size, 0)) })
}

func readSession(v value, _ *Options) (term, *SyntaxError) {
	return newNumber("session", v, parseWhole, func(r *Row) uint64 { return uint64(r.Session) })
}

func readSeq(v value, _ *Options) (term, *SyntaxError) {
	return newNumber("seq", v, parseWhole, func(r *Row) uint64 { return r.Seq })
}

// newNumber reads 3, 3,5-9 or, after < and >, one number. parse says what is wrong with one.
func newNumber(field string, v value, parse func(string) (uint64, string), of func(r *Row) uint64) (term, *SyntaxError) {
	t := &numberTerm{field: field, how: v.how, of: of}
	number := func(from, to int) (uint64, *SyntaxError) {
		n, wrong := parse(v.text[from:to])
		if wrong != "" {
			return 0, v.mistake(from, to, "%s", wrong)
		}
		return n, nil
	}
	if v.how != ":" && v.how != "=" {
		n, err := number(0, len(v.text))
		t.ranges = []span{compared(v.how, n)}
		return t, err
	}
	t.how = ":"
	err := v.each(func(from, to int) *SyntaxError {
		middle := to
		if i := strings.IndexByte(v.text[from:to], '-'); i > 0 {
			middle = from + i
		}
		first, err := number(from, middle)
		last := first
		if err == nil && middle < to {
			last, err = number(middle+1, to)
		}
		if err == nil && last < first {
			err = v.mistake(from, to, "a range goes from the smaller number to the larger")
		}
		t.ranges = append(t.ranges, span{first, last})
		return err
	})
	t.ranges = merge(t.ranges)
	return t, err
}

// compared are the numbers that compare so with n; of none, first is greater than last.
func compared(how string, n uint64) span {
	switch {
	case how == "<" && n > 0:
		return span{0, n - 1}
	case how == "<=":
		return span{0, n}
	case how == ">" && n < math.MaxUint64:
		return span{n + 1, math.MaxUint64}
	case how == ">=":
		return span{n, math.MaxUint64}
	}
	return span{1, 0}
}

func merge(ranges []span) (merged []span) {
	slices.SortFunc(ranges, func(a, b span) int {
		if a.first < b.first {
			return -1
		}
		return 1
	})
	for _, r := range ranges {
		if n := len(merged); n > 0 && r.first <= merged[n-1].last {
			merged[n-1].last = max(merged[n-1].last, r.last)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

func (t *numberTerm) match(r *Row, _ flow) bool {
	n := t.of(r)
	ranges := t.ranges
	for len(ranges) > 1 {
		if half := len(ranges) / 2; n < ranges[half].first {
			ranges = ranges[:half]
		} else {
			ranges = ranges[half:]
		}
	}
	return ranges[0].first <= n && n <= ranges[0].last
}

func (t *numberTerm) constant() op {
	switch r := t.ranges[0]; {
	case r.first > r.last:
		return never
	case r.first == 0 && r.last == math.MaxUint64:
		return always
	}
	return 0
}

func (t *numberTerm) needs() Needs { return Needs{} }

func (t *numberTerm) cost() cost { return costNumber }

func (t *numberTerm) String() string {
	if t.how != ":" {
		return t.field + t.how + strconv.FormatUint(t.bound(), 10)
	}
	var b strings.Builder
	b.WriteString(t.field + ":")
	for i, r := range t.ranges {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatUint(r.first, 10))
		if r.last > r.first {
			b.WriteString("-" + strconv.FormatUint(r.last, 10))
		}
	}
	return b.String()
}

// bound is the number that was compared with.
func (t *numberTerm) bound() uint64 {
	r := t.ranges[0]
	switch {
	case t.how == "<=":
		return r.last
	case t.how == ">=":
		return r.first
	case t.how == "<" && r.first > r.last:
		return 0
	case t.how == "<":
		return r.last + 1
	case r.first > r.last:
		return math.MaxUint64
	}
	return r.first - 1
}

// parseWhole reads a whole number.
func parseWhole(s string) (n uint64, wrong string) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, Quote(s) + " is no whole number, or too large a one"
	}
	return n, ""
}

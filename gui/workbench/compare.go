package workbench

import (
	"bytes"
	"context"
	"io"
	"slices"
	"sort"

	"wirevise/netcore/codec"
)

// MaxAligned is how long payloads may be, in bytes, for what was inserted in one of them to be looked for.
const MaxAligned = 1 << 20

// A Comparison is two payloads side by side. A place in it is one of both sides; where one side has nothing there is a gap
// in it. It is immutable, and for any goroutine whose payloads are.
type Comparison struct {
	w      *Workbench
	sides  [2]Bytes
	pairs  []codec.Pair
	starts []int64 // where each pair begins, and at last where all end
	// Aligned says that gaps stand for what was inserted; else the n-th byte of one is beside the n-th of the other.
	Aligned bool
}

// Compare puts two payloads side by side, place by place, which takes no time however long they are.
func (w *Workbench) Compare(a, b Bytes) *Comparison {
	return newComparison(w, a, b, []codec.Pair{{NA: a.Size(), NB: b.Size()}}, false)
}

func newComparison(w *Workbench, a, b Bytes, pairs []codec.Pair, aligned bool) *Comparison {
	c := &Comparison{w: w, sides: [2]Bytes{a, b}, pairs: pairs, Aligned: aligned}
	at := int64(0)
	for _, p := range pairs {
		c.starts = append(c.starts, at)
		at += p.Len()
	}
	c.starts = append(c.starts, at)
	return c
}

// Align looks for what was inserted and taken out, in a task. done gets the better comparison, or nil when the payloads
// are too long for it, or have too little in common.
func (c *Comparison) Align(done func(*Comparison, error)) (cancel context.CancelFunc) {
	return c.w.tasks.run(func(context.Context) {
		better, err := c.align()
		c.w.dispatch(func() { done(better, err) })
	})
}

func (c *Comparison) align() (*Comparison, error) {
	var texts [2][]byte
	for i, side := range c.sides {
		if side.Size() > MaxAligned {
			return nil, nil
		}
		texts[i] = make([]byte, side.Size())
		if err := readAt(side, 0, texts[i]); err != nil {
			return nil, err
		}
	}
	pairs, ok := codec.Align(texts[0], texts[1])
	if !ok {
		return nil, nil
	}
	return newComparison(c.w, c.sides[0], c.sides[1], pairs, true), nil
}

// Size is the length of both sides, gaps included.
func (c *Comparison) Size() int64 { return c.starts[len(c.starts)-1] }

// pairAt is the pair that holds a place.
func (c *Comparison) pairAt(at int64) int {
	return max(0, sort.Search(len(c.pairs), func(i int) bool { return c.starts[i] > at })-1)
}

// own is what of pair i a side has: from where on, and how much.
func (c *Comparison) own(i, side int) (from, n int64) {
	if side == 0 {
		return c.pairs[i].A, c.pairs[i].NA
	}
	return c.pairs[i].B, c.pairs[i].NB
}

// Own is where in the payload of a side a place is; in a gap, where the next byte is.
func (c *Comparison) Own(side int, at int64) (off int64, gap bool) {
	if len(c.pairs) == 0 {
		return 0, true
	}
	i := c.pairAt(at)
	from, n := c.own(i, side)
	into := at - c.starts[i]
	return from + min(into, n), into >= n
}

// Side returns a side as Bytes, with NUL for what is missing.
func (c *Comparison) Side(side int) Bytes { return comparisonSide{c, side} }

type comparisonSide struct {
	c    *Comparison
	side int
}

func (s comparisonSide) Size() int64 { return s.c.Size() }

// ReadAt implements [io.ReaderAt].
func (s comparisonSide) ReadAt(p []byte, off int64) (n int, err error) {
	c := s.c
	for i := c.pairAt(off); n < len(p) && i < len(c.pairs); i++ {
		into := off + int64(n) - c.starts[i]
		part := p[n:min(int64(len(p)), int64(n)+c.pairs[i].Len()-into)]
		from, has := c.own(i, s.side)
		has = max(0, min(has-into, int64(len(part))))
		if err := readAt(c.sides[s.side], from+into, part[:has]); err != nil {
			return n, err
		}
		clear(part[has:])
		n += len(part)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// A Difference is a part of the places [From, To) that is not alike on both sides; Gap says that one side has nothing
// there, and which.
type Difference struct {
	From, To int64
	Gap      [2]bool
}

// Differences appends those of [from, to), which is read.
func (c *Comparison) Differences(dst []Difference, from, to int64) ([]Difference, error) {
	to = min(to, c.Size())
	if from >= to {
		return dst, nil
	}
	a, b := make([]byte, to-from), make([]byte, to-from)
	if err := readAt(c.Side(0), from, a); err != nil {
		return dst, err
	}
	if err := readAt(c.Side(1), from, b); err != nil {
		return dst, err
	}
	for i := c.pairAt(from); i < len(c.pairs) && c.starts[i] < to; i++ {
		p, start := c.pairs[i], c.starts[i]
		both := start + min(p.NA, p.NB)
		lo, hi := max(from, start), min(to, both)
		if lo < hi && !bytes.Equal(a[lo-from:hi-from], b[lo-from:hi-from]) {
			for at := lo; at < hi; at++ {
				if a[at-from] != b[at-from] {
					dst = addDifference(dst, Difference{From: at, To: at + 1})
				}
			}
		}
		if lo, hi := max(from, both), min(to, start+p.Len()); lo < hi {
			dst = addDifference(dst, Difference{From: lo, To: hi, Gap: [2]bool{p.NA < p.NB, p.NB < p.NA}})
		}
	}
	return dst, nil
}

func addDifference(dst []Difference, d Difference) []Difference {
	if n := len(dst); n > 0 && dst[n-1].To == d.From && dst[n-1].Gap == d.Gap {
		dst[n-1].To = d.To
		return dst
	}
	return append(dst, d)
}

// Count counts the places that are alike and those that are not, in a task. progress tells now and then how many were
// looked at; done how it ended.
func (c *Comparison) Count(progress func(looked int64), done func(alike, different int64, err error)) (cancel context.CancelFunc) {
	return c.w.tasks.run(func(ctx context.Context) {
		different, err := c.count(ctx, func(looked int64) { c.w.dispatch(func() { progress(looked) }) })
		c.w.dispatch(func() { done(c.Size()-different, different, err) })
	})
}

// countProgress is after how many bytes the progress of counting is told.
const countProgress = 16 << 20

func (c *Comparison) count(ctx context.Context, progress func(int64)) (different int64, err error) {
	var found []Difference
	for at := int64(0); at < c.Size(); at += scanBlock {
		if ctx.Err() != nil {
			return different, context.Cause(ctx)
		}
		if at > 0 && at%countProgress == 0 {
			progress(at)
		}
		if found, err = c.Differences(found[:0], at, at+scanBlock); err != nil {
			return different, err
		}
		for _, d := range found {
			different += d.To - d.From
		}
	}
	return different, nil
}

// Next looks for the next difference behind the one that holds a place, or before it, in a task. done gets its extent,
// from == to when there is none.
func (c *Comparison) Next(at int64, back bool, done func(from, to int64, err error)) (cancel context.CancelFunc) {
	return c.w.tasks.run(func(ctx context.Context) {
		from, to, err := c.next(ctx, at, back)
		c.w.dispatch(func() { done(from, to, err) })
	})
}

func (c *Comparison) next(ctx context.Context, at int64, back bool) (from, to int64, err error) {
	var d Difference // under way
	here := true     // d is the one at the place
	var found []Difference
	for begin := at; begin >= 0 && begin < c.Size(); {
		if ctx.Err() != nil {
			return 0, 0, context.Cause(ctx)
		}
		lo, hi := begin, min(c.Size(), begin+scanBlock)
		if back {
			lo, hi = max(0, begin+1-scanBlock), begin+1
		}
		if found, err = c.Differences(found[:0], lo, hi); err != nil {
			return 0, 0, err
		}
		if back {
			slices.Reverse(found)
		}
		for _, next := range found {
			switch {
			case here && (next.From <= at && at < next.To || d.To > d.From && (next.From == d.To || next.To == d.From)):
				d = Difference{From: next.From, To: next.To}
			case here:
				d, here = Difference{From: next.From, To: next.To}, false
			case next.From == d.To:
				d.To = next.To
			case next.To == d.From:
				d.From = next.From
			default:
				return d.From, d.To, nil
			}
		}
		if begin = hi; back {
			begin = lo - 1
		}
		if !here && (back && d.From > lo || !back && d.To < hi) {
			break
		}
	}
	if here {
		return 0, 0, nil
	}
	return d.From, d.To, nil
}

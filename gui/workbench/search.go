package workbench

import (
	"context"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
)

// A search is what is looked for among the rows that pass the filter.
type search struct {
	query *query.Query
	view  *msglog.View // of the rows that pass both
}

// SearchState is how far a search is.
type SearchState struct {
	On          bool
	Hits        int    // rows found
	Done, Total uint64 // of Total rows, Done were looked at
}

func (b *book) searchState() SearchState {
	s := b.search.Load()
	if s == nil {
		return SearchState{}
	}
	done, total := s.view.Progress()
	return SearchState{On: true, Hits: s.view.Len(), Done: done, Total: total}
}

// SetSearch looks for rows that pass q, among those that pass the filter, now and whatever the filter becomes; the screen is
// told of what is found. Nil ends it. The error is that of both together being too long to be read.
func (w *Workbench) SetSearch(q *query.Query) error {
	b := w.book()
	defer w.wakePump()
	w.refilter.Store(true)
	if q == nil {
		b.search.Store(nil)
		return nil
	}
	c := b.view.Filter().Criteria()
	c.Query, c.Also = q, c.Query
	s := &search{query: q, view: msglog.NewView(b.store)}
	s.view.SetFilter(msglog.NewFilter(c))
	b.search.Store(s)
	return nil
}

// A Hit is a row that a search found.
type Hit struct {
	Seq     uint64
	Number  int  // from 1
	Wrapped bool // it began again at the other end
}

// NextHit returns the first row found after row seq or, back, the last before it, and after the last one the first. Ok is
// false when there is none, or none yet: before the search has come to its end it is not known where to begin again, nor
// what comes right before a row that it has not come to.
func (w *Workbench) NextHit(seq uint64, back bool) (h Hit, ok bool) {
	b := w.book()
	s := b.search.Load()
	if s == nil {
		return Hit{}, false
	}
	done, total := s.view.Progress()
	first, _ := b.store.Bounds()
	complete, n := done >= total, s.view.Len()
	i, exact := s.view.Index(seq)
	switch {
	case back && !complete && first+done < seq:
		return Hit{}, false
	case back:
		i--
	case exact:
		i++
	}
	if i < 0 || i >= n {
		if n == 0 || !complete {
			return Hit{}, false
		}
		h.Wrapped = true
		i = (i + n) % n
	}
	h.Seq, ok = s.view.Seq(i)
	h.Number = i + 1
	return h, ok
}

// HitNumber returns which of the rows found row seq is, from 1; 0 when it was not found.
func (w *Workbench) HitNumber(seq uint64) int {
	s := w.book().search.Load()
	if s == nil {
		return 0
	}
	if i, exact := s.view.Index(seq); exact {
		return i + 1
	}
	return 0
}

// FindMatch tells, from a task, the first place in a payload that q looks for. What is returned calls it off.
func (w *Workbench) FindMatch(p *Payload, q *query.Query, done func(start, end int64, ok bool)) (cancel context.CancelFunc) {
	return w.tasks.run(func(ctx context.Context) {
		b := make([]byte, p.Size())
		n, _ := p.ReadAt(b, 0)
		if start, end, ok := q.FindFirst(b[:n], func() bool { return ctx.Err() != nil }); ctx.Err() == nil {
			w.dispatch(func() { done(int64(start), int64(end), ok) })
		}
	})
}

package workbench

import (
	"sort"
	"time"

	"wirevise/gui/msglog"
)

// Oldest returns the first row that the log holds, without its payload, whether it passes the filter or not.
func (w *Workbench) Oldest() (msglog.Entry, bool) {
	first, next := w.book().store.Bounds()
	if first >= next {
		return msglog.Entry{}, false
	}
	return w.book().store.Get(first, 0)
}

// Nearest returns which of the rows that pass the filter is nearest to a time, the first of those of one time, and -1 when
// there is none. It takes the rows to stand in the order of their times; a clock that was put back makes it a near one.
func (w *Workbench) Nearest(t time.Time) int {
	n := w.Rows()
	at := func(i int) time.Time {
		e, _ := w.Entry(i, 0)
		return e.Time
	}
	i := sort.Search(n, func(i int) bool { return !at(i).Before(t) })
	switch {
	case i == n:
		return n - 1
	case i > 0 && t.Sub(at(i-1)) < at(i).Sub(t):
		return i - 1
	}
	return i
}

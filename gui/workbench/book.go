package workbench

import (
	"context"
	"errors"
	"sync/atomic"

	"wirevise/gui/msglog"
)

// A book is a log that can be shown, with what a person did to it: the live one, or one that was opened. The selection is
// the window's goroutine's.
type book struct {
	store     *msglog.Store
	view      *msglog.View
	search    atomic.Pointer[search] // nil: nothing is looked for
	selection msglog.Selection
	bookmarks msglog.Selection // of which only the set is used
	title     string           // of one that was opened; "" is the live one
	report    msglog.Report
	close     func() error
	holders   atomic.Int32 // tasks that read it, and the window while it shows it
}

// hold keeps the log open for a task, until release.
func (b *book) hold() { b.holders.Add(1) }

// release closes the log when nobody holds it any more.
func (b *book) release() error {
	if b.holders.Add(-1) > 0 {
		return nil
	}
	return b.close()
}

func newBook(s *msglog.Store) *book {
	b := &book{store: s, view: msglog.NewView(s), close: s.Close}
	b.holders.Store(1)
	return b
}

// book is the log that is shown.
func (w *Workbench) book() *book { return w.shown.Load() }

// Opened returns what the shown log is called and what opening it found; ok is false while the live log is shown.
func (w *Workbench) Opened() (title string, report msglog.Report, ok bool) {
	b := w.book()
	return b.title, b.report, b != w.live
}

// show turns to another log. It is called on the window's goroutine.
func (w *Workbench) show(b *book) {
	was := w.shown.Swap(b)
	was.view.Halt() // the pump may be at a row that takes minutes
	if s := was.search.Load(); s != nil {
		s.view.Halt()
	}
	if b != w.live {
		b.view.SetFilter(was.view.Filter())
	}
	w.refilter.Store(true)
	w.wakePump()
	if was != w.live && was != b {
		w.retire(was)
	}
}

// ShowLive turns back to the log of what is going on. The one that was open is closed.
func (w *Workbench) ShowLive() {
	if w.book() != w.live {
		filter := w.book().view.Filter()
		w.live.view.SetFilter(filter)
		w.show(w.live)
	}
}

// retire closes a log that is shown no more. It is called on the window's goroutine.
func (w *Workbench) retire(b *book) {
	closed := make(chan struct{})
	w.retired = closed
	w.tasks.run(func(context.Context) {
		defer close(closed)
		if err := b.release(); err != nil {
			w.o.Log.WithError(err).Warn("closing the log " + b.title)
		}
	})
}

// errReadOnly is why a log that was opened can't be changed.
var errReadOnly = errors.New("this log was opened to read: it can't be cleared")

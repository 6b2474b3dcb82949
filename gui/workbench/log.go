package workbench

import (
	"context"
	"io"

	"wirevise/gui/msglog"
	"wirevise/netcore/capture"
)

// SetFilter asks for the rows that meet c; the screen is told when they are there.
func (w *Workbench) SetFilter(c msglog.Criteria) {
	b := w.book()
	b.view.SetFilter(msglog.NewFilter(c))
	if s := b.search.Load(); s != nil {
		_ = w.SetSearch(s.query)
	}
	w.refilter.Store(true)
	w.wakePump()
}

// StopFilter leaves it at the rows that the filter has let through so far. Rows that come are not looked at either, until
// ResumeFilter or another filter.
func (w *Workbench) StopFilter() {
	w.book().view.Pause()
	w.refilter.Store(true)
	w.wakePump()
}

// ResumeFilter goes on where StopFilter stopped.
func (w *Workbench) ResumeFilter() {
	w.book().view.Resume()
	w.refilter.Store(true)
	w.wakePump()
}

// Criteria returns what the rows shown have to meet.
func (w *Workbench) Criteria() msglog.Criteria { return w.book().view.Filter().Criteria() }

// Rows is how many rows pass the filter.
func (w *Workbench) Rows() int { return w.book().view.Len() }

// Entry returns row i of those that pass the filter, with at most max bytes of its payload.
func (w *Workbench) Entry(i, max int) (msglog.Entry, bool) {
	seq, ok := w.book().view.Seq(i)
	if !ok {
		return msglog.Entry{}, false
	}
	return w.book().store.Get(seq, max)
}

// EntryBySeq returns a row by its sequence number, whether it passes the filter or not.
func (w *Workbench) EntryBySeq(seq uint64, max int) (msglog.Entry, bool) {
	return w.book().store.Get(seq, max)
}

// OriginOf tells where a frame came from; see [msglog.Store.OriginOf].
func (w *Workbench) OriginOf(seq uint64) (msglog.Origin, bool) { return w.book().store.OriginOf(seq) }

// FramesOf counts the frames that ended in a read; see [msglog.Store.FramesOf].
func (w *Workbench) FramesOf(seq uint64) (n int, more bool) { return w.book().store.FramesOf(seq) }

// IndexOf returns where the row with a sequence number stands among those that pass the filter, or where it would.
func (w *Workbench) IndexOf(seq uint64) (i int, shown bool) { return w.book().view.Index(seq) }

// Selection is the selected rows, for the window's goroutine.
func (w *Workbench) Selection() *msglog.Selection { return &w.book().selection }

// Selected reports whether a row is selected.
func (w *Workbench) Selected(seq uint64) bool { return w.book().selection.Has(seq) }

// View is the rows that pass the filter.
func (w *Workbench) View() *msglog.View { return w.book().view }

// Payload reads a row's payload where it lies.
func (w *Workbench) Payload(seq uint64) *Payload {
	e, ok := w.book().store.Get(seq, 0)
	if !ok {
		return &Payload{}
	}
	return &Payload{store: w.book().store, seq: seq, size: e.Size}
}

// A Payload is a row's bytes, read piece by piece. It implements io.ReaderAt.
type Payload struct {
	store *msglog.Store
	seq   uint64
	size  int64
}

// Size returns the length in bytes.
func (p *Payload) Size() int64 { return p.size }

// ReadAt implements [io.ReaderAt]. It fails once the log has given the row up.
func (p *Payload) ReadAt(b []byte, off int64) (int, error) {
	if off >= p.size {
		return 0, io.EOF
	}
	n, err := p.store.ReadPayload(p.seq, off, b)
	if err == nil && n < len(b) {
		err = io.EOF
	}
	return n, err
}

// ClearLog takes all rows out of the log. On disk they stay where they are, in the session's folder.
func (w *Workbench) ClearLog() error {
	if w.book() != w.live {
		return errReadOnly
	}
	w.live.store.Clear()
	w.live.selection.None()
	w.live.bookmarks.None()
	w.wakePump()
	return nil
}

// LogOnDisk reports whether what is cleared stays on disk.
func (w *Workbench) LogOnDisk() bool {
	return w.live.store.Folder() != nil && w.live.store.Stats().Trouble == nil
}

// Unsaved is how many bytes of the log are in memory only, for the disk does not take them, and why: they go with the program.
// It is 0 when they are only about to be written, or nobody asked for a log on disk.
func (w *Workbench) Unsaved() (bytes int64, why error) {
	st := w.live.store.Stats()
	if why = st.Trouble; why == nil {
		why = w.noFolder()
	}
	if why == nil {
		return 0, nil
	}
	return st.Unsaved, why
}

// RestoreLog brings back the rows that were cleared and are on disk still.
func (w *Workbench) RestoreLog() {
	w.live.store.Restore()
	w.live.view.Again()
	if s := w.live.search.Load(); s != nil {
		s.view.Again()
	}
	w.refilter.Store(true)
	w.wakePump()
}

// A Scope says which rows are saved or copied.
type Scope uint8

const (
	AllRows Scope = iota + 1
	FilteredRows
	SelectedRows
)

func (w *Workbench) rowsOf(s Scope) *msglog.Set {
	switch s {
	case SelectedRows:
		return w.book().selection.Snapshot()
	case FilteredRows:
		return w.book().view.Snapshot()
	}
	all := msglog.NewView(w.book().store)
	all.Extend(context.Background(), 0)
	return all.Snapshot()
}

// SavePayload writes one row's payload to a file, whole or not at all, in a task.
func (w *Workbench) SavePayload(seq uint64, path string, done func(error)) {
	p, b := w.Payload(seq), w.book()
	b.hold()
	w.tasks.run(func(ctx context.Context) {
		defer b.release()
		err := capture.File(ctx, path, func(f io.Writer) error {
			_, err := io.Copy(f, io.NewSectionReader(p, 0, p.Size()))
			return err
		}, nil)
		w.dispatch(func() { done(err) })
	})
}

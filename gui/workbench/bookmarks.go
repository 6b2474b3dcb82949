package workbench

import (
	"errors"
	"iter"

	"wirevise/gui/msglog"
)

// maxBookmarks is more than anyone finds their way among, and keeps a slip with everything selected from taking long.
const maxBookmarks = 10_000

// ErrTooManyBookmarks is returned when rows would get more bookmarks than there may be. None was set then.
var ErrTooManyBookmarks = errors.New("there can be 10,000 bookmarks, and this would make more")

// ToggleBookmarks gives every selected row a bookmark, or takes them away if all have one.
func (w *Workbench) ToggleBookmarks() error {
	if w.book().selection.Len() > maxBookmarks {
		return ErrTooManyBookmarks
	}
	var without []uint64
	for seq := range w.book().selection.Seqs() {
		if !w.book().bookmarks.Has(seq) {
			without = append(without, seq)
		}
	}
	if w.book().bookmarks.Len()+len(without) > maxBookmarks {
		return ErrTooManyBookmarks
	}
	if len(without) > 0 {
		for _, seq := range without {
			w.book().bookmarks.Toggle(seq)
		}
		return nil
	}
	for seq := range w.book().selection.Seqs() {
		w.book().bookmarks.Toggle(seq)
	}
	return nil
}

// Bookmarked reports whether a row has a bookmark.
func (w *Workbench) Bookmarked(seq uint64) bool { return w.book().bookmarks.Has(seq) }

// BookmarkCount is how many rows have one, those that don't pass the filter included.
func (w *Workbench) BookmarkCount() int { return w.book().bookmarks.Len() }

// Bookmarks yields the rows that have one, in order.
func (w *Workbench) Bookmarks() iter.Seq[uint64] { return w.book().bookmarks.Seqs() }

// ClearBookmarks takes them all away.
func (w *Workbench) ClearBookmarks() { w.book().bookmarks = msglog.Selection{} }

// NextBookmark returns where the first row with a bookmark after row i stands, or with back the last one before it, among
// those that pass the filter; i may be none of them, such as -1.
func (w *Workbench) NextBookmark(i int, back bool) (at int, ok bool) {
	for seq := range w.book().bookmarks.Seqs() {
		switch j, shown := w.book().view.Index(seq); {
		case !shown:
		case back && j >= i:
			return at, ok
		case back:
			at, ok = j, true
		case j > i:
			return j, true
		}
	}
	return at, ok
}

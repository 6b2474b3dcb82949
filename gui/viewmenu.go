package gui

import (
	"fyne.io/fyne/v2"

	"wirevise/gui/msglog"
)

// viewItems are the menu's items for looking at a row of the log in other ways.
func (w *Window) viewItems(e msglog.Entry) (items []*fyne.MenuItem) {
	if e.Session != 0 {
		items = append(items, fyne.NewMenuItem(tr("Show stream"), func() { w.stream.open(e) }),
			fyne.NewMenuItem(tr("Show as HTTP"), func() { w.http.open(e) }))
	}
	compare := fyne.NewMenuItem(tr("Compare the two rows"), w.compareSelected)
	compare.Disabled = w.bench.Selection().Len() != 2
	return append(items, compare)
}

// showStream shows the stream of the row in the inspector.
func (w *Window) showStream() {
	if e, ok := w.bench.EntryBySeq(w.inspector.seq, 0); ok {
		w.stream.open(e)
	}
}

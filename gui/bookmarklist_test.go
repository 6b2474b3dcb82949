package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
)

func TestBookmarkKeys(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.KeyB, ctrl)
	has(t, "the dialog", p.dialogText(), "Which row?")
	p.answer("OK")
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp} {
		p.key(k, ctrl)
		has(t, "the dialog", p.dialogText(), "No bookmarks", "Ctrl+B")
		p.answer("OK")
	}
	c := p.dial(p.serve())
	p.fillLog(c, 2*p.log.list.VisibleRows())
	for _, i := range []int{3, 20} {
		p.log.selectRow(i, widgets.Only)
		p.key(fyne.KeyB, ctrl)
	}
	marked := func(i int) bool {
		var r widgets.Row
		p.log.source.Row(i, &r)
		return r.Mark
	}
	if !marked(3) || marked(4) || !marked(20) {
		t.Fatal("the marks are not where they were set")
	}
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyHome)
	for _, step := range []struct {
		key fyne.KeyName
		at  int
	}{{fyne.KeyDown, 3}, {fyne.KeyDown, 20}, {fyne.KeyDown, 20}, {fyne.KeyUp, 3}, {fyne.KeyUp, 3}} {
		p.key(step.key, ctrl)
		if got := p.log.list.CursorRow(); got != step.at || !p.row(step.at).selected {
			t.Errorf("%s leads to %d, want %d", step.key, got, step.at)
		}
	}
	p.log.menu(3, fyne.NewPos(600, 200))
	p.pickMenu("Remove the bookmark")
	if marked(3) {
		t.Error("the mark stays")
	}
	p.log.menu(3, fyne.NewPos(600, 200))
	p.pickMenu("Bookmark")
	if !marked(3) {
		t.Error("the mark does not come back")
	}
}

func TestBookmarkList(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.KeyB, ctrlShift)
	has(t, "the dialog", p.dialogText(), "No bookmarks")
	p.answer("OK")
	p.chat()
	for i := range 8 {
		if i%2 == 1 {
			p.log.selectRow(i, widgets.Only)
			p.key(fyne.KeyB, ctrl)
		}
	}
	p.key(fyne.KeyB, ctrlShift)
	list := p.win.Canvas().Focused().(*widgets.RowList)
	src := &bookmarkSource{log: p.bench, seqs: slices.Collect(p.bench.Bookmarks())}
	var r widgets.Row
	src.Row(1, &r)
	if src.Len() != 4 || r.Cells[0].Spans[0].Text != "4" || len(r.Cells) != len(bookmarkColumns) {
		t.Errorf("%d bookmarks, the second is %+v", src.Len(), r)
	}
	p.press(fyne.KeyDown, fyne.KeyReturn)
	if p.overlay() != nil || !p.row(3).selected {
		t.Errorf("Enter leads to %d, and leaves %q", p.log.list.CursorRow(), p.dialogText())
	}
	p.key(fyne.KeyB, ctrlShift)
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Errorf("Escape leaves %q", p.dialogText())
	}
	if list == p.win.Canvas().Focused() {
		t.Error("the list that has gone has the focus")
	}
	p.fill(p.log.text, "needle")
	p.rows(3)
	r.Reset()
	src.Row(0, &r)
	if got := r.Cells[0].Spans[0].Text; got != "hidden" {
		t.Errorf("a row that the filter hides is number %q", got)
	}
	p.fill(p.log.text, "")
	p.rows(8)
	p.key(fyne.KeyB, ctrlShift)
	p.answer("Go")
	if !p.row(1).selected {
		t.Error("Go does not lead to the first")
	}
	p.key(fyne.KeyB, ctrlShift)
	p.answer("Remove all")
	if p.bench.BookmarkCount() != 0 || p.overlay() != nil {
		t.Errorf("%d bookmarks are left", p.bench.BookmarkCount())
	}
}

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// commands are those about the rows of the log.
func (p *logPane) commands() []command {
	ctrl, shift := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
	copyAs := func(f workbench.CopyForm) func() { return func() { p.w.copyRowsAs(f) } }
	return []command{
		{tr("Copy rows as text"), fyne.KeyC, shift, copyAs(workbench.CopyText)},
		{tr("Copy rows as JSON"), fyne.KeyJ, shift, copyAs(workbench.CopyJSON)},
		{tr("Copy payloads as hex"), fyne.KeyX, shift, copyAs(workbench.CopyHex)},
		{tr("Copy payloads as text"), fyne.KeyP, shift, copyAs(workbench.CopyPayload)},
		{tr("Find in the log"), fyne.KeyH, ctrl, p.w.beforeLog(p.search.open)},
		{tr("Next found"), fyne.KeyN, ctrl, p.w.beforeLog(func() { p.search.step(false) })},
		{tr("Found before"), fyne.KeyN, shift, p.w.beforeLog(func() { p.search.step(true) })},
		{tr("Go to row or time…"), fyne.KeyJ, ctrl, p.askPlace},
		{tr("Bookmark the selected rows, or not"), fyne.KeyB, ctrl, p.toggleBookmarks},
		{tr("Next bookmark"), fyne.KeyDown, ctrl, func() { p.goToBookmark(false) }},
		{tr("Bookmark before"), fyne.KeyUp, ctrl, func() { p.goToBookmark(true) }},
		{tr("Bookmarks…"), fyne.KeyB, shift, p.showBookmarks},
		{tr("Frames, reads, or both"), fyne.KeyK, ctrl, p.w.beforeLog(p.pieces.next)},
		{tr("Count times from the selected row"), fyne.Key0, ctrl, func() { p.countFrom(p.w.bench.Selection().Cursor()) }},
	}
}

// copyItems are the ways to copy the selected rows, of which e is the one that was pointed at.
func (p *logPane) copyItems(e msglog.Entry) []*fyne.MenuItem {
	n := p.w.bench.Selection().Len()
	items := []*fyne.MenuItem{fyne.NewMenuItem(trf("Copy %d rows", n), p.w.copyRows),
		fyne.NewMenuItem(tr("Copy as JSON"), func() { p.w.copyRowsAs(workbench.CopyJSON) })}
	text, hex := func() { p.w.inspector.copyText(e.Seq) }, func() { p.w.inspector.copyHex(e.Seq) }
	switch {
	case n > 1:
		text, hex = func() { p.w.copyRowsAs(workbench.CopyPayload) }, func() { p.w.copyRowsAs(workbench.CopyHex) }
	case !carries(e):
		return items
	}
	return append(items, fyne.NewMenuItem(tr("Copy payload as text"), text), fyne.NewMenuItem(tr("Copy payload as hex"), hex))
}

// askColumns offers the columns below the log's titles.
func (p *logPane) askColumns() { p.popUp(p.columnItems()) }

// askTimes offers what times count from there.
func (p *logPane) askTimes() { p.popUp(p.timeItems()) }

func (p *logPane) popUp(items []*fyne.MenuItem) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.list)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.w.win.Canvas(), at.AddXY(20, 24))
}

// toggleColours tells peers apart by colour, or not.
func (p *logPane) toggleColours() {
	p.source.plain = !p.source.plain
	p.list.RefreshRows()
	p.showColours()
	p.w.settings.PlainPeers = p.source.plain
	p.w.keep()
}

// checkColours lets the last item of a menu show whether they are.
func (p *logPane) checkColours(menu *fyne.Menu) {
	item := menu.Items[len(menu.Items)-1]
	item.Checked = !p.source.plain
	p.showColours = func() {
		item.Checked = !p.source.plain
		menu.Refresh()
	}
}

// goTo selects row i, brings it to the middle of the log unless it is in sight, and leaves the focus there.
func (p *logPane) goTo(i int) {
	p.reveal(i)
	p.w.win.Canvas().Focus(p.list)
}

// reveal selects row i, and brings it to the middle of the log when it is not on screen.
func (p *logPane) reveal(i int) {
	top := p.list.Top()
	if p.follow.On() {
		p.setFollow(false)
		p.list.SetTop(top)
	}
	if rows := p.list.VisibleRows(); i < top || i >= top+rows {
		p.list.SetTop(i - rows/2)
	}
	p.list.SetCursorRow(i)
	p.keepTop()
	p.selectRow(i, widgets.Only)
	p.tellBelow()
}

// placeText tells what is at the top of the log, while the scroll bar is dragged.
func (p *logPane) placeText(top int) string {
	e, ok := p.w.bench.Entry(top, 0)
	if !ok {
		return ""
	}
	layout := "15:04:05.000"
	if p.source.times.mode == timeWithDate {
		layout = "2006-01-02 " + layout
	}
	return trf("row %s · %s", countText(e.Seq), e.Time.Format(layout))
}

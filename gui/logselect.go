package gui

import (
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// selectRow does what a click or key in the list meant.
func (p *logPane) selectRow(i int, how widgets.Selecting) {
	e, ok := p.w.bench.Entry(i, 0)
	if !ok {
		return
	}
	s := p.w.bench.Selection()
	switch how {
	case widgets.Only:
		s.Only(e.Seq)
	case widgets.Extend:
		s.Extend(p.w.bench.View(), e.Seq, false)
	case widgets.Toggle:
		s.Toggle(e.Seq)
	}
	p.held = false
	p.list.RefreshRows()
	p.w.inspector.show(e.Seq)
}

func (p *logPane) menu(i int, at fyne.Position) {
	e, ok := p.w.bench.Entry(i, 0)
	if !ok {
		return
	}
	if s := p.w.bench.Selection(); !s.Has(e.Seq) {
		p.selectRow(i, widgets.Only)
	}
	items := p.copyItems(e)
	if carries(e) {
		items = append(items,
			fyne.NewMenuItem(tr("Send again"), func() { p.w.sendAgain(e.Seq) }),
			fyne.NewMenuItem(tr("Save payload…"), func() { p.w.savePayload(e.Seq) }),
			fyne.NewMenuItem(tr("Save as a message…"), func() { p.w.saveRow(e.Seq) }))
	}
	items = append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(p.bookmarkName(e.Seq), p.toggleBookmarks),
		fyne.NewMenuItem(tr("Count times from this row"), func() { p.countFrom(e.Seq) }))
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Save selected rows…"), func() { p.w.saveRows(workbench.SelectedRows) }))
	if e.Kind == netcore.Framed {
		items = append(items, fyne.NewMenuItem(tr("Show its read"), func() { p.pieces.showRead(e.Seq) }))
	}
	items = append(items, p.w.viewItems(e)...)
	items = append(items, p.filterItem(e))
	if e.Session != 0 {
		items = append(items, fyne.NewMenuItem(trf("Show only session #%d", e.Session), func() { p.box.add("session", sessionTerm(e.Session)) }))
	}
	if p.box.has("session") {
		items = append(items, fyne.NewMenuItem(tr("Show all sessions"), func() { p.box.drop("session") }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.w.win.Canvas(), at)
}

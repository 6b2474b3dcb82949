package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A numberPanel shows what the bytes at the cursor are as numbers and times, in both orders.
type numberPanel struct {
	w       *Window
	list    *widgets.RowList
	numbers []codec.Number
	chosen  int
	content fyne.CanvasObject
}

func newNumberPanel(w *Window) *numberPanel {
	n := &numberPanel{w: w, numbers: codec.Numbers(nil, time.Local), chosen: -1}
	n.list = widgets.NewRowList(n, []widgets.Column{{Title: tr("Bytes as"), Chars: 15}, {Title: tr("Low byte first"), Chars: 22}, {Title: tr("High byte first")}})
	n.list.OnSelect = func(i int, _ widgets.Selecting) { n.chosen = i; n.list.RefreshRows() }
	n.list.OnMenu = n.menu
	n.list.OnCopy = func() { n.copy(n.chosen, false) }
	n.content = n.list
	n.content.Hide()
	return n
}

// show reads the numbers that b begins with.
func (n *numberPanel) show(b []byte) {
	n.numbers = codec.Numbers(b, time.Local)
	n.list.RefreshRows()
}

// Len implements [widgets.Source].
func (n *numberPanel) Len() int { return len(n.numbers) }

// Row implements [widgets.Source].
func (n *numberPanel) Row(i int, r *widgets.Row) {
	r.Selected = i == n.chosen
	r.Add(n.numbers[i].Name, widgets.Dim)
	r.Add(n.numbers[i].Little, widgets.Normal)
	r.Add(n.numbers[i].Big, widgets.Normal)
}

func (n *numberPanel) menu(i int, at fyne.Position) {
	n.chosen = i
	n.list.RefreshRows()
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem(tr("Copy, low byte first"), func() { n.copy(i, false) }),
		fyne.NewMenuItem(tr("Copy, high byte first"), func() { n.copy(i, true) })), n.w.win.Canvas(), at)
}

// copy copies a value: of the order asked for, or the one there is.
func (n *numberPanel) copy(i int, big bool) {
	if i < 0 || i >= len(n.numbers) {
		return
	}
	text := n.numbers[i].Little
	if other := n.numbers[i].Big; big && other != "" || text == "" {
		text = other
	}
	if text != "" {
		n.w.copy(text)
	}
}

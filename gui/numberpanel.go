package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	half    int // width of each value's column, in characters
	content fyne.CanvasObject
}

// Of the panel's columns: the name's width in characters, and about how many units a character takes.
const (
	numberName = 14
	numberChar = 8
)

func newNumberPanel(w *Window) *numberPanel {
	n := &numberPanel{w: w, numbers: codec.Numbers(nil, time.Local), chosen: -1}
	n.list = widgets.NewRowList(n, nil)
	n.fit(besideWidth)
	n.list.OnSelect = func(i int, _ widgets.Selecting) { n.chosen = i; n.list.RefreshRows() }
	n.list.OnMenu = n.menu
	n.list.OnCopy = func() { n.copy(n.chosen, false) }
	n.content = container.New(fitLayout(n.fit), n.list)
	n.content.Hide()
	return n
}

// fit shares the width out.
func (n *numberPanel) fit(width float32) {
	half := max(4, (int(width/numberChar)-numberName-4)/2)
	if half == n.half {
		return
	}
	n.half = half
	n.list.SetColumns([]widgets.Column{{Title: tr("Bytes as"), Chars: numberName}, {Title: tr("Low first"), Chars: half}, {Title: tr("High first")}})
}

// A fitLayout gives its one object all the room, and tells how wide that is.
type fitLayout func(width float32)

// MinSize implements [fyne.Layout].
func (fitLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements [fyne.Layout].
func (f fitLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	f(size.Width)
	o[0].Resize(size)
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

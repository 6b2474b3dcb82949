package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
)

// An activityBar shows what runs, a line each with a button that stops it; and for a while what came of it. It is hidden while
// there is nothing to show.
type activityBar struct {
	w       *Window
	rows    []*activityRow // as many as were ever needed at once
	box     *fyne.Container
	scroll  *container.Scroll
	content *fyne.Container
	around  *fyne.Container // what gives the bar its room
}

// activityLines is how many lines show at once; more are scrolled to.
const activityLines = 4

func newActivityBar(w *Window) *activityBar {
	b := &activityBar{w: w, box: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	b.scroll = container.NewVScroll(b.box)
	b.content = container.NewVBox(widget.NewSeparator(), b.scroll)
	b.content.Hide()
	return b
}

// below puts the bar below an object.
func (b *activityBar) below(o fyne.CanvasObject) fyne.CanvasObject {
	b.around = container.NewBorder(nil, b.content, nil, nil, o)
	return b.around
}

// show takes what runs as it stands.
func (b *activityBar) show(list []workbench.Activity) {
	height := b.content.MinSize().Height
	was := b.content.Visible()
	for len(b.rows) < len(list) {
		r := newActivityRow(b.w.bench)
		b.rows = append(b.rows, r)
		b.box.Add(r.content)
	}
	for i, r := range b.rows {
		if r.content.Hidden = i >= len(list); !r.content.Hidden {
			r.show(list[i])
		}
	}
	lines := min(len(list), activityLines)
	if lines > 0 {
		b.scroll.SetMinSize(fyne.NewSize(0, float32(lines)*b.rows[0].content.MinSize().Height))
	}
	if b.content.Hidden = lines == 0; lines > 0 {
		b.w.dismissCard() // which would lie on it
	}
	if was != b.content.Visible() || b.content.MinSize().Height != height {
		b.leaveFocus()
		b.around.Refresh()
	}
}

// leaveFocus takes the focus from a button that is gone: what is typed would go nowhere.
func (b *activityBar) leaveFocus() {
	c := b.w.win.Canvas()
	for _, r := range b.rows {
		if c.Focused() == fyne.Focusable(r.stop) && (r.content.Hidden || b.content.Hidden) {
			c.Unfocus()
		}
	}
}

// stopActivities is the menu's.
func (w *Window) stopActivities() {
	if w.bench.StopActivities() == 0 {
		w.say(tr("Nothing runs"), tr("Repeats, sequences, files and requests run, and can be stopped so."))
	}
}

// ShowActivities implements [workbench.Screen].
func (w *Window) ShowActivities(list []workbench.Activity) {
	w.activities.show(list)
	w.sequences.update()
}

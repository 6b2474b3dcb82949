package gui

import "fyne.io/fyne/v2"

// A barLayout puts the filter's entry, its chips and the buttons in one line, or in two where one is too narrow, above the
// rows.
type barLayout struct {
	width float32
}

const (
	barRoom       = 14  // for the row list's scroll bar
	leastFilter   = 320 // with its buttons
	endpointWidth = 150
)

func (b *barLayout) heights(o []fyne.CanvasObject, width float32) (two bool, line float32) {
	for _, x := range o[:3] {
		line = max(line, x.MinSize().Height)
	}
	return leastFilter+o[1].MinSize().Width+o[2].MinSize().Width > width, line
}

func (b *barLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	_, line := b.heights(o, b.width)
	width := max(o[1].MinSize().Width, leastFilter+o[2].MinSize().Width)
	return fyne.NewSize(width, 2*line+o[3].MinSize().Height)
}

func (b *barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b.width = size.Width
	two, line := b.heights(o, size.Width)
	place := func(x fyne.CanvasObject, left, top, width float32) {
		x.Move(fyne.NewPos(left, top))
		x.Resize(fyne.NewSize(width, line))
	}
	chips, buttons := o[1].MinSize().Width, o[2].MinSize().Width
	height := line
	place(o[2], size.Width-buttons, 0, buttons)
	if two {
		place(o[0], 0, 0, size.Width-buttons)
		place(o[1], 0, line, chips)
		height = 2 * line
	} else {
		place(o[0], 0, 0, size.Width-buttons-chips)
		place(o[1], size.Width-buttons-chips, 0, chips)
	}
	o[3].Move(fyne.NewPos(0, height))
	o[3].Resize(fyne.NewSize(size.Width, size.Height-height))
}

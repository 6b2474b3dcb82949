package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A columnLayout gives the form what it wants, as far as there is room, the composer its part at the bottom, and the
// list what is left between.
type columnLayout struct {
	fields, foot fyne.CanvasObject // of the form: what scrolls, and what is always in sight
	tall         func() bool       // the part at the bottom is a list too, and has most of what is left
}

const (
	columnGap = 6
	leastList = 96
)

func (c *columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, x := range o {
		w = max(w, x.MinSize().Width)
	}
	return fyne.NewSize(w, o[0].MinSize().Height+leastList+o[2].MinSize().Height+2*columnGap)
}

func (c *columnLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	foot := o[2].MinSize().Height
	wanted := c.fields.MinSize().Height + c.foot.MinSize().Height + theme.Padding() + 2*frameInset // so that it need not scroll
	head := max(min(wanted, size.Height-foot-leastList-2*columnGap), o[0].MinSize().Height)
	list := size.Height - head - foot - 2*columnGap
	switch {
	case c.tall():
		foot += max(0, list-leastList) * 2 / 3
	case list > 3*leastList: // the composer may have some of it
		foot += (list - 3*leastList) / 4
	}
	list = size.Height - head - foot - 2*columnGap
	y := float32(0)
	for i, h := range []float32{head, list, foot} {
		o[i].Move(fyne.NewPos(0, y))
		o[i].Resize(fyne.NewSize(size.Width, h))
		y += h + columnGap
	}
}

package gui

import "fyne.io/fyne/v2"

// A statisticsLayout puts a heading above the rest, and tells of the size.
type statisticsLayout struct{ resized func(fyne.Size) }

func (l *statisticsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	head, rest := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(head.Width, rest.Width), head.Height+rest.Height)
}

func (l *statisticsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	head := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, head))
	o[1].Move(fyne.NewPos(0, head))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-head))
	l.resized(size)
}

// A heightLayout gives its one object a height.
type heightLayout struct{ height float32 }

func (l *heightLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, l.height)
}

func (l *heightLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// narrowStatisticsWidth is below which the statistics have fewer columns.
const narrowStatisticsWidth = 930

// A detailsLayout puts the facts beside the graphs.
type detailsLayout struct{}

func (detailsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+columnGap, max(a.Height, b.Height))
}

func (detailsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	part := float32(0.52)
	if size.Width < narrowStatisticsWidth {
		part = 0.6 // the facts need it
	}
	left := (size.Width - columnGap) * part
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(left, size.Height))
	o[1].Move(fyne.NewPos(left+columnGap, 0))
	o[1].Resize(fyne.NewSize(size.Width-left-columnGap, size.Height))
}

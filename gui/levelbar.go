package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// A levelBar shows how much of something is done. Unlike Fyne's it says nothing and moves only when it is told to.
type levelBar struct {
	part    float32
	content *fyne.Container
	back    *canvas.Rectangle
	level   *canvas.Rectangle
}

const levelHeight = 6

func newLevelBar() *levelBar {
	l := &levelBar{back: canvas.NewRectangle(nil), level: canvas.NewRectangle(nil)}
	l.back.CornerRadius, l.level.CornerRadius = levelHeight/2, levelHeight/2
	l.content = container.New(levelLayout{l}, l.back, l.level)
	return l
}

// set shows done of total, or nothing when total is 0.
func (l *levelBar) set(done, total int64) {
	l.content.Hidden = total <= 0
	if total > 0 {
		l.part = float32(min(max(float64(done)/float64(total), 0), 1))
	}
	l.back.FillColor, l.level.FillColor = theme.Color(theme.ColorNameInputBorder), theme.Color(theme.ColorNamePrimary)
	l.content.Refresh()
}

type levelLayout struct{ l *levelBar }

func (levelLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(levelWidth, levelHeight)
}

func (x levelLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - 2*theme.InnerPadding()
	for i, w := range []float32{width, width * x.l.part} {
		o[i].Move(fyne.NewPos(theme.InnerPadding(), (size.Height-levelHeight)/2))
		o[i].Resize(fyne.NewSize(w, levelHeight))
	}
}

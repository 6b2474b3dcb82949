package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A frame draws a quiet border with round corners around its content.
type frame struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

func newFrame(content fyne.CanvasObject) *frame {
	f := &frame{content: content}
	f.ExtendBaseWidget(f)
	return f
}

func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	r := &frameRenderer{frame: f, back: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type frameRenderer struct {
	frame *frame
	back  *canvas.Rectangle
}

const frameInset = 5

func (r *frameRenderer) MinSize() fyne.Size {
	return r.frame.content.MinSize().AddWidthHeight(2*frameInset, 2*frameInset)
}

func (r *frameRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.frame.content.Move(fyne.NewSquareOffsetPos(frameInset))
	r.frame.content.Resize(size.SubtractWidthHeight(2*frameInset, 2*frameInset))
}

func (r *frameRenderer) Refresh() {
	r.back.FillColor = theme.Color(theme.ColorNameHeaderBackground)
	r.back.StrokeColor = theme.Color(theme.ColorNameSeparator)
	r.back.StrokeWidth = 1
	r.back.CornerRadius = 6
	r.back.Refresh()
	r.frame.content.Refresh()
}

func (r *frameRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.frame.content}
}

func (r *frameRenderer) Destroy() {}

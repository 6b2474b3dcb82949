package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

var (
	_ fyne.Tappable     = (*Chip)(nil)
	_ fyne.Focusable    = (*Chip)(nil)
	_ fyne.Disableable  = (*Chip)(nil)
	_ desktop.Hoverable = (*Chip)(nil)
)

// A Chip is a small switch with a name, on or off, as a filter has them.
type Chip struct {
	control
	OnChanged func(on bool) // a person switched it

	text string
	on   bool
}

// NewChip returns a chip with its text and state.
func NewChip(text string, on bool, changed func(on bool)) *Chip {
	c := &Chip{text: text, on: on, OnChanged: changed}
	c.ExtendBaseWidget(c)
	return c
}

// On reports whether the chip is on.
func (c *Chip) On() bool { return c.on }

// SetOn switches the chip without announcing it.
func (c *Chip) SetOn(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// SetText renames the chip.
func (c *Chip) SetText(text string) {
	c.text = text
	c.Refresh()
}

// Tapped switches the chip.
func (c *Chip) Tapped(*fyne.PointEvent) {
	c.takeFocus(c)
	c.toggle()
}

// TypedKey switches the chip on Space and Enter.
func (c *Chip) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.toggle()
	}
}

func (c *Chip) toggle() {
	if c.Disabled() {
		return
	}
	c.SetOn(!c.on)
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

// CreateRenderer is called by Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &chipRenderer{c: c, back: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	r.objects = []fyne.CanvasObject{r.back, r.text}
	r.dress()
	return r
}

type chipRenderer struct {
	c       *Chip
	back    *canvas.Rectangle
	text    *canvas.Text
	objects []fyne.CanvasObject
}

func (r *chipRenderer) dress() {
	c, th := r.c, r.c.Theme()
	r.text.Text = c.text
	r.text.TextSize = th.Size(theme.SizeNameText) - 1
	r.text.Alignment = fyne.TextAlignCenter
	switch {
	case c.Disabled():
		r.text.Color = c.colour(theme.ColorNameDisabled)
		r.back.FillColor = c.ground(theme.ColorNameButton, 255)
		r.back.StrokeColor, r.back.StrokeWidth = c.edge(theme.ColorNameDisabledButton)
	case c.on:
		r.text.Color = c.colour(theme.ColorNameForeground)
		r.back.FillColor = c.ground(theme.ColorNamePrimary, 90)
		r.back.StrokeColor, r.back.StrokeWidth = c.edge(theme.ColorNamePrimary)
	default:
		r.text.Color = c.colour(theme.ColorNamePlaceHolder)
		r.back.FillColor = c.ground(theme.ColorNameBackground, 255)
		r.back.StrokeColor, r.back.StrokeWidth = c.edge(theme.ColorNameInputBorder)
	}
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.back.CornerRadius = size.Height / 2
	r.back.Resize(size)
	r.text.Resize(size)
}

func (r *chipRenderer) MinSize() fyne.Size {
	pad := r.c.Theme().Size(theme.SizeNamePadding)
	return r.text.MinSize().Add(fyne.NewSize(6*pad, 2*pad))
}

func (r *chipRenderer) Refresh() {
	r.dress()
	r.Layout(r.c.Size())
	r.back.Refresh()
	r.text.Refresh()
}

func (r *chipRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *chipRenderer) Destroy()                     {}

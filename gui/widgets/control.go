package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A control is what the small widgets share: being focused, hovered, disabled.
// It moves nothing: in Fyne an animation paints the whole window 60 times a second.
type control struct {
	widget.DisableableWidget
	focused, hovered bool
}

// FocusGained shows the focus.
func (c *control) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost hides it.
func (c *control) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune ignores what is typed.
func (c *control) TypedRune(rune) {}

// MouseIn shows that the control can be clicked.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved does nothing.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the hover off.
func (c *control) MouseOut() { c.hovered = false; c.Refresh() }

// takeFocus gives self the keys.
func (c *control) takeFocus(self fyne.Focusable) {
	if c.focused || c.Disabled() {
		return
	}
	if cv := fyne.CurrentApp().Driver().CanvasForObject(self.(fyne.CanvasObject)); cv != nil {
		cv.Focus(self)
	}
}

// colour returns a colour of the control's theme.
func (c *control) colour(n fyne.ThemeColorName) color.Color {
	return c.Theme().Color(n, fyne.CurrentApp().Settings().ThemeVariant())
}

// ground returns colour n as it looks on the background, a part of 255 strong,
// and brighter when hovered.
func (c *control) ground(n fyne.ThemeColorName, part int) color.Color {
	back := over(c.colour(theme.ColorNameBackground), color.RGBA{A: 255})
	g := mix(back, over(c.colour(n), back), part)
	if c.hovered && !c.Disabled() {
		g = over(c.colour(theme.ColorNameHover), g)
	}
	return g
}

// edge returns the colour and the width of the outline.
func (c *control) edge(n fyne.ThemeColorName) (color.Color, float32) {
	th := c.Theme()
	if c.focused {
		return c.colour(theme.ColorNamePrimary), 2 * th.Size(theme.SizeNameInputBorder)
	}
	return c.colour(n), th.Size(theme.SizeNameInputBorder)
}

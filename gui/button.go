package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A button is Fyne's, pressed by Enter as well as by Space.
type button struct {
	widget.Button
	escape func() // what Escape does, or nil
}

func newButton(text string, pressed func()) *button { return newIconButton(text, nil, pressed) }

func newIconButton(text string, icon fyne.Resource, pressed func()) *button {
	b := &button{}
	b.Text, b.Icon, b.OnTapped = text, icon, pressed
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey implements [fyne.Focusable].
func (b *button) TypedKey(e *fyne.KeyEvent) {
	switch {
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && !b.Disabled():
		b.OnTapped()
	case e.Name == fyne.KeyEscape && b.escape != nil:
		b.escape()
	default:
		b.Button.TypedKey(e)
	}
}

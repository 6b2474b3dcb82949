package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore"
)

// pop shows content in a dialog with one button, which has the focus: Enter and Escape press it too.
func (w *Window) pop(title, button string, content fyne.CanvasObject) *dialog.CustomDialog {
	d := dialog.NewCustomWithoutButtons(title, content, w.win)
	b := newButton(button, d.Hide)
	b.escape = d.Hide
	d.SetButtons([]fyne.CanvasObject{b})
	d.Show()
	w.win.Canvas().Focus(b)
	return d
}

// saidWidth is the width of a sentence in a dialog, in pixels.
const saidWidth = 420

// say tells something in a dialog.
func (w *Window) say(title, text string) {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	label.Alignment = fyne.TextAlignCenter
	label.Resize(fyne.NewSize(saidWidth, 0)) // for the height of its lines
	w.pop(title, tr("OK"), fixed(saidWidth, label))
}

// problem tells an error that belongs to no field.
func (w *Window) problem(title string, err error) { w.say(title, netcore.Explain(err).String()) }

// ask lets a person choose between doing something and leaving it. The first has the focus, so that Enter does it; Escape
// leaves it.
func (w *Window) ask(question, text, do, leave string, answer func(yes bool)) {
	label := widget.NewLabel(text)
	label.Alignment = fyne.TextAlignCenter
	d := dialog.NewCustomWithoutButtons(question, label, w.win)
	choose := func(yes bool) func() {
		return func() {
			d.Hide()
			answer(yes)
		}
	}
	yes, no := newButton(do, choose(true)), newButton(leave, choose(false))
	yes.Importance = widget.HighImportance
	yes.escape, no.escape = no.OnTapped, no.OnTapped
	d.SetButtons([]fyne.CanvasObject{no, yes})
	d.Show()
	w.win.Canvas().Focus(yes)
}

// unfocusedKey takes keys that nothing has the focus for, as after a click beside a dialog: Escape leads out of that all the same.
func (w *Window) unfocusedKey(e *fyne.KeyEvent) {
	c := w.win.Canvas()
	if e.Name != fyne.KeyEscape || c.Overlays().Top() == nil {
		return
	}
	c.FocusNext()
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
	}
}

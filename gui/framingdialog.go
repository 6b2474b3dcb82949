package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// A framingDialog asks how what is received is framed, and how what is sent.
type framingDialog struct {
	w      *Window
	d      *dialog.CustomDialog
	sides  *widgets.SegmentedControl
	edit   [2]*framingEditor // of what is received, of what is sent
	stack  *fyne.Container
	scroll *container.Scroll
	wire   *widget.Label // what a message looks like
	text   *widget.Label // the framing as it is written in URLs
	ok     *button
	done   func(receive, send string)
}

// Size of the fields, in pixels: those of a decimal length are the most.
const (
	framingWidth  = 520
	framingHeight = 330
)

// askFraming shows framings, as framing.Parse and framing.ParseSend have them, and tells what a person made of them.
func (w *Window) askFraming(receive, send string, done func(receive, send string)) *framingDialog {
	f := &framingDialog{w: w, done: done, wire: widget.NewLabel(""), text: widget.NewLabel("")}
	for _, l := range []*widget.Label{f.wire, f.text} {
		l.Wrapping = fyne.TextWrapBreak
		l.Selectable = true
		l.Importance = widget.LowImportance
	}
	f.text.TextStyle.Monospace = true
	hide := func() { f.d.Hide() }
	f.edit[0] = newFramingEditor(false, hide, f.submit, f.show)
	f.edit[1] = newFramingEditor(true, hide, f.submit, f.show)
	f.sides = widgets.NewSegmentedControl([]string{tr("What is received"), tr("What is sent")}, f.turn)
	f.stack = container.NewStack(f.edit[0].content, f.edit[1].content)
	f.scroll = container.NewVScroll(f.stack)
	f.scroll.SetMinSize(fyne.NewSize(framingWidth, framingHeight))
	content := container.NewBorder(container.NewHBox(f.sides), container.NewVBox(widget.NewSeparator(), f.wire, f.text), nil, nil, f.scroll)
	f.d = dialog.NewCustomWithoutButtons(tr("Framing"), content, w.win)
	f.ok = newButton(tr("OK"), f.submit)
	f.ok.Importance = widget.HighImportance
	cancel := newButton(tr("Cancel"), hide)
	f.ok.escape, cancel.escape = hide, hide
	f.d.SetButtons([]fyne.CanvasObject{cancel, f.ok})
	f.edit[0].set(receive)
	f.edit[1].set(send)
	f.turn(0)
	f.d.Show()
	w.win.Canvas().Focus(f.ok)
	return f
}

// turn shows one side.
func (f *framingDialog) turn(side int) {
	for i, e := range f.edit {
		e.content.Hidden = i != side
	}
	f.stack.Refresh()
	f.scroll.ScrollToTop()
	f.show()
}

// framers returns what both sides say; what is sent as received is that of what is received.
func (f *framingDialog) framers() (receive, send string, framers [2]netcore.Framer, err error) {
	if receive, err = f.edit[0].text(); err != nil {
		return "", "", framers, err
	}
	if send, err = f.edit[1].text(); err != nil {
		return "", "", framers, err
	}
	framers[0], _ = framing.Parse(receive)
	framers[1], err = framing.ParseSend(send, framers[0])
	return receive, send, framers, err
}

// show tells what the choice comes to.
func (f *framingDialog) show() {
	if f.ok == nil || f.edit[1] == nil {
		return // being built
	}
	receive, send, framers, err := f.framers()
	if err != nil {
		f.wire.SetText("")
		f.text.SetText("")
		f.ok.Disable()
		return
	}
	f.ok.Enable()
	f.wire.SetText(onTheWire(framers[f.sides.Selected()]))
	text := "frame=" + orNone(receive)
	if send != "" {
		text += " sendframe=" + send
	}
	f.text.SetText(text)
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// submit gives what was chosen to whoever asked; a mistake is brought in sight.
func (f *framingDialog) submit() {
	receive, send, _, err := f.framers()
	if err != nil {
		for i, e := range f.edit {
			if _, wrong := e.text(); wrong != nil {
				f.sides.SetSelected(i)
				f.turn(i)
				break
			}
		}
		return
	}
	f.d.Hide()
	f.done(receive, send)
}

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/query"
)

// The widths of the help's columns, in pixels.
const (
	helpForm    = 230
	helpMeaning = 300
	helpExample = 250
)

// showHelp lists the parts of the language. A click on an example puts it into the box.
func (b *filterBox) showHelp() {
	var d *dialog.CustomDialog
	intro := widget.NewLabel(tr("A row is shown when it passes the box and the chips and the endpoint beside it. " +
		"Received, Sent, Status and Errors are dir:in, dir:out, dir:status and dir:error. Click an example to try it."))
	intro.Wrapping = fyne.TextWrapWord
	rows := container.NewVBox(intro)
	for _, part := range query.Help() {
		example := newButton(part.Example, func() {
			d.Hide()
			b.keep()
			b.text.put(part.Example)
			b.keep()
			b.w.win.Canvas().Focus(b.text)
		})
		example.escape = func() { d.Hide() }
		example.Importance = widget.LowImportance
		example.Alignment = widget.ButtonAlignLeading
		meaning := widget.NewLabel(tr(part.Meaning))
		meaning.Wrapping = fyne.TextWrapWord
		form := widget.NewLabel(part.Form)
		form.TextStyle.Monospace = true
		form.Wrapping = fyne.TextWrapWord
		rows.Add(container.New(helpLayout{}, form, meaning, example))
	}
	d = b.w.pop(tr("What the filter understands"), tr("Close"), container.NewVScroll(rows))
	d.Resize(fyne.NewSize(helpForm+helpMeaning+helpExample+60, 560))
}

// A helpLayout puts the three columns of a line side by side.
type helpLayout struct{}

var helpWidths = [...]float32{helpForm, helpMeaning, helpExample}

func (helpLayout) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	for i, x := range o {
		size.Width += helpWidths[i]
		size.Height = max(size.Height, x.MinSize().Height)
	}
	return size
}

func (helpLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := float32(0)
	for i, x := range o {
		x.Move(fyne.NewPos(left, 0))
		x.Resize(fyne.NewSize(helpWidths[i], size.Height))
		left += helpWidths[i]
	}
}

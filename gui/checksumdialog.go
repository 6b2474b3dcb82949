package gui

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A checksumDialog asks what a checksum is of, how it is written, and where it goes.
type checksumDialog struct {
	c        *composer
	i        int // in the composer's sums; behind them: a new one
	sum      *widget.Select
	from, to *entry
	digits   *widget.Check
	order    *widget.Select
	form     *widget.Select
	put      *widget.Select
	at       *entry
	problem  *widgets.ProblemLabel
	preview  *bytesPreview // the message with it
	d        *dialog.CustomDialog
}

// checksumWidth is how wide the dialog's fields are together, and checksumLabel the names before them.
const (
	checksumWidth = 440
	checksumLabel = 120
)

// askChecksum lets a person change checksum i, or add one.
func (c *composer) askChecksum(i int) {
	x := &checksumDialog{c: c, i: i, problem: widgets.NewProblemLabel(), preview: newBytesPreview()}
	changed := func(string) { x.look() }
	x.sum = widget.NewSelect(nil, nil)
	for _, s := range codec.Sums() {
		x.sum.Options = append(x.sum.Options, strings.ToUpper(s.String()))
	}
	cancel := func() { x.d.Hide() }
	field := func(hint string) *entry {
		e := newEntry(hint, cancel)
		e.OnSubmitted = func(string) { x.done() }
		return e
	}
	x.from, x.to, x.at = field("0"), field(tr("the end")), field("0")
	x.digits = widget.NewCheck(tr("These are hex digits: of the bytes they stand for"), nil)
	x.order = widget.NewSelect([]string{tr("Highest byte first"), tr("Lowest byte first")}, nil)
	x.form = widget.NewSelect([]string{tr("As bytes"), tr("As hex digits: 5a"), tr("As hex digits: 5A")}, nil)
	x.put = widget.NewSelect([]string{tr("Behind the message"), tr("Inserted before byte"), tr("Over the bytes from")}, nil)
	x.fill()
	for _, s := range []*widget.Select{x.sum, x.order, x.form, x.put} {
		s.OnChanged = changed
	}
	for _, e := range []*entry{x.from, x.to, x.at} {
		e.OnChanged = changed
	}
	x.digits.OnChanged = func(bool) { x.look() }

	note := widget.NewLabel(tr("Bytes count from 0, and from -1 backwards at the end. The ending of the message comes behind the checksums."))
	note.Wrapping = fyne.TextWrapWord
	note.Importance = widget.LowImportance
	row := func(name string, o fyne.CanvasObject) fyne.CanvasObject { return labelledWide(checksumLabel, name, o) }
	to := widget.NewLabel(tr("before"))
	to.Importance = widget.LowImportance
	box := container.NewVBox(
		row(tr("Checksum"), x.sum),
		row(tr("Of the bytes from"), container.NewGridWithColumns(2, x.from, container.NewBorder(nil, nil, to, nil, x.to))),
		row("", x.digits),
		row(tr("Written"), container.NewGridWithColumns(2, x.form, x.order)),
		row(tr("Where"), container.NewGridWithColumns(2, x.put, x.at)),
		note, x.preview, x.problem)
	x.d = dialog.NewCustomWithoutButtons(tr("Checksum"), fixed(checksumWidth+checksumLabel, box), c.w.win)
	ok, no := newButton(tr("OK"), x.done), newButton(tr("Cancel"), cancel)
	ok.Importance = widget.HighImportance
	ok.escape, no.escape = cancel, cancel
	buttons := []fyne.CanvasObject{no}
	if i < len(c.sums) {
		remove := newButton(tr("Remove"), func() { x.d.Hide(); c.setSums(slices.Delete(slices.Clone(c.sums), i, i+1)) })
		remove.escape = cancel
		buttons = append(buttons, remove)
	}
	x.d.SetButtons(append(buttons, ok))
	x.look()
	x.d.Show()
	c.w.win.Canvas().Focus(ok)
}

// fill puts what there is into the fields.
func (x *checksumDialog) fill() {
	s := codec.Checksum{Sum: sumNamed("crc-16/modbus"), Little: true}
	if x.i < len(x.c.sums) {
		s = x.c.sums[x.i]
	}
	place := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	x.sum.SetSelectedIndex(int(s.Sum) - 1)
	x.from.SetText(place(s.From))
	x.to.SetText(place(s.To))
	x.digits.SetChecked(s.Digits)
	x.order.SetSelectedIndex(0)
	if s.Little {
		x.order.SetSelectedIndex(1)
	}
	x.form.SetSelectedIndex(max(int(s.As), 1) - 1)
	x.put.SetSelectedIndex(max(int(s.Put), 1) - 1)
	x.at.SetText(place(s.At))
}

// checksum is what the fields say.
func (x *checksumDialog) checksum() (codec.Checksum, error) {
	s := codec.Checksum{Sum: codec.Sum(x.sum.SelectedIndex() + 1), Digits: x.digits.Checked, Little: x.order.SelectedIndex() == 1}
	if x.form.SelectedIndex() > 0 {
		s.As = codec.SumForm(x.form.SelectedIndex() + 1)
	}
	if x.put.SelectedIndex() > 0 {
		s.Put = codec.PutKind(x.put.SelectedIndex() + 1)
	}
	for _, f := range []struct {
		e *entry
		n *int
	}{{x.from, &s.From}, {x.to, &s.To}, {x.at, &s.At}} {
		text := strings.TrimSpace(f.e.Text)
		if text == "" || f.e == x.at && s.Put == 0 {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return s, errors.New(trf("%q is no place: a whole number is, such as 4 or -2", text))
		}
		*f.n = n
	}
	return s, nil
}

// look shows the message with the checksum, or what is wrong with it.
func (x *checksumDialog) look() {
	if x.put.SelectedIndex() == 0 {
		x.at.Hide()
	} else {
		x.at.Show()
	}
	s, err := x.checksum()
	var b []byte
	if err == nil {
		m := x.c.Composition()
		m.Sums = x.with(s)
		var template *codec.Template
		if template, err = m.Compile(); err == nil {
			b, err = template.Bytes(x.c.exampleVars())
		}
	}
	var sum *codec.SumError
	switch {
	case errors.As(err, &sum):
		x.problem.SetText(trf("Checksum %d: %s", sum.Index+1, sum.Text))
	case err != nil:
		x.problem.SetText(mistake(err))
	default:
		x.problem.SetText("")
	}
	x.preview.set(b, x.c.Composition().Encoding)
}

// with is the composer's sums with this one.
func (x *checksumDialog) with(s codec.Checksum) []codec.Checksum {
	sums := append(slices.Clone(x.c.sums[:x.i]), s)
	return append(sums, x.c.sums[min(x.i+1, len(x.c.sums)):]...)
}

// done takes the checksum, unless a place is no number. One that the message is too short for is taken: it may grow.
func (x *checksumDialog) done() {
	s, err := x.checksum()
	if err != nil {
		x.problem.SetText(err.Error())
		return
	}
	x.d.Hide()
	x.c.setSums(x.with(s))
}

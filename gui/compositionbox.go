package gui

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A compositionBox is where a message is written that goes out by itself later: its text, and how that becomes bytes.
type compositionBox struct {
	entry     *widgets.SendEntry
	mode      *widgets.SegmentedControl
	encoding  *widget.Select
	ending    *widget.Select
	variables *widget.Check
	insert    *button // a variable
	checksums *button
	problem   *widgets.ProblemLabel
	said      *widget.Label
	sums      []codec.Checksum
	try       func(codec.Composition) error // what is wrong with it; nil: what Compile says
	changed   func()                        // or nil
	content   fyne.CanvasObject
}

var compositionModes = []codec.Mode{codec.Text, codec.Hex, codec.Escapes}

func newCompositionBox(w *Window, names []string, try func(codec.Composition) error) *compositionBox {
	b := &compositionBox{problem: widgets.NewProblemLabel(), entry: widgets.NewSendEntry(), try: try, said: widget.NewLabel("")}
	b.entry.SetMinRowsVisible(5)
	b.entry.OnChanged = func(string) { b.check() }
	b.entry.OnTooBig = func(size int) {
		b.problem.SetText(trf("The message would have %s; this box takes %s and %s lines. Nothing was inserted.", sizeText(size),
			sizeText(widgets.MaxEntryText), countText(widgets.MaxEntryLines)))
	}
	b.mode = widgets.NewSegmentedControl([]string{tr("Text"), tr("Hex"), tr("Escapes")}, func(int) { b.check() })
	b.encoding = widget.NewSelect(nil, func(string) { b.check() })
	for _, e := range codec.Encodings() {
		b.encoding.Options = append(b.encoding.Options, e.Name)
	}
	b.ending = widget.NewSelect(nil, func(string) { b.check() })
	for _, e := range endings {
		b.ending.Options = append(b.ending.Options, trf("End: %s", e))
	}
	b.variables = widget.NewCheck(trf("%s stands for a variable", "{{…}}"), func(bool) { b.check() })
	b.insert = newButton(tr("Variables"), func() { b.offerVariables(w, names) })
	b.checksums = newButton("", func() { b.offerChecksums(w) })
	b.said.Importance = widget.LowImportance
	b.said.Truncation = fyne.TextTruncateEllipsis
	b.set(codec.Composition{})
	head := container.NewBorder(nil, nil, b.variables, b.mode, b.said)
	foot := container.NewVBox(b.problem, container.NewGridWithColumns(4, b.insert, b.checksums, b.encoding, b.ending))
	b.content = container.NewBorder(head, foot, nil, nil, b.entry)
	return b
}

// set shows c.
func (b *compositionBox) set(c codec.Composition) {
	changed := b.changed
	b.changed = nil
	b.sums = c.Sums
	for i, m := range compositionModes {
		if m == c.Mode || c.Mode == 0 && m == codec.Text {
			b.mode.SetSelected(i)
		}
	}
	b.encoding.SetSelectedIndex(0)
	if c.Encoding.Name != "" {
		b.encoding.SetSelected(c.Encoding.Name)
	}
	b.ending.SetSelectedIndex(0)
	for i, e := range endings {
		if e == c.Ending {
			b.ending.SetSelectedIndex(i)
		}
	}
	b.variables.SetChecked(c.Variables)
	b.entry.SetText(c.Text)
	b.changed = changed
	b.check()
}

// value is what was written.
func (b *compositionBox) value() codec.Composition {
	c := codec.Composition{Text: b.entry.Text, Variables: b.variables.Checked, Sums: b.sums}
	if m := compositionModes[b.mode.Selected()]; m != codec.Text {
		c.Mode = m
	}
	if i := b.encoding.SelectedIndex(); i > 0 {
		c.Encoding = codec.Encodings()[i]
	}
	if i := b.ending.SelectedIndex(); i > 0 {
		c.Ending = endings[i]
	}
	return c
}

// check says what is wrong with the message, or how long it is where that is known.
func (b *compositionBox) check() error {
	c := b.value()
	t, err := c.Compile()
	if err == nil && b.try != nil {
		err = b.try(c)
	}
	b.checksums.SetText(tr("Checksums"))
	if n := len(b.sums); n > 0 {
		b.checksums.SetText(trf("Checksums: %d", n))
	}
	b.said.SetText("")
	if err == nil && t.Constant() {
		bytes, _ := t.Bytes(nil)
		b.said.SetText(sizeText(len(bytes)))
	}
	if err != nil {
		b.problem.SetText(mistake(err))
	} else {
		b.problem.SetText("")
	}
	if b.changed != nil {
		b.changed()
	}
	return err
}

// offerVariables shows the menu of variables: those of names first.
func (b *compositionBox) offerVariables(w *Window, names []string) {
	var items []*fyne.MenuItem
	put := func(text, what string) {
		items = append(items, fyne.NewMenuItem(text+"  "+what, func() {
			b.variables.SetChecked(true)
			w.win.Canvas().Focus(b.entry)
			b.entry.Insert(text)
		}))
	}
	for _, name := range names {
		put("{{"+name+"}}", "")
	}
	for _, v := range offered {
		if v.text != "{{clip}}" { // nobody is there to have copied something
			put(v.text, tr(v.what))
		}
	}
	b.offer(w, b.insert, items)
}

// offerChecksums shows the menu of checksums.
func (b *compositionBox) offerChecksums(w *Window) {
	var items []*fyne.MenuItem
	set := func(name string, sums []codec.Checksum) {
		items = append(items, fyne.NewMenuItem(name, func() {
			b.sums = sums
			b.check()
		}))
	}
	if len(b.sums) > 0 {
		set(tr("No checksums"), nil)
		items = append(items, fyne.NewMenuItemSeparator())
	}
	for _, u := range usual {
		set(tr(u.name), append(slices.Clone(b.sums), u.sum))
	}
	b.offer(w, b.checksums, items)
}

// offer shows a menu over a button.
func (b *compositionBox) offer(w *Window, at *button, items []*fyne.MenuItem) {
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), w.win.Canvas())
	place := w.app.Driver().AbsolutePositionForObject(at)
	menu.ShowAtPosition(fyne.NewPos(place.X, max(0, place.Y-menu.MinSize().Height)))
}

// askComposition lets a person write a message in a dialog; names are the variables that it may have besides the usual ones. What can't be read is not taken, and stays as it was typed.
func (w *Window) askComposition(title string, names []string, c codec.Composition, try func(codec.Composition) error, done func(codec.Composition)) *compositionBox {
	b := newCompositionBox(w, names, try)
	b.set(c)
	d := dialog.NewCustomWithoutButtons(title, b.content, w.win)
	take := func() {
		if b.check() == nil {
			d.Hide()
			done(b.value())
		}
	}
	was := b.value()
	leave := func() {
		if reflect.DeepEqual(b.value(), was) {
			d.Hide()
			return
		}
		w.ask(tr("Discard the changes?"), tr("The message stays as it was before."), tr("Discard"), tr("Go on editing"), func(yes bool) {
			if yes {
				d.Hide()
			} else {
				w.win.Canvas().Focus(b.entry)
			}
		})
	}
	ok, cancel := newButton(tr("OK"), take), newButton(tr("Cancel"), leave)
	ok.Importance = widget.HighImportance
	ok.escape, cancel.escape = leave, leave
	b.entry.OnSend = take
	b.entry.OnEscape = func() { w.win.Canvas().Focus(ok) } // once more leaves
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(620, size.Width-60), min(400, size.Height-80)))
	w.win.Canvas().Focus(b.entry)
	return b
}

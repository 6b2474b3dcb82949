package gui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// What a framing editor offers, in its order.
const (
	editAsReceived = iota // of what is sent only
	editNone
	editLines
	editDelimiter
	editFixed
	editLength
	editGap // of what is received only
)

// A framingEditor has a field for each part of a framing, shows those that the kind has, and says at each what is wrong with it.
type framingEditor struct {
	sends   bool
	changed func()
	kind    *widget.Select
	kinds   []int
	fields  map[framing.Part]*framingField
	content *fyne.Container

	ending, number, counts, fill                               *widget.Select
	delimiter, size, pad, end, width, offset, tail, pause, top *entry
}

// A framingField is a row and the place for its problem.
type framingField struct {
	row     fyne.CanvasObject
	problem *widgets.ProblemLabel
}

// framingLabelWidth has room for the names of the fields in every language.
const framingLabelWidth = 130

func newFramingEditor(sends bool, escape, submit, changed func()) *framingEditor {
	e := &framingEditor{sends: sends, changed: changed, fields: make(map[framing.Part]*framingField), content: container.NewVBox()}
	entry := func(text, hint string) *entry {
		x := newEntry(hint, escape)
		x.SetText(text)
		x.OnChanged = func(string) { e.update() }
		x.OnSubmitted = func(string) { submit() }
		return x
	}
	choice := func(options ...string) *widget.Select {
		s := widget.NewSelect(options, nil)
		s.SetSelectedIndex(0)
		s.OnChanged = func(string) { e.update() }
		return s
	}
	all := []string{tr("As what is received"), tr("None: as it is"), tr("Lines"), tr("A delimiter"), tr("A fixed length"), tr("A length in front"), tr("A pause")}
	e.kinds = []int{editNone, editLines, editDelimiter, editFixed, editLength, editGap}
	all[editNone] = tr("None: each read is a message")
	if sends {
		e.kinds = []int{editAsReceived, editNone, editLines, editDelimiter, editFixed, editLength}
		all[editNone] = tr("None: as it is")
	}
	var kinds []string
	for _, k := range e.kinds {
		kinds = append(kinds, all[k])
	}
	e.kind = choice(kinds...)

	e.ending = choice(tr("LF or CRLF"), "LF", "CRLF")
	e.delimiter = entry(`"\r\n"`, tr(`hex, or text in quotes: "\r\n"`))
	e.size = entry("64", tr("bytes"))
	e.pad = entry("", tr(`nothing: a shorter message is refused; 00, " "`))
	var numbers []string
	for _, n := range framing.Numbers {
		numbers = append(numbers, numberWords(n))
	}
	e.number = choice(numbers...)
	e.number.Selected = numberWords(framing.U16BE)
	e.end = entry(`":"`, tr("nothing: the first other byte"))
	e.width = entry("", tr("nothing: as many as it needs"))
	e.fill = choice(tr("zeros: 0005"), tr("spaces behind: 5···"), tr("spaces before: ···5"))
	e.offset = entry("", "0")
	e.counts = choice(tr("what comes behind it"), tr("itself too"), tr("the whole frame"))
	e.tail = entry("", tr("nothing"))
	e.pause = entry("20ms", "20ms")
	e.top = entry("", "1m")

	for _, f := range []struct {
		part framing.Part
		name string
		row  fyne.CanvasObject
	}{
		{framing.PartKind, tr("Framing"), e.kind},
		{framing.PartEnding, tr("Ending in"), e.ending},
		{framing.PartDelimiter, tr("Delimiter"), e.delimiter},
		{framing.PartSize, tr("Bytes a message"), e.size},
		{framing.PartPad, tr("Fill when sent"), e.pad},
		{framing.PartNumber, tr("Length as"), e.number},
		{framing.PartWidth, tr("Characters"), e.width},
		{framing.PartEnd, tr("Digits end in"), e.end},
		{framing.PartFill, tr("Filled with"), e.fill},
		{framing.PartOffset, tr("Bytes before it"), e.offset},
		{framing.PartCounts, tr("It counts"), e.counts},
		{framing.PartTail, tr("Behind each frame"), e.tail},
		{framing.PartPause, tr("Pause"), e.pause},
		{framing.PartLimit, tr("At most"), e.top},
	} {
		field := &framingField{problem: widgets.NewProblemLabel()}
		field.row = container.NewVBox(labelledWide(framingLabelWidth, f.name, f.row), field.problem)
		e.fields[f.part] = field
		e.content.Add(field.row)
	}
	return e
}

func (e *framingEditor) chosen() int { return e.kinds[max(e.kind.SelectedIndex(), 0)] }

// shows lists the fields of what is chosen.
func (e *framingEditor) shows() []framing.Part {
	switch e.chosen() {
	case editLines:
		return []framing.Part{framing.PartEnding, framing.PartLimit}
	case editDelimiter:
		return []framing.Part{framing.PartDelimiter, framing.PartLimit}
	case editFixed:
		return []framing.Part{framing.PartSize, framing.PartPad}
	case editLength:
		parts := []framing.Part{framing.PartNumber, framing.PartOffset, framing.PartCounts, framing.PartTail, framing.PartLimit}
		if e.numberChosen() == framing.Decimal {
			parts = append(parts, framing.PartWidth)
			if strings.TrimSpace(e.width.Text) != "" {
				parts = append(parts, framing.PartFill)
			} else {
				parts = append(parts, framing.PartEnd)
			}
		}
		return parts
	case editGap:
		return []framing.Part{framing.PartPause, framing.PartLimit}
	}
	return nil
}

func (e *framingEditor) numberChosen() framing.Number {
	return framing.Numbers[max(e.number.SelectedIndex(), 0)]
}

// update shows the fields of what is chosen, and what is wrong with them.
func (e *framingEditor) update() {
	shown := map[framing.Part]bool{framing.PartKind: true}
	for _, part := range e.shows() {
		shown[part] = !e.sends || part != framing.PartLimit // it is of what is received
	}
	for part, field := range e.fields {
		if field.row.Visible() != shown[part] {
			if shown[part] {
				field.row.Show()
			} else {
				field.row.Hide()
			}
		}
	}
	_, err := e.framer()
	e.tell(err)
	e.changed()
}

// tell shows a problem at its field.
func (e *framingEditor) tell(err error) {
	var wrong *framing.Error
	at := framing.Part("")
	if errors.As(err, &wrong) {
		if at = wrong.Part; e.fields[at] == nil || !e.fields[at].row.Visible() {
			at = framing.PartKind
		}
	}
	for part, field := range e.fields {
		text := ""
		if part == at {
			text = wrong.Text
		}
		field.problem.SetText(text)
	}
	e.content.Refresh()
}

// framer reads the fields; as received is nil. The error is a framing.Error.
func (e *framingEditor) framer() (netcore.Framer, error) {
	r := framingReader{}
	var f interface {
		netcore.Framer
		Check() error
	}
	limit := 0
	if !e.sends {
		limit = r.size(e.top.Text, framing.PartLimit, true)
	}
	switch e.chosen() {
	case editLines:
		f = framing.Lines{Ending: framing.AnyEnding + framing.Ending(max(e.ending.SelectedIndex(), 0)), Limit: limit}
	case editDelimiter:
		f = framing.Delimiter{Bytes: r.bytes(e.delimiter.Text, framing.PartDelimiter), Limit: limit}
	case editFixed:
		f = framing.Fixed{Size: r.size(e.size.Text, framing.PartSize, false), Pad: r.bytes(e.pad.Text, framing.PartPad)}
	case editLength:
		f = e.length(&r, limit)
	case editGap:
		f = framing.Gap{Pause: r.pause(e.pause.Text), Limit: limit}
	default:
		return nil, nil
	}
	if r.err != nil {
		return nil, r.err
	}
	return f, f.Check()
}

func (e *framingEditor) length(r *framingReader, limit int) framing.Length {
	l := framing.Length{Number: e.numberChosen(), Offset: r.number(e.offset.Text, framing.PartOffset, framing.MaxOffset),
		Tail: r.bytes(e.tail.Text, framing.PartTail), Limit: limit}
	if i := e.counts.SelectedIndex(); i > 0 {
		l.Counts = framing.CountsBody + framing.Counts(i)
	}
	if l.Number != framing.Decimal {
		return l
	}
	if strings.TrimSpace(e.width.Text) == "" {
		l.End = r.bytes(e.end.Text, framing.PartEnd)
		return l
	}
	if l.Width = r.number(e.width.Text, framing.PartWidth, framing.MaxWidth); l.Width == 0 {
		r.fail(framing.PartWidth, trf("a number from 1 to %d", framing.MaxWidth))
	}
	if i := e.fill.SelectedIndex(); i > 0 {
		l.Fill = framing.FillZeros + framing.Fill(i)
	}
	return l
}

// text is what the fields say, as framing.Parse and framing.ParseSend have it.
func (e *framingEditor) text() (string, error) {
	f, err := e.framer()
	if f == nil && e.sends && e.chosen() == editNone {
		return "none", err
	}
	return framing.Text(f), err
}

// set shows a framing, which is right.
func (e *framingEditor) set(text string) {
	f, _ := framing.Parse(text)
	kind, limit := editNone, 0
	if f == nil && e.sends && text == "" {
		kind = editAsReceived
	}
	switch f := f.(type) {
	case framing.Lines:
		kind, limit = editLines, f.Limit
		e.ending.SetSelectedIndex(int(max(f.Ending, framing.AnyEnding) - framing.AnyEnding))
	case framing.Delimiter:
		kind, limit = editDelimiter, f.Limit
		e.delimiter.SetText(framing.BytesText(f.Bytes))
	case framing.Fixed:
		kind = editFixed
		e.size.SetText(framing.SizeText(f.Size))
		e.pad.SetText(bytesTyped(f.Pad))
	case framing.Length:
		kind, limit = editLength, f.Limit
		e.number.SetSelectedIndex(int(f.Number - framing.U8))
		e.offset.SetText(numberTyped(f.Offset))
		e.counts.SetSelectedIndex(int(max(f.Counts, framing.CountsBody) - framing.CountsBody))
		e.tail.SetText(bytesTyped(f.Tail))
		if f.Number == framing.Decimal {
			e.end.SetText(bytesTyped(f.End))
			e.width.SetText(numberTyped(f.Width))
			e.fill.SetSelectedIndex(int(max(f.Fill, framing.FillZeros) - framing.FillZeros))
		}
	case framing.Gap:
		kind, limit = editGap, f.Limit
		e.pause.SetText(f.Pause.String())
	}
	e.top.SetText("")
	if limit > 0 {
		e.top.SetText(framing.SizeText(limit))
	}
	for i, k := range e.kinds {
		if k == kind {
			e.kind.SetSelectedIndex(i)
		}
	}
	e.update()
}

package gui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// stepFields builds the fields of one step. What is typed goes into the step at once, and changed is told.
type stepFields struct {
	d     *sequenceDialog
	step  *sequence.Step
	form  *form
	typed map[string]string // by field, what can't be read
}

// newStepFields builds the fields of a step.
func newStepFields(d *sequenceDialog, step *sequence.Step) *stepFields {
	f := &stepFields{d: d, step: step, form: newForm(), typed: make(map[string]string)}
	var names []string
	for _, do := range sequence.Dos() {
		names = append(names, doName(do))
	}
	do := f.choice(names, int(step.Do)-1, func(i int) {
		step.Do = sequence.Dos()[i]
		d.rebuild("do")
	})
	f.row("do", tr("Step"), do)
	switch step.Do {
	case sequence.Send, sequence.Comment:
		f.text("", &step.Composition)
	case sequence.Wait:
		f.time("for", tr("For"), &step.For, "250ms, 10s, 1m30s")
	case sequence.Expect:
		f.pattern("", &step.Pattern)
	case sequence.Capture:
		f.entry("name", tr("Variable"), step.Name, tr("a name"), func(s string) { step.Name = s })
		f.entry("take", tr("Take"), step.Take, tr("a group, or bytes 0:4"), func(s string) { step.Take = s })
	case sequence.Set:
		f.entry("name", tr("Variable"), step.Name, tr("a name"), func(s string) { step.Name = s })
		f.text("", &step.Composition)
	case sequence.Loop:
		f.loop()
	}
	on := widget.NewCheck(tr("Go on when it fails"), func(on bool) {
		step.OnFail = 0
		if on {
			step.OnFail = sequence.GoOn
		}
		d.changed()
	})
	on.Checked = step.OnFail == sequence.GoOn
	f.row("onFail", "", on)
	f.form.problem("steps")
	return f
}

func (f *stepFields) loop() {
	s := f.step
	times := ""
	if s.Times > 0 {
		times = strconv.FormatUint(s.Times, 10)
	}
	f.entry("times", tr("Times"), times, tr("empty: no limit"), func(text string) {
		n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
		if s.Times = n; strings.TrimSpace(text) != "" && (err != nil || n == 0) {
			s.Times = 1
			f.typed["times"] = trf("%q is no number of times", text)
		}
	})
	until := widget.NewCheck(tr("Until, after a round, an answer fits"), func(on bool) {
		s.Until = nil
		if on {
			s.Until = &sequence.Pattern{Composition: codec.Composition{Variables: true}}
		}
		f.d.rebuild("until")
	})
	until.Checked = s.Until != nil
	f.row("until", "", until)
	if s.Until != nil {
		f.pattern("until.", s.Until)
	}
}

// pattern adds the fields of what is expected; prefix is of their names.
func (f *stepFields) pattern(prefix string, p *sequence.Pattern) {
	var names []string
	for _, m := range sequence.Matches() {
		names = append(names, matchName(m))
	}
	f.row(prefix+"match", tr("Answer"), f.choice(names, max(int(p.Match)-1, 0), func(i int) {
		p.Match = sequence.Matches()[i]
		if p.Match == sequence.Contains {
			p.Match = 0
		}
		f.d.rebuild(prefix + "match")
	}))
	switch p.Match {
	case sequence.Anything:
	case sequence.Size:
		size := ""
		if p.Size > 0 {
			size = strconv.Itoa(p.Size)
		}
		f.entry(prefix+"size", tr("Bytes"), size, tr("how many"), func(text string) {
			p.Size, _ = strconv.Atoi(strings.TrimSpace(text))
		})
	case sequence.Regex:
		f.words(prefix, &p.Composition)
	default:
		f.text(prefix, &p.Composition)
	}
	within := "10s"
	if prefix != "" {
		within = "1s"
	}
	f.time(prefix+"timeout", tr("Within"), &p.Timeout, within)
}

// text adds the fields of a message.
func (f *stepFields) text(prefix string, c *codec.Composition) {
	f.words(prefix, c)
	modes := []string{tr("Text"), tr("Hex"), tr("Escapes")}
	mode := f.choice(modes, max(int(c.Mode)-1, 0), func(i int) {
		if c.Mode = codec.Mode(i + 1); c.Mode == codec.Text {
			c.Mode = 0
		}
		f.d.changed()
	})
	var names []string
	at := 0
	for i, e := range endings {
		names = append(names, trf("End: %s", e))
		if e == c.Ending {
			at = i
		}
	}
	ending := f.choice(names, at, func(i int) {
		if c.Ending = endings[i]; c.Ending == codec.NoEnding {
			c.Ending = 0
		}
		f.d.changed()
	})
	f.row(prefix+"mode", "", container.NewGridWithColumns(2, mode, ending))
	names, at = nil, 0
	for i, e := range codec.Encodings() {
		names = append(names, e.Name)
		if e.Name == c.Encoding.Name {
			at = i
		}
	}
	f.row(prefix+"encoding", "", f.choice(names, at, func(i int) {
		if c.Encoding = codec.Encodings()[i]; i == 0 {
			c.Encoding = codec.Encoding{}
		}
		f.d.changed()
	}))
	if len(c.Sums) > 0 {
		f.row(prefix+"sums", "", widget.NewLabel(trf("%d checksums, from the composer", len(c.Sums))))
	} else {
		f.form.problem(prefix + "sums")
	}
}

// words adds the text itself, and whether it has variables. What does not fit into a line is shown, and changed in the composer.
func (f *stepFields) words(prefix string, c *codec.Composition) {
	take := newButton(tr("From the composer"), func() { f.fromComposer(prefix, c) })
	if strings.ContainsAny(c.Text, "\r\n") || len([]rune(c.Text)) > maxEntry {
		shown := widget.NewLabel(shortText(c.Text))
		shown.Truncation = fyne.TextTruncateEllipsis
		f.row("", tr("Text"), shown)
		f.row(prefix+"text", "", container.NewVBox(fixed(0, widget.NewLabel(trf("%s bytes in %d lines", countText(uint64(len(c.Text))), 1+strings.Count(c.Text, "\n")))), take))
	} else {
		f.entry(prefix+"text", tr("Text"), c.Text, "", func(s string) { c.Text = s })
		f.row("", "", take)
	}
	variables := widget.NewCheck(tr("Variables in double braces"), func(on bool) {
		c.Variables = on
		f.d.changed()
	})
	variables.Checked = c.Variables
	f.row("", "", variables)
}

// fromComposer takes the message that stands in the composer of the tab in front.
func (f *stepFields) fromComposer(prefix string, c *codec.Composition) {
	w := f.d.w
	if w.chosen == tabLookups {
		return
	}
	*c = w.sockets[w.chosen].composer.Composition()
	f.d.rebuild(prefix + "text")
}

// entry adds a field of one line.
func (f *stepFields) entry(field, name, text, hint string, set func(string)) {
	e := newEntry(hint, f.d.close)
	e.SetText(text)
	e.full = func() {
		f.form.show(field, trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
	}
	e.OnChanged = func(s string) {
		delete(f.typed, field)
		set(s)
		f.d.keepUnread(field, s, f.typed[field] != "")
		f.d.changed()
	}
	if s, ok := f.d.unread[f.d.tree.rows[f.d.source.chosen].path][field]; ok {
		e.Text = s
		set(s)
	}
	e.OnSubmitted = func(string) { f.d.focusList() }
	f.row(field, name, e)
	f.d.fields[field] = e
}

// time adds a field of a time; an empty one is 0.
func (f *stepFields) time(field, name string, d *sequence.Duration, hint string) {
	text := ""
	if *d > 0 {
		text = d.String()
	}
	f.entry(field, name, text, hint, func(s string) {
		s = strings.ReplaceAll(strings.TrimSpace(s), " ", "")
		*d = 0
		if s == "" {
			return
		}
		t, err := time.ParseDuration(s)
		if err != nil || t <= 0 {
			f.typed[field] = trf("%q is no time: write 250ms, 10s or 1m30s", s)
			return
		}
		*d = sequence.Duration(t)
	})
}

func (f *stepFields) choice(names []string, at int, chosen func(i int)) *widget.Select {
	s := widget.NewSelect(names, nil)
	s.SetSelectedIndex(at)
	s.OnChanged = func(string) { chosen(s.SelectedIndex()) }
	return s
}

// row adds a line; field names its problem, "" has none.
func (f *stepFields) row(field, name string, content fyne.CanvasObject) {
	if name == "" {
		name = " "
	}
	f.form.box.Add(labelledWide(stepLabel, name, content))
	if field != "" {
		f.form.problem(field)
		if o, ok := content.(fyne.Focusable); ok {
			f.d.fields[field] = o
		}
	}
}

// stepLabel is the width of the names left of a step's fields.
const stepLabel = 66

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// ruleLabelWidth is the width of the names left of a rule's fields.
const ruleLabelWidth = 96

// A ruleForm is the form of one rule. What is typed goes into the rule at once.
type ruleForm struct {
	ed       *rulesEditor
	rule     *responder.Rule // nil: none is shown
	filling  bool            // the fields follow the rule, not the other way round
	name     *entry
	when     *widget.Select
	pattern  *entry
	as       *widget.Select
	encoding *widget.Select
	fold     *widget.Check
	trim     *widget.Check
	framing  *widget.Label   // what a message is
	compare  *fyne.Container // the rows of the pattern
	messages *fyne.Container // the conditions about messages
	texts    map[responder.Field]*entry
	once     *widget.Check
	goOn     *widget.Check
	steps    *ruleSteps
	problems map[responder.Field]*widgets.ProblemLabel
	content  *fyne.Container
}

// patternWays are how a pattern may be written.
var patternWays = []codec.Mode{codec.Text, codec.Escapes, codec.Hex}

func newRuleForm(ed *rulesEditor) *ruleForm {
	f := &ruleForm{ed: ed, texts: make(map[responder.Field]*entry), problems: make(map[responder.Field]*widgets.ProblemLabel), content: container.NewVBox()}
	f.name = f.entry(tr("what it is for"), func(r *responder.Rule, text string) { r.Name = text })
	f.when = f.choice(nil, func(r *responder.Rule, i int) {
		r.When = responder.Whens[i]
		f.showParts()
	})
	for _, w := range responder.Whens {
		f.when.Options = append(f.when.Options, whenText(w))
	}
	f.pattern = f.entry("", func(r *responder.Rule, text string) { r.Pattern = text })
	f.as = f.choice([]string{tr("Text"), tr("Escapes"), tr("Hex")}, func(r *responder.Rule, i int) {
		r.As = patternWays[i].String()
		if i == 0 {
			r.As = ""
		}
		f.hints()
	})
	f.encoding = f.choice(nil, func(r *responder.Rule, i int) {
		r.Encoding = codec.Encodings()[i].Name
		if i == 0 {
			r.Encoding = ""
		}
	})
	for _, e := range codec.Encodings() {
		f.encoding.Options = append(f.encoding.Options, e.Name)
	}
	f.fold = f.check(tr("In any case"), func(r *responder.Rule, on bool) { r.IgnoreCase = on })
	f.trim = f.check(tr("CR and LF at its end don't count"), func(r *responder.Rule, on bool) { r.Trim = on })
	f.once = f.check(tr("Once a connection"), func(r *responder.Rule, on bool) { r.If.Once = on })
	f.goOn = f.check(tr("Then go on with the rules below"), func(r *responder.Rule, on bool) { r.GoOn = on })
	f.steps = newRuleSteps(f)
	f.build()
	return f
}

func (f *ruleForm) build() {
	add := func(o ...fyne.CanvasObject) {
		for _, one := range o {
			f.content.Add(one)
		}
	}
	add(labelledWide(ruleLabelWidth, tr("Name"), f.name))
	add(labelledWide(ruleLabelWidth, tr("When"), f.when), f.problem(responder.FieldWhen))
	f.compare = container.NewVBox(labelledWide(ruleLabelWidth, tr("Pattern"), container.NewBorder(nil, nil, nil, fixed(116, f.as), f.pattern)),
		f.problem(responder.FieldPattern), f.problem(responder.FieldAs),
		labelledWide(ruleLabelWidth, tr("Encoding"), container.NewBorder(nil, nil, nil, f.fold, f.encoding)), f.problem(responder.FieldEncoding))
	add(f.compare)
	f.framing = widget.NewLabel(tr("On a stream a message is what framing makes of it, and without framing what one read brought."))
	f.framing.Importance = widget.LowImportance
	f.framing.Wrapping = fyne.TextWrapWord
	f.framing.SizeName = theme.SizeNameCaptionText
	add(f.trim, f.framing, widget.NewSeparator(), title(tr("Only if")))

	text := func(field responder.Field, hint string, set func(c *responder.Conditions, text string)) *entry {
		e := f.entry(hint, func(r *responder.Rule, text string) { set(&r.If, text) })
		f.texts[field] = e
		return e
	}
	messages := text(responder.FieldMessages, tr("which: 3, 2-5, 10-"), func(c *responder.Conditions, text string) { c.Messages = text })
	every := text(responder.FieldEvery, tr("3: every third"), func(c *responder.Conditions, text string) { c.Every = text })
	open := text(responder.FieldSessions, tr("how many: 1, 2-, -20"), func(c *responder.Conditions, text string) { c.Sessions = text })
	clock := text(responder.FieldClock, "08:00-17:30", func(c *responder.Conditions, text string) { c.Clock = text })
	since := text(responder.FieldSince, tr("age: 10s-1m, 30s-"), func(c *responder.Conditions, text string) { c.Since = text })
	pair := func(a, b fyne.CanvasObject) *fyne.Container { return container.NewGridWithColumns(2, a, b) }
	f.messages = container.NewVBox(pair(labelledWide(ruleLabelWidth, tr("Message no."), messages), labelledWide(ruleLabelWidth, tr("Every"), every)),
		f.problem(responder.FieldMessages), f.problem(responder.FieldEvery))
	add(f.messages)
	add(pair(labelledWide(ruleLabelWidth, tr("Connections"), open), labelledWide(ruleLabelWidth, tr("Time of day"), clock)),
		f.problem(responder.FieldSessions), f.problem(responder.FieldClock))
	add(pair(labelledWide(ruleLabelWidth, tr("Connected"), since), f.once), f.problem(responder.FieldSince))
	add(widget.NewSeparator(), title(tr("Do this")), f.steps.content, f.goOn)
}

func (f *ruleForm) problem(field responder.Field) fyne.CanvasObject {
	p := widgets.NewProblemLabel()
	f.problems[field] = p
	return p
}

// entry is one whose text goes into the rule.
func (f *ruleForm) entry(hint string, set func(r *responder.Rule, text string)) *entry {
	e := newEntry(hint, f.ed.leave)
	e.full = func() {
		f.ed.problem.SetText(trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
	}
	e.OnChanged = func(text string) { f.put(func(r *responder.Rule) { set(r, text) }) }
	e.reveal = func() { f.ed.reveal(e) }
	return e
}

func (f *ruleForm) choice(options []string, set func(r *responder.Rule, i int)) *widget.Select {
	var s *widget.Select
	s = widget.NewSelect(options, func(string) { f.put(func(r *responder.Rule) { set(r, max(s.SelectedIndex(), 0)) }) })
	return s
}

func (f *ruleForm) check(text string, set func(r *responder.Rule, on bool)) *widget.Check {
	return widget.NewCheck(text, func(on bool) { f.put(func(r *responder.Rule) { set(r, on) }) })
}

// put changes the rule, unless it is the rule that changes the fields.
func (f *ruleForm) put(change func(r *responder.Rule)) {
	if f.filling || f.rule == nil {
		return
	}
	change(f.rule)
	f.ed.changed()
}

// show shows a rule, which stays where it is until another is shown.
func (f *ruleForm) show(r *responder.Rule) {
	f.filling = true
	defer func() { f.filling = false }()
	f.rule = r
	f.name.SetText(r.Name)
	f.pattern.SetText(r.Pattern)
	f.when.Selected = whenText(r.When)
	f.when.Refresh()
	f.as.SetSelectedIndex(0)
	for i, m := range patternWays {
		if m.String() == r.As {
			f.as.SetSelectedIndex(i)
		}
	}
	f.encoding.Selected = f.encoding.Options[0]
	if e, ok := codec.Lookup(r.Encoding); ok {
		f.encoding.Selected = e.Name
	}
	f.encoding.Refresh()
	f.fold.SetChecked(r.IgnoreCase)
	f.trim.SetChecked(r.Trim)
	for field, text := range map[responder.Field]string{responder.FieldMessages: r.If.Messages, responder.FieldEvery: r.If.Every,
		responder.FieldSessions: r.If.Sessions, responder.FieldClock: r.If.Clock, responder.FieldSince: r.If.Since} {
		f.texts[field].SetText(text)
	}
	f.once.SetChecked(r.If.Once)
	f.goOn.SetChecked(r.GoOn)
	f.showParts()
	f.steps.show(r)
}

// showParts shows the fields that mean something for what the rule waits for.
func (f *ruleForm) showParts() {
	hears := f.rule.When != responder.WhenConnect && f.rule.When != responder.WhenFinish
	f.compare.Hidden = !f.rule.When.Compares()
	f.trim.Hidden, f.framing.Hidden = !hears, !hears
	f.messages.Hidden = f.rule.When == responder.WhenConnect && f.rule.If.Messages == "" && f.rule.If.Every == ""
	f.hints()
	f.content.Refresh()
}

// hints says how the pattern is written.
func (f *ruleForm) hints() {
	hint := ""
	switch {
	case f.rule.When == responder.WhenRegex:
		hint = `^name: (?P<who>\w+)`
	case f.as.SelectedIndex() == 1:
		hint = `\x01\r\n`
	case f.as.SelectedIndex() == 2:
		hint = "01 ?? 0a"
	}
	if f.pattern.PlaceHolder != hint {
		f.pattern.SetPlaceHolder(hint)
	}
}

// tell shows mistakes at their fields.
func (f *ruleForm) tell(mistakes responder.Mistakes) {
	texts := make(map[responder.Field]string)
	f.steps.tell(nil)
	for _, m := range mistakes {
		if m.Step > 0 {
			f.steps.tell(m)
		} else if texts[m.Field] == "" {
			texts[m.Field] = mistake(m.Err)
		}
	}
	for field, p := range f.problems {
		p.SetText(texts[field])
	}
	f.content.Refresh()
}

// focus goes to the first field.
func (f *ruleForm) focus(w *Window) {
	if f.rule != nil {
		w.win.Canvas().Focus(f.name)
	}
}

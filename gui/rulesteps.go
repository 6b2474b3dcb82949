package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// ruleSteps are the steps of the rule in a form: a line each, and a button for one more.
type ruleSteps struct {
	f       *ruleForm
	rows    []*stepRow
	box     *fyne.Container
	content *fyne.Container
}

func newRuleSteps(f *ruleForm) *ruleSteps {
	s := &ruleSteps{f: f, box: container.NewVBox()}
	more := newButton(tr("Add a step"), s.add)
	more.escape = f.ed.leave
	s.content = container.NewVBox(s.box, container.NewHBox(more))
	return s
}

// show shows the steps of a rule.
func (s *ruleSteps) show(r *responder.Rule) {
	s.rows = nil
	s.box.RemoveAll()
	for i := range r.Do {
		row := newStepRow(s, i)
		s.rows = append(s.rows, row)
		s.box.Add(row.content)
	}
	s.content.Refresh()
}

// changed is called when there are other steps than before.
func (s *ruleSteps) changed() {
	s.show(s.f.rule)
	s.f.ed.changed()
}

func (s *ruleSteps) add() {
	r := s.f.rule
	r.Do = append(r.Do, responder.Step{Do: responder.StepReply, Message: &codec.Composition{Variables: true}})
	s.changed()
	if e := s.rows[len(s.rows)-1].text; e != nil {
		s.f.ed.w.win.Canvas().Focus(e)
	}
}

// tell shows a mistake at its step; nil takes all away.
func (s *ruleSteps) tell(m *responder.Mistake) {
	for i, r := range s.rows {
		switch {
		case m == nil:
			r.problem.SetText("")
		case m.Step == i+1:
			r.problem.SetText(mistake(m.Err))
		}
	}
}

// A stepRow is one step: what is done, what that needs to know, and its place.
type stepRow struct {
	s       *ruleSteps
	at      int
	do      *widget.Select
	to      *choiceEntry   // of forward
	text    *entry         // of a message, or of a time
	way     *widget.Select // how the message is written
	problem *widgets.ProblemLabel
	content *fyne.Container
	box     *compositionBox // of the dialog that was open last, or nil
}

func newStepRow(s *ruleSteps, at int) *stepRow {
	r := &stepRow{s: s, at: at, problem: widgets.NewProblemLabel()}
	step := r.step()
	r.do = widget.NewSelect(nil, nil)
	for _, do := range responder.Steps {
		r.do.Options = append(r.do.Options, stepText(do))
	}
	r.do.Selected = stepText(step.Do)
	r.do.OnChanged = func(string) { r.choose(responder.Steps[max(r.do.SelectedIndex(), 0)]) }
	tool := func(icon fyne.Resource, press func()) *button {
		b := newIconButton("", icon, press)
		b.Importance = widget.LowImportance
		b.escape = s.f.ed.leave
		return b
	}
	up := tool(theme.MoveUpIcon(), func() { r.move(-1) })
	if at == 0 {
		up.Disable()
	}
	tools := container.NewHBox(up, tool(theme.DeleteIcon(), r.remove))
	var middle fyne.CanvasObject
	r.content = container.NewVBox()
	switch step.Do {
	case responder.StepReply:
		middle = r.message()
	case responder.StepWait:
		r.text = s.f.entry("500ms, 2s", func(rule *responder.Rule, text string) { rule.Do[r.at].Wait = text })
		r.text.Text = step.Wait
		middle = r.text
	case responder.StepForward:
		middle = r.target()
	}
	r.content.Add(container.NewBorder(nil, nil, fixed(150, r.do), tools, middle))
	if step.Do == responder.StepForward {
		r.content.Add(container.NewBorder(nil, nil, fixed(150, widget.NewLabel("")), nil, r.message()))
	}
	r.content.Add(r.problem)
	return r
}

// step is what the row shows.
func (r *stepRow) step() *responder.Step { return &r.s.f.rule.Do[r.at] }

// choose makes it a step that does something else; what was typed stays.
func (r *stepRow) choose(do string) {
	if r.step().Do == do {
		return
	}
	r.step().Do = do
	r.s.changed()
}

func (r *stepRow) move(by int) {
	do := r.s.f.rule.Do
	if to := r.at + by; to >= 0 && to < len(do) {
		do[r.at], do[to] = do[to], do[r.at]
		r.s.changed()
	}
}

func (r *stepRow) remove() {
	rule := r.s.f.rule
	rule.Do = slices.Delete(rule.Do, r.at, r.at+1)
	r.s.changed()
}

// target is whom to forward to.
func (r *stepRow) target() fyne.CanvasObject {
	ed := r.s.f.ed
	r.to = newChoiceEntry(nil)
	r.to.SetPlaceHolder(tr("others, #12, or a name"))
	choices := []string{responder.ToOthers}
	for _, e := range ed.w.bench.Endpoints() {
		if !slices.Contains(choices, e.Name) {
			choices = append(choices, e.Name)
		}
	}
	r.to.SetOptions(choices)
	r.to.SetText(r.step().To)
	r.to.OnChanged = func(text string) { r.s.f.put(func(rule *responder.Rule) { rule.Do[r.at].To = text }) }
	return r.to
}

// Ways in which a message is written; the first is the one that came in.
const (
	wayItself = iota
	wayText
	wayHex
	wayEscapes
)

// message is what is sent: the message that came in, or one that is written here; a long one in a dialog of its own.
func (r *stepRow) message() fyne.CanvasObject {
	r.text = r.s.f.entry("", func(rule *responder.Rule, text string) {
		if m := rule.Do[r.at].Message; m != nil {
			c := *m // the rules that were there before have this one too
			c.Text = text
			rule.Do[r.at].Message = &c
		}
	})
	r.text.SetPlaceHolder(trf("%s: what came in", "{{message}}"))
	r.way = widget.NewSelect(nil, nil)
	r.showMessage()
	more := newIconButton("", theme.DocumentCreateIcon(), r.ask)
	more.Importance = widget.LowImportance
	more.escape = r.s.f.ed.leave
	return container.NewBorder(nil, nil, nil, container.NewHBox(fixed(128, r.way), more), r.text)
}

// ways are what the choice of writing offers.
func (r *stepRow) ways() {
	if r.way == nil {
		return
	}
	r.way.OnChanged = nil
	r.way.Options = []string{tr("As it came"), tr("Text"), tr("Hex"), tr("Escapes")}
	way := wayItself
	if m := r.step().Message; m != nil {
		way = wayText + slices.Index(compositionModes, max(m.Mode, codec.Text))
	}
	r.way.Selected = r.way.Options[way]
	r.way.OnChanged = func(string) { r.write(r.way.SelectedIndex()) }
	r.way.Refresh()
}

// write takes another way to write the message.
func (r *stepRow) write(way int) {
	r.s.f.put(func(rule *responder.Rule) {
		step := &rule.Do[r.at]
		if way == wayItself {
			step.Message = nil
			return
		}
		c := codec.Composition{Variables: true, Text: r.text.Text}
		if step.Message != nil {
			c = *step.Message
		}
		c.Mode = compositionModes[way-wayText]
		if c.Mode == codec.Text {
			c.Mode = 0
		}
		step.Message = &c
	})
	r.showMessage()
}

// showMessage fills the fields of the message. One of several lines is only shown.
func (r *stepRow) showMessage() {
	f := r.s.f
	was := f.filling
	f.filling = true
	defer func() { f.filling = was }()
	m := r.step().Message
	switch {
	case m == nil:
		r.text.SetText("")
		r.text.Disable()
	case len(m.Text) > maxEntry || strings.ContainsAny(m.Text, "\r\n"):
		r.text.SetText(shortened(m.Text))
		r.text.Disable()
	default:
		r.text.SetText(m.Text)
		r.text.Enable()
	}
	r.ways()
}

// ask opens the message in a dialog, with all that belongs to it.
func (r *stepRow) ask() {
	c := codec.Composition{Variables: true}
	if m := r.step().Message; m != nil {
		c = *m
	}
	ed := r.s.f.ed
	at, rule := ed.at, r.s.f.rule
	try := func(c codec.Composition) error {
		trial := *rule
		trial.Do = []responder.Step{{Do: responder.StepReply, Message: &c}}
		for _, m := range responder.Check(trial, at+1) {
			if m.Field == responder.FieldMessage {
				return m.Err
			}
		}
		return nil
	}
	r.box = ed.w.askComposition(tr("Message"), responder.Variables(*rule), c, try, func(c codec.Composition) {
		r.step().Message = &c
		r.showMessage()
		ed.changed()
	})
}

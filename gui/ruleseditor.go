package gui

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// A rulesEditor is a dialog in which rules are written: their list, the form of the one that is chosen, and a sample that they
// are tried on as they change. It works on a copy, which is handed over once nothing in it is wrong.
type rulesEditor struct {
	w        *Window
	d        *dialog.CustomDialog
	was      []responder.Rule
	rules    []responder.Rule
	at       int // chosen; -1: there are none
	done     func([]responder.Rule)
	compiled *responder.Rules
	mistakes responder.Mistakes
	tried    responder.Trial

	list    *ruleList
	form    *ruleForm
	trial   *ruleTrial
	count   *widget.Label
	problem *widgets.ProblemLabel
	tools   []*button
	scroll  *container.Scroll // around the form
	right   *fyne.Container
	content fyne.CanvasObject
}

// editRules shows the editor; done takes the rules that a person made of them.
func (w *Window) editRules(rules []responder.Rule, done func([]responder.Rule)) *rulesEditor {
	ed := &rulesEditor{w: w, was: rules, rules: slices.Clone(rules), at: -1, done: done, count: widget.NewLabel(""), problem: widgets.NewProblemLabel()}
	for i := range ed.rules {
		ed.rules[i].Do = slices.Clone(ed.rules[i].Do)
	}
	ed.form = newRuleForm(ed)
	ed.trial = newRuleTrial(ed)
	ed.list = newRuleList(ed)
	ed.count.Importance = widget.LowImportance
	ed.count.Truncation = fyne.TextTruncateEllipsis
	tool := func(icon fyne.Resource, press func()) *button {
		b := newIconButton("", icon, press)
		b.escape = ed.leave
		ed.tools = append(ed.tools, b)
		return b
	}
	bar := container.NewHBox(tool(theme.ContentAddIcon(), ed.add), tool(theme.ContentCopyIcon(), ed.duplicate), tool(theme.DeleteIcon(), ed.remove),
		tool(theme.MoveUpIcon(), func() { ed.move(-1) }), tool(theme.MoveDownIcon(), func() { ed.move(1) }))
	left := container.NewBorder(container.NewBorder(nil, nil, bar, nil, ed.count), nil, nil, nil, ed.list)
	clear := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 2*theme.Padding()), ed.form.content) // of the scroll bar
	ed.scroll = container.NewVScroll(clear)
	ed.right = container.NewStack(ed.scroll)
	split := container.NewHSplit(left, ed.right)
	split.SetOffset(0.36)
	foot := container.NewVBox(ed.problem, widget.NewSeparator(), ed.trial.content)
	ed.content = container.NewBorder(nil, foot, nil, nil, split)
	ed.d = dialog.NewCustomWithoutButtons(tr("Rules"), ed.content, w.win)
	ok := newButton(tr("OK"), ed.take)
	ok.Importance = widget.HighImportance
	in, out, cancel := newButton(tr("Import…"), ed.importFile), newButton(tr("Export…"), ed.exportFile), newButton(tr("Cancel"), ed.leave)
	for _, b := range []*button{ok, in, out, cancel} {
		b.escape = ed.leave
	}
	ed.d.SetButtons([]fyne.CanvasObject{in, out, cancel, ok})
	ed.showForm() // of none, where there are no rules
	ed.goTo(0)
	ed.changed()
	size := w.win.Canvas().Size()
	ed.d.Show()
	ed.d.Resize(fyne.NewSize(min(1180, size.Width-24), min(860, size.Height-24)))
	w.win.Canvas().Focus(ed.list)
	return ed
}

// changed reads the rules anew and tries them.
func (ed *rulesEditor) changed() {
	var err error
	ed.compiled, err = responder.Compile(ed.rules)
	ed.mistakes, _ = err.(responder.Mistakes)
	ed.count.SetText(rulesText(ed.rules))
	ed.problem.SetText("")
	var mine responder.Mistakes
	if ed.at >= 0 {
		mine = responder.Check(ed.rules[ed.at], ed.at+1)
	}
	ed.form.tell(mine)
	ed.try()
}

// try tries the rules on the sample.
func (ed *rulesEditor) try() {
	ed.tried = responder.Trial{}
	if s, ok := ed.trial.sample(); ok {
		ed.tried = ed.compiled.Try(s)
		ed.trial.show(ed.tried)
	}
	ed.list.Refresh()
}

func (ed *rulesEditor) mistaken(i int) bool {
	return slices.ContainsFunc(ed.mistakes, func(m *responder.Mistake) bool { return m.Rule == i+1 })
}

// fits reports whether the sample fits the rule at i.
func (ed *rulesEditor) fits(i int) bool {
	return i < len(ed.tried.Verdicts) && ed.tried.Verdicts[i].Reason == responder.Fits
}

// goTo chooses the rule at i and brings it in sight.
func (ed *rulesEditor) goTo(i int) {
	if i >= 0 && i < len(ed.rules) {
		ed.list.Select(i)
		ed.list.ScrollTo(i)
	}
}

// choose shows the form of the rule at i; -1: of none.
func (ed *rulesEditor) choose(i int) {
	if i == ed.at {
		return
	}
	ed.at = i
	ed.showForm()
}

// showForm shows the rule that is chosen.
func (ed *rulesEditor) showForm() {
	for _, b := range ed.tools[1:] {
		if ed.at < 0 {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	if ed.at < 0 {
		ed.form.content.Hide()
		return
	}
	ed.form.content.Show()
	ed.form.show(&ed.rules[ed.at])
	ed.form.tell(responder.Check(ed.rules[ed.at], ed.at+1))
	if ed.compiled != nil && len(ed.tried.Verdicts) == len(ed.rules) {
		ed.trial.show(ed.tried)
	}
	ed.right.Refresh()
}

// reveal brings a field of the form in sight: the keys lead to all of them.
func (ed *rulesEditor) reveal(o fyne.CanvasObject) {
	driver := ed.w.app.Driver()
	y := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(ed.scroll).Y
	height, room := o.Size().Height, ed.scroll.Size().Height
	switch {
	case y < 0:
		ed.scroll.ScrollToOffset(fyne.NewPos(0, ed.scroll.Offset.Y+y-height))
	case y+height > room:
		ed.scroll.ScrollToOffset(fyne.NewPos(0, ed.scroll.Offset.Y+y+2*height-room))
	}
}

// put makes at the one that is chosen of rules that are others now.
func (ed *rulesEditor) put(at int) {
	ed.at = -1
	ed.list.UnselectAll()
	ed.changed()
	if at = min(at, len(ed.rules)-1); at >= 0 {
		ed.goTo(at)
	} else {
		ed.showForm()
	}
}

// add adds a rule behind the one that is chosen.
func (ed *rulesEditor) add() {
	at := ed.at + 1
	ed.rules = slices.Insert(ed.rules, at, responder.Rule{When: responder.WhenMessage, Trim: true, // as what people type ends in a line break
		Do: []responder.Step{{Do: responder.StepReply, Message: &codec.Composition{Variables: true}}}})
	ed.put(at)
	ed.form.focus(ed.w)
}

func (ed *rulesEditor) duplicate() {
	if ed.at < 0 {
		return
	}
	r := ed.rules[ed.at]
	r.Do = slices.Clone(r.Do)
	ed.rules = slices.Insert(ed.rules, ed.at+1, r)
	ed.put(ed.at + 1)
}

func (ed *rulesEditor) remove() {
	if ed.at >= 0 {
		ed.rules = slices.Delete(ed.rules, ed.at, ed.at+1)
		ed.put(ed.at)
	}
}

// move moves the rule that is chosen up or down.
func (ed *rulesEditor) move(by int) {
	to := ed.at + by
	if ed.at < 0 || to < 0 || to >= len(ed.rules) {
		return
	}
	ed.rules[ed.at], ed.rules[to] = ed.rules[to], ed.rules[ed.at]
	ed.put(to)
}

// toggle switches a rule on or off.
func (ed *rulesEditor) toggle(i int) {
	if i >= 0 && i < len(ed.rules) {
		ed.rules[i].Off = !ed.rules[i].Off
		ed.changed()
	}
}

// take hands the rules over, unless one that is on has a mistake: that is shown.
func (ed *rulesEditor) take() {
	if len(ed.mistakes) > 0 {
		m := ed.mistakes[0]
		ed.goTo(m.Rule - 1)
		ed.problem.SetText(trf("Rule %d has a mistake: put it right, or switch it off.", m.Rule))
		return
	}
	ed.d.Hide()
	ed.done(ed.rules)
}

// leave closes the editor; what was changed is given up only when that is meant.
func (ed *rulesEditor) leave() {
	if len(ed.was) == len(ed.rules) && (len(ed.rules) == 0 || reflect.DeepEqual(ed.was, ed.rules)) {
		ed.d.Hide()
		return
	}
	ed.w.ask(tr("Discard the changes?"), tr("The rules stay as they were before."), tr("Discard"), tr("Go on editing"), func(yes bool) {
		if yes {
			ed.d.Hide()
		} else {
			ed.w.win.Canvas().Focus(ed.list)
		}
	})
}

// importFile takes the rules of a file, in the place of those that are there or behind them.
func (ed *rulesEditor) importFile() {
	ed.w.askWhich(tr("Import rules"), func(path string) {
		ed.w.bench.ReadRules(path, func(rules []responder.Rule, err error) {
			if err != nil {
				ed.w.problem(tr("No rules were imported"), err)
				return
			}
			if len(ed.rules) == 0 {
				ed.rules = rules
				ed.put(0)
				return
			}
			d := dialog.NewCustomWithoutButtons(tr("Import rules"), widget.NewLabel(trf("The file has %d rules, and %d are here. The first that fits answers.", len(rules), len(ed.rules))), ed.w.win)
			choose := func(text string, put func()) *button {
				b := newButton(text, func() {
					d.Hide()
					put()
				})
				b.escape = d.Hide
				return b
			}
			replace := choose(tr("Replace these"), func() {
				ed.rules = rules
				ed.put(0)
			})
			replace.Importance = widget.HighImportance
			behind := choose(tr("Add behind"), func() {
				at := len(ed.rules)
				ed.rules = append(ed.rules, rules...)
				ed.put(at)
			})
			d.SetButtons([]fyne.CanvasObject{choose(tr("Cancel"), func() {}), behind, replace})
			d.Show()
			ed.w.win.Canvas().Focus(replace)
		})
	})
}

func (ed *rulesEditor) exportFile() {
	ed.w.askWhere(tr("Export rules"), "rules.json", nil, func(path string) {
		ed.w.bench.WriteRules(path, ed.rules, func(err error) {
			if err != nil {
				ed.w.problem(tr("No rules were exported"), err)
			}
		})
	})
}

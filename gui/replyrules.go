package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/responder"
)

// rulesFields are the rules of the reply by rules: how many, and the way to their editor.
type rulesFields struct {
	r      *replyForm
	said   *widget.Label
	edit   *button
	row    fyne.CanvasObject
	editor *rulesEditor // the last one, or nil
}

func newRulesFields(r *replyForm) replyFields {
	f := &rulesFields{r: r, said: widget.NewLabel("")}
	f.said.Truncation = fyne.TextTruncateEllipsis
	f.edit = newButton(tr("Edit rules…"), f.ask)
	f.row = labelled(tr("Rules"), container.NewBorder(nil, nil, nil, f.edit, f.said))
	return f
}

func (f *rulesFields) content() fyne.CanvasObject { return f.row }

func (f *rulesFields) show(c responder.Config) { f.said.SetText(rulesText(rulesOf(c))) }

// rulesOf are the rules that a config has.
func rulesOf(c responder.Config) []responder.Rule {
	rules, err := responder.ReadRules([]byte(c.Rules))
	if err != nil {
		return nil
	}
	return rules
}

// rulesText counts rules: 12 rules, 3 off.
func rulesText(rules []responder.Rule) string {
	off := 0
	for i := range rules {
		if rules[i].Off {
			off++
		}
	}
	switch {
	case len(rules) == 0:
		return tr("none yet")
	case off > 0:
		return trf("%d rules, %d off", len(rules), off)
	}
	if len(rules) == 1 {
		return tr("1 rule")
	}
	return trf("%d rules", len(rules))
}

func (f *rulesFields) ask() { f.editor = f.r.p.w.editRules(rulesOf(f.r.config), f.take) }

// take takes the rules that a person made.
func (f *rulesFields) take(rules []responder.Rule) {
	text, err := responder.WriteRules(rules)
	if err != nil {
		f.r.p.w.problem(tr("The rules were not taken"), err)
		return
	}
	f.r.config.Rules = string(text)
	f.show(f.r.config)
	f.r.changed()
	f.r.keep()
}

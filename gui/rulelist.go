package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A ruleList lists the rules of an editor, each with a check for on and off. Up and Down choose, Space switches, Delete removes,
// Alt+Up and Alt+Down move.
type ruleList struct {
	widget.List
	ed *rulesEditor
}

func newRuleList(ed *rulesEditor) *ruleList {
	l := &ruleList{ed: ed}
	l.Length = func() int { return len(ed.rules) }
	l.CreateItem = func() fyne.CanvasObject { return newRuleItem(ed) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*ruleItem).show(i) }
	l.OnSelected = func(i widget.ListItemID) { ed.choose(i) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey implements [fyne.Focusable].
func (l *ruleList) TypedKey(k *fyne.KeyEvent) {
	page := max(int(l.Size().Height/max(l.CreateItem().MinSize().Height, 1))-1, 1)
	switch k.Name {
	case fyne.KeyUp:
		l.ed.goTo(l.ed.at - 1)
	case fyne.KeyDown:
		l.ed.goTo(l.ed.at + 1)
	case fyne.KeyPageUp:
		l.ed.goTo(max(l.ed.at-page, 0))
	case fyne.KeyPageDown:
		l.ed.goTo(min(l.ed.at+page, len(l.ed.rules)-1))
	case fyne.KeyHome:
		l.ed.goTo(0)
	case fyne.KeyEnd:
		l.ed.goTo(len(l.ed.rules) - 1)
	case fyne.KeySpace:
		l.ed.toggle(l.ed.at)
	case fyne.KeyDelete:
		l.ed.remove()
	case fyne.KeyInsert:
		l.ed.add()
	case fyne.KeyReturn, fyne.KeyEnter:
		l.ed.form.focus(l.ed.w)
	case fyne.KeyEscape:
		l.ed.leave()
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (l *ruleList) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt {
		switch c.KeyName {
		case fyne.KeyUp:
			l.ed.move(-1)
		case fyne.KeyDown:
			l.ed.move(1)
		}
	}
}

// A ruleItem is one line of the list.
type ruleItem struct {
	widget.BaseWidget
	ed     *rulesEditor
	at     int
	on     *widget.Check
	number *widget.Label
	text   *widget.Label
	mark   *widget.Icon
	row    *fyne.Container
}

func newRuleItem(ed *rulesEditor) *ruleItem {
	r := &ruleItem{ed: ed, number: widget.NewLabel("1000"), text: widget.NewLabel(""), mark: widget.NewIcon(nil)}
	r.on = widget.NewCheck("", nil)
	r.number.Alignment = fyne.TextAlignTrailing
	r.number.Importance = widget.LowImportance
	r.text.Truncation = fyne.TextTruncateEllipsis
	r.row = container.NewBorder(nil, nil, container.NewHBox(r.on, fixed(46, r.number)), r.mark, r.text)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is called by Fyne.
func (r *ruleItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.row) }

// show shows the rule at i.
func (r *ruleItem) show(i int) {
	if i >= len(r.ed.rules) {
		return
	}
	rule := &r.ed.rules[i]
	r.at = i
	r.on.OnChanged = nil
	r.on.SetChecked(!rule.Off)
	r.on.OnChanged = func(bool) { r.ed.toggle(r.at) }
	r.number.SetText(countText(uint64(i + 1)))
	r.text.Importance = widget.MediumImportance
	if rule.Off {
		r.text.Importance = widget.LowImportance
	}
	r.text.SetText(ruleSummary(rule))
	switch {
	case r.ed.mistaken(i) && !rule.Off:
		r.mark.SetResource(theme.NewErrorThemedResource(theme.ErrorIcon()))
	case r.ed.fits(i):
		r.mark.SetResource(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	default:
		r.mark.SetResource(nil)
	}
}

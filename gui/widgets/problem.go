package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A ProblemLabel says below an entry what is wrong with it, in the colour of
// errors. It wraps by word, so it never widens a form, can be selected and
// copied, and takes no room while there is nothing to say.
type ProblemLabel struct {
	widget.Label
}

// NewProblemLabel returns a label with nothing to say.
func NewProblemLabel() *ProblemLabel {
	p := &ProblemLabel{}
	p.Importance = widget.DangerImportance
	p.Wrapping = fyne.TextWrapWord
	p.Selectable = true
	p.SizeName = theme.SizeNameCaptionText
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// SetText says what is wrong; an empty text hides the label.
func (p *ProblemLabel) SetText(text string) {
	if text == p.Text && p.Hidden == (text == "") {
		return
	}
	p.Label.SetText(text)
	if text == "" {
		p.Hide()
	} else {
		p.Show()
	}
}

// SetError says what err says; nil is nothing.
func (p *ProblemLabel) SetError(err error) {
	if err == nil {
		p.SetText("")
		return
	}
	p.SetText(err.Error())
}

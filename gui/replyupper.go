package gui

import (
	"fyne.io/fyne/v2"

	"wirevise/netcore/responder"
)

// upperFields are the prefix of the upper-case reply.
type upperFields struct {
	r      *replyForm
	prefix *entry
	row    fyne.CanvasObject
}

func newUpperFields(r *replyForm) replyFields {
	u := &upperFields{r: r, prefix: r.p.entry("", trf("before each answer; %s becomes the time", "{{time}}"))}
	u.prefix.OnChanged = func(text string) {
		r.config.Prefix = text
		r.changed()
	}
	u.row = labelled(tr("Prefix"), u.prefix)
	return u
}

func (u *upperFields) content() fyne.CanvasObject { return u.row }

func (u *upperFields) show(c responder.Config) {
	if u.prefix.Text != c.Prefix {
		u.prefix.SetText(c.Prefix)
	}
}

package gui

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// fixedFields are the message of the fixed reply.
type fixedFields struct {
	r    *replyForm
	said *widget.Label
	edit *button
	row  fyne.CanvasObject
	box  *compositionBox // of the dialog that was open last, or nil
}

func newFixedFields(r *replyForm) replyFields {
	f := &fixedFields{r: r, said: widget.NewLabel("")}
	f.said.Truncation = fyne.TextTruncateEllipsis
	f.edit = newButton(tr("Edit…"), f.ask)
	f.row = labelled(tr("Answer"), container.NewBorder(nil, nil, nil, f.edit, f.said))
	return f
}

func (f *fixedFields) content() fyne.CanvasObject { return f.row }

func (f *fixedFields) show(c responder.Config) {
	text := compositionText(f.composition(c))
	if c.Message == "" {
		text = tr("none yet")
	}
	f.said.SetText(text)
}

// composition reads what the config has.
func (f *fixedFields) composition(c responder.Config) (m codec.Composition) {
	if c.Message == "" || json.Unmarshal([]byte(c.Message), &m) != nil {
		return codec.Composition{Variables: true}
	}
	return m
}

func (f *fixedFields) ask() {
	f.box = f.r.p.w.askComposition(tr("Answer to each message"), responder.FixedVariables, f.composition(f.r.config), func(c codec.Composition) error {
		_, err := responder.NewFixed(c)
		return err
	}, func(c codec.Composition) {
		f.r.config.Message = responder.FixedText(c)
		f.show(f.r.config)
		f.r.changed()
		f.r.keep()
	})
}

// compositionText is a message in one line.
func compositionText(c codec.Composition) string {
	const most = 200
	text := strings.Join(strings.Fields(c.Text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	if c.Mode == codec.Hex {
		return tr("Hex") + ": " + text
	}
	return text
}

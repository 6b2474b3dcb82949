package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// framingPresets are what the row of the form offers at once, as framing.Parse has them.
var framingPresets = []string{"", "lines", "lines:crlf", "delimiter:00", "length:u8", "length:u16be", "length:u32be", "length:u32le", "length:varint", "netstring", "gap:20ms"}

// A framingRow is the row of a form that chooses how a stream is framed: what is usual in a list, everything else in a dialog. What is
// sent is framed as what is received, unless the dialog says otherwise, and then the row says so.
type framingRow struct {
	p             *socketPane
	choice        *widget.Select
	more          *button
	sent          *widget.Label
	receive, send string // as framing.Parse and framing.ParseSend have them
	texts         []string
}

func newFramingRow(p *socketPane) *framingRow {
	r := &framingRow{p: p, choice: widget.NewSelect(nil, nil), sent: widget.NewLabel("")}
	r.sent.Importance = widget.LowImportance
	r.sent.Wrapping = fyne.TextWrapWord
	r.more = newButton(tr("Details…"), r.details)
	r.set("", "")
	r.choice.OnChanged = func(string) { r.chosen(r.choice.SelectedIndex()) }
	return r
}

func (r *framingRow) add(f *form) {
	f.row(tr("Framing"), container.NewBorder(nil, nil, nil, r.more, r.choice), workbench.FieldFraming)
	f.box.Add(r.sent)
}

// chosen takes what a person chose in the list.
func (r *framingRow) chosen(i int) {
	if i < 0 || i >= len(r.texts) {
		return
	}
	r.set(r.texts[i], r.send)
	r.p.changed()
}

// set shows these framings, which are right.
func (r *framingRow) set(receive, send string) {
	r.receive, r.send = receive, send
	r.texts = slices.Clone(framingPresets)
	if !slices.Contains(r.texts, receive) {
		r.texts = append(r.texts, receive)
	}
	r.choice.Options = nil
	for _, text := range r.texts {
		f, _ := framing.Parse(text)
		r.choice.Options = append(r.choice.Options, framingWords(f))
	}
	r.choice.Selected = r.choice.Options[slices.Index(r.texts, receive)]
	r.choice.Refresh()
	said := ""
	if send != "" {
		f, _ := framing.Parse(send)
		said = trf("Sent otherwise: %s", sentWords(f))
	}
	if r.sent.Text != said || r.sent.Hidden != (said == "") {
		r.sent.SetText(said)
		r.sent.Hidden = said == ""
		r.p.relayout()
	}
}

func sentWords(f netcore.Framer) string {
	if f == nil {
		return tr("as it is")
	}
	return framingWords(f)
}

// details asks for everything else.
func (r *framingRow) details() {
	r.p.w.askFraming(r.receive, r.send, func(receive, send string) {
		r.set(receive, send)
		r.p.changed()
	})
}

// framer returns what frames a message of this tab: as the first of those that get it does, or as the form says while there is nobody.
func (p *socketPane) framer() netcore.Framer {
	if list := p.composer.receivers(); len(list) > 0 {
		return p.w.bench.SendFramer(list[0])
	}
	spec, err := p.kind.typed().Spec()
	if err != nil {
		return nil
	}
	return spec.Send
}

// reframe shows the message's bytes anew once something else frames them.
func (p *socketPane) reframe() {
	if now := framing.Text(p.framer()); now != p.framed {
		p.framed = now
		p.composer.check()
	}
}

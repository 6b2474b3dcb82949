package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// A repeatDialog asks how often the composer's message is sent, and begins with it as it stands then.
type repeatDialog struct {
	c     *composer
	d     *dialog.CustomDialog
	form  *form
	every *entry
	times *entry
}

// repeatWidth is the width of the dialog, in pixels.
const repeatWidth = 460

// askRepeat asks how often to send the message of the tab in front.
func (w *Window) askRepeat() {
	if w.chosen == tabLookups {
		w.say(tr("Nothing to repeat"), tr("Lookups send no messages: choose another tab."))
		return
	}
	w.sockets[w.chosen].composer.askRepeat()
}

// repeatItem offers the dialog in the composer's menu.
func (c *composer) repeatItem() *fyne.MenuItem { return fyne.NewMenuItem(tr("Repeat…"), c.askRepeat) }

// askRepeat shows what is wrong with the message instead, where something is.
func (c *composer) askRepeat() {
	message, ok := c.written()
	if !ok {
		return
	}
	payload, err := message.Bytes(c.exampleVars())
	if err == nil {
		payload, err = c.framed(payload)
	}
	switch {
	case err != nil:
		c.placeCursor(err)
		return
	case len(c.receivers()) == 0:
		c.complain(c.nobody())
		return
	case len(payload) == 0 && c.to == nil:
		c.complain(tr("There is nothing to send: a stream has no empty messages"))
		return
	}
	hide := func() {}
	r := &repeatDialog{c: c, form: newForm()}
	field := func(text, hint string) *entry {
		e := newEntry(hint, func() { hide() })
		e.SetText(text)
		e.OnChanged = func(string) { r.form.clear() }
		e.OnSubmitted = func(string) { r.begin() }
		return e
	}
	last := c.w.repeated
	if last.Every == "" {
		last.Every = "1000"
	}
	r.every = field(last.Every, tr("milliseconds, or 1.5s"))
	r.times = field(last.Times, tr("empty: until it is stopped"))
	r.form.row(tr("Every"), container.NewBorder(nil, nil, nil, widget.NewLabel(tr("ms")), r.every), workbench.FieldEvery)
	r.form.row(tr("Times"), r.times, workbench.FieldTimes)
	says := widget.NewLabel(trf("The message that stands in the composer, to the receivers chosen there: %s, to %d.", sizeText(len(payload)), len(c.receivers())))
	says.Wrapping = fyne.TextWrapWord
	says.Importance = widget.LowImportance
	says.Resize(fyne.NewSize(repeatWidth, 0)) // for the height of its lines
	r.d = dialog.NewCustomWithoutButtons(tr("Repeat the message"), container.NewVBox(fixed(repeatWidth, says), r.form.box, r.form.general), c.w.win)
	hide = r.d.Hide
	start, cancel := newButton(tr("Start"), r.begin), newButton(tr("Cancel"), hide)
	start.Importance = widget.HighImportance
	start.escape, cancel.escape = hide, hide
	r.d.SetButtons([]fyne.CanvasObject{cancel, start})
	r.d.Show()
	c.w.win.Canvas().Focus(r.every)
	r.every.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (r *repeatDialog) begin() {
	typed := workbench.RepeatForm{Every: r.every.Text, Times: r.times.Text}
	every, times, err := typed.Parse()
	if err != nil {
		r.form.show(workbench.FieldOf(err))
		return
	}
	c := r.c
	message, err := c.Composition().Compile()
	if err != nil {
		r.form.show("", mistake(err))
		return
	}
	to := c.receivers()
	if len(to) == 0 {
		r.form.show("", c.nobody())
		return
	}
	c.w.repeated = typed
	r.d.Hide()
	j := workbench.RepeatJob{Title: trf("Repeat to %s", c.named(to)), Every: every, Times: times, Message: message, To: to, Say: repeatText}
	if c.to != nil {
		j.Peer = c.to.Text
	}
	if message.Uses("clip") {
		clip := c.w.app.Clipboard().Content() // as it is now: a task may not ask for it
		j.Clip = func() (string, error) { return clip, nil }
	}
	c.w.bench.Repeat(j)
	c.w.win.Canvas().Focus(c.entry)
}

// named calls receivers by their number, or how many they are.
func (c *composer) named(to []netcore.SessionID) string {
	if len(to) > 1 {
		return trf("%d connections", len(to))
	}
	for _, e := range c.w.bench.Endpoints() {
		for _, s := range e.Sessions {
			if s.ID == to[0] {
				return sessionName(s)
			}
		}
	}
	return "#" + countText(uint64(to[0]))
}

// repeatText says how a repeat stands.
func repeatText(t sequence.Tally) string {
	done := trf("%s times", countText(t.Times))
	if t.Of > 0 {
		done = trf("%s of %s times", countText(t.Times), countText(t.Of))
	}
	parts := []string{done}
	if t.Skipped > 0 {
		parts = append(parts, trf("%s skipped", countText(t.Skipped)))
	}
	if t.Refused > 0 {
		parts = append(parts, trf("%s refused: a peer does not read", countText(t.Refused)))
	}
	if t.Ended > 0 {
		parts = append(parts, trf("%d connections ended", t.Ended))
	}
	if j := t.Timing; j.Intervals > 0 {
		parts = append(parts, trf("every %s ± %s", sequence.Short(j.Mean), sequence.Short(j.Deviation)),
			trf("late %s, 99 %%: %s", sequence.Short(j.LateP50), sequence.Short(j.LateP99)))
	}
	return strings.Join(parts, " · ")
}

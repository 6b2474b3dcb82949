package gui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// A ruleTrial is the foot of the editor: a sample, and what the rules make of it.
type ruleTrial struct {
	ed       *rulesEditor
	when     *widget.Select
	entry    *entry
	mode     *widgets.SegmentedControl
	count    *entry
	sessions *entry
	age      *entry
	problem  *widgets.ProblemLabel
	said     *widget.Label
	content  fyne.CanvasObject
}

// trialHeight is the room for what the rules make of the sample, in pixels.
const trialHeight = 68

var trialWhens = []responder.When{responder.WhenMessage, responder.WhenConnect, responder.WhenFinish}

func newRuleTrial(ed *rulesEditor) *ruleTrial {
	t := &ruleTrial{ed: ed, problem: widgets.NewProblemLabel(), said: widget.NewLabel("")}
	field := func(text string) *entry {
		e := newEntry("", ed.leave)
		e.SetText(text)
		e.OnChanged = func(string) { ed.try() }
		return e
	}
	t.when = widget.NewSelect([]string{tr("This message comes"), tr("A connection begins"), tr("The peer finishes")}, func(string) { ed.try() })
	t.when.Selected = t.when.Options[0]
	t.entry = field("")
	t.entry.SetPlaceHolder(tr("a sample to try the rules on"))
	t.mode = widgets.NewSegmentedControl([]string{tr("Text"), tr("Hex"), tr("Escapes")}, func(int) { ed.try() })
	t.count, t.sessions, t.age = field("1"), field("1"), field("0s")
	dim := func(text string) *widget.Label {
		l := widget.NewLabel(text)
		l.Importance = widget.LowImportance
		return l
	}
	about := container.NewHBox(dim(tr("as no.")), fixed(52, t.count), dim(tr("of connections")), fixed(52, t.sessions), dim(tr("after")), fixed(64, t.age))
	t.said.Wrapping = fyne.TextWrapBreak
	t.said.Selectable = true
	said := container.NewVScroll(t.said)
	said.SetMinSize(fyne.NewSize(0, trialHeight))
	t.content = container.NewVBox(container.NewBorder(nil, nil, container.NewHBox(title(tr("Try")), fixed(190, t.when)), t.mode, t.entry),
		container.NewHBox(about), t.problem, said)
	return t
}

// sample reads the fields. A mistake in them is told; there is none before a message is typed.
func (t *ruleTrial) sample() (s responder.Sample, ok bool) {
	s = responder.Sample{When: trialWhens[max(t.when.SelectedIndex(), 0)], Now: time.Now(), Session: 1, Peer: "192.0.2.1:50000"}
	var err error
	fail := func(what error) (responder.Sample, bool) {
		t.problem.SetText(mistake(what))
		t.said.SetText("")
		return s, false
	}
	mode := compositionModes[t.mode.Selected()]
	if s.Payload, err = codec.Compose(t.entry.Text, mode, codec.Encoding{}, codec.NoEnding); err != nil {
		return fail(err)
	}
	if s.Count, err = strconv.ParseUint(strings.TrimSpace(t.count.Text), 10, 64); err != nil || s.Count == 0 {
		return fail(fmt.Errorf("%s", trf("%q is no number of a message", t.count.Text)))
	}
	if s.Sessions, err = strconv.Atoi(strings.TrimSpace(t.sessions.Text)); err != nil || s.Sessions < 1 {
		return fail(fmt.Errorf("%s", trf("%q is no number of connections", t.sessions.Text)))
	}
	if s.Since, err = time.ParseDuration(strings.TrimSpace(t.age.Text)); err != nil || s.Since < 0 {
		return fail(fmt.Errorf("%s", trf("%q is no time: write 500ms, 2s or 1m", t.age.Text)))
	}
	t.problem.SetText("")
	if s.When == responder.WhenMessage && t.entry.Text == "" {
		t.said.SetText("")
		return s, false
	}
	return s, true
}

// trialLines is how many lines of it are shown at most.
const trialLines = 200

// show says what the rules made of the sample.
func (t *ruleTrial) show(trial responder.Trial) {
	var lines []string
	rule := 0
	for _, d := range trial.Done {
		if d.Rule != rule {
			rule = d.Rule
			lines = append(lines, t.fitText(trial, rule))
		}
		if lines = append(lines, "    "+doneText(d)); len(lines) > trialLines {
			break
		}
	}
	for i, v := range trial.Verdicts { // a rule that fits and does nothing
		if v.Reason == responder.Fits && len(t.ed.rules[i].Do) == 0 && len(lines) < trialLines {
			lines = append(lines, t.fitText(trial, i+1)+" "+tr("and does nothing"))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, tr("No rule fits: nothing is answered."))
	}
	if at := t.ed.at; at >= 0 && at < len(trial.Verdicts) && trial.Verdicts[at].Reason != responder.Fits {
		v := trial.Verdicts[at]
		lines = append(lines, trf("Rule %d, which is chosen, does not: %s", at+1, tr(v.Reason.String())))
	}
	t.said.SetText(strings.Join(lines, "\n"))
}

// fitText names a rule that fits, and what it found.
func (t *ruleTrial) fitText(trial responder.Trial, rule int) string {
	text := trf("Rule %d fits: %s", rule, ruleSummary(&t.ed.rules[rule-1]))
	for _, c := range trial.Verdicts[rule-1].Captures {
		switch c.Name {
		case "session", "sessions", "message", "before", "after", "0":
			continue
		}
		text += " · {{" + c.Name + "}} = " + payloadText(c.Value)
	}
	return text
}

// doneText says what is done.
func doneText(d responder.Done) string {
	if d.Err != nil {
		return trf("step %d can't be done: %s", d.Step, mistake(d.Err))
	}
	m := d.Action.Message.Payload
	switch d.Action.Do {
	case netcore.ActReply:
		return trf("replies %s: %s", sizeText(len(m)), payloadText(m))
	case netcore.ActWait:
		return trf("waits %s", d.Action.Wait)
	case netcore.ActForward:
		return trf("forwards %s to %s: %s", sizeText(len(m)), targetText(d.Action.To), payloadText(m))
	case netcore.ActHalfClose:
		return tr("finishes sending (FIN)")
	case netcore.ActClose:
		return tr("closes")
	}
	return tr("resets the connection (RST)")
}

func targetText(to netcore.Target) string {
	switch {
	case to.Others:
		return tr("all others")
	case to.Session != 0:
		return "#" + countText(uint64(to.Session))
	}
	return to.Endpoint
}

// payloadText writes bytes exactly, as escapes, up to a length.
func payloadText(payload []byte) string {
	const most = 400
	if len(payload) > most {
		return `"` + codec.Escape(payload[:most]) + `…"`
	}
	return `"` + codec.Escape(payload) + `"`
}

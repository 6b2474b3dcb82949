package gui

import (
	"strings"

	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// A sequenceRun is what the dialog began last.
type sequenceRun struct {
	*workbench.SequenceRun
	edited bool // its steps are no longer those that the dialog shows
}

// endpoints offers what is open to run on, and a new connection to where the client's form leads. A connection that was chosen and
// has ended stays chosen, and says so: what was meant for one goes to nobody else.
func (d *sequenceDialog) endpoints(infos []netcore.EndpointInfo) {
	if d.d == nil {
		return
	}
	was, wanted, fresh, name := d.target(), d.w.chosen, d.on.SelectedIndex() < 0, d.on.Selected
	d.targets, d.on.Options = d.targets[:0], nil
	at, here := -1, -1
	for _, e := range infos {
		for _, s := range e.Sessions {
			if s.ID == was {
				at = len(d.targets)
			}
			if here < 0 && wanted < len(d.w.sockets) && d.w.sockets[wanted].role == e.Role {
				here = len(d.targets)
			}
			d.targets = append(d.targets, s.ID)
			d.on.Options = append(d.on.Options, e.Name+" "+sessionName(s))
		}
	}
	d.targets = append(d.targets, 0)
	d.on.Options = append(d.on.Options, trf("a new connection to %s", d.w.clientAddress()))
	switch {
	case at < 0 && !fresh && was == 0:
		at = len(d.targets) - 1
	case at < 0 && !fresh:
		if d.gone != was {
			d.gone, name = was, trf("%s, which has ended", name)
		}
		at = len(d.targets)
		d.targets = append(d.targets, was)
		d.on.Options = append(d.on.Options, name)
	case at < 0:
		at = max(here, 0)
	}
	d.on.SetSelectedIndex(at)
	d.on.Refresh()
}

// target is the session that is chosen; 0 is a new connection.
func (d *sequenceDialog) target() netcore.SessionID {
	if i := d.on.SelectedIndex(); i >= 0 && i < len(d.targets) {
		return d.targets[i]
	}
	return 0
}

// clientAddress is where the client's form leads.
func (w *Window) clientAddress() string {
	f := w.sockets[tabClient].kind.(*clientForm)
	return hostPort(f.host.Text, f.port.Text)
}

// press runs the sequence, or stops it.
func (d *sequenceDialog) press() {
	d.w.win.Canvas().Focus(d.start) // a click does not, and Escape closes the dialog from there
	if d.running() {
		d.w.bench.StopActivity(d.run.ID)
		return
	}
	p, ok := d.check()
	if !ok {
		d.toProblem()
		return
	}
	d.problem.SetText("")
	j := workbench.SequenceJob{Program: p, On: d.target()}
	if j.On != 0 && j.On == d.gone {
		d.problem.SetText(tr("The connection that was chosen has ended: choose another to run on."))
		d.w.win.Canvas().Focus(d.on)
		return
	}
	if j.On == 0 {
		spec, err := d.w.sockets[tabClient].kind.typed().Spec()
		if err != nil {
			_, text := workbench.FieldOf(err)
			d.problem.SetText(text)
			return
		}
		spec.Responder = nil
		j.Spec = spec
	} else {
		j.Peer = d.w.sockets[tabUDP].composer.to.Text
		if !d.datagrams(j.On) {
			j.Peer = ""
		}
	}
	words := make([]string, len(d.tree.rows))
	for i, row := range d.tree.rows {
		words[i] = stepWords(row.step)
	}
	j.Title = d.title()
	j.Say = func(m sequence.Moment) string { return momentText(m, words) }
	d.run = &sequenceRun{SequenceRun: d.w.bench.RunSequence(j, nil)}
	d.showRun()
}

// toProblem goes to the first step with something wrong.
func (d *sequenceDialog) toProblem() {
	for i, row := range d.tree.rows {
		if d.source.wrong[row.path] != "" {
			if i != d.source.chosen {
				d.choose(i)
			}
			d.list.Reveal(i)
			d.problem.SetText(trf("Step %s is not complete yet.", row.path))
			return
		}
	}
	d.problem.SetText(tr("There are no steps yet: Add makes one."))
}

func (d *sequenceDialog) title() string {
	name := strings.TrimSpace(d.tree.sequence.Name)
	if name == "" {
		return tr("Sequence")
	}
	return trf("Sequence “%s”", name)
}

func (d *sequenceDialog) datagrams(id netcore.SessionID) bool {
	for _, e := range d.w.bench.Endpoints() {
		for _, s := range e.Sessions {
			if s.ID == id {
				return s.Boundary == netcore.Datagram
			}
		}
	}
	return false
}

func (d *sequenceDialog) running() bool {
	if d.run == nil {
		return false
	}
	_, ended := d.run.Result()
	return !ended
}

// update shows what came of the run meanwhile. It is told when activities are shown.
func (d *sequenceDialog) update() {
	if d.d != nil && d.run != nil {
		d.showRun()
	}
}

// showRun shows what came of the steps so far.
func (d *sequenceDialog) showRun() {
	start, icon := tr("Run"), widget.HighImportance
	if d.running() {
		start, icon = tr("Stop"), widget.MediumImportance
	}
	if d.start.Text != start {
		d.start.Text, d.start.Importance = start, icon
		d.start.Refresh()
	}
	if d.run == nil {
		return
	}
	results, now, round := d.run.Look()
	if d.source.results, d.source.now = results, now; d.run.edited {
		d.source.results, d.source.now = nil, -1
	}
	d.list.RefreshRows()
	d.showOutcome()
	result, ended := d.run.Result()
	importance, text := widget.MediumImportance, ""
	switch {
	case ended:
		text = resultWords(result)
		if !result.Passed() && !stoppedHere(result.Failure()) {
			importance = widget.DangerImportance
		}
	case now >= 0 && round > 0:
		text = trf("runs: round %s", countText(round))
	default:
		text = tr("runs…")
	}
	if d.said.Importance != importance {
		d.said.Importance = importance
		d.said.Refresh()
	}
	setText(d.said, text)
}

// showOutcome says below the fields of a step what came of it the last time.
func (d *sequenceDialog) showOutcome() {
	text, importance := "", widget.LowImportance
	if i := d.source.chosen; i >= 0 && i < len(d.source.results) {
		s := d.source.results[i]
		text = s.Said
		if s.Err != nil && !stoppedHere(s.Err) {
			text, importance = netcore.Explain(s.Err).String(), widget.DangerImportance
			if s.Said != "" {
				text += "; " + s.Said
			}
		}
	}
	if d.outcome.Importance != importance {
		d.outcome.Importance = importance
		d.outcome.Refresh()
	}
	setText(d.outcome, text)
}

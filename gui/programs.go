package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/responder/program"
)

// warn lets a person choose between doing something that can do harm and leaving it. To leave it has the focus: Enter and Escape do.
func (w *Window) warn(question, text, do string, yes func()) {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	label.Resize(fyne.NewSize(saidWidth, 0)) // for the height of its lines
	d := dialog.NewCustomWithoutButtons(question, fixed(saidWidth, label), w.win)
	leave := newButton(tr("Cancel"), d.Hide)
	sure := newButton(do, func() {
		d.Hide()
		yes()
	})
	sure.Importance = widget.DangerImportance
	leave.escape, sure.escape = d.Hide, d.Hide
	d.SetButtons([]fyne.CanvasObject{leave, sure})
	d.Show()
	w.win.Canvas().Focus(leave)
}

// allowPrograms switches replies that run programs on, once a person has read what that means, or off.
func (w *Window) allowPrograms(on bool) {
	if !on {
		w.setPrograms(false)
		return
	}
	w.warn(tr("Let replies run programs?"), tr("A reply can then run a command for what arrives, and the remote command server runs whatever its clients say: as you, with all that you may read, change and delete. Anything on this machine that can connect to such a port can make use of it. Other machines cannot, unless you confirm that for a socket."),
		tr("Let them"), func() { w.setPrograms(true) })
}

func (w *Window) setPrograms(on bool) {
	w.settings.Programs = on
	w.bench.AllowPrograms(on)
	w.keep()
	w.programsItem.Checked = on
	w.win.MainMenu().Refresh()
	for _, p := range w.sockets {
		p.tell("", "")
		p.programs()
	}
}

// newProgramsItem makes the menu's switch.
func (w *Window) newProgramsItem() *fyne.MenuItem {
	w.programsItem = fyne.NewMenuItem(tr("Replies may run programs"), func() { w.allowPrograms(!w.bench.ProgramsAllowed()) })
	w.programsItem.Checked = w.bench.ProgramsAllowed()
	return w.programsItem
}

// confirmRemote asks, when something was refused because other machines could run a program by it, whether that is meant. It reports
// whether it did.
func (w *Window) confirmRemote(err error, again func()) bool {
	where, what, ok := workbench.NeedsConfirmation(err)
	if what == program.AnyCommand {
		what = tr("any command")
	}
	where, _, _ = strings.Cut(where, "?")
	if ok {
		w.warn(tr("Run programs for other machines?"), trf("%s is not of this machine alone. Whoever is at the other end could run %s here, as you. There is no password and no encryption: do this in a network only where you trust every machine.", where, what),
			tr("Run them"), again)
	}
	return ok
}

// open opens a spec, and asks first where a program could be run by other machines.
func (p *socketPane) open(spec netcore.Spec, done func(netcore.EndpointID, error)) context.CancelFunc {
	return p.w.bench.Open(spec, func(id netcore.EndpointID, err error) {
		again := func() {
			p.cancel = p.w.bench.OpenConfirmed(spec, done)
			p.refresh()
		}
		if p.w.confirmRemote(err, again) {
			err = context.Canceled // unless it is confirmed
		}
		done(id, err)
	})
}

// setBehaviour gives what is open another, and asks likewise.
func (p *socketPane) setBehaviour(id netcore.EndpointID, b netcore.Behaviour, done func(error)) {
	p.w.bench.SetBehaviour(id, b, func(err error) {
		if !p.w.confirmRemote(err, func() { p.w.bench.SetBehaviourConfirmed(id, b, done) }) {
			done(err)
		}
	})
}

// programs brings the form up to date with whether programs may be run.
func (p *socketPane) programs() {
	for _, f := range p.reply.under {
		if f, ok := f.(interface{ allowed(bool) }); ok {
			f.allowed(p.w.bench.ProgramsAllowed())
		}
	}
	p.relayout()
}

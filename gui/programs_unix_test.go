//go:build unix

package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/workbench"
)

// chooseProgram chooses what runs the command for each connection.
func (p *person) chooseProgram(command string) *programFields {
	p.t.Helper()
	form := p.sockets[tabServer].kind.(*serverForm)
	p.pick(form.reply.choice, "Run a program")
	f := form.reply.box.Objects[0]
	for _, under := range form.reply.under {
		if u, ok := under.(*programFields); ok && u.box == f {
			p.fill(u.command, command)
			return u
		}
	}
	p.t.Fatal("there are no fields for the program")
	return nil
}

func TestProgramsAreOffUntilSwitchedOn(t *testing.T) {
	p := sitDown(t)
	pane := p.sockets[tabServer]
	f := p.chooseProgram("cat")
	p.fill(pane.kind.(*serverForm).at.port, "0")
	p.click(pane.start)
	p.until("the refusal", func() bool { return pane.form.telling() })
	has(t, "the form", pane.form.problems[workbench.FieldReply].Text, "switched off")
	if n := len(p.bench.Endpoints()); n != 0 || pane.cancel != nil {
		t.Errorf("%d endpoints are there, under way: %v", n, pane.cancel != nil)
	}
	if !f.off.Visible() {
		t.Fatal("the form does not say that nothing is run")
	}

	p.click(buttonIn(f.off, "Switch on…").(fyne.CanvasObject))
	has(t, "the warning", p.dialogText(), "as you, with all that you may read, change and delete")
	p.press(fyne.KeyReturn) // what has the focus is to leave it
	if p.overlay() != nil || p.bench.ProgramsAllowed() {
		t.Errorf("Enter switched programs on, or left the dialog: %q", p.dialogText())
	}
	p.menuOption("Replies may run programs")
	p.answer("Let them")
	if !p.bench.ProgramsAllowed() || !p.settings.Programs || len(p.kept) == 0 || !p.kept[len(p.kept)-1].Programs || !p.programsItem.Checked {
		t.Errorf("allowed %v, kept %v, checked %v", p.bench.ProgramsAllowed(), p.kept, p.programsItem.Checked)
	}
	if f.off.Visible() || pane.form.telling() {
		t.Error("the form still says that they are off")
	}

	c := p.dial(p.serve())
	c.Write([]byte("through cat\n"))
	if got := read(t, c, 12); got != "through cat\n" {
		t.Errorf("the reply is %q", got)
	}
	p.logged("started pid")
	p.menuOption("Replies may run programs") // to switch them off asks nothing
	if p.overlay() != nil || p.bench.ProgramsAllowed() || p.kept[len(p.kept)-1].Programs {
		t.Error("they can't be switched off again")
	}
}

func TestProgramsForOtherMachinesAreConfirmed(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true, Programs: true}, nil)
	pane := p.sockets[tabServer]
	if !p.bench.ProgramsAllowed() {
		t.Fatal("the setting is forgotten when the window opens")
	}
	p.chooseProgram("cat")
	at := pane.kind.(*serverForm).at
	p.fill(at.port, "0")
	p.fill(at.host, "*")
	p.click(pane.start)
	p.until("the question", func() bool { return p.overlay() != nil })
	has(t, "the question", p.dialogText(), "tcp://*:0 is not of this machine alone", `run "cat" here`)
	p.answer("Cancel")
	if n := len(p.bench.Endpoints()); n != 0 || pane.cancel != nil || pane.start.Text != "Start" {
		t.Errorf("%d endpoints are there, the button says %q", n, pane.start.Text)
	}
	p.click(pane.start)
	p.until("the question", func() bool { return p.overlay() != nil })
	p.answer("Run them")
	p.until("the server", func() bool { return len(p.bench.Endpoints()) == 1 && pane.cancel == nil })
	if pane.form.telling() {
		t.Error("the form complains of what was confirmed")
	}

	// What is open there asks too when it is given another program.
	p.chooseProgram("cat -u")
	p.click(pane.apply)
	p.until("the question", func() bool { return p.overlay() != nil })
	p.answer("Cancel")
	if !pane.apply.Visible() {
		t.Error("it was changed without being confirmed")
	}
	p.click(pane.apply)
	p.until("the question", func() bool { return p.overlay() != nil })
	p.answer("Run them")
	p.until("the change", func() bool { return !pane.apply.Visible() })
	p.logged("from now on: reply program: cat -u")
}

func TestProgramFieldsFit(t *testing.T) {
	p := sitDown(t)
	form := p.sockets[tabServer].kind.(*serverForm)
	for _, kind := range []string{"Run a program", "Remote command server"} {
		p.pick(form.reply.choice, kind)
		p.win.Resize(smallWindow)
		p.lay()
		p.fits(p.win.Content(), smallWindow)
		p.win.Resize(usualWindow)
		p.lay()
	}
	udp := p.sockets[tabUDP].reply
	if names := strings.Join(udp.choice.Options, ","); strings.Contains(names, "Remote command server") || !strings.Contains(names, "Run a program") {
		t.Errorf("UDP offers %s", names)
	}
}

func TestRequestFromTheComposer(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true, Programs: true}, nil)
	server := p.sockets[tabServer].kind.(*serverForm)
	p.pick(server.reply.choice, "Remote command server")
	pane, _ := p.connect(p.serve())
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	c := pane.composer
	p.fill(c.entry, "seq 1 100000")
	c.requestItem().Action()
	has(t, "the composer", c.said.Text, "12 B, to 1")
	p.logged("the answer to the request: 588895 bytes")

	p.fill(c.entry, "")
	c.requestItem().Action()
	has(t, "the problem", c.problem.Text, "nothing to send")
	for _, item := range p.sockets[tabUDP].composer.moreItems() {
		if item.Label == c.requestItem().Label {
			t.Error("a request is offered where there are no connections")
		}
	}

}

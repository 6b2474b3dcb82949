package gui

import (
	"net"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

func TestReplyChangesWhileOpen(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	at := p.serve()
	c := p.dial(at)
	if pane.apply.Visible() {
		t.Error("there is something to apply before anything was changed")
	}
	p.pick(form.reply.choice, "Echo what arrives")
	if !pane.apply.Visible() || pane.state.Text != "Listening on "+at {
		t.Errorf("Apply is shown: %v, and the line says %q", pane.apply.Visible(), pane.state.Text)
	}
	p.click(buttonIn(pane.content, "Options").(fyne.CanvasObject))
	p.fill(form.idle, "90s")
	has(t, "the line", pane.state.Text, "other changes count from the next start")
	p.lay()
	p.click(pane.apply)
	p.until("the change", func() bool { return !pane.apply.Visible() })
	p.logged("from now on: reply echo")
	c.Write([]byte("same"))
	if got := read(t, c, 4); got != "same" {
		t.Errorf("the reply is %q", got)
	}
	has(t, "the line", pane.state.Text, "— changes count from the next start")
	p.fill(form.idle, "")
	if pane.state.Text != "Listening on "+at {
		t.Errorf("the line says %q of what was taken back", pane.state.Text)
	}
	p.pick(form.reply.choice, "No automatic reply")
	if !pane.apply.Visible() {
		t.Error("what was applied counts as changed no more")
	}
}

// What the command line opened, or another form, takes the form's reply too once that has its address.
func TestReplyOfWhatAnotherFormOpened(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	opened := make(chan netcore.EndpointID, 1)
	spec, err := workbench.ServerForm{Host: "127.0.0.1", Port: freePort(t)}.Spec()
	if err != nil {
		t.Fatal(err)
	}
	p.bench.Open(spec, func(id netcore.EndpointID, err error) { opened <- id })
	p.until("the server", func() bool { return len(p.bench.Endpoints()) == 1 && p.bench.Endpoints()[0].Local != "" })
	_, port, _ := net.SplitHostPort(p.bench.Endpoints()[0].Local)
	p.fill(form.at.port, port)
	if pane.apply.Visible() {
		t.Error("there is something to apply before anything was changed")
	}
	p.pick(form.reply.choice, "Echo what arrives")
	p.lay()
	p.click(pane.apply)
	p.until("the change", func() bool { return !pane.apply.Visible() })
	c := p.dial("127.0.0.1:" + port)
	c.Write([]byte("same"))
	if got := read(t, c, 4); got != "same" {
		t.Errorf("the reply is %q", got)
	}
}

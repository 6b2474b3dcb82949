package gui

import (
	"testing"

	"fyne.io/fyne/v2"
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

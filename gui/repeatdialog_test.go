package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"wirevise/netcore/sequence"
)

// client connects the client form to a server of the test's own and writes a message.
func (p *person) composeTo(address, message string) {
	p.t.Helper()
	p.Window.choose(tabClient)
	p.fill(p.sockets[tabClient].kind.(*clientForm).port, portOf(address))
	p.press(fyne.KeyReturn)
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	p.fill(p.sockets[tabClient].composer.entry, message)
}

func TestRepeatByKey(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.composeTo(address, "tick")
	peer := p.next(accepted)
	p.key(fyne.KeyReturn, ctrlShift)
	has(t, "the dialog", p.dialogText(), "Repeat the message", "4 B, to 1", "Every", "Times")
	p.write("0")
	p.press(fyne.KeyReturn)
	has(t, "the dialog", p.dialogText(), `"0" is no interval`)
	p.fill(p.win.Canvas().Focused(), "2")
	if strings.Contains(p.dialogText(), "no interval") {
		t.Error("the problem stays though something else is typed")
	}
	p.win.Canvas().FocusNext()
	p.write("5")
	p.press(fyne.KeyReturn)
	if p.overlay() != nil {
		t.Fatalf("the dialog stays: %s", p.dialogText())
	}
	if got := read(t, peer, 20); got != "tickticktickticktick" {
		t.Errorf("the peer got %q", got)
	}
	p.until("the end", func() bool { return strings.Contains(p.running(), "done · 5 of 5 times") })
	has(t, "the bar", p.running(), "Repeat to #1 "+address)
	p.logged("every 2 ms: 5 messages in 5 of 5 times")
	if p.sockets[tabClient].composer.entry.Text != "tick" {
		t.Error("the message went")
	}
	p.key(fyne.KeyReturn, ctrlShift)
	has(t, "the dialog", p.dialogText(), "Every", "2", "5")
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Error("Escape leaves the dialog open")
	}
}

func TestRepeatWithoutSense(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.KeyReturn, ctrlShift)
	if p.overlay() != nil {
		t.Errorf("it asks with nobody connected: %s", p.dialogText())
	}
	has(t, "the composer", p.sockets[tabServer].composer.problem.Text, "Nobody is connected")
	p.Window.choose(tabLookups)
	p.key(fyne.KeyReturn, ctrlShift)
	has(t, "the dialog", p.dialogText(), "Nothing to repeat")
	p.answer("OK")
	address, _ := listen(t)
	p.composeTo(address, "0g")
	p.sockets[tabClient].composer.mode.SetSelected(1)
	p.key(fyne.KeyReturn, ctrlShift)
	if p.overlay() != nil {
		t.Errorf("it asks with a mistake in the message: %s", p.dialogText())
	}
}

func TestRepeatText(t *testing.T) {
	timing := sequence.Timing{Intervals: 9, Mean: time.Millisecond, Deviation: 54 * time.Microsecond, LateP50: 60 * time.Microsecond, LateP99: 200 * time.Microsecond}
	for want, tally := range map[string]sequence.Tally{
		"0 times":           {},
		"12 of 3,000 times": {Times: 12, Of: 3000},
		"12 times · 3 skipped · 4 refused: a peer does not read · 5 connections ended · every 1 ms ± 54 µs · late 60 µs, 99 %: 200 µs": {Times: 12, Skipped: 3, Refused: 4, Ended: 5, Timing: timing},
	} {
		if got := repeatText(tally); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

package gui

import (
	"fmt"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
)

// unanswered is an address whose system drops every SYN: a listener nobody accepts from, with its queue full.
func unanswered(t *testing.T) (address string) {
	t.Helper()
	socket := func() int {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Close(fd) })
		return fd
	}
	fd := socket()
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	sa, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	at := sa.(*syscall.SockaddrInet4)
	for range 3 {
		_ = syscall.Connect(socket(), at) // in progress
	}
	return fmt.Sprintf("127.0.0.1:%d", at.Port)
}

func TestConnectingCanBeCalledOff(t *testing.T) {
	at := unanswered(t)
	p := sitDown(t)
	for _, how := range []string{"button", "key", "list"} {
		t.Run(how, func(t *testing.T) {
			p.t = t
			pane, form := p.connect(at)
			p.until("the attempt", func() bool { return p.bench.OpenEndpoints() == 1 })
			if pane.start.Text != "Cancel" || pane.state.Text != "Connecting…" || p.tabs[tabClient].dot != dotBusy {
				t.Errorf("the button says %q, the line %q, the tab's dot is %v", pane.start.Text, pane.state.Text, p.tabs[tabClient].dot)
			}
			has(t, "the row", pane.sessions.rows[0].text(), "opening…")
			p.fill(form.port, "9000") // typing meanwhile is free
			if pane.start.Text != "Cancel" {
				t.Errorf("the button says %q when something else is typed, want Cancel", pane.start.Text)
			}
			switch how {
			case "button":
				p.click(pane.start)
			case "key":
				p.key(fyne.KeyPeriod, ctrl)
			case "list":
				pane.sessions.end(pane.sessions.rows[0], 1)
			}
			p.until("the end", func() bool { return pane.cancel == nil && p.bench.OpenEndpoints() == 0 })
			if pane.start.Text != "Connect" || pane.state.Text != "" || form.port.Text != "9000" {
				t.Errorf("called off: %q, %q, port %q", pane.start.Text, pane.state.Text, form.port.Text)
			}
			if pane.form.general.Visible() {
				t.Errorf("what was called off is shown as a problem: %q", pane.form.general.Text)
			}
		})
	}
}

func TestConnectTimesOut(t *testing.T) {
	at := unanswered(t)
	p := sitDown(t)
	p.Window.choose(tabClient)
	p.click(buttonIn(p.sockets[tabClient].content, "Options").(fyne.CanvasObject))
	p.fill(p.sockets[tabClient].kind.(*clientForm).timeout, "50ms")
	pane, _ := p.connect(at)
	p.until("the time to run out", func() bool { return pane.form.general.Text != "" })
	has(t, "the form", pane.form.general.Text, coded("ETIMEDOUT"))
}

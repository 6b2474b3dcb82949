package gui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/workbench"
)

func TestLookups(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.Key4, ctrl)
	pane := p.lookups
	if p.win.Canvas().Focused() != fyne.Focusable(pane.query) {
		t.Fatalf("the focus is on %T, want the box", p.win.Canvas().Focused())
	}
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"localhost", []string{"localhost", "127.0.0.1", "IPv4", "hosts, line"}},
		{"127.0.0.1", []string{"address", "localhost"}},
		{"https://localhost/x?y", []string{"URL", "127.0.0.1", "https = 443/tcp", "tcp = 6 (IPPROTO_TCP)"}},
		{"localhost:9000", []string{"127.0.0.1", "9000"}},
		{"smtp", []string{"smtp = 25/tcp"}},
		{"443", []string{"https = 443/tcp"}},
		{"443/tcp", []string{"https"}},
		{"udp", []string{"udp = 17 (IPPROTO_UDP)"}},
	} {
		t.Run(tt.query, func(t *testing.T) {
			p.t = t
			p.ask(tt.query)
			has(t, "the answer", spoken(pane.content), tt.want...)
			if pane.problem.Visible() || pane.query.Text != tt.query {
				t.Errorf("the problem is %q, the box says %q", pane.problem.Text, pane.query.Text)
			}
			p.logged("Lookup | ● | " + tt.query)
		})
	}
	p.t = t
	if len(pane.history) != 8 || pane.history[0] != "udp" {
		t.Errorf("earlier: %q", pane.history)
	}
	p.click(buttonIn(pane.earlier, "smtp").(fyne.CanvasObject))
	p.until("the answer", func() bool { return pane.cancel == nil })
	has(t, "the answer again", spoken(pane.rows), "smtp = 25/tcp")
	if len(pane.history) != 8 || pane.history[0] != "smtp" || pane.query.Text != "smtp" {
		t.Errorf("earlier, after asking again: %q, and the box says %q", pane.history, pane.query.Text)
	}
	for i := range 2 * historyKept {
		p.ask(fmt.Sprint(20000 + i))
	}
	if len(pane.history) != historyKept {
		t.Errorf("%d lookups are kept", len(pane.history))
	}
	p.fits(pane.content, usualWindow)
}

func TestLookupOfThisMachine(t *testing.T) {
	p := sitDown(t)
	p.Window.choose(tabLookups)
	p.click(p.lookups.machine)
	p.until("the answer", func() bool { return p.lookups.cancel == nil })
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	has(t, "the answer", spoken(p.lookups.rows), "host name", name, "interface", "127.0.0.1")
	p.logged("this machine")
}

func TestLookupOfWhatCantBe(t *testing.T) {
	p := sitDown(t)
	p.Window.choose(tabLookups)
	pane := p.lookups
	p.ask("localhost")
	for _, tt := range []struct{ query, problem, row string }{
		{"", "What shall be looked up?", ""},
		{"   ", "What shall be looked up?", ""},
		{"a b", "a space", ""},
		{"1.2.3.4.5", "IPv4", ""},
		{"localhost:70000", "70000", ""},
		{"[::1", "bracket", ""},
		{"no-such-host.invalid", "", noSuchHost()},
		{"nosuch://localhost/", "", "nosuch"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			p.t = t
			if tt.query == "" {
				p.fill(pane.query, "")
				p.press(fyne.KeyReturn)
			} else {
				p.ask(tt.query)
			}
			has(t, "the problem", pane.problem.Text, tt.problem)
			if (tt.problem != "") != pane.problem.Visible() {
				t.Errorf("the problem %q is visible: %v", pane.problem.Text, pane.problem.Visible())
			}
			has(t, "the rows", spoken(pane.rows), tt.row)
			if pane.query.Text != tt.query {
				t.Errorf("the box says %q now", pane.query.Text)
			}
			p.win.Canvas().Focus(pane.query)
			p.write("x")
			if pane.problem.Visible() {
				t.Errorf("the problem %q stays when something else is typed", pane.problem.Text)
			}
		})
	}
}

func TestLookupCanBeCalledOff(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true}, silent{})
	p.Window.choose(tabLookups)
	pane := p.lookups
	begin := func() {
		t.Helper()
		p.fill(pane.query, "slow.example")
		p.press(fyne.KeyReturn)
		p.lay()
		if pane.look.Text != "Cancel" || !strings.HasPrefix(pane.heading.Text, "Looking up slow.example") {
			t.Errorf("under way the button says %q and the heading %q", pane.look.Text, pane.heading.Text)
		}
	}
	for i, how := range []func(){
		func() { p.click(pane.look) },
		func() { p.key(fyne.KeyPeriod, ctrl) },
	} {
		begin()
		how()
		if pane.look.Text != "Look up" || strings.HasPrefix(pane.heading.Text, "Looking up") {
			t.Errorf("called off, the button says %q and the heading %q", pane.look.Text, pane.heading.Text)
		}
		p.until("it to stand in the log", func() bool { return strings.Count(p.logText(), "called off") == i+1 })
	}
	begin()
	p.fill(pane.query, "443") // another question takes its place
	p.press(fyne.KeyReturn)
	p.until("the answer", func() bool { return pane.cancel == nil })
	p.until("the one before to end", func() bool { return strings.Count(p.logText(), "called off") == 3 })
	p.settle()
	has(t, "the answer", spoken(pane.rows), "https = 443/tcp")
	has(t, "the heading", pane.heading.Text, "443")
}

func TestLookupFillsTheForms(t *testing.T) {
	p := sitDown(t)
	p.Window.choose(tabLookups)
	p.ask("http://127.0.0.1:8080/")
	connect := func() {
		t.Helper()
		p.key(fyne.Key4, ctrl)
		p.click(buttonIn(p.lookups.rows, "Connect").(fyne.CanvasObject))
	}
	connect()
	p.pickMenu("Fill the TCP client")
	client := p.sockets[tabClient].kind.(*clientForm)
	if p.chosen != tabClient || client.host.Text != "127.0.0.1" || client.port.Text != "8080" {
		t.Errorf("tab %d, the client's form says %s:%s", p.chosen, client.host.Text, client.port.Text)
	}
	if p.win.Canvas().Focused() != fyne.Focusable(p.sockets[tabClient].start) {
		t.Errorf("the focus is on %T, want Connect", p.win.Canvas().Focused())
	}
	connect()
	p.pickMenu("Fill the UDP peer's receiver")
	to := p.sockets[tabUDP].composer.to
	if p.chosen != tabUDP || to.Text != "127.0.0.1:8080" || p.win.Canvas().Focused() != fyne.Focusable(to) {
		t.Errorf("tab %d, the receiver is %q, the focus on %T", p.chosen, to.Text, p.win.Canvas().Focused())
	}
	connect()
	p.pickMenu("Copy")
	if got := p.app.Clipboard().Content(); got != "127.0.0.1" {
		t.Errorf("copied %q", got)
	}
	p.ask("localhost") // without a port, the one that stands there stays
	connect()
	p.pickMenu("Fill the TCP client")
	if client.port.Text != "8080" {
		t.Errorf("the port is %q", client.port.Text)
	}
	p.key(fyne.Key4, ctrl)
	p.ask("udp")
	walk(p.lookups.rows, func(o fyne.CanvasObject) {
		if b, ok := o.(*button); ok {
			b.OnTapped()
		}
	})
	if got := p.app.Clipboard().Content(); got == "127.0.0.1" || got == "" {
		t.Errorf("copied %q of an answer without an address", got)
	}
}

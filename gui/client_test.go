package gui

import (
	"io"
	"net"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/netcore"
)

// connect presses the client form's button for an address.
func (p *person) connect(address string) (pane *socketPane, form *clientForm) {
	p.t.Helper()
	p.Window.choose(tabClient)
	pane, form = p.sockets[tabClient], p.sockets[tabClient].kind.(*clientForm)
	host, port, _ := net.SplitHostPort(address)
	p.fill(form.host, host)
	p.fill(form.port, port)
	p.click(pane.start)
	return pane, form
}

func TestClient(t *testing.T) {
	at, accepted := listen(t)
	p := sitDown(t)
	pane, form := p.connect(at)
	p.until("the connection", func() bool { return pane.state.Text == "Connected to "+at })
	if pane.start.Text != "Disconnect" || pane.more.Hidden || pane.more.Text != "Another" {
		t.Errorf("the buttons say %q and %q", pane.start.Text, pane.more.Text)
	}
	first := p.next(accepted)

	p.click(pane.more)
	second := p.next(accepted)
	p.until("two sessions", func() bool { return len(p.openSessions(tabClient)) == 2 })
	p.fill(form.host, "127.0.0.1")
	p.press(fyne.KeyReturn) // in the form, as a person does who wants one more
	third := p.next(accepted)
	p.until("three sessions", func() bool { return len(p.openSessions(tabClient)) == 3 })

	for n := 3; n > 0; n-- { // the button closes what the form describes, one after the other
		if pane.start.Text != "Disconnect" {
			t.Fatalf("the button says %q with %d open", pane.start.Text, n)
		}
		p.click(pane.start)
		p.until("one less", func() bool { return len(p.openSessions(tabClient)) == n-1 && p.bench.OpenEndpoints() == n-1 })
	}
	if pane.start.Text != "Connect" || pane.state.Text != "" || !pane.more.Hidden {
		t.Errorf("after the last: %q, %q", pane.start.Text, pane.state.Text)
	}
	for i, c := range []net.Conn{first, second, third} {
		if n, err := c.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("server's side %d read %d, %v, want the end", i+1, n, err)
		}
	}
}

func TestClientIsRefused(t *testing.T) {
	p := sitDown(t)
	port := freePort(t)
	pane, form := p.connect("127.0.0.1:" + port)
	p.until("the refusal", func() bool { return pane.form.general.Text != "" })
	has(t, "the form", pane.form.general.Text, coded("ECONNREFUSED")+": nothing is listening there")
	p.inSight(pane, pane.form.general)
	p.logged("✕")
	has(t, "the log", p.logText(), coded("ECONNREFUSED"))
	if form.port.Text != port || form.host.Text != "127.0.0.1" || pane.start.Text != "Connect" {
		t.Errorf("the form says %s:%s and %q", form.host.Text, form.port.Text, pane.start.Text)
	}
	p.until("the row, which is grey", func() bool { return len(pane.sessions.rows) == 1 && pane.sessions.rows[0].ended() })
	has(t, "its row", pane.sessions.rows[0].text(), "Client 1", "ECONNREFUSED")
}

func TestClientReconnects(t *testing.T) {
	p := sitDown(t)
	port := freePort(t)
	pane, form := p.sockets[tabClient], p.sockets[tabClient].kind.(*clientForm)
	p.Window.choose(tabClient)
	p.click(buttonIn(pane.content, "Options").(fyne.CanvasObject))
	form.reconnect.SetChecked(true)
	p.fill(form.reconnectWait, "20ms")
	p.connect("127.0.0.1:" + port)
	p.until("the wait", func() bool { return strings.HasPrefix(pane.state.Text, "Trying again: ") })
	if pane.start.Text != "Disconnect" || p.tabs[tabClient].dot != dotBusy {
		t.Errorf("while it waits the button says %q and the tab's dot is %v", pane.start.Text, p.tabs[tabClient].dot)
	}
	has(t, "the row", pane.sessions.rows[0].text(), "trying again")
	l, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p.until("the connection", func() bool { return pane.state.Text == "Connected to 127.0.0.1:"+port })
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c.Close() // the server's side ends it, and the client comes again
	again, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	p.until("the second session", func() bool {
		return p.sockets[tabClient].sessions.rows[0].endpoint.EndedAll == 1 && len(p.openSessions(tabClient)) == 1
	})
	p.click(pane.start)
	p.until("the end", func() bool { return p.bench.OpenEndpoints() == 0 })
	if pane.start.Text != "Connect" {
		t.Errorf("the button says %q", pane.start.Text)
	}

	p.fill(form.reconnectWait, "soon")
	p.win.Canvas().Focus(pane.start)
	p.press(fyne.KeyReturn)
	has(t, "the problem", pane.form.more.problems["reconnect"].Text, "is no time")
}

func TestClientFromAnAddress(t *testing.T) {
	at, accepted := listen(t)
	p := sitDown(t)
	form := p.sockets[tabClient].kind.(*clientForm)
	port := freePort(t)
	p.Window.choose(tabClient)
	p.click(buttonIn(p.sockets[tabClient].content, "Options").(fyne.CanvasObject))
	from := "127.0.0.2"
	if runtime.GOOS == "darwin" { // it has one only
		from = "127.0.0.1"
	}
	p.fill(form.source, from)
	p.fill(form.sourcePort, port)
	p.connect(at)
	c := p.next(accepted)
	if got, want := c.RemoteAddr().String(), from+":"+port; got != want {
		t.Errorf("the server sees %s, want %s", got, want)
	}
}

func TestClientByName(t *testing.T) {
	at, accepted := listen(t)
	p := sitDown(t)
	pane, _ := p.connect("localhost:" + portOf(at))
	p.next(accepted)
	p.until("the connection", func() bool { return pane.state.Text == "Connected to "+at })
	p.fill(pane.kind.(*clientForm).host, "127.0.0.1") // another way to say the same
	if pane.start.Text != "Disconnect" {
		t.Errorf("the button says %q of what is open", pane.start.Text)
	}
	if s := pane.sessions.rows[0].endpoint.State; s != netcore.EndpointOpen {
		t.Errorf("the endpoint is %v", s)
	}
}

// The first minute of the README, by keyboard: Enter, Ctrl+2, Enter, and what is typed then is the message.
func TestOpeningLeadsToTheMessage(t *testing.T) {
	p := sitDown(t)
	port := freePort(t)
	p.fill(listenOnOf(p.sockets[tabServer]).port, port)
	p.press(fyne.KeyReturn)
	p.until("the server", func() bool { return p.win.Canvas().Focused() == p.sockets[tabServer].composer.entry })
	p.key(fyne.Key2, ctrl)
	p.fill(p.sockets[tabClient].kind.(*clientForm).port, port)
	p.press(fyne.KeyReturn)
	p.until("the connection", func() bool { return p.win.Canvas().Focused() == p.sockets[tabClient].composer.entry })
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	p.key(fyne.KeyReturn, ctrl)
	if problem := p.sockets[tabClient].composer.problem.Text; !strings.Contains(problem, "nothing to send") {
		t.Errorf("sending nothing over TCP says %q", problem)
	}
	p.write("hi there")
	p.key(fyne.KeyReturn, ctrl)
	p.logged("hi there")
}

// A message typed for one server goes to no other.
func TestAnotherConnectionIsNotMeant(t *testing.T) {
	p := sitDown(t)
	first, one := listen(t)
	second, two := listen(t)
	pane, _ := p.connect(first)
	a := p.next(one)
	p.until("the first", func() bool { return pane.cancel == nil && len(p.openSessions(tabClient)) == 1 }) // or the button says Cancel
	p.connect(second)
	b := p.next(two)
	p.until("both", func() bool { return len(p.openSessions(tabClient)) == 2 })
	p.until("the choice", func() bool { return strings.HasSuffix(pane.composer.target.Selected, second) })
	p.fill(pane.composer.entry, "for the second")
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, b, 14); got != "for the second" {
		t.Errorf("the second got %q", got)
	}
	p.pick(pane.composer.target, "To all open (2)")
	p.fill(pane.composer.entry, "for all")
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, a, 7); got != "for all" {
		t.Errorf("the first got %q, want what was meant for all only", got)
	}
}

// A field with a very long text would hold the window up for seconds at each click.
func TestFieldsAreBounded(t *testing.T) {
	p := sitDown(t)
	p.choose(tabClient)
	pane := p.sockets[tabClient]
	host := pane.kind.(*clientForm).host
	p.fill(host, "here")
	p.win.Canvas().Focus(host)
	for _, n := range []int{maxEntry, 1_000_000} {
		p.app.Clipboard().SetContent(strings.Repeat("x", n))
		p.shortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
		if host.Text != "here" || !strings.Contains(pane.form.general.Text, "1,000 characters") {
			t.Errorf("%d characters pasted: %d are there, the form says %q", n, len(host.Text), pane.form.general.Text)
		}
	}
	p.app.Clipboard().SetContent(strings.Repeat("y", maxEntry-4))
	p.shortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	if len(host.Text) != maxEntry {
		t.Errorf("%d characters are there, want %d: there was room", len(host.Text), maxEntry)
	}
	p.write("z")
	if len(host.Text) != maxEntry {
		t.Errorf("typing went on to %d characters", len(host.Text))
	}
}

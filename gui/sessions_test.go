package gui

import (
	"io"
	"net"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
)

// items are the rows of the list that are on screen, from top to bottom.
func (p *person) items(l *sessionList) (items []*sessionItem) {
	p.t.Helper()
	l.list.Refresh()
	p.lay()
	walk(l.list, func(o fyne.CanvasObject) {
		if it, ok := o.(*sessionItem); ok {
			items = append(items, it)
		}
	})
	for i := range items { // Fyne keeps its rows in no order
		for j := range items {
			d := fyne.CurrentApp().Driver()
			if d.AbsolutePositionForObject(items[i]).Y < d.AbsolutePositionForObject(items[j]).Y {
				items[i], items[j] = items[j], items[i]
			}
		}
	}
	return items
}

// item is the row that says text.
func (p *person) item(l *sessionList, text string) *sessionItem {
	p.t.Helper()
	var all []string
	for _, it := range p.items(l) {
		if strings.Contains(it.text.Text, text) {
			return it
		}
		all = append(all, it.text.Text)
	}
	p.t.Fatalf("no row says %q: %q", text, all)
	return nil
}

func TestSessionList(t *testing.T) {
	p := sitDown(t)
	list := p.sockets[tabServer].sessions
	one := p.serve()
	if rows := p.items(list); len(rows) != 1 || !strings.Contains(rows[0].text.Text, one) || rows[0].check.Visible() {
		t.Fatalf("a server without sessions has the rows %v", len(rows))
	}
	other := p.serve()
	a, b, c := p.dial(one), p.dial(one), p.dial(other)
	for _, conn := range []net.Conn{a, b, c} {
		it := p.item(list, conn.LocalAddr().String())
		if !it.check.Visible() || it.check.Checked || !it.end.Visible() || it.dot.State() != widgets.DotOpen {
			t.Errorf("the row %q has check %v %v, end %v", it.text.Text, it.check.Visible(), it.check.Checked, it.end.Visible())
		}
	}
	p.item(list, "Server "+portOf(one))
	p.item(list, "Server "+portOf(other))
	has(t, "the heading", list.heading.Text, "3 open · 0 ended")

	a.Write([]byte("12345"))
	p.until("its bytes", func() bool { return p.item(list, a.LocalAddr().String()).traffic.Text == "↓5 B ↑0 B" })

	p.click(p.item(list, b.LocalAddr().String()).end)
	if n, err := b.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("the peer whose session was ended read %d, %v, want the end", n, err)
	}
	p.until("the end", func() bool { return list.heading.Text == "2 open · 1 ended" })
	it := p.item(list, b.LocalAddr().String())
	if it.text.Importance != widget.LowImportance || it.check.Visible() || it.end.Visible() || it.dot.State() != widgets.DotOff {
		t.Errorf("the ended row %q is not grey, or can be checked or ended: %v %v %v", it.text.Text, it.text.Importance, it.check.Visible(), it.end.Visible())
	}
	has(t, "the ended row", it.text.Text, " — ")
	p.click(list.clear)
	p.until("the ended session to go", func() bool { return !list.clear.Visible() })
	if got := list.heading.Text; got != "2 open · 1 ended" {
		t.Errorf("the heading is %q after clearing, want the counts as they were", got)
	}

	p.click(p.item(list, "Server "+portOf(other)).end)
	p.until("the server's end", func() bool { return p.bench.OpenEndpoints() == 1 })
	it = p.item(list, "Server "+portOf(other))
	has(t, "the closed server's row", it.text.Text, "stopped")
	p.click(list.clear)
	p.until("it to go", func() bool { return len(p.bench.Endpoints()) == 1 })
	if list.clear.Visible() {
		t.Error("Clear ended stays with nothing to clear")
	}
	a.Write([]byte("still here"))
	p.logged("still here")
}

func TestForgetOne(t *testing.T) {
	p := sitDown(t)
	list := p.sockets[tabClient].sessions
	for range 2 {
		pane, _ := p.connect("127.0.0.1:" + freePort(t))
		p.until("the refusal", func() bool { return pane.form.general.Text != "" })
	}
	p.until("two rows", func() bool { return len(list.rows) == 2 })
	p.click(p.item(list, "Client 1").end)
	p.until("one row", func() bool { return len(list.rows) == 1 })
	has(t, "what is left", p.items(list)[0].text.Text, "Client 2")
}

func TestChecksSelectReceivers(t *testing.T) {
	p := sitDown(t)
	pane := p.sockets[tabServer]
	list, comp := pane.sessions, pane.composer
	at := p.serve()
	conns := []net.Conn{p.dial(at), p.dial(at), p.dial(at)}
	send := func(text string) {
		p.fill(comp.entry, text)
		p.key(fyne.KeyReturn, ctrl)
		if comp.problem.Visible() {
			t.Errorf("%s: %s", text, comp.problem.Text)
		}
	}
	if got := comp.target.Selected; got != "To all open (3)" {
		t.Errorf("the receivers are %q", got)
	}
	send("all")
	p.click(p.item(list, conns[0].LocalAddr().String()).check)
	p.tapRow(list, conns[2].LocalAddr().String()) // a click on the row checks it too
	if got := comp.target.Selected; got != "To selected (2)" {
		t.Errorf("the receivers are %q", got)
	}
	send("two")
	p.tapRow(list, conns[0].LocalAddr().String())
	send("one")
	p.pick(comp.target, "To all open (3)")
	send("everybody")
	for i, want := range []string{"alltwoeverybody", "alleverybody", "alltwooneeverybody"} {
		if got := read(t, conns[i], len(want)); got != want {
			t.Errorf("peer %d got %q, want %q", i+1, got, want)
		}
	}
}

// tapRow clicks a row at its text.
func (p *person) tapRow(l *sessionList, text string) {
	p.t.Helper()
	p.click(p.item(l, text).text)
}

// A message meant for one must not go to everybody when that one leaves.
func TestReceiverThatLeaves(t *testing.T) {
	p := sitDown(t)
	pane := p.sockets[tabServer]
	at := p.serve()
	a, b := p.dial(at), p.dial(at)
	p.tapRow(pane.sessions, a.LocalAddr().String())
	p.fill(pane.composer.entry, "for your eyes only")
	a.Close()
	p.until("the end", func() bool { return len(p.openSessions(tabServer)) == 1 })
	p.key(fyne.KeyReturn, ctrl)
	if pane.composer.entry.Text == "" || !strings.Contains(pane.composer.problem.Text, "No connection is selected") {
		t.Errorf("the composer holds %q and says %q, want the message there and that nobody is selected", pane.composer.entry.Text, pane.composer.problem.Text)
	}
	p.pick(pane.composer.target, "To all open (1)")
	p.fill(pane.composer.entry, "hello")
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, b, 5); got != "hello" {
		t.Errorf("the other peer got %q, want hello alone", got)
	}
}

func TestSessionMenu(t *testing.T) {
	p := sitDown(t)
	list := p.sockets[tabServer].sessions
	at := p.serve()
	tests := []struct {
		item string
		see  func(t *testing.T, c net.Conn)
		note string
	}{
		{"Finish sending (FIN)", func(t *testing.T, c net.Conn) {
			if n, err := c.Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("the peer read %d, %v, want the end", n, err)
			}
			c.Write([]byte("still sending"))
			p.logged("still sending")
		}, "finished sending"},
		{"Close", func(t *testing.T, c net.Conn) {
			if n, err := c.Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("the peer read %d, %v, want the end", n, err)
			}
		}, ""},
		{"Abort (RST)", func(t *testing.T, c net.Conn) {
			if n, err := c.Read(make([]byte, 1)); n != 0 || !isReset(err) {
				t.Errorf("the peer read %d, %v, want ECONNRESET", n, err)
			}
		}, "RST"},
	}
	for _, tt := range tests {
		t.Run(tt.item, func(t *testing.T) {
			c := p.dial(at)
			test.TapSecondary(p.item(list, c.LocalAddr().String()))
			p.pickMenu(tt.item)
			tt.see(t, c)
			if tt.note != "" {
				p.until("a word of it", func() bool { return strings.Contains(p.logText(), tt.note) })
			}
			c.Close()
			p.until("its end", func() bool { return len(p.openSessions(tabServer)) == 0 })
		})
	}
}

func TestSessionMenuOfEachKind(t *testing.T) {
	p := sitDown(t)
	at := p.serve()
	c := p.dial(at)
	list := p.sockets[tabServer].sessions
	p.click(p.item(list, c.LocalAddr().String()).more)
	has(t, "the session's menu", strings.Join(p.menuLabels(), "|"), "Finish sending (FIN)|Close|Abort (RST)", "Show only its rows", "Copy address", "Details…")
	p.pickMenu("Copy address")
	if got := p.app.Clipboard().Content(); got != c.LocalAddr().String() {
		t.Errorf("copied %q", got)
	}
	p.click(p.item(list, "Server "+portOf(at)).more)
	p.pickMenu("Copy address")
	if got := p.app.Clipboard().Content(); got != at {
		t.Errorf("copied %q of the server, want %q", got, at)
	}
	p.click(p.item(list, c.LocalAddr().String()).more)
	p.pickMenu("Details…")
	has(t, "the details", p.dialogText(), "Server "+portOf(at), c.LocalAddr().String(), "Address there", "Address here", "Received", "0 bytes in 0 messages", "fd ")
	p.answer("Close")
	p.click(p.item(list, "Server "+portOf(at)).more)
	p.pickMenu("Details…")
	has(t, "the server's details", p.dialogText(), "tcp://127.0.0.1:"+portOf(at), "SO_REUSEADDR", "open State")
	p.answer("Close")

	p.Window.choose(tabUDP)
	p.fill(listenOnOf(p.sockets[tabUDP]).port, "0")
	p.press(fyne.KeyReturn)
	p.until("the socket", func() bool { return len(p.openSessions(tabUDP)) == 1 })
	p.click(p.items(p.sockets[tabUDP].sessions)[0].more)
	if labels := strings.Join(p.menuLabels(), "|"); strings.Contains(labels, "FIN") || strings.Contains(labels, "RST") {
		t.Errorf("a UDP socket's menu offers %q", labels)
	}
	p.pickMenu("Close")
	p.until("the end", func() bool { return len(p.openSessions(tabUDP)) == 0 })
}

// The keys act on the session that was chosen, not on whichever has come to stand in its row.
func TestKeysEndTheSessionThatWasChosen(t *testing.T) {
	p := sitDown(t)
	list := p.sockets[tabServer].sessions
	at := p.serve()
	a, b, c := p.dial(at), p.dial(at), p.dial(at)
	p.tapRow(list, b.LocalAddr().String())
	a.Close()
	p.until("the first to go", func() bool { return len(p.openSessions(tabServer)) == 2 })
	p.key(fyne.KeyD, ctrlShift)
	if n, err := b.Read(make([]byte, 1)); n != 0 || !isReset(err) {
		t.Errorf("the chosen peer read %d, %v, want ECONNRESET", n, err)
	}
	p.until("its end", func() bool { return len(p.openSessions(tabServer)) == 1 })
	p.key(fyne.KeyD, ctrlShift)
	p.settle()
	c.Write([]byte("alive"))
	p.logged("alive")
	if p.overlay() != nil {
		p.answer("OK")
	}

	// The list by keys: Ctrl+G, arrows, Space.
	p.key(fyne.KeyG, ctrl)
	if p.win.Canvas().Focused() != fyne.Focusable(list.list) {
		t.Fatalf("Ctrl+G goes to %T", p.win.Canvas().Focused())
	}
	p.press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown, fyne.KeySpace) // the row under the server's own
	if len(list.selected()) != 1 {
		t.Errorf("Down and Space select %v", list.selected())
	}
	p.key(fyne.KeyD, ctrl)
	if n, err := c.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("the peer read %d, %v, want the end", n, err)
	}
}

// settle runs what has been dispatched.
func (p *person) settle() {
	for {
		select {
		case f := <-p.queue:
			f()
		default:
			p.lay()
			return
		}
	}
}

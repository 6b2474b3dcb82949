package gui

import (
	"net"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

func TestFirstStart(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{}, nil)
	if p.card == nil || !p.reachable(p.card) {
		t.Error("there is no first-start card")
	}
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	if p.win.Canvas().Focused() != pane.start || pane.start.Text != "Start" {
		t.Fatalf("the focus is on %T, want the button Start, which says %q", p.win.Canvas().Focused(), pane.start.Text)
	}
	if got, want := form.at.values(), [2]string{"127.0.0.1", "9000"}; got != want {
		t.Errorf("the form opens on %v, want %v", got, want)
	}
	form.at.port.SetText(freePort(t)) // 9000 may be taken on this machine
	port := form.at.port.Text
	p.press(fyne.KeyReturn)
	p.until("the server", func() bool { return pane.state.Text == "Listening on 127.0.0.1:"+port })
	if pane.start.Text != "Stop" {
		t.Errorf("the button says %q, want Stop", pane.start.Text)
	}
	has(t, "the tab", spoken(p.tabs[tabServer]), "TCP Server")
	if p.tabs[tabServer].dot != dotOpen || p.tabs[tabClient].dot != dotOff {
		t.Errorf("the tabs' dots are %v and %v, want open and off", p.tabs[tabServer].dot, p.tabs[tabClient].dot)
	}
	p.logged("listening on 127.0.0.1:" + port)
	p.answerCard()
	if p.card != nil || len(p.kept) != 1 || !p.kept[0].CardSeen {
		t.Errorf("the card is there after it was closed, or not kept as seen: %+v", p.kept)
	}
}

func (p *person) answerCard() {
	p.t.Helper()
	p.lay()
	p.click(buttonIn(p.card, "Got it").(fyne.CanvasObject))
}

// The first minute as the card tells it, with the keyboard only.
func TestFirstMinute(t *testing.T) {
	p := sitDown(t)
	port := freePort(t)
	p.fill(p.sockets[tabServer].kind.(*serverForm).at.port, port)
	p.press(fyne.KeyReturn)
	p.until("the server", func() bool { return p.sockets[tabServer].state.Text == "Listening on 127.0.0.1:"+port })
	p.key(fyne.Key2, ctrl)
	p.fill(p.sockets[tabClient].kind.(*clientForm).port, port)
	p.press(fyne.KeyReturn)
	p.until("the connection", func() bool { return len(p.openSessions(tabClient)) == 1 && len(p.openSessions(tabServer)) == 1 })
	p.key(fyne.KeyM, ctrl)
	p.write("hello")
	p.key(fyne.KeyReturn, ctrl)
	p.logged(" | ← | ")
	log := strings.Split(strings.TrimSpace(p.logText()), "\n")
	sent, received := log[len(log)-2], log[len(log)-1]
	has(t, "the row before the last", sent, "Client 1 | → | #", " 127.0.0.1:"+port+" | 5 B | hello")
	has(t, "the last row", received, "Server "+port+" | ← | #", " | 5 B | hello")
}

func TestSeveralServers(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	first := p.serve()
	p.fill(form.at.port, freePort(t))
	if pane.start.Text != "Start" || pane.state.Text != "" {
		t.Fatalf("with another port the button says %q and the line %q, want Start and nothing", pane.start.Text, pane.state.Text)
	}
	p.press(fyne.KeyReturn)
	p.until("the second server", func() bool { return pane.start.Text == "Stop" })
	if got := p.bench.OpenEndpoints(); got != 2 {
		t.Errorf("%d endpoints are open, want 2", got)
	}
	for _, at := range []string{first, strings.TrimPrefix(pane.state.Text, "Listening on ")} {
		p.dial(at)
	}
	p.fill(form.at.port, portOf(first))
	if pane.start.Text != "Stop" || pane.state.Text != "Listening on "+first {
		t.Errorf("back at the first port: %q, %q, want Stop and where it listens", pane.start.Text, pane.state.Text)
	}
	p.key(fyne.KeyPeriod, ctrl)
	p.until("the first server's end", func() bool { return p.bench.OpenEndpoints() == 1 })
	if pane.start.Text != "Start" || pane.state.Text != "" {
		t.Errorf("after Stop: %q, %q, want Start and nothing", pane.start.Text, pane.state.Text)
	}
	if c, err := net.Dial("tcp", first); err == nil {
		c.Close()
		t.Errorf("%s still answers", first)
	}
}

func TestPort0(t *testing.T) {
	p := sitDown(t)
	for _, tt := range []struct {
		tab    int
		prefix string
	}{{tabServer, "Listening on 127.0.0.1:"}, {tabUDP, "Bound to 127.0.0.1:"}} {
		t.Run(p.sockets[tt.tab].role, func(t *testing.T) {
			p.Window.choose(tt.tab)
			pane := p.sockets[tt.tab]
			at := listenOnOf(pane)
			p.fill(at.port, "0")
			p.press(fyne.KeyReturn)
			p.until("the socket", func() bool { return strings.HasPrefix(pane.state.Text, tt.prefix) })
			if port := strings.TrimPrefix(pane.state.Text, tt.prefix); port == "0" || port == "" {
				t.Errorf("the line says %q, want the port that the system picked", pane.state.Text)
			}
			if at.port.Text != "0" {
				t.Errorf("the field says %q, want the 0 that was typed", at.port.Text)
			}
			first := pane.state.Text
			if pane.more.Hidden || pane.more.Text != "Another" {
				t.Fatalf("the second button is hidden %v and says %q, want Another on show", pane.more.Hidden, pane.more.Text)
			}
			p.click(pane.more)
			p.until("another one", func() bool { return pane.state.Text != first && strings.HasPrefix(pane.state.Text, tt.prefix) })
		})
	}
	p.until("the list", func() bool { return p.bench.OpenEndpoints() == 4 })
}

func listenOnOf(pane *socketPane) *listenOn {
	if u, ok := pane.kind.(*udpForm); ok {
		return u.at
	}
	return pane.kind.(*serverForm).at
}

func TestPortInUse(t *testing.T) {
	taken, _ := listen(t)
	peer := udp(t)
	p := sitDown(t)
	for _, tt := range []struct {
		tab  int
		port string
	}{{tabServer, portOf(taken)}, {tabUDP, portOf(peer.LocalAddr().String())}} {
		t.Run(p.sockets[tt.tab].role, func(t *testing.T) {
			p.Window.choose(tt.tab)
			pane := p.sockets[tt.tab]
			p.fill(listenOnOf(pane).port, tt.port)
			p.press(fyne.KeyReturn)
			p.until("the failure", func() bool { return pane.form.general.Text != "" })
			has(t, "what the form says", pane.form.general.Text, coded("EADDRINUSE"))
			p.inSight(pane, pane.form.general)
			p.inSight(pane, pane.start)
			if got := listenOnOf(pane).port.Text; got != tt.port {
				t.Errorf("the port says %q now, want %q", got, tt.port)
			}
			if pane.start.Text == "Stop" {
				t.Error("the button says Stop of what is not open")
			}
			p.logged(coded("EADDRINUSE"))
			p.fill(listenOnOf(pane).port, "0")
			if pane.form.general.Visible() {
				t.Errorf("the problem %q stays when another port is typed", pane.form.general.Text)
			}
		})
	}
}

// inSight reports an object of a form that has to be scrolled to.
func (p *person) inSight(pane *socketPane, o fyne.CanvasObject) {
	p.t.Helper()
	d := fyne.CurrentApp().Driver()
	frame := pane.content.(*fyne.Container).Objects[0]
	top, at := d.AbsolutePositionForObject(frame), d.AbsolutePositionForObject(o)
	if !p.reachable(o) {
		p.t.Errorf("%T %q is hidden", o, spoken(o))
	}
	if at.Y < top.Y || at.Y+o.Size().Height > top.Y+frame.Size().Height {
		p.t.Errorf("%T %q lies at %v–%v, outside of the form's %v–%v", o, spoken(o), at.Y, at.Y+o.Size().Height, top.Y, top.Y+frame.Size().Height)
	}
}

func TestBadInputShowsAtItsField(t *testing.T) {
	const long = "99999999999999999999"
	type entryOf func(*socketPane) fyne.Focusable
	host := func(p *socketPane) fyne.Focusable {
		if c, ok := p.kind.(*clientForm); ok {
			return c.host
		}
		return listenOnOf(p).host
	}
	port := func(p *socketPane) fyne.Focusable {
		if c, ok := p.kind.(*clientForm); ok {
			return c.port
		}
		return listenOnOf(p).port
	}
	common := func(p *socketPane) *commonFields {
		switch f := p.kind.(type) {
		case *serverForm:
			return f.commonFields
		case *clientForm:
			return f.commonFields
		case *udpForm:
			return f.commonFields
		}
		return nil
	}
	idle := func(p *socketPane) fyne.Focusable { return common(p).idle }
	readSize := func(p *socketPane) fyne.Focusable { return common(p).readSize }
	client := func(f func(*clientForm) fyne.Focusable) entryOf {
		return func(p *socketPane) fyne.Focusable { return f(p.kind.(*clientForm)) }
	}
	udp := func(f func(*udpForm) fyne.Focusable) entryOf {
		return func(p *socketPane) fyne.Focusable { return f(p.kind.(*udpForm)) }
	}
	all := []int{tabServer, tabClient, tabUDP}
	tests := []struct {
		name   string
		tabs   []int
		entry  entryOf
		typed  string
		field  string
		text   string
		hidden bool // behind Options
	}{
		{"no host", all, host, "", workbench.FieldHost, "127.0.0.1", false},
		{"blank host", all, host, "   ", workbench.FieldHost, "127.0.0.1", false},
		{"unknown host", all, host, "no-such-host.invalid", workbench.FieldHost, noSuchHost(), false},
		{"impossible host", all, host, "a b", workbench.FieldHost, "no spaces", false},
		{"half an address", all, host, "127.0.0", workbench.FieldHost, "IPv4", false},
		{"no port", all, port, "", workbench.FieldPort, "a number from", false},
		{"negative port", all, port, "-1", workbench.FieldPort, `"-1" is no number`, false},
		{"port too large", all, port, "65536", workbench.FieldPort, "65536 is no port", false},
		{"port beyond all numbers", all, port, long, workbench.FieldPort, "is no port", false},
		{"port of letters", all, port, "http", workbench.FieldPort, `"http" is no number`, false},
		{"port 0 of a client", []int{tabClient}, port, "0", workbench.FieldPort, "from 1 to 65535", false},
		{"idle limit of letters", all, idle, "soon", workbench.FieldIdle, "is no time", true},
		{"negative idle limit", all, idle, "-3s", workbench.FieldIdle, "is no time", true},
		{"read size 0", all, readSize, "0", workbench.FieldReadSize, "is no size", true},
		{"read size too large", all, readSize, long, workbench.FieldReadSize, "is no size", true},
		{"timeout", []int{tabClient}, client(func(c *clientForm) fyne.Focusable { return c.timeout }), "x", workbench.FieldTimeout, "is no time", true},
		{"source", []int{tabClient}, client(func(c *clientForm) fyne.Focusable { return c.source }), "1.2.3.4.5", workbench.FieldSourceHost, "IPv4", true},
		{"source port", []int{tabClient}, client(func(c *clientForm) fyne.Focusable { return c.sourcePort }), "65536", workbench.FieldSourcePort, "is no port", true},
		{"fixed peer without a port", []int{tabUDP}, udp(func(u *udpForm) fyne.Focusable { return u.peer }), "somewhere", workbench.FieldPeer, "port", true},
		{"fixed peer of an impossible port", []int{tabUDP}, udp(func(u *udpForm) fyne.Focusable { return u.peer }), "127.0.0.1:70000", workbench.FieldPeer, "65535", true},
		{"buffer", []int{tabUDP}, udp(func(u *udpForm) fyne.Focusable { return u.buffer }), "much", workbench.FieldBuffer, "is no size", true},
	}
	p := sitDown(t)
	for _, tt := range tests {
		for _, tab := range tt.tabs {
			t.Run(tt.name+"/"+p.sockets[tab].role, func(t *testing.T) {
				p.t = t
				p.Window.choose(tab)
				pane := p.sockets[tab]
				e := tt.entry(pane)
				was := textOf(e)
				if tt.hidden { // it was typed, and then the options were closed
					pane.form.options.Show()
					p.fill(e, tt.typed)
					pane.form.options.Hide()
					p.win.Canvas().Focus(pane.start)
				} else {
					p.fill(e, tt.typed)
				}
				defer p.fill(e, was)
				label := pane.form.problems[tt.field]
				if tt.hidden {
					label = pane.form.more.problems[tt.field]
				}
				p.press(fyne.KeyReturn)
				p.until("the problem", func() bool { return label.Text != "" || pane.form.general.Text != "" })
				has(t, "what stands there", label.Text, tt.text)
				if label != pane.form.general && pane.form.general.Text != "" {
					t.Errorf("the form as a whole says %q", pane.form.general.Text)
				}
				p.inSight(pane, label)
				p.inSight(pane, e.(fyne.CanvasObject))
				if got := textOf(e); got != tt.typed {
					t.Errorf("the field says %q now, want what was typed, %q", got, tt.typed)
				}
				p.win.Canvas().Focus(e)
				p.write("1")
				if label.Visible() {
					t.Errorf("the problem %q stays when the field is changed", label.Text)
				}
			})
		}
	}
	if n := p.bench.OpenEndpoints(); n != 0 {
		t.Errorf("%d endpoints are open, want none", n)
	}
}

func textOf(f fyne.Focusable) string {
	type texter interface{ SelectedText() string }
	f.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	return f.(texter).SelectedText()
}

func TestOneInterfaceSaysWhatItMeans(t *testing.T) {
	p := sitDown(t)
	at := listenOnOf(p.sockets[tabServer])
	for host, warns := range map[string]bool{"192.0.2.2 — eth0": true, "fe80::1%eth0": true, "127.0.0.2": false, "::1": false, "localhost": false} {
		p.fill(at.host, host)
		if at.wide.Visible() != warns {
			t.Errorf("%s: the warning is visible: %v, want %v", host, at.wide.Visible(), warns)
		}
	}
}

func TestEveryInterfaceSaysWhatItMeans(t *testing.T) {
	p := sitDown(t)
	at := listenOnOf(p.sockets[tabServer])
	for _, host := range []string{"*", "0.0.0.0", "::", "0.0.0.0 — every interface, IPv4"} {
		p.fill(at.host, host)
		if !at.wide.Visible() || !strings.Contains(at.wide.Text, "can connect") {
			t.Errorf("%s: the warning is visible %v: %q", host, at.wide.Visible(), at.wide.Text)
		}
		p.inSight(p.sockets[tabServer], at.wide)
	}
	p.fill(at.host, "127.0.0.1")
	if at.wide.Visible() {
		t.Error("the warning stays for 127.0.0.1")
	}
}

func TestReplies(t *testing.T) {
	p := sitDown(t)
	form := p.sockets[tabServer].kind.(*serverForm)
	p.pick(form.reply.choice, "Echo in upper case")
	if !form.reply.box.Visible() {
		t.Fatal("there is no field for the prefix")
	}
	p.fill(form.reply.under[2].(*upperFields).prefix, "> ")
	c := p.dial(p.serve())
	c.Write([]byte("shout"))
	if got := read(t, c, 7); got != "> SHOUT" {
		t.Errorf("the reply is %q", got)
	}
	p.pick(form.reply.choice, "Echo what arrives")
	if form.reply.box.Visible() {
		t.Error("the prefix stays though it means nothing to an echo")
	}
	c = p.dial(p.serve())
	c.Write([]byte("same"))
	if got := read(t, c, 4); got != "same" {
		t.Errorf("the reply is %q", got)
	}
	p.until("the automatic reply", func() bool { return strings.Contains(p.logText(), "→ | #2") })
}

func TestOptionsReachTheSocket(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	p.click(buttonIn(pane.content, "Options").(fyne.CanvasObject))
	if !pane.form.options.Visible() {
		t.Fatal("Options opens nothing")
	}
	p.fill(form.idle, "50ms")
	form.noDelay.SetChecked(true)
	p.dial(p.serve())
	p.logged("ETIMEDOUT")
	p.logged("TCP_NODELAY on")
	p.click(buttonIn(pane.content, "Options").(fyne.CanvasObject))
	if pane.form.options.Visible() {
		t.Error("Options does not close them again")
	}
	if s := p.sockets[tabServer].sessions.rows[0].endpoint.State; s != netcore.EndpointOpen {
		t.Errorf("the server is %v after one session's end", s)
	}
}

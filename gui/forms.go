package gui

import (
	"net/netip"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// portWidth is the width of an entry that holds a port.
const portWidth = 60

// listenOn is the choice of the interface to bind to, which begins with this machine only. A person may type another
// address. What reaches further says so.
type listenOn struct {
	host *choiceEntry
	port *entry
	wide *widget.Label
	row  fyne.CanvasObject
}

func newListenOn(p *socketPane, port string) *listenOn {
	l := &listenOn{host: newChoiceEntry(p.tooLong), port: p.entry(port, "0–65535"), wide: widget.NewLabel("")}
	l.wide.Wrapping = fyne.TextWrapWord
	l.wide.Importance = widget.WarningImportance
	l.wide.Hide()
	choices := []string{"127.0.0.1 — " + tr("this machine only"), "::1 — " + tr("this machine only, IPv6")}
	for _, i := range p.w.interfaces {
		choices = append(choices, i.Address+" — "+i.Name)
	}
	choices = append(choices, "* — "+tr("every interface"), "0.0.0.0 — "+tr("every interface, IPv4"), ":: — "+tr("every interface, IPv6"))
	l.host.SetOptions(choices)
	l.host.SetText(choices[0])
	l.host.OnChanged = func(string) { l.warn(p); p.changed() }
	l.host.OnSubmitted = func(string) { p.begin() }
	p.fields = append(p.fields, l.host)
	l.row = container.NewBorder(nil, nil, nil, fixed(portWidth, l.port), l.host)
	return l
}

// warn says what it means to listen on every interface.
func (l *listenOn) warn(p *socketPane) {
	text := ""
	host := hostOf(l.host.Text)
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	switch {
	case host == "*", err == nil && addr.IsUnspecified():
		text = tr("Every interface: whoever reaches this machine over a network can connect.")
	case err == nil && !addr.IsLoopback():
		text = trf("Whoever reaches %s over a network can connect.", host)
	}
	if l.wide.Text != text {
		l.wide.SetText(text)
		l.wide.Hidden = text == ""
		p.relayout()
	}
}

func (l *listenOn) add(f *form, name string) {
	f.row(name, l.row, workbench.FieldHost, workbench.FieldPort)
	f.box.Add(l.wide)
}

func (l *listenOn) values() [2]string { return [2]string{hostOf(l.host.Text), l.port.Text} }

// matches compares with the address that the system told, which says 0 for no port that was asked for.
func (l *listenOn) matches(e *netcore.EndpointInfo) bool {
	return e.Local == hostPort(hostOf(l.host.Text), l.port.Text)
}

// A serverForm is the form of a TCP server.
type serverForm struct {
	*commonFields
	at *listenOn
}

func (s *serverForm) build(p *socketPane) *form {
	f := newForm()
	s.commonFields = newCommonFields(p)
	s.at = newListenOn(p, "9000")
	s.at.add(f, tr("Listen on"))
	s.addFraming(f)
	s.addReply(f)
	s.addOptions(f, nil)
	return f
}

func (s *serverForm) typed() workbench.Form {
	return workbench.ServerForm{Common: s.common(), Host: hostOf(s.at.host.Text), Port: s.at.port.Text, NoDelay: s.noDelay.Checked,
		Alive: s.alive.Checked, Reuse: s.reuse.Checked}
}

func (s *serverForm) values() any                          { return s.at.values() }
func (s *serverForm) matches(e *netcore.EndpointInfo) bool { return s.at.matches(e) }
func (s *serverForm) open(e *netcore.EndpointInfo) string {
	return trf("Listening on %s", e.Local)
}

func (s *serverForm) words() (start, busy, stop, more string) {
	if s.at != nil && s.at.port.Text == "0" {
		more = tr("Another")
	}
	return tr("Start"), tr("Starting…"), tr("Stop"), more
}

// A clientForm is the form of a TCP client.
type clientForm struct {
	*commonFields
	host, port    *entry
	source        *entry
	sourcePort    *entry
	timeout       *entry
	reconnect     *widget.Check
	reconnectWait *entry
}

func (c *clientForm) build(p *socketPane) *form {
	f := newForm()
	c.commonFields = newCommonFields(p)
	c.host = p.entry("127.0.0.1", tr("host name or address"))
	c.port = p.entry("9000", "1–65535")
	f.row(tr("Server"), container.NewBorder(nil, nil, nil, fixed(portWidth, c.port), c.host), workbench.FieldHost, workbench.FieldPort)
	c.addFraming(f)
	c.addReply(f)

	c.timeout = p.entry("10s", tr("no limit but the system's"))
	c.source = p.entry("", tr("the system picks"))
	c.sourcePort = p.entry("", tr("any"))
	c.reconnect = widget.NewCheck(tr("Connect again when it ends, after"), func(bool) { p.changed() })
	c.reconnectWait = p.entry("1s", "1s")
	c.addOptions(f, func(f *form) {
		f.row(tr("Timeout"), c.timeout, workbench.FieldTimeout)
		f.row(tr("From"), container.NewBorder(nil, nil, nil, fixed(portWidth, c.sourcePort), c.source), workbench.FieldSourceHost, workbench.FieldSourcePort)
		f.box.Add(container.NewBorder(nil, nil, c.reconnect, nil, c.reconnectWait))
		f.problem(workbench.FieldReconnect)
	})
	return f
}

func (c *clientForm) typed() workbench.Form {
	return workbench.ClientForm{Common: c.common(), Host: c.host.Text, Port: c.port.Text, SourceHost: c.source.Text, SourcePort: c.sourcePort.Text,
		Timeout: c.timeout.Text, NoDelay: c.noDelay.Checked, Alive: c.alive.Checked, Reconnect: c.reconnect.Checked,
		ReconnectWait: c.reconnectWait.Text}
}

func (c *clientForm) values() any { return [2]string{c.host.Text, c.port.Text} }

func (c *clientForm) matches(e *netcore.EndpointInfo) bool {
	return len(e.Sessions) > 0 && e.Sessions[0].Peer == hostPort(c.host.Text, c.port.Text)
}

func (c *clientForm) open(e *netcore.EndpointInfo) string {
	if e.State == netcore.EndpointWaiting && e.Fault == nil {
		return tr("Trying again…")
	}
	if e.State == netcore.EndpointWaiting {
		return trf("Trying again: %s", netcore.Explain(e.Fault).Text)
	}
	if len(e.Sessions) == 0 {
		return tr("Connecting…")
	}
	return trf("Connected to %s", e.Sessions[0].Peer)
}

func (c *clientForm) words() (start, busy, stop, more string) {
	return tr("Connect"), tr("Connecting…"), tr("Disconnect"), tr("Another")
}

// A udpForm is the form of a UDP peer.
type udpForm struct {
	*commonFields
	at        *listenOn
	peer      *entry
	buffer    *entry
	broadcast *widget.Check
}

func (u *udpForm) build(p *socketPane) *form {
	f := newForm()
	u.commonFields = newCommonFields(p)
	u.at = newListenOn(p, "9001")
	u.at.add(f, tr("Bind to"))
	u.addReply(f)
	u.peer = p.entry("", tr("anybody; or one peer, host:port"))
	u.buffer = p.entry("", trf("SO_RCVBUF in bytes; empty: %d", workbench.UDPBuffer))
	u.broadcast = widget.NewCheck(tr("SO_BROADCAST: allow broadcast addresses"), func(bool) { p.changed() })
	u.addOptions(f, func(f *form) {
		f.row(tr("Only with"), u.peer, workbench.FieldPeer)
		f.row(tr("Buffer"), u.buffer, workbench.FieldBuffer)
		f.box.Add(u.broadcast)
	})
	return f
}

func (u *udpForm) typed() workbench.Form {
	return workbench.UDPForm{Common: u.common(), Host: hostOf(u.at.host.Text), Port: u.at.port.Text, Peer: u.peer.Text, Buffer: u.buffer.Text,
		Broadcast: u.broadcast.Checked, Reuse: u.reuse.Checked}
}

func (u *udpForm) values() any                          { return u.at.values() }
func (u *udpForm) matches(e *netcore.EndpointInfo) bool { return u.at.matches(e) }
func (u *udpForm) open(e *netcore.EndpointInfo) string  { return trf("Bound to %s", e.Local) }

func (u *udpForm) words() (start, busy, stop, more string) {
	if u.at != nil && u.at.port.Text == "0" {
		more = tr("Another")
	}
	return tr("Bind"), tr("Binding…"), tr("Close"), more
}

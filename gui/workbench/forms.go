package workbench

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/framing"
	"wirevise/netcore/responder"
	"wirevise/netcore/responder/program"
	"wirevise/netcore/transport"
)

// Roles of endpoints, one a tab.
const (
	RoleServer = "server"
	RoleClient = "client"
	RoleUDP    = "udp"
)

// Fields of the forms, as a FieldError names them. Those of addresses are the transport's.
const (
	FieldHost       = transport.FieldHost
	FieldPort       = transport.FieldPort
	FieldSourceHost = transport.FieldSourceHost
	FieldSourcePort = transport.FieldSourcePort
	FieldPeer       = transport.FieldPeer
	FieldTimeout    = "timeout"
	FieldIdle       = "idle"
	FieldReadSize   = "read size"
	FieldReconnect  = "reconnect"
	FieldReply      = "reply"
	FieldFraming    = "framing" // of what is received and of what is sent
	FieldBuffer     = "receive buffer"
)

// A FieldError says what is wrong with what was typed into one field of a form.
type FieldError struct {
	Field string
	Text  string // a plain sentence
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Text }

// FieldOf returns the field that an error is about, or "", and the sentence to show there.
func FieldOf(err error) (field, text string) {
	var form *FieldError
	if errors.As(err, &form) {
		return form.Field, form.Text
	}
	if errors.Is(err, program.ErrOff) {
		return FieldReply, err.Error()
	}
	var address *transport.AddressError
	var lookup *transport.LookupError
	switch {
	case errors.As(err, &address):
		field, text = address.Field, address.Text
	case errors.As(err, &lookup):
		field, text = lookup.Field, netcore.Explain(err).String()
	default:
		return "", netcore.Explain(err).String()
	}
	if field == transport.FieldPeerHost || field == transport.FieldPeerPort {
		field = FieldPeer
	}
	return field, text
}

// A Form is one of the forms, as typed. Two that are equal ask for the same.
type Form interface {
	// Spec checks the form. The error is a FieldError.
	Spec() (netcore.Spec, error)
	// Does is what may change while the socket is open, and Doing the form that says that instead.
	Does() Does
	Doing(Does) Form
}

// Does is what of a form may change while its socket is open, as typed.
type Does struct {
	Reply                responder.Config
	Framing, SendFraming string
	Keep                 string
}

// Does implements [Form].
func (c Common) Does() Does { return Does{c.Reply, c.Framing, c.SendFraming, c.Keep} }

func (c Common) doing(d Does) Common {
	c.Reply, c.Framing, c.SendFraming, c.Keep = d.Reply, d.Framing, d.SendFraming, d.Keep
	return c
}

// Doing implements [Form].
func (f ServerForm) Doing(d Does) Form { f.Common = f.doing(d); return f }

// Doing implements [Form].
func (f ClientForm) Doing(d Does) Form { f.Common = f.doing(d); return f }

// Doing implements [Form].
func (f UDPForm) Doing(d Does) Form { f.Common = f.doing(d); return f }

// Common is what the forms of all sockets have, as typed.
type Common struct {
	Family   transport.Family
	Reply    responder.Config
	Idle     string // a time, "" for no limit
	ReadSize string // bytes, "" for the default

	Framing     string // of a stream that is received, as framing.Parse has it
	SendFraming string // of one that is sent, as framing.ParseSend has it: "" is as received
	KeepOpen    bool   // after the peer's FIN
	Keep        string // a folder for a file with what each session receives; "": nothing is kept
}

// noHost is said of an empty address to bind to, which to the system means every interface: nobody asked for that.
var noHost = &FieldError{FieldHost, "which address? 127.0.0.1 is this machine only, * every interface"}

// ServerForm is the form of the TCP server, as typed.
type ServerForm struct {
	Common
	Host    string // "*": every interface
	Port    string
	NoDelay bool
	Alive   bool // keep-alive
	Reuse   bool // the address, SO_REUSEADDR
}

// ClientForm is the form of the TCP client, as typed.
type ClientForm struct {
	Common
	Host, Port             string
	SourceHost, SourcePort string
	Timeout                string
	NoDelay                bool
	Alive                  bool
	Reconnect              bool
	ReconnectWait          string
}

// UDPBuffer is what a UDP socket asks of the system to keep until it is read, in bytes, when nothing else is asked for. The
// system's own default, 208 KiB on Linux, loses datagrams in a burst of a thousand; the system may grant less.
const UDPBuffer = 4 << 20

// UDPForm is the form of the UDP peer, as typed.
type UDPForm struct {
	Common
	Host, Port string
	Peer       string // host:port of the one to talk to, "" for anybody
	Buffer     string // bytes that the system keeps until they are read, "" for UDPBuffer
	Broadcast  bool
	Reuse      bool // share the port, SO_REUSEADDR
}

// Spec checks the form. The error is a FieldError.
func (f ServerForm) Spec() (netcore.Spec, error) {
	port, err := parsePort(FieldPort, f.Port, 0)
	if err != nil {
		return netcore.Spec{}, err
	}
	if strings.TrimSpace(f.Host) == "" {
		return netcore.Spec{}, noHost
	}
	t := transport.TCPServer{Host: strings.TrimSpace(f.Host), Port: port, Family: f.Family,
		Options: transport.TCPOptions{NoDelay: f.NoDelay, KeepAlive: f.Alive, ReuseAddr: onOff(f.Reuse)}}
	return f.spec(RoleServer, "Server {port}", t)
}

// Spec checks the form. The error is a FieldError.
func (f ClientForm) Spec() (netcore.Spec, error) {
	if strings.TrimSpace(f.Host) == "" {
		return netcore.Spec{}, &FieldError{FieldHost, "whom to connect to? A name or an address, such as localhost or 127.0.0.1"}
	}
	port, err := parsePort(FieldPort, f.Port, 1)
	if err != nil {
		return netcore.Spec{}, err
	}
	t := transport.TCPClient{Host: strings.TrimSpace(f.Host), Port: port, Family: f.Family, SourceHost: strings.TrimSpace(f.SourceHost),
		Options: transport.TCPOptions{NoDelay: f.NoDelay, KeepAlive: f.Alive}}
	if strings.TrimSpace(f.SourcePort) != "" {
		if t.SourcePort, err = parsePort(FieldSourcePort, f.SourcePort, 0); err != nil {
			return netcore.Spec{}, err
		}
	}
	if t.ConnectTimeout, err = parseTime(FieldTimeout, f.Timeout); err != nil {
		return netcore.Spec{}, err
	}
	spec, err := f.spec(RoleClient, clientName, t)
	if err != nil {
		return spec, err
	}
	spec.Reconnect.On = f.Reconnect
	if f.Reconnect {
		spec.Reconnect.Wait, err = parseTime(FieldReconnect, f.ReconnectWait)
	}
	return spec, err
}

// Spec checks the form. The error is a FieldError.
func (f UDPForm) Spec() (netcore.Spec, error) {
	port, err := parsePort(FieldPort, f.Port, 0)
	if err != nil {
		return netcore.Spec{}, err
	}
	if strings.TrimSpace(f.Host) == "" {
		return netcore.Spec{}, noHost
	}
	t := transport.UDP{Host: strings.TrimSpace(f.Host), Port: port, Family: f.Family, Options: transport.UDPOptions{Broadcast: f.Broadcast, ReuseAddr: onOff(f.Reuse)}}
	if t.Options.RecvBuffer, err = parseSize(FieldBuffer, f.Buffer, math.MaxInt32); err != nil {
		return netcore.Spec{}, err
	}
	if t.Options.RecvBuffer == 0 {
		t.Options.RecvBuffer = UDPBuffer
	}
	if peer := strings.TrimSpace(f.Peer); peer != "" {
		if t.PeerHost, t.PeerPort, err = transport.SplitHostPort(peer); err != nil {
			return netcore.Spec{}, err
		}
	}
	return f.spec(RoleUDP, "UDP {port}", t)
}

func (c Common) spec(role, name string, t netcore.Transport) (netcore.Spec, error) {
	spec := netcore.Spec{Name: name, Role: role, Transport: t}
	var err error
	if spec.Responder, err = c.Reply.Responder(responder.Options{}); err != nil {
		return spec, &FieldError{FieldReply, err.Error()}
	}
	if spec.Receive, err = framing.Parse(c.Framing); err != nil {
		return spec, &FieldError{FieldFraming, err.Error()}
	}
	if spec.Send, err = framing.ParseSend(c.SendFraming, spec.Receive); err != nil {
		return spec, &FieldError{FieldFraming, err.Error()}
	}
	if spec.Keeper, err = keeper(c.Keep); err != nil {
		return spec, err
	}
	if spec.Limits.Idle, err = parseTime(FieldIdle, c.Idle); err != nil {
		return spec, err
	}
	if spec.Limits.ReadSize, err = parseSize(FieldReadSize, c.ReadSize, MaxReadSize); err != nil {
		return spec, err
	}
	spec.Limits.KeepOpen = c.KeepOpen
	return spec, nil
}

func onOff(on bool) transport.Switch {
	if on {
		return transport.On
	}
	return transport.Off
}

// parsePort reads a port from least to 65535.
func parsePort(field, typed string, least uint64) (uint16, error) {
	text := strings.TrimSpace(typed)
	if text == "" {
		return 0, &FieldError{field, fmt.Sprintf("a port is a number from %d to 65535", least)}
	}
	n, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, &FieldError{field, fmt.Sprintf("%q is no number: a port is a number from %d to 65535", text, least)}
	case err != nil || n < least || n > math.MaxUint16:
		return 0, &FieldError{field, fmt.Sprintf("%s is no port: ports go from %d to 65535", text, least)}
	}
	return uint16(n), nil
}

// parseTime reads a time such as "10s" or "1.5m"; a bare number is seconds, nothing is no limit.
func parseTime(field, typed string) (time.Duration, error) {
	text := strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	if text == "" {
		return 0, nil
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += "s"
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, &FieldError{field, fmt.Sprintf("%q is no time: write 10s, 500ms or 2m; empty is no limit", typed)}
	}
	return d, nil
}

// clientName is what clients are called, with a number behind.
const clientName = "Client"

// MaxReadSize is the most that one read may be asked to take, in bytes.
const MaxReadSize = 16 << 20

// parseSize reads a number of bytes; nothing is the default.
func parseSize(field, typed string, most int) (int, error) {
	text := strings.TrimSpace(typed)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, &FieldError{field, fmt.Sprintf("%q is no size: write a number of bytes from 1 to %d, or nothing for the default", typed, most)}
	}
	return n, nil
}

// numbered puts the next number behind the name of what has no port of its own to be told apart by.
func (w *Workbench) numbered(spec netcore.Spec) netcore.Spec {
	if spec.Role == RoleClient && spec.Name == clientName {
		w.names[spec.Role]++
		spec.Name = fmt.Sprintf("%s %d", spec.Name, w.names[spec.Role])
	}
	return spec
}

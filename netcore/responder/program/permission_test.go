package program

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

func TestOfThisMachine(t *testing.T) {
	tests := []struct {
		local string
		want  bool
	}{
		{"127.0.0.1:9000", true}, {"127.1.2.3:9000", true}, {"[::1]:9000", true}, {"[::ffff:127.0.0.1]:9000", true},
		{"/run/x.sock", true}, {"@abstract", true},
		{"0.0.0.0:9000", false}, {"[::]:9000", false}, {"192.0.2.1:9000", false}, {"[2001:db8::1]:9000", false},
		{"", false}, {"example:9000", false},
	}
	for _, tt := range tests {
		if got := OfThisMachine(tt.local); got != tt.want {
			t.Errorf("OfThisMachine(%q) = %v, want %v", tt.local, got, tt.want)
		}
	}
}

func TestGuard(t *testing.T) {
	on, remote := allowed(), allowed()
	remote.Remote = true
	here, wide := transport.TCPServer{Host: "127.0.0.1"}, transport.TCPServer{Host: "*"}
	cat := Program{Line: "cat", Each: EachConnection}
	tests := []struct {
		name string
		spec netcore.Spec
		p    Permission
		want string // of the error
	}{
		{"off", netcore.Spec{Transport: here, Responder: cat}, Permission{Allowed: new(atomic.Bool)}, "switched off"},
		{"never asked", netcore.Spec{Transport: here, Responder: cat}, Permission{}, "switched off"},
		{"off and confirmed", netcore.Spec{Transport: here, Responder: cat}, Permission{Remote: true}, "switched off"},
		{"on, here", netcore.Spec{Transport: here, Responder: cat}, on, ""},
		{"on, every interface", netcore.Spec{Transport: wide, Responder: cat}, on, `could run "cat" here`},
		{"on, commands on every interface", netcore.Spec{Transport: wide, Responder: Commands{}}, on, "could run any command here"},
		{"on, a transport that does not say", netcore.Spec{Transport: silent{here}, Responder: cat}, on, "must be confirmed"},
		{"confirmed", netcore.Spec{Transport: wide, Responder: cat}, remote, ""},
		{"no program", netcore.Spec{Transport: wide, Responder: still{}}, Permission{}, ""},
		{"no reply", netcore.Spec{Transport: wide}, Permission{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Guard(tt.spec, tt.p)
			if tt.want == "" {
				if err != nil || got.Responder != Permit(tt.spec.Responder, tt.p) {
					t.Errorf("Guard = %+v, %v, want it permitted", got, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Guard = %v, want an error with %q", err, tt.want)
			}
			var remote *RemoteError
			if errors.Is(err, ErrOff) == errors.As(err, &remote) {
				t.Errorf("%v is not one of ErrOff and RemoteError", err)
			}
		})
	}
}

func TestGuardReply(t *testing.T) {
	on := allowed()
	cat, old := Program{Line: "cat", Each: EachConnection}, Permit(Program{Line: "cat", Each: EachConnection}, Permission{Allowed: on.Allowed, Remote: true})
	open := func(local string, r netcore.Responder) netcore.EndpointInfo {
		return netcore.EndpointInfo{Local: local, URL: "tcp://" + local, Does: netcore.Behaviour{Responder: r}}
	}
	tests := []struct {
		name string
		e    netcore.EndpointInfo
		p    Permission
		want netcore.Responder
	}{
		{"off", open("127.0.0.1:1", nil), Permission{}, nil},
		{"here", open("127.0.0.1:1", nil), on, Permit(cat, on)},
		{"elsewhere", open("0.0.0.0:1", nil), on, nil},
		{"nobody knows where", open("", nil), on, nil},
		{"elsewhere, as confirmed before", open("0.0.0.0:1", old), on, old},
		{"elsewhere, another than was confirmed", open("0.0.0.0:1", Permit(Commands{}, Permission{Allowed: on.Allowed, Remote: true})), on, nil},
		{"as before, but off now", open("0.0.0.0:1", old), Permission{Allowed: new(atomic.Bool)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := GuardReply(cat, tt.e, tt.p)
			if (err == nil) != (tt.want != nil) || err == nil && got != tt.want {
				t.Errorf("GuardReply = %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
	if got, err := GuardReply(still{}, open("0.0.0.0:1", old), Permission{}); got != (still{}) || err != nil {
		t.Errorf("what runs nothing: %v, %v", got, err)
	}
}

// A still responder runs nothing.
type still struct{}

func (still) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// A silent transport hides the methods of another.
type silent struct{ netcore.Transport }

// Whoever forgets to ask for a permission runs nothing, and neither does a session that came from elsewhere.
func TestNothingRunsWithoutPermission(t *testing.T) {
	for _, each := range []Each{EachConnection, EachMessage} {
		t.Run("none, a "+each.String(), func(t *testing.T) {
			s := serveOn(t, transport.TCPServer{Host: "127.0.0.1"}, Program{Line: "echo ran", Each: each})
			c := s.call()
			c.say("x")
			s.row(netcore.Failed, 1, "^not started: echo ran: .*switched off")
			s.hub.CloseEndpoint(s.id)
			if got := c.rest(); got != "" {
				t.Errorf("got %q, want nothing", got)
			}
		})
	}
	t.Run("none, commands", func(t *testing.T) {
		c := serveOn(t, transport.TCPServer{Host: "127.0.0.1"}, Commands{}).call()
		if got := c.ask("echo ran", "OK"); got != "(programs are switched off here)\n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("switched off later", func(t *testing.T) {
		p := allowed()
		s := serveOn(t, transport.TCPServer{Host: "127.0.0.1"}, Permit(Commands{}, p))
		c := s.call()
		if got := c.ask("go version", "OK"); !strings.HasPrefix(got, "go version go1") {
			t.Errorf("got %q", got)
		}
		p.Allowed.Store(false)
		if got := c.ask("go version", "OK"); got != "(programs are switched off here)\n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("not of this machine", func(t *testing.T) {
		// A socket bound to every interface says so as its own address.
		s := serveOn(t, transport.UDP{Host: "0.0.0.0"}, Permit(Program{Line: "echo ran", Each: EachMessage}, allowed()))
		s.at = strings.Replace(s.at, "0.0.0.0", "127.0.0.1", 1)
		s.callOver("udp").say("x")
		s.row(netcore.Failed, 1, "^not started: .*0.0.0.0:.* is not of this machine alone")
	})
}

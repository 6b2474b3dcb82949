package netcore_test

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

// udp opens a UDP session and returns it with its address.
func (w *watcher) udp(spec netcore.Spec) (netcore.SessionID, netcore.Peer) {
	w.t.Helper()
	spec.Transport = transport.UDP{Host: "127.0.0.1"}
	_, s := w.open(spec)
	return s, netcore.Peer{Addr: netip.MustParseAddrPort(w.awaitKind(s, netcore.Opened).Local)}
}

func (w *watcher) sendTo(id netcore.SessionID, to netcore.Peer, payload []byte) {
	w.t.Helper()
	if err := w.Send(context.Background(), id, netcore.Message{Payload: payload, To: to}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watcher) awaitReceived(id netcore.SessionID, payload string) netcore.Event {
	w.t.Helper()
	return w.await("received "+payload, func(ev netcore.Event) bool {
		return ev.Session == id && ev.Kind == netcore.Received && string(ev.Payload) == payload
	})
}

func TestUDPZeroLength(t *testing.T) {
	w := watch(t)
	a, _ := w.udp(netcore.Spec{})
	b, to := w.udp(netcore.Spec{Responder: responder.Echo{}})
	w.sendTo(a, to, nil)
	if got := w.awaitReceived(a, ""); got.Peer != to.String() {
		t.Errorf("the answer came from %s, want %v", got.Peer, to)
	}
	wantLog(t, w.of(b)[1:], `received ""`, `sent "" auto`)
}

func TestUDPRefused(t *testing.T) {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := netcore.Peer{Addr: c.LocalAddr().(*net.UDPAddr).AddrPort()}
	c.Close()
	w := watch(t)
	a, _ := w.udp(netcore.Spec{})
	_, to := w.udp(netcore.Spec{Responder: responder.Echo{}})
	w.sendTo(a, closed, []byte("anybody?"))
	failed := w.awaitKind(a, netcore.Failed)
	if netcore.Explain(failed.Err).Name != "ECONNREFUSED" || failed.Peer != closed.String() {
		t.Errorf("%s about %s, want ECONNREFUSED about %v", line(failed), failed.Peer, closed)
	}
	w.sendTo(a, to, []byte("still here"))
	w.awaitReceived(a, "still here")
}

func TestUDPTooLong(t *testing.T) {
	w := watch(t)
	a, _ := w.udp(netcore.Spec{})
	_, to := w.udp(netcore.Spec{Responder: responder.Echo{}})
	w.sendTo(a, to, make([]byte, 70000))
	w.sendTo(a, to, []byte("shorter"))
	w.awaitReceived(a, "shorter")
	log := w.of(a)
	if want := `failed "": 0 of 70000 bytes were sent: EMSGSIZE`; line(log[2]) != want {
		t.Errorf("%s, want %s", line(log[2]), want)
	}
	most := make([]byte, 65507)
	w.sendTo(a, to, most)
	w.awaitReceived(a, string(most))
}

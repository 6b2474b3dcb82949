package transport

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"wirevise/netcore"
)

func peerOf(t *testing.T, addr string) netcore.Peer { return netcore.Peer{Addr: addrOf(t, addr)} }

func TestUDPWrongReceiver(t *testing.T) {
	needIPv6(t)
	v4, v6 := openConn(t, UDP{Host: "127.0.0.1"}), openConn(t, UDP{Host: "*", Family: IPv6})
	fixed := openConn(t, UDP{PeerHost: "127.0.0.1", PeerPort: 9})
	for _, tt := range []struct {
		name string
		c    netcore.Conn
		to   netcore.Peer
		text string
	}{
		{"IPv6 from IPv4", v4, peerOf(t, "[::1]:9"), "over IPv4 only"},
		{"IPv4 from IPv6", v6, peerOf(t, "127.0.0.1:9"), "over IPv6 only"},
		{"port 0", v4, peerOf(t, "127.0.0.1:0"), "1 to 65535"},
		{"a name", v4, netcore.Peer{Name: "/tmp/x"}, "not an address"},
		{"not the fixed one", fixed, peerOf(t, "127.0.0.1:10"), "127.0.0.1:9 only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := tt.c.Send(context.Background(), []byte("x"), tt.to)
			var bad *AddressError
			if n != 0 || !errors.As(err, &bad) || bad.Field != FieldPeer || !strings.Contains(bad.Text, tt.text) {
				t.Errorf("Send = %d, %v, want 0, an AddressError with %q", n, err, tt.text)
			}
		})
	}
}

func TestUDPTooLong(t *testing.T) {
	a, b := openConn(t, UDP{Host: "127.0.0.1"}), openConn(t, UDP{Host: "127.0.0.1"})
	n, err := a.Send(context.Background(), make([]byte, 65508), peerOf(t, b.LocalAddr()))
	if f := netcore.Explain(err); n != 0 || !strings.HasSuffix(f.Name, "EMSGSIZE") {
		t.Errorf("Send = %d, %v (%v), want 0, EMSGSIZE", n, err, f)
	}
	// It ended nothing, and does not come again from Receive.
	a.Send(context.Background(), []byte("fits"), peerOf(t, b.LocalAddr()))
	b.Send(context.Background(), []byte("back"), peerOf(t, a.LocalAddr()))
	for _, c := range []netcore.Conn{b, a} {
		if n, _, err := c.Receive(make([]byte, 10)); n != 4 || err != nil {
			t.Errorf("Receive = %d, %v, want 4, nil", n, err)
		}
	}
}

func TestUDPDescribe(t *testing.T) {
	for _, tt := range []struct {
		u    UDP
		want []string
	}{
		{UDP{Host: "127.0.0.1"}, []string{"IPv4", "SO_REUSEADDR off", "SO_BROADCAST off"}},
		{UDP{Host: "*"}, []string{"IPv4 and IPv6", "SO_BROADCAST off"}},
		{UDP{Host: "127.0.0.1", Options: UDPOptions{Broadcast: true, ReuseAddr: On}}, []string{"SO_REUSEADDR on", "SO_BROADCAST on"}},
		{UDP{PeerHost: "127.0.0.1", PeerPort: 9}, []string{"IPv4", "SO_BROADCAST off"}},
	} {
		c := openConn(t, tt.u)
		for _, want := range tt.want {
			if got := c.(netcore.Describer).Describe(); !strings.Contains(got, want) {
				t.Errorf("%v: Describe = %q, want %q in it", tt.u, got, want)
			}
		}
	}
}

func TestUDPAllocs(t *testing.T) {
	a := openConn(t, UDP{Host: "127.0.0.1"})
	b := openConn(t, UDP{Host: "127.0.0.1", PeerHost: "127.0.0.1", PeerPort: addrOf(t, a.LocalAddr()).Port()})
	toB := peerOf(t, b.LocalAddr())
	payload, buf, ctx := make([]byte, 64), make([]byte, 64), context.Background()
	if got := testing.AllocsPerRun(200, func() {
		a.Send(ctx, payload, toB)
		b.Receive(buf)
	}); got != 0 {
		t.Errorf("%v allocations a datagram to a named receiver, want 0", got)
	}
	if got := testing.AllocsPerRun(200, func() {
		b.Send(ctx, payload, netcore.Peer{})
		a.Receive(buf)
	}); got != 0 {
		t.Errorf("%v allocations a datagram to the fixed peer, want 0", got)
	}
}

func TestDropCount(t *testing.T) {
	var d dropCount
	if n, ok := d.total(); n != 0 || ok {
		t.Errorf("total = %d, %v, want 0, false", n, ok)
	}
	for _, tt := range []struct {
		v    uint32
		want uint64
	}{
		{0, 0}, {5, 5}, {3, 5}, {1 << 30, 1 << 30}, {3 << 30, 3 << 30 >> 1 << 1}, {1<<32 - 1, 1<<32 - 1}, {4, 1<<32 + 4},
		{1<<32 - 1, 1<<32 + 4}, {1 << 31, 3 << 31},
	} {
		if tt.v == 3<<30 { // in two steps, as half of the range is the most that one may jump
			d.saw(2 << 30)
		}
		d.saw(tt.v)
		if n, ok := d.total(); n != tt.want || !ok {
			t.Errorf("total after %d = %d, %v, want %d, true", tt.v, n, ok, tt.want)
		}
	}
}

func TestUDPUnmapsPeers(t *testing.T) {
	both := openConn(t, UDP{Host: "*"})
	a := openConn(t, UDP{Host: "127.0.0.1"})
	to := netcore.Peer{Addr: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), addrOf(t, both.LocalAddr()).Port())}
	a.Send(context.Background(), []byte("x"), to)
	if _, from, err := both.Receive(make([]byte, 1)); err != nil || from != peerOf(t, a.LocalAddr()) {
		t.Errorf("Receive: from %v, %v, want %s", from, err, a.LocalAddr())
	}
}

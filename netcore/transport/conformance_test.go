package transport

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// needIPv6 skips on a machine with no IPv6 loopback.
func needIPv6(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skipf("no IPv6 loopback: %v", err)
	}
	l.Close()
}

func addrOf(t *testing.T, s string) netip.AddrPort {
	t.Helper()
	a, err := netip.ParseAddrPort(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func openConn(t *testing.T, tr netcore.Transport) netcore.Conn {
	t.Helper()
	src, err := tr.Open(context.Background())
	if err != nil {
		t.Fatalf("Open %v: %v", tr, err)
	}
	t.Cleanup(func() { src.Conn.Close() })
	return src.Conn
}

func openListener(t *testing.T, tr netcore.Transport) netcore.Listener {
	t.Helper()
	src, err := tr.Open(context.Background())
	if err != nil {
		t.Fatalf("Open %v: %v", tr, err)
	}
	t.Cleanup(func() { src.Listener.Close() })
	return src.Listener
}

func TestConformance(t *testing.T) {
	tcp := func(host, dial string, f Family) netcoretest.Suite {
		return netcoretest.Suite{
			Network: "tcp",
			Listen:  TCPServer{Host: host, Family: f},
			Dial: func(addr string) netcore.Transport {
				return TCPClient{Host: dial, Port: netip.MustParseAddrPort(addr).Port(), Family: f}
			},
		}
	}
	udp := func(host, peer string, f Family) netcoretest.Suite {
		port := func(addr string) uint16 { return netip.MustParseAddrPort(addr).Port() }
		return netcoretest.Suite{
			Network: "udp",
			Bind:    UDP{Host: host, Family: f},
			Connect: func(addr string) netcore.Transport {
				return UDP{Family: f, PeerHost: peer, PeerPort: port(addr)}
			},
			Peer: func(addr string) netcore.Peer {
				return netcore.Peer{Addr: netip.AddrPortFrom(netip.MustParseAddr(peer), port(addr))}
			},
		}
	}
	for _, tt := range []struct {
		name  string
		suite netcoretest.Suite
		v6    bool
	}{
		{"TCP4", tcp("127.0.0.1", "127.0.0.1", IPv4), false},
		{"TCP6", tcp("::1", "::1", IPv6), true},
		{"TCPBothOver4", tcp("*", "127.0.0.1", FamilyAny), false},
		{"TCPBothOver6", tcp("", "::1", FamilyAny), true},
		{"TCPLocalhost", tcp("localhost", "localhost", FamilyAny), false},
		{"UDP4", udp("127.0.0.1", "127.0.0.1", IPv4), false},
		{"UDP6", udp("::1", "::1", IPv6), true},
		{"UDPBothOver4", udp("*", "127.0.0.1", FamilyAny), false},
		{"UDPBothOver6", udp("*", "::1", FamilyAny), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.v6 {
				needIPv6(t)
			}
			netcoretest.Conformance(t, tt.suite)
		})
	}
}

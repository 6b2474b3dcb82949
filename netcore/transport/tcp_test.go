package transport

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

// tcpPair connects c, whose host and port are filled in, to s.
func tcpPair(t *testing.T, s TCPServer, c TCPClient) (client, server *tcpConn) {
	t.Helper()
	s.Host = "127.0.0.1"
	l := openListener(t, s)
	c.Host, c.Port = "127.0.0.1", addrOf(t, l.Addr()).Port()
	cc := openConn(t, c)
	sc, err := l.Accept()
	if err != nil {
		t.Fatalf("Accept: %v", err)
	}
	t.Cleanup(func() { sc.Close() })
	return cc.(*tcpConn), sc.(*tcpConn)
}

func TestTCPDefaultsAreTheSystems(t *testing.T) {
	client, server := tcpPair(t, TCPServer{}, TCPClient{})
	for _, c := range []*tcpConn{client, server} {
		for _, want := range []string{"IPv4", "TCP_NODELAY off", "SO_KEEPALIVE off", "SO_RCVBUF "} {
			if got := c.Describe(); !strings.Contains(got, want) {
				t.Errorf("Describe = %q, want %q in it", got, want)
			}
		}
	}
	client.Close()
	if got := client.Describe(); got != "closed" {
		t.Errorf("Describe after Close = %q, want closed", got)
	}
}

func TestTCPOptions(t *testing.T) {
	opts := TCPOptions{NoDelay: true, KeepAlive: true, KeepAliveIdle: 30 * time.Second, KeepAliveInterval: 7 * time.Second,
		KeepAliveCount: 3, RecvBuffer: 20000, SendBuffer: 30000}
	client, server := tcpPair(t, TCPServer{Options: opts}, TCPClient{Options: opts})
	wants := []string{"TCP_NODELAY on", "SO_KEEPALIVE on (idle 30 s, every 7 s, 3 times)"}
	if runtime.GOOS == "linux" {
		wants = append(wants, "SO_RCVBUF 40000", "SO_SNDBUF 60000") // doubled, socket(7)
	}
	for _, c := range []*tcpConn{client, server} {
		for _, want := range wants {
			if got := c.Describe(); !strings.Contains(got, want) {
				t.Errorf("Describe = %q, want %q in it", got, want)
			}
		}
	}
}

func TestTCPKeepAliveTimesAreTheSystems(t *testing.T) {
	client, _ := tcpPair(t, TCPServer{}, TCPClient{Options: TCPOptions{KeepAlive: true}})
	if got := client.Describe(); !strings.Contains(got, "SO_KEEPALIVE on") || strings.Contains(got, "idle 15 s") {
		t.Errorf("Describe = %q, want keep-alive on, and not with Go's 15 s", got)
	}
}

func TestTCPListenerDescribe(t *testing.T) {
	unix := runtime.GOOS != "windows"
	for _, tt := range []struct {
		s    TCPServer
		want string
	}{
		{TCPServer{Host: "127.0.0.1"}, "IPv4, SO_REUSEADDR on"},
		{TCPServer{Host: "0.0.0.0"}, "IPv4, SO_REUSEADDR on"},
		{TCPServer{Host: "*", Family: IPv4, Options: TCPOptions{ReuseAddr: Off}}, "IPv4, SO_REUSEADDR off"},
		{TCPServer{Host: "*", Family: IPv6, Options: TCPOptions{ReuseAddr: On}}, "IPv6, SO_REUSEADDR on"},
		{TCPServer{Host: "*"}, "IPv4 and IPv6, SO_REUSEADDR on"},
	} {
		l := openListener(t, tt.s)
		if got := l.(netcore.Describer).Describe(); unix && !strings.Contains(got, tt.want) {
			t.Errorf("%v: Describe = %q, want %q in it", tt.s, got, tt.want)
		}
	}
}

// Nothing listens wider than asked.
func TestTCPServerWidth(t *testing.T) {
	needIPv6(t)
	for _, tt := range []struct {
		host   string
		family Family
		v4, v6 bool
	}{
		{"127.0.0.1", FamilyAny, true, false},
		{"::1", FamilyAny, false, true},
		{"0.0.0.0", FamilyAny, true, false},
		{"::", FamilyAny, false, true},
		{"*", IPv4, true, false},
		{"*", IPv6, false, true},
		{"*", FamilyAny, true, true},
		{"localhost", IPv4, true, false},
	} {
		t.Run(tt.host+" "+tt.family.String(), func(t *testing.T) {
			port := addrOf(t, openListener(t, TCPServer{Host: tt.host, Family: tt.family}).Addr()).Port()
			for host, want := range map[string]bool{"127.0.0.1": tt.v4, "::1": tt.v6} {
				src, err := TCPClient{Host: host, Port: port}.Open(context.Background())
				if (err == nil) != want {
					t.Errorf("connecting to %s: %v, want reachable %v", host, err, want)
				}
				if err == nil {
					src.Conn.Close()
				}
			}
		})
	}
}

func TestTCPAddressInUse(t *testing.T) {
	l := openListener(t, TCPServer{Host: "127.0.0.1"})
	_, err := TCPServer{Host: "127.0.0.1", Port: addrOf(t, l.Addr()).Port()}.Open(context.Background())
	if f := netcore.Explain(err); !strings.HasSuffix(f.Name, "EADDRINUSE") {
		t.Errorf("listening twice: %v (%v), want EADDRINUSE", err, f)
	}
}

func TestTCPSource(t *testing.T) {
	// A port that was free a moment ago.
	once := openListener(t, TCPServer{Host: "127.0.0.1"})
	free := addrOf(t, once.Addr()).Port()
	once.Close()
	source := TCPClient{SourceHost: "127.0.0.1", SourcePort: free}
	client, server := tcpPair(t, TCPServer{}, source)
	if got := addrOf(t, client.LocalAddr()); got.Port() != free || server.RemotePeer().Addr != got {
		t.Errorf("connected from %v, the server saw %v, want port %d", got, server.RemotePeer(), free)
	}
	if runtime.GOOS == "windows" {
		return
	}
	// Closing here leaves the port in TIME_WAIT. To elsewhere it can be used again at once.
	client.Close()
	tcpPair(t, TCPServer{}, source)
	if _, server = tcpPair(t, TCPServer{}, TCPClient{SourceHost: "127.0.0.2"}); runtime.GOOS == "linux" &&
		server.RemotePeer().Addr.Addr().String() != "127.0.0.2" {
		t.Errorf("the server saw %v, want 127.0.0.2", server.RemotePeer())
	}
}

func TestTCPDialErrorNamesEveryAddress(t *testing.T) {
	needIPv6(t)
	addrs, err := resolve(context.Background(), FieldHost, "localhost", FamilyAny)
	if err != nil {
		t.Fatal(err)
	}
	l := openListener(t, TCPServer{Host: "*"})
	port := addrOf(t, l.Addr()).Port()
	l.Close()
	_, err = TCPClient{Host: "localhost", Port: port, ConnectTimeout: 10 * time.Second}.Open(context.Background())
	var dial *DialError
	if !errors.As(err, &dial) || len(dial.Attempts) != len(addrs) {
		t.Fatalf("Open: %v, want a DialError of %v", err, addrs)
	}
	for _, a := range addrs {
		if !strings.Contains(err.Error(), a.String()) {
			t.Errorf("error %q, want %v in it", err, a)
		}
	}
	if f := netcore.Explain(err); !strings.HasSuffix(f.Name, "ECONNREFUSED") {
		t.Errorf("Explain = %v, want ECONNREFUSED", f)
	}
	t.Logf("%v", err)
}

func TestTCPShare(t *testing.T) {
	if got := share(context.Background(), 3); got != 0 {
		t.Errorf("share without a deadline = %v, want 0", got)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if got := share(ctx, 3).Round(time.Second); got != 10*time.Second {
		t.Errorf("share of 30 s among 3 = %v, want 10s", got)
	}
	if got := share(ctx, 100); got != leastAttempt {
		t.Errorf("share of 30 s among 100 = %v, want %v", got, leastAttempt)
	}
	if got := share(ctx, 1); got != 0 {
		t.Errorf("share of the last = %v, want 0", got)
	}
}

// A Send whose context has a limit of its own tells that limit, and both errors can be asked for.
func TestTCPSendLimit(t *testing.T) {
	client, _ := tcpPair(t, TCPServer{}, TCPClient{})
	limit := &netcore.LimitError{What: netcore.LimitWrite, After: 50 * time.Millisecond}
	payload := make([]byte, 32<<20)
	ctx, cancel := context.WithTimeoutCause(context.Background(), limit.After, limit)
	defer cancel()
	n, err := client.Send(ctx, payload, netcore.Peer{})
	if n <= 0 || !errors.Is(err, limit) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Send = %d, %v, want some and the limit", n, err)
	}
	odd := errors.New("odd")
	ctx2, cancel2 := context.WithCancelCause(context.Background())
	cancel2(odd)
	if _, err := client.Send(ctx2, []byte("x"), netcore.Peer{}); !errors.Is(err, odd) || !errors.Is(err, context.Canceled) {
		t.Errorf("Send: %v, want the cause and Canceled", err)
	}
}

func TestTCPSendElsewhere(t *testing.T) {
	client, _ := tcpPair(t, TCPServer{}, TCPClient{})
	var bad *AddressError
	if n, err := client.Send(context.Background(), []byte("x"), netcore.Peer{Name: "other"}); n != 0 || !errors.As(err, &bad) {
		t.Errorf("Send = %d, %v, want 0, an AddressError", n, err)
	}
}

func TestTCPAllocs(t *testing.T) {
	client, server := tcpPair(t, TCPServer{}, TCPClient{})
	payload, buf, ctx := make([]byte, 64), make([]byte, 64), context.Background()
	got := testing.AllocsPerRun(200, func() {
		client.Send(ctx, payload, netcore.Peer{})
		server.Receive(buf)
	})
	if got != 0 {
		t.Errorf("%v allocations a round, want 0", got)
	}
}

// Zones: a link-local address of this machine, listened on and connected to.
func TestTCPZone(t *testing.T) {
	ifs, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, ifi := range ifs {
		addrs, _ := ifi.Addrs()
		for _, a := range addrs {
			n, ok := a.(*net.IPNet)
			if !ok || n.IP.To4() != nil || !n.IP.IsLinkLocalUnicast() || ifi.Flags&net.FlagUp == 0 {
				continue
			}
			host := n.IP.String() + "%" + ifi.Name
			l := openListener(t, TCPServer{Host: host})
			at := addrOf(t, l.Addr())
			if at.Addr().Zone() != ifi.Name {
				t.Errorf("Addr = %v, want zone %s", at, ifi.Name)
			}
			c := openConn(t, TCPClient{Host: host, Port: at.Port()})
			if got := c.RemotePeer().Addr; got != at {
				t.Errorf("RemotePeer = %v, want %v", got, at)
			}
			return
		}
	}
	t.Skip("no link-local address")
}

package netcoretest

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

// A Suite makes what [Conformance] tests. Either Listen and Dial are set, or Bind.
type Suite struct {
	// Listen opens a stream listener, at an address of its own each time. Dial connects to what its Addr told.
	Listen netcore.Transport
	Dial   func(addr string) netcore.Transport

	// Bind opens a datagram socket, at an address of its own each time. Connect opens one with a fixed peer, which is
	// what LocalAddr of another told; nil leaves its tests out.
	Bind    netcore.Transport
	Connect func(addr string) netcore.Transport

	// Peer makes the Peer of what LocalAddr told.
	Peer func(addr string) netcore.Peer

	// Network is what a conn says as a [netcore.Networker]; "" when it is none.
	Network string
}

// Patience is how long a step may take that is not meant to block.
const Patience = 20 * time.Second

// Conformance holds a transport to the contracts of [netcore.Conn], [netcore.Listener] and the optional powers it has,
// in the manner of golang.org/x/net/nettest. Each test also leaves no goroutine behind.
func Conformance(t *testing.T, s Suite) {
	for _, test := range s.tests() {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

type conformanceTest struct {
	name string
	run  func(*testing.T, Suite)
}

func (s Suite) tests() []conformanceTest {
	if s.Listen != nil {
		return streamTests
	}
	tests := datagramTests
	if s.Connect != nil {
		tests = append(tests[:len(tests):len(tests)], connectedTests...)
	}
	return tests
}

func open(t *testing.T, tr netcore.Transport) netcore.Source {
	t.Helper()
	src, err := tr.Open(context.Background())
	if err != nil {
		t.Fatalf("Open %v: %v", tr, err)
	}
	if (src.Listener == nil) == (src.Conn == nil) {
		t.Fatalf("Open %v = %+v, want exactly one field set", tr, src)
	}
	if src.Listener != nil {
		t.Cleanup(func() { src.Listener.Close() })
	} else {
		closeAfter(t, src.Conn)
	}
	return src
}

// closeAfter closes c when t ends, or when it takes so long that something must be stuck.
func closeAfter(t *testing.T, c netcore.Conn) {
	t.Helper()
	stuck := time.AfterFunc(Patience, func() {
		t.Errorf("stuck for %v, closing", Patience)
		c.Close()
	})
	t.Cleanup(func() {
		stuck.Stop()
		c.Close()
	})
}

// A result is what Receive or Send returned.
type result struct {
	n   int
	err error
}

// start runs f, which closing what it blocks on ends, and hands over what it returned. It is the one place that starts
// goroutines here; NoLeaks sees to it that they have ended.
func start[T any](f func() T) <-chan T {
	done := make(chan T, 1) // one, so that nobody has to take it
	go func() { done <- f() }()
	return done
}

func goReceive(c netcore.Conn) <-chan result {
	return start(func() result {
		n, _, err := c.Receive(make([]byte, 64))
		return result{n, err}
	})
}

func goSend(ctx context.Context, c netcore.Conn, payload []byte) <-chan result {
	return start(func() result {
		n, err := c.Send(ctx, payload, netcore.Peer{})
		return result{n, err}
	})
}

// wantNetwork holds conns to the suite's Network.
func wantNetwork(t *testing.T, s Suite, conns ...netcore.Conn) {
	t.Helper()
	for _, c := range conns {
		got := ""
		if n, ok := c.(netcore.Networker); ok {
			got = n.Network()
		}
		if got != s.Network {
			t.Errorf("the network is %q, want %q", got, s.Network)
		}
	}
}

func wait[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(Patience):
		t.Fatalf("%s: still blocked after %v", what, Patience)
		panic("not reached")
	}
}

func wantClosed(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, net.ErrClosed) {
		t.Errorf("%s: error %v, want net.ErrClosed", what, err)
	}
}

// wantErrno compares by the name that Explain gives, as Windows has numbers of its own.
func wantErrno(t *testing.T, what string, err error, names ...string) {
	t.Helper()
	got := strings.TrimPrefix(netcore.Explain(err).Name, "WSA")
	for _, name := range names {
		if err != nil && got == name {
			return
		}
	}
	t.Errorf("%s: error %v, want %s", what, err, strings.Join(names, " or "))
}

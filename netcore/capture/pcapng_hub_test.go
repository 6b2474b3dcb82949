package capture

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

// A recording is a hub whose events become rows.
type recording struct {
	*netcore.Hub
	t    *testing.T
	done chan struct{}

	mu      sync.Mutex // guards what follows
	rows    []Row
	changed chan struct{}
}

func record(t *testing.T) *recording {
	r := &recording{Hub: netcore.NewHub(), t: t, done: make(chan struct{}), changed: make(chan struct{})}
	go r.run()
	t.Cleanup(func() { r.finish() })
	return r
}

func (r *recording) run() {
	defer close(r.done)
	for batch := range r.Events() {
		r.mu.Lock()
		for _, e := range batch {
			r.rows = append(r.rows, RowOf(uint64(len(r.rows)+1), e))
		}
		close(r.changed)
		r.changed = make(chan struct{})
		r.mu.Unlock()
	}
}

// finish closes the hub and returns its rows.
func (r *recording) finish() []Row {
	r.Close()
	<-r.done
	return r.rows
}

func (r *recording) await(what string, match func(*Row) bool) Row {
	r.t.Helper()
	patience := time.NewTimer(netcoretest.Patience)
	defer patience.Stop()
	for {
		r.mu.Lock()
		for i := range r.rows {
			if match(&r.rows[i]) {
				row := r.rows[i]
				r.mu.Unlock()
				return row
			}
		}
		changed := r.changed
		r.mu.Unlock()
		select {
		case <-changed:
		case <-patience.C:
			r.t.Fatalf("no row: %s", what)
		}
	}
}

func (r *recording) awaitEnd(peer string) {
	r.t.Helper()
	r.await("the end of "+peer, func(row *Row) bool { return row.Kind == netcore.Ended && row.Peer == peer })
}

// serve opens what listens or is bound and returns its address.
func (r *recording) serve(name string, tr netcore.Transport) netip.AddrPort {
	r.t.Helper()
	if _, err := r.Open(r.t.Context(), netcore.Spec{Name: name, Transport: tr, Responder: responder.Echo{}}); err != nil {
		r.t.Fatal(err)
	}
	row := r.await(name, func(row *Row) bool { return row.Kind == netcore.Opened && strings.HasPrefix(row.Endpoint, name) })
	return netip.MustParseAddrPort(row.Local)
}

func dialTo(t *testing.T, network string, addr netip.AddrPort) net.Conn {
	t.Helper()
	c, err := net.Dial(network, addr.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(netcoretest.Patience))
	return c
}

// exchange sends, finishes sending, and reads the echo.
func exchange(t *testing.T, c net.Conn, data []byte) {
	var sending sync.WaitGroup
	sending.Go(func() {
		if _, err := c.Write(data); err != nil {
			t.Error(err)
		}
		c.(*net.TCPConn).CloseWrite()
	})
	got, err := io.ReadAll(c)
	sending.Wait()
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("the echo has %d bytes, %v; want %d", len(got), err, len(data))
	}
	c.Close()
}

// A real exchange over loopback, with much both ways, at once, over both families, with half closes, a reset and datagrams,
// comes out of tshark as it went over the wire.
func TestTsharkRealExchange(t *testing.T) {
	r := record(t)
	want := map[string][]byte{}
	expect := func(proto string, from, to net.Addr, data []byte) {
		f, g := netip.MustParseAddrPort(from.String()), netip.MustParseAddrPort(to.String())
		key := fmt.Sprintf("%s %s %d %s %d", proto, f.Addr(), f.Port(), g.Addr(), g.Port())
		want[key] = append(want[key], data...)
	}
	var peers []string
	var running sync.WaitGroup
	hosts := []string{"127.0.0.1"}
	if l, err := net.Listen("tcp6", "[::1]:0"); err == nil {
		l.Close()
		hosts = append(hosts, "::1")
	}
	for _, host := range hosts {
		addr := r.serve("tcp"+host, transport.TCPServer{Host: host})
		for i := range 3 {
			data := []byte(noise(1<<20 + i))
			c := dialTo(t, "tcp", addr)
			peers = append(peers, c.LocalAddr().String())
			expect("tcp", c.LocalAddr(), c.RemoteAddr(), data)
			expect("tcp", c.RemoteAddr(), c.LocalAddr(), data)
			running.Go(func() { exchange(t, c, data) })
		}
		c := dialTo(t, "tcp", addr)
		io.WriteString(c, "then a reset")
		io.ReadFull(c, make([]byte, 12))
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
		peers = append(peers, c.LocalAddr().String())
		expect("tcp", c.LocalAddr(), c.RemoteAddr(), []byte("then a reset"))
		expect("tcp", c.RemoteAddr(), c.LocalAddr(), []byte("then a reset"))
	}
	running.Wait()
	for _, peer := range peers {
		r.awaitEnd(peer)
	}

	// A client of the hub, which half closes, and gets everything back.
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	running.Go(func() {
		if c, err := l.Accept(); err == nil {
			io.Copy(c, c)
			c.Close()
		}
	})
	to := netip.MustParseAddrPort(l.Addr().String())
	if _, err := r.Open(t.Context(), netcore.Spec{Name: "client", Transport: transport.TCPClient{Host: "127.0.0.1", Port: to.Port()}}); err != nil {
		t.Fatal(err)
	}
	client := r.await("client", func(row *Row) bool { return row.Kind == netcore.Opened && strings.HasPrefix(row.Endpoint, "client") })
	data := []byte(noise(3 << 20))
	if err := r.Send(context.Background(), client.Session, netcore.Message{Payload: data}); err != nil {
		t.Fatal(err)
	}
	if err := r.EndSession(client.Session, netcore.EndHalfClose); err != nil {
		t.Fatal(err)
	}
	r.awaitEnd(to.String())
	running.Wait()
	from := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(client.Local))
	expect("tcp", from, l.Addr(), data)
	expect("tcp", l.Addr(), from, data)

	bound := r.serve("udp", transport.UDP{Host: "*"})
	for _, host := range hosts {
		c := dialTo(t, "udp", netip.AddrPortFrom(netip.MustParseAddr(host), bound.Port()))
		for _, message := range []string{"one", "", noise(60_000), "four"} {
			io.WriteString(c, message)
			if n, err := c.Read(make([]byte, 1<<16)); err != nil || n != len(message) {
				t.Fatalf("the echo has %d bytes, %v; want %d", n, err, len(message))
			}
			expect("udp", c.LocalAddr(), c.RemoteAddr(), []byte(message))
			expect("udp", c.RemoteAddr(), c.LocalAddr(), []byte(message))
		}
	}

	file := writeCapture(t, r.finish())
	wantNoComplaint(t, file)
	got := tsharkBytes(t, file)
	for key, b := range want {
		if !bytes.Equal(got[key], b) {
			t.Errorf("%s: got %d bytes, want %d", key, len(got[key]), len(b))
		}
		delete(got, key)
	}
	for key := range got {
		t.Errorf("%s was not there", key)
	}
	wantFollowed(t, file, []byte(noise(1<<20)))
}

// wantFollowed checks what "follow TCP stream" shows of the first stream: data in both directions.
func wantFollowed(t *testing.T, file string, data []byte) {
	t.Helper()
	var ways [2][]byte
	for line := range strings.Lines(tshark(t, file, "-q", "-z", "follow,tcp,raw,0")) {
		way := 0
		if text, ok := strings.CutPrefix(line, "\t"); ok {
			way, line = 1, text
		}
		if b, err := hex.DecodeString(strings.TrimSpace(line)); err == nil {
			ways[way] = append(ways[way], b...)
		}
	}
	for way, b := range ways {
		if !bytes.Equal(b, data) {
			t.Errorf("follow, way %d: got %d bytes, want %d", way, len(b), len(data))
		}
	}
}

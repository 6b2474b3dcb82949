package netcoretest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"wirevise/netcore"
)

var streamTests = []conformanceTest{
	{"Addresses", testAddresses},
	{"BothWaysAtOnce", testBothWays},
	{"HalfClose", testHalfClose},
	{"CloseIsEOF", testCloseIsEOF},
	{"CloseUnblocksReceive", testCloseUnblocksReceive},
	{"CloseUnblocksSend", testCloseUnblocksSend},
	{"CloseTwice", testCloseTwice},
	{"Abort", testAbort},
	{"CancelSend", testCancelSend},
	{"CancelledBefore", testCancelledBefore},
	{"Deadline", testDeadline},
	{"ListenerClose", testListenerClose},
	{"Refused", testRefused},
}

// more is what no stream can take without a reader: past the largest socket buffers of both ends.
const more = 32 << 20

// pattern is n bytes that show when some are lost, doubled or out of order.
func pattern(n int, seed byte) []byte {
	p := make([]byte, n)
	x := uint32(seed) + 1
	for i := range p {
		x = x*1664525 + 1013904223
		p[i] = byte(x >> 24)
	}
	return p
}

func streamPair(t *testing.T, s Suite) (client, server netcore.Conn) {
	t.Helper()
	NoLeaks(t)
	l := open(t, s.Listen).Listener
	client = open(t, s.Dial(l.Addr())).Conn
	server, err := l.Accept()
	if err != nil {
		t.Fatalf("Accept: %v", err)
	}
	closeAfter(t, server)
	return client, server
}

// receiveAll receives until the end of the stream.
func receiveAll(c netcore.Conn) ([]byte, error) {
	var all []byte
	buf := make([]byte, 64<<10)
	for {
		n, _, err := c.Receive(buf)
		all = append(all, buf[:n]...)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

// receiveSome receives exactly n bytes.
func receiveSome(t *testing.T, c netcore.Conn, n int) []byte {
	t.Helper()
	buf := make([]byte, n)
	for got := 0; got < n; {
		k, _, err := c.Receive(buf[got:])
		if err != nil {
			t.Fatalf("Receive after %d of %d bytes: %v", got, n, err)
		}
		got += k
	}
	return buf
}

func sendAll(t *testing.T, c netcore.Conn, payload []byte) {
	t.Helper()
	if n, err := c.Send(context.Background(), payload, netcore.Peer{}); n != len(payload) || err != nil {
		t.Fatalf("Send = %d, %v, want %d, nil", n, err, len(payload))
	}
}

func wantEOF(t *testing.T, c netcore.Conn) {
	t.Helper()
	if n, _, err := c.Receive(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("Receive = %d, %v, want 0, EOF", n, err)
	}
}

func testAddresses(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	wantNetwork(t, s, client, server)
	for _, c := range []netcore.Conn{client, server} {
		if c.Boundary() != netcore.Stream {
			t.Errorf("Boundary = %v, want stream", c.Boundary())
		}
		if c.LocalAddr() == "" || c.RemotePeer().IsZero() {
			t.Errorf("addresses %q and %q, want both", c.LocalAddr(), c.RemotePeer())
		}
	}
	if got, want := client.RemotePeer().String(), server.LocalAddr(); got != want {
		t.Errorf("client's RemotePeer = %s, server's LocalAddr = %s, want the same", got, want)
	}
	if got, want := server.RemotePeer().String(), client.LocalAddr(); got != want {
		t.Errorf("server's RemotePeer = %s, client's LocalAddr = %s, want the same", got, want)
	}
	if d, ok := client.(netcore.Describer); ok && d.Describe() == "" {
		t.Errorf("Describe says nothing")
	}
}

func testBothWays(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	const size = 8 << 20
	type end struct {
		got []byte
		err error
	}
	run := func(c netcore.Conn, out []byte) <-chan end {
		sent := goSend(context.Background(), c, out)
		return start(func() end {
			got := make([]byte, 0, size)
			buf := make([]byte, 32<<10)
			for len(got) < size {
				n, _, err := c.Receive(buf)
				got = append(got, buf[:n]...)
				if err != nil {
					return end{got, err}
				}
			}
			r := <-sent
			if r.n != len(out) && r.err == nil {
				r.err = io.ErrShortWrite
			}
			return end{got, r.err}
		})
	}
	there, back := pattern(size, 1), pattern(size, 2)
	a, b := run(client, there), run(server, back)
	for _, x := range []struct {
		name string
		end  end
		want []byte
	}{{"client", wait(t, "client", a), back}, {"server", wait(t, "server", b), there}} {
		if x.end.err != nil || !bytes.Equal(x.end.got, x.want) {
			t.Errorf("%s received %d bytes, error %v, want the %d sent", x.name, len(x.end.got), x.end.err, size)
		}
	}
}

func testHalfClose(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	hc, ok := client.(netcore.HalfCloser)
	if !ok {
		t.Skip("no HalfCloser")
	}
	sendAll(t, client, []byte("request"))
	if err := hc.CloseWrite(); err != nil {
		t.Fatalf("CloseWrite: %v", err)
	}
	if got := receiveSome(t, server, 7); string(got) != "request" {
		t.Errorf("received %q, want request", got)
	}
	wantEOF(t, server)
	wantEOF(t, server)
	_, err := client.Send(context.Background(), []byte("x"), netcore.Peer{})
	wantErrno(t, "Send after CloseWrite", err, "EPIPE", "ESHUTDOWN")
	for range 3 { // the other way goes on
		sendAll(t, server, []byte("answer"))
		if got := receiveSome(t, client, 6); string(got) != "answer" {
			t.Errorf("received %q, want answer", got)
		}
	}
}

func testCloseIsEOF(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	sendAll(t, client, []byte("last words"))
	if err := client.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if got, err := receiveAll(server); string(got) != "last words" || err != nil {
		t.Errorf("received %q, %v, want last words and EOF", got, err)
	}
}

func testCloseUnblocksReceive(t *testing.T, s Suite) {
	client, _ := streamPair(t, s)
	received := goReceive(client)
	client.Close()
	wantClosed(t, "Receive", wait(t, "Receive", received).err)
	_, _, err := client.Receive(make([]byte, 1))
	wantClosed(t, "Receive after Close", err)
	_, err = client.Send(context.Background(), []byte("x"), netcore.Peer{})
	wantClosed(t, "Send after Close", err)
}

func testCloseUnblocksSend(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	sent := goSend(context.Background(), client, make([]byte, more))
	receiveSome(t, server, 1) // it has begun, and can't have finished
	client.Close()
	r := wait(t, "Send", sent)
	wantClosed(t, "Send", r.err)
	if r.n <= 0 || r.n >= more {
		t.Errorf("Send = %d, want some of %d", r.n, more)
	}
}

func testCloseTwice(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	for _, c := range []netcore.Conn{client, server} {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		if err := c.Close(); err != nil {
			wantClosed(t, "Close again", err)
		}
		if a, ok := c.(netcore.Aborter); ok {
			if err := a.Abort(); err != nil {
				wantClosed(t, "Abort after Close", err)
			}
		}
		if d, ok := c.(netcore.Describer); ok {
			d.Describe()
		}
	}
}

func testAbort(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	a, ok := client.(netcore.Aborter)
	if !ok {
		t.Skip("no Aborter")
	}
	blocked := goReceive(client)
	if err := a.Abort(); err != nil {
		t.Errorf("Abort: %v", err)
	}
	_, _, err := server.Receive(make([]byte, 1))
	wantErrno(t, "the peer's Receive", err, "ECONNRESET")
	if err := wait(t, "Receive", blocked).err; err == nil || err == io.EOF {
		t.Errorf("this side's Receive: %v, want an error", err)
	}
	_, _, err = client.Receive(make([]byte, 1))
	wantClosed(t, "this side's Receive after Abort", err)
}

func testCancelSend(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	cause := errors.New("the reason")
	ctx, cancel := context.WithCancelCause(context.Background())
	out := pattern(more, 3)
	sent := goSend(ctx, client, out)
	first := receiveSome(t, server, 1)
	cancel(cause)
	r := wait(t, "Send", sent)
	if !errors.Is(r.err, context.Canceled) && !errors.Is(r.err, cause) {
		t.Errorf("Send: error %v, want ctx's", r.err)
	}
	if r.n <= 0 || r.n >= more {
		t.Fatalf("Send = %d, want some of %d", r.n, more)
	}
	// What was counted arrives, nothing else does, and the conn still works.
	tail := goSend(context.Background(), client, []byte("tail"))
	got := append(first, receiveSome(t, server, r.n-1)...)
	if !bytes.Equal(got, out[:r.n]) {
		t.Errorf("the first %d bytes are not what was sent", r.n)
	}
	if got := receiveSome(t, server, 4); string(got) != "tail" {
		t.Errorf("after the %d bytes counted: %q, want tail", r.n, got)
	}
	if r := wait(t, "Send", tail); r.err != nil {
		t.Errorf("Send after a cancelled one: %v", r.err)
	}
}

func testCancelledBefore(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if n, err := client.Send(ctx, []byte("never"), netcore.Peer{}); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Send = %d, %v, want 0, Canceled", n, err)
	}
	sendAll(t, client, []byte("x"))
	if got := receiveSome(t, server, 1); string(got) != "x" {
		t.Errorf("received %q, want x", got)
	}
}

func testDeadline(t *testing.T, s Suite) {
	client, server := streamPair(t, s)
	deadline(t, client, func() { sendAll(t, server, []byte("x")) })
}

// deadline tests c, to which send sends one byte.
func deadline(t *testing.T, c netcore.Conn, send func()) {
	t.Helper()
	d, ok := c.(netcore.Deadliner)
	if !ok {
		t.Skip("no Deadliner")
	}
	for _, at := range []time.Time{time.Now().Add(10 * time.Millisecond), time.Unix(1, 0)} {
		if err := d.SetReceiveDeadline(at); err != nil {
			t.Fatalf("SetReceiveDeadline: %v", err)
		}
		for range 2 { // it stays
			if n, _, err := c.Receive(make([]byte, 1)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("Receive = %d, %v, want 0, os.ErrDeadlineExceeded", n, err)
			}
		}
	}
	d.SetReceiveDeadline(time.Time{})
	blocked := goReceive(c)
	d.SetReceiveDeadline(time.Unix(1, 0)) // one that is set later counts at once
	if r := wait(t, "Receive", blocked); !errors.Is(r.err, os.ErrDeadlineExceeded) {
		t.Errorf("Receive: %v, want os.ErrDeadlineExceeded", r.err)
	}
	if err := d.SetReceiveDeadline(time.Time{}); err != nil {
		t.Fatalf("SetReceiveDeadline: %v", err)
	}
	send()
	if n, _, err := c.Receive(make([]byte, 1)); n != 1 || err != nil {
		t.Errorf("Receive after the deadline was cleared = %d, %v, want 1, nil", n, err)
	}
}

func testListenerClose(t *testing.T, s Suite) {
	NoLeaks(t)
	l := open(t, s.Listen).Listener
	if l.Addr() == "" {
		t.Errorf("Addr is empty")
	}
	client := open(t, s.Dial(l.Addr())).Conn
	server, err := l.Accept()
	if err != nil {
		t.Fatalf("Accept: %v", err)
	}
	closeAfter(t, server)
	accepted := start(func() error {
		_, err := l.Accept()
		return err
	})
	if err := l.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	wantClosed(t, "Accept", wait(t, "Accept", accepted))
	_, err = l.Accept()
	wantClosed(t, "Accept after Close", err)
	if err := l.Close(); err != nil {
		wantClosed(t, "Close again", err)
	}
	sendAll(t, client, []byte("x")) // what was accepted goes on
	receiveSome(t, server, 1)
}

func testRefused(t *testing.T, s Suite) {
	NoLeaks(t)
	l := open(t, s.Listen).Listener
	addr := l.Addr()
	l.Close()
	src, err := s.Dial(addr).Open(context.Background())
	if err == nil {
		src.Conn.Close()
	}
	wantErrno(t, "Open with nobody there", err, "ECONNREFUSED")
	if src != (netcore.Source{}) {
		t.Errorf("Open = %+v with an error, want nothing", src)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Dial(addr).Open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Open with a ctx that has ended: %v, want Canceled", err)
	}
}

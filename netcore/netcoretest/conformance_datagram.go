package netcoretest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"wirevise/netcore"
)

var datagramTests = []conformanceTest{
	{"Addresses", testDatagramAddresses},
	{"Boundaries", testBoundaries},
	{"Truncated", testTruncated},
	{"Answer", testAnswer},
	{"NoReceiver", testNoReceiver},
	{"CancelledBefore", testDatagramCancelled},
	{"Close", testDatagramClose},
	{"Deadline", testDatagramDeadline},
}

var connectedTests = []conformanceTest{
	{"ConnectedAnswer", testConnected},
	{"ConnectedHearsPeerOnly", testConnectedHearsPeerOnly},
	{"ConnectedClose", testConnectedClose},
}

func sendTo(t *testing.T, c netcore.Conn, payload []byte, to netcore.Peer) {
	t.Helper()
	if n, err := c.Send(context.Background(), payload, to); n != len(payload) || err != nil {
		t.Fatalf("Send to %v = %d, %v, want %d, nil", to, n, err, len(payload))
	}
}

func wantDatagram(t *testing.T, c netcore.Conn, want []byte, from netcore.Peer) {
	t.Helper()
	buf := make([]byte, len(want)+1)
	n, got, err := c.Receive(buf)
	if err != nil || !bytes.Equal(buf[:n], want) {
		t.Fatalf("Receive = %d bytes, %v, want %d", n, err, len(want))
	}
	if got != from {
		t.Errorf("received from %v, want %v", got, from)
	}
}

func datagramPair(t *testing.T, s Suite) (a, b netcore.Conn, peerA, peerB netcore.Peer) {
	t.Helper()
	NoLeaks(t)
	a, b = open(t, s.Bind).Conn, open(t, s.Bind).Conn
	return a, b, s.Peer(a.LocalAddr()), s.Peer(b.LocalAddr())
}

func testDatagramAddresses(t *testing.T, s Suite) {
	a, b, _, _ := datagramPair(t, s)
	wantNetwork(t, s, a, b)
	if a.Boundary() != netcore.Datagram {
		t.Errorf("Boundary = %v, want datagram", a.Boundary())
	}
	if a.LocalAddr() == "" || a.LocalAddr() == b.LocalAddr() {
		t.Errorf("LocalAddr = %q and %q, want two addresses", a.LocalAddr(), b.LocalAddr())
	}
	if !a.RemotePeer().IsZero() {
		t.Errorf("RemotePeer = %v, want nobody", a.RemotePeer())
	}
	if d, ok := a.(netcore.DropCounter); ok {
		if n, ok := d.Drops(); ok && n != 0 {
			t.Errorf("Drops = %d of a new socket, want 0", n)
		}
	}
	if d, ok := a.(netcore.Describer); ok && d.Describe() == "" {
		t.Errorf("Describe says nothing")
	}
}

func testBoundaries(t *testing.T, s Suite) {
	a, b, peerA, peerB := datagramPair(t, s)
	for _, n := range []int{1, 0, 1000, 0, 0, 8000, 3} {
		sendTo(t, a, pattern(n, byte(n)), peerB)
	}
	for _, n := range []int{1, 0, 1000, 0, 0, 8000, 3} {
		wantDatagram(t, b, pattern(n, byte(n)), peerA)
	}
}

func testTruncated(t *testing.T, s Suite) {
	a, b, peerA, peerB := datagramPair(t, s)
	sendTo(t, a, []byte("longer than"), peerB)
	sendTo(t, a, []byte("fits"), peerB)
	buf := make([]byte, 4)
	n, from, err := b.Receive(buf)
	if n != 4 || string(buf) != "long" || from != peerA || err != netcore.ErrTruncated {
		t.Errorf("Receive = %q, from %v, %v, want long, from %v, ErrTruncated", buf[:n], from, err, peerA)
	}
	n, from, err = b.Receive(buf)
	if n != 4 || string(buf) != "fits" || from != peerA || err != nil {
		t.Errorf("Receive = %q, from %v, %v, want fits, from %v, nil", buf[:n], from, err, peerA)
	}
}

func testAnswer(t *testing.T, s Suite) {
	a, b, peerA, peerB := datagramPair(t, s)
	c := open(t, s.Bind).Conn
	sendTo(t, a, []byte("from a"), peerB)
	wantDatagram(t, b, []byte("from a"), peerA)
	sendTo(t, c, []byte("from c"), peerB)
	wantDatagram(t, b, []byte("from c"), s.Peer(c.LocalAddr()))
	sendTo(t, b, []byte("to a"), peerA)
	sendTo(t, b, []byte("to c"), s.Peer(c.LocalAddr()))
	wantDatagram(t, a, []byte("to a"), peerB)
	wantDatagram(t, c, []byte("to c"), peerB)
}

func testNoReceiver(t *testing.T, s Suite) {
	a, _, _, _ := datagramPair(t, s)
	n, err := a.Send(context.Background(), []byte("x"), netcore.Peer{})
	if n != 0 {
		t.Errorf("Send = %d, want 0", n)
	}
	wantErrno(t, "Send to nobody", err, "EDESTADDRREQ")
}

func testDatagramCancelled(t *testing.T, s Suite) {
	a, b, peerA, peerB := datagramPair(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	n, err := a.Send(ctx, []byte("in time"), peerB)
	if n != 7 || err != nil {
		t.Errorf("Send = %d, %v, want 7, nil", n, err)
	}
	cancel()
	n, err = a.Send(ctx, []byte("never"), peerB)
	if n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Send = %d, %v, want 0, Canceled", n, err)
	}
	sendTo(t, a, []byte("after"), peerB)
	wantDatagram(t, b, []byte("in time"), peerA)
	wantDatagram(t, b, []byte("after"), peerA)
}

func testDatagramClose(t *testing.T, s Suite) {
	a, _, _, peerB := datagramPair(t, s)
	closing(t, a, peerB)
}

func closing(t *testing.T, c netcore.Conn, to netcore.Peer) {
	t.Helper()
	blocked := goReceive(c)
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	wantClosed(t, "Receive", wait(t, "Receive", blocked).err)
	_, err := c.Send(context.Background(), []byte("x"), to)
	wantClosed(t, "Send after Close", err)
	_, _, err = c.Receive(make([]byte, 1))
	wantClosed(t, "Receive after Close", err)
	if err := c.Close(); err != nil {
		wantClosed(t, "Close again", err)
	}
	if d, ok := c.(netcore.DropCounter); ok {
		d.Drops()
	}
}

func testDatagramDeadline(t *testing.T, s Suite) {
	a, b, peerA, _ := datagramPair(t, s)
	deadline(t, a, func() { sendTo(t, b, []byte("x"), peerA) })
}

func testConnected(t *testing.T, s Suite) {
	NoLeaks(t)
	a := open(t, s.Bind).Conn
	peerA := s.Peer(a.LocalAddr())
	c := open(t, s.Connect(a.LocalAddr())).Conn
	peerC := s.Peer(c.LocalAddr())
	wantNetwork(t, s, c)
	if c.RemotePeer() != peerA {
		t.Errorf("RemotePeer = %v, want %v", c.RemotePeer(), peerA)
	}
	for _, payload := range []string{"one", "", "three"} {
		sendTo(t, c, []byte(payload), netcore.Peer{})
		wantDatagram(t, a, []byte(payload), peerC)
		sendTo(t, a, []byte(payload), peerC)
		wantDatagram(t, c, []byte(payload), peerA)
	}
	sendTo(t, c, []byte("named"), peerA)
	wantDatagram(t, a, []byte("named"), peerC)
}

func testConnectedHearsPeerOnly(t *testing.T, s Suite) {
	a, b, peerA, peerB := datagramPair(t, s)
	c := open(t, s.Connect(a.LocalAddr())).Conn
	peerC := s.Peer(c.LocalAddr())
	sendTo(t, b, []byte("stranger"), peerC)
	sendTo(t, a, []byte("friend"), peerC)
	wantDatagram(t, c, []byte("friend"), peerA)
	if n, err := c.Send(context.Background(), []byte("x"), peerB); n != 0 || err == nil {
		t.Errorf("Send to another than the fixed peer = %d, %v, want 0 and an error", n, err)
	}
}

func testConnectedClose(t *testing.T, s Suite) {
	NoLeaks(t)
	a := open(t, s.Bind).Conn
	closing(t, open(t, s.Connect(a.LocalAddr())).Conn, netcore.Peer{})
}

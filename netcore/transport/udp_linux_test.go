package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"wirevise/netcore"
)

// closedPort returns an address of host where nobody listens.
func closedPort(t *testing.T, host string) netcore.Peer {
	t.Helper()
	c := openConn(t, UDP{Host: host})
	defer c.Close()
	return peerOf(t, c.LocalAddr())
}

func wantRefused(t *testing.T, c netcore.Conn, by netcore.Peer) {
	t.Helper()
	c.(netcore.Deadliner).SetReceiveDeadline(time.Now().Add(10 * time.Second))
	n, from, err := c.Receive(make([]byte, 10))
	var icmp *ICMPError
	if n != 0 || from != by || !errors.Is(err, syscall.ECONNREFUSED) || !errors.As(err, &icmp) {
		t.Fatalf("Receive = %d, from %v, %v, want ECONNREFUSED from %v", n, from, err, by)
	}
	if icmp.To != by.Addr || icmp.Reporter != by.Addr.Addr() {
		t.Errorf("ICMP error %+v, want to and from %v", icmp, by)
	}
	if f := netcore.Explain(err); f.Name != "ECONNREFUSED" {
		t.Errorf("Explain = %v, want ECONNREFUSED", f)
	}
}

func TestUDPRefused(t *testing.T) {
	for _, tt := range []struct {
		name string
		u    UDP
		host string
	}{
		{"IPv4", UDP{Host: "127.0.0.1"}, "127.0.0.1"},
		{"IPv6", UDP{Host: "::1"}, "::1"},
		{"both over IPv4", UDP{Host: "*"}, "127.0.0.1"},
		{"both over IPv6", UDP{Host: "*"}, "::1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.host == "::1" {
				needIPv6(t)
			}
			nobody := closedPort(t, tt.host)
			c := openConn(t, tt.u)
			for range 3 {
				if n, err := c.Send(context.Background(), []byte("x"), nobody); n != 1 || err != nil {
					t.Fatalf("Send = %d, %v, want 1, nil", n, err)
				}
				wantRefused(t, c, nobody)
			}
		})
		t.Run(tt.name+" fixed peer", func(t *testing.T) {
			if tt.host == "::1" {
				needIPv6(t)
			}
			nobody := closedPort(t, tt.host)
			c := openConn(t, UDP{PeerHost: tt.host, PeerPort: nobody.Addr.Port()})
			for range 3 {
				c.Send(context.Background(), []byte("x"), netcore.Peer{})
				wantRefused(t, c, nobody)
			}
		})
	}
}

// What a Send is told of an earlier datagram is neither lost nor the end of its own datagram: every datagram to a
// living receiver arrives, and every other one comes out of Receive.
func TestUDPSendAfterRefused(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		t.Run(host, func(t *testing.T) {
			if host == "::1" {
				needIPv6(t)
			}
			const rounds = 100
			living := openConn(t, UDP{Host: host})
			var nobody [3]netcore.Peer
			for i := range nobody {
				nobody[i] = closedPort(t, host)
			}
			c := openConn(t, UDP{Host: host})
			for i := range rounds {
				for _, to := range []netcore.Peer{nobody[i%3], peerOf(t, living.LocalAddr())} {
					if n, err := c.Send(context.Background(), fmt.Append(nil, i), to); n == 0 || err != nil {
						t.Fatalf("Send %d to %v = %d, %v", i, to, n, err)
					}
				}
			}
			for i := range rounds {
				buf := make([]byte, 10)
				n, _, err := living.Receive(buf)
				if got, want := string(buf[:n]), fmt.Sprint(i); got != want || err != nil {
					t.Fatalf("Receive = %q, %v, want %s", got, err, want)
				}
				wantRefused(t, c, nobody[i%3])
			}
			c.(netcore.Deadliner).SetReceiveDeadline(time.Unix(1, 0))
			if _, from, err := c.Receive(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("one error too many: %v from %v", err, from)
			}
		})
	}
}

// A Receive that is blocked wakes for the error even when a Send was told of it first, and both at once get everything
// exactly once.
func TestUDPRefusedWakesReceive(t *testing.T) {
	const rounds = 2000
	living := openConn(t, UDP{Host: "127.0.0.1"})
	nobody := closedPort(t, "127.0.0.1")
	c := openConn(t, UDP{Host: "127.0.0.1"})
	var arrived, refused int
	var receivers sync.WaitGroup
	tokens, places := make(chan struct{}, 20), make(chan struct{}, 20) // so that no buffer overflows, on either side
	receivers.Go(func() {
		for arrived < rounds {
			if _, _, err := living.Receive(make([]byte, 1)); err != nil {
				return
			}
			arrived++
			<-places
		}
	})
	receivers.Go(func() {
		for refused < rounds {
			_, from, err := c.Receive(make([]byte, 1))
			if !errors.Is(err, syscall.ECONNREFUSED) || from != nobody {
				t.Errorf("Receive: %v from %v, want ECONNREFUSED from %v", err, from, nobody)
				return
			}
			refused++
			<-tokens
		}
	})
	stuck := time.AfterFunc(20*time.Second, func() {
		t.Error("stuck")
		c.Close()
		living.Close()
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for i := range rounds {
		for _, room := range []chan struct{}{tokens, places} {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
			}
		}
		for _, to := range []netcore.Peer{nobody, peerOf(t, living.LocalAddr())} {
			if _, err := c.Send(ctx, []byte("x"), to); err != nil {
				t.Fatalf("Send %d to %v: %v", i, to, err)
			}
		}
	}
	receivers.Wait()
	stuck.Stop()
	if arrived != rounds || refused != rounds {
		t.Errorf("%d arrived, %d refused, want %d of both", arrived, refused, rounds)
	}
}

// A deadline that was set goes on after a wake for an error.
func TestUDPDeadlineAfterPoke(t *testing.T) {
	c := openConn(t, UDP{Host: "127.0.0.1"}).(*udpConn)
	c.poke()
	c.SetReceiveDeadline(time.Now().Add(20 * time.Millisecond))
	start := time.Now()
	_, _, err := c.Receive(make([]byte, 1))
	if !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) < 15*time.Millisecond {
		t.Errorf("Receive: %v after %v, want the deadline after 20ms", err, time.Since(start))
	}
	c.SetReceiveDeadline(time.Time{})
	c.poke()
	c.Close()
	if _, _, err := c.Receive(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Receive after Close: %v, want net.ErrClosed", err)
	}
}

// An error of the Send itself is returned by it, and not by Receive.
func TestUDPUnreachable(t *testing.T) {
	c := openConn(t, UDP{Host: "127.0.0.1"})
	to := netcore.Peer{Addr: netip.MustParseAddrPort("192.0.2.1:9")} // not to be reached from a loopback address
	n, err := c.Send(context.Background(), []byte("x"), to)
	if n != 0 || !errors.As(err, new(syscall.Errno)) {
		t.Errorf("Send = %d, %v, want 0 and an errno", n, err)
	}
	c.(netcore.Deadliner).SetReceiveDeadline(time.Now().Add(10 * time.Millisecond))
	if _, _, err := c.Receive(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Receive: %v, want nothing", err)
	}
}

func TestUDPDrops(t *testing.T) {
	c := openConn(t, UDP{Host: "127.0.0.1", Options: UDPOptions{RecvBuffer: 4096}})
	d := c.(netcore.DropCounter)
	if n, ok := d.Drops(); n != 0 || !ok {
		t.Fatalf("Drops = %d, %v, want 0, true", n, ok)
	}
	const sent = 200
	from := openConn(t, UDP{Host: "127.0.0.1"})
	send := func() {
		for range sent {
			from.Send(context.Background(), make([]byte, 500), peerOf(t, c.LocalAddr()))
		}
	}
	drain := func() (got uint64) {
		c.(netcore.Deadliner).SetReceiveDeadline(time.Now().Add(20 * time.Millisecond))
		for {
			if _, _, err := c.Receive(make([]byte, 500)); err != nil {
				return got
			}
			got++
		}
	}
	send()
	dropped, _ := d.Drops()
	if got := drain(); got+dropped != sent || dropped == 0 {
		t.Errorf("%d received and %d dropped, want %d together", got, dropped, sent)
	}
	// The datagrams after a drop carry the count with them (SO_RXQ_OVFL).
	u := c.(*udpConn)
	u.drops = dropCount{}
	send()
	drain()
	if n, ok := u.drops.total(); n < dropped || !ok {
		t.Errorf("the control messages told %d, %v, want at least %d", n, ok, dropped)
	}
	last, _ := d.Drops()
	c.Close()
	if n, ok := d.Drops(); n != last || !ok {
		t.Errorf("Drops after Close = %d, %v, want %d, true", n, ok, last)
	}
}

// Only the poller's own failure is waited out; anything else is told.
func TestUDPPassing(t *testing.T) {
	c := openConn(t, UDP{Host: "127.0.0.1"}).(*udpConn)
	if err := (&net.OpError{Op: "read", Err: errors.New("not pollable")}); !c.passing(err) {
		t.Errorf("passing(%v) = false, want true", err)
	}
	if err := error(syscall.ENETDOWN); c.passing(err) {
		t.Errorf("passing(%v) = true, want false", err)
	}
}

// What waits to be read when a socket is closed is told, and nothing when nothing waits.
func TestUDPUnreadAtClose(t *testing.T) {
	for _, read := range []bool{false, true} {
		to, from := openConn(t, UDP{Host: "127.0.0.1"}), openConn(t, UDP{Host: "127.0.0.1"})
		if _, err := from.Send(context.Background(), []byte("unheard"), peerOf(t, to.LocalAddr())); err != nil {
			t.Fatal(err)
		}
		if read {
			if _, _, err := to.Receive(make([]byte, 10)); err != nil {
				t.Fatal(err)
			}
		}
		to.Close()
		if n := to.(netcore.Unreader).Unread(); (n > 0) == read {
			t.Errorf("read: %v; Unread = %d after Close", read, n)
		}
	}
}

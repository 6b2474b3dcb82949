package netcore_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/responder"
)

// BenchmarkLoops is what the loops of a session cost by themselves, without a system: datagrams that are there at once are
// received, and echoed in the second case, and both told.
func BenchmarkLoops(b *testing.B) {
	for _, bench := range []struct {
		name      string
		responder netcore.Responder
	}{{"receive", nil}, {"echo", responder.Echo{}}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			h := netcore.NewHub()
			var reading sync.WaitGroup
			reading.Go(func() {
				for range h.Events() {
				}
			})
			c, left, all := newDatagramConn(), b.N, make(chan struct{})
			from := netcore.Peer{Name: "there"}
			c.receive = func(buf []byte) (int, netcore.Peer, error) {
				if left == 0 {
					close(all)
					<-c.closed
					return 0, netcore.Peer{}, net.ErrClosed
				}
				left--
				return 64, from, nil
			}
			if _, err := h.Open(context.Background(), netcore.Spec{Transport: conns(func() netcore.Conn { return c }), Responder: bench.responder}); err != nil {
				b.Fatal(err)
			}
			<-all
			h.Close()
			reading.Wait()
			if got := h.Stats().ReceivedMessages; got != uint64(b.N) {
				b.Fatalf("%d received, want %d", got, b.N)
			}
		})
	}
}

// BenchmarkStatistics is one look at all that is measured of many sessions, which have all received something.
func BenchmarkStatistics(b *testing.B) {
	const sessions = 10_000
	h := netcore.NewHub()
	received := make(chan struct{}, sessions)
	var reading sync.WaitGroup
	reading.Go(func() {
		for batch := range h.Events() {
			if batch[0].Kind == netcore.Received {
				received <- struct{}{}
			}
		}
	})
	defer reading.Wait()
	defer h.Close()
	l := &scriptedListener{calls: func() {}, conns: make(chan netcore.Conn), closed: make(chan struct{})}
	listen := transportFunc(func(context.Context) (netcore.Source, error) { return netcore.Source{Listener: l}, nil })
	if _, err := h.Open(context.Background(), netcore.Spec{Transport: listen}); err != nil {
		b.Fatal(err)
	}
	for range sessions {
		c, first := newDatagramConn(), true
		c.receive = func(buf []byte) (int, netcore.Peer, error) {
			if first {
				first = false
				return 64, netcore.Peer{Name: "there"}, nil
			}
			<-c.closed
			return 0, netcore.Peer{}, net.ErrClosed
		}
		l.conns <- c
	}
	for range sessions {
		<-received
	}
	b.ReportAllocs()
	for b.Loop() {
		if st := h.Statistics(0); st.Total.ReceivedMessages != sessions {
			b.Fatalf("%d received, want %d", st.Total.ReceivedMessages, sessions)
		}
	}
}

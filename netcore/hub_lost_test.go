package netcore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// A tally sums up what became of the messages that a session was given, as its events tell.
type tally struct {
	sent, notSent int // messages
	bytes         int // that went out
	notBytes      int // that did not
}

func tallyOf(t *testing.T, events []netcore.Event) (sum tally) {
	last := 0 // bytes of the last Sent
	for _, ev := range events {
		var messages, bytes int
		switch {
		case ev.Kind == netcore.Sent:
			last = len(ev.Payload)
			sum.sent++
			sum.bytes += last
		case ev.Kind == netcore.Failed && ev.Flags&netcore.Counted != 0:
			if n, _ := fmt.Sscanf(ev.Note, "%d waiting messages (%d bytes) were not sent", &messages, &bytes); n != 2 {
				t.Errorf("what is this? %s", line(ev))
			}
			sum.notSent += messages
			sum.notBytes += bytes
		case ev.Kind == netcore.Failed:
			short := last - len(ev.Payload)
			sum.bytes -= short
			sum.notBytes += short
		}
	}
	return sum
}

// Whatever way a session ends in the middle of many sends, each message that was taken is told of as sent or as not
// sent, to the byte, and the peer got no more than is told, and exactly that if it was not cut off.
func TestNothingIsLostInSilence(t *testing.T) {
	ends := []struct {
		name  string
		whole bool // the peer gets all that is told as sent
		end   func(w *watcher, s netcore.SessionID, peer netcore.Conn)
	}{
		{"close", true, func(w *watcher, s netcore.SessionID, _ netcore.Conn) { w.end(s, netcore.EndClose) }},
		{"half-close", true, func(w *watcher, s netcore.SessionID, _ netcore.Conn) { w.end(s, netcore.EndHalfClose) }},
		{"abort", false, func(w *watcher, s netcore.SessionID, _ netcore.Conn) { w.end(s, netcore.EndAbort) }},
		{"FIN", true, func(_ *watcher, _ netcore.SessionID, peer netcore.Conn) { peer.(netcore.HalfCloser).CloseWrite() }},
		{"reset", false, func(_ *watcher, _ netcore.SessionID, peer netcore.Conn) { peer.(netcore.Aborter).Abort() }},
		{"closed endpoint", true, func(w *watcher, _ netcore.SessionID, _ netcore.Conn) { w.closeEndpoint(1) }},
		{"closed hub", false, func(w *watcher, _ netcore.SessionID, _ netcore.Conn) { w.Close() }},
	}
	for _, tt := range ends {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(20) {
				synctest.Test(t, func(t *testing.T) {
					w, network := watch(t), &netcoretest.Memory{Buffer: 50}
					end, peer := network.Pipe()
					_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end })})
					rnd := rand.New(rand.NewPCG(seed, 0))
					var asked, askedBytes, got int
					var mu sync.Mutex
					var senders, reader sync.WaitGroup
					for range 4 {
						size := 1 + rnd.IntN(200)
						senders.Go(func() {
							for {
								err := w.Send(context.Background(), s, netcore.Message{Payload: make([]byte, size)})
								if err != nil {
									return
								}
								mu.Lock()
								asked++
								askedBytes += size
								mu.Unlock()
							}
						})
					}
					reader.Go(func() {
						defer peer.Close()
						buf := make([]byte, 1000)
						for {
							n, _, err := peer.Receive(buf)
							if got += n; err != nil {
								return
							}
							time.Sleep(time.Microsecond)
						}
					})
					time.Sleep(time.Duration(rnd.IntN(1000)) * time.Microsecond)
					tt.end(w, s, peer)
					senders.Wait()
					reader.Wait()
					w.awaitKind(s, netcore.Ended)
					sum := tallyOf(t, w.of(s))
					if sum.sent+sum.notSent != asked || sum.bytes+sum.notBytes != askedBytes {
						t.Errorf("seed %d: asked for %d messages, %d bytes; told of %+v", seed, asked, askedBytes, sum)
					}
					if got > sum.bytes || tt.whole && got != sum.bytes {
						t.Errorf("seed %d: the peer received %d bytes, told of %+v", seed, got, sum)
					}
				})
			}
		})
	}
}

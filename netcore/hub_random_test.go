package netcore_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

var seeds = flag.Int("seeds", 40, "how many random runs of a hub")

// Random wishes, from several goroutines at once, to a hub whose endpoints talk to each other: the log is whole
// (watcher.finish checks it), and every message that was taken is told of as sent or as not sent.
func TestRandomOperations(t *testing.T) {
	for seed := range uint64(*seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t)
				rnd := rand.New(rand.NewPCG(seed, 1))
				w.slow = time.Duration(rnd.IntN(3)) * time.Microsecond
				p := player{w: w, network: &netcoretest.Memory{Buffer: 1 + rnd.IntN(5000)}, taken: map[netcore.SessionID]int{}}
				var players sync.WaitGroup
				for n := range uint64(4) {
					players.Go(func() { p.play(rand.New(rand.NewPCG(seed, 2+n))) })
				}
				if rnd.IntN(2) == 0 {
					time.Sleep(time.Duration(rnd.IntN(3000)) * time.Millisecond)
					w.Close()
				}
				players.Wait()
				w.Close()
				<-w.done
				for id, taken := range p.taken {
					told := 0
					for _, ev := range w.of(id) {
						if ev.Kind == netcore.Sent && ev.Flags&netcore.Automatic == 0 {
							told++
						}
					}
					sum := countedNotSent(w.of(id))
					if told > taken || told+sum < taken {
						t.Errorf("session %d took %d messages, and told of %d as sent and of %d as not sent", id, taken, told, sum)
					}
				}
			})
		})
	}
}

// A player does random things to a hub until it has done enough or the hub is closed.
type player struct {
	w       *watcher
	network *netcoretest.Memory

	mu    sync.Mutex // guards what follows
	taken map[netcore.SessionID]int
}

func (p *player) play(rnd *rand.Rand) {
	for range 100 {
		session := 1 + netcore.SessionID(rnd.IntN(20))
		endpoint := 1 + netcore.EndpointID(rnd.IntN(10))
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rnd.IntN(1000))*time.Millisecond)
		var err error
		switch n := rnd.IntN(100); {
		case n < 15:
			_, err = p.w.Open(ctx, p.spec(rnd))
		case n < 80:
			m := netcore.Message{Payload: make([]byte, rnd.IntN(1<<rnd.IntN(15)))}
			if n%2 == 0 {
				err = p.w.TrySend(session, m)
			} else {
				err = p.w.Send(ctx, session, m)
			}
			if err == nil {
				p.mu.Lock()
				p.taken[session]++
				p.mu.Unlock()
			}
		case n < 90:
			err = p.w.EndSession(session, netcore.How(1+rnd.IntN(3)))
		case n < 92:
			err = p.w.CloseEndpoint(endpoint)
		case n < 94:
			p.w.Forget(endpoint)
		default:
			p.w.Snapshot()
			time.Sleep(time.Duration(rnd.IntN(100)) * time.Millisecond)
		}
		cancel()
		if err == netcore.ErrHubClosed {
			return
		}
	}
}

// spec is one of a few that find each other.
func (p *player) spec(rnd *rand.Rand) netcore.Spec {
	spec := netcore.Spec{Name: "random {port}"}
	name := []string{"a", "b", "c"}[rnd.IntN(3)]
	switch rnd.IntN(4) {
	case 0:
		spec.Transport = p.network.Server(name)
		spec.Responder = responder.Upper{Prefix: "you said: "} // clients have none, or they would never end
	case 1:
		spec.Transport = p.network.Datagrams(name, []string{"", "a", "b"}[rnd.IntN(3)])
	default:
		spec.Transport = p.network.Client(name)
	}
	if rnd.IntN(4) == 0 {
		spec.Limits = netcore.Limits{Idle: time.Second, Write: time.Second}
	}
	spec.Limits.KeepOpen = rnd.IntN(2) == 0
	spec.Reconnect.On = rnd.IntN(3) == 0
	return spec
}

func countedNotSent(events []netcore.Event) (n int) {
	for _, ev := range events {
		var messages, bytes int
		if k, _ := fmt.Sscanf(ev.Note, "%d waiting messages (%d bytes) were not sent", &messages, &bytes); k == 2 {
			n += messages
		}
	}
	return n
}

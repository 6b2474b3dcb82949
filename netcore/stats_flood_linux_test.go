package netcore_test

import (
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/ipv4"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

// A flood is what became of datagrams that were sent to a hub.
type flood struct {
	*netcore.Hub
	session netcore.SessionID
	address string
	done    sync.WaitGroup

	mu      sync.Mutex // guards what follows
	rows    int        // received
	dropped int        // as the rows tell
	changed chan struct{}
}

func startFlood(t testing.TB, receiveBuffer int) *flood {
	f := &flood{Hub: netcore.NewHub(), changed: make(chan struct{}, 1)}
	f.done.Go(f.read)
	t.Cleanup(f.done.Wait)
	t.Cleanup(func() { f.Close() })
	_, err := f.Open(t.Context(), netcore.Spec{Transport: transport.UDP{Host: "127.0.0.1", Options: transport.UDPOptions{RecvBuffer: receiveBuffer}}})
	if err != nil {
		t.Fatal(err)
	}
	s := f.Snapshot()[0].Sessions[0]
	f.session, f.address = s.ID, s.Local
	return f
}

func (f *flood) read() {
	for batch := range f.Events() {
		f.mu.Lock()
		for i := range batch {
			switch ev := &batch[i]; {
			case ev.Kind == netcore.Received:
				f.rows++
			case ev.Kind == netcore.Failed && ev.Flags&netcore.Counted != 0:
				var n int
				if _, err := fmt.Sscanf(ev.Note, "the system dropped %d datagrams", &n); err == nil {
					f.dropped += n
				}
			}
		}
		f.mu.Unlock()
		select {
		case f.changed <- struct{}{}:
		default:
		}
	}
}

// accounted waits until as many datagrams as were sent have a row or are told of as dropped.
func (f *flood) accounted(t testing.TB, sent int) (rows, dropped int) {
	t.Helper()
	patience := time.NewTimer(netcoretest.Patience)
	defer patience.Stop()
	for {
		f.mu.Lock()
		rows, dropped = f.rows, f.dropped
		f.mu.Unlock()
		if rows+dropped >= sent {
			return rows, dropped
		}
		select {
		case <-f.changed:
		case <-patience.C:
			return rows, dropped
		}
	}
}

// floodBatch is how many datagrams one system call of the sender sends.
const floodBatch = 64

// sendFlood sends n datagrams of 64 bytes to address, rate of them a second, or as fast as they go when rate is 0, and returns
// how many the system took.
func sendFlood(t testing.TB, address string, n, rate int) (sent int) {
	t.Helper()
	c, err := net.Dial("udp4", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	batches := ipv4.NewPacketConn(c.(*net.UDPConn))
	messages := make([]ipv4.Message, floodBatch)
	payload := make([]byte, 64)
	for i := range messages {
		messages[i].Buffers = [][]byte{payload}
	}
	began := time.Now()
	for sent < n {
		if rate > 0 {
			time.Sleep(time.Until(began.Add(time.Duration(sent) * time.Second / time.Duration(rate))))
		}
		took, err := batches.WriteBatch(messages[:min(floodBatch, n-sent)], 0)
		if err != nil {
			t.Fatalf("after %d datagrams: %v", sent, err)
		}
		sent += took
	}
	return sent
}

// systemSays is what the system counts of datagrams and of packets that did not get as far, for a difference that has to be
// explained.
func systemSays() string {
	var say strings.Builder
	counters, err := transport.UDPCounters()
	fmt.Fprintln(&say, counters, err)
	softnet, err := os.ReadFile("/proc/net/softnet_stat") // the second column is what the backlog had no room for
	fmt.Fprintf(&say, "%s%v", softnet, err)
	return say.String()
}

// At 200,000 datagrams a second, what has a row and what is told of as dropped by the system are together what was sent, also
// with a receive buffer that takes a few of them.
func TestEveryDatagramIsAccountedFor(t *testing.T) {
	const rate = 200_000
	for _, tt := range []struct {
		name   string
		buffer int // 0: the transport's own choice
		drops  bool
	}{
		{"the usual receive buffer", 0, false},
		{"a tiny one", 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 200_000
			if testing.Short() || raceEnabled {
				n = 20_000
			}
			f, before := startFlood(t, tt.buffer), systemSays()
			sent := sendFlood(t, f.address, n, rate)
			rows, dropped := f.accounted(t, sent)
			t.Logf("%d sent, %d rows, %d dropped", sent, rows, dropped)
			if rows+dropped != sent || tt.drops && dropped == 0 {
				t.Errorf("%d rows and %d told as dropped, want %d together; the system before:\n%s\nand after:\n%s", rows, dropped, sent, before, systemSays())
			}
			st := f.Statistics(0)
			s := st.Endpoints[0].Sessions[0]
			if s.Dropped != uint64(dropped) || !s.TellsDrops || s.ReceivedMessages != uint64(rows) || st.Dropped != s.Dropped || st.Endpoints[0].Dropped != s.Dropped {
				t.Errorf("the statistics tell of %d received and %d, %d, %d dropped, the rows of %d and %d", s.ReceivedMessages, s.Dropped,
					st.Endpoints[0].Dropped, st.Dropped, rows, dropped)
			}
			if s.Peak.ReceivedMessages > uint64(rows) || s.Peak.ReceivedMessages == 0 || s.Peak.ReceivedBytes != 64*s.Peak.ReceivedMessages {
				t.Errorf("in the fullest second %d of %d datagrams, %d bytes", s.Peak.ReceivedMessages, rows, s.Peak.ReceivedBytes)
			}
		})
	}
}

// BenchmarkFlood receives datagrams of 64 bytes by the hub. What is sent is rows and drops, together.
func BenchmarkFlood(b *testing.B) {
	for _, bench := range []struct {
		name         string
		rate, buffer int
	}{{"200k a second", 200_000, 0}, {"200k a second into a tiny buffer", 200_000, 1}, {"as fast as they are sent", 0, 0}} {
		b.Run(bench.name, func(b *testing.B) {
			f := startFlood(b, bench.buffer)
			b.ResetTimer()
			sent := sendFlood(b, f.address, b.N, bench.rate)
			b.StopTimer()
			rows, dropped := f.accounted(b, sent)
			if rows+dropped != sent {
				b.Errorf("%d rows and %d drops of %d", rows, dropped, sent)
			}
			b.ReportMetric(float64(sent)/b.Elapsed().Seconds(), "sent/s")
			b.ReportMetric(float64(rows), "rows")
			b.ReportMetric(float64(dropped), "drops")
		})
	}
}

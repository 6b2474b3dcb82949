package netcore_test

import (
	"bytes"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/framing"
	"wirevise/netcore/transport"
)

// What framing costs, on a real connection: lines of 64 bytes, LF included, written one by one, and in bulk. Framed and unframed
// take turns, so that both see the same machine, and the rates are those of the median turn. Of lines one by one, at least 80 % of
// the unframed rate is wanted.
func BenchmarkFraming(b *testing.B) {
	line := append(bytes.Repeat([]byte("x"), 63), '\n')
	for _, bench := range []struct {
		name  string
		piece []byte
		bytes int // a turn
	}{
		{"lines one by one", line, 64 * 50_000},
		{"bulk of 64 KiB", bytes.Repeat(line, 1024), 64 << 20},
	} {
		b.Run(bench.name, func(b *testing.B) {
			unframed, framed := startCounting(b, nil), startCounting(b, framing.Lines{})
			var bare, cut []time.Duration
			for b.Loop() {
				bare = append(bare, unframed.take(b, bench.piece, bench.bytes))
				cut = append(cut, framed.take(b, bench.piece, bench.bytes))
			}
			if got, want := framed.frames.Load(), int64(len(cut)*bench.bytes/64); got != want {
				b.Errorf("got %d frames, want %d", got, want)
			}
			lines := float64(bench.bytes / 64)
			b.ReportMetric(lines/median(bare).Seconds(), "unframed-lines/s")
			b.ReportMetric(lines/median(cut).Seconds(), "framed-lines/s")
			b.ReportMetric(median(bare).Seconds()/median(cut).Seconds(), "ratio")
		})
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// A counting is a hub's server, a connection to it, and what the reader of its events has counted.
type counting struct {
	conn   net.Conn
	bytes  atomic.Int64
	frames atomic.Int64
	want   atomic.Int64
	came   chan struct{}
}

func startCounting(b *testing.B, f netcore.Framer) *counting {
	c := &counting{came: make(chan struct{}, 1)}
	h := netcore.NewHub()
	var reading sync.WaitGroup
	reading.Go(func() { c.read(h, f != nil) })
	b.Cleanup(reading.Wait)
	b.Cleanup(func() { h.Close() })
	_, err := h.Open(b.Context(), netcore.Spec{Name: "count", Transport: transport.TCPServer{Host: "127.0.0.1"}, Receive: f})
	if err != nil {
		b.Fatal(err)
	}
	if c.conn, err = net.Dial("tcp", h.Snapshot()[0].Local); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.conn.Close() })
	return c
}

// read counts, and says when all that is wanted came: as frames, or as bytes where nothing is framed.
func (c *counting) read(h *netcore.Hub, framed bool) {
	for batch := range h.Events() {
		for i := range batch {
			switch batch[i].Kind {
			case netcore.Received:
				c.bytes.Add(int64(len(batch[i].Payload)))
			case netcore.Framed:
				c.frames.Add(1)
			}
		}
		came := c.bytes.Load()
		if framed {
			came = c.frames.Load() * 64
		}
		if want := c.want.Load(); want > 0 && came >= want && c.want.CompareAndSwap(want, 0) {
			c.came <- struct{}{}
		}
	}
}

// take writes so many bytes in pieces and returns how long it was until all of them had come.
func (c *counting) take(b *testing.B, piece []byte, size int) time.Duration {
	c.want.Store(c.bytes.Load() + int64(size))
	start := time.Now()
	for range size / len(piece) {
		if _, err := c.conn.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
	<-c.came
	return time.Since(start)
}

package msglog

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"

	"wirevise/netcore"
)

// benchBatch are n events of 64 bytes of sessions in turn.
func benchBatch(n, sessions int) []netcore.Event {
	batch := make([]netcore.Event, n)
	for i := range batch {
		k := i % sessions
		batch[i] = netcore.Event{Time: time.Now(), Kind: netcore.Received, Endpoint: 1, Session: netcore.SessionID(k + 1), Name: "server",
			Local: "127.0.0.1:9000", Peer: "127.0.0.1:" + strconv.Itoa(50000+k), Payload: bytes.Repeat([]byte("0123456\n"), 8)}
	}
	return batch
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkAppend(b *testing.B) {
	for _, sessions := range []int{1, 50, 1000} {
		b.Run("sessions="+strconv.Itoa(sessions), func(b *testing.B) {
			batch := benchBatch(1000, sessions)
			s := benchDisk(b)
			b.ReportAllocs()
			for i := 0; i < b.N; i += len(batch) {
				s.Append(batch)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// cutBatch are reads of some lines of 64 bytes with a line end, each followed by the lines as frames: n lines in all. The first
// line of a read began in the one before.
func cutBatch(n, each int) (batch []netcore.Event) {
	line := benchBatch(1, 1)[0]
	const size = 65
	for ; n > 0; n -= each {
		read := line
		read.Flags, read.Payload = netcore.Cut, bytes.Repeat(append(bytes.Repeat([]byte("0123456\t"), 8), '\n'), each)
		batch = append(batch, read)
		for i := range each {
			frame := line
			frame.Kind, frame.Payload = netcore.Framed, read.Payload[i*size:(i+1)*size-1]
			if i == 0 && each > 1 {
				frame.Payload = bytes.Clone(frame.Payload)
			}
			batch = append(batch, frame)
		}
	}
	return batch
}

// BenchmarkAppendLines tells what a line of 64 bytes costs: as a read of its own, and as a frame with its share of the read.
func BenchmarkAppendLines(b *testing.B) {
	const lines = 1008
	for _, c := range []struct {
		name  string
		batch []netcore.Event
	}{
		{"reads", benchBatch(lines, 1)},
		{"frames=1", cutBatch(lines, 1)},
		{"frames=63", cutBatch(lines, 63)},
		{"frames=1008", cutBatch(lines, 1008)},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := benchDisk(b)
			n := 0
			for b.Loop() {
				s.Append(c.batch)
				n += lines
			}
			b.StopTimer()
			written(b, s)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/line")
			b.ReportMetric(float64(s.Stats().DiskBytes)/float64(n), "disk-B/line")
		})
	}
}

// benchDisk is a store as the program has it.
func benchDisk(b *testing.B) *Store {
	return closed(b, New(Options{Folder: newFolder(b, b.TempDir())}))
}

func benchStore(b *testing.B, n int) *Store {
	s := benchDisk(b)
	batch := benchBatch(1000, 50)
	copy(batch[500].Payload, "The Needle stands here")
	for range n / len(batch) {
		s.Append(batch)
	}
	return s
}

func BenchmarkExtendMillion(b *testing.B) {
	s := benchStore(b, 1_000_000)
	for name, c := range map[string]Criteria{
		"fold": {Query: text("needle")}, "case": {Query: exactly("Needle")}, "unicode": {Query: text("näedle")},
		"common": {Query: text("123457")}, "session": {Session: 7}, "all": {},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				v := NewView(s)
				v.SetFilter(NewFilter(c))
				for complete := false; !complete; {
					_, complete = v.Extend(b.Context(), 200_000)
				}
			}
		})
	}
}

func BenchmarkPage(b *testing.B) {
	s := benchStore(b, 4_000_000)
	v := NewView(s)
	v.SetFilter(NewFilter(Criteria{Endpoint: 1}))
	v.Extend(b.Context(), 0)
	var seqs [50]uint64
	b.ReportAllocs()
	for b.Loop() {
		i := rand.IntN(v.Len() - len(seqs))
		for _, seq := range seqs[:v.Seqs(i, seqs[:])] {
			if _, ok := s.Get(seq, 256); !ok {
				b.Fatal("no row")
			}
		}
	}
}

func BenchmarkSeq(b *testing.B) {
	s := benchStore(b, 4_000_000)
	v := NewView(s)
	v.SetFilter(NewFilter(Criteria{Endpoint: 1}))
	v.Extend(b.Context(), 0)
	for b.Loop() {
		v.Seq(rand.IntN(v.Len()))
	}
}

func BenchmarkGetWhileAppending(b *testing.B) {
	s := benchStore(b, 1_000_000)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		batch := benchBatch(4096, 50)
		for {
			select {
			case <-stop:
				return
			default:
				s.Append(batch)
			}
		}
	}()
	for b.Loop() {
		first, next := s.Bounds()
		s.Get(first+rand.Uint64N(next-first), 256)
	}
	close(stop)
	<-done
}

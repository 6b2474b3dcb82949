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

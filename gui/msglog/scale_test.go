package msglog

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirevise/gui/query"
	"wirevise/netcore"
)

// A fountain is a conn from which messages come without end, or n of them, as fast as they are read.
type fountain struct {
	n, left int
	payload []byte
	closed  chan struct{}
}

const fountainSize = 64

func newFountain(n int) *fountain {
	return &fountain{n: n, left: n, payload: []byte(strings.Repeat("0123456\n", fountainSize/8)), closed: make(chan struct{})}
}

func (f *fountain) Receive(buf []byte) (int, netcore.Peer, error) {
	if f.left == 0 {
		return 0, netcore.Peer{}, io.EOF
	}
	f.left--
	n := copy(buf, f.payload)
	binary.BigEndian.PutUint32(buf, uint32(f.left))
	if f.left == f.n/2 {
		copy(buf[8:], "The Needle")
	}
	return n, netcore.Peer{}, nil
}

func (f *fountain) Send(context.Context, []byte, netcore.Peer) (int, error) {
	return 0, io.ErrClosedPipe
}
func (f *fountain) Boundary() netcore.Boundary                   { return netcore.Stream }
func (f *fountain) LocalAddr() string                            { return "127.0.0.1:9000" }
func (f *fountain) RemotePeer() netcore.Peer                     { return netcore.Peer{Name: "127.0.0.1:50000"} }
func (f *fountain) Close() error                                 { return nil }
func (f *fountain) String() string                               { return "fountain" }
func (f *fountain) Open(context.Context) (netcore.Source, error) { return netcore.Source{Conn: f}, nil }

// fill records n messages of 64 bytes by way of a hub and a recorder, as the program does, and returns the time it took
// until all were on disk.
func fill(b *testing.B, s *Store, n int) time.Duration {
	b.Helper()
	begun := time.Now()
	h := netcore.NewHub()
	done := make(chan struct{})
	go func() {
		defer close(done)
		NewRecorder(s).Run(h.Events())
	}()
	if _, err := h.Open(b.Context(), netcore.Spec{Name: "fountain", Transport: newFountain(n)}); err != nil {
		b.Fatal(err)
	}
	for h.Stats().ReceivedMessages < uint64(n) {
		time.Sleep(time.Millisecond)
	}
	h.Close()
	<-done
	written(b, s)
	return time.Since(begun)
}

// resident is the memory of this process as the system counts it, in bytes.
func resident(b *testing.B) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kB, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kB) * 1024
}

const tenMillion = 10_000_000

// BenchmarkTenMillion records ten million messages of 64 bytes, and then asks for pages, filters and opens them.
func BenchmarkTenMillion(b *testing.B) {
	for b.Loop() {
		before := heap()
		s := New(Options{Folder: newFolder(b, b.TempDir())})
		path := s.Folder().Path()
		took := fill(b, s, tenMillion)
		st := s.Stats()
		rows := float64(st.Rows)
		b.ReportMetric(rows/took.Seconds(), "events/s")
		b.ReportMetric(float64(st.DiskBytes)/rows, "disk-B/event")
		b.ReportMetric(float64(heap()-before)/rows, "heap-B/event")
		b.ReportMetric(resident(b)/(1<<20), "resident-MiB")

		v := NewView(s)
		v.Extend(b.Context(), 0)
		benchPages(b, s, v, "page")
		for name, q := range map[string]string{"text": "needle", "regex": `/NEE.LE/i`, "size": "size>64", "peer": "peer:50000"} {
			benchFilter(b, s, name, q)
		}
		b.ReportMetric(resident(b)/(1<<20), "filtered-MiB")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		begun := time.Now()
		opened, report, err := Open(b.Context(), path, nil)
		if err != nil || report.Damaged > 0 || report.Rows != st.Rows {
			b.Fatal(report, err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "open-s")
		opened.Close()
	}
}

// benchPages reads pages of 50 rows at random places and reports how long they take: on average, all but one in a hundred, and
// the slowest, which may have met the system writing a gigabyte back.
func benchPages(b *testing.B, s *Store, v *View, name string) {
	var seqs [50]uint64
	var sum time.Duration
	var all []time.Duration
	const pages = 1000
	for range pages {
		i := rand.IntN(v.Len() - len(seqs))
		begun := time.Now()
		for _, seq := range seqs[:v.Seqs(i, seqs[:])] {
			if _, ok := s.Get(seq, 512); !ok {
				b.Fatal("no row")
			}
		}
		took := time.Since(begun)
		sum += took
		all = append(all, took)
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[pages*99/100].Microseconds())/1000, name+"-p99-ms")
	b.ReportMetric(float64(all[pages-1].Microseconds())/1000, name+"-max-ms")
	b.ReportMetric(float64(sum.Microseconds())/1000/pages, name+"-mean-ms")
}

// benchFilter applies a filter in the slices that the pump takes, and reports when the first answer was there and when all was.
func benchFilter(b *testing.B, s *Store, name, q string) {
	b.Helper()
	parsed, err := query.Parse(q, query.Options{})
	if err != nil {
		b.Fatal(err)
	}
	benchCriteria(b, s, name, Criteria{Query: parsed})
}

func benchCriteria(b *testing.B, s *Store, name string, c Criteria) {
	b.Helper()
	runtime.GC()
	begun := time.Now()
	v := NewView(s)
	v.SetFilter(NewFilter(c))
	first := time.Duration(0)
	for complete := false; !complete; {
		_, complete = v.Extend(b.Context(), 200_000)
		if first == 0 {
			first = time.Since(begun)
		}
	}
	b.ReportMetric(float64(first.Microseconds())/1000, name+"-first-ms")
	b.ReportMetric(float64(time.Since(begun).Microseconds())/1000, name+"-all-ms")
}

// BenchmarkTenMillionFrames records ten million frames of 64 bytes with the reads they were cut from, 63 of each, and asks for
// frames, reads, and a text in the frames. Before them are as many rows of streams that are not cut when uncut says so.
func BenchmarkTenMillionFrames(b *testing.B) {
	for _, uncut := range []bool{false, true} {
		b.Run("uncut="+strconv.FormatBool(uncut), func(b *testing.B) {
			for b.Loop() {
				s := New(Options{Folder: newFolder(b, b.TempDir())})
				if uncut {
					benchFill(s, benchBatch(1000, 50), tenMillion)
				}
				benchFill(s, cutBatch(1008, 63), tenMillion)
				written(b, s)
				benchCriteria(b, s, "frames", Criteria{Pieces: Frames})
				benchCriteria(b, s, "reads", Criteria{Pieces: Reads})
				benchCriteria(b, s, "session", Criteria{Session: 77})
				benchCriteria(b, s, "text", Criteria{Query: text("needle")})
				benchCriteria(b, s, "frames-text", Criteria{Pieces: Frames, Query: text("needle")})
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchFill(s *Store, batch []netcore.Event, n int) {
	for range n / len(batch) {
		s.Append(batch)
	}
}

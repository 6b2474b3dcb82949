package workbench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/gui/msglog"
	"wirevise/netcore"
)

// A said is a row of the session that a test looks at.
type said struct {
	way  Way
	text string
	seq  uint64
}

// streamOf appends rows, those of session 1 among others', and reads them.
func streamOf(t testing.TB, w *Workbench, rows []said) *Stream {
	t.Helper()
	sayAll(w, rows)
	s := w.OpenStream(1)
	readAll(s)
	return s
}

func sayAll(w *Workbench, rows []said) {
	for i := range rows {
		kind := netcore.Received
		if rows[i].way == SentWay {
			kind = netcore.Sent
		}
		rows[i].seq = w.live.store.Append([]netcore.Event{{Time: time.Unix(1, 0), Kind: kind, Session: 1, Payload: []byte(rows[i].text)}})
		w.live.store.Append([]netcore.Event{{Kind: netcore.Received, Session: 2, Payload: []byte("of another session")},
			{Kind: netcore.Noted, Session: 1, Note: "a note"}})
	}
}

func readAll(s *Stream) {
	s.view.Extend(context.Background(), 0)
	s.read(context.Background())
}

func idle(t testing.TB) *Workbench {
	w := New(Options{Dispatch: func(func()) {}, LogDir: t.TempDir()})
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func textOfWay(t *testing.T, b *StreamBytes) string {
	t.Helper()
	text, err := io.ReadAll(io.NewSectionReader(b, 0, b.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestStream(t *testing.T) {
	rows := []said{{ReceivedWay, "GET /", 0}, {ReceivedWay, " HTTP", 0}, {SentWay, "200", 0}, {SentWay, "", 0}, {ReceivedWay, "bye", 0}}
	s := streamOf(t, idle(t), rows)
	for way, want := range map[Way]string{BothWays: "GET / HTTP200bye", ReceivedWay: "GET / HTTPbye", SentWay: "200"} {
		if got := textOfWay(t, s.Bytes(way)); got != want {
			t.Errorf("%v: %q, want %q", way, got, want)
		}
	}
	b := s.Bytes(BothWays)
	if p, ok := b.At(14); !ok || p != (Place{rows[4].seq, ReceivedWay, 11}) {
		t.Errorf("byte 14 is %+v, %v", p, ok)
	}
	if _, ok := b.At(16); ok {
		t.Error("there is a byte behind the end")
	}
	for off, want := range map[int64][2]int64{0: {0, 10}, 7: {0, 10}, 10: {10, 13}, 15: {13, 16}} {
		if from, to := b.Run(off); from != want[0] || to != want[1] {
			t.Errorf("byte %d is of the run %d–%d, want %v", off, from, to, want)
		}
	}
	if off, ok := b.OffsetOf(rows[2].seq); !ok || off != 10 {
		t.Errorf("the row that was sent begins at %d, %v", off, ok)
	}
	if _, ok := s.Bytes(ReceivedWay).OffsetOf(rows[2].seq); ok {
		t.Error("a row that was sent stands among those received")
	}
	if st := s.State(); st.Rows != 5 || st.Received != 13 || st.Sent != 3 || st.Done != st.Total {
		t.Errorf("state %+v", st)
	}
}

// Against a model: rows of any length both ways, some of them trimmed.
func TestStreamAtRandom(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			w := idle(t)
			clears := seed%2 == 1 // so that older rows are gone
			s := w.OpenStream(1)
			var rows []said
			for part := range 4 {
				var more []said
				for range 150 {
					size := r.IntN(40)
					way := ReceivedWay
					if r.IntN(1+part) > 0 {
						way = SentWay
					}
					more = append(more, said{way: way, text: strings.Repeat(string(rune('a'+r.IntN(26))), size)})
				}
				if clears {
					w.live.store.Clear()
				}
				sayAll(w, more)
				first, _ := w.live.store.Bounds()
				for _, row := range more {
					if row.seq >= first { // else it went before it was read
						rows = append(rows, row)
					}
				}
				readAll(s)
				checkStream(t, r, w, s, rows)
			}
			if first, _ := w.live.store.Bounds(); (first > 1) != clears {
				t.Errorf("the log begins at %d", first)
			}
		})
	}
}

func checkStream(t *testing.T, r *rand.Rand, w *Workbench, s *Stream, rows []said) {
	t.Helper()
	first, _ := w.live.store.Bounds()
	for _, way := range []Way{BothWays, ReceivedWay, SentWay} {
		var want, ways []byte
		base := int64(0)
		for _, row := range rows {
			switch {
			case way != BothWays && row.way != way:
			case row.seq < first:
				base += int64(len(row.text))
			default:
				want = append(want, row.text...)
				ways = append(ways, bytes.Repeat([]byte{byte(row.way)}, len(row.text))...)
			}
		}
		b := s.Bytes(way)
		if b.Base() != base || textOfWay(t, b) != string(want) {
			t.Fatalf("%v: from %d, %d bytes, want from %d, %d", way, b.Base(), b.Size(), base, len(want))
		}
		for range min(40, len(want)) {
			off := r.IntN(len(want))
			p, ok := b.At(int64(off))
			if !ok || byte(p.Way) != ways[off] {
				t.Fatalf("%v: byte %d is %+v, %v", way, off, p, ok)
			}
			own := s.Bytes(p.Way)
			var one [1]byte
			if _, err := own.ReadAt(one[:], p.Own-own.Base()); err != nil || one[0] != want[off] {
				t.Fatalf("%v: byte %d is %q in its own way, %v, want %q", way, off, one, err, want[off])
			}
			if way != BothWays {
				continue
			}
			from, to := off, off
			for from > 0 && ways[from-1] == ways[off] {
				from--
			}
			for to < len(ways) && ways[to] == ways[off] {
				to++
			}
			if a, z := b.Run(int64(off)); a != int64(from) || z != int64(to) && z < int64(off+minRun) {
				t.Fatalf("byte %d is of the run %d–%d, want %d–%d", off, a, z, from, to)
			}
		}
	}
}

func TestStreamGivesUpWithTheLog(t *testing.T) {
	w := idle(t)
	s := streamOf(t, w, []said{{ReceivedWay, "gone", 0}})
	b := s.Bytes(ReceivedWay)
	w.ClearLog()
	var p [4]byte
	if _, err := b.ReadAt(p[:], 0); !errors.Is(err, msglog.ErrNoRow) {
		t.Errorf("reading what is gone: %v", err)
	}
	sayAll(w, []said{{ReceivedWay, "new", 0}})
	readAll(s)
	if by := b.Rebase(); by != 4 || b.Size() != 3 || textOfWay(t, b) != "new" {
		t.Errorf("rebased by %d, %d bytes", by, b.Size())
	}
}

func TestStreamUpdateAndSave(t *testing.T) {
	b := newBench(t)
	sayAll(b.Workbench, []said{{ReceivedWay, "in", 0}, {SentWay, "out", 0}, {ReceivedWay, "side", 0}})
	s := b.OpenStream(1)
	defer s.Close()
	var st StreamState
	told := func(now StreamState) { st = now }
	s.Update(told)
	s.Update(told)
	b.until("the rows", func() bool { return st.Rows == 3 && s.cancel == nil })
	path := filepath.Join(t.TempDir(), "stream.bin")
	saved := int64(-1)
	s.SaveStream(ReceivedWay, path, func(n int64, err error) {
		if saved = n; err != nil {
			t.Error(err)
		}
	})
	b.until("the file", func() bool { return saved >= 0 })
	if data, err := os.ReadFile(path); err != nil || string(data) != "inside" || saved != 6 {
		t.Errorf("the file holds %q of %d bytes, %v", data, saved, err)
	}
}

func BenchmarkStream(b *testing.B) {
	w := idle(b)
	batch := make([]netcore.Event, 1000)
	for i := range batch {
		batch[i] = netcore.Event{Kind: netcore.Received, Session: 1, Payload: bytes.Repeat([]byte("x"), 100)}
		if i%2 == 1 {
			batch[i].Kind = netcore.Sent
		}
	}
	for range 1000 {
		w.live.store.Append(batch)
	}
	b.Run("read a million rows", func(b *testing.B) {
		for b.Loop() {
			readAll(w.OpenStream(1))
		}
	})
	s := w.OpenStream(1)
	readAll(s)
	bytes := s.Bytes(BothWays)
	page := make([]byte, 16<<10)
	b.Run("a page in the middle", func(b *testing.B) {
		for i := int64(0); b.Loop(); i++ {
			if _, err := bytes.ReadAt(page, bytes.Size()/2+i*4567%(1<<20)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("the run of a byte", func(b *testing.B) {
		for i := int64(0); b.Loop(); i++ {
			bytes.Run(bytes.Size()/2 + i*4567%(1<<20))
		}
	})
}

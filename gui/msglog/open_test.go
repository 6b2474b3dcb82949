package msglog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"wirevise/netcore"
)

// A session is what a test wrote, and where.
type session struct {
	path string
	m    model
}

// recorded writes random rows into a folder. Unless it is ended, its files are as a killed program leaves them.
func recorded(t testing.TB, r *rand.Rand, batches int, end bool) session {
	t.Helper()
	return recordedOf(t, randomEvents, r, batches, end)
}

func recordedOf(t testing.TB, events func(r *rand.Rand, n, big int) []netcore.Event, r *rand.Rand, batches int, end bool) session {
	t.Helper()
	s := New(Options{Folder: newFolder(t, t.TempDir()), segment: testLimit / 8})
	x := session{path: s.Folder().Path(), m: model{first: 1}}
	for range batches {
		batch := events(r, r.IntN(300), 300)
		x.m.append(batch)
		s.Append(batch)
	}
	written(t, s)
	if end {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return x
	}
	killed := filepath.Join(t.TempDir(), "killed")
	if err := os.CopyFS(killed, os.DirFS(x.path)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	x.path = killed
	return x
}

func open(t testing.TB, path string) (*Store, Report) {
	t.Helper()
	s, r, err := Open(context.Background(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return closed(t, s), r
}

func TestOpen(t *testing.T) {
	for _, end := range []bool{true, false} {
		t.Run(fmt.Sprintf("ended=%t", end), func(t *testing.T) {
			x := recorded(t, rand.New(rand.NewPCG(1, 7)), 40, end)
			s, report := open(t, x.path)
			want := Report{Rows: x.m.next() - 1, Recovered: !end}
			if report != want {
				t.Errorf("got %+v, want %+v", report, want)
			}
			if first, next := s.Bounds(); first != 1 || next != x.m.next() {
				t.Fatalf("Bounds: got %d, %d, want 1, %d", first, next, x.m.next())
			}
			for i, want := range x.m.entries {
				if got, ok := s.Get(uint64(i+1), -1); !ok || !sameEntry(got, want) {
					t.Fatalf("Get(%d): got %+v, %t, want %+v", i+1, got, ok, want)
				}
			}
			if len(s.segments) < 3 {
				t.Errorf("%d segments: the test means to have more", len(s.segments))
			}
			v := NewView(s)
			v.SetFilter(NewFilter(Criteria{Query: text("gamma")}))
			v.Extend(t.Context(), 0)
			if got, want := snapshot(v), x.m.passing(v.Filter(), x.m.next()); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("filter: got %d rows, want %d", len(got), len(want))
			}
			if got := s.Append([]netcore.Event{{}}); got != x.m.next() {
				t.Errorf("Append: got %d", got)
			}
			if _, next := s.Bounds(); next != x.m.next() {
				t.Error("a store that was opened took a row")
			}
		})
	}
}

// What was put in order once is in order the next time.
func TestRecoverOnce(t *testing.T) {
	x := recorded(t, rand.New(rand.NewPCG(2, 7)), 20, false)
	rows := filepath.Join(x.path, "000001.rows")
	if err := os.Truncate(rows, headSize+101*recordSize+7); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rows", "payload", "names"} { // the session ended in its first segment
		all, _ := filepath.Glob(filepath.Join(x.path, "*."+name))
		for _, path := range all {
			if filepath.Base(path) != "000001."+name {
				_ = os.Remove(path)
			}
		}
	}
	s, report, err := Open(t.Context(), x.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Report{Rows: 101, Recovered: true}); report != want {
		t.Errorf("got %+v, want %+v", report, want)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, report := open(t, x.path); report != (Report{Rows: 101}) {
		t.Errorf("again: got %+v", report)
	}
}

func TestOpenRefuses(t *testing.T) {
	live := newFolder(t, t.TempDir())
	s := closed(t, New(Options{Folder: live}))
	s.Append(make([]netcore.Event, 1))
	if _, _, err := Open(t.Context(), live.Path(), nil); !errors.Is(err, errInUse) {
		t.Errorf("a session that is being written: got %v", err)
	}
	if _, _, err := Open(t.Context(), t.TempDir(), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no session: got %v", err)
	}
	later := recorded(t, rand.New(rand.NewPCG(3, 7)), 1, true).path
	if err := os.WriteFile(filepath.Join(later, ManifestName), []byte(`{"format":99}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(t.Context(), later, nil); err == nil {
		t.Error("a format of the future was opened")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Open(ctx, recorded(t, rand.New(rand.NewPCG(4, 7)), 5, true).path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// harm cuts a file, flips bits in it or fills a piece of it with zeros, as often as plan says.
func harm(t testing.TB, path string, plan []byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(path, "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for ; len(plan) >= 5; plan = plan[5:] {
		name := files[int(plan[0])%len(files)]
		if filepath.Base(name) == ManifestName {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil || len(b) == 0 {
			continue
		}
		at := (int(plan[1])<<16 | int(plan[2])<<8 | int(plan[3])) % len(b)
		switch plan[4] % 4 {
		case 0:
			b = b[:at]
		case 1:
			b[at] ^= 1 << (plan[4] / 4 % 8)
		case 2:
			clear(b[at:min(len(b), at+int(plan[4])*16)])
		case 3:
			b = append(b, bytes.Repeat([]byte{plan[4]}, int(plan[3]))...)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// checkHarmed looks whether every row is what it was, or says that it is damaged.
func checkHarmed(t testing.TB, s *Store, m *model) {
	t.Helper()
	first, next := s.Bounds()
	if next-first > 1<<20 {
		t.Fatalf("Bounds: got %d to %d for %d rows", first, next, len(m.entries))
	}
	for seq := first; seq < next; seq++ {
		e, ok := s.Get(seq, -1)
		if !ok {
			t.Fatalf("row %d of %d to %d is not there", seq, first, next)
		}
		if e.Damaged && e.Fault == rowFault {
			continue
		}
		if seq >= m.next() {
			t.Fatalf("row %d was made up: %+v", seq, e)
		}
		want := m.entries[seq-1]
		if e.Damaged && len(e.Payload) == 0 {
			want.Payload, want.Size = nil, 0
		}
		if e.Damaged { // the rest is what is not damaged
			ok := e.Kind == want.Kind && e.Time.Equal(want.Time) && e.Session == want.Session && string(e.Payload) == string(want.Payload) && e.HasFault
			if !ok || e.Peer != "" && e.Peer != want.Peer || e.Note != "" && e.Note != want.Note {
				t.Fatalf("row %d: got %+v, want as much as is left of %+v", seq, e, want)
			}
			continue
		}
		if !sameEntry(e, want) {
			t.Fatalf("row %d: got %+v, want %+v", seq, e, want)
		}
	}
	v := NewView(s)
	v.SetFilter(NewFilter(Criteria{Query: text("a")}))
	if _, complete := v.Extend(context.Background(), 0); !complete {
		t.Fatal("the filter does not come to an end")
	}
}

func TestOpenHarmed(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 8))
		x := recorded(t, r, 6, seed%3 == 0)
		plan := make([]byte, 5*(1+r.IntN(6)))
		for i := range plan {
			plan[i] = byte(r.Uint32())
		}
		harm(t, x.path, plan)
		s, _ := open(t, x.path)
		checkHarmed(t, s, &x.m)
	}
}

// A row in the middle is damaged: those around it are there, and it says so.
func TestDamagedRow(t *testing.T) {
	x := recordedOf(t, uncutEvents, rand.New(rand.NewPCG(5, 7)), 10, true)
	flip := func(name string, at int64) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(x.path, name), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		b := make([]byte, 1)
		if _, err := f.ReadAt(b, at); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 4
		if _, err := f.WriteAt(b, at); err != nil {
			t.Fatal(err)
		}
	}
	flip("000001.rows", headSize+9*recordSize+12) // row 10
	seq := uint64(20)
	for x.m.entries[seq-1].Size == 0 {
		seq++
	}
	at := int64(0)
	for _, e := range x.m.entries[:seq-1] {
		at += e.Size
	}
	flip("000001.payload", headSize+at)
	s, report := open(t, x.path)
	if want := (Report{Rows: x.m.next() - 1, Damaged: 2}); report != want {
		t.Errorf("got %+v, want %+v", report, want)
	}
	if e, ok := s.Get(10, -1); !ok || e.Fault != rowFault {
		t.Errorf("row 10: got %+v", e)
	}
	e, ok := s.Get(seq, 1)
	if !ok || len(e.Payload) > 0 || !e.HasFault || e.Peer != x.m.entries[seq-1].Peer {
		t.Errorf("row %d: got %+v", seq, e)
	}
	if n, err := s.ReadPayload(seq, 0, make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("ReadPayload: got %d, %v", n, err)
	}
	checkHarmed(t, s, &x.m)
}

// A byte of a read is damaged: so are the read and the frame that has this byte, and no other frame.
func TestDamagedRead(t *testing.T) {
	s := New(Options{Folder: newFolder(t, t.TempDir())})
	path := s.Folder().Path()
	read := []byte("one\ntwo\nthree\n")
	batch := []netcore.Event{{Kind: netcore.Received, Flags: netcore.Cut, Payload: read},
		{Kind: netcore.Framed, Payload: read[:3]}, {Kind: netcore.Framed, Payload: read[4:7]}, {Kind: netcore.Framed, Payload: read[8:13]}}
	s.Append(batch)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	flip(t, filepath.Join(path, "000001.payload"), headSize+5)
	s, report := open(t, path)
	if want := (Report{Rows: 4, Damaged: 2}); report != want {
		t.Errorf("got %+v, want %+v", report, want)
	}
	for i, damaged := range []bool{true, false, true, false} {
		want := string(batch[i].Payload)
		if damaged {
			want = ""
		}
		if e, ok := s.Get(uint64(i+1), -1); !ok || e.Damaged != damaged || string(e.Payload) != want {
			t.Errorf("row %d: got %+v, %t, want %q", i+1, e, ok, want)
		}
	}
}

func FuzzOpenHarmed(f *testing.F) {
	f.Add([]byte{0, 0, 0, 90, 1}, uint64(1))
	f.Add([]byte{2, 0, 1, 90, 0, 1, 0, 0, 200, 2}, uint64(2))
	f.Add([]byte{2, 0, 40, 0, 1, 2, 0, 80, 0, 5}, uint64(3)) // payloads of which others are parts
	f.Add([]byte{2, 0, 90, 0, 0}, uint64(4))
	f.Fuzz(func(t *testing.T, plan []byte, seed uint64) {
		x := recorded(t, rand.New(rand.NewPCG(seed, 9)), 3, seed%2 == 0)
		harm(t, x.path, plan[:min(len(plan), 200)])
		s, _ := open(t, x.path)
		checkHarmed(t, s, &x.m)
	})
}

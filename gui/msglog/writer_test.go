package msglog

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"wirevise/netcore"
)

// fullFolder is a folder whose first payload file lies on a disk that is full. room makes room there.
func fullFolder(t *testing.T) (f *Folder, room func()) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil || runtime.GOOS != "linux" {
		t.Skip("there is no /dev/full")
	}
	f = newFolder(t, t.TempDir())
	name := filepath.Join(f.Path(), "000001.payload")
	if err := os.Symlink("/dev/full", name); err != nil {
		t.Fatal(err)
	}
	return f, func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// waitFor waits until the store says so.
func waitFor(t testing.TB, s *Store, what string, ok func(Stats) bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(s.Stats()); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%s: %+v", what, s.Stats())
		}
	}
}

func events(n, size int) []netcore.Event {
	batch := make([]netcore.Event, n)
	for i := range batch {
		batch[i] = netcore.Event{Kind: netcore.Received, Payload: make([]byte, size)}
	}
	return batch
}

// A full disk is told; rows are in memory as far as there is room for them, then Append waits; with room on the disk
// everything goes on, and nothing was lost.
func TestDiskFull(t *testing.T) {
	f, room := fullFolder(t)
	const memory = 1 << 20
	s := New(Options{Folder: f, Unwritten: memory / 4, Memory: memory, retry: time.Millisecond})
	s.Append(events(1, 100))
	waitFor(t, s, "no trouble", func(st Stats) bool { return errors.Is(st.Trouble, syscall.ENOSPC) })
	if got := s.Stats().Room; got != memory {
		t.Errorf("room for %d bytes, want %d", got, memory)
	}
	const rows = 20_000
	appended := make(chan struct{})
	go func() {
		defer close(appended)
		for range rows / 100 {
			s.Append(events(100, 100))
		}
	}()
	waitFor(t, s, "memory was not filled", func(st Stats) bool { return st.Unsaved > memory-100_000 })
	select {
	case <-appended:
		t.Fatalf("everything was taken: %+v", s.Stats())
	default:
	}
	if st := s.Stats(); st.Unsaved > memory || st.Trouble == nil {
		t.Errorf("got %+v", st)
	}
	if e, ok := s.Get(1000, -1); !ok || e.Size != 100 {
		t.Errorf("a row in memory: got %+v, %t", e, ok)
	}
	room()
	<-appended
	waitFor(t, s, "the trouble did not end", func(st Stats) bool { return st.Trouble == nil && st.Unsaved == 0 })
	if st := s.Stats(); st.Rows != rows+1 || st.Waited == 0 || st.Room != memory/4 {
		t.Errorf("got %+v", st)
	}
	path := f.Path()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, report := open(t, path); report != (Report{Rows: rows + 1}) {
		t.Errorf("got %+v, want %d rows", report, rows+1)
	}
}

// Clear makes room when the disk gives none.
func TestClearWhileDiskFull(t *testing.T) {
	f, room := fullFolder(t)
	s := New(Options{Folder: f, Unwritten: 1000, Memory: 100_000, retry: time.Millisecond})
	appended := make(chan struct{})
	go func() {
		defer close(appended)
		s.Append(events(5000, 100))
	}()
	for stopped := false; !stopped; {
		select {
		case <-appended:
			stopped = true
		default:
			if s.Stats().Unsaved > 50_000 {
				s.Clear()
			}
			runtime.Gosched()
		}
	}
	room()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A program that ends with a full disk is told how much is lost.
func TestCloseWhileDiskFull(t *testing.T) {
	f, _ := fullFolder(t)
	s := New(Options{Folder: f, Memory: 50_000, Unwritten: 10_000, retry: time.Millisecond})
	appended := make(chan struct{})
	go func() {
		defer close(appended)
		s.Append(events(2000, 100))
	}()
	waitFor(t, s, "memory was not filled", func(st Stats) bool { return st.Unsaved > 40_000 })
	s.Unblock()
	<-appended
	err := s.Close()
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if got, want := err.Error(), "2000 rows of the log could not be saved: "; len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("got %q, want %q…", got, want)
	}
}

// Without a folder, rows are in memory up to its bound, and then Append waits.
func TestMemoryOnly(t *testing.T) {
	s := memoryStore(t)
	s.room.Store(100_000)
	appended := make(chan struct{})
	go func() {
		defer close(appended)
		s.Append(events(2000, 100))
	}()
	waitFor(t, s, "memory was not filled", func(st Stats) bool { return st.Unsaved > 90_000 })
	select {
	case <-appended:
		t.Fatal("everything was taken")
	default:
	}
	s.Unblock()
	<-appended
	if _, next := s.Bounds(); next != 2001 {
		t.Errorf("got %d rows", next-1)
	}
}

// A store that gets its folder later writes all that it held until then.
func TestAdopt(t *testing.T) {
	s := New(Options{})
	s.Append(events(3000, 100))
	f := newFolder(t, t.TempDir())
	s.Adopt(f)
	s.Append(events(10, 100))
	written(t, s)
	path := f.Path()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, report := open(t, path); report != (Report{Rows: 3010}) {
		t.Errorf("got %+v", report)
	}
}

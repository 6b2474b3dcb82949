package msglog

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"wirevise/netcore"
)

// saved records a session of some rows into a library and ends it.
func saved(t *testing.T, l Library, rows int) string {
	t.Helper()
	f, err := l.Create("test 1")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Folder: f})
	s.Append(events(rows, 1000))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

func list(t *testing.T, l Library) []Saved {
	t.Helper()
	list, err := l.List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestLibraryList(t *testing.T) {
	l := Library{filepath.Join(t.TempDir(), "log")}
	if got := list(t, l); got != nil {
		t.Errorf("a library that is not there: got %+v", got)
	}
	first := saved(t, l, 3)
	if empty := saved(t, l, 0); len(list(t, l)) != 1 {
		t.Errorf("a session without rows was kept: %s", empty)
	}
	f, err := l.Create("test 2")
	if err != nil {
		t.Fatal(err)
	}
	s := closed(t, New(Options{Folder: f}))
	s.Append(events(2, 10))
	written(t, s)
	if err := os.WriteFile(filepath.Join(l.Dir, "note.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := list(t, l)
	if len(got) != 2 {
		t.Fatalf("got %d sessions, want 2: %+v", len(got), got)
	}
	if x := got[0]; x.Path != f.Path() || !x.Live || x.Clean || x.Rows != 2 || x.Program != "test 2" || x.Problem != nil {
		t.Errorf("the live one: got %+v", x)
	}
	if x := got[1]; x.Path != first || x.Live || !x.Clean || x.Rows != 3 || x.Bytes != 3000 || x.Ended.Before(x.Started) {
		t.Errorf("the ended one: got %+v", x)
	}
}

// A session whose program was killed is in no use, and not clean.
func TestLibraryUnclean(t *testing.T) {
	l := Library{t.TempDir()}
	path := saved(t, l, 3)
	m, err := readManifest(path)
	if err != nil {
		t.Fatal(err)
	}
	m.Clean, m.Ended = false, time.Time{}
	if err := (&Folder{path: path, about: m}).save(); err != nil {
		t.Fatal(err)
	}
	if x := list(t, l)[0]; x.Live || x.Clean || x.Rows != 3 {
		t.Errorf("got %+v", x)
	}
	if removed, err := l.Limit(0); err != nil || len(removed) != 0 {
		t.Errorf("Limit took a session that may be wanted back: %+v, %v", removed, err)
	}
	s, report, err := Open(t.Context(), path, nil)
	if err != nil || !report.Recovered {
		t.Fatalf("got %+v, %v", report, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if x := list(t, l)[0]; !x.Clean || !x.Recovered || x.Rows != 3 || x.Ended.IsZero() {
		t.Errorf("after opening: got %+v", x)
	}
}

func TestLibraryLimit(t *testing.T) {
	l := Library{t.TempDir()}
	var paths []string
	for range 5 {
		paths = append(paths, saved(t, l, 100))
	}
	open(t, paths[1]) // and kept open: it stays
	sizes := list(t, l)
	removed, err := l.Limit(sizes[0].Disk*5/2 + sizes[0].Disk)
	if err != nil {
		t.Fatal(err)
	}
	if len(removed) != 2 || removed[0].Path != paths[0] || removed[1].Path != paths[2] {
		t.Errorf("removed %+v", removed)
	}
	for i, want := range []bool{false, true, false, true, true} {
		if _, err := os.Stat(paths[i]); (err == nil) != want {
			t.Errorf("session %d is there: %t, want %t", i, err == nil, want)
		}
	}
}

func TestLibraryRemove(t *testing.T) {
	l := Library{t.TempDir()}
	f, err := l.Create("test")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Folder: f})
	s.Append(make([]netcore.Event, 1))
	if err := l.Remove(f.Path()); err == nil {
		t.Error("a session that is being written was removed")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	for _, path := range []string{other, filepath.Join(l.Dir, "..", filepath.Base(l.Dir)), l.Dir, filepath.Join(l.Dir, "nothing")} {
		if err := l.Remove(path); err == nil {
			t.Errorf("Remove(%s) did it", path)
		}
	}
	if err := l.Remove(f.Path()); err != nil {
		t.Error(err)
	}
	if got := list(t, l); got != nil {
		t.Errorf("left: %+v", got)
	}
}

// Sessions that may not be removed don't cost others their place.
func TestLibraryLimitUnclean(t *testing.T) {
	l := Library{t.TempDir()}
	unclean := saved(t, l, 1000)
	m, err := readManifest(unclean)
	if err != nil {
		t.Fatal(err)
	}
	m.Clean = false
	if err := (&Folder{path: unclean, about: m}).save(); err != nil {
		t.Fatal(err)
	}
	clean := saved(t, l, 10)
	if removed, err := l.Limit(100_000); err != nil || len(removed) != 0 {
		t.Errorf("removed %+v, %v", removed, err)
	}
	if _, err := os.Stat(clean); err != nil {
		t.Error(err)
	}
}

// What somebody put into a session's folder is not removed with it.
func TestLibraryRemoveLeavesOthers(t *testing.T) {
	l := Library{t.TempDir()}
	path := saved(t, l, 3)
	mine := filepath.Join(path, "notes.txt")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove(path); err == nil {
		t.Error("nothing told of the folder that stays")
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
	if got := list(t, l); got != nil {
		t.Errorf("the session is there: %+v", got)
	}
}

// A library that can't be made is an error that names the place.
func TestLibraryNotWritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Library{filepath.Join(file, "log")}).Create("test"); err == nil {
		t.Error("made a folder in a file")
	}
}

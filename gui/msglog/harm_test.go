package msglog

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"wirevise/gui/query"
	"wirevise/netcore"
)

// Again, asked for while Extend looks through rows with the same filter, must not be forgotten.
func TestRudeAgainDuringExtend(t *testing.T) {
	s := memoryStore(t)
	batch := make([]netcore.Event, 100_000)
	for i := range batch {
		batch[i] = netcore.Event{Kind: netcore.Received, Payload: []byte("some text with needle in it")}
	}
	s.Append(batch)
	v := NewView(s)
	q, _ := query.Parse("/n(e+d)+le/", query.Options{})
	v.SetFilter(NewFilter(Criteria{Query: q}))
	v.Extend(context.Background(), 0)
	before := v.Len()
	s.mu.Lock() // as Clear leaves it, when rows are on disk
	s.first = 50_001
	s.mu.Unlock()
	v.Extend(context.Background(), 0)
	if v.Len() != 50_000 {
		t.Fatalf("cleared: %d", v.Len())
	}
	for range 10 {
		s.Append(batch)
	}
	done := make(chan struct{})
	go func() { v.Extend(context.Background(), 0); close(done) }()
	for seen := uint64(0); seen <= uint64(len(batch)); seen, _ = v.Progress() { // it is under way
		runtime.Gosched()
	}
	s.Restore()
	v.Again()
	<-done
	for range 100 {
		v.Extend(context.Background(), 0)
	}
	if want := before + 10*len(batch); v.Len() != want {
		t.Errorf("%d rows after they were brought back, want %d", v.Len(), want)
	}
}

// sessionOf writes rows of a payload each into a session that is ended, and returns its folder.
func sessionOf(t testing.TB, n int, payload string, segment int64, end bool) string {
	t.Helper()
	s := New(Options{Folder: newFolder(t, t.TempDir()), segment: segment})
	batch := make([]netcore.Event, 0, 1000)
	for i := range n {
		batch = append(batch, netcore.Event{Time: time.Unix(int64(i), 0), Kind: netcore.Received, Session: 1, Name: "e", Peer: "p", Payload: []byte(payload)})
		if len(batch) == cap(batch) {
			s.Append(batch)
			batch = batch[:0]
		}
	}
	s.Append(batch)
	written(t, s)
	path := s.Folder().Path()
	if end {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	killed := filepath.Join(t.TempDir(), "killed")
	if err := os.CopyFS(killed, os.DirFS(path)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return killed
}

func flip(t testing.TB, path string, at int64) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[at] ^= 0x10
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// One wrong byte among the names of a session that was killed must not destroy all of its rows on disk.
func TestRudeOneByteCutsAll(t *testing.T) {
	path := sessionOf(t, 100_000, "payload", 0, false)
	flip(t, filepath.Join(path, "000001.names"), 64+10)
	before, _ := os.Stat(filepath.Join(path, "000001.rows"))
	s, r := open(t, path)
	_ = s.Close()
	after, _ := os.Stat(filepath.Join(path, "000001.rows"))
	if after.Size() != before.Size() {
		t.Errorf("%+v: the file of rows had %d bytes, and has %d", r, before.Size(), after.Size())
	}
}

// Nor one wrong byte in the payload of the last row the row itself, which was written whole.
func TestRudeLastRowPayload(t *testing.T) {
	path := sessionOf(t, 3, "payload", 0, false)
	flip(t, filepath.Join(path, "000001.payload"), 64+2*7+1)
	s, r := open(t, path)
	if r.Cut != 0 || s.Stats().Rows != 3 {
		t.Errorf("%+v, %d rows", r, s.Stats().Rows)
	}
}

// Symbolic links in a session that somebody sent must not let opening it shorten files elsewhere.
func TestRudeSymlinkTruncate(t *testing.T) {
	path := sessionOf(t, 3, "payload", 0, false)
	precious := filepath.Join(t.TempDir(), "precious")
	os.WriteFile(precious, bytes.Repeat([]byte("precious "), 1000), 0o600)
	os.Remove(filepath.Join(path, "000001.rows"))
	os.Symlink(precious, filepath.Join(path, "000001.rows"))
	s, r, err := Open(context.Background(), path, nil)
	if err == nil {
		_ = s.Close()
	}
	if info, _ := os.Stat(precious); info.Size() != 9000 {
		t.Errorf("%+v: a file outside of the session was cut to %d bytes", r, info.Size())
	}
}

// More damaged rows than are remembered must not show bytes that were not there.
func TestRudeManyDamaged(t *testing.T) {
	const n = 1_500_000
	path := sessionOf(t, n, "the true payload", 0, true)
	name := filepath.Join(path, "000001.payload")
	b, _ := os.ReadFile(name)
	for i := 64; i < len(b); i++ {
		b[i] = 'X'
	}
	os.WriteFile(name, b, 0o600)
	s, r := open(t, path)
	shown, read := 0, 0
	for seq := uint64(1); seq <= n; seq += 1000 {
		if e, _ := s.Get(seq, 4); len(e.Payload) > 0 {
			shown++
		}
		var buf [4]byte
		if k, _ := s.ReadPayload(seq, 0, buf[:]); k > 0 {
			read++
		}
	}
	t.Logf("%+v, Stats.Damaged %d", r, s.Stats().Damaged)
	if shown+read > 0 {
		t.Errorf("of 1500 damaged rows Get shows %d, ReadPayload %d", shown, read)
	}
	if s.Stats().Damaged != n {
		t.Errorf("Stats.Damaged = %d, want %d", s.Stats().Damaged, n)
	}
}

// Bytes behind the end of one segment's rows must not make the next segment unreadable.
func TestRudeTrailingGarbage(t *testing.T) {
	path := sessionOf(t, 3000, strings.Repeat("x", 100), 100_000, true)
	name := filepath.Join(path, "000001.rows")
	f, _ := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	f.Write(make([]byte, 40))
	f.Close()
	_, r := open(t, path)
	if r.Damaged > 1 || r.Rows != 3000 {
		t.Errorf("40 bytes behind 000001.rows: %+v", r)
	}
}

// A damaged head of the first rows, after a trim, in a session that was killed: payload and names know the first row too.
func TestRudeHeadAfterTrim(t *testing.T) {
	path := sessionOf(t, 3000, strings.Repeat("x", 100), 100_000, false)
	for _, k := range []string{"rows", "payload", "names"} {
		os.Remove(filepath.Join(path, "000001."+k))
	}
	flip(t, filepath.Join(path, "000002.rows"), 20)
	s, r := open(t, path)
	if r.Damaged > 0 || r.Rows >= 3000 {
		first, next := s.Bounds()
		t.Errorf("%+v, %d to %d", r, first, next)
	}
}

// Wild manifests.
func TestRudeManifests(t *testing.T) {
	base := sessionOf(t, 10, "payload", 0, true)
	for _, c := range []map[string]any{
		{"firstRow": uint64(1<<64 - 1)}, {"firstRow": 0}, {"firstRow": uint64(1 << 63)}, {"rows": uint64(1<<64 - 1)}, {"id": "zz"}, {"id": ""},
		{"clean": false, "firstRow": uint64(1<<64 - 3)}, {"started": "0000-01-01T00:00:00Z"}, {"bytes": -5},
	} {
		for _, head := range []bool{false, true} {
			for _, empty := range []bool{false, true} {
				func() {
					path := filepath.Join(t.TempDir(), "s")
					os.CopyFS(path, os.DirFS(base))
					var m map[string]any
					data, _ := os.ReadFile(filepath.Join(path, ManifestName))
					json.Unmarshal(data, &m)
					for k, v := range c {
						m[k] = v
					}
					data, _ = json.Marshal(m)
					os.WriteFile(filepath.Join(path, ManifestName), data, 0o600)
					if head {
						flip(t, filepath.Join(path, "000001.rows"), 20)
					}
					if empty {
						os.Remove(filepath.Join(path, "000001.rows"))
					}
					name := fmt.Sprint(c, head, empty)
					defer func() {
						if p := recover(); p != nil {
							t.Errorf("%s: panic: %v", name, p)
						}
					}()
					ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
					defer cancel()
					s, r, err := Open(ctx, path, nil)
					if err != nil {
						t.Logf("%s: %v", name, err)
						return
					}
					defer s.Close()
					st := s.Stats()
					first, next := s.Bounds()
					v := NewView(s)
					v.SetFilter(NewFilter(Criteria{Query: text("pay")}))
					v.Extend(ctx, 200_000)
					for i := range min(v.Len(), 3) {
						seq, _ := v.Seq(i)
						s.Get(seq, -1)
					}
					if st.Rows > 1000 || st.Appended > 1<<62 || v.Len() > 1000 || next < first || r.Rows > 1000 {
						t.Errorf("%s: %+v; %+v; rows %d to %d; view %d", name, r, st, first, next, v.Len())
					}
				}()
			}
		}
	}
}

// A second segment whose head claims a row far away: opening and filtering must stay bounded.
func TestRudeFarSegment(t *testing.T) {
	path := sessionOf(t, 3000, strings.Repeat("x", 100), 100_000, true)
	name := filepath.Join(path, "000003.rows")
	b, _ := os.ReadFile(name)
	h, ok := decodeHead(b, rowStream)
	if !ok {
		t.Fatal("head")
	}
	h.first = 1 << 40
	copy(b, h.encode())
	os.WriteFile(name, b, 0o600)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	s, r, err := Open(ctx, path, nil)
	if err != nil {
		t.Log(err)
		return
	}
	defer s.Close()
	t.Logf("%+v", r)
	v := NewView(s)
	v.SetFilter(NewFilter(Criteria{Query: text("xx")}))
	for range 300 {
		if _, complete := v.Extend(ctx, 200_000); complete || ctx.Err() != nil {
			break
		}
	}
	done, total := v.Progress()
	t.Logf("%d of %d, %d blocks of %d B", done, total, len(v.shown.blocks), 520)
	if total > 1<<32 {
		t.Errorf("a head that lies makes %d rows", total)
	}
}

// Files that go while the program writes: rows may not vanish in silence.
func TestRudeFilesRemoved(t *testing.T) {
	for _, what := range []string{"folder", "file"} {
		s := New(Options{Folder: newFolder(t, t.TempDir())})
		path := s.Folder().Path()
		s.Append([]netcore.Event{{Kind: netcore.Received, Payload: []byte("one")}})
		written(t, s)
		if what == "folder" {
			os.RemoveAll(path)
		} else {
			os.Remove(filepath.Join(path, "000001.rows"))
		}
		s.Append([]netcore.Event{{Kind: netcore.Received, Payload: []byte("two")}})
		waitFor(t, s, "no trouble told", func(st Stats) bool { return st.Trouble != nil })
		st := s.Stats()
		err := s.Close()
		if st.Trouble == nil {
			t.Errorf("%s removed: Stats tell no trouble, %d unsaved; Close: %v", what, st.Unsaved, err)
		}
	}
}

// An earlier kill in the midst of writing the manifest leaves a temporary file; such a session can be removed whole.
func TestRudeRemoveWithTemporary(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Folder: newFolder(t, dir)})
	s.Append([]netcore.Event{{Kind: netcore.Received}})
	path := s.Folder().Path()
	s.Close()
	os.WriteFile(filepath.Join(path, ".session.json.01234567.tmp"), nil, 0o600)
	if err := (Library{Dir: filepath.Dir(path)}).Remove(path); err != nil {
		left, _ := filepath.Glob(filepath.Join(path, "*"))
		t.Errorf("%v; left: %q", err, left)
	}
}

// A record that claims a huge payload.
func TestRudeHugeRecord(t *testing.T) {
	path := sessionOf(t, 3, "payload", 0, true)
	name := filepath.Join(path, "000001.rows")
	b, _ := os.ReadFile(name)
	var r record
	var rb [recordSize]byte
	copy(rb[:], b[64:])
	r.decode(&rb, 1)
	r.size = 1<<32 - 1
	r.encode(&rb, 1)
	copy(b[64:], rb[:])
	os.WriteFile(name, b, 0o600)
	s, rep := open(t, path)
	t.Logf("%+v", rep)
	begun := time.Now()
	e, ok := s.Get(1, -1)
	t.Logf("Get: %v, %d bytes, %v, %v", ok, len(e.Payload), e.Fault.Text, time.Since(begun))
	if time.Since(begun) > 100*time.Millisecond {
		t.Errorf("Get of a damaged row takes %v", time.Since(begun))
	}
}

// A file that is missing spoils what stood in it, and no row is cut off for it.
func TestFileGone(t *testing.T) {
	for _, tt := range []struct {
		kind    string
		cut     int64 // bytes off its end; 0: all of it is gone
		want    Report
		records int64
	}{
		{"names", 0, Report{Rows: 1000, Damaged: 1000, Recovered: true}, 1000},
		{"payload", 0, Report{Rows: 1000, Damaged: 1000, Recovered: true}, 1000},
		{"payload", 1, Report{Rows: 999, Cut: 1, Recovered: true}, 999},
		{"names", 1 << 20, Report{Cut: 1000, Recovered: true}, 0},
	} {
		path := sessionOf(t, 1000, "payload", 0, false)
		name := filepath.Join(path, "000001."+tt.kind)
		info, err := os.Stat(name)
		if err == nil && tt.cut == 0 {
			err = os.Remove(name)
		} else if err == nil {
			err = os.Truncate(name, max(headSize, info.Size()-tt.cut))
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, got := open(t, path); got != tt.want {
			t.Errorf("%s, %d cut: got %+v, want %+v", tt.kind, tt.cut, got, tt.want)
		}
		if info, err := os.Stat(filepath.Join(path, "000001.rows")); err != nil || info.Size() != headSize+tt.records*recordSize {
			t.Errorf("%s, %d cut: got %v, %v, want %d records", tt.kind, tt.cut, info.Size(), err, tt.records)
		}
	}
}

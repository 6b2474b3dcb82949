package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
)

// A side is a session that is played.
type side struct {
	info netcore.SessionInfo
	mu   sync.Mutex
	told []netcore.Event
}

func (s *side) Context() context.Context                     { return context.Background() }
func (s *side) Info() netcore.SessionInfo                    { return s.info }
func (s *side) Peer() netcore.Peer                           { return netcore.Peer{} }
func (s *side) Act(context.Context, ...netcore.Action) error { return nil }
func (s *side) Tell(ev netcore.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, ev)
}

func (s *side) notes() (notes []string) {
	for _, ev := range s.told {
		notes = append(notes, fmt.Sprintf("%v %s %v", ev.Kind, ev.Note, ev.Err))
	}
	return notes
}

func received(b []byte) netcore.Event {
	return netcore.Event{Kind: netcore.Received, Payload: b}
}

func TestReceiveIntoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.bin")
	s := &side{}
	a := IntoFile{path}.Attach(s)
	var all []byte
	for i, size := range []int{1, 10, 65_536, 5, 200_000, 65_535, 7, 0, 30_000, 40_000} {
		b := noise(size)
		all = append(all, b...)
		if got := a.Respond(nil, received(b)); got != nil {
			t.Errorf("it answers %v", got)
		}
		a.Respond(nil, netcore.Event{Kind: netcore.Framed, Payload: []byte("a frame is no read")})
		clear(b[:min(len(b), i)]) // the block is used again
		copy(b, noise(size))
	}
	a.Detach()
	a.Respond(nil, received([]byte("too late")))
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, all) {
		t.Errorf("the file has %d bytes, %v, want %d", len(got), err, len(all))
	}
	want := []string{"noted what is received goes into " + path + " <nil>",
		fmt.Sprintf("noted %d bytes were received into %s, SHA-256 %x <nil>", len(all), path, sha256.Sum256(all))}
	if notes := s.notes(); strings.Join(notes, "\n") != strings.Join(want, "\n") {
		t.Errorf("told\n%s, want\n%s", strings.Join(notes, "\n"), strings.Join(want, "\n"))
	}
	s = &side{}
	a = IntoFile{path}.Attach(s)
	a.Respond(nil, received([]byte("x")))
	a.Detach()
	if again, _ := os.ReadFile(path); !bytes.Equal(again, all) {
		t.Error("a file that was there is overwritten")
	}
	if len(s.told) != 1 || s.told[0].Kind != netcore.Failed || !os.IsExist(s.told[0].Err) {
		t.Errorf("of a file that was there it tells %q", s.notes())
	}
}

func TestReceiveIntoFolder(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) { // where no time goes by, so that the names would be the same
		for range 3 {
			s := &side{info: netcore.SessionInfo{ID: 7, Name: "Server 9000", Peer: "[::1]:50123"}}
			a := IntoFolder{dir}.Attach(s)
			a.Respond(nil, received([]byte("hello")))
			a.Detach()
			if len(s.told) != 2 {
				t.Errorf("told %q", s.notes())
			}
		}
	})
	files, _ := os.ReadDir(dir)
	stamp := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Local().Format("2006-01-02_15-04-05.000")
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
		if b, err := os.ReadFile(filepath.Join(dir, f.Name())); err != nil || string(b) != "hello" {
			t.Errorf("%s holds %q, %v", f.Name(), b, err)
		}
	}
	name := stamp + "_Server-9000_#7_1--50123"
	if want := name + ".bin " + name + "_2.bin " + name + "_3.bin"; strings.Join(names, " ") != want {
		t.Errorf("the files are %s, want %s", strings.Join(names, " "), want)
	}
	s := &side{}
	a := IntoFolder{filepath.Join(dir, "none")}.Attach(s)
	a.Respond(nil, received([]byte("hello")))
	a.Detach()
	if len(s.told) != 1 || !os.IsNotExist(s.told[0].Err) {
		t.Errorf("of a folder that is not there it tells %q", s.notes())
	}
}

func TestReceiveFlushes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.bin")
	synctest.Test(t, func(t *testing.T) {
		a := IntoFile{path}.Attach(&side{})
		a.Respond(nil, received([]byte("hello")))
		if b, _ := os.ReadFile(path); len(b) > 0 {
			t.Error("it is written at once")
		}
		time.Sleep(keptFor + time.Millisecond)
		synctest.Wait()
		if b, _ := os.ReadFile(path); string(b) != "hello" {
			t.Errorf("after %v the file holds %q", keptFor, b)
		}
		a.Detach()
	})
}

func TestReceiveFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	for _, size := range []int{10, 100_000} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		s := &side{}
		a := receiveInto(s, "/dev/full", full, nil)
		a.Respond(nil, received(noise(size)))
		a.Respond(nil, received(noise(size)))
		a.Detach()
		if notes := s.notes(); len(notes) != 2 || !strings.HasPrefix(notes[1], "failed what is received goes into /dev/full no longer: 0 bytes are in it") ||
			!strings.HasSuffix(notes[1], "no space left on device") {
			t.Errorf("of %d bytes it tells %q", size, notes)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{"Server 9000": "Server-9000", "../../etc": "etc", "a/b\\c:d*?\"<>|\x00": "a-b-c-d", "服务器": "服务器", "": "",
		"...": "", "fe80::1%eth0": "fe80--1%eth0", strings.Repeat("长", 30): strings.Repeat("长", 20), "\xff": ""} {
		if got := safe(text); got != want {
			t.Errorf("safe(%q) = %q, want %q", text, got, want)
		}
	}
}

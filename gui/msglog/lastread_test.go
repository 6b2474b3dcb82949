package msglog

import (
	"bytes"
	"testing"

	"wirevise/netcore"
)

// What a frame has of a read is kept once.
func TestFramesShareTheRead(t *testing.T) {
	block := make([]byte, 4096)
	copy(block, "one\ntwo\n\nthr")
	read := block[:13:13]
	cases := []struct {
		name  string
		frame []byte
		added int64 // to the payload stream, in bytes
	}{
		{"at the front", read[:3], 0},
		{"within", read[4:7], 0},
		{"at the end", read[10:], 0},
		{"all of it", read, 0},
		{"empty", read[8:8], 0},
		{"from the read before", []byte("ne\nt"), 4},
		{"a copy", bytes.Clone(read[:3]), 3},
		{"another capacity", read[:3:3], 3},
		{"reaching beyond it", block[4:20], 16},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := memoryStore(t)
			s.Append([]netcore.Event{
				{Kind: netcore.Sent, Payload: []byte("before")},
				{Kind: netcore.Received, Flags: netcore.Cut, Payload: read},
				{Kind: netcore.Framed, Payload: c.frame},
			})
			if got, want := s.Stats().Bytes, int64(6+len(read))+c.added; got != want {
				t.Errorf("%d bytes are kept, want %d", got, want)
			}
			e, ok := s.Get(3, -1)
			if !ok || e.Damaged || string(e.Payload) != string(c.frame) {
				t.Errorf("got %+v, %t, want %q", e, ok, c.frame)
			}
			buf := make([]byte, 4096)
			if n, _ := s.ReadPayload(3, 0, buf); string(buf[:n]) != string(c.frame) {
				t.Errorf("ReadPayload: got %q, want %q", buf[:n], c.frame)
			}
		})
	}
}

// A read of many frames comes in several batches, between which its memory is the caller's, and may hold other bytes then.
func TestFramesOfTheBatchBefore(t *testing.T) {
	long := make([]byte, 2<<20) // more than a chunk
	cases := []struct {
		name   string
		size   int
		change bool
		at     int
		added  int64
	}{
		{"as it was", 10, false, 6, 0},
		{"at the end", 10, false, 7, 0},
		{"other bytes", 10, true, 6, 3},
		{"a chunk of the read is full", len(long), false, 1, 3},
		{"a chunk that was full ends in it", len(long), false, 1<<20 - 2, 3},
		{"at the chunk's end", len(long), false, len(long) - 3, 0},
		{"in the chunk that is not full", 3 << 19, false, 1<<20 + 5, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := memoryStore(t)
			read := long[:c.size]
			copy(read[c.at:], "abc")
			s.Append([]netcore.Event{{Kind: netcore.Received, Flags: netcore.Cut, Session: 5, Payload: read}})
			s.Append([]netcore.Event{{Kind: netcore.Received, Session: 6}})
			want := "abc"
			if c.change {
				want = "xyz"
				copy(read[c.at:], want)
			}
			s.Append([]netcore.Event{{Kind: netcore.Framed, Session: 5, Payload: read[c.at : c.at+3]}})
			if e, ok := s.Get(3, -1); !ok || e.Damaged || string(e.Payload) != want {
				t.Errorf("got %+v, %t, want %q", e, ok, want)
			}
			if got, want := s.Stats().Bytes, int64(c.size)+c.added; got != want {
				t.Errorf("%d bytes are kept, want %d", got, want)
			}
		})
	}
}

// A frame whose read is in the segment before has its own bytes.
func TestFrameInTheNextSegment(t *testing.T) {
	s := closed(t, New(Options{Folder: newFolder(t, t.TempDir()), segment: 64 << 10}))
	read := bytes.Repeat([]byte("0123456789abcdef"), 64)
	batch := []netcore.Event{{Kind: netcore.Received, Flags: netcore.Cut, Payload: read}}
	for i := range 4000 {
		at := i % 64 * 16
		batch = append(batch, netcore.Event{Kind: netcore.Framed, Payload: read[at : at+16]})
	}
	s.Append(batch)
	if len(s.segments) < 2 {
		t.Fatal("the test means to have more segments")
	}
	if _, err := s.Trim(0); err != nil {
		t.Fatal(err)
	}
	first, next := s.Bounds()
	for seq := first; seq < next; seq++ {
		if e, ok := s.Get(seq, -1); !ok || e.Damaged || len(e.Payload) != 16 && seq > 1 {
			t.Fatalf("row %d: got %+v, %t", seq, e, ok)
		}
	}
}

// Frames that were put together from two reads lie behind the second; what is read of the payloads is read about once
// all the same.
func TestFramesAreReadOnce(t *testing.T) {
	s := diskStore(t)
	var batch []netcore.Event
	for range 40 {
		read := bytes.Repeat([]byte("0123456789abcde\n"), 64)
		batch = append(batch, netcore.Event{Kind: netcore.Received, Flags: netcore.Cut, Payload: read},
			netcore.Event{Kind: netcore.Framed, Payload: []byte("spanning two")})
		for at := 8; at+16 <= len(read); at += 16 {
			batch = append(batch, netcore.Event{Kind: netcore.Framed, Payload: read[at : at+16]})
		}
	}
	s.Append(batch)
	g := s.segments[0]
	run := runner{s: s}
	n := run.on(g, g.base, g.end())
	loads, at := 0, int64(-1)
	for i := range n {
		var r record
		if !run.record(i, g.base+uint64(i), &r) || netcore.EventKind(r.kind) != netcore.Framed {
			continue
		}
		p, err := run.payload(i, &r)
		if err != nil || checksum(p) != r.sum {
			t.Fatalf("record %d: %v", i, err)
		}
		if run.at != at {
			loads, at = loads+1, run.at
		}
	}
	if loads != 1 {
		t.Errorf("the payloads of a segment were read %d times, want once", loads)
	}
}

// How far opening is counts bytes once.
func TestOpeningFramesIsCountedOnce(t *testing.T) {
	s := New(Options{Folder: newFolder(t, t.TempDir())})
	read := make([]byte, 64<<10)
	batch := []netcore.Event{{Kind: netcore.Received, Flags: netcore.Cut, Payload: read}}
	for at := 0; at < len(read); at += 1024 {
		batch = append(batch, netcore.Event{Kind: netcore.Framed, Payload: read[at : at+1024]})
	}
	s.Append(batch)
	path := s.Folder().Path()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := openFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	o := newStore(Options{})
	o.folder.Store(f)
	t.Cleanup(func() { _ = o.Close() })
	if err := o.findSegments(); err != nil {
		t.Fatal(err)
	}
	c := &check{ctx: t.Context(), store: o}
	if err := c.run(); err != nil {
		t.Fatal(err)
	}
	if got, want := c.done.Load(), int64(len(batch)*recordSize+len(read)); got != want {
		t.Errorf("%d bytes were done, want %d", got, want)
	}
	if seq, ok := o.Cut(); seq != 1 || !ok {
		t.Errorf("Cut: got %d, %t, want 1", seq, ok)
	}
}

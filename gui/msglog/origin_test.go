package msglog

import (
	"testing"

	"wirevise/netcore"
)

func TestOriginOf(t *testing.T) {
	s := memoryStore(t)
	first, second := []byte("one\ntw"), []byte("o\n\nthree\nfo")
	s.Append([]netcore.Event{
		{Kind: netcore.Accepted, Session: 1},
		{Kind: netcore.Received, Session: 1, Flags: netcore.Cut, Payload: first}, // row 2
		{Kind: netcore.Framed, Session: 1, Payload: first[:3]},
		{Kind: netcore.Received, Session: 2, Payload: []byte("another's")},
		{Kind: netcore.Received, Session: 1, Flags: netcore.Cut, Payload: second}, // row 5
		{Kind: netcore.Framed, Session: 1, Payload: []byte("two")},
		{Kind: netcore.Framed, Session: 1, Payload: second[2:2]},
		{Kind: netcore.Sent, Session: 1, Payload: []byte("between")},
		{Kind: netcore.Framed, Session: 1, Payload: second[3:8]},
		{Kind: netcore.Ended, Session: 1},
		{Kind: netcore.Framed, Session: 3},
	})
	cases := []struct {
		name string
		seq  uint64
		want Origin
		ok   bool
	}{
		{"within", 3, Origin{2, 0}, true},
		{"of two reads", 6, Origin{5, -1}, true},
		{"empty", 7, Origin{5, -1}, true},
		{"further on", 9, Origin{5, 3}, true},
		{"no read", 11, Origin{}, false},
		{"no frame", 5, Origin{}, false},
		{"no row", 99, Origin{}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := s.OriginOf(c.seq); got != c.want || ok != c.ok {
				t.Errorf("got %+v, %t, want %+v, %t", got, ok, c.want, c.ok)
			}
		})
	}
	for seq, want := range map[uint64]int{2: 1, 5: 3, 4: 0, 99: 0} {
		if n, more := s.FramesOf(seq); n != want || more {
			t.Errorf("FramesOf(%d): got %d, %t, want %d", seq, n, more, want)
		}
	}
}

// Far from its read a frame is not looked for, lest it take long.
func TestOriginFarAway(t *testing.T) {
	s := memoryStore(t)
	s.Append([]netcore.Event{{Kind: netcore.Received, Flags: netcore.Cut}})
	s.Append(make([]netcore.Event, nearRows))
	s.Append([]netcore.Event{{Kind: netcore.Framed}})
	if o, ok := s.OriginOf(nearRows + 2); ok {
		t.Errorf("OriginOf: got %+v", o)
	}
	if n, more := s.FramesOf(1); n != 0 || !more {
		t.Errorf("FramesOf: got %d, %t, want 0 and more", n, more)
	}
}

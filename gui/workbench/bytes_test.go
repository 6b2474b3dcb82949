package workbench

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"
)

func TestFind(t *testing.T) {
	tests := []struct {
		name, in, needle string
		from             int64
		back             bool
		want             int64
	}{
		{"first", "a-a-a", "a", 0, false, 0},
		{"from a place on", "a-a-a", "a", 1, false, 2},
		{"on from the beginning", "a-b-c", "a", 1, false, 0},
		{"back", "a-a-a", "a", 4, true, 2},
		{"back, on from the end", "b-a-a", "a", 2, true, 4},
		{"across the place", "xabx", "ab", 2, false, 1},
		{"back across the place", "xabx", "ab", 2, true, 1},
		{"nowhere", "abc", "d", 0, false, -1},
		{"longer than all", "abc", "abcd", 0, false, -1},
		{"nothing", "abc", "", 0, false, -1},
		{"beyond the end", "abc", "a", 99, false, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := find(context.Background(), bytes.NewReader([]byte(test.in)), []byte(test.needle), test.from, test.back)
			if err != nil || got != test.want {
				t.Errorf("got %d, %v, want %d", got, err, test.want)
			}
		})
	}
}

func TestFindAcrossBlocks(t *testing.T) {
	in := make([]byte, 3*scanBlock+17)
	needle := []byte("needle")
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		at := r.IntN(len(in) - len(needle))
		switch r.IntN(3) {
		case 0:
			at = scanBlock - r.IntN(8)
		case 1:
			at = len(in) - scanBlock - r.IntN(12)
		}
		copy(in[at:], needle)
		for _, back := range []bool{false, true} {
			if got, err := find(context.Background(), bytes.NewReader(in), needle, int64(r.IntN(len(in))), back); err != nil || got != int64(at) {
				t.Fatalf("back %v: got %d, %v, want %d", back, got, err, at)
			}
		}
		clear(in[at : at+len(needle)])
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := find(ctx, bytes.NewReader(in), needle, 0, false); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

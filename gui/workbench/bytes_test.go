package workbench

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"wirevise/netcore/codec"
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

// A bigPayload is one JSON array of any size, and counts what is read of it.
type bigPayload struct{ size, read int64 }

func (b *bigPayload) Size() int64 { return b.size }

func (b *bigPayload) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		p[i] = "[12345],"[(off+int64(i))%8]
	}
	if off == 0 {
		copy(p, "[ 12345,")
	}
	b.read += int64(len(p))
	return len(p), nil
}

func TestIndentJSONReadsABeginning(t *testing.T) {
	b := newBench(t)
	big := &bigPayload{size: 100 << 20}
	var laid codec.Indented
	var failed error
	done := false
	b.IndentJSON(big, codec.Encoding{}, func(l codec.Indented, err error) { laid, failed, done = l, err, true })
	b.until("the JSON", func() bool { return done })
	if failed != nil || big.read != MaxJSON || !laid.Cut || laid.Read != MaxJSON || laid.Values != 1 {
		t.Errorf("%v, %d bytes read, cut %v, %d bytes laid out", failed, big.read, laid.Cut, laid.Read)
	}
}

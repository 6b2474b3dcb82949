package netcore

import (
	"bytes"
	"slices"
	"testing"
)

// read fills as much as a read of n bytes would and returns what is cut off.
func (b *block) read(n int, fill byte) []byte {
	space := b.space()
	n = min(n, len(space))
	for i := range space[:n] {
		space[i] = fill
	}
	return b.cut(n)
}

func TestBlockGrowsWhenReadsFillIt(t *testing.T) {
	for _, tt := range []struct {
		name  string
		most  int
		reads []int // asked for
		want  []int // taken
	}{
		{"small reads", 0, []int{100, 100, 100}, []int{100, 100, 100}},
		{"large reads", 0, slices.Repeat([]int{1 << 20}, 5), []int{2 << 10, 8 << 10, 32 << 10, 64 << 10, 64 << 10}},
		{"read size", 1000, slices.Repeat([]int{1 << 20}, 4), []int{1000, 1000, 1000, 1000}},
		{"larger read size", 10 << 10, slices.Repeat([]int{1 << 20}, 4), []int{2 << 10, 8 << 10, 10 << 10, 10 << 10}},
		{"tiny read size", 1, []int{1 << 20, 1 << 20}, []int{1, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := block{most: tt.most}
			var got []int
			for _, n := range tt.reads {
				got = append(got, len(b.read(n, 0)))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("reads took %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBlockShrinks(t *testing.T) {
	var b block
	if b.large() {
		t.Error("a new block is large")
	}
	b.read(1<<20, 0)
	if !b.large() {
		t.Error("a block that was filled is not large")
	}
	b.shrink()
	if n := len(b.read(1<<20, 0)); n != leastBlock {
		t.Errorf("the read after shrink took %d bytes, want %d", n, leastBlock)
	}
}

// What was given away is never written to again, and can't be grown into what was not.
func TestBlockGivesAway(t *testing.T) {
	var b block
	var given [][]byte
	for i := range 1000 {
		given = append(given, b.read(1+i*37%9000, byte(i)))
		room := b.room(i % 300)
		for k := range room {
			room[k] = byte(i)
		}
		given = append(given, b.cut(len(room)))
	}
	for i, p := range given {
		if cap(p) != len(p) {
			t.Fatalf("payload %d has %d bytes to grow into", i, cap(p)-len(p))
		}
		if want := bytes.Repeat([]byte{byte(i / 2)}, len(p)); !bytes.Equal(p, want) {
			t.Fatalf("payload %d was written to", i)
		}
	}
}

func TestBlockAllocatesRarely(t *testing.T) {
	b := block{size: mostBlock}
	if got := testing.AllocsPerRun(10000, func() { b.cut(len(b.room(64))) }); got != 0 {
		t.Errorf("%v allocations a datagram of 64 bytes, want 0", got)
	}
}

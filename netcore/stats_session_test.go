package netcore

import (
	"testing"
	"time"
	"unsafe"
)

// BenchmarkCount is what counting a message costs: the bare counters of a session and of all, which is the least there could
// be, and all that is measured.
func BenchmarkCount(b *testing.B) {
	b.Run("counters", func(b *testing.B) {
		var own, all traffic
		for b.Loop() {
			own.received(64)
			all.received(64)
		}
	})
	b.Run("measures", func(b *testing.B) {
		h := NewHub()
		s := &session{h: h, e: &endpoint{h: h}}
		now := time.Now()
		for i := 0; b.Loop(); i++ {
			s.count(now.Add(time.Duration(i)*time.Microsecond), 64)
		}
	})
}

// An idle session keeps little, and what a busy one keeps is bounded.
func TestMeasuresSize(t *testing.T) {
	idle := unsafe.Sizeof(measures{})
	busy := idle + 2*unsafe.Sizeof(meter{}) + unsafe.Sizeof(replies{})
	t.Logf("%d bytes idle, %d with all there is", idle, busy)
	if idle > 256 || busy > 1700 {
		t.Errorf("measures take %d bytes idle and %d busy, want at most 256 and 1700", idle, busy)
	}
}

func TestDropsOnlyGrow(t *testing.T) {
	var m measures
	for _, step := range []struct{ told, want uint64 }{{0, 1}, {5, 6}, {3, 6}, {5, 6}, {7, 8}} {
		if m.drops(step.told); m.dropped.Load() != step.want {
			t.Errorf("after %d: %d, want %d", step.told, m.dropped.Load(), step.want)
		}
	}
}

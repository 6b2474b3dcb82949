package workbench

import (
	"testing"
	"time"
)

func TestNearest(t *testing.T) {
	b := newBench(t)
	at := time.Date(2026, 3, 4, 14, 2, 0, 0, time.Local)
	if got := b.Nearest(at); got != -1 {
		t.Errorf("of no rows number %d is nearest", got)
	}
	if _, ok := b.Oldest(); ok {
		t.Error("an empty log has an oldest row")
	}
	b.rowsAt(at, []byte("0"), []byte("1"), []byte("2"))
	b.rowsAt(at.Add(2*time.Second), []byte("2 again"), []byte("3"))
	for _, tt := range []struct {
		name  string
		after time.Duration
		want  int
	}{
		{"long before", -time.Hour, 0}, {"the first", 0, 0}, {"nearer the one before", 400 * time.Millisecond, 0},
		{"nearer the one after", 600 * time.Millisecond, 1}, {"in the middle", 500 * time.Millisecond, 1},
		{"the first of two", 2 * time.Second, 2}, {"long after", time.Hour, 4},
	} {
		if got := b.Nearest(at.Add(tt.after)); got != tt.want {
			t.Errorf("%s: row %d, want %d", tt.name, got, tt.want)
		}
	}
	if e, ok := b.Oldest(); !ok || !e.Time.Equal(at) {
		t.Errorf("the oldest row is of %v, %v", e.Time, ok)
	}
}

package netcore

import (
	"testing"
	"time"
)

// A count is what a meter is told: n bytes in one message at a time.
type count struct {
	at time.Duration
	n  int
}

func metered(counts []count) (m *meter, total amount) {
	m = new(meter)
	m.begin(0)
	for _, c := range counts {
		m.turn(bucketOf(c.at), total)
		total.count(c.n)
	}
	return m, total
}

func TestMeter(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name       string
		counts     []count
		at         time.Duration
		rate, peak amount
	}{
		{"nothing", nil, time.Hour, amount{}, amount{}},
		{"in this bucket", []count{{10 * ms, 5}}, 90 * ms, amount{}, amount{5, 1}},
		{"in the one before", []count{{10 * ms, 5}}, 110 * ms, amount{5, 1}, amount{5, 1}},
		{"a second ago", []count{{10 * ms, 5}}, 1099 * ms, amount{5, 1}, amount{5, 1}},
		{"longer ago", []count{{10 * ms, 5}}, 1100 * ms, amount{}, amount{5, 1}},
		{"two in one second", []count{{90 * ms, 5}, {1010 * ms, 7}}, 1100 * ms, amount{7, 1}, amount{7, 1}},
		{"two in a nearer one", []count{{110 * ms, 5}, {1010 * ms, 7}}, 1100 * ms, amount{12, 2}, amount{12, 2}},
		{"peaks of bytes and messages", []count{{0, 100}, {5000 * ms, 1}, {5400 * ms, 1}}, time.Minute, amount{}, amount{100, 2}},
		{"after a long silence", []count{{0, 1}, {time.Hour, 2}}, time.Hour + 100*ms, amount{2, 1}, amount{2, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, total := metered(tt.counts)
			m.turn(bucketOf(tt.at), total)
			if got := m.rate(); got != tt.rate {
				t.Errorf("rate = %+v, want %+v", got, tt.rate)
			}
			if got := m.most(total); got != tt.peak {
				t.Errorf("most = %+v, want %+v", got, tt.peak)
			}
			m.turn(bucketOf(tt.at-time.Second), total) // going back does nothing
			if got := m.rate(); got != tt.rate {
				t.Errorf("rate = %+v after a turn back, want %+v", got, tt.rate)
			}
		})
	}
}

// The bytes of a write that took five seconds are no burst at its end.
func TestMeterSpread(t *testing.T) {
	m, total := metered(nil)
	const n, end = 50_000_000, 5 * time.Second
	m.turn(bucketOf(end), total)
	total.count(n)
	m.spread(n, 0, end)
	if got := m.rate().bytes; got != n/5 {
		t.Errorf("%d bytes in the last second, want %d", got, n/5)
	}
	m.turn(bucketOf(end+time.Second), total)
	if got := m.rate().bytes; got != 0 {
		t.Errorf("%d bytes in the second after, want 0", got)
	}
	if got := m.most(total).bytes; got != n/5 {
		t.Errorf("%d bytes in the fullest second, want %d", got, n/5)
	}
}

// Who turns the meter on between the end of a write and its being counted makes no rate that is below zero.
func TestMeterTurnedBeforeTheCount(t *testing.T) {
	m, total := metered(nil)
	const n, end, late = 50_000_000, 5 * time.Second, 5*time.Second + 300*time.Millisecond
	m.turn(bucketOf(late), total)
	total.count(n)
	m.spread(n, 0, end)
	for _, at := range []time.Duration{late, late + 500*time.Millisecond, late + 2*time.Second} {
		m.turn(bucketOf(at), total)
		if got := m.rate().bytes; got > n/5 {
			t.Errorf("%d bytes in the second before %v, want at most %d", got, at, n/5)
		}
	}
	if got := m.most(total).bytes; got > n/5 {
		t.Errorf("%d bytes in the fullest second, want at most %d", got, n/5)
	}
}

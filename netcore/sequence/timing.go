package sequence

import (
	"fmt"
	"math"
	"math/bits"
	"time"
)

// Timing is how regularly something was done that was due in equal intervals.
type Timing struct {
	Intervals uint64        // between one time and the next, of those that were measured
	Mean      time.Duration // of the intervals, like the next three
	Deviation time.Duration // standard deviation, of all of them
	Min, Max  time.Duration
	Late      uint64        // how many lateness was measured of
	LateP50   time.Duration // half were later by no more than this
	LateP99   time.Duration
	LateMax   time.Duration
}

// String says all of it in one line.
func (t Timing) String() string {
	if t.Intervals == 0 {
		return "no interval to measure"
	}
	return fmt.Sprintf("interval mean %s, deviation %s, from %s to %s; late by %s in the median, %s at 99 %%, %s at most",
		Short(t.Mean), Short(t.Deviation), Short(t.Min), Short(t.Max), Short(t.LateP50), Short(t.LateP99), Short(t.LateMax))
}

// Short writes a time in four digits or so: 12 µs, 1.023 ms, 20.5 s.
func Short(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Short(-d)
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Round(time.Microsecond)/time.Microsecond)
	case d < time.Second:
		return fmt.Sprintf("%.4g ms", float64(d)/float64(time.Millisecond))
	case d < time.Minute:
		return fmt.Sprintf("%.4g s", d.Seconds())
	}
	return d.Round(time.Second).String()
}

// A clock measures a Timing. The zero value is ready.
type clock struct {
	last     time.Time
	n        uint64
	mean, m2 float64 // of Welford, in nanoseconds
	min, max time.Duration
	late     latencies
}

// tick notes that something was done now, which was due at another time.
func (c *clock) tick(now, due time.Time) {
	c.late.add(now.Sub(due))
	if !c.last.IsZero() {
		d := now.Sub(c.last)
		if c.n++; c.n == 1 || d < c.min {
			c.min = d
		}
		c.max = max(c.max, d)
		delta := float64(d) - c.mean
		c.mean += delta / float64(c.n)
		c.m2 += delta * (float64(d) - c.mean)
	}
	c.last = now
}

func (c *clock) timing() Timing {
	t := Timing{Intervals: c.n, Mean: time.Duration(math.Round(c.mean)), Min: c.min, Max: c.max,
		Late: c.late.n, LateP50: c.late.part(0.5), LateP99: c.late.part(0.99), LateMax: c.late.max}
	if c.n > 0 {
		t.Deviation = time.Duration(math.Round(math.Sqrt(c.m2 / float64(c.n))))
	}
	return t
}

// latencies count times in buckets that are a sixteenth of their value wide, so that a part of them can be told to 6 %.
type latencies struct {
	n      uint64
	max    time.Duration
	counts [64 * perDouble]uint64
}

const perDouble = 16 // buckets from one power of two to the next

func (l *latencies) add(d time.Duration) {
	d = max(d, 0)
	l.n++
	l.max = max(l.max, d)
	l.counts[bucket(uint64(d))]++
}

// part returns what a part of them does not exceed: the upper end of the bucket, and never more than the largest.
func (l *latencies) part(p float64) time.Duration {
	rank := uint64(math.Ceil(p * float64(l.n)))
	for i, seen := 0, uint64(0); i < len(l.counts); i++ {
		if seen += l.counts[i]; seen >= rank && seen > 0 {
			return min(time.Duration(upperEnd(i)), l.max)
		}
	}
	return 0
}

func bucket(v uint64) int {
	if v < perDouble {
		return int(v)
	}
	shift := bits.Len64(v) - bits.Len64(perDouble)
	return (shift+1)*perDouble + int(v>>shift) - perDouble
}

// upperEnd is the largest value in a bucket.
func upperEnd(i int) uint64 {
	if i < perDouble {
		return uint64(i)
	}
	shift := i/perDouble - 1
	return (uint64(i%perDouble+perDouble)+1)<<shift - 1
}

package sequence

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestBuckets(t *testing.T) {
	for _, v := range []uint64{0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 1000, 65_535, 1_000_000, 1 << 40, math.MaxInt64} {
		i := bucket(v)
		if end := upperEnd(i); end < v || float64(end-v) > float64(v)/perDouble+1 {
			t.Errorf("bucket(%d) = %d, which ends at %d", v, i, end)
		}
		if i > 0 && upperEnd(i-1) >= v {
			t.Errorf("%d is in bucket %d, and the one before ends at %d", v, i, upperEnd(i-1))
		}
	}
}

// What a clock tells is what the intervals and the lateness really were.
func TestClock(t *testing.T) {
	var c clock
	r := rand.New(rand.NewPCG(1, 2))
	at := time.Unix(1000, 0)
	var lates []time.Duration
	var times []time.Time
	for k := range 10_000 {
		due := at.Add(time.Duration(k) * time.Millisecond)
		late := time.Duration(r.ExpFloat64() * float64(80*time.Microsecond))
		c.tick(due.Add(late), due)
		lates, times = append(lates, late), append(times, due.Add(late))
	}
	slices.Sort(lates)
	got := c.timing()
	near := func(what string, got, want time.Duration, part float64) {
		t.Helper()
		if math.Abs(float64(got-want)) > part*float64(want)+1 {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}
	sum, least, most := 0.0, time.Duration(math.MaxInt64), time.Duration(0)
	for i := 1; i < len(times); i++ {
		d := times[i].Sub(times[i-1])
		sum += float64(d)
		least, most = min(least, d), max(most, d)
	}
	mean := sum / float64(len(times)-1)
	squares := 0.0
	for i := 1; i < len(times); i++ {
		d := float64(times[i].Sub(times[i-1])) - mean
		squares += d * d
	}
	near("the mean", got.Mean, time.Duration(mean), 1e-6)
	near("the deviation", got.Deviation, time.Duration(math.Sqrt(squares/float64(len(times)-1))), 1e-6)
	near("the least", got.Min, least, 0)
	near("the most", got.Max, most, 0)
	near("the median", got.LateP50, lates[len(lates)/2-1], 1.0/perDouble)
	near("99 %", got.LateP99, lates[len(lates)*99/100-1], 1.0/perDouble)
	near("the latest", got.LateMax, lates[len(lates)-1], 0)
	if got.Intervals != 9_999 || got.Late != 10_000 {
		t.Errorf("got %+v", got)
	}
}

func TestTimingOfNothing(t *testing.T) {
	var c clock
	if got := c.timing(); got != (Timing{}) || got.String() != "no interval to measure" {
		t.Errorf("got %+v, %s", got, got)
	}
}

func TestShort(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0 µs", 12_345: "12 µs", 999_400: "999 µs", time.Millisecond: "1 ms", 1_023_400: "1.023 ms",
		20_500 * time.Millisecond: "20.5 s", 61 * time.Second: "1m1s", -2 * time.Millisecond: "-2 ms"} {
		if got := Short(d); got != want {
			t.Errorf("Short(%d) = %q, want %q", d, got, want)
		}
	}
}

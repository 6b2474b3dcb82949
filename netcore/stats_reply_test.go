package netcore

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestReplyBuckets(t *testing.T) {
	last := -1
	for v := time.Duration(0); v < 30*time.Minute; v += max(time.Microsecond, v/1000) {
		i := replyBucket(v)
		if i < last || i > last+1 {
			t.Fatalf("%v is in bucket %d, after %d", v, i, last)
		}
		last = i
		if off := (replyMiddle(i) - v).Abs(); off > max(time.Microsecond, v/8) {
			t.Fatalf("%v stands for %v: %v off", replyMiddle(i), v, off)
		}
	}
	for v, want := range map[time.Duration]int{-time.Second: 0, 0: 0, 3 * time.Microsecond: 3, 4 * time.Microsecond: 4, 100 * time.Hour: replyBuckets - 1} {
		if got := replyBucket(v); got != want {
			t.Errorf("replyBucket(%v) = %d, want %d", v, got, want)
		}
	}
}

func TestReplies(t *testing.T) {
	var none *replies
	if got := none.info(PeerReplies, true); got.Count != 0 || got.Side != PeerReplies {
		t.Errorf("of no replies: %+v", got)
	}
	r, rnd := new(replies), rand.New(rand.NewPCG(1, 2))
	var all []time.Duration
	var sum time.Duration
	for range 10_000 {
		d := time.Duration(math.Exp(rnd.Float64()*12)) * time.Microsecond // 1 µs to 0.16 s
		all = append(all, d)
		sum += d
		r.add(d)
	}
	got := r.info(HereReplies, true)
	if want := all[len(all)-repliesKept:]; !slices.Equal(got.Recent, want) {
		t.Errorf("the last ones are %v, want %v", got.Recent, want)
	}
	last := all[len(all)-1]
	slices.Sort(all)
	if got.Count != 10_000 || got.Min != all[0] || got.Max != all[9999] || got.Last != last || got.Mean != sum/10_000 {
		t.Errorf("%+v, want 10000 from %v to %v, %v the last, %v the mean", got, all[0], all[9999], last, sum/10_000)
	}
	for what, p := range map[string][2]time.Duration{"half": {got.Median, all[4999]}, "90 %": {got.Most90, all[8999]}, "99 %": {got.Most99, all[9899]}} {
		if off := (p[0] - p[1]).Abs(); off > max(time.Microsecond, p[1]/8) {
			t.Errorf("%s took %v at most, want %v within 1/8", what, p[0], p[1])
		}
	}
	if got := r.info(HereReplies, false).Recent; got != nil {
		t.Errorf("nobody asked for %v", got)
	}
}

// One time is all of the percentiles, however its bucket is cut, and a counter that is full loses no proportion.
func TestRepliesFull(t *testing.T) {
	r := new(replies)
	r.add(9999 * time.Microsecond)
	if got := r.info(PeerReplies, false); got.Median != got.Min || got.Most99 != got.Min {
		t.Errorf("one time of 9.999 ms has the percentiles %v, %v", got.Median, got.Most99)
	}
	r.counts[replyBucket(time.Second)] = math.MaxUint32 / 2
	r.counts[replyBucket(9999*time.Microsecond)] = math.MaxUint32
	r.most = time.Second
	r.add(9999 * time.Microsecond)
	if got := r.info(PeerReplies, false); got.Median > 11*time.Millisecond || got.Most90 < 800*time.Millisecond {
		t.Errorf("two thirds of 10 ms and one of 1 s have the percentiles %v, %v", got.Median, got.Most90)
	}
}

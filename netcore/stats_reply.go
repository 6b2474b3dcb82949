package netcore

import (
	"math"
	"math/bits"
	"time"
)

const (
	repliesKept = 120 // last times, for a picture
	// replyBuckets are four to each doubling of the time, from 1 µs to 2^31 µs (36 minutes): a time stands for itself to
	// within 1/8 of it.
	replyBuckets = 120
)

// ReplySide says whose replies are timed.
type ReplySide uint8

const (
	PeerReplies ReplySide = iota + 1 // from a Sent to the next Received
	HereReplies                      // from a Received to the next Sent
)

func (s ReplySide) String() string {
	return [...]string{"none", "the peer's", "here"}[s]
}

// Replies are the times from a request to its reply in one session: how long the peer takes to answer, or, where the peer
// is who asks, how long this side does. Of a stream the one that accepted it replies, of a datagram session with a fixed
// peer that peer does, and else whoever did not speak first.
//
// A request begins with the first message to the one that replies, and every message that follows it belongs to it until
// the reply: the first message back, from whomever. So several messages sent before a reply make one time, from the first
// of them; what comes after the first message of a reply, before the next request, makes none. The times are those of the
// events: before the write, after the read. A write of which nothing went out is no request.
type Replies struct {
	Side                   ReplySide
	Count                  uint64
	Min, Max, Last, Mean   time.Duration
	Median, Most90, Most99 time.Duration   // half, 90 %, 99 % took no longer; to within 1/8
	Recent                 []time.Duration // the last ones, the oldest first, to the microsecond; nil unless asked for
}

// replies is what a session keeps of its times.
type replies struct {
	counts                 [replyBuckets]uint32
	recent                 [repliesKept]uint32 // µs; number i at i % len
	count                  uint64
	sum, least, most, last time.Duration
}

// replyBucket is v's own below 4 µs, then each doubling has four.
func replyBucket(d time.Duration) int {
	v := uint64(max(0, d/time.Microsecond))
	if v < 4 {
		return int(v)
	}
	e := bits.Len64(v) - 3
	return min(4*e+int(v>>e), replyBuckets-1)
}

// replyMiddle is the middle of a bucket.
func replyMiddle(i int) time.Duration {
	if i < 4 {
		return time.Duration(i)*time.Microsecond + time.Microsecond/2
	}
	e := i/4 - 1
	return time.Duration(2*(4+i%4)+1) << e * time.Microsecond / 2
}

func (r *replies) add(d time.Duration) {
	d = max(0, d)
	i := replyBucket(d)
	if r.counts[i] == math.MaxUint32 { // what the percentiles need is what they are to each other
		for k := range r.counts {
			r.counts[k] /= 2
		}
	}
	r.counts[i]++
	r.recent[r.count%repliesKept] = uint32(min(d/time.Microsecond, math.MaxUint32))
	if r.count == 0 || d < r.least {
		r.least = d
	}
	r.count++
	r.sum += d
	r.most, r.last = max(r.most, d), d
}

// info sums up; recent asks for the last times too.
func (r *replies) info(side ReplySide, recent bool) Replies {
	if r == nil {
		return Replies{Side: side}
	}
	info := Replies{Side: side, Count: r.count, Min: r.least, Max: r.most, Last: r.last, Mean: r.sum / time.Duration(r.count)}
	info.Median, info.Most90, info.Most99 = r.within(0.5), r.within(0.9), r.within(0.99)
	if recent {
		for i := r.count - min(r.count, repliesKept); i < r.count; i++ {
			info.Recent = append(info.Recent, time.Duration(r.recent[i%repliesKept])*time.Microsecond)
		}
	}
	return info
}

// within is the time that the given part of all took no longer than.
func (r *replies) within(part float64) time.Duration {
	var all, sum uint64
	for _, n := range r.counts {
		all += uint64(n)
	}
	wanted := uint64(math.Ceil(part * float64(all)))
	for i, n := range r.counts {
		if sum += uint64(n); sum >= wanted {
			return max(r.least, min(replyMiddle(i), r.most))
		}
	}
	return r.most
}

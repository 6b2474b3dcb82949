package netcore

import (
	"fmt"
	"time"
)

// An operation that fails again and again is tried again after waits from the least to the most, doubling.
const (
	leastTroubleWait = 5 * time.Millisecond
	mostTroubleWait  = time.Second
)

// Trouble sums up an operation that keeps failing, as Accept does when there are no descriptors left: one event when it
// begins, one with the count when it is over or becomes another.
type trouble struct {
	first Fault
	since time.Time
	more  int // failures after the first
	wait  time.Duration
}

// again records a failure and returns how long to wait; news tells that it is worth an event now, and before sums up
// the trouble that this one takes the place of, or is "".
func (t *trouble) again(err error, now time.Time) (wait time.Duration, news bool, before string) {
	f := Explain(err)
	if t.wait == 0 || f.Name != t.first.Name || f.Number != t.first.Number || f.Name == "" && f.Text != t.first.Text {
		before = t.over(now)
		*t = trouble{first: f, since: now, wait: leastTroubleWait}
		return t.wait, true, before
	}
	t.more++
	t.wait = min(2*t.wait, mostTroubleWait)
	return t.wait, false, ""
}

// over ends the trouble and returns the sentence that sums it up, or "" when one event has said it all.
func (t *trouble) over(now time.Time) string {
	defer func() { *t = trouble{} }()
	if t.more == 0 {
		return ""
	}
	times := "once more"
	if t.more > 1 {
		times = fmt.Sprintf("%d more times", t.more)
	}
	return fmt.Sprintf("%s in %v: %v", times, now.Sub(t.since).Round(time.Millisecond), t.first)
}

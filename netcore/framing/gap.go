package framing

import (
	"fmt"
	"slices"
	"time"

	"wirevise/netcore"
)

// MaxGap is the longest pause.
const MaxGap = time.Hour

// Gap frames a stream by pauses: what comes without one is one message. What is sent it leaves as it is.
type Gap struct {
	Pause time.Duration // whole milliseconds, 1 ms to MaxGap
	Limit int           // of a frame, in bytes; 0: DefaultLimit
}

var _ netcore.Framer = Gap{}

// Cutter implements [netcore.Framer].
func (g Gap) Cutter() netcore.Cutter {
	limit := limitOf(g.Limit)
	return &gapCutter{pause: g.Pause, limit: limit, over: fmt.Sprintf("more than %s came without a pause", bytesWords(limit))}
}

// Wrap implements [netcore.Framer].
func (g Gap) Wrap(size int64) (netcore.Wrap, error) { return netcore.Wrap{}, nil }

func (g Gap) String() string {
	return fmt.Sprintf("frames ended by a pause of %v", g.Pause) + limitWords(g.Limit)
}

// Check implements the check of [Parse]. The error is an [*Error].
func (g Gap) Check() error {
	if g.Pause < time.Millisecond || g.Pause > MaxGap || g.Pause%time.Millisecond != 0 {
		return &Error{PartPause, "a pause is a time from 1ms to 1h in whole milliseconds, such as 20ms"}
	}
	return checkLimit(g.Limit)
}

// A gapCutter holds a frame that came in one read where it lies, for that is what most of them do.
type gapCutter struct {
	pause   time.Duration
	limit   int
	over    string
	waiting []byte // not empty while a frame waits for its end
	own     bool   // waiting is memory of its own, not a slice of one read
	long    bool
}

var _ netcore.Quieter = (*gapCutter)(nil)

// Cut implements [netcore.Cutter]. Nothing is complete with what comes but pieces of what is too long.
func (c *gapCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	if len(c.waiting) > 0 {
		n := min(len(data), c.limit-len(c.waiting))
		if n > 0 && !c.own {
			c.waiting, c.own = slices.Clip(c.waiting), true // so that append copies it
		}
		c.waiting = append(c.waiting, data[:n]...)
		if data = data[n:]; len(data) == 0 {
			return dst
		}
		dst = append(dst, c.take(true))
	}
	for len(data) > c.limit {
		c.waiting, data = data[:c.limit], data[c.limit:]
		dst = append(dst, c.take(true))
	}
	c.waiting = data
	return dst
}

// take returns what waits as a frame; on says that more of it follows.
func (c *gapCutter) take(on bool) netcore.Frame {
	f := netcore.Frame{Payload: c.waiting}
	if c.long = c.long || on; c.long {
		f.Broken = c.over
	}
	c.waiting, c.own, c.long = nil, false, on
	return f
}

// Quiet implements [netcore.Quieter].
func (c *gapCutter) Quiet() time.Duration {
	if len(c.waiting) == 0 {
		return 0
	}
	return c.pause
}

// Pause implements [netcore.Quieter].
func (c *gapCutter) Pause(dst []netcore.Frame) []netcore.Frame {
	if len(c.waiting) == 0 {
		return dst
	}
	return append(dst, c.take(false))
}

// End implements [netcore.Cutter]: nothing more will come, which is a pause.
func (c *gapCutter) End(dst []netcore.Frame) []netcore.Frame { return c.Pause(dst) }

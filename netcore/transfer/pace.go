package transfer

import (
	"context"
	"time"
)

const (
	// paceSteps is how many pieces a second a slow pace is made of, at least.
	paceSteps = 20
	// paceCatchUp is how much of the time that the peer or this machine took too long is made up for by going faster.
	paceCatchUp = 250 * time.Millisecond
)

// A pace says when the next bytes may go: the time that all of those before take, counted from the start and not from piece to
// piece, so it does not drift.
type pace struct {
	rate  int64 // bytes a second; 0: any
	start time.Time
	sent  int64 // since start
}

// piece is how many bytes may go at once, of most.
func (p *pace) piece(most int) int {
	if p.rate == 0 {
		return most
	}
	return int(max(1, min(int64(most), p.rate/paceSteps)))
}

// wait waits until the next bytes may go, or ctx ends.
func (p *pace) wait(ctx context.Context) error {
	if p.rate == 0 {
		return context.Cause(ctx)
	}
	now := time.Now()
	if p.start.IsZero() {
		p.start = now
	}
	due := p.start.Add(p.after(p.sent))
	if late := now.Sub(due); late > paceCatchUp {
		p.start = p.start.Add(late - paceCatchUp)
		return context.Cause(ctx)
	} else if late >= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(due.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// after is how long n bytes take.
func (p *pace) after(n int64) time.Duration {
	return time.Duration(n/p.rate)*time.Second + time.Duration(n%p.rate*int64(time.Second)/p.rate)
}

func (p *pace) passed(n int) { p.sent += int64(n) }

package sequence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wirevise/netcore"
)

// A Repeat sends a message again and again. The k-th time is due at the start + k·Every, counted from 0: what is late does not
// delay what follows, so the times don't drift. A time that is late is done at once; when several have gone by, one message is sent for
// them and the others are skipped and counted, never sent in a bunch.
type Repeat struct {
	Every time.Duration // a whole number of milliseconds, at least one
	Times uint64        // how many messages each receiver gets at most; 0: until ctx ends. A skipped time is none of them
	To    []Receiver

	// Make returns the message for a receiver; n counts the times from 1. The bytes are not written to afterwards. An
	// error ends the repeat.
	Make func(n uint64, to Receiver) ([]byte, error)

	// Told, or nil, is called with how it stands: at the first time, then about every TellEvery, and at the end.
	Told func(Tally)

	virtual bool // time is a test's: the system's sleep knows nothing of it
}

// A Receiver is a session, and of a datagram session who in it: zero is the fixed peer, or who sent last.
type Receiver struct {
	Session netcore.SessionID
	To      netcore.Peer
	Peer    string // for {{peer}}
}

// TellEvery is how often a Repeat tells how it stands.
const TellEvery = 200 * time.Millisecond

// A Sender queues messages without waiting; a [netcore.Hub] is one.
type Sender interface {
	TrySend(netcore.SessionID, netcore.Message) error
}

// A Tally is what a Repeat came to.
type Tally struct {
	Times   uint64 // done
	Of      uint64 // Times of the Repeat; 0: no end
	Sent    uint64 // messages queued, of all receivers
	Bytes   uint64 // of these
	Refused uint64 // messages that were not queued: the peer does not read, and too much waits
	Skipped uint64 // times that went by and were not made up for
	Ended   int    // receivers that are gone
	Took    time.Duration
	Timing  Timing
}

// String says it in a plain sentence.
func (t Tally) String() string {
	s := fmt.Sprintf("%d messages in %d times", t.Sent, t.Times)
	if t.Of > 0 {
		s = fmt.Sprintf("%d messages in %d of %d times", t.Sent, t.Times, t.Of)
	}
	s += fmt.Sprintf(", %s; %s; %d times skipped", Short(t.Took), t.Timing, t.Skipped)
	if t.Refused > 0 {
		s += fmt.Sprintf("; %d messages refused, for a peer does not read", t.Refused)
	}
	if t.Ended > 0 {
		s += fmt.Sprintf("; %d connections ended before", t.Ended)
	}
	return s
}

var (
	// ErrNobodyLeft ends a repeat whose receivers have all gone.
	ErrNobodyLeft = errors.New("nobody is left to send to")
	errEvery      = errors.New("the interval is a whole number of milliseconds, at least 1")
	errNobody     = errors.New("nobody to send to")
)

// Check returns what is wrong with the repeat, as a plain sentence, or nil.
func (r *Repeat) Check() error {
	switch {
	case r.Every < time.Millisecond || r.Every%time.Millisecond != 0:
		return errEvery
	case len(r.To) == 0:
		return errNobody
	}
	return nil
}

// Run sends until all times are done, ctx ends, or nobody is left. The Tally holds what was done in any case; the error is nil
// when all of it was, ctx's own when that ended, and else says what stood in the way.
func (r *Repeat) Run(ctx context.Context, out Sender) (Tally, error) {
	if err := r.Check(); err != nil {
		return Tally{}, err
	}
	run := repeating{Repeat: r, out: out, to: slices.Clone(r.To), start: time.Now()}
	run.tally.Of = r.Times
	err := run.all(ctx)
	tally := run.stand(time.Now())
	if r.Told != nil {
		r.Told(tally)
	}
	return tally, err
}

// repeating is one run.
type repeating struct {
	*Repeat
	out    Sender
	to     []Receiver // that are left
	start  time.Time
	toldAt time.Time
	slot   int64 // how many intervals after the start the next time is due
	clock  clock
	tally  Tally
	last   error // of the receiver that went last
}

func (r *repeating) all(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for r.Times == 0 || r.tally.Times < r.Times {
		due := r.start.Add(time.Duration(r.slot) * r.Every)
		if err := r.wait(ctx, timer, due); err != nil {
			return err
		}
		now := time.Now()
		r.clock.tick(now, due)
		if missed := int64(now.Sub(due) / r.Every); missed > 0 {
			r.tally.Skipped += uint64(missed)
			r.slot += missed
		}
		if err := r.send(); err != nil {
			return err
		}
		r.slot++
		if r.Told != nil && now.Sub(r.toldAt) >= TellEvery {
			r.toldAt = now
			r.Told(r.stand(now))
		}
	}
	return nil
}

// wait returns when a time has come.
func (r *repeating) wait(ctx context.Context, timer *time.Timer, due time.Time) error {
	left := time.Until(due)
	exact := fine
	if r.virtual {
		exact = 0
	}
	if exact == 0 || left > exact {
		timer.Reset(left - exact)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timer.C:
		}
	}
	for exact > 0 && ctx.Err() == nil {
		if left = time.Until(due); left <= 0 {
			return nil
		}
		rest(min(left, exact))
	}
	return context.Cause(ctx)
}

// send sends one message to each receiver that is left.
func (r *repeating) send() error {
	r.tally.Times++
	for i := 0; i < len(r.to); {
		to := r.to[i]
		payload, err := r.Make(r.tally.Times, to)
		if err != nil {
			return err
		}
		err = r.out.TrySend(to.Session, netcore.Message{Payload: payload, To: to.To})
		switch {
		case err == nil:
			r.tally.Sent++
			r.tally.Bytes += uint64(len(payload))
		case errors.Is(err, netcore.ErrFull):
			r.tally.Refused++
		default:
			r.last = err
			r.tally.Ended++
			r.to = slices.Delete(r.to, i, i+1)
			continue
		}
		i++
	}
	if len(r.to) > 0 {
		return nil
	}
	if errors.Is(r.last, netcore.ErrEnded) || errors.Is(r.last, netcore.ErrHubClosed) {
		return ErrNobodyLeft
	}
	return fmt.Errorf("%w: %w", ErrNobodyLeft, r.last)
}

// stand is how it stands.
func (r *repeating) stand(now time.Time) Tally {
	t := r.tally
	t.Took, t.Timing = now.Sub(r.start), r.clock.timing()
	return t
}

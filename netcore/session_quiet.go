package netcore

import (
	"fmt"
	"os"
	"time"
)

// reportDrops tells what the system threw away since the last time.
func (r *receiver) reportDrops() {
	if r.drops == nil {
		return
	}
	r.counted = 0
	n, ok := r.drops.Drops()
	if !ok || n <= r.dropped {
		return
	}
	r.h.drops.Add(n - r.dropped)
	r.reportCounted(fmt.Sprintf("the system dropped %d datagrams that came faster than they were read", n-r.dropped))
	r.dropped = n
	r.measures.drops(n)
}

// reportUnread tells of datagrams that had arrived and were still unread when the session was closed. How many they were the
// system does not say.
func (r *receiver) reportUnread() {
	if u, ok := r.conn.(Unreader); ok && u.Unread() > 0 {
		r.reportCounted(fmt.Sprintf("closed with datagrams unread: they took %d bytes of the system's receive buffer", u.Unread()))
	}
}

// busy reports whether there is something to do once the session is quiet: a large block to give up, or drops to look
// for.
func (r *receiver) busy() bool {
	if r.stream {
		return r.block.large()
	}
	return r.drops != nil && r.counted > 0
}

// arm sets the next deadline of Receive: when the session will have been idle for too long, or quiet for long enough to
// do what it was too busy for. Deadlines are lazy: nothing is set for each read.
func (r *receiver) arm() {
	d, ok := r.conn.(Deadliner)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.leaving {
		return
	}
	var at time.Time
	if idle := r.e.spec.Limits.Idle; idle > 0 && r.cause == 0 {
		at = r.lastData.Add(idle)
	}
	r.watched = r.busy()
	if quiet := r.lastData.Add(quietAfter); r.watched && (at.IsZero() || quiet.Before(at)) {
		at = quiet
	}
	if r.timed = r.quiet > 0; r.timed {
		if ends := r.frames.last.Add(r.quiet); at.IsZero() || ends.Before(at) {
			at = ends
		}
	}
	if r.poked {
		at = time.Now()
	}
	d.SetReceiveDeadline(at)
}

// poke makes Receive return, so that what was changed counts at once.
func (s *session) poke() {
	d, ok := s.conn.(Deadliner)
	s.mu.Lock()
	defer s.mu.Unlock()
	if ok && !s.leaving && s.stream {
		s.poked = true
		d.SetReceiveDeadline(time.Now())
	}
}

// deadline does what a passed deadline of Receive was set for; it returns an error when the session is over.
func (r *receiver) deadline(now time.Time) error {
	r.mu.Lock()
	leaving, ending := r.leaving, r.cause != 0
	r.poked = false
	if leaving && now.Before(r.leaveBy) && r.conn.(Deadliner).SetReceiveDeadline(r.leaveBy) == nil {
		r.mu.Unlock() // it was another deadline's time
		return nil
	}
	r.mu.Unlock()
	if leaving {
		return os.ErrDeadlineExceeded
	}
	r.reframe(now)
	r.paused(now)
	quiet := now.Sub(r.lastData)
	if idle := r.e.spec.Limits.Idle; idle > 0 && quiet >= idle && !ending {
		return &LimitError{What: LimitIdle, After: idle}
	}
	switch {
	case quiet < quietAfter:
	case r.stream:
		r.block.shrink()
	default:
		r.reportDrops()
	}
	r.arm()
	return nil
}

package netcore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// actsWaiting is how many actions of a session wait at most, then its receive loop does.
const actsWaiting = 4096

// An act is an action that waits for its turn.
type act struct {
	Action
	done chan<- error // told what came of it; nil: nobody waits
}

// acts is what a session still has to do by itself, once something of it has to wait. A goroutine does it, for as long as there is
// something.
type acts struct {
	mu      sync.Mutex // guards what follows
	queue   []act
	running bool
	ended   bool
	doing   sync.WaitGroup
	change  chan struct{} // closed when the queue gets shorter; nil: nobody waits for it
}

// empty reports whether nothing waits, so that what comes may be done at once.
func (q *acts) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return !q.running
}

// put queues actions and starts run if it is not under way. It waits for room until ctx ends.
func (q *acts) put(ctx context.Context, run func(), list ...act) error {
	q.mu.Lock()
	for len(q.queue) >= actsWaiting && !q.ended {
		q.awaitLocked(ctx)
		if err := ctx.Err(); err != nil {
			q.mu.Unlock()
			return err
		}
	}
	defer q.mu.Unlock()
	if q.ended {
		return ErrEnded
	}
	q.queue = append(q.queue, list...)
	if !q.running {
		q.running = true
		q.doing.Add(1)
		go run()
	}
	return nil
}

// next takes the action whose turn it is. ok is false when there is none, or ctx has ended, and then run is over.
func (q *acts) next(ctx context.Context) (a act, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	defer q.changedLocked()
	if len(q.queue) == 0 || q.ended || ctx.Err() != nil {
		q.running = false
		q.queue = slices.Clip(q.queue)
		return act{}, false
	}
	a = q.queue[0]
	q.queue = slices.Delete(q.queue, 0, 1)
	return a, true
}

// forget drops what waits behind an action that ends the session: it was never meant to be done.
func (q *acts) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.forgetLocked()
}

func (q *acts) forgetLocked() {
	for _, a := range q.queue {
		if a.done != nil {
			a.done <- ErrEnded
		}
	}
	q.queue = nil
}

// rest waits until nothing is left to do, or ctx ends.
func (q *acts) rest(ctx context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.running && ctx.Err() == nil {
		q.awaitLocked(ctx)
	}
}

// awaitLocked gives the lock away until something has changed, or ctx ends.
func (q *acts) awaitLocked(ctx context.Context) {
	if q.change == nil {
		q.change = make(chan struct{})
	}
	changed := q.change
	q.mu.Unlock()
	defer q.mu.Lock()
	select {
	case <-changed:
	case <-ctx.Done():
	}
}

func (q *acts) changedLocked() {
	if q.change != nil {
		close(q.change)
		q.change = nil
	}
}

// end takes in no more, waits for what is under way, and returns how many were left.
func (q *acts) end() int {
	q.mu.Lock()
	q.ended = true
	q.changedLocked()
	q.mu.Unlock()
	q.doing.Wait()
	q.mu.Lock()
	defer q.mu.Unlock()
	left := len(q.queue)
	q.forgetLocked()
	return left
}

// act does actions in their order, behind those that wait, and returns when they are done.
func (s *session) act(ctx context.Context, actions []Action) (err error) {
	for i, a := range actions {
		if a.Do == ActWait || !s.acts.empty() {
			return s.actLater(ctx, actions[i:])
		}
		if err = s.do(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// actLater queues actions and waits until the last is done.
func (s *session) actLater(ctx context.Context, actions []Action) error {
	done := make(chan error, len(actions))
	list := make([]act, len(actions))
	for i, a := range actions {
		list[i] = act{a, done}
	}
	if err := s.acts.put(ctx, s.runActs, list...); err != nil {
		return err
	}
	var first error
	for range list {
		select {
		case err := <-done:
			if first == nil {
				first = err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return first
}

// runActs does what waits.
func (s *session) runActs() {
	defer s.acts.doing.Done()
	for {
		a, ok := s.acts.next(s.ctx)
		if !ok {
			return
		}
		err := s.do(s.ctx, a.Action)
		if a.Do == ActClose || a.Do == ActAbort {
			s.acts.forget()
		}
		if a.done != nil {
			a.done <- err
		}
	}
}

// do does one action and tells what went wrong with it. What comes too late, for this side has finished sending or the session
// is ending, is not done.
func (s *session) do(ctx context.Context, a Action) error {
	ending, half := s.leavingNow()
	if ending {
		return ErrEnded
	}
	a.Message.Automatic = true
	note, err := "", error(nil)
	switch a.Do {
	case ActReply:
		if half {
			return ErrHalfClosed
		}
		if err = s.send(ctx, a.Message); err != nil {
			note = fmt.Sprintf("a reply of %d bytes was not sent", len(a.Message.Payload))
		}
	case ActWait:
		wait := time.NewTimer(a.Wait)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return ErrEnded
		}
	case ActHalfClose:
		err, note = s.endHalf(), "could not finish sending"
	case ActClose:
		err, note = s.end(EndClose), "could not close"
	case ActAbort:
		err, note = s.queued(s.out.tryPut(outgoing{abort: true})), "could not abort"
	case ActForward:
		return s.forward(a)
	}
	if err == nil || errors.Is(err, ErrEnded) && s.isEnding() {
		return err
	}
	return s.notDone(note, err)
}

func (s *session) notDone(note string, err error) error {
	ev := s.event(Failed)
	ev.Note, ev.Err = note, err
	s.h.emit(ev)
	return err
}

// leavingNow tells whether the session is ending, and whether this side has finished sending.
func (s *session) leavingNow() (ending, half bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cause != 0, s.halfClosed
}

func (s *session) isEnding() bool {
	ending, _ := s.leavingNow()
	return ending
}

// forward sends a message to the sessions of a target. It waits for none of them, so two sessions may forward to each other.
func (s *session) forward(a Action) error {
	targets, err := s.targets(a.To)
	if err != nil {
		return s.notDone(fmt.Sprintf("%d bytes were not forwarded", len(a.Message.Payload)), err)
	}
	for _, t := range targets {
		if bad := t.trySend(a.Message); bad != nil {
			err = s.notDone(fmt.Sprintf("%d bytes were not forwarded to session %d", len(a.Message.Payload), t.id), bad)
		}
	}
	return err
}

// ErrNoTarget is why nothing was forwarded.
var ErrNoTarget = errors.New("nothing is open that it could go to")

// targets returns the sessions of a target, but this one. Having no others is no error.
func (s *session) targets(to Target) ([]*session, error) {
	var found []*session
	s.h.mu.Lock()
	for id, t := range s.h.live {
		if t != s && (to.Others && t.e == s.e || id == to.Session || to.Endpoint != "" && t.name == to.Endpoint) {
			found = append(found, t)
		}
	}
	s.h.mu.Unlock()
	if len(found) == 0 && !to.Others {
		return nil, ErrNoTarget
	}
	slices.SortFunc(found, func(a, b *session) int { return int(a.id) - int(b.id) })
	return found, nil
}

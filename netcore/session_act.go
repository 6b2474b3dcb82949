package netcore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

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

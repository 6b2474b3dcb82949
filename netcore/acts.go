package netcore

import (
	"context"
	"slices"
	"sync"
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

package netcore

import (
	"context"
	"sync"
)

// What one session keeps waiting to be written. A peer that does not read fills this, then whoever sends waits.
const (
	outboxMessages = 256     // enough that a responder never waits for a peer that reads
	outboxBytes    = 1 << 20 // one message of any size is taken when nothing else waits
	outboxKept     = 16      // places kept while nothing waits
)

// An outgoing is one thing for the send loop to do, in its turn.
type outgoing struct {
	Message
	halfClose bool // finish sending instead of writing Payload
	abort     bool // reset instead of writing Payload
}

// Lost is what was queued and will not be written.
type lost struct{ messages, bytes int }

// An outbox is the bounded queue between those who send and a session's one send loop. Unlike a channel it can be
// closed while others put, and then nothing that was taken in is lost: put either queues or says that it did not.
type outbox struct {
	ready chan struct{} // holds a token when take may find something new

	mu     sync.Mutex // guards what follows
	queue  []outgoing
	head   int // queue[head:] waits
	bytes  int
	last   bool // a half-close was queued, and nothing goes behind it
	closed bool
	space  chan struct{} // closed when room was made; nil: nobody waits for it
	lost   lost
}

func newOutbox() *outbox { return &outbox{ready: make(chan struct{}, 1)} }

// put queues o, waiting for room until ctx ends. It returns ErrEnded after close and ErrHalfClosed behind a half-close.
func (q *outbox) put(ctx context.Context, o outgoing) error {
	for {
		space, err := q.offer(o, true)
		if err != ErrFull {
			return err
		}
		select {
		case <-space:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// tryPut is put that does not wait: without room it returns ErrFull. A half-close needs no room.
func (q *outbox) tryPut(o outgoing) error {
	_, err := q.offer(o, false)
	return err
}

// offer queues o if there is room. If there is none and the caller wants to wait, space is closed when there may be.
func (q *outbox) offer(o outgoing, wait bool) (space <-chan struct{}, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.shutLocked(); err != nil {
		return nil, err
	}
	waiting := len(q.queue) - q.head
	if waiting == 0 || o.halfClose || o.abort || (waiting < outboxMessages && q.bytes+len(o.Payload) <= outboxBytes) {
		q.appendLocked(o)
		q.wake()
		return nil, nil
	}
	if wait && q.space == nil {
		q.space = make(chan struct{})
	}
	return q.space, ErrFull
}

// take waits for the next thing to do; ok is false once the outbox is closed and empty.
func (q *outbox) take() (o outgoing, ok bool) {
	for {
		q.mu.Lock()
		if q.head < len(q.queue) {
			o = q.queue[q.head]
			q.queue[q.head] = outgoing{}
			q.head++
			q.bytes -= len(o.Payload)
			if q.head == len(q.queue) {
				q.emptyLocked()
			}
			q.makeRoomLocked()
			q.mu.Unlock()
			return o, true
		}
		closed := q.closed
		q.mu.Unlock()
		if closed {
			return outgoing{}, false
		}
		<-q.ready
	}
}

// close lets take return what waits and then end, and lets every put fail.
func (q *outbox) close() {
	q.mu.Lock()
	q.closed = true
	q.makeRoomLocked()
	q.mu.Unlock()
	q.wake()
}

// discard closes the outbox and counts what waits as lost. It returns all that has been lost so far.
func (q *outbox) discard() lost {
	q.close()
	q.mu.Lock()
	left := q.queue[q.head:]
	for _, o := range left {
		if !o.halfClose && !o.abort {
			q.lost.messages++
			q.lost.bytes += len(o.Payload)
		}
	}
	q.queue, q.head, q.bytes = nil, 0, 0
	all := q.lost
	q.mu.Unlock()
	for _, o := range left {
		if o.Wrote != nil {
			o.Wrote(0)
		}
	}
	return all
}

// waiting tells how much is queued.
func (q *outbox) waiting() (messages, bytes int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.queue) - q.head, q.bytes
}

// idle reports whether there is nothing for take to return, nor an end to tell.
func (q *outbox) idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.head == len(q.queue) && !q.closed
}

func (q *outbox) appendLocked(o outgoing) {
	if len(q.queue) == cap(q.queue) && q.head > len(q.queue)/2 { // or copying would be all it does
		n := copy(q.queue, q.queue[q.head:])
		clear(q.queue[n:])
		q.queue, q.head = q.queue[:n], 0
	}
	q.queue = append(q.queue, o)
	q.bytes += len(o.Payload)
	if o.halfClose || o.abort {
		q.last = true
		q.makeRoomLocked() // there will be none
	}
}

// shutLocked says why nothing more is taken in, or nil.
func (q *outbox) shutLocked() error {
	switch {
	case q.closed:
		return ErrEnded
	case q.last:
		return ErrHalfClosed
	}
	return nil
}

// emptyLocked keeps a few places only, so that what once waited costs an idle session nothing.
func (q *outbox) emptyLocked() {
	q.queue, q.head = q.queue[:0], 0
	if cap(q.queue) > outboxKept {
		q.queue = nil
	}
}

func (q *outbox) makeRoomLocked() {
	if q.space != nil {
		close(q.space)
		q.space = nil
	}
}

func (q *outbox) wake() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

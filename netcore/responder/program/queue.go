package program

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"wirevise/netcore"
)

// A message is one that came in, as a worker takes it.
type message struct {
	payload []byte
	from    netcore.Peer // of a datagram
	peer    string
}

// A queue is what a session has received for its workers, which end when it is closed and empty, or called off.
type queue struct {
	side     netcore.Side
	ctx      context.Context // ends with the session, or by detach
	cancel   context.CancelFunc
	messages chan message // closed by finish; written to by the receive loop alone
	shut     bool         // the receive loop's: messages is closed
	left     atomic.Int64 // messages that came too late to be put in
	workers  sync.WaitGroup
}

func newQueue(s netcore.Side) queue {
	ctx, cancel := context.WithCancel(s.Context())
	return queue{side: s, ctx: ctx, cancel: cancel, messages: make(chan message, waitingMessages)}
}

// put takes a message in, and waits for room.
func (q *queue) put(in netcore.Event) {
	if !in.IsMessage() || q.shut {
		return
	}
	select {
	case q.messages <- message{payload: bytes.Clone(in.Payload), from: q.side.Peer(), peer: in.Peer}:
	case <-q.ctx.Done():
		q.left.Add(1)
	}
}

// next waits for a message; ok is false when there will be none.
func (q *queue) next() (m message, ok bool) {
	if q.ctx.Err() != nil {
		return m, false
	}
	select {
	case m, ok = <-q.messages:
		return m, ok
	case <-q.ctx.Done():
		return m, false
	}
}

// finish lets the workers end once they have taken all, and waits for that.
func (q *queue) finish() {
	if !q.shut {
		q.shut = true
		close(q.messages)
	}
	q.workers.Wait()
}

// detach calls the workers off, waits for them, and tells how many messages they left.
func (q *queue) detach() {
	q.cancel()
	q.workers.Wait()
	left := q.left.Load()
	for waiting := true; waiting; {
		select {
		case _, ok := <-q.messages:
			if waiting = ok; ok {
				left++
			}
		default:
			waiting = false
		}
	}
	if left > 0 {
		q.side.Tell(netcore.Event{Kind: netcore.Failed, Flags: netcore.Counted, Note: fmt.Sprintf("%d messages were left: nothing was run for them", left)})
	}
}

package netcore

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

var (
	// ErrEnded is returned by what is asked of a session or endpoint that is ending or gone.
	ErrEnded = errors.New("already ended")
	// ErrHubClosed is returned by what is asked of a closed hub.
	ErrHubClosed = errors.New("closing down")
	// ErrNoReceiver is returned for a datagram that names no receiver on a session that has heard from nobody.
	ErrNoReceiver = errors.New("nobody to send to: name a receiver, or wait for a first datagram")
	// ErrFull is returned by TrySend while the peer does not read and too much waits already.
	ErrFull = errors.New("the peer does not read, and as much as may wait is waiting")
	// ErrHalfClosed is returned by Send after EndHalfClose.
	ErrHalfClosed = errors.New("this side has finished sending")
)

// eventBuffer is how many batches wait for the reader before the sockets do: at 64 KiB a read, 16 MiB.
const eventBuffer = 256

// A Hub holds endpoints and their sessions, and tells all that happens on one channel. Make one with NewHub.
type Hub struct {
	events  chan []Event
	ctx     context.Context // ends when Close begins
	cancel  context.CancelCauseFunc
	running sync.WaitGroup // everything that may emit; added to under mu while not closed

	emitted  atomic.Uint64
	changes  atomic.Uint64 // of what Snapshot tells that no event tells
	blocked  atomic.Int64  // nanoseconds
	drops    atomic.Uint64
	sessions atomic.Int64

	began time.Time    // a nanosecond before, so that no time since is 0
	ends  atomic.Int64 // when the present bucket of the meters ends, in ns since then

	mu        sync.Mutex // guards what follows
	past      Traffic    // of endpoints that are forgotten
	pastDrops uint64     // likewise
	meters    meters
	closed    bool
	endpoints []*endpoint // in the order of their ids
	lastID    EndpointID
	lastSess  SessionID
	live      map[SessionID]*session
}

// NewHub returns a hub with nothing open. Its events must be read from the start.
func NewHub() *Hub {
	ctx, cancel := context.WithCancelCause(context.Background())
	h := &Hub{events: make(chan []Event, eventBuffer), ctx: ctx, cancel: cancel, live: make(map[SessionID]*session), began: time.Now().Add(-1)}
	h.meters.begin(0)
	return h
}

// Events returns the channel of all that happens, in batches in order. It is closed by Close, after the last event.
func (h *Hub) Events() <-chan []Event { return h.events }

// Open opens what spec describes and returns when it is open or could not be; ctx ends the attempt, not what was opened. An
// endpoint that can't be opened leaves one event, Failed, and its error is returned too, for the place where it was asked
// for; with Reconnect on, it goes on trying and no error is returned.
func (h *Hub) Open(ctx context.Context, spec Spec) (EndpointID, error) {
	e, err := h.newEndpoint(spec)
	if err != nil {
		return 0, err
	}
	if err := e.open(ctx); err != nil {
		return e.id, err
	}
	return e.id, nil
}

// Send queues a message for a session's send loop and returns when it is queued; what becomes of it is told by
// events. It waits while too much is queued already, until ctx ends.
func (h *Hub) Send(ctx context.Context, id SessionID, m Message) error {
	s, err := h.session(id)
	if err != nil {
		return err
	}
	return s.send(ctx, m)
}

// TrySend is Send that never waits: with no room in the queue it returns ErrFull.
func (h *Hub) TrySend(id SessionID, m Message) error {
	s, err := h.session(id)
	if err != nil {
		return err
	}
	return s.trySend(m)
}

// EndSession ends one session in the way asked for. It does not wait for the end.
func (h *Hub) EndSession(id SessionID, how How) error {
	s, err := h.session(id)
	if err != nil {
		return err
	}
	return s.end(how)
}

// CloseEndpoint stops an endpoint, or an attempt to open it, closes its sessions, and waits until all of it has ended.
func (h *Hub) CloseEndpoint(id EndpointID) error {
	h.mu.Lock()
	e := h.endpointLocked(id)
	h.mu.Unlock()
	if e == nil {
		return ErrEnded
	}
	e.close()
	<-e.done
	return nil
}

// Forget drops what is still told of an endpoint that has closed, or of the sessions that an open one has had.
func (h *Hub) Forget(id EndpointID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.endpointLocked(id)
	if e == nil {
		return
	}
	if e.state() == EndpointClosed {
		h.forgetLocked(e)
		h.endpoints = slices.DeleteFunc(h.endpoints, func(x *endpoint) bool { return x == e })
	} else {
		e.forgetEnded()
	}
	h.changes.Add(1)
}

// Note tells something that concerns no endpoint: what was looked up and what came of it. It does nothing once the
// hub is closed.
func (h *Hub) Note(name, peer, note string, err error) {
	if !h.enter() {
		return
	}
	defer h.running.Done()
	kind := Noted
	if err != nil {
		kind = Failed
	}
	h.emit(Event{Time: time.Now(), Kind: kind, Name: name, Peer: peer, Note: note, Err: err})
}

// Close closes every socket, waits for every goroutine, and closes the channel of events. What was queued and not yet
// written is told of as not sent. Close may be called again, and waits then too.
func (h *Hub) Close() error {
	h.mu.Lock()
	again := h.closed
	h.closed = true
	endpoints := slices.Clone(h.endpoints)
	live := make([]*session, 0, len(h.live))
	for _, s := range h.live {
		live = append(live, s)
	}
	h.mu.Unlock()
	h.cancel(ErrHubClosed)
	for _, s := range live {
		s.cut(endQuit)
	}
	for _, e := range endpoints {
		e.close()
	}
	h.running.Wait()
	if !again {
		close(h.events)
	}
	return nil
}

// enter counts the caller among those that may emit, until it calls running.Done; it fails once Close has begun.
func (h *Hub) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.enterLocked()
}

func (h *Hub) enterLocked() bool {
	if h.closed {
		return false
	}
	h.running.Add(1)
	return true
}

// emit hands events to the reader and counts the time for which that had to wait.
func (h *Hub) emit(batch ...Event) {
	h.emitted.Add(uint64(len(batch)))
	select {
	case h.events <- batch:
	default:
		from := time.Now()
		h.events <- batch
		h.blocked.Add(int64(time.Since(from)))
	}
}

func (h *Hub) session(id SessionID) (*session, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrHubClosed
	}
	s, ok := h.live[id]
	if !ok {
		return nil, ErrEnded
	}
	return s, nil
}

func (h *Hub) endpointLocked(id EndpointID) *endpoint {
	i, ok := slices.BinarySearchFunc(h.endpoints, id, func(e *endpoint, id EndpointID) int { return int(e.id) - int(id) })
	if !ok {
		return nil
	}
	return h.endpoints[i]
}

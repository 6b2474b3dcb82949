package netcore

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// drainLimit is how long an ending session goes on writing what waits to a peer that does not read.
	drainLimit = time.Second
	// closeGrace is how long a session that has sent its FIN, or can't write any more, goes on reading.
	closeGrace = 250 * time.Millisecond
	// quietAfter is how long nothing comes before a session gives its large read buffer up and looks for drops.
	quietAfter = time.Second
	// calmErrors is how many errors in a row a datagram session reports before it begins to slow down and sum up.
	calmErrors = 1024
	// dropCheck is how many datagrams are received between two looks at the system's drop counter.
	dropCheck = 64
)

// A cause is why a session ended; the first one counts.
type cause uint8

const (
	endPeer    cause = iota + 1 // the peer finished sending
	endLocal                    // closed by this side
	endAborted                  // reset by this side
	endQuit                     // the hub closes
	endFault                    // an error: reset, unreachable, a limit
)

// A session is one conversation: a receive loop, which also ends it, and a send loop, once there is something to send.
//
//	           ┌─ peer's FIN: what waits is sent ─┐
//	open ──────┼─ end(EndClose): drained, FIN ────┼─ send loop ended ─ conn closed ─ Ended
//	           ├─ write failed: closeGrace ───────┤
//	           └─ read failed, abort, quit ───────┘
type session struct {
	h       *Hub
	e       *endpoint
	id      SessionID
	conn    Conn
	stream  bool
	details string // what was set on the socket
	name    string // the endpoint's
	network string // below the bytes; "" when the transport does not say
	local   string
	peer    Peer // the fixed one, or zero
	since   time.Time
	out     *outbox
	done    chan struct{} // closed after Ended was emitted
	sent    chan struct{} // closed when the send loop has ended

	ctx      context.Context // ends when the session is to end, for any reason but the peer's FIN
	cancel   context.CancelFunc
	measures measures
	peerText atomic.Pointer[string] // of peer, or of whoever sent last
	lastPeer atomic.Pointer[Peer]

	acts       acts
	frameCount atomic.Uint64
	attending  sync.Mutex // held while hears is replaced, and until the beginning was told
	gone       bool       // guarded by attending: nothing is attached any more
	hears      atomic.Pointer[hearing]

	mu         sync.Mutex // guards what follows
	begun      bool       // Opened or Accepted was emitted
	sending    bool       // the send loop was started
	cause      cause
	fault      error
	halfClosed bool
	peerShut   bool
	leaving    bool // Receive's deadline is leaveBy, and ends the session
	leaveBy    time.Time
	poked      bool        // Receive is to return, for something was changed
	drain      *time.Timer // of close
}

// startSession begins a conversation, telling of it by an event of kind. It returns nil when the hub is closing.
func (e *endpoint) startSession(conn Conn, kind EventKind) *session {
	h := e.h
	s := &session{h: h, e: e, conn: conn, stream: conn.Boundary() == Stream, local: conn.LocalAddr(), peer: conn.RemotePeer(),
		since: time.Now(), out: newOutbox(), done: make(chan struct{}), sent: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(h.ctx)
	s.hears.Store(&hearing{})
	s.measures.in.last = s.since.Sub(h.began)
	switch {
	case kind == Accepted:
		s.measures.side.Store(uint32(HereReplies))
	case s.stream || !s.peer.IsZero():
		s.measures.side.Store(uint32(PeerReplies))
	}
	if n, ok := conn.(Networker); ok {
		s.network = n.Network()
	}
	text := s.peer.String()
	s.peerText.Store(&text)
	s.attending.Lock() // what is attached may tell, and nothing stands before the beginning
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		s.attending.Unlock()
		s.cancel()
		conn.Close()
		return nil
	}
	h.lastSess++
	s.id = h.lastSess
	h.live[s.id] = s
	h.running.Add(2)
	h.mu.Unlock()

	details := describe(conn)
	e.mu.Lock()
	e.sessions = append(e.sessions, s)
	e.running.Add(1)
	if kind == Opened {
		e.name = nameWithPort(e.spec.Name, s.local)
		e.local, e.details, e.fault = s.local, details, nil
		e.setLocked(EndpointOpen)
	}
	s.name, s.details = e.name, details
	details = e.behaviour.Load().with(details)
	e.mu.Unlock()
	h.sessions.Add(1)
	h.changes.Add(1)

	ev := s.event(kind)
	switch {
	case kind == Accepted:
		ev.Note = "connected" + inBrackets(details)
	case s.stream:
		ev.Note = "connected to " + text + " from " + s.local + inBrackets(details)
	case s.peer.IsZero():
		ev.Note = "bound to " + s.local + inBrackets(details)
	default:
		ev.Note = "bound to " + s.local + ", talking to " + text + " only" + inBrackets(details)
	}
	h.emit(ev)
	s.attending.Unlock()
	s.begin(ev)
	if e.ctx.Err() != nil { // close came before this session was there to be closed
		s.close()
	}
	return s
}

func (s *session) event(kind EventKind) Event {
	return Event{Time: time.Now(), Kind: kind, Endpoint: s.e.id, Session: s.id, Name: s.name, Network: s.network, Local: s.local, Peer: *s.peerText.Load()}
}

// send queues a message, for any goroutine, waiting for room until ctx ends.
func (s *session) send(ctx context.Context, m Message) error {
	m, err := s.ready(m)
	if err == nil {
		err = s.out.put(ctx, outgoing{Message: m})
	}
	return s.queued(err)
}

// trySend is send that does not wait.
func (s *session) trySend(m Message) error {
	m, err := s.ready(m)
	if err == nil {
		err = s.out.tryPut(outgoing{Message: m})
	}
	return s.queued(err)
}

// ready makes of a message what goes out: a frame, or a datagram to somebody.
func (s *session) ready(m Message) (Message, error) {
	if !s.stream {
		return s.addressed(m)
	}
	if f := s.e.behaviour.Load().Send; f != nil && !m.Raw {
		w, err := f.Wrap(int64(len(m.Payload)))
		if err != nil {
			return m, err
		}
		m.Payload = w.Append(make([]byte, 0, len(m.Payload)+len(w.Insert)+len(w.Tail)), m.Payload)
	}
	return m, nil
}

// addressed gives a datagram that names no receiver the one that sent last.
func (s *session) addressed(m Message) (Message, error) {
	if !m.To.IsZero() || !s.peer.IsZero() {
		return m, nil
	}
	last := s.lastPeer.Load()
	if last == nil || last.IsZero() {
		return m, ErrNoReceiver
	}
	m.To = *last
	return m, nil
}

// queued sees to it that what was queued is sent.
func (s *session) queued(err error) error {
	if err == nil {
		s.startSending()
	}
	return err
}

// startSending starts the send loop when there is something to do for the first time, or to end: a session that only
// listens does without its stack. Before the beginning of the session was told, it leaves that to begin.
func (s *session) startSending() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun && !s.sending {
		s.sending = true
		go s.sendLoop()
	}
}

// begin starts the loops, after opened was told.
func (s *session) begin(opened Event) {
	s.mu.Lock()
	s.begun = true
	s.mu.Unlock()
	if !s.out.idle() {
		s.startSending()
	}
	go s.receiveLoop(opened)
}

// end begins the end that a person asked for. Asked to close twice, it does not wait for the peer any longer.
func (s *session) end(how How) error {
	switch how {
	case EndHalfClose:
		return s.endHalf()
	case EndAbort:
		s.because(endAborted, nil)
		s.out.discard()
		if a, ok := s.conn.(Aborter); ok {
			return unlessClosed(a.Abort())
		}
		return unlessClosed(s.conn.Close())
	}
	if !s.close() {
		return unlessClosed(s.conn.Close())
	}
	return nil
}

// unlessClosed drops the error of closing what has just been closed, as the session's own end may do at any time.
func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// close begins the end for which what waits is written first, for drainLimit at most. It reports whether this was the
// first time.
func (s *session) close() bool {
	s.because(endLocal, nil)
	s.mu.Lock()
	first := s.drain == nil
	if first {
		s.drain = time.AfterFunc(drainLimit, func() { s.conn.Close() })
	}
	s.mu.Unlock()
	s.out.close()
	s.startSending()
	return first
}

func (s *session) endHalf() error {
	if _, ok := s.conn.(HalfCloser); !ok {
		return errors.ErrUnsupported
	}
	s.mu.Lock()
	again := s.halfClosed
	s.halfClosed = true
	s.h.changes.Add(1)
	s.mu.Unlock()
	if again {
		return nil
	}
	return s.queued(s.out.tryPut(outgoing{halfClose: true}))
}

// cut ends the session at once.
func (s *session) cut(c cause) {
	s.because(c, nil)
	s.out.discard()
	s.conn.Close()
}

// because records why the session ends; it reports whether this was the first reason.
func (s *session) because(c cause, fault error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause != 0 {
		return false
	}
	s.cause, s.fault = c, fault
	if c != endPeer {
		s.cancel()
	}
	s.h.changes.Add(1)
	return true
}

package netcore

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	endedKept     = 64 // ended sessions that an endpoint still tells of
	endpointsKept = 64 // closed endpoints that the hub still tells of
)

// An endpoint is what a person opened. One goroutine runs it, acceptLoop or converse, which ends it too:
//
//	open ─┬─ listener ─ acceptLoop ──────────────────┬─ finish
//	      ├─ conn ───── converse ─ (wait, dial) ─────┤
//	      └─ error ──────────────────────────────────┘
type endpoint struct {
	h       *Hub
	id      EndpointID
	spec    Spec
	ctx     context.Context // ends when it is to close
	cancel  context.CancelFunc
	done    chan struct{}  // closed by finish
	running sync.WaitGroup // its sessions
	traffic traffic

	behaviour atomic.Pointer[Behaviour]
	telling   sync.WaitGroup // what holds its end back

	meters meters // guarded by the hub's mu

	mu         sync.Mutex // guards what follows
	name       string
	st         EndpointState
	listener   Listener
	local      string
	details    string
	since      time.Time // of st
	fault      error     // why it closed, or what the last attempt met
	sessions   []*session
	ended      []SessionStatistics // the last endedKept
	endedAll   int
	endedDrops uint64 // datagrams
}

// newEndpoint registers an endpoint, which from here on holds the hub's Close until finish.
func (h *Hub) newEndpoint(spec Spec) (*endpoint, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.enterLocked() {
		return nil, ErrHubClosed
	}
	h.lastID++
	e := &endpoint{h: h, id: h.lastID, spec: spec, done: make(chan struct{}), name: nameWithPort(spec.Name, portOf(spec.Transport)), st: EndpointOpening, since: time.Now()}
	e.ctx, e.cancel = context.WithCancel(h.ctx)
	b := spec.Behaviour()
	e.behaviour.Store(&b)
	e.meters.begin(e.since.Sub(h.began))
	h.endpoints = append(h.endpoints, e)
	h.pruneLocked()
	h.changes.Add(1)
	return e, nil
}

// pruneLocked forgets the oldest closed endpoints beyond endpointsKept.
func (h *Hub) pruneLocked() {
	closed := 0
	for _, e := range h.endpoints {
		if e.state() == EndpointClosed {
			closed++
		}
	}
	h.endpoints = slices.DeleteFunc(h.endpoints, func(e *endpoint) bool {
		if closed > endpointsKept && e.state() == EndpointClosed {
			closed--
			h.forgetLocked(e)
			return true
		}
		return false
	})
}

// open makes the first attempt and hands the endpoint to its goroutine.
func (e *endpoint) open(ctx context.Context) error {
	attempt, cancel := context.WithCancel(e.ctx)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	src, err := e.spec.Transport.Open(attempt)
	switch {
	case err != nil && attempt.Err() != nil:
		why := context.Cause(ctx)
		if why == nil {
			why = context.Cause(e.ctx)
		}
		e.finish("stopped before it was open", nil)
		return why
	case err != nil && !e.spec.Reconnect.On:
		e.reportOpening("", err)
		e.finish("", err)
		return err
	case err != nil:
		e.reportOpening(tryingAgain(e.spec.Reconnect.first()), err)
		go e.converse(nil)
	case src.Listener != nil:
		e.listens(src.Listener)
		go e.acceptLoop(src.Listener)
	default:
		go e.converse(e.startSession(src.Conn, Opened))
	}
	return nil
}

func (e *endpoint) listens(l Listener) {
	e.mu.Lock()
	e.listener, e.local = l, l.Addr()
	e.name = nameWithPort(e.spec.Name, e.local)
	e.setLocked(EndpointOpen)
	e.details = describe(l)
	note := "listening on " + e.local + inBrackets(e.behaviour.Load().with(e.details))
	e.mu.Unlock()
	e.report(Opened, note, nil)
	if e.ctx.Err() != nil { // close came before there was a listener to close
		l.Close()
	}
}

// acceptLoop takes connections until the listener is closed, then ends those that are left.
func (e *endpoint) acceptLoop(l Listener) {
	var bad trouble
	for {
		conn, err := l.Accept()
		now := time.Now()
		if err == nil {
			if sum := bad.over(now); sum != "" {
				e.reportCounted("accepting again, after " + sum)
			}
			e.startSession(conn, Accepted)
			continue
		}
		if errors.Is(err, net.ErrClosed) {
			if sum := bad.over(now); sum != "" {
				e.reportCounted("could not accept: " + sum)
			}
			break
		}
		wait, news, before := bad.again(err, now)
		if before != "" {
			e.reportCounted("could not accept: " + before)
		}
		if news {
			e.report(Failed, "could not accept a connection; trying again", err)
		}
		e.pause(wait)
	}
	e.endSessions()
	e.finish("stopped listening on "+l.Addr(), nil)
}

// converse runs a client or UDP endpoint: its session, and with Reconnect the next ones. s is nil when the first
// attempt failed; a listener that came of a later one goes on in acceptLoop.
func (e *endpoint) converse(s *session) {
	wait := e.spec.Reconnect.first()
	for {
		if s != nil {
			<-s.done
			wait = e.spec.Reconnect.first()
		}
		if !e.spec.Reconnect.On || e.ctx.Err() != nil {
			break
		}
		e.set(EndpointWaiting)
		if !e.pause(wait) {
			break
		}
		e.set(EndpointOpening)
		src, err := e.spec.Transport.Open(e.ctx)
		switch {
		case err == nil && src.Listener != nil:
			e.listens(src.Listener)
			e.acceptLoop(src.Listener)
			return
		case err == nil:
			s = e.startSession(src.Conn, Opened)
		case e.ctx.Err() == nil:
			s = nil
			wait = max(wait, min(2*wait, MaxReconnectWait))
			e.reportOpening(tryingAgain(wait), err)
		}
	}
	e.endSessions()
	e.finish("", nil)
}

func tryingAgain(wait time.Duration) string { return fmt.Sprintf("trying again in %v", wait) }

func (r Reconnect) first() time.Duration {
	if r.Wait <= 0 {
		return DefaultReconnectWait
	}
	return r.Wait
}

// pause waits, and reports whether it was for the whole time and not until the endpoint is to close.
func (e *endpoint) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-e.ctx.Done():
		return false
	}
}

// close begins the end of an endpoint; its goroutine does the rest.
func (e *endpoint) close() {
	e.cancel()
	e.mu.Lock()
	l := e.listener
	live := slices.Clone(e.sessions)
	e.mu.Unlock()
	if l != nil {
		l.Close()
	}
	for _, s := range live {
		s.close()
	}
}

// endSessions closes what sessions are left and waits until they have ended.
func (e *endpoint) endSessions() {
	e.mu.Lock()
	live := slices.Clone(e.sessions)
	e.mu.Unlock()
	for _, s := range live {
		s.close()
	}
	e.running.Wait()
}

// finish tells the end of an endpoint and lets go of the hub. An endpoint that failed to open has told so already.
func (e *endpoint) finish(note string, fault error) {
	e.mu.Lock()
	e.setLocked(EndpointClosed)
	e.fault = fault
	e.listener = nil
	e.mu.Unlock()
	e.telling.Wait()
	if fault == nil {
		e.report(Closed, note, nil)
	}
	e.cancel()
	close(e.done)
	e.h.running.Done()
}

func (e *endpoint) forgetEnded() {
	e.mu.Lock()
	e.ended = nil
	e.mu.Unlock()
}

func (e *endpoint) state() EndpointState {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.st
}

func (e *endpoint) set(st EndpointState) {
	e.mu.Lock()
	e.setLocked(st)
	e.mu.Unlock()
}

func (e *endpoint) setLocked(st EndpointState) {
	e.st, e.since = st, time.Now()
	e.h.changes.Add(1)
}

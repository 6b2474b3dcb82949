package netcore

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// maxDatagram is the longest datagram there is, in bytes: UDP's length field (RFC 768), and RFC 2675 is not in use.
const maxDatagram = 65535

// A receiver is the state of one session's receive loop.
type receiver struct {
	*session
	block    block
	buf      []byte    // a datagram is read here and then cut from block
	replies  []Message // reused
	names    peerNames
	lastData time.Time
	errors   int // of a datagram conn, in a row
	bad      trouble
	drops    DropCounter
	counted  int // datagrams since the last look at drops
	dropped  uint64
}

// receiveLoop reads until the conversation is over, and ends it.
func (s *session) receiveLoop(opened Event) {
	defer s.h.running.Done()
	r := receiver{session: s, lastData: opened.Time}
	r.block.most = s.e.spec.Limits.ReadSize
	if !s.stream {
		size := r.block.most
		if size <= 0 {
			size = maxDatagram
		}
		r.buf = make([]byte, size)
		r.block = block{size: mostBlock}
		r.drops, _ = s.conn.(DropCounter)
	}
	r.answer(opened)
	r.arm(opened.Time)
	err := r.run()
	r.reportDrops()
	s.finish(err)
}

// run reads until there is nothing more to read, and returns why.
func (r *receiver) run() error {
	for {
		buf := r.buf
		if r.stream {
			buf = r.block.space()
		}
		n, from, err := r.conn.Receive(buf)
		now := time.Now()
		switch {
		case err == nil || errors.Is(err, ErrTruncated):
			r.received(now, buf, n, from, err)
			r.errors = 0
			continue
		case n > 0:
			r.received(now, buf, n, from, nil)
		}
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			if end := r.deadline(now); end != nil {
				return end
			}
		case r.stream, errors.Is(err, net.ErrClosed):
			return err
		default:
			r.trouble(now, from, err)
		}
	}
}

// received tells of one read and lets the responder answer it.
func (r *receiver) received(now time.Time, buf []byte, n int, from Peer, err error) {
	r.lastData = now
	ev := Event{Time: now, Kind: Received, Endpoint: r.e.id, Session: r.id, Name: r.name, Local: r.local}
	if r.stream {
		wasLarge := r.block.large()
		ev.Payload = r.block.cut(n)
		if r.block.large() && !wasLarge {
			r.arm(now)
		}
	} else {
		if r.counted++; r.counted >= dropCheck {
			r.counted = 0
			r.reportDrops()
		}
		r.heardFrom(from)
		copy(r.block.room(n), buf[:n])
		ev.Payload = r.block.cut(n)
	}
	if err != nil {
		ev.Flags |= Truncated
		ev.Note, ev.Err = "the datagram was longer than the read size", err
	}
	ev.Peer = *r.peerText.Load()
	r.traffic.received(n)
	r.h.traffic.received(n)
	r.h.emit(ev)
	r.answer(ev)
}

// heardFrom remembers who sent the last datagram: it is who an answer goes to.
func (r *receiver) heardFrom(from Peer) {
	if last := r.lastPeer.Load(); from.IsZero() || (last != nil && *last == from) {
		return
	}
	r.lastPeer.Store(&from)
	r.peerText.Store(r.names.text(from))
}

// answer queues what the responder says to an event; it waits while the peer does not read.
func (r *receiver) answer(ev Event) {
	if r.e.spec.Responder == nil {
		return
	}
	r.replies = r.e.spec.Responder.Respond(r.replies[:0], ev)
	for i, m := range r.replies {
		r.replies[i] = Message{}
		m.Automatic = true
		if err := r.send(r.h.ctx, m); err != nil && !errors.Is(err, ErrEnded) {
			fail := r.event(Failed)
			fail.Note, fail.Err = "a reply was not sent", err
			r.h.emit(fail)
		}
	}
}

// trouble tells of an error that concerns one datagram. Errors come one a datagram that was sent; when they come by
// themselves, something lasting is wrong, and it slows down.
func (r *receiver) trouble(now time.Time, from Peer, err error) {
	ev := r.event(Failed)
	ev.Time, ev.Err = now, err
	if !from.IsZero() {
		ev.Peer = *r.names.text(from)
	}
	if r.errors++; r.errors <= calmErrors {
		r.h.emit(ev)
		return
	}
	wait, news := r.bad.again(err, now)
	if news {
		if sum := r.bad.over(now); sum != "" {
			ev.Note, ev.Flags = sum, Counted
		}
		r.h.emit(ev)
	}
	r.e.pause(wait)
}

// reportDrops tells what the system threw away since the last time.
func (r *receiver) reportDrops() {
	if r.drops == nil {
		return
	}
	n, ok := r.drops.Drops()
	if !ok || n <= r.dropped {
		return
	}
	ev := r.event(Failed)
	ev.Flags |= Counted
	ev.Note = fmt.Sprintf("the system dropped %d datagrams that came faster than they were read", n-r.dropped)
	r.h.drops.Add(n - r.dropped)
	r.dropped = n
	r.h.emit(ev)
}

// arm sets the next deadline of Receive: when the session will have been idle for too long, or quiet for long enough to
// give a large block up. Deadlines are lazy: nothing is set for each read.
func (r *receiver) arm(now time.Time) {
	var at time.Time
	if idle := r.e.spec.Limits.Idle; idle > 0 {
		at = r.lastData.Add(idle)
	}
	if r.stream && r.block.large() {
		quiet := r.lastData.Add(shrinkAfter)
		if at.IsZero() || quiet.Before(at) {
			at = quiet
		}
	}
	d, ok := r.conn.(Deadliner)
	if !ok {
		return
	}
	r.mu.Lock() // lastRead's deadline, set by the one who ends the session, stays
	defer r.mu.Unlock()
	if r.cause == 0 {
		d.SetReceiveDeadline(at)
	}
}

// deadline does what a passed deadline of Receive was set for; it returns an error when the session is over.
func (r *receiver) deadline(now time.Time) error {
	r.mu.Lock()
	ending := r.cause != 0
	r.mu.Unlock()
	if ending {
		return os.ErrDeadlineExceeded
	}
	quiet := now.Sub(r.lastData)
	if idle := r.e.spec.Limits.Idle; idle > 0 && quiet >= idle {
		return &LimitError{What: LimitIdle, After: idle}
	}
	if quiet >= shrinkAfter {
		r.block.shrink()
	}
	r.arm(now)
	return nil
}

// peerNames keeps the text of the last peers, so that a datagram from a known one costs no allocation.
type peerNames map[Peer]*string

const peerNamesKept = 1024

func (p *peerNames) text(peer Peer) *string {
	if t, ok := (*p)[peer]; ok {
		return t
	}
	if *p == nil || len(*p) >= peerNamesKept {
		*p = make(peerNames)
	}
	t := peer.String()
	(*p)[peer] = &t
	return &t
}

package netcore

import (
	"errors"
	"net"
	"os"
	"time"
)

// maxDatagram is the longest datagram there is, in bytes: UDP's length field (RFC 768), and RFC 2675 is not in use.
const maxDatagram = 65535

// A receiver is the state of one session's receive loop.
type receiver struct {
	*session
	block block
	buf   []byte // a datagram is read here and then cut from block
	frames
	actions  []Action // reused
	names    peerNames
	lastData time.Time
	errors   int // of a datagram conn, in a row
	bad      trouble
	sentThen uint64 // messages, when the last error came
	watched  bool   // a deadline is set for the time when the session is quiet
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
	s.hear()
	r.reframe(opened.Time)
	r.tell(opened)
	r.arm()
	err := r.run()
	r.endFrames(time.Now())
	r.calm(time.Now())
	r.reportDrops()
	r.reportUnread()
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
			if r.errors > 0 {
				r.calm(now)
			}
			r.received(now, buf, n, from, err)
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
	ev := Event{Time: now, Kind: Received, Endpoint: r.e.id, Session: r.id, Name: r.name, Network: r.network, Local: r.local}
	if r.stream {
		ev.Payload = r.block.cut(n)
	} else {
		if r.counted++; r.counted >= dropCheck {
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
	r.count(now, n)
	if !r.watched && r.busy() {
		r.arm()
	}
	r.reframe(now)
	if r.cutter != nil {
		r.cutRead(ev)
	} else {
		r.h.emit(ev)
		r.tell(ev)
	}
	if r.e.spec.Limits.Idle > 0 {
		r.lastData = time.Now() // what it waited for on this side is no idleness of the peer's
	}
}

// heardFrom remembers who sent the last datagram: it is who an answer goes to, and nobody if that has no address.
func (r *receiver) heardFrom(from Peer) {
	if from.IsZero() {
		from = r.peer
	}
	if last := r.lastPeer.Load(); last != nil && *last == from {
		return
	}
	kept := from
	r.lastPeer.Store(&kept)
	r.peerText.Store(r.names.text(from))
}

// tell lets an event be answered, by whoever is there to.
func (r *receiver) tell(ev Event) {
	h := r.hears.Load()
	if h.nobody() {
		return
	}
	if x := h.keeps; x != nil {
		r.answer(x, ev)
	}
	if x := h.answers; x != nil {
		r.answer(x, ev)
	} else if b := h.behaviour; b != nil && b.Responder != nil && !r.mute() {
		r.answer(b.Responder, ev)
	}
	for _, x := range h.more {
		r.answer(x, ev)
	}
}

// answer does what a responder says to an event; it waits while the peer does not read.
func (r *receiver) answer(by Responder, ev Event) {
	r.actions = by.Respond(r.actions[:0], ev)
	if !r.stream {
		r.toSender(r.actions)
	}
	for i, a := range r.actions {
		r.actions[i] = Action{}
		if a.Do == ActWait || !r.acts.empty() {
			_ = r.acts.put(r.ctx, r.runActs, act{Action: a}) // it is ending, which counts what was left
			continue
		}
		_ = r.do(r.ctx, a) // which told of it
	}
}

// toSender addresses what is not addressed to whoever sent last, for others may send before it goes out.
func (r *receiver) toSender(actions []Action) {
	last := r.lastPeer.Load()
	if last == nil || !r.peer.IsZero() {
		return
	}
	for i := range actions {
		if a := &actions[i]; a.Do == ActReply && a.Message.To.IsZero() {
			a.Message.To = *last
		}
	}
}

func (r *receiver) mute() bool {
	ending, half := r.leavingNow()
	return ending || half
}

// trouble tells of an error that concerns one datagram. Errors come one a datagram that was sent; when they come by
// themselves, something lasting is wrong, and it slows down.
func (r *receiver) trouble(now time.Time, from Peer, err error) {
	if sent := r.measures.total().SentMessages; sent != r.sentThen {
		r.calm(now)
		r.sentThen = sent
	}
	ev := r.event(Failed)
	ev.Time, ev.Err = now, err
	if !from.IsZero() {
		ev.Peer = *r.names.text(from)
	}
	if r.errors++; r.errors <= calmErrors {
		r.h.emit(ev)
		return
	}
	wait, news, before := r.bad.again(err, now)
	if before != "" {
		r.reportCounted(before)
	}
	if news {
		r.h.emit(ev)
	}
	r.e.pause(wait)
}

// calm ends a row of errors.
func (r *receiver) calm(now time.Time) {
	r.errors = 0
	if sum := r.bad.over(now); sum != "" {
		r.reportCounted(sum)
	}
}

func (r *receiver) reportCounted(note string) {
	ev := r.event(Failed)
	ev.Flags, ev.Note = Counted, note
	r.h.emit(ev)
}

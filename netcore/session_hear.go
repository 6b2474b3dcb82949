package netcore

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// hearing is who is told what a session receives, and how that is cut for them. It does not change; another one takes its
// place.
type hearing struct {
	behaviour *Behaviour // the endpoint's, as it was taken in; nil before
	answers   *attached  // the endpoint's responder, where it has something of its own in this session
	keeps     *attached  // the endpoint's keeper
	more      []*attached
}

// receive is what cuts the stream: of the last one attached that wants to, else of the endpoint.
func (h *hearing) receive() Framer {
	for _, a := range slices.Backward(h.more) {
		if a.receive != nil {
			return a.receive
		}
	}
	if h.behaviour == nil {
		return nil
	}
	return h.behaviour.Receive
}

// nobody reports whether there is nobody to tell.
func (h *hearing) nobody() bool {
	return len(h.more) == 0 && h.keeps == nil && (h.behaviour == nil || h.behaviour.Responder == nil)
}

// besides is what is attached without being what answers.
func (h *hearing) besides() (list []*attached) {
	if h.keeps != nil {
		list = append(list, h.keeps)
	}
	return append(list, h.more...)
}

// all is what is attached.
func (h *hearing) all() []*attached {
	if h.answers == nil {
		return h.besides()
	}
	return append(h.besides(), h.answers)
}

// attached is what an Attacher has in a session, and its side of it.
type attached struct {
	*session
	Attached
	by      Attacher
	receive Framer
	ctx     context.Context
	cancel  context.CancelFunc
	ended   sync.Once
}

// attach lets an Attacher begin, with the session's lock of attending held.
func (s *session) attachLocked(a Attachment) *attached {
	x := &attached{session: s, by: a.Attacher, receive: a.Receive}
	x.ctx, x.cancel = context.WithCancel(s.ctx)
	x.Attached = a.Attacher.Attach(x)
	return x
}

// detach ends it, once.
func (x *attached) detach() {
	x.ended.Do(func() {
		x.cancel()
		x.Attached.Detach()
	})
}

// hear takes in the endpoint's behaviour as it is now.
func (s *session) hear() {
	s.attending.Lock()
	defer s.attending.Unlock()
	old, b := s.hears.Load(), s.e.behaviour.Load()
	if s.gone || old.behaviour == b {
		return
	}
	next := *old
	next.behaviour = b
	if old.behaviour == nil || !same(old.behaviour.Responder, b.Responder) {
		if old.answers != nil {
			old.answers.detach()
		}
		next.answers = nil
		if a, ok := b.Responder.(Attacher); ok {
			next.answers = s.attachLocked(Attachment{Attacher: a})
		}
	}
	if old.behaviour == nil || !same(old.behaviour.Keeper, b.Keeper) {
		if old.keeps != nil {
			old.keeps.detach()
		}
		next.keeps = nil
		if b.Keeper != nil {
			next.keeps = s.attachLocked(Attachment{Attacher: b.Keeper})
		}
	}
	s.hears.Store(&next)
	if old.behaviour != nil {
		s.poke()
	}
}

// Attach puts something into a session while it is open: it is told what is received from here on, and may act. detach takes
// it out again and returns when nothing of it runs any more; the end of the session does the same.
func (h *Hub) Attach(id SessionID, a Attachment) (detach func(), err error) {
	s, err := h.session(id)
	if err != nil {
		return nil, err
	}
	s.attending.Lock()
	defer s.attending.Unlock()
	if s.gone {
		return nil, ErrEnded
	}
	x := s.attachLocked(a)
	next := *s.hears.Load()
	next.more = append(slices.Clone(next.more), x)
	s.hears.Store(&next)
	s.h.changes.Add(1)
	s.poke()
	return func() { s.detach(x) }, nil
}

// detach takes out what Attach put in.
func (s *session) detach(x *attached) {
	x.detach() // first, so that the end of the session waits for it
	s.attending.Lock()
	next := *s.hears.Load()
	next.more = slices.DeleteFunc(slices.Clone(next.more), func(y *attached) bool { return x == y })
	s.hears.Store(&next)
	s.attending.Unlock()
	s.h.changes.Add(1)
	s.poke()
}

// peerSaidAll waits until what answers has said all it has to say to a peer that has finished sending.
func (s *session) peerSaidAll() {
	s.acts.rest(s.ctx)
	h := s.hears.Load()
	for _, x := range h.all() {
		if f, ok := x.Attached.(Finisher); ok {
			f.Finish()
		}
	}
	s.acts.rest(s.ctx)
}

// detachAll ends what is attached, for good, and what was still to be done.
func (s *session) detachAll() {
	s.cancel()
	s.attending.Lock()
	s.gone = true
	h := s.hears.Load()
	s.hears.Store(&hearing{})
	s.attending.Unlock()
	for _, x := range h.all() {
		x.detach()
	}
	if left := s.acts.end(); left > 0 {
		ev := s.event(Failed)
		ev.Flags, ev.Note = Counted, fmt.Sprintf("%d automatic actions were not done", left)
		s.h.emit(ev)
	}
}

// attachedNames are what keeps and what was put in while the session is open, by name where they have one.
func (s *session) attachedNames() (names []string) {
	for _, x := range s.hears.Load().besides() {
		if n, ok := x.Attached.(fmt.Stringer); ok {
			names = append(names, n.String())
		} else if n, ok := x.by.(fmt.Stringer); ok {
			names = append(names, n.String())
		}
	}
	return names
}

// Context implements [Side].
func (x *attached) Context() context.Context { return x.ctx }

// Info implements [Side].
func (x *attached) Info() SessionInfo { return x.info() }

// Peer implements [Side].
func (x *attached) Peer() Peer {
	if last := x.lastPeer.Load(); last != nil {
		return *last
	}
	return x.peer
}

// Act implements [Side].
func (x *attached) Act(ctx context.Context, actions ...Action) error {
	return x.session.act(ctx, actions)
}

// Tell implements [Side].
func (x *attached) Tell(ev Event) {
	own := x.event(ev.Kind)
	if !ev.Time.IsZero() {
		own.Time = ev.Time
	}
	own.Flags, own.Payload, own.Note, own.Err = ev.Flags, ev.Payload, ev.Note, ev.Err
	x.h.emit(own)
}

package netcore

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// sendLoop writes what is queued, in order, until the outbox is closed and empty or a stream is broken.
func (s *session) sendLoop() {
	defer s.h.running.Done()
	defer close(s.sent)
	for {
		o, ok := s.out.take()
		if !ok {
			s.drained()
			return
		}
		var err error
		switch {
		case o.abort:
			_ = s.end(EndAbort) // the session tells how it ended
		case o.halfClose:
			err = s.shut()
		default:
			err = s.write(o.Message)
		}
		if err != nil && s.stream {
			s.fail(err)
			return
		}
	}
}

// write sends one message, told of before, and tells what did not go out.
func (s *session) write(m Message) error {
	ev := s.event(Sent)
	if !m.To.IsZero() {
		ev.Peer = m.To.String()
	}
	ev.Payload = m.Payload
	if m.Automatic {
		ev.Flags |= Automatic
	}
	s.measures.sends(ev.Time.Sub(s.h.began))
	s.h.emit(ev)
	ctx, limit := context.Background(), s.e.spec.Limits.Write
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, &LimitError{What: LimitWrite, After: limit})
		defer cancel()
	}
	n, err := s.conn.Send(ctx, m.Payload, m.To)
	s.countSent(ev.Time, n, err)
	if m.Wrote != nil {
		m.Wrote(n)
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	} else if fault := s.faultNow(); fault != nil && errors.Is(err, net.ErrClosed) {
		err = fault // why it was closed
	}
	ev.Time, ev.Kind, ev.Err, ev.Payload = time.Now(), Failed, err, m.Payload[:n]
	ev.Flags |= Short
	ev.Note = fmt.Sprintf("%d of %d bytes were sent", n, len(m.Payload))
	s.h.emit(ev)
	return err
}

func (s *session) faultNow() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// shut finishes sending, as EndHalfClose asked for.
func (s *session) shut() error {
	ev := s.event(Noted)
	if err := s.conn.(HalfCloser).CloseWrite(); err != nil {
		ev.Kind, ev.Err = Failed, err
		s.h.emit(ev)
		return err
	}
	ev.Note = NoteHalfClosed
	s.h.emit(ev)
	s.mu.Lock()
	both := s.peerShut
	s.mu.Unlock()
	if both {
		s.out.close()
	}
	return nil
}

// drained finishes what end(EndClose) began, when all that waited is written.
func (s *session) drained() {
	s.mu.Lock()
	local := s.cause == endLocal
	s.mu.Unlock()
	if !local {
		return
	}
	hc, ok := s.conn.(HalfCloser)
	if !ok || hc.CloseWrite() != nil {
		s.conn.Close()
		return
	}
	s.lastRead()
}

// lastRead gives the receive loop closeGrace to take what is still coming.
func (s *session) lastRead() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaving = true
	d, ok := s.conn.(Deadliner)
	s.leaveBy = time.Now().Add(closeGrace)
	if !ok || d.SetReceiveDeadline(s.leaveBy) != nil {
		s.conn.Close()
	}
}

// fail ends a stream that can't be written to any more. Who waits for room in the outbox, a receive loop with an answer
// among them, waits no longer.
func (s *session) fail(err error) {
	s.out.discard()
	if s.because(endFault, err) {
		s.lastRead()
	}
}

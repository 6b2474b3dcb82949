package netcore

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

// finish is the last thing of the receive loop: err is what its last read met.
func (s *session) finish(err error) {
	if errors.Is(err, io.EOF) {
		s.mu.Lock()
		s.peerShut = true
		s.mu.Unlock()
		stop := s.watchPeer()
		s.peerSaidAll()
		stop()
		s.peerFinished()
	} else {
		s.receiveFailed(err)
		s.out.discard()
		s.conn.Close() // a write may be waiting for a peer that is gone
	}
	s.startSending()
	<-s.sent
	s.detachAll()
	if lost := s.out.discard(); lost.messages > 0 {
		ev := s.event(Failed)
		ev.Flags |= Counted
		ev.Note = fmt.Sprintf("%d waiting messages (%d bytes) were not sent", lost.messages, lost.bytes)
		s.h.emit(ev)
	}
	s.because(endPeer, nil)
	s.conn.Close()
	s.leave()
}

// receiveFailed records what ends the session. Of a reset that the send loop met first, as EPIPE perhaps, and has told,
// the read knows the name.
func (s *session) receiveFailed(err error) {
	if s.because(endFault, err) || errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause == endFault {
		s.fault = err
	}
}

// peerFinished takes the peer's FIN: what waits is still sent, and with KeepOpen the session goes on until this side
// has finished too.
func (s *session) peerFinished() {
	s.mu.Lock()
	stay := s.e.spec.Limits.KeepOpen && s.cause == 0 && !s.halfClosed
	s.mu.Unlock()
	if !stay {
		s.because(endPeer, nil)
		s.out.close()
		return
	}
	ev := s.event(Noted)
	ev.Flags |= PeerShut
	ev.Note = "the peer finished sending (FIN); this side can still send"
	s.h.emit(ev)
	s.staysOpen()
}

// lookAgain is how often a session whose peer has finished sending, and that stays open, is looked at: a reset wakes nobody.
const lookAgain = time.Second

// staysOpen waits until this side has finished too, the peer resets, or the idle limit is over.
func (s *session) staysOpen() {
	idle := s.e.spec.Limits.Idle
	since := time.Now()
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case <-s.sent:
			return
		case <-tick.C:
		}
		if !s.brokenOff() && idle > 0 && time.Since(since) >= idle {
			s.breakOff(&LimitError{What: LimitIdle, After: idle})
		}
	}
}

// watchPeer looks for a reset by the peer until stop is called, which waits for a look under way.
func (s *session) watchPeer() (stop func()) {
	var mu sync.Mutex
	over := false
	mu.Lock()
	defer mu.Unlock()
	var timer *time.Timer
	timer = time.AfterFunc(lookAgain, func() {
		mu.Lock()
		defer mu.Unlock()
		if over = over || s.brokenOff(); !over {
			timer.Reset(lookAgain)
		}
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		timer.Stop()
	}
}

// brokenOff reports whether the peer has reset the connection, whose reads are at their end, and ends the session then.
func (s *session) brokenOff() bool {
	p, ok := s.conn.(Pender)
	if !ok {
		return false
	}
	fault := p.Pending()
	if fault != nil {
		s.breakOff(fault)
	}
	return fault != nil
}

// breakOff ends a session whose reads are at their end, because of fault.
func (s *session) breakOff(fault error) {
	s.receiveFailed(fault)
	s.out.discard()
	s.conn.Close()
	s.startSending()
}

// leave takes the session out of the hub and tells the end, so that whoever hears of it finds it in Snapshot.
func (s *session) leave() {
	ev := s.event(Ended)
	s.mu.Lock()
	if s.drain != nil {
		s.drain.Stop()
	}
	ev.Note, ev.Err = s.lastWordsLocked()
	if s.peerShut {
		ev.Flags |= PeerShut
	}
	s.mu.Unlock()

	h, e := s.h, s.e
	h.mu.Lock()
	delete(h.live, s.id)
	h.mu.Unlock()
	h.sessions.Add(-1)
	info := s.info()
	info.State, info.EndNote, info.EndFault = SessionEnded, ev.Note, ev.Err
	last := s.statistics(ev.Time, info, true)
	last.Now = Traffic{}
	e.mu.Lock()
	e.sessions = slices.DeleteFunc(e.sessions, func(x *session) bool { return x == s })
	e.ended = append(e.ended, last)
	if len(e.ended) > endedKept {
		e.ended = slices.Delete(e.ended, 0, len(e.ended)-endedKept)
	}
	e.endedAll++
	e.endedDrops += last.Dropped
	e.mu.Unlock()
	h.changes.Add(1)
	h.emit(ev)
	close(s.done)
	e.running.Done()
}

func (s *session) lastWordsLocked() (note string, fault error) {
	switch s.cause {
	case endLocal:
		return "closed here", nil
	case endAborted:
		if s.stream {
			return NoteAborted, nil
		}
		return "closed here", nil
	case endQuit:
		return "closed here: closing down", nil
	case endFault:
		return "", s.fault
	}
	return "the peer closed (FIN)", nil
}

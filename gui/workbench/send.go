package workbench

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// resolveLimit bounds the lookup of a datagram's receiver.
const resolveLimit = 10 * time.Second

var errNobody = errors.New("nothing is open to send to")

// A Maker makes what is sent to a peer, which is "" where nothing is known of it.
type Maker func(peer string) ([]byte, error)

// Send queues one payload for each of the sessions. to names the receiver of datagrams, as host:port; "" leaves it to the
// session. done, called once, tells to how many it was queued and the first error; with a literal address or none it
// is called before Send returns.
func (w *Workbench) Send(payload []byte, sessions []netcore.SessionID, to string, done func(queued int, err error)) {
	w.send(netcore.Message{Payload: payload}, nil, sessions, to, done)
}

// SendMade is Send with a payload of each session's own. All are made before the first is queued; where one can't be made
// nothing is sent.
func (w *Workbench) SendMade(make Maker, sessions []netcore.SessionID, to string, done func(queued int, err error)) {
	w.send(netcore.Message{}, make, sessions, to, done)
}

// send queues m for each of the sessions, with the payload that make gives, unless that is nil.
func (w *Workbench) send(m netcore.Message, make Maker, sessions []netcore.SessionID, to string, done func(queued int, err error)) {
	if len(sessions) == 0 {
		done(0, errNobody)
		return
	}
	to = strings.TrimSpace(to)
	if to == "" {
		done(w.queue(m, make, sessions))
		return
	}
	if peer, ok := transport.LiteralPeer(to); ok {
		m.To = peer
		done(w.queue(m, make, sessions))
		return
	}
	_, local := w.socketOf(sessions[0])
	w.tasks.run(func(ctx context.Context) {
		peer, err := resolvePeer(ctx, to, local)
		w.dispatch(func() {
			if err != nil {
				done(0, err)
				return
			}
			m.To = peer
			done(w.queue(m, make, sessions))
		})
	})
}

// queue never waits: a session whose peer does not read, and that has too much waiting, refuses.
func (w *Workbench) queue(m netcore.Message, make Maker, sessions []netcore.SessionID) (queued int, first error) {
	payloads, err := w.payloads(m, make, sessions)
	if err != nil {
		return 0, err
	}
	for i, id := range sessions {
		m.Payload = payloads[i]
		err := errFiling
		if !w.filing[id] {
			err = w.hub.TrySend(id, m)
		}
		switch {
		case err == nil:
			queued++
		case first == nil:
			first = err
		}
	}
	w.wakePump()
	return queued, first
}

// payloads are what the sessions are sent, in their order.
func (w *Workbench) payloads(m netcore.Message, make Maker, sessions []netcore.SessionID) ([][]byte, error) {
	list := slices.Repeat([][]byte{m.Payload}, len(sessions))
	if make == nil {
		return list, nil
	}
	for i, id := range sessions {
		peer := w.PeerOf(id)
		if !m.To.IsZero() {
			peer = m.To.String()
		}
		var err error
		if list[i], err = make(peer); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// PeerOf returns the peer of a session that is open, as far as there is one.
func (w *Workbench) PeerOf(id netcore.SessionID) string {
	for _, e := range w.endpoints {
		for _, s := range e.Sessions {
			if s.ID == id {
				return s.Peer
			}
		}
	}
	return ""
}

// SendFramer returns what makes frames of what a session is sent; nil where nothing does.
func (w *Workbench) SendFramer(id netcore.SessionID) netcore.Framer {
	for _, e := range w.endpoints {
		for _, s := range e.Sessions {
			if s.ID == id && s.Boundary == netcore.Stream {
				return e.Does.Send
			}
		}
	}
	return nil
}

// errOtherSession is why a row of a log that was opened can't go where it went.
var errOtherSession = errors.New("its connection was one of another session: choose an open one in Replay")

// SendAgain queues a row's payload for the session it belonged to, to the peer it went to or came from. What was read or
// written goes out as it was, and a frame as a message does, which the endpoint's framing makes a frame again.
func (w *Workbench) SendAgain(seq uint64, done func(queued int, err error)) {
	if w.book() != w.live {
		done(0, errOtherSession)
		return
	}
	e, ok := w.live.store.Get(seq, -1)
	if !ok {
		done(0, errors.New("the log has given this row up"))
		return
	}
	if e.Damaged && e.Size == 0 {
		done(0, errors.New(e.Fault.String()))
		return
	}
	to := ""
	if kind, _ := w.socketOf(e.Session); kind == netcore.Datagram {
		to = e.Peer
	}
	w.send(netcore.Message{Payload: e.Payload, Raw: e.Kind != netcore.Framed}, nil, []netcore.SessionID{e.Session}, to, done)
}

// socketOf returns the kind and the local address of a session that is open.
func (w *Workbench) socketOf(id netcore.SessionID) (b netcore.Boundary, local string) {
	for _, e := range w.endpoints {
		for _, s := range e.Sessions {
			if s.ID == id {
				return s.Boundary, s.Local
			}
		}
	}
	return 0, ""
}

package workbench

import (
	"context"
	"errors"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/transport"
)

// resolveLimit bounds the lookup of a datagram's receiver.
const resolveLimit = 10 * time.Second

// A Draft is what stands in a composer.
type Draft struct {
	Text     string
	Mode     codec.Mode
	Encoding codec.Encoding
	Ending   codec.LineEnding
}

// Bytes returns exactly what would be sent. The error is a [*codec.SyntaxError] with its place.
func (d Draft) Bytes() ([]byte, error) { return codec.Compose(d.Text, d.Mode, d.Encoding, d.Ending) }

var errNobody = errors.New("nothing is open to send to")

// Send queues one payload for each of the sessions. to names the receiver of datagrams, as host:port; "" leaves it to the
// session. done, called once, tells to how many it was queued and the first error; with a literal address or none it
// is called before Send returns.
func (w *Workbench) Send(payload []byte, sessions []netcore.SessionID, to string, done func(queued int, err error)) {
	w.send(netcore.Message{Payload: payload}, sessions, to, done)
}

func (w *Workbench) send(m netcore.Message, sessions []netcore.SessionID, to string, done func(queued int, err error)) {
	if len(sessions) == 0 {
		done(0, errNobody)
		return
	}
	to = strings.TrimSpace(to)
	if to == "" {
		done(w.queue(m, sessions))
		return
	}
	if peer, ok := transport.LiteralPeer(to); ok {
		m.To = peer
		done(w.queue(m, sessions))
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
			done(w.queue(m, sessions))
		})
	})
}

// queue never waits: a session whose peer does not read, and that has too much waiting, refuses.
func (w *Workbench) queue(m netcore.Message, sessions []netcore.SessionID) (queued int, first error) {
	for _, id := range sessions {
		err := w.hub.TrySend(id, m)
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
	w.send(netcore.Message{Payload: e.Payload, Raw: e.Kind != netcore.Framed}, []netcore.SessionID{e.Session}, to, done)
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

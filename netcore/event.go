package netcore

import (
	"strconv"
	"time"
)

// EndpointID numbers the endpoints of one hub from 1, in the order in which they were asked for.
type EndpointID uint32

// SessionID numbers the sessions of one hub from 1, across its endpoints.
type SessionID uint32

// An Event is one fact. It is immutable: Payload may share memory with other events and must not be written to. Whoever
// keeps events for long should copy the payload, which is cut from a larger block.
type Event struct {
	Time     time.Time // before a write, after a read
	Kind     EventKind
	Flags    EventFlags
	Endpoint EndpointID // 0: about no endpoint (a lookup)
	Session  SessionID  // 0: about the endpoint itself
	Name     string     // the endpoint's name
	Network  string     // of the session: "tcp", "udp"; "" when the transport does not say, or about no session
	Local    string     // this side's address
	Peer     string     // the other side's address
	Payload  []byte
	Note     string // a plain sentence
	Err      error  // why, of Failed and of Ended by a fault; Explain names it
}

// EventKind says what happened.
type EventKind uint8

const (
	Opened   EventKind = iota + 1 // an endpoint listens, or a client or UDP session is there
	Accepted                      // a listener's new session
	Received                      // one read of a stream, or one datagram
	Sent                          // about to be written
	Noted                         // something worth a line
	Failed                        // something went wrong; what goes on is said by what follows
	Ended                         // the last event of a session
	Closed                        // the last event of an endpoint
	Framed                        // one frame, cut from what was Received before it
)

var kindNames = [...]string{Opened: "opened", Accepted: "accepted", Received: "received", Sent: "sent", Noted: "noted",
	Failed: "failed", Ended: "ended", Closed: "closed", Framed: "framed"}

func (k EventKind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return "EventKind(" + strconv.Itoa(int(k)) + ")"
	}
	return kindNames[k]
}

// EventFlags qualify an event.
type EventFlags uint8

const (
	Truncated EventFlags = 1 << iota // the datagram was longer than the buffer; Payload holds its head
	Automatic                        // sent by a responder, not by a person
	Counted                          // one row for many: Note holds how many
	PeerShut                         // the peer finished sending (FIN)
	Short                            // of Failed: a write fell short of its Sent; Payload holds the bytes that did go out
	Cut                              // of Received: it was cut into frames, which follow as events of their own
	Broken                           // of Framed: it is no whole frame; Note says why
)

// IsMessage reports whether e is a message that came in: a frame, or what was received where nothing cuts it.
func (e *Event) IsMessage() bool {
	return e.Kind == Received && e.Flags&Cut == 0 || e.Kind == Framed && e.Flags&Broken == 0
}

// Notes by which the end of a session is told from others.
const (
	NoteHalfClosed = "finished sending (FIN), still receiving"
	NoteAborted    = "aborted here (RST)"
)

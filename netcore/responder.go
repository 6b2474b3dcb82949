package netcore

import (
	"context"
	"strconv"
	"time"
)

// A Responder answers by itself. Respond is called by one session's receive loop for each Opened, Accepted, Received
// and Framed event of that session, and appends what is to be done to dst. Messages are those of which
// [Event.IsMessage] is true; a Received that was cut into frames is followed by them. Respond must not block and must not keep or
// write to the event's payload beyond the answers. One Responder may serve many sessions at once, unless it is an
// [Attacher]. One with a String method is named so in the events of opening.
type Responder interface {
	Respond(dst []Action, in Event) []Action
}

// An Action is one thing for a session to do. Actions are done in order; those behind an ActWait wait too, while the session goes
// on receiving.
type Action struct {
	Do      Do
	Message Message       // of ActReply and ActForward
	Wait    time.Duration // of ActWait
	To      Target        // of ActForward
}

// Do says what an action does.
type Do uint8

const (
	ActReply     Do = iota + 1 // send Message
	ActWait                    // do nothing for Wait
	ActHalfClose               // finish sending, once what waits is sent
	ActClose                   // send what waits, then close
	ActAbort                   // reset
	ActForward                 // send Message to the sessions of To
)

var doNames = [...]string{ActReply: "reply", ActWait: "wait", ActHalfClose: "half-close", ActClose: "close", ActAbort: "abort", ActForward: "forward"}

func (d Do) String() string {
	if d == 0 || int(d) >= len(doNames) {
		return "Do(" + strconv.Itoa(int(d)) + ")"
	}
	return doNames[d]
}

// A Target names the sessions that something is forwarded to; one of its fields is set.
type Target struct {
	Session  SessionID // this one
	Others   bool      // all other sessions of the same endpoint
	Endpoint string    // all sessions of the open endpoints with this name
}

// Reply is the action of sending payload back.
func Reply(payload []byte) Action {
	return Action{Do: ActReply, Message: Message{Payload: payload}}
}

// An Attacher is a Responder with a state of its own in each session: a count, a process, a file. Attach is called when the
// session begins, before its first event, or when the responder is given to a session that is open.
type Attacher interface {
	Responder
	Attach(s Side) Attached
}

// Attached is what an Attacher has in one session. Its Respond may wait, until the context of its side ends: the session reads
// nothing meanwhile.
type Attached interface {
	Responder
	// Detach ends it and returns when nothing of it runs any more. It is called once, before the session's Ended is told,
	// or when something else takes its place; a Respond may be under way then or come once more, and does nothing.
	Detach()
}

// A Finisher is an Attached that is told when the peer has finished sending (FIN), before the session ends because of
// that. It may wait, until the context of its side ends, and go on acting meanwhile.
type Finisher interface {
	Attached
	Finish()
}

// A Side is a session as what is attached to it sees it. Its methods may be called from any goroutine, until Detach returns.
type Side interface {
	// Context ends when the session is to end, for any reason but that the peer has finished sending.
	Context() context.Context
	Info() SessionInfo
	// Peer is who a reply goes to: the fixed peer, or who sent the datagram that Respond is being called with.
	Peer() Peer
	// Act does what the actions say, in their order behind those of the session that wait, and waits while the peer does not
	// read. The error is of an action that could not be done, and has been told.
	Act(ctx context.Context, actions ...Action) error
	// Tell emits an event of the session, of which it fills in who, where and when.
	Tell(ev Event)
}

// An Attachment is what is put into one session while it is open.
type Attachment struct {
	Attacher Attacher
	Receive  Framer // cuts what is received instead of the endpoint's framing, while it is attached; nil leaves that
}

// A Behaviour is what of an endpoint may be changed while it is open.
type Behaviour struct {
	Receive   Framer    // nil: each read is a message
	Send      Framer    // nil: a message goes out as it is
	Responder Responder // nil: nothing answers by itself
	Keeper    Attacher  // put into each session besides, as what keeps what it receives; nil: nothing
}

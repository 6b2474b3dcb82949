package msglog

import (
	"time"

	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// An Entry is one event as the store keeps it. Payload must not be written to; it and the strings stay valid for as
// long as somebody holds them, trimmed or not.
type Entry struct {
	Seq      uint64
	Time     time.Time // local time, without the monotonic clock; zero when the event's was
	Kind     netcore.EventKind
	Flags    netcore.EventFlags
	Endpoint netcore.EndpointID
	Session  netcore.SessionID
	Name     string // the endpoint's
	Network  string // of the session; see [netcore.Event]
	Local    string
	Peer     string
	Size     int64  // of the whole payload, in bytes
	Payload  []byte // its head, as much as was asked for
	Note     string
	Fault    netcore.Fault // what the event's error was, when HasFault
	HasFault bool
	Damaged  bool // something of it is lost on disk, which Fault says unless it had another
}

// Carries reports whether the entry is about bytes, be they none.
func (e *Entry) Carries() bool { return e.Size > 0 || capture.HasBytes(e.Kind) }

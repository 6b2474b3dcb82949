package query

import "wirevise/netcore"

// A Row is what an expression is asked of. Whoever asks fills only what [Query.Needs] says, and all that Needs has no
// name for. Nothing of it is kept or written to.
type Row struct {
	Seq      uint64
	Time     int64 // Unix nanoseconds; [NoTime] for none
	Kind     netcore.EventKind
	Flags    netcore.EventFlags
	Fault    bool // has one
	Session  netcore.SessionID
	Endpoint netcore.EndpointID
	Flow     uint32 // for a Matcher: rows of one number have the same Endpoint, Name, Network, Local and Peer; 0: no number

	Name    string // the endpoint's
	Network string
	Local   string
	Peer    string

	Size    int64  // of the payload, in bytes
	Payload []byte // whole

	Note        string
	FaultName   string
	FaultText   string
	FaultNumber int

	// Stop tells whether the answer is wanted no more, and then it may be anything. Nil: it is. Only what can take long asks.
	Stop func() bool
}

// NoTime is the Time of a row that has none.
const NoTime = -1 << 63

// Needs are the parts of a row that a query looks at and that cost something to get.
type Needs struct {
	Payload bool
	Texts   bool // Note, FaultName, FaultText, FaultNumber
	Flow    bool // Name, Network, Local, Peer
}

func (n Needs) or(m Needs) Needs {
	return Needs{n.Payload || m.Payload, n.Texts || m.Texts, n.Flow || m.Flow}
}

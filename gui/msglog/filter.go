package msglog

import (
	"strconv"

	"wirevise/gui/query"
	"wirevise/netcore"
)

// Kinds is a set of sorts of rows as people tell them apart.
type Kinds uint8

const (
	ReceivedRows Kinds = 1 << iota // frames are, too
	SentRows
	StatusRows // opened, accepted, noted, ended, closed
	ErrorRows  // failed, broken frames, and anything else with a fault
)

// NoRows is a sort that no row is of: wanting only it, a filter shows nothing. With others it means nothing.
const NoRows Kinds = 1 << 7

// AllKinds is every sort of row.
const AllKinds = ReceivedRows | SentRows | StatusRows | ErrorRows

// kindsOf are the sorts a row belongs to. A session that ended by a fault is both status and error.
func kindsOf(kind netcore.EventKind, flags netcore.EventFlags, fault bool) Kinds {
	var k Kinds
	switch kind {
	case netcore.Received:
		k = ReceivedRows
	case netcore.Framed:
		k, fault = ReceivedRows, fault || flags&netcore.Broken != 0
	case netcore.Sent:
		k = SentRows
	case netcore.Failed:
		k = ErrorRows
	default:
		k = StatusRows
	}
	if fault {
		k |= ErrorRows
	}
	return k
}

// Pieces says what shows of a stream that is cut into frames.
type Pieces uint8

const (
	Frames Pieces = iota + 1 // the frames, and no read that was cut
	Reads                    // what each read brought, and no frame
	Both                     // either
)

func (p Pieces) String() string {
	switch p {
	case Frames:
		return "frames"
	case Reads:
		return "reads"
	case Both:
		return "both"
	}
	return "Pieces(" + strconv.Itoa(int(p)) + ")"
}

// PiecesNamed is the inverse of String. ok is false when there is no such.
func PiecesNamed(name string) (p Pieces, ok bool) {
	for p = Frames; p <= Both; p++ {
		if p.String() == name {
			return p, true
		}
	}
	return 0, false
}

// Show reports whether a row shows. The zero value is Both.
func (p Pieces) Show(kind netcore.EventKind, flags netcore.EventFlags) bool {
	switch p {
	case Frames:
		return kind != netcore.Received || flags&netcore.Cut == 0
	case Reads:
		return kind != netcore.Framed
	}
	return true
}

// isCut reports whether a row is a frame, or a read of which frames are rows.
func isCut(kind netcore.EventKind, flags netcore.EventFlags) bool {
	return kind == netcore.Framed || kind == netcore.Received && flags&netcore.Cut != 0
}

// Criteria say which rows are wanted: those that meet all of them. A zero field asks nothing. Criteria are compared to tell
// whether rows have to be looked through anew.
type Criteria struct {
	Kinds        Kinds  // any of these
	Pieces       Pieces // of streams that are cut
	Endpoint     netcore.EndpointID
	EndpointName string // exactly
	Session      netcore.SessionID
	Query        *query.Query // nil: everything
	Also         *query.Query // the same: rows have to pass both
}

// A Filter tells which rows pass. It is a value, immutable and safe for use by many goroutines; the zero Filter passes
// everything. Two filters are alike when their Criteria are.
type Filter struct {
	criteria Criteria
	query    *query.Query // nil: everything
	also     *query.Query // nil without query
	needs    query.Needs  // of both
}

// NewFilter makes the filter of c.
func NewFilter(c Criteria) Filter {
	if c.Kinds&AllKinds == AllKinds {
		c.Kinds = 0
	}
	if c.Pieces == Both {
		c.Pieces = 0
	}
	if c.Query != nil && c.Query.All() {
		c.Query = nil
	}
	if c.Also != nil && c.Also.All() {
		c.Also = nil
	}
	if c.Query == nil {
		c.Query, c.Also = c.Also, nil
	}
	f := Filter{criteria: c, query: c.Query, also: c.Also}
	for _, q := range []*query.Query{f.query, f.also} {
		if q != nil {
			n := q.Needs()
			f.needs = query.Needs{Payload: f.needs.Payload || n.Payload, Texts: f.needs.Texts || n.Texts, Flow: f.needs.Flow || n.Flow}
		}
	}
	return f
}

// Criteria returns what the filter was made of; of different ways to say the same, the simplest.
func (f Filter) Criteria() Criteria { return f.criteria }

// All reports whether everything passes.
func (f Filter) All() bool { return f.criteria == Criteria{} }

// Wide reports whether everything passes that shows of streams that are cut.
func (f Filter) Wide() bool {
	c := f.criteria
	c.Pieces = 0
	return c == Criteria{}
}

// Match reports whether an entry passes, which must have all of its payload.
func (f Filter) Match(e Entry) bool {
	c := &f.criteria
	if !c.Pieces.Show(e.Kind, e.Flags) ||
		c.Kinds != 0 && c.Kinds&kindsOf(e.Kind, e.Flags, e.HasFault) == 0 ||
		c.Session != 0 && c.Session != e.Session ||
		c.Endpoint != 0 && c.Endpoint != e.Endpoint ||
		c.EndpointName != "" && c.EndpointName != e.Name {
		return false
	}
	if f.query == nil {
		return true
	}
	row := QueryRow(e)
	return f.query.Match(&row) && (f.also == nil || f.also.Match(&row))
}

// QueryRow is an entry as a query sees it.
func QueryRow(e Entry) query.Row {
	return query.Row{Seq: e.Seq, Time: packTime(e.Time), Kind: e.Kind, Flags: e.Flags, Fault: e.HasFault, Session: e.Session,
		Endpoint: e.Endpoint, Name: e.Name, Network: e.Network, Local: e.Local, Peer: e.Peer, Size: e.Size, Payload: e.Payload,
		Note: e.Note, FaultName: e.Fault.Name, FaultText: e.Fault.Text, FaultNumber: e.Fault.Number}
}

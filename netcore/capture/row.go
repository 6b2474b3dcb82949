package capture

import (
	"io"
	"iter"
	"strconv"
	"time"

	"wirevise/netcore"
)

// A Row is one event as it is written to a file. Writers don't change it and don't keep it.
type Row struct {
	Seq      uint64
	Time     time.Time // written in its own location
	Kind     netcore.EventKind
	Flags    netcore.EventFlags
	Endpoint string // its name
	Session  netcore.SessionID
	Network  string // "tcp", "udp"; see [netcore.Event]
	Local    string
	Peer     string
	Size     int64 // of the payload, in bytes
	Payload  []byte
	Note     string
	Fault    netcore.Fault // when HasFault
	HasFault bool
}

// Rows are rows in the order in which they are written. An error ends the writing and is returned by the writer.
type Rows = iter.Seq2[Row, error]

// flushSize is how much a writer collects before it writes.
const flushSize = 64 << 10

// write hands the rows to appendRow and what it appends, behind head, to w in large pieces.
func write(w io.Writer, head string, rows Rows, appendRow func(dst []byte, r *Row) []byte) error {
	buf := append(make([]byte, 0, 2*flushSize), head...)
	for row, err := range rows {
		if err != nil {
			return err
		}
		buf = appendRow(buf, &row)
		if len(buf) < flushSize {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	_, err := w.Write(buf)
	return err
}

// flagNames are the words of the flags in files, by bit. Files keep them; a new flag gets a new word at the end.
var flagNames = [...]string{"truncated", "automatic", "counted", "peershut", "short", "cut", "broken"}

// flagName names the flag of bit i.
func flagName(i int) string {
	if i < len(flagNames) {
		return flagNames[i]
	}
	return "0x" + strconv.FormatUint(1<<i, 16)
}

// appendFlags appends the flags' names with a space between.
func appendFlags(dst []byte, flags netcore.EventFlags) []byte {
	sep := ""
	for i := range 8 {
		if flags&(1<<i) != 0 {
			dst = append(append(dst, sep...), flagName(i)...)
			sep = " "
		}
	}
	return dst
}

// HasBytes reports whether a row of the kind is about bytes, be they none.
func HasBytes(k netcore.EventKind) bool { return moved(k) || k == netcore.Framed }

// moved reports whether a row of the kind is of bytes that a socket read or wrote. A frame is of bytes that some read brought.
func moved(k netcore.EventKind) bool { return k == netcore.Received || k == netcore.Sent }

// RowOf returns an event as the row of that number. Time is written in the event's location.
func RowOf(seq uint64, e netcore.Event) Row {
	r := Row{Seq: seq, Time: e.Time, Kind: e.Kind, Flags: e.Flags, Endpoint: e.Name, Session: e.Session, Network: e.Network, Local: e.Local, Peer: e.Peer,
		Size: int64(len(e.Payload)), Payload: e.Payload, Note: e.Note}
	if e.Err != nil {
		r.Fault, r.HasFault = netcore.Explain(e.Err), true
	}
	return r
}

// Event returns the row as the event it was, as far as a row has it: the endpoint's name is there, its number is not. The
// payload is the row's.
func (r *Row) Event() netcore.Event {
	e := netcore.Event{Time: r.Time, Kind: r.Kind, Flags: r.Flags, Session: r.Session, Name: r.Endpoint, Network: r.Network, Local: r.Local,
		Peer: r.Peer, Payload: r.Payload, Note: r.Note}
	if r.HasFault {
		e.Err = r.Fault.Err()
	}
	return e
}

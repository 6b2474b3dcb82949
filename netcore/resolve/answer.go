package resolve

import (
	"fmt"
	"net/netip"
	"time"
)

// An Answer is everything that is known about what was typed, ready to be shown one row under the other.
type Answer struct {
	Query Query
	Title string // what was asked, as it was understood
	Took  time.Duration
	Rows  []Row
}

// A Row is one fact. Label and Value are plain English text; a label is one of the Label constants.
type Row struct {
	Kind   RowKind
	Label  string
	Value  string
	Source Source        // zero when there is nothing to say about it
	Took   time.Duration // of AddressRow: the lookup of its family
	Err    error         // of ErrorRow, beside Value

	// For a connection by one click: a host or an address, and a port when one was asked for or found.
	Host    string
	Address netip.Addr
	Port    uint16
}

// The labels of rows.
const (
	LabelASCII     = "ASCII form"
	LabelCanonical = "canonical name"
	LabelAlias     = "alias"
	LabelAlso      = "also known as"
	LabelIPv4      = "IPv4"
	LabelIPv6      = "IPv6"
	LabelScope     = "scope"
	LabelPort      = "port"
	LabelProtocol  = "protocol"
	LabelName      = "name"
)

// RowKind says what a row holds.
type RowKind uint8

const (
	HostRow     RowKind = iota + 1 // a name: Host
	AddressRow                     // Address
	PortRow                        // a port and its services: Port
	ProtocolRow                    // an IP protocol
	NoteRow                        // something worth knowing, such as that there is no address of a family
	ErrorRow                       // what could not be found out: Err
)

func (k RowKind) String() string {
	switch k {
	case HostRow:
		return "host"
	case AddressRow:
		return "address"
	case PortRow:
		return "port"
	case ProtocolRow:
		return "protocol"
	case NoteRow:
		return "note"
	case ErrorRow:
		return "error"
	}
	return fmt.Sprintf("RowKind(%d)", uint8(k))
}

package resolve

import (
	"fmt"
	"net/netip"
)

// A Query is what [Classify] made of what was typed.
type Query struct {
	Input string // as typed, without spaces around it
	Kind  QueryKind
	Err   error // an [*InputError] when Kind is NoQuery

	Scheme   string     // of URLQuery, in lower case
	Host     string     // HostQuery, NameQuery, HostPortQuery and URLQuery; "" for an address, and for a URL without one
	Addr     netip.Addr // in place of Host
	Port     uint16     // HostPortQuery and URLQuery: the port, if it is there as a number; it is never 0 then
	Service  string     // HostPortQuery: the port, if it is there as a name
	Number   int        // NumberQuery: 0 to 65535
	Protocol string     // NumberQuery: the tcp of 80/tcp, or ""
}

// QueryKind says what was typed.
type QueryKind uint8

const (
	NoQuery       QueryKind = iota + 1 // nothing that can be looked up
	HostQuery                          // example.com, bücher.example, example.com.
	AddressQuery                       // 192.0.2.7, 2001:db8::7, [2001:db8::7], fe80::1%eth0
	URLQuery                           // https://example.com/path
	HostPortQuery                      // example.com:443, 192.0.2.7:https, [::1]:9000
	NumberQuery                        // 443, 6, 443/tcp
	NameQuery                          // one word: localhost, https, tcp
)

func (k QueryKind) String() string {
	switch k {
	case NoQuery:
		return "nothing to look up"
	case HostQuery:
		return "host"
	case AddressQuery:
		return "address"
	case URLQuery:
		return "URL"
	case HostPortQuery:
		return "host and port"
	case NumberQuery:
		return "number"
	case NameQuery:
		return "name"
	}
	return fmt.Sprintf("QueryKind(%d)", uint8(k))
}

package transport

import (
	"fmt"
	"net/netip"
	"syscall"
)

// An ICMPError is an error that the system learned by ICMP (RFC 792) or ICMPv6 (RFC 4443) about a datagram sent
// earlier. Only Linux tells so much.
type ICMPError struct {
	To       netip.AddrPort // where the datagram went
	Reporter netip.Addr     // who said so; may be invalid
	Type     uint8
	Code     uint8
	Errno    syscall.Errno
}

func (e *ICMPError) Error() string {
	return fmt.Sprintf("datagram to %v: %v (ICMP type %d code %d from %v)", e.To, e.Errno, e.Type, e.Code, e.Reporter)
}

func (e *ICMPError) Unwrap() error { return e.Errno }

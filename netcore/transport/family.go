package transport

import (
	"net/netip"
	"strconv"
)

// Family chooses between IPv4 and IPv6. The zero value is FamilyAny.
type Family uint8

const (
	FamilyAny Family = iota // either: what the address or name given has; of "*", both
	IPv4
	IPv6
)

func (f Family) String() string {
	switch f {
	case FamilyAny:
		return "any"
	case IPv4:
		return "IPv4"
	case IPv6:
		return "IPv6"
	}
	return "Family(" + strconv.Itoa(int(f)) + ")"
}

// familyOf returns the family of an address that is not IPv4-mapped.
func familyOf(a netip.Addr) Family {
	if a.Is4() {
		return IPv4
	}
	return IPv6
}

// has reports whether an address belongs to f.
func (f Family) has(a netip.Addr) bool { return f == FamilyAny || f == familyOf(a) }

// network names f to package net: tcp, tcp4, tcp6. Only FamilyAny's makes a socket that speaks both.
func (f Family) network(proto string) string {
	switch f {
	case IPv4:
		return proto + "4"
	case IPv6:
		return proto + "6"
	}
	return proto
}

// lookupNetwork names f to the resolver.
func (f Family) lookupNetwork() string { return f.network("ip") }

// unmap is how an address is shown and compared: without ::ffff:.
func unmap(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()) }

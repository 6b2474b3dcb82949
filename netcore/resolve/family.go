package resolve

import (
	"fmt"
	"net/netip"
)

// Family is a family of addresses.
type Family uint8

const (
	AnyFamily Family = iota + 1 // IPv4, then IPv6
	IPv4
	IPv6
)

func (f Family) String() string {
	switch f {
	case AnyFamily:
		return "any"
	case IPv4:
		return "IPv4"
	case IPv6:
		return "IPv6"
	}
	return fmt.Sprintf("Family(%d)", uint8(f))
}

// each lists the single families of f. The zero Family counts as AnyFamily.
func (f Family) each() []Family {
	if f == IPv4 || f == IPv6 {
		return []Family{f}
	}
	return []Family{IPv4, IPv6}
}

// network is what package net calls f.
func (f Family) network() string {
	if f == IPv6 {
		return "ip6"
	}
	return "ip4"
}

// has reports whether a is an address of f.
func (f Family) has(a netip.Addr) bool { return f == AnyFamily || f == 0 || f == familyOf(a) }

func familyOf(a netip.Addr) Family {
	if a.Unmap().Is4() {
		return IPv4
	}
	return IPv6
}

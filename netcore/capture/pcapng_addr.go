package capture

import "net/netip"

// ends are the two addresses of a conversation, by [side]: unmapped, without zones, and of one family.
type ends [2]netip.AddrPort

// addresses reads the two addresses of a row; ok is false when there is one that no IP packet can have.
func addresses(localText, peerText string) (e ends, ok bool) {
	l, err := netip.ParseAddrPort(localText)
	if err != nil {
		return ends{}, false
	}
	p, err := netip.ParseAddrPort(peerText)
	if err != nil {
		return ends{}, false
	}
	la, pa := l.Addr().Unmap().WithZone(""), p.Addr().Unmap().WithZone("")
	if la.IsUnspecified() {
		la = anyOf(pa)
	}
	if la.Is4() != pa.Is4() {
		la, pa = netip.AddrFrom16(la.As16()), netip.AddrFrom16(pa.As16())
	}
	return ends{local: netip.AddrPortFrom(la, l.Port()), peer: netip.AddrPortFrom(pa, p.Port())}, true
}

// anyOf is what stands for every address of this machine when the other side is a.
func anyOf(a netip.Addr) netip.Addr {
	switch {
	case a.Is4() && a.IsLoopback():
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case a.Is4():
		return netip.IPv4Unspecified()
	case a.IsLoopback():
		return netip.IPv6Loopback()
	}
	return netip.IPv6Unspecified()
}

// A pair is two addresses in whichever order.
type pair struct{ lower, higher netip.AddrPort }

// pair returns the two addresses in order, and whether the local one is the higher.
func (e ends) pair() (p pair, swapped int) {
	if e[local].Compare(e[peer]) > 0 {
		return pair{e[peer], e[local]}, 1
	}
	return pair{e[local], e[peer]}, 0
}

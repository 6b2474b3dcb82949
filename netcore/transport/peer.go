package transport

import (
	"context"
	"net/netip"

	"wirevise/netcore"
)

// SplitHostPort reads host:port as people type it, an IPv6 address in brackets. The host may be a name, and is checked
// only when it is looked up; the port is from 1 to 65535. The error is an [*AddressError] of the fields FieldPeerHost and
// FieldPeerPort.
func SplitHostPort(typed string) (host string, port uint16, err error) {
	host, port, err = splitHostPort(FieldPeerHost, FieldPeerPort, typed, true)
	switch {
	case err != nil:
		return "", 0, err
	case host == "":
		return "", 0, &AddressError{FieldPeerHost, typed, "a host is needed before the port, as in localhost:9000"}
	case port == 0:
		return "", 0, &AddressError{FieldPeerPort, "0", "a port from 1 to 65535 is needed to send to"}
	}
	return host, port, nil
}

// LiteralPeer reads host:port where the host is an address and no lookup is needed.
func LiteralPeer(typed string) (peer netcore.Peer, ok bool) {
	host, port, err := SplitHostPort(typed)
	if err != nil {
		return netcore.Peer{}, false
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netcore.Peer{}, false
	}
	return netcore.Peer{Addr: netip.AddrPortFrom(addr.Unmap(), port)}, true
}

// ResolvePeer reads host:port and looks the host up: the first address of those that a socket bound to local, an address
// and port, can send to. The error is an [*AddressError] or that of the lookup.
func ResolvePeer(ctx context.Context, typed, local string) (netcore.Peer, error) {
	host, port, err := SplitHostPort(typed)
	if err != nil {
		return netcore.Peer{}, err
	}
	family := FamilyAny
	if bound, err := netip.ParseAddrPort(local); err == nil && !(bound.Addr().Is6() && bound.Addr().IsUnspecified()) {
		family = familyOf(bound.Addr())
	}
	addrs, err := resolve(ctx, FieldPeerHost, host, family)
	if err != nil {
		return netcore.Peer{}, err
	}
	return netcore.Peer{Addr: netip.AddrPortFrom(addrs[0], port)}, nil
}

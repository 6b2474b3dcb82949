package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"wirevise/netcore"
)

// An AddressError says which of the values given can't be right, before any socket was opened. Field is one of the
// Field constants, or the query key of a URL, so that a form can mark it.
type AddressError struct {
	Field string
	Value string
	Text  string // lower case, no full stop
}

// The fields of an address.
const (
	FieldScheme     = "scheme"
	FieldHost       = "host"
	FieldPort       = "port"
	FieldSourceHost = "source host"
	FieldSourcePort = "source port"
	FieldPeerHost   = "peer host"
	FieldPeerPort   = "peer port"
	FieldPeer       = "peer" // of a datagram's receiver
)

func (e *AddressError) Error() string {
	if e.Value == "" {
		return e.Field + ": " + e.Text
	}
	return e.Field + " " + strconv.Quote(e.Value) + ": " + e.Text
}

func familyError(field, value string, a netip.Addr, chosen Family) error {
	return &AddressError{field, value, "an " + familyOf(a).String() + " address, but " + chosen.String() + " was chosen"}
}

// everywhere reports whether a host to bind to means every interface.
func everywhere(host string) bool { return host == "" || host == "*" }

// A binding is where to listen. An invalid addr is every interface of family, both families if that is FamilyAny.
type binding struct {
	family Family
	addr   netip.Addr
}

// resolveBinding finds the one address to bind to: of a name, the first that the resolver gives for f. So "localhost"
// under FamilyAny is ::1 or 127.0.0.1, whichever comes first, and never both.
func resolveBinding(ctx context.Context, field, host string, f Family) (binding, error) {
	if everywhere(host) {
		return binding{family: f}, nil
	}
	addrs, err := resolve(ctx, field, host, f)
	if err != nil {
		return binding{}, err
	}
	if addrs[0].IsMulticast() {
		return binding{}, &AddressError{field, host, "a multicast group is joined, it is no address to listen on"}
	}
	return binding{familyOf(addrs[0]), addrs[0]}, nil
}

// hostPort writes the binding as package net wants it.
func (b binding) hostPort(port uint16) string {
	host := ""
	switch {
	case b.addr.IsValid():
		host = b.addr.String()
	case b.family == IPv4:
		host = "0.0.0.0"
	case b.family == IPv6:
		host = "::"
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

// resolve returns the addresses of host in family f, at least one, in the resolver's order (RFC 6724), unmapped. What
// can't be a host is an *AddressError, a failed lookup a *LookupError, which wraps [netcore.ErrNoData] when host has
// addresses, but none in f.
func resolve(ctx context.Context, field, host string, f Family) ([]netip.Addr, error) {
	addrs, err := resolveHost(ctx, field, host, f)
	var address *AddressError
	if err != nil && ctx.Err() == nil && !errors.As(err, &address) {
		err = &LookupError{Field: field, Err: err}
	}
	return addrs, err
}

// A LookupError says which of the hosts given could not be looked up.
type LookupError struct {
	Field string // one of the Field constants
	Err   error  // wraps a *net.DNSError
}

func (e *LookupError) Error() string { return e.Err.Error() }

// Unwrap returns the resolver's error.
func (e *LookupError) Unwrap() error { return e.Err }

func resolveHost(ctx context.Context, field, host string, f Family) ([]netip.Addr, error) {
	a, name, err := parseHost(field, host)
	if err != nil {
		return nil, err
	}
	if a.IsValid() {
		if !f.has(a) {
			return nil, familyError(field, host, a, f)
		}
		if err := checkZone(field, host, a); err != nil {
			return nil, err
		}
		return []netip.Addr{a}, nil
	}
	addrs, err := lookup(ctx, name, f)
	if err == nil || ctx.Err() != nil {
		return addrs, err
	}
	var dns *net.DNSError
	var addr *net.AddrError
	if f != FamilyAny && (errors.As(err, &dns) && dns.IsNotFound || errors.As(err, &addr)) {
		if _, other := lookup(ctx, name, FamilyAny); other == nil {
			return nil, &net.DNSError{Err: "no " + f.String() + " address", Name: name, IsNotFound: true, UnwrapErr: netcore.ErrNoData}
		}
	}
	return nil, err
}

func lookup(ctx context.Context, name string, f Family) ([]netip.Addr, error) {
	found, err := net.DefaultResolver.LookupNetIP(ctx, f.lookupNetwork(), name)
	if err != nil {
		return nil, err
	}
	addrs := found[:0]
	for _, a := range found {
		if a = a.Unmap(); f.has(a) {
			addrs = append(addrs, a)
		}
	}
	if len(addrs) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return addrs, nil
}

// parseHost reads host as an address, with or without brackets, or else as a name, which it returns as the resolver
// wants it: in ASCII (RFC 5891).
func parseHost(field, host string) (netip.Addr, string, error) {
	bad := func(text string) (netip.Addr, string, error) {
		return netip.Addr{}, "", &AddressError{field, host, text}
	}
	if host == "" {
		return bad("a host name or an address is needed")
	}
	bare := host
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		bare = host[1 : len(host)-1]
	}
	if a, err := netip.ParseAddr(bare); err == nil {
		return a.Unmap(), "", nil
	}
	switch {
	case bare != host:
		return bad("not an IPv6 address")
	case strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xa0 }):
		return bad("a host has no spaces in it")
	case strings.ContainsAny(host, "/\\?#@"):
		return bad("only the host belongs here, no scheme, user or path")
	case strings.Count(host, ":") == 1:
		return bad("only the host belongs here, the port has a place of its own")
	case strings.ContainsAny(host, ":%"):
		return bad("not an IPv6 address")
	case host == "*":
		return bad("every interface is no place to connect to")
	}
	name := strings.TrimSuffix(host, ".")
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return bad("not an IPv4 address: that is four numbers from 0 to 255 with dots between")
	}
	if !ascii(name) {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return bad("not a host name: " + strings.TrimPrefix(err.Error(), "idna: "))
		}
		labels = strings.Split(name, ".")
	}
	if len(name) > 253 {
		return bad("a host name has at most 253 characters")
	}
	for _, label := range labels {
		switch {
		case label == "":
			return bad("a host name has no empty part between its dots")
		case len(label) > 63:
			return bad("each part of a host name has at most 63 characters")
		}
	}
	if strings.HasSuffix(host, ".") {
		name += "."
	}
	return netip.Addr{}, name, nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// checkZone holds what the system would only call EINVAL: a link-local address needs an interface that exists.
func checkZone(field, value string, a netip.Addr) error {
	zone := a.Zone()
	if zone == "" {
		if a.Is6() && a.IsLinkLocalUnicast() {
			return &AddressError{field, value, "a link-local address needs its interface: " + a.String() + "%eth0"}
		}
		return nil
	}
	if _, err := strconv.ParseUint(zone, 10, 32); err == nil {
		return nil
	}
	if _, err := net.InterfaceByName(zone); err != nil {
		return &AddressError{field, value, "there is no interface " + strconv.Quote(zone)}
	}
	return nil
}

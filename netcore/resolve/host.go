package resolve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"wirevise/netcore"
)

// A HostAnswer is what gethostbyname_ex and getaddrinfo know of a host.
type HostAnswer struct {
	Asked     string   // as it was asked for
	ASCII     string   // as it was looked up; differs from Asked for international names
	Canonical string   // "" when it isn't known
	Aliases   []string // from the hosts file; without a line there, the asked name when it isn't the canonical one
	NamesFrom Source   // of Canonical; aliases can stand in other lines of the same file
	Families  []FamilyAnswer
	Took      time.Duration // all of it
}

// A FamilyAnswer is the addresses of one family.
type FamilyAnswer struct {
	Family Family       // IPv4 or IPv6
	Addrs  []netip.Addr // each once, in the system's order: the first is to be tried first
	Source Source
	Took   time.Duration
	Err    error // why there is no address
}

// Addrs lists every address: IPv4 first, each family in the system's order.
func (a HostAnswer) Addrs() []netip.Addr {
	var all []netip.Addr
	for _, f := range a.Families {
		all = append(all, f.Addrs...)
	}
	return all
}

// Host looks a host up through the system's resolver, one family after the other. It fails when no family has an
// address: with an [*InputError] for an impossible name, else with an error that wraps a [*net.DNSError] of the name.
//
// Aliases between the asked name and the canonical one (a chain of CNAMEs) are not known to the system's resolver.
func (r *Resolver) Host(ctx context.Context, name string, family Family) (HostAnswer, error) {
	start := time.Now()
	a := HostAnswer{Asked: name, ASCII: name}
	if addr, err := netip.ParseAddr(name); err == nil {
		return literalHost(a, addr.Unmap(), family)
	}
	ascii, err := asciiName(name)
	if err != nil {
		return a, err
	}
	a.ASCII = ascii
	lines, file := r.hosts(func(l hostsLine) bool { return family.has(l.addr) && l.has(ascii) })
	for _, f := range family.each() {
		a.Families = append(a.Families, r.family(ctx, ascii, f, lines, file))
	}
	a.Took = time.Since(start)
	if err := settleErrors(a.Families, ascii); err != nil {
		return a, fmt.Errorf("host %s: %w", name, err)
	}
	if slices.ContainsFunc(a.Families, func(f FamilyAnswer) bool { return f.Source.Kind == FromHostsFile }) {
		a.Canonical, a.Aliases = officialNames(lines)
		a.NamesFrom = lines[0].source(file)
	} else if canonical, err := r.system().LookupCNAME(ctx, ascii); err == nil {
		a.Canonical = strings.TrimSuffix(canonical, ".")
		a.NamesFrom = Source{Kind: FromSystem}
		if !sameName(a.Canonical, ascii) {
			a.Aliases = []string{ascii}
		}
	}
	a.Took = time.Since(start)
	return a, nil
}

// literalHost answers for an address in place of a name.
func literalHost(a HostAnswer, addr netip.Addr, family Family) (HostAnswer, error) {
	if !family.has(addr) {
		return a, fmt.Errorf("host %s: %w", a.Asked, noData(a.Asked))
	}
	a.Canonical, a.NamesFrom = a.Asked, Source{Kind: FromLiteral}
	a.Families = []FamilyAnswer{{Family: familyOf(addr), Addrs: []netip.Addr{addr}, Source: Source{Kind: FromLiteral}}}
	return a, nil
}

// family asks the system for the addresses of one family. They are the hosts file's when they stand in its lines.
func (r *Resolver) family(ctx context.Context, name string, f Family, lines []hostsLine, file string) FamilyAnswer {
	start := time.Now()
	addrs, err := r.system().LookupNetIP(ctx, f.network(), name)
	a := FamilyAnswer{Family: f, Took: time.Since(start)}
	for _, addr := range addrs {
		// The C library says 127.0.0.1 twice when ::1 is in the hosts file too, and may answer with the other family.
		if addr = addr.Unmap(); f.has(addr) && !slices.Contains(a.Addrs, addr) {
			a.Addrs = append(a.Addrs, addr)
		}
	}
	var unsuitable *net.AddrError
	switch {
	case errors.As(err, &unsuitable), err == nil && len(a.Addrs) == 0:
		a.Err = noData(name)
		return a
	case err != nil:
		a.Err = err
		return a
	}
	a.Source = Source{Kind: FromSystem}
	for i, addr := range a.Addrs {
		at := slices.IndexFunc(lines, func(l hostsLine) bool { return l.addr == addr })
		if at < 0 {
			a.Source = Source{Kind: FromSystem}
			break
		}
		if i == 0 {
			a.Source = lines[at].source(file)
		}
	}
	return a
}

// settleErrors returns the error of families of which none has an address. When one has, the name exists, and what the
// other one's "no such host" means is that it has no address there.
func settleErrors(families []FamilyAnswer, name string) error {
	exists := slices.ContainsFunc(families, func(f FamilyAnswer) bool { return f.Err == nil || errors.Is(f.Err, netcore.ErrNoData) })
	var first error
	found := false
	for i, f := range families {
		var dns *net.DNSError
		switch {
		case f.Err == nil:
			found = true
		case exists && errors.As(f.Err, &dns) && dns.IsNotFound:
			families[i].Err = noData(name)
		}
		// What kept the system from answering tells more than that the other family has no address.
		if err := families[i].Err; err != nil && (first == nil || errors.Is(first, netcore.ErrNoData)) {
			first = err
		}
	}
	if found {
		return nil
	}
	return first
}

// noData is the error of a name that has no address of a family.
func noData(name string) error {
	return &net.DNSError{Err: netcore.ErrNoData.Error(), Name: name, IsNotFound: true, UnwrapErr: netcore.ErrNoData}
}

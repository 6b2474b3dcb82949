package resolve

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// An AddressAnswer is what gethostbyaddr and getnameinfo know of an address.
type AddressAnswer struct {
	Addr      netip.Addr
	Canonical string
	Aliases   []string
	Also      []HostName // names in later lines of the hosts file, which the system doesn't tell
	Source    Source     // of Canonical and Aliases
	Took      time.Duration
}

// A HostName is a name and where it stands.
type HostName struct {
	Name   string
	Source Source
}

// Address looks up the names of an address: in the hosts file first, then through the system's resolver. An address
// without a name is an error that wraps a [*net.DNSError].
func (r *Resolver) Address(ctx context.Context, addr netip.Addr) (AddressAnswer, error) {
	start := time.Now()
	addr = addr.Unmap()
	a := AddressAnswer{Addr: addr}
	if lines, file := r.hosts(func(l hostsLine) bool { return l.addr == addr }); len(lines) > 0 {
		a.Canonical, a.Aliases = officialNames(lines[:1])
		a.Source = lines[0].source(file)
		for _, l := range lines[1:] {
			for _, name := range l.names {
				if !lines[0].has(name) {
					a.Also = append(a.Also, HostName{name, l.source(file)})
				}
			}
		}
		a.Took = time.Since(start)
		return a, nil
	}
	names, err := r.system().LookupAddr(ctx, addr.String())
	a.Took = time.Since(start)
	if err == nil && len(names) == 0 {
		err = noData(addr.String())
	}
	if err != nil {
		return a, fmt.Errorf("address %s: %w", addr, err)
	}
	a.Canonical = strings.TrimSuffix(names[0], ".")
	for _, name := range names[1:] {
		a.Aliases = append(a.Aliases, strings.TrimSuffix(name, "."))
	}
	a.Source = Source{Kind: FromSystem}
	return a, nil
}

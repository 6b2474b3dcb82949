package resolve

import (
	"context"
	"net"
	"net/netip"
	"os"
)

// A Resolver answers lookups. The zero Resolver asks this system and has no built-in tables.
type Resolver struct {
	System System // nil: this system's resolver

	// The system's files; "" is where this system has them. One that isn't there counts as empty.
	HostsFile, ServicesFile, ProtocolsFile string

	// The built-in tables, asked when the system's files know nothing; nil is none. Not written to.
	Services, Protocols []byte
}

// System is what is asked of the system's resolver, in the words of [net.Resolver], which is one. Its calls return when
// ctx ends.
type System interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
	LookupCNAME(ctx context.Context, host string) (string, error)
	LookupAddr(ctx context.Context, addr string) ([]string, error)
}

var _ System = (*net.Resolver)(nil)

func (r *Resolver) system() System {
	if r.System != nil {
		return r.System
	}
	return thisSystem
}

// readFile reads the file at path, or, when path is "", the system's file of that name. It also returns where that is.
func readFile(path, name string) ([]byte, string, error) {
	if path == "" {
		path = systemFile(name)
	}
	data, err := os.ReadFile(path)
	return data, path, err
}

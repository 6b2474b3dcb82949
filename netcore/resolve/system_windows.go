package resolve

import (
	"context"
	"net"
	"os"
	"path/filepath"
)

// thisSystem is this system's resolver.
var thisSystem System = windowsResolver{net.DefaultResolver, &net.Resolver{PreferGo: true}}

// A windowsResolver finds addresses as applications do, through GetAddrInfoW. Canonical names and names of addresses come
// from Go's own DNS client: Go calls DnsQuery for them without regard to the context, which may take half a minute.
type windowsResolver struct {
	*net.Resolver
	dns *net.Resolver
}

func (w windowsResolver) LookupCNAME(ctx context.Context, host string) (string, error) {
	return w.dns.LookupCNAME(ctx, host)
}

func (w windowsResolver) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	return w.dns.LookupAddr(ctx, addr)
}

// systemFile is where the system keeps its hosts, services or protocols.
func systemFile(name string) string {
	root := os.Getenv("SystemRoot")
	if root == "" {
		root = `C:\Windows`
	}
	if name == protocolsName {
		name = "protocol"
	}
	return filepath.Join(root, "System32", "drivers", "etc", name)
}

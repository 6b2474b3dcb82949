package resolve

import (
	"context"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The tests' own files, written for them.
const (
	testHosts = `# hosts for tests
127.0.0.1	localhost loop   # the usual
::1		localhost ip6-loopback
192.0.2.10	web.test www.test Web
192.0.2.11	other.test web.test
192.0.2.10	late.test

not-an-address	nothing.test
192.0.2.12
fe80::1%lo	link.test
`
	testServices = `# services for tests
http	80/tcp		www	# World Wide Web
https	443/tcp
https	443/udp
shell	514/tcp		cmd syslog
syslog	514/udp
echo	7/tcp
echo	7/udp
odd	70000/tcp
odder	80
Mixed	4242/TCP
first	4243/tcp
second	4243/tcp
`
	testProtocols = `# protocols for tests
ip	0	IP	# internet protocol
tcp	6	TCP	# transmission control protocol
udp	17	UDP
local	253	LOCAL
big	300	BIG
huge	70000
`
	testServiceTable = "# comment\n" +
		"http\t80/tcp,udp\twww www-http\tHypertext Transfer Protocol\n" +
		"nicname\t43/tcp,udp\twhois\twho is\n" +
		"dccpish\t5004/dccp,udp\t\ttwo transports\n" +
		"ssh\t22/tcp\t\tsecure shell\n"
	testProtocolTable = "0\thopopt\tip\tIPPROTO_HOPOPTS IPPROTO_IP\toptions\n" +
		"6\ttcp\t\tIPPROTO_TCP\tTransmission Control\n" +
		"17\tudp\t\tIPPROTO_UDP\tUser Datagram\n" +
		"61\t\t\t\tany host internal protocol\n" +
		"132\tsctp\t\tIPPROTO_SCTP\tStream Control\n"
)

// testResolver has the tests' files and tables and asks system.
func testResolver(t *testing.T, system System) *Resolver {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return &Resolver{
		System:        system,
		HostsFile:     write("hosts", testHosts),
		ServicesFile:  write("services", testServices),
		ProtocolsFile: write("protocols", testProtocols),
		Services:      []byte(testServiceTable),
		Protocols:     []byte(testProtocolTable),
	}
}

// fakeSystem is a resolver that knows what stands in it.
type fakeSystem struct {
	hosts map[string][]string // addresses of a name
	cname map[string]string
	names map[string][]string // names of an address
	fail  map[string]error    // of a network and a name: "ip6 web.test"
}

var _ System = fakeSystem{}

func notFound(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (f fakeSystem) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	if err := ctx.Err(); err != nil {
		return nil, &net.DNSError{Err: err.Error(), Name: host, UnwrapErr: err}
	}
	if err := f.fail[network+" "+host]; err != nil {
		return nil, err
	}
	var addrs []netip.Addr
	for _, s := range f.hosts[strings.ToLower(host)] {
		if a := netip.MustParseAddr(s); a.Is4() == (network == "ip4") {
			addrs = append(addrs, a)
		}
	}
	if len(addrs) == 0 {
		return nil, notFound(host)
	}
	return addrs, nil
}

func (f fakeSystem) LookupCNAME(ctx context.Context, host string) (string, error) {
	if name, ok := f.cname[host]; ok {
		return name, nil
	}
	return "", notFound(host)
}

func (f fakeSystem) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	if names, ok := f.names[addr]; ok {
		return names, nil
	}
	return nil, notFound(addr)
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

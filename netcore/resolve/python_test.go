package resolve

import (
	"encoding/json"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"testing"
)

// python runs a program in python3, in which ask(f, ...) is f's result or None when it raises OSError, and reads the JSON
// that it prints into result.
func python(t *testing.T, program string, result any) {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	const prelude = `
import json, socket
def ask(f, *args):
    try:
        return f(*args)
    except OSError:
        return None
def out(v):
    print(json.dumps(v))
`
	output, err := exec.CommandContext(t.Context(), path, "-c", prelude+program).Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	if err := json.Unmarshal(output, result); err != nil {
		t.Fatalf("%s: %v", output, err)
	}
}

// portOn is the port of the answer on a transport, 0 if there is none of the system's file.
func portOn(answers []ServiceAnswer, protocol string) (ServiceAnswer, bool) {
	i := slices.IndexFunc(answers, func(s ServiceAnswer) bool { return s.Protocol == protocol && s.Source.Kind == FromFile })
	if i < 0 {
		return ServiceAnswer{}, false
	}
	return answers[i], true
}

// The system's services file is read as getservbyname and getservbyport read it, for every name and port of this machine.
func TestServicesAreTheSystems(t *testing.T) {
	var want struct {
		Names map[string]map[string]int    // port of name and transport
		Ports map[string]map[string]string // name of port and transport
	}
	python(t, `
names, ports = {}, {}
try:
    lines = open('/etc/services').read().splitlines()
except OSError:
    lines = []
for line in lines:
    fields = line.split('#')[0].split()
    if len(fields) < 2: continue
    for name in [fields[0]] + fields[2:] + ['nonesuch']:
        names[name] = {p: ask(socket.getservbyname, name, p) or 0 for p in ('tcp', 'udp')}
    port = fields[1].split('/')[0]
    ports[port] = {p: ask(socket.getservbyport, int(port), p) or '' for p in ('tcp', 'udp')}
out({'Names': names, 'Ports': ports})
`, &want)
	if len(want.Names) == 0 {
		t.Skip("this machine has no services file")
	}
	var r Resolver
	for name, ports := range want.Names {
		answers, _ := r.Service(name)
		for protocol, port := range ports {
			if got, _ := portOn(answers, protocol); int(got.Port) != port {
				t.Errorf("Service(%q) is %d on %s, python's %d", name, got.Port, protocol, port)
			}
		}
	}
	for digits, names := range want.Ports {
		answers, _ := r.Port(uint16(Classify(digits).Number))
		for protocol, name := range names {
			if got, _ := portOn(answers, protocol); got.Name != name {
				t.Errorf("Port(%s) is %q on %s, python's %q", digits, got.Name, protocol, name)
			}
		}
	}
}

func TestProtocolsAreTheSystems(t *testing.T) {
	var want map[string]int
	python(t, `
names = {}
try:
    lines = open('/etc/protocols').read().splitlines()
except OSError:
    lines = []
for line in lines:
    fields = line.split('#')[0].split()
    for name in fields[:1] + fields[2:]:
        names[name] = ask(socket.getprotobyname, name)
out(names)
`, &want)
	if len(want) == 0 {
		t.Skip("this machine has no protocols file")
	}
	var r Resolver
	for name, number := range want {
		got, err := r.Protocol(name)
		if err != nil || got.Number != number || got.Source.Kind != FromFile {
			t.Errorf("Protocol(%q) = %v, %v, python's %d", name, got, err, number)
		}
	}
}

func TestLocalhostIsTheSystems(t *testing.T) {
	var want struct {
		Ex   []json.RawMessage // canonical, aliases, addresses
		Info []string
	}
	python(t, `
out({
    'Ex': ask(socket.gethostbyname_ex, 'localhost'),
    'Info': [i[4][0] for i in ask(socket.getaddrinfo, 'localhost', 0, 0, socket.SOCK_STREAM) or []],
})
`, &want)
	if len(want.Ex) != 3 {
		t.Skip("this machine knows no localhost")
	}
	var canonical string
	var aliases, v4 []string
	for i, into := range []any{&canonical, &aliases, &v4} {
		if err := json.Unmarshal(want.Ex[i], into); err != nil {
			t.Fatal(err)
		}
	}
	var r Resolver
	a, err := r.Host(t.Context(), "localhost", AnyFamily)
	if err != nil {
		t.Fatal(err)
	}
	if a.Canonical != canonical {
		t.Errorf("canonical name %q, python's %q", a.Canonical, canonical)
	}
	for _, alias := range aliases {
		if !slices.Contains(a.Aliases, alias) {
			t.Errorf("aliases %q, python's %q", a.Aliases, aliases)
		}
	}
	var got []string
	for _, addr := range a.Addrs() {
		got = append(got, addr.String())
	}
	for _, list := range [][]string{v4, want.Info} {
		for _, addr := range list {
			if !slices.Contains(got, addr) {
				t.Errorf("addresses %q, python's %q", got, list)
			}
		}
	}
}

func TestNamesOfLoopbackAreTheSystems(t *testing.T) {
	var want struct {
		Ex   []json.RawMessage
		Info []string
	}
	python(t, `
out({
    'Ex': ask(socket.gethostbyaddr, '127.0.0.1'),
    'Info': ask(socket.getnameinfo, ('127.0.0.1', 80), socket.NI_NUMERICSERV),
})
`, &want)
	if len(want.Ex) != 3 || len(want.Info) != 2 {
		t.Skip("this machine knows no name of 127.0.0.1")
	}
	var canonical string
	var aliases []string
	if err := json.Unmarshal(want.Ex[0], &canonical); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want.Ex[1], &aliases); err != nil {
		t.Fatal(err)
	}
	var r Resolver
	a, err := r.Address(t.Context(), netip.MustParseAddr("127.0.0.1"))
	if err != nil || a.Canonical != canonical || a.Canonical != want.Info[0] || !slices.Equal(a.Aliases, aliases) {
		t.Errorf("got %+v, %v, python's %q, %q and %q", a, err, canonical, aliases, want.Info[0])
	}
}

func TestMachineIsTheSystems(t *testing.T) {
	var want struct {
		Name       string
		Interfaces [][2]any // index, name
	}
	python(t, `out({'Name': socket.gethostname(), 'Interfaces': socket.if_nameindex()})`, &want)
	r := Resolver{System: fakeSystem{}} // the name may be one that only a DNS server elsewhere knows
	a, err := r.Machine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != want.Name {
		t.Errorf("name %q, python's %q", a.Name, want.Name)
	}
	names := map[int]string{}
	for _, i := range a.Interfaces {
		names[i.Index] = i.Name
	}
	for _, i := range want.Interfaces {
		index, _ := i[0].(float64)
		if names[int(index)] != i[1] {
			t.Errorf("interface %v is %q, python's %v", index, names[int(index)], i[1])
		}
	}
	if len(names) != len(want.Interfaces) {
		t.Errorf("%d interfaces, python's %d", len(names), len(want.Interfaces))
	}
}

// The constants of the built-in table are python's, which has them from <netinet/in.h>.
func TestConstantsAreTheSystems(t *testing.T) {
	var want map[string]int
	python(t, `out({n: getattr(socket, n) for n in dir(socket) if n.startswith('IPPROTO_')})`, &want)
	table, err := os.ReadFile("../../assets/tables/protocols.tsv")
	if err != nil {
		t.Fatal(err)
	}
	list, err := protocolTable(table)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, p := range list {
		for _, constant := range p.Constants {
			if number, ok := want[constant]; ok {
				checked++
				if number != p.Number {
					t.Errorf("%s is %d, python's %d", constant, p.Number, number)
				}
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d constants were there to compare", checked)
	}
}

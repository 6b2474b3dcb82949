package assets_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wirevise/assets"
	"wirevise/netcore/resolve"
)

// builtIn is a resolver that has the tables and no files.
func builtIn(t *testing.T) *resolve.Resolver {
	none := t.TempDir() + "/none"
	return &resolve.Resolver{
		HostsFile: none, ServicesFile: none, ProtocolsFile: none, Services: assets.Services, Protocols: assets.Protocols,
	}
}

// rows are a table's rows, without comments.
func rows(table []byte) (list [][]string) {
	for line := range bytes.Lines(table) {
		if text := strings.TrimSuffix(string(line), "\n"); !strings.HasPrefix(text, "#") {
			list = append(list, strings.Split(text, "\t"))
		}
	}
	return list
}

func TestServicesTable(t *testing.T) {
	r := builtIn(t)
	list := rows(assets.Services)
	if len(list) < 200 {
		t.Errorf("%d services, want 200 or more", len(list))
	}
	names := map[string]string{} // what a name or a port on a transport was taken by
	last := 0
	for _, row := range list {
		name, aliases := row[0], strings.Fields(row[2])
		digits, protocols, _ := strings.Cut(row[1], "/")
		port, err := strconv.Atoi(digits)
		if err != nil || port < last || row[3] == "" || name != strings.ToLower(name) {
			t.Errorf("%q: port %v, want it above %d, a description, and a name in lower case", row, err, last)
		}
		last = port
		for protocol := range strings.SplitSeq(protocols, ",") {
			if !slices.Contains([]string{"tcp", "udp", "sctp"}, protocol) {
				t.Errorf("%s: transport %q", name, protocol)
			}
			for _, key := range append(aliases, name, digits) {
				key += "/" + protocol
				if by, taken := names[key]; taken {
					t.Errorf("%s is %s as well as %s", key, by, name)
				}
				names[key] = name
			}
		}
		answers, err := r.Service(name)
		if err != nil || int(answers[0].Port) != port {
			t.Errorf("Service(%q) = %v, %v, want %d", name, answers, err, port)
		}
	}
}

func TestServicesThatEverybodyKnows(t *testing.T) {
	r := builtIn(t)
	known := map[string]uint16{"http": 80, "https": 443, "ssh": 22, "smtp": 25, "domain": 53, "dns": 53, "ftp": 21, "telnet": 23,
		"ntp": 123, "imap": 143, "pop3": 110, "mysql": 3306, "postgresql": 5432, "redis": 6379, "mqtt": 1883, "syslog": 514}
	for name, port := range known {
		if got, err := r.Service(name); err != nil || got[0].Port != port {
			t.Errorf("Service(%q) = %v, %v, want %d", name, got, err, port)
		}
	}
	if got, err := r.Port(80); err != nil || got[0].Name != "http" || got[0].Protocol != "tcp" {
		t.Errorf("Port(80) = %v, %v, want http", got, err)
	}
	for _, scheme := range []string{"http", "https", "ws", "wss", "ftp", "ftps", "sftp", "ssh", "telnet", "ldap", "ldaps", "imap", "imaps",
		"pop3", "smtp", "mqtt", "mqtts", "redis", "rediss", "amqp", "amqps", "postgres", "postgresql", "mysql", "mongodb", "sip", "sips",
		"rtsp", "rtmp", "coap", "coaps", "irc", "ircs", "git", "svn", "svn+ssh", "rsync", "nfs", "tftp", "gopher", "finger", "dict",
		"dns", "whois", "vnc", "rdp", "smb", "afp", "xmpp", "stun", "stuns", "turn", "turns", "ipp", "ipps", "nntp", "news", "snews",
		"socks5", "opc.tcp", "scp", "git+ssh", "cifs", "coap+tcp", "coaps+tcp", "socks4"} {
		if got, err := r.SchemePort(scheme); err != nil {
			t.Errorf("SchemePort(%q) = %v, %v", scheme, got, err)
		}
	}
}

func TestProtocolsTable(t *testing.T) {
	r := builtIn(t)
	list := rows(assets.Protocols)
	names := map[string]bool{}
	for i, row := range list {
		number, err := strconv.Atoi(row[0])
		if err != nil || i > 0 && number <= mustAtoi(t, list[i-1][0]) || row[4] == "" {
			t.Errorf("%q: want a number above the last one and a description", row)
		}
		got, err := r.Protocol(row[0])
		if err != nil || got.Number != number || got.Name != row[1] {
			t.Errorf("Protocol(%s) = %v, %v", row[0], got, err)
		}
		for _, name := range append(strings.Fields(row[2]+" "+row[3]), strings.Fields(row[1])...) {
			if names[name] || strings.HasPrefix(name, "IPPROTO_") != (name == strings.ToUpper(name) && strings.Contains(name, "_")) {
				t.Errorf("%s: %q is there twice, or no constant in its place", row[0], name)
			}
			names[name] = true
			if got, err := r.Protocol(name); err != nil || got.Number != number {
				t.Errorf("Protocol(%q) = %v, %v, want %d", name, got, err, number)
			}
		}
	}
	for number := range 147 { // IANA assigned these without a gap
		if _, err := r.Protocol(strconv.Itoa(number)); err != nil {
			t.Errorf("Protocol(%d): %v", number, err)
		}
	}
	for asked, want := range map[string]string{"tcp": "tcp = 6 (IPPROTO_TCP)", "17": "udp = 17 (IPPROTO_UDP)", "icmp": "icmp = 1 (IPPROTO_ICMP)"} {
		if got, err := r.Protocol(asked); err != nil || got.String() != want {
			t.Errorf("Protocol(%q) = %v, %v, want %s", asked, got, err, want)
		}
	}
}

func mustAtoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

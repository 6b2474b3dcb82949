package transport

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wirevise/netcore"
)

// A Role says which transport a URL is for, as its scheme does not.
type Role uint8

const (
	Serve   Role = iota + 1 // TCPServer
	Connect                 // TCPClient
	Packets                 // UDP
)

func (r Role) String() string {
	switch r {
	case Serve:
		return "serve"
	case Connect:
		return "connect"
	case Packets:
		return "udp"
	}
	return "Role(" + strconv.Itoa(int(r)) + ")"
}

// schemes are those of each role, with the family that they choose.
var schemes = map[Role]map[string]Family{
	Serve:   {"tcp": FamilyAny, "tcp4": IPv4, "tcp6": IPv6},
	Connect: {"tcp": FamilyAny, "tcp4": IPv4, "tcp6": IPv6},
	Packets: {"udp": FamilyAny, "udp4": IPv4, "udp6": IPv6},
}

// Parse reads what follows -serve, -connect or -udp on the command line:
//
//	scheme://host:port?key=value&...
//
// The scheme is tcp, tcp4, tcp6, udp, udp4 or udp6, as fits the role. An IPv6 address stands in brackets, its zone
// after % or %25. For Serve and Packets no host is this machine only (127.0.0.1, with tcp6 or udp6 ::1) and * is every
// interface; but with a peer, no host leaves the address to the system. Port 0 lets the system pick one, but not for
// Connect. Keys:
//
//	all      rcvbuf, sndbuf=<bytes>  reuseaddr=on|off
//	tcp      nodelay=on|off  keepalive=on|off  keepidle, keepinterval=<duration>  keepcount=<number>
//	connect  source=<host>:<port>  timeout=<duration>
//	udp      peer=<host>:<port>  broadcast=on|off
//
// Keys that are not among them are returned for the caller, who knows what else there is and rejects the rest. An
// error is an [*AddressError], in one line, which names the part.
func Parse(role Role, raw string) (netcore.Transport, url.Values, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return nil, nil, &AddressError{"URL", raw, "must be like " + exampleOf(role)}
	}
	family, ok := schemes[role][strings.ToLower(scheme)]
	if !ok {
		return nil, nil, &AddressError{FieldScheme, scheme, "must be one of " + schemesOf(role)}
	}
	authority, query, _ := strings.Cut(rest, "?")
	host, port, err := splitHostPort(FieldHost, FieldPort, strings.TrimSuffix(authority, "/"), true)
	if err != nil {
		return nil, nil, err
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, nil, &AddressError{"query", query, strings.TrimPrefix(err.Error(), "invalid ")}
	}
	q := &queryReader{values: values}
	t, err := build(role, family, host, port, q)
	if err == nil {
		err = q.err
	}
	if err != nil {
		return nil, nil, err
	}
	return t, q.values, nil
}

func build(role Role, family Family, host string, port uint16, q *queryReader) (netcore.Transport, error) {
	switch role {
	case Serve:
		host = orLoopback(host, family)
		return TCPServer{Host: host, Port: port, Family: family, Options: q.tcpOptions()}, checkBinding(host, family)
	case Connect:
		c := TCPClient{Host: host, Port: port, Family: family, Options: q.tcpOptions()}
		c.SourceHost, c.SourcePort = q.hostPort("source", FieldSourceHost, FieldSourcePort, false)
		c.ConnectTimeout = q.duration("timeout")
		if port == 0 {
			return nil, &AddressError{FieldPort, "0", "a port from 1 to 65535 is needed to connect"}
		}
		return c, checkHost(FieldHost, host, family)
	}
	u := UDP{Host: host, Port: port, Family: family, Options: q.udpOptions()}
	u.PeerHost, u.PeerPort = q.hostPort("peer", FieldPeerHost, FieldPeerPort, true)
	if u.PeerHost != "" {
		if u.PeerPort == 0 {
			return nil, &AddressError{FieldPeerPort, "0", "a port from 1 to 65535 is needed to send to"}
		}
		if err := checkHost(FieldPeerHost, u.PeerHost, family); err != nil {
			return nil, err
		}
	} else {
		u.Host = orLoopback(host, family)
	}
	return u, checkBinding(u.Host, family)
}

func orLoopback(host string, f Family) string {
	switch {
	case host != "":
		return host
	case f == IPv6:
		return "::1"
	}
	return "127.0.0.1"
}

func checkBinding(host string, f Family) error {
	if everywhere(host) {
		return nil
	}
	return checkHost(FieldHost, host, f)
}

// checkHost finds what can be found without asking the system.
func checkHost(field, host string, f Family) error {
	a, _, err := parseHost(field, host)
	if err == nil && a.IsValid() && !f.has(a) {
		err = familyError(field, host, a, f)
	}
	return err
}

// splitHostPort takes brackets off and reads a zone's %25. Without needPort the port may be missing.
func splitHostPort(hostField, portField, s string, needPort bool) (string, uint16, error) {
	if strings.ContainsAny(s, "/@#") {
		return "", 0, &AddressError{hostField, s, "only host and port belong here, no user or path"}
	}
	host, port := s, ""
	i := strings.LastIndexByte(s, ':')
	switch bracket := strings.LastIndexByte(s, ']'); {
	case strings.Count(s, ":") > 1 && bracket < 0:
		return "", 0, &AddressError{hostField, s, "an IPv6 address stands in brackets: [::1]:9000"}
	case i > bracket:
		host, port = s[:i], s[i+1:]
	}
	if strings.HasPrefix(host, "[") {
		if !strings.HasSuffix(host, "]") {
			return "", 0, &AddressError{hostField, host, "the bracket is not closed"}
		}
		host = host[1 : len(host)-1]
		if _, err := netip.ParseAddr(host); err != nil || strings.Contains(host, "%25") {
			host = strings.Replace(host, "%25", "%", 1)
		}
		if a, err := netip.ParseAddr(host); err != nil || a.Is4() {
			return "", 0, &AddressError{hostField, host, "not an IPv6 address"}
		}
	}
	if port == "" {
		if needPort {
			return "", 0, &AddressError{portField, "", "a port is needed, as in host:9000"}
		}
		return host, 0, nil
	}
	n, err := parsePort(portField, port)
	return host, n, err
}

func parsePort(field, s string) (uint16, error) {
	if strings.Trim(s, "0123456789") != "" {
		return 0, &AddressError{field, s, "must be a number from 0 to 65535"}
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0, &AddressError{field, s, "a port is a number from 0 to 65535"}
	}
	return uint16(n), nil
}

func exampleOf(r Role) string {
	if r == Packets {
		return "udp://127.0.0.1:5353"
	}
	return "tcp://127.0.0.1:9000"
}

func schemesOf(r Role) string {
	var names []string
	for name := range schemes[r] {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

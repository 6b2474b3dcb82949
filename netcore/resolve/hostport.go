package resolve

import (
	"net/netip"
	"strconv"
	"strings"
)

// readHostPort reads host:port, address:port, [address]:port and [address].
func (q *Query) readHostPort(in string) *InputError {
	host, port, _ := strings.Cut(in, ":")
	if in[0] == '[' {
		inside, behind, ok := strings.Cut(in[1:], "]")
		if !ok {
			return bad(in, "the bracket isn't closed")
		}
		// A URL writes the % before a zone as %25 (RFC 6874).
		addr, err := netip.ParseAddr(strings.Replace(inside, "%25", "%", 1))
		if err != nil || !addr.Is6() {
			return bad("["+inside+"]", "only an IPv6 address stands in brackets")
		}
		q.Addr = addr.Unmap()
		if behind == "" {
			q.Kind = AddressQuery
			return nil
		}
		if port, ok = strings.CutPrefix(behind, ":"); !ok {
			return bad(behind, "only a colon and a port can follow the bracket")
		}
	} else {
		if strings.Contains(port, ":") {
			return bad(in, "it is neither an IPv6 address nor a host and one port")
		}
		if err := q.readHost(host); err != nil {
			return err
		}
	}
	q.Kind = HostPortQuery
	return q.readPort(port)
}

// readPort reads the port behind a colon: a number or the name of a service.
func (q *Query) readPort(port string) *InputError {
	if isDigits(port) {
		n, err := strconv.Atoi(port)
		if err != nil || n > 65535 {
			return bad(port, "a port is at most 65535")
		}
		if n == 0 {
			return bad(port, "port 0 can't be connected to")
		}
		q.Port = uint16(n)
		return nil
	}
	switch {
	case port == "":
		return bad(":", "no port follows the colon")
	case !isWord(port):
		return bad(port, "a port is a number or the name of a service")
	}
	q.Service = port
	return nil
}

// readHost reads a host name or an IPv4 address. What ends in a number is an address (no top level domain is a number).
func (q *Query) readHost(host string) *InputError {
	if host == "" {
		return bad(q.Input, "the host is missing")
	}
	if last := host[strings.LastIndexByte(host, '.')+1:]; isDigits(last) {
		addr, err := shortIPv4(host)
		if err == nil {
			q.Addr = addr
		}
		return err
	}
	if strings.Contains(host, "%") {
		return bad(host, "only an IPv6 address has a zone")
	}
	if _, err := asciiName(host); err != nil {
		return err.(*InputError) // asciiName has no other
	}
	q.Host = host
	return nil
}

// shortIPv4 reads an IPv4 address of two to four decimal numbers, of which the last stands for all the bytes that are left:
// 127.1 is 127.0.0.1. So do inet_aton and every system's resolver.
func shortIPv4(host string) (netip.Addr, *InputError) {
	parts := strings.Split(host, ".")
	switch {
	case len(parts) > 4:
		return netip.Addr{}, bad(host, "an IPv4 address has four numbers")
	case len(parts) == 1:
		return netip.Addr{}, bad(host, "a number alone is no host")
	}
	var bytes [4]byte
	for i, part := range parts {
		size := 1 // bytes of this number
		if i == len(parts)-1 {
			size = 4 - i
		}
		n, err := strconv.ParseUint(part, 10, 64)
		switch {
		case part == "":
			return netip.Addr{}, bad(host, "two dots follow each other, or a dot stands first")
		case !isDigits(part):
			return netip.Addr{}, bad(part, "a name that ends in a number is an IPv4 address, and this is no number of one")
		case len(part) > 1 && part[0] == '0':
			return netip.Addr{}, bad(part, "with a zero in front it could be an octal number")
		case err != nil || n>>(8*size) != 0:
			return netip.Addr{}, bad(part, "it is at most "+strconv.FormatUint(1<<(8*size)-1, 10)+" in an IPv4 address")
		}
		for b := range size {
			bytes[i+b] = byte(n >> (8 * (size - 1 - b)))
		}
	}
	return netip.AddrFrom4(bytes), nil
}

// isWord reports whether s can be the name of a service or protocol: ASCII letters, digits, - _ + and dots.
func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !nameLetter(r) && r != '+' && r != '.' }) < 0
}

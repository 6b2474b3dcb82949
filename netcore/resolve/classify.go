package resolve

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// Classify finds out what was typed into the one field for lookups. The first rule that fits counts:
//
//  1. with :// in it, a URL; a user, a path, a query and a fragment are passed over
//  2. beginning with [, an IPv6 address in brackets, perhaps with a port
//  3. what reads as an address, an IPv4 or IPv6 address
//  4. digits only, a number: a port as well as a protocol number. With /tcp, /udp … behind, a port
//  5. with one colon, a host or an IPv4 address and its port, a number or the name of a service
//  6. ending in a dot and digits, an IPv4 address; 127.1 is the system's short form of 127.0.0.1
//  7. with a dot or a letter that isn't ASCII, a host
//  8. else one word, the name of a protocol or a service if there is one so called, else a host; https:// or a dot
//     behind says that the host is meant
//
// What no rule can read is a NoQuery, with an [*InputError] that names the part.
func Classify(input string) Query {
	q := Query{Input: strings.TrimSpace(input)}
	if err := q.read(); err != nil {
		err.Input = q.Input
		return Query{Input: q.Input, Kind: NoQuery, Err: err}
	}
	return q
}

func bad(part, text string) *InputError { return &InputError{Part: part, Text: text} }

func (q *Query) read() *InputError {
	in := q.Input
	if in == "" {
		return bad("", "nothing was typed")
	}
	for _, r := range in {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return bad(string(r), "a space or control character can't stand within it")
		}
	}
	if scheme, rest, ok := strings.Cut(in, "://"); ok {
		return q.readURL(scheme, rest)
	}
	if in[0] == '[' {
		return q.readHostPort(in)
	}
	if addr, err := netip.ParseAddr(in); err == nil {
		q.Kind, q.Addr = AddressQuery, addr.Unmap()
		return nil
	}
	number, protocol, slash := strings.Cut(in, "/")
	switch {
	case isDigits(number) && (!slash || protocol != "" && isWord(protocol)):
		return q.readNumber(number, protocol)
	case slash && isPrefix(in):
		return bad("/"+protocol, "this is a network; a lookup takes one address")
	case slash:
		return bad("/", "a host name has no slash; a URL begins with a scheme, as in https://")
	case strings.Contains(in, ":"):
		return q.readHostPort(in)
	case strings.Contains(in, ".") || !isASCII(in):
		if err := q.readHost(in); err != nil {
			return err
		}
		q.Kind = HostQuery
		if q.Addr.IsValid() {
			q.Kind = AddressQuery
		}
		return nil
	}
	q.Kind, q.Host = NameQuery, in
	if i := strings.IndexFunc(in, func(r rune) bool { return !nameLetter(r) && r != '+' }); i >= 0 {
		return bad(in[i:i+1], "it can't stand in a name")
	}
	return nil
}

// readNumber reads a port or protocol number.
func (q *Query) readNumber(digits, protocol string) *InputError {
	n, err := strconv.Atoi(digits)
	if err != nil || n > 65535 {
		return bad(digits, "a port is at most 65535, a protocol number at most 255")
	}
	q.Kind, q.Number, q.Protocol = NumberQuery, n, strings.ToLower(protocol)
	return nil
}

// readURL reads what stands before and behind the :// of a URL.
func (q *Query) readURL(scheme, rest string) *InputError {
	q.Kind, q.Scheme = URLQuery, strings.ToLower(scheme)
	for i, r := range q.Scheme {
		if letter := 'a' <= r && r <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return bad(scheme, "a scheme is a letter and then letters, digits, plus, minus and dots")
		}
	}
	if scheme == "" {
		return bad("://", "a URL begins with its scheme, as in https://")
	}
	if i := strings.IndexAny(rest, `/?#`); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	switch {
	case rest == "":
		return nil
	case rest[0] == '[' || strings.Contains(rest, ":"):
		if err := q.readHostPort(rest); err != nil {
			return err
		}
		if q.Service != "" {
			return bad(q.Service, "the port of a URL is a number")
		}
		q.Kind = URLQuery
		return nil
	}
	return q.readHost(rest)
}

func isPrefix(s string) bool {
	_, err := netip.ParsePrefix(s)
	return err == nil
}

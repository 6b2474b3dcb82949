package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"wirevise/netcore"
)

func TestParseHost(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, tt := range []struct {
		host, addr, name, text string
	}{
		{host: "127.0.0.1", addr: "127.0.0.1"},
		{host: "::1", addr: "::1"},
		{host: "[::1]", addr: "::1"},
		{host: "::ffff:127.0.0.1", addr: "127.0.0.1"},
		{host: "fe80::1%eth0", addr: "fe80::1%eth0"},
		{host: "example.org", name: "example.org"},
		{host: "example.org.", name: "example.org."},
		{host: "my_host", name: "my_host"},
		{host: "bücher.example", name: "xn--bcher-kva.example"},
		{host: strings.Repeat("a", 63) + ".example", name: strings.Repeat("a", 63) + ".example"},
		{host: "", text: "is needed"},
		{host: "*", text: "no place to connect to"},
		{host: "two words", text: "no spaces"},
		{host: " padded", text: "no spaces"},
		{host: "http://example.org", text: "no scheme"},
		{host: "example.org:80", text: "the port has a place of its own"},
		{host: "256.1.1.1", text: "not an IPv4 address"},
		{host: "1.2.3", text: "not an IPv4 address"},
		{host: "1.2.3.4.", text: "not an IPv4 address"},
		{host: "::g", text: "not an IPv6 address"},
		{host: "[::1", text: "not an IPv6 address"},
		{host: "[localhost]", text: "not an IPv6 address"},
		{host: "a..b", text: "no empty part"},
		{host: ".", text: "no empty part"},
		{host: long + ".example", text: "at most 63"},
		{host: strings.Repeat("abcdefgh.", 32) + "example", text: "at most 253"},
		{host: "bü cher", text: "no spaces"},
	} {
		t.Run(tt.host, func(t *testing.T) {
			a, name, err := parseHost(FieldHost, tt.host)
			var bad *AddressError
			switch {
			case tt.text != "":
				if !errors.As(err, &bad) || bad.Field != FieldHost || bad.Value != tt.host || !strings.Contains(bad.Text, tt.text) {
					t.Errorf("error %v, want an AddressError with %q", err, tt.text)
				}
			case err != nil:
				t.Error(err)
			case tt.addr != "" && a != netip.MustParseAddr(tt.addr), name != tt.name:
				t.Errorf("got %v, %q, want %s, %q", a, name, tt.addr, tt.name)
			}
		})
	}
}

// Every value that can't be right is told with the field to mark, before there is a socket.
func TestOpenBadAddress(t *testing.T) {
	for _, tt := range []struct {
		name  string
		tr    netcore.Transport
		field string
		text  string
	}{
		{"server host", TCPServer{Host: "a b"}, FieldHost, "spaces"},
		{"server family", TCPServer{Host: "::1", Family: IPv4}, FieldHost, "an IPv6 address, but IPv4 was chosen"},
		{"server multicast", TCPServer{Host: "224.0.0.1"}, FieldHost, "multicast"},
		{"server zone", TCPServer{Host: "fe80::1%nix0"}, FieldHost, `no interface "nix0"`},
		{"server no zone", TCPServer{Host: "fe80::1"}, FieldHost, "needs its interface"},
		{"client no host", TCPClient{Port: 1}, FieldHost, "needed"},
		{"client everywhere", TCPClient{Host: "*", Port: 1}, FieldHost, "no place"},
		{"client port", TCPClient{Host: "127.0.0.1"}, FieldPort, "1 to 65535"},
		{"client source", TCPClient{Host: "127.0.0.1", Port: 1, SourceHost: "x y"}, FieldSourceHost, "spaces"},
		{"client source family", TCPClient{Host: "127.0.0.1", Port: 1, SourceHost: "::1"}, FieldSourceHost, "has none of that kind"},
		{"udp host", UDP{Host: "a..b"}, FieldHost, "empty part"},
		{"udp multicast", UDP{Host: "ff02::1%1"}, FieldHost, "multicast"},
		{"udp peer", UDP{PeerHost: "300.1.1.1", PeerPort: 1}, FieldPeerHost, "not an IPv4"},
		{"udp peer port", UDP{PeerHost: "127.0.0.1"}, FieldPeerPort, "1 to 65535"},
		{"udp peer missing", UDP{PeerPort: 5}, FieldPeerHost, "needed"},
		{"udp peer family", UDP{Host: "127.0.0.1", PeerHost: "::1", PeerPort: 5}, FieldPeerHost, "IPv4 was chosen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src, err := tt.tr.Open(context.Background())
			if src != (netcore.Source{}) {
				t.Errorf("Open = %+v, want nothing", src)
			}
			var bad *AddressError
			if !errors.As(err, &bad) || bad.Field != tt.field || !strings.Contains(bad.Text, tt.text) {
				t.Errorf("Open: %v, want an AddressError of %q with %q", err, tt.field, tt.text)
			}
			if f := netcore.Explain(err); f.Name != "" || f.Text == "" {
				t.Errorf("Explain = %+v, want only a text", f)
			}
		})
	}
}

func TestOpenUnknownHost(t *testing.T) {
	_, err := TCPClient{Host: "nothing.invalid", Port: 1}.Open(context.Background())
	var dns *net.DNSError
	if !errors.As(err, &dns) {
		t.Fatalf("Open: %v, want a DNSError", err)
	}
	if f := netcore.Explain(err); !strings.HasPrefix(f.Name, "EAI_") && !strings.HasPrefix(f.Name, "WSA") {
		t.Errorf("Explain = %v, want a resolver's name", f)
	}
}

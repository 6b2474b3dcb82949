package resolve

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"testing"
)

func TestAddress(t *testing.T) {
	r := testResolver(t, testSystem)
	tests := []struct {
		name, asked, canonical string
		aliases, also          []string
		source                 SourceKind
	}{
		{"hosts file", "127.0.0.1", "localhost", []string{"loop"}, nil, FromHostsFile},
		{"hosts file, IPv6", "::1", "localhost", []string{"ip6-loopback"}, nil, FromHostsFile},
		{"hosts file, two lines", "192.0.2.10", "web.test", []string{"www.test", "Web"}, []string{"late.test"}, FromHostsFile},
		{"mapped", "::ffff:127.0.0.1", "localhost", []string{"loop"}, nil, FromHostsFile},
		{"system", "198.51.100.1", "real.example", []string{"second.example"}, nil, FromSystem},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, err := r.Address(t.Context(), netip.MustParseAddr(test.asked))
			if err != nil {
				t.Fatal(err)
			}
			var also []string
			for _, n := range a.Also {
				also = append(also, n.Name)
				if n.Source.Line != 6 {
					t.Errorf("%s is from %v, want line 6", n.Name, n.Source)
				}
			}
			if a.Canonical != test.canonical || !slices.Equal(a.Aliases, test.aliases) || !slices.Equal(also, test.also) ||
				a.Source.Kind != test.source {
				t.Errorf("got %+v", a)
			}
		})
	}
	_, err := r.Address(t.Context(), netip.MustParseAddr("198.51.100.99"))
	var dns *net.DNSError
	if !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("without a name: %v, want a DNSError", err)
	}
}

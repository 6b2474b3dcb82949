package resolve

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"

	"wirevise/netcore"
)

var testSystem = fakeSystem{
	hosts: map[string][]string{
		"localhost": {"127.0.0.1", "127.0.0.1", "::1"}, "web": {"192.0.2.10"}, "web.test": {"192.0.2.10", "192.0.2.11"},
		"alias.example": {"198.51.100.2", "198.51.100.1", "2001:db8::1"}, "plain.example": {"198.51.100.3"},
		"moved.test": {"203.0.113.9"}, "xn--bcher-kva.example": {"198.51.100.4"}, "v6.example": {"2001:db8::6"},
		"slow6.example": {"198.51.100.5"}, "link.test": {"fe80::1%lo"},
	},
	cname: map[string]string{
		"alias.example": "real.example.", "plain.example": "Plain.Example.", "xn--bcher-kva.example": "xn--bcher-kva.example.",
	},
	fail: map[string]error{
		"ip6 slow6.example": &net.DNSError{Err: "i/o timeout", Name: "slow6.example", IsTimeout: true},
		"ip4 down.example":  &net.AddrError{Err: "no suitable address found", Addr: "down.example"},
		"ip6 down.example":  &net.DNSError{Err: "server misbehaving", Name: "down.example", IsTemporary: true},
	},
	names: map[string][]string{
		"198.51.100.1": {"real.example.", "second.example."},
	},
}

func TestHost(t *testing.T) {
	tests := []struct {
		name, asked string
		family      Family
		canonical   string
		aliases     []string
		v4, v6      []string
		source      SourceKind
		line        int
	}{
		{"hosts file, both families", "localhost", AnyFamily, "localhost", []string{"loop", "ip6-loopback"},
			[]string{"127.0.0.1"}, []string{"::1"}, FromHostsFile, 2},
		{"hosts file, one family", "localhost", IPv6, "localhost", []string{"ip6-loopback"}, nil, []string{"::1"}, FromHostsFile, 3},
		{"asked by an alias, other case", "WEB", IPv4, "web.test", []string{"www.test", "Web"}, []string{"192.0.2.10"}, nil, FromHostsFile, 4},
		{"root dot", "localhost.", IPv4, "", nil, nil, nil, 0, 0},
		{"two lines", "web.test", IPv4, "web.test", []string{"www.test", "Web", "other.test"},
			[]string{"192.0.2.10", "192.0.2.11"}, nil, FromHostsFile, 4},
		{"zone", "link.test", IPv6, "link.test", nil, nil, []string{"fe80::1%lo"}, FromHostsFile, 10},
		{"DNS alias, the system's order", "alias.example", AnyFamily, "real.example", []string{"alias.example"},
			[]string{"198.51.100.2", "198.51.100.1"}, []string{"2001:db8::1"}, FromSystem, 0},
		{"DNS without alias", "plain.example", AnyFamily, "Plain.Example", nil, []string{"198.51.100.3"}, nil, FromSystem, 0},
		{"canonical name not known", "v6.example", 0, "", nil, nil, []string{"2001:db8::6"}, FromSystem, 0},
		{"international", "bücher.example", IPv4, "xn--bcher-kva.example", nil, []string{"198.51.100.4"}, nil, FromSystem, 0},
		{"literal IPv4", "192.0.2.1", AnyFamily, "192.0.2.1", nil, []string{"192.0.2.1"}, nil, FromLiteral, 0},
		{"literal IPv6", "2001:db8::1", IPv6, "2001:db8::1", nil, nil, []string{"2001:db8::1"}, FromLiteral, 0},
		{"literal mapped", "::ffff:192.0.2.1", IPv4, "::ffff:192.0.2.1", nil, []string{"192.0.2.1"}, nil, FromLiteral, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := testResolver(t, testSystem)
			a, err := r.Host(t.Context(), test.asked, test.family)
			if test.source == 0 {
				if err == nil {
					t.Fatalf("got %+v, want an error", a)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if a.Asked != test.asked || a.Canonical != test.canonical || !slices.Equal(a.Aliases, test.aliases) {
				t.Errorf("asked %q, canonical %q, aliases %q, want %q, %q, %q", a.Asked, a.Canonical, a.Aliases, test.asked,
					test.canonical, test.aliases)
			}
			want := slices.Concat(test.v4, test.v6)
			var got []string
			for _, addr := range a.Addrs() {
				got = append(got, addr.String())
			}
			if !slices.Equal(got, want) {
				t.Errorf("addresses %v, want %v", got, want)
			}
			if a.Canonical != "" && (a.NamesFrom.Kind != test.source || a.NamesFrom.Line != test.line) {
				t.Errorf("names from %v, want %v line %d", a.NamesFrom, test.source, test.line)
			}
			source := Source{}
			for _, f := range a.Families {
				if f.Err == nil && source.Kind == 0 {
					source = f.Source
				}
			}
			if source.Kind != test.source || source.Line != test.line {
				t.Errorf("source %v line %d, want %v line %d", source.Kind, source.Line, test.source, test.line)
			}
		})
	}
}

// A name of the hosts file for which the system has another address isn't the hosts file's.
func TestHostThatTheSystemKnowsBetter(t *testing.T) {
	system := testSystem
	system.hosts = map[string][]string{"web.test": {"192.0.2.10", "203.0.113.1"}}
	system.cname = map[string]string{"web.test": "web.test."}
	a, err := testResolver(t, system).Host(t.Context(), "web.test", IPv4)
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Families[0].Source.Kind; got != FromSystem || a.Aliases != nil {
		t.Errorf("source %v, aliases %v, want the system and none", got, a.Aliases)
	}
}

func TestHostFails(t *testing.T) {
	r := testResolver(t, testSystem)
	isDNS := func(err error) bool {
		var dns *net.DNSError
		return errors.As(err, &dns)
	}
	a, err := r.Host(t.Context(), "nix.example", AnyFamily)
	if !isDNS(err) || errors.Is(err, netcore.ErrNoData) || len(a.Addrs()) != 0 {
		t.Errorf("unknown: %v, %v", a, err)
	}
	if _, err := r.Host(t.Context(), "127.0.0.1", IPv6); !isDNS(err) || !errors.Is(err, netcore.ErrNoData) {
		t.Errorf("literal of the other family: %v, want no data", err)
	}
	if a, err := r.Host(t.Context(), "plain.example", AnyFamily); err != nil || !errors.Is(a.Families[1].Err, netcore.ErrNoData) {
		t.Errorf("without IPv6: %v, %v, want no data there", a, err)
	}
	if a, err := r.Host(t.Context(), "slow6.example", AnyFamily); err != nil || errors.Is(a.Families[1].Err, netcore.ErrNoData) {
		t.Errorf("with a slow IPv6: %v, %v, want the timeout there", a, err)
	}
	var dns *net.DNSError
	if _, err := r.Host(t.Context(), "down.example", AnyFamily); !errors.As(err, &dns) || !dns.IsTemporary {
		t.Errorf("out of order: %v, want the server's failure", err)
	}
	var input *InputError
	if _, err := r.Host(t.Context(), "a..b", AnyFamily); !errors.As(err, &input) {
		t.Errorf("impossible: %v, want an InputError", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Host(ctx, "plain.example", AnyFamily); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestHostWithoutHostsFile(t *testing.T) {
	r := testResolver(t, testSystem)
	r.HostsFile = t.TempDir() + "/none"
	a, err := r.Host(t.Context(), "localhost", IPv4)
	if err != nil || a.Families[0].Source.Kind != FromSystem {
		t.Errorf("got %+v, %v", a, err)
	}
}

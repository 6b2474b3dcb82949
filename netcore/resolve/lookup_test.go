package resolve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
)

// shownRows is each row in one line: kind, label, value and what a click connects to.
func shownRows(rows []Row) []string {
	var lines []string
	for _, r := range rows {
		line := fmt.Sprintf("%v %s: %s", r.Kind, r.Label, r.Value)
		if r.Address.IsValid() || r.Host != "" || r.Port != 0 {
			addr := ""
			if r.Address.IsValid() {
				addr = r.Address.String()
			}
			line += fmt.Sprintf(" [%s%s %d]", r.Host, addr, r.Port)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestLookup(t *testing.T) {
	tests := []struct {
		name, input string
		want        []string
	}{
		{"URL", "https://localhost/", []string{
			"host canonical name: localhost [localhost 443]",
			"host alias: loop [loop 443]",
			"host alias: ip6-loopback [ip6-loopback 443]",
			"address IPv4: 127.0.0.1 [127.0.0.1 443]",
			"address IPv6: ::1 [::1 443]",
			"port port: https = 443/tcp, 443/udp [ 443]",
			"protocol protocol: tcp = 6 (IPPROTO_TCP)",
			"protocol protocol: udp = 17 (IPPROTO_UDP)",
		}},
		{"URL with a port", "http://plain.example:4242/x", []string{
			"host canonical name: Plain.Example [Plain.Example 4242]",
			"address IPv4: 198.51.100.3 [198.51.100.3 4242]",
			"note IPv6: none",
			"port port: Mixed = 4242/tcp [ 4242]",
			"protocol protocol: tcp = 6 (IPPROTO_TCP)",
			"protocol protocol: udp = 17 (IPPROTO_UDP)",
		}},
		{"URL with a port of no service", "foo://192.0.2.10:9/", []string{
			"address IPv4: 192.0.2.10 [192.0.2.10 9]",
			"note scope: global",
			"host canonical name: web.test [web.test 9]",
			"host alias: www.test [www.test 9]",
			"host alias: Web [Web 9]",
			"host also known as: late.test [late.test 9]",
			"port port: 9 [ 9]",
		}},
		{"URL of an unknown scheme", "foo://plain.example/", []string{
			"host canonical name: Plain.Example [Plain.Example 0]",
			"address IPv4: 198.51.100.3 [198.51.100.3 0]",
			"note IPv6: none",
			"error port: port of foo://: not known here",
		}},
		{"scheme alone", "ssh://", []string{
			"port port: ssh = 22/tcp [ 22]",
			"protocol protocol: tcp = 6 (IPPROTO_TCP)",
		}},
		{"international host", "bücher.example", []string{
			"host ASCII form: xn--bcher-kva.example [xn--bcher-kva.example 0]",
			"host canonical name: xn--bcher-kva.example [xn--bcher-kva.example 0]",
			"address IPv4: 198.51.100.4 [198.51.100.4 0]",
			"note IPv6: none",
		}},
		{"one family fails", "slow6.example", []string{
			"address IPv4: 198.51.100.5 [198.51.100.5 0]",
			"error IPv6: lookup slow6.example: i/o timeout",
		}},
		{"address", "198.51.100.1", []string{
			"address IPv4: 198.51.100.1 [198.51.100.1 0]",
			"note scope: global",
			"host canonical name: real.example [real.example 0]",
			"host alias: second.example [second.example 0]",
		}},
		{"address without a name", "10.0.0.1", []string{
			"address IPv4: 10.0.0.1 [10.0.0.1 0]",
			"note scope: a private network",
			"note name: none",
		}},
		{"host and service", "v6.example:ssh", []string{
			"note IPv4: none",
			"address IPv6: 2001:db8::6 [2001:db8::6 22]",
			"port port: ssh = 22/tcp [ 22]",
		}},
		{"number", "17", []string{
			"note port: 17: no service is known [ 17]",
			"protocol protocol: udp = 17 (IPPROTO_UDP)",
		}},
		{"number of two services", "514", []string{
			"port port: shell = 514/tcp [ 514]",
			"port port: syslog = 514/udp [ 514]",
		}},
		{"number of two sources", "80", []string{
			"port port: http = 80/tcp [ 80]",
			"port port: http = 80/udp [ 80]",
			"note protocol: 80: no protocol is known",
		}},
		{"number on one transport", "443/udp", []string{
			"port port: https = 443/udp [ 443]",
			"protocol protocol: udp = 17 (IPPROTO_UDP)",
		}},
		{"number unknown on this transport", "514/sctp", []string{
			"note port: 514/sctp: no service is known [ 514]",
			"protocol protocol: sctp = 132 (IPPROTO_SCTP)",
		}},
		{"big number", "60000", []string{"note port: 60000: no service is known [ 60000]"}},
		{"protocol", "tcp", []string{"protocol protocol: tcp = 6 (IPPROTO_TCP)"}},
		{"constant", "IPPROTO_UDP", []string{"protocol protocol: udp = 17 (IPPROTO_UDP)"}},
		{"service", "www", []string{"port port: http = 80/tcp [ 80]", "port port: http = 80/udp [ 80]"}},
		{"word that is a host", "localhost", []string{
			"host canonical name: localhost [localhost 0]",
			"host alias: loop [loop 0]",
			"host alias: ip6-loopback [ip6-loopback 0]",
			"address IPv4: 127.0.0.1 [127.0.0.1 0]",
			"address IPv6: ::1 [::1 0]",
		}},
	}
	r := testResolver(t, testSystem)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, err := r.Lookup(t.Context(), test.input)
			if err != nil {
				t.Fatal(err)
			}
			if got := shownRows(a.Rows); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if a.Title != test.input || a.Took <= 0 {
				t.Errorf("title %q, took %v", a.Title, a.Took)
			}
		})
	}
}

// A word that is a service and stands in the hosts file too is both.
func TestLookupOfAWordThatIsTwoThings(t *testing.T) {
	r := testResolver(t, fakeSystem{hosts: map[string][]string{"echo": {"192.0.2.77"}}})
	appendTo(t, r.HostsFile, "192.0.2.77 echo\n")
	a, err := r.Lookup(t.Context(), "echo")
	want := []string{
		"host canonical name: echo [echo 0]", "address IPv4: 192.0.2.77 [192.0.2.77 0]", "note IPv6: none",
		"port port: echo = 7/tcp, 7/udp [ 7]",
	}
	if got := shownRows(a.Rows); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestLookupFails(t *testing.T) {
	r := testResolver(t, testSystem)
	t.Run("impossible", func(t *testing.T) {
		a, err := r.Lookup(t.Context(), "localhost:70000")
		var input *InputError
		if !errors.As(err, &input) || input.Part != "70000" || len(a.Rows) != 0 {
			t.Errorf("got %v, %v", a.Rows, err)
		}
	})
	t.Run("unknown host of a URL", func(t *testing.T) {
		a, err := r.Lookup(t.Context(), "https://nix.example/")
		var dns *net.DNSError
		if !errors.As(err, &dns) || dns.Name != "nix.example" {
			t.Errorf("error %v, want a DNSError", err)
		}
		if got, want := shownRows(a.Rows)[0], "port port: https = 443/tcp, 443/udp [ 443]"; got != want {
			t.Errorf("got %s, want the port all the same", got)
		}
	})
	t.Run("unknown word", func(t *testing.T) {
		a, err := r.Lookup(t.Context(), "nixda")
		var dns *net.DNSError
		if !errors.As(err, &dns) || len(a.Rows) != 0 {
			t.Errorf("got %v, %v, want a DNSError", a.Rows, err)
		}
	})
	t.Run("unknown service behind a host", func(t *testing.T) {
		if a, err := r.Lookup(t.Context(), "localhost:nix"); !errors.Is(err, ErrUnknown) {
			t.Errorf("got %v, %v, want unknown", a.Rows, err)
		}
	})
	t.Run("unknown scheme", func(t *testing.T) {
		if a, err := r.Lookup(t.Context(), "foo://"); !errors.Is(err, ErrUnknown) {
			t.Errorf("got %v, %v, want unknown", a.Rows, err)
		}
	})
	t.Run("cancelled before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, input := range []string{"plain.example", "10.0.0.1", "tcp"} {
			if a, err := r.Lookup(ctx, input); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, %v, want cancelled", input, a.Rows, err)
			}
		}
	})
	t.Run("broken files are shown", func(t *testing.T) {
		r := *r
		r.ServicesFile, r.ProtocolsFile, r.Services, r.Protocols = t.TempDir(), t.TempDir(), nil, nil
		a, err := r.Lookup(t.Context(), "80")
		if err != nil || len(a.Rows) != 2 || a.Rows[0].Kind != ErrorRow || a.Rows[1].Kind != ErrorRow {
			t.Errorf("got %q, %v, want two errors", shownRows(a.Rows), err)
		}
	})
}

func TestScope(t *testing.T) {
	tests := []struct{ addr, want string }{
		{"0.0.0.0", "every address of this machine, to listen on"}, {"::", "every address of this machine, to listen on"},
		{"127.9.9.9", "this machine only"}, {"::1", "this machine only"}, {"224.0.0.251", "a multicast group"},
		{"ff02::fb", "a multicast group"}, {"255.255.255.255", "everybody on this network"}, {"169.254.1.1", "this link only"},
		{"fe80::1", "this link only"}, {"192.168.1.1", "a private network"}, {"fd00::1", "a private network"},
		{"203.0.113.1", "global"}, {"2001:db8::1", "global"},
	}
	for _, test := range tests {
		a := Classify(test.addr).Addr
		if got := scope(a); got != test.want {
			t.Errorf("scope(%v) = %s, want %s", a, got, test.want)
		}
	}
}

package resolve

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// dnsServer answers on loopback as answer says, until the test ends. A nil answer says nothing, ever. It returns a resolver
// of Go that asks it and nobody else.
func dnsServer(t *testing.T, answer func(dnsmessage.Question) []dnsmessage.Resource) *net.Resolver {
	t.Helper()
	conn, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go serveDNS(conn, answer, done)
	t.Cleanup(func() {
		conn.Close()
		<-done
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp4", conn.LocalAddr().String())
	}}
}

func serveDNS(conn *net.UDPConn, answer func(dnsmessage.Question) []dnsmessage.Resource, done chan<- struct{}) {
	defer close(done)
	buf := make([]byte, 65536)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if answer == nil || m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		m.Response, m.Authoritative, m.Additionals = true, true, nil
		m.Answers = answer(m.Questions[0])
		if m.Answers == nil {
			m.RCode = dnsmessage.RCodeNameError
		}
		if reply, err := m.Pack(); err == nil {
			_, _ = conn.WriteToUDPAddrPort(reply, from)
		}
	}
}

func record(name string, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{
		Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET, TTL: 60},
		Body:   body,
	}
}

// testZone has www.zone.test, an alias of web.zone.test, which has one address of each family.
func testZone(q dnsmessage.Question) []dnsmessage.Resource {
	alias := record("www.zone.test.", &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("web.zone.test.")})
	switch q.Name.String() + " " + q.Type.String() {
	case "www.zone.test. TypeA":
		return []dnsmessage.Resource{alias, record("web.zone.test.", &dnsmessage.AResource{A: [4]byte{192, 0, 2, 80}})}
	case "www.zone.test. TypeAAAA":
		v6 := netip.MustParseAddr("2001:db8::80").As16()
		return []dnsmessage.Resource{alias, record("web.zone.test.", &dnsmessage.AAAAResource{AAAA: v6})}
	case "80.2.0.192.in-addr.arpa. TypePTR":
		return []dnsmessage.Resource{record(q.Name.String(), &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName("web.zone.test.")})}
	}
	return nil
}

func TestAgainstADNSServer(t *testing.T) {
	r := testResolver(t, dnsServer(t, testZone))
	a, err := r.Host(t.Context(), "www.zone.test", AnyFamily)
	if err != nil {
		t.Fatal(err)
	}
	want := []netip.Addr{netip.MustParseAddr("192.0.2.80"), netip.MustParseAddr("2001:db8::80")}
	if a.Canonical != "web.zone.test" || !slices.Equal(a.Aliases, []string{"www.zone.test"}) || !slices.Equal(a.Addrs(), want) {
		t.Errorf("got %+v", a)
	}
	for _, f := range a.Families {
		if f.Took <= 0 || f.Source.Kind != FromSystem {
			t.Errorf("%v: took %v, from %v", f.Family, f.Took, f.Source)
		}
	}
	names, err := r.Address(t.Context(), netip.MustParseAddr("192.0.2.80"))
	if err != nil || names.Canonical != "web.zone.test" || names.Source.Kind != FromSystem {
		t.Errorf("names: %+v, %v", names, err)
	}
	var dns *net.DNSError
	if _, err := r.Host(t.Context(), "nix.zone.test", AnyFamily); !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("unknown: %v", err)
	}
	if _, err := r.Address(t.Context(), netip.MustParseAddr("192.0.2.81")); !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("address without a name: %v", err)
	}
}

// A server that never answers keeps nobody who has stopped waiting. Go's client alone would go on for 20 s.
func TestCallsReturnWhenTheContextEnds(t *testing.T) {
	r := testResolver(t, dnsServer(t, nil))
	calls := map[string]func(context.Context) error{
		"Host": func(ctx context.Context) error {
			_, err := r.Host(ctx, "www.zone.test", AnyFamily)
			return err
		},
		"Address": func(ctx context.Context) error {
			_, err := r.Address(ctx, netip.MustParseAddr("192.0.2.80"))
			return err
		},
		"Lookup of a URL": func(ctx context.Context) error {
			_, err := r.Lookup(ctx, "https://www.zone.test/")
			return err
		},
		"Lookup of an address": func(ctx context.Context) error {
			_, err := r.Lookup(ctx, "192.0.2.80")
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			err := call(ctx)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("returned after %v", took)
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v, want the context's", err)
			}
		})
	}
}

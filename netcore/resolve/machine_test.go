package resolve

import (
	"net"
	"net/netip"
	"testing"
)

func TestInterfacesHaveLoopback(t *testing.T) {
	var r Resolver
	list, err := r.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		for _, a := range i.Addrs {
			if a.Addr == netip.MustParseAddr("127.0.0.1") {
				if i.Flags&net.FlagLoopback == 0 || i.MTU <= 0 || i.Name == "" || i.Index <= 0 || a.Bits != 8 {
					t.Errorf("loopback is %+v", i)
				}
				return
			}
		}
	}
	t.Errorf("127.0.0.1 is on no interface of %v", list)
}

func TestInterfaceAddr(t *testing.T) {
	tests := []struct{ cidr, want string }{
		{"192.0.2.7/24", "192.0.2.7/24"}, {"2001:db8::7/64", "2001:db8::7/64"}, {"fe80::7/64", "fe80::7%eth0/64"},
	}
	i := Interface{Name: "eth0"}
	for _, test := range tests {
		ip, network, err := net.ParseCIDR(test.cidr)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := interfaceAddr(&net.IPNet{IP: ip, Mask: network.Mask}, "eth0")
		if !ok || a.String() != test.want {
			t.Errorf("%s is %v, %v, want %s", test.cidr, a, ok, test.want)
		}
		i.Addrs = append(i.Addrs, a)
	}
	if got, want := i.String(), "eth0 (192.0.2.7, 2001:db8::7, fe80::7)"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if a, ok := interfaceAddr(&net.TCPAddr{}, "eth0"); ok {
		t.Errorf("no network is %v", a)
	}
}

// A name that doesn't resolve is part of the answer.
func TestMachineThatDoesNotKnowItself(t *testing.T) {
	r := testResolver(t, fakeSystem{})
	a, err := r.Machine(t.Context())
	if err != nil || a.Name == "" || a.HostErr == nil || len(a.Interfaces) == 0 || a.Took <= 0 {
		t.Errorf("got %+v, %v", a, err)
	}
}

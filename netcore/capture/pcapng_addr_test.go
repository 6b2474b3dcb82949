package capture

import "testing"

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		name, local, peer     string
		wantLocal, wantPeer   string // "" when there are none
		wantLower, wantHigher string
	}{
		{"plain", "10.0.0.1:9000", "10.0.0.2:1", "10.0.0.1:9000", "10.0.0.2:1", "10.0.0.1:9000", "10.0.0.2:1"},
		{"the other order", "10.0.0.2:1", "10.0.0.1:9000", "10.0.0.2:1", "10.0.0.1:9000", "10.0.0.1:9000", "10.0.0.2:1"},
		{"mapped", "[::ffff:10.0.0.1]:9", "10.0.0.2:1", "10.0.0.1:9", "10.0.0.2:1", "10.0.0.1:9", "10.0.0.2:1"},
		{"zones", "[fe80::1%eth0]:9", "[fe80::2%2]:1", "[fe80::1]:9", "[fe80::2]:1", "[fe80::1]:9", "[fe80::2]:1"},
		{"any, loopback", "[::]:9", "127.0.0.3:1", "127.0.0.1:9", "127.0.0.3:1", "127.0.0.1:9", "127.0.0.3:1"},
		{"any, loopback, IPv6", "[::]:9", "[::1]:1", "[::1]:9", "[::1]:1", "[::1]:1", "[::1]:9"},
		{"any, far", "[::]:9", "10.0.0.3:1", "0.0.0.0:9", "10.0.0.3:1", "0.0.0.0:9", "10.0.0.3:1"},
		{"any, far, IPv6", "0.0.0.0:9", "[2001:db8::1]:1", "[::]:9", "[2001:db8::1]:1", "[::]:9", "[2001:db8::1]:1"},
		{"two families", "10.0.0.1:9", "[2001:db8::1]:1", "[::ffff:10.0.0.1]:9", "[2001:db8::1]:1", "[::ffff:10.0.0.1]:9", "[2001:db8::1]:1"},
		{"a name", "10.0.0.1:9", "example.org:1", "", "", "", ""},
		{"no port", "10.0.0.1", "10.0.0.1:1", "", "", "", ""},
		{"nothing", "", "", "", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, ok := addresses(tt.local, tt.peer)
			if ok != (tt.wantLocal != "") {
				t.Fatalf("got %v, %t", e, ok)
			}
			if !ok {
				return
			}
			p, swapped := e.pair()
			if e[local].String() != tt.wantLocal || e[peer].String() != tt.wantPeer || p.lower.String() != tt.wantLower || p.higher.String() != tt.wantHigher {
				t.Errorf("got %v, %v, want %s %s, %s %s", e, p, tt.wantLocal, tt.wantPeer, tt.wantLower, tt.wantHigher)
			}
			if (swapped == 0) != (p.lower == e[local]) {
				t.Errorf("swapped is %d of %v", swapped, e)
			}
		})
	}
}

package transport

import "testing"

func TestThisMachine(t *testing.T) {
	tests := []struct {
		host string
		want bool
	}{
		{"127.0.0.1", true}, {"127.8.9.1", true}, {"::1", true}, {"[::1]", true}, {"::ffff:127.0.0.1", true},
		{"localhost", true}, {"LocalHost.", true}, {"a.localhost", true},
		{"", false}, {"*", false}, {"0.0.0.0", false}, {"::", false}, {"192.0.2.1", false}, {"2001:db8::1", false},
		{"localhost.example", false}, {"notlocalhost", false}, {"127.0.0.1.example", false},
	}
	for _, tt := range tests {
		if got := (TCPServer{Host: tt.host}).ThisMachine(); got != tt.want {
			t.Errorf("a server on %q: ThisMachine() = %v, want %v", tt.host, got, tt.want)
		}
		if got := (TCPClient{Host: tt.host}).ThisMachine(); got != tt.want {
			t.Errorf("a client of %q: ThisMachine() = %v, want %v", tt.host, got, tt.want)
		}
		if got := (UDP{Host: tt.host}).ThisMachine(); got != tt.want {
			t.Errorf("UDP on %q: ThisMachine() = %v, want %v", tt.host, got, tt.want)
		}
		if got := (UDP{Host: "*", PeerHost: tt.host}).ThisMachine(); got != tt.want {
			t.Errorf("UDP with %q only: ThisMachine() = %v, want %v", tt.host, got, tt.want)
		}
	}
}

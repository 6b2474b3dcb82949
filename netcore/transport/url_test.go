package transport

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		role Role
		url  string
		want netcore.Transport
		rest url.Values
		back string // String, if not url
	}{
		{role: Serve, url: "tcp://127.0.0.1:9000", want: TCPServer{Host: "127.0.0.1", Port: 9000}},
		{role: Serve, url: "tcp://127.0.0.1:9000?reply=echo&prefix=a%20b", want: TCPServer{Host: "127.0.0.1", Port: 9000},
			rest: url.Values{"reply": {"echo"}, "prefix": {"a b"}}, back: "tcp://127.0.0.1:9000"},
		{role: Serve, url: "tcp://:9000", want: TCPServer{Host: "127.0.0.1", Port: 9000}, back: "tcp://127.0.0.1:9000"},
		{role: Serve, url: "tcp6://:0", want: TCPServer{Host: "::1", Family: IPv6}, back: "tcp6://[::1]:0"},
		{role: Serve, url: "tcp://*:9000", want: TCPServer{Host: "*", Port: 9000}},
		{role: Serve, url: "tcp://0.0.0.0:9000", want: TCPServer{Host: "0.0.0.0", Port: 9000}},
		{role: Serve, url: "tcp://[::]:9000", want: TCPServer{Host: "::", Port: 9000}},
		{role: Serve, url: "TCP4://localhost:1/", want: TCPServer{Host: "localhost", Port: 1, Family: IPv4}, back: "tcp4://localhost:1"},
		{role: Serve, url: "tcp://[fe80::1%25eth0]:1", want: TCPServer{Host: "fe80::1%eth0", Port: 1}},
		{role: Serve, url: "tcp://[fe80::1%eth0]:1", want: TCPServer{Host: "fe80::1%eth0", Port: 1}, back: "tcp://[fe80::1%25eth0]:1"},
		{role: Serve, url: "tcp://*:1?nodelay=on&keepalive=on&keepidle=1m&keepinterval=1h&keepcount=3&rcvbuf=1000&sndbuf=2000&reuseaddr=off",
			want: TCPServer{Host: "*", Port: 1, Options: TCPOptions{NoDelay: true, KeepAlive: true, KeepAliveIdle: time.Minute,
				KeepAliveInterval: time.Hour, KeepAliveCount: 3, RecvBuffer: 1000, SendBuffer: 2000, ReuseAddr: Off}}},
		{role: Connect, url: "tcp://example.org:80", want: TCPClient{Host: "example.org", Port: 80}},
		{role: Connect, url: "tcp://example.org:80?source=127.0.0.1:4000&timeout=10s&nodelay=on",
			want: TCPClient{Host: "example.org", Port: 80, SourceHost: "127.0.0.1", SourcePort: 4000, ConnectTimeout: 10 * time.Second,
				Options: TCPOptions{NoDelay: true}}},
		{role: Connect, url: "tcp://[::1]:80?source=[::1]", want: TCPClient{Host: "::1", Port: 80, SourceHost: "::1"},
			back: "tcp://[::1]:80?source=[::1]:0"},
		{role: Connect, url: "tcp://[::1]:80?source=:99&nodelay", want: TCPClient{Host: "::1", Port: 80, SourcePort: 99,
			Options: TCPOptions{NoDelay: true}}, back: "tcp://[::1]:80?source=:99&nodelay=on"},
		{role: Packets, url: "udp://[::1]:5353?reply=upper", want: UDP{Host: "::1", Port: 5353},
			rest: url.Values{"reply": {"upper"}}, back: "udp://[::1]:5353"},
		{role: Packets, url: "udp://:0", want: UDP{Host: "127.0.0.1"}, back: "udp://127.0.0.1:0"},
		{role: Packets, url: "udp4://*:53?broadcast=on&rcvbuf=4194304",
			want: UDP{Host: "*", Port: 53, Family: IPv4, Options: UDPOptions{Broadcast: true, RecvBuffer: 4 << 20}}},
		{role: Packets, url: "udp://:0?peer=[fe80::1%25eth0]:53", want: UDP{PeerHost: "fe80::1%eth0", PeerPort: 53}},
		{role: Packets, url: "udp://:0?peer=example.org:53", want: UDP{PeerHost: "example.org", PeerPort: 53}},
	} {
		t.Run(tt.url, func(t *testing.T) {
			got, rest, err := Parse(tt.role, tt.url)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if len(rest)+len(tt.rest) > 0 && !reflect.DeepEqual(rest, tt.rest) {
				t.Errorf("rest %v, want %v", rest, tt.rest)
			}
			back := tt.back
			if back == "" {
				back = tt.url
			}
			if got.String() != back {
				t.Errorf("String = %s, want %s", got, back)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		role        Role
		url         string
		field, text string
	}{
		{Serve, "127.0.0.1:9000", "URL", "must be like tcp://127.0.0.1:9000"},
		{Packets, "", "URL", "must be like udp://"},
		{Serve, "http://x:1", FieldScheme, "must be one of tcp, tcp4, tcp6"},
		{Packets, "tcp://x:1", FieldScheme, "must be one of udp, udp4, udp6"},
		{Serve, "tcp://127.0.0.1", FieldPort, "needed"},
		{Serve, "tcp://127.0.0.1:", FieldPort, "needed"},
		{Serve, "tcp://127.0.0.1:65536", FieldPort, "0 to 65535"},
		{Serve, "tcp://127.0.0.1:99999999999999999999", FieldPort, "0 to 65535"},
		{Serve, "tcp://127.0.0.1:-1", FieldPort, "must be a number"},
		{Serve, "tcp://127.0.0.1:http", FieldPort, "must be a number"},
		{Serve, "tcp://::1:9000", FieldHost, "in brackets"},
		{Serve, "tcp://[::1:9000", FieldHost, "brackets"},
		{Serve, "tcp://[::1", FieldHost, ""},
		{Serve, "tcp://[127.0.0.1]:1", FieldHost, "not an IPv6 address"},
		{Serve, "tcp4://[::1]:1", FieldHost, "IPv4 was chosen"},
		{Serve, "tcp://a b:1", FieldHost, "spaces"},
		{Serve, "tcp://user@x:1", FieldHost, "no user"},
		{Serve, "tcp://x:1/path", FieldHost, "path"},
		{Serve, "tcp://x:1?nodelay=maybe", "nodelay", "on or off"},
		{Serve, "tcp://x:1?nodelay=on&nodelay=off", "nodelay", "twice"},
		{Serve, "tcp://x:1?rcvbuf=-1", "rcvbuf", "number"},
		{Serve, "tcp://x:1?rcvbuf=4MiB", "rcvbuf", "number"},
		{Serve, "tcp://x:1?a=%zz", "query", "URL escape"},
		{Connect, "tcp://x:0", FieldPort, "1 to 65535"},
		{Connect, "tcp://:1", FieldHost, "needed"},
		{Connect, "tcp://*:1", FieldHost, "no place"},
		{Connect, "tcp://x:1?timeout=10", "timeout", "unit"},
		{Connect, "tcp://x:1?timeout=-1s", "timeout", "unit"},
		{Connect, "tcp://x:1?source=127.0.0.1:70000", FieldSourcePort, "0 to 65535"},
		{Connect, "tcp://x:1?source=a%20b:1", FieldSourceHost, "spaces"},
		{Packets, "udp://:0?peer=127.0.0.1", FieldPeerPort, "needed"},
		{Packets, "udp://:0?peer=:53", FieldPeerHost, "needed"},
		{Packets, "udp://:0?peer=x:0", FieldPeerPort, "1 to 65535"},
		{Packets, "udp4://:0?peer=[::1]:53", FieldPeerHost, "IPv4 was chosen"},
	} {
		t.Run(tt.url, func(t *testing.T) {
			_, _, err := Parse(tt.role, tt.url)
			var bad *AddressError
			if !errors.As(err, &bad) || bad.Field != tt.field || !strings.Contains(bad.Text, tt.text) {
				t.Fatalf("error %v, want an AddressError of %q with %q", err, tt.field, tt.text)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want one line", err)
			}
		})
	}
}

// What is not the transport's is the caller's.
func TestParseLeavesWhatItDoesNotKnow(t *testing.T) {
	_, rest, err := Parse(Serve, "tcp://:1?timeout=10s&peer=x:1&nodelay=on&idel=5s")
	if err != nil || len(rest) != 3 || !rest.Has("timeout") || !rest.Has("peer") || !rest.Has("idel") {
		t.Errorf("rest = %v, %v, want timeout, peer and idel", rest, err)
	}
}

// Whatever Parse takes, String gives back so that Parse makes the same of it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"tcp://127.0.0.1:9000?reply=echo", "tcp6://:0", "tcp://*:1", "udp://[fe80::1%25eth0]:53?peer=[::1]:1",
		"tcp://x:1?source=[::1]:2&timeout=1m30s&keepalive", "udp4://:5?broadcast=1&rcvbuf=7", "tcp://bücher.example:80?source=*:4"} {
		for r := Serve; r <= Packets; r++ {
			f.Add(uint8(r), seed)
		}
	}
	f.Fuzz(func(t *testing.T, role uint8, raw string) {
		r := Serve + Role(role%3)
		first, _, err := Parse(r, raw)
		if err != nil {
			return
		}
		second, rest, err := Parse(r, first.String())
		if err != nil || len(rest) > 0 {
			t.Fatalf("Parse(%q) = %+v, but Parse(%q): %v, rest %v", raw, first, first, err, rest)
		}
		if first.String() != second.String() {
			t.Errorf("%q became %q", first, second)
		}
	})
}

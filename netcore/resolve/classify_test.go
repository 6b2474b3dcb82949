package resolve

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func TestClassify(t *testing.T) {
	addr := netip.MustParseAddr
	tests := []struct {
		input string
		want  Query
	}{
		{"example.com", Query{Kind: HostQuery, Host: "example.com"}},
		{" example.com.\n", Query{Input: "example.com.", Kind: HostQuery, Host: "example.com."}},
		{"localhost.", Query{Kind: HostQuery, Host: "localhost."}},
		{"bücher", Query{Kind: HostQuery, Host: "bücher"}},
		{"例子.测试", Query{Kind: HostQuery, Host: "例子.测试"}},
		{"127.0.0.1", Query{Kind: AddressQuery, Addr: addr("127.0.0.1")}},
		{"127.1", Query{Kind: AddressQuery, Addr: addr("127.0.0.1")}},
		{"10.1.256", Query{Kind: AddressQuery, Addr: addr("10.1.1.0")}},
		{"::1", Query{Kind: AddressQuery, Addr: addr("::1")}},
		{"::ffff:1.2.3.4", Query{Kind: AddressQuery, Addr: addr("1.2.3.4")}},
		{"fe80::1%eth0", Query{Kind: AddressQuery, Addr: addr("fe80::1%eth0")}},
		{"[::1]", Query{Kind: AddressQuery, Addr: addr("::1")}},
		{"[::1]:9000", Query{Kind: HostPortQuery, Addr: addr("::1"), Port: 9000}},
		{"[fe80::1%25eth0]:80", Query{Kind: HostPortQuery, Addr: addr("fe80::1%eth0"), Port: 80}},
		{"127.0.0.1:80", Query{Kind: HostPortQuery, Addr: addr("127.0.0.1"), Port: 80}},
		{"localhost:9000", Query{Kind: HostPortQuery, Host: "localhost", Port: 9000}},
		{"localhost:https", Query{Kind: HostPortQuery, Host: "localhost", Service: "https"}},
		{"https://localhost/", Query{Kind: URLQuery, Scheme: "https", Host: "localhost"}},
		{"HTTP://user:pw@example.com:8080/a:b?c#d", Query{Kind: URLQuery, Scheme: "http", Host: "example.com", Port: 8080}},
		{"https://[::1]/", Query{Kind: URLQuery, Scheme: "https", Addr: addr("::1")}},
		{"https://[::1]:8443", Query{Kind: URLQuery, Scheme: "https", Addr: addr("::1"), Port: 8443}},
		{"ftp://192.0.2.1", Query{Kind: URLQuery, Scheme: "ftp", Addr: addr("192.0.2.1")}},
		{"https://", Query{Kind: URLQuery, Scheme: "https"}},
		{"https://example.com?x=a/b", Query{Kind: URLQuery, Scheme: "https", Host: "example.com"}},
		{"0", Query{Kind: NumberQuery, Number: 0}},
		{"6", Query{Kind: NumberQuery, Number: 6}},
		{"65535", Query{Kind: NumberQuery, Number: 65535}},
		{"80/TCP", Query{Kind: NumberQuery, Number: 80, Protocol: "tcp"}},
		{"localhost", Query{Kind: NameQuery, Host: "localhost"}},
		{"tcp", Query{Kind: NameQuery, Host: "tcp"}},
		{"IPPROTO_TCP", Query{Kind: NameQuery, Host: "IPPROTO_TCP"}},
		{"tp++", Query{Kind: NameQuery, Host: "tp++"}},
	}
	for _, test := range tests {
		t.Run(test.input, func(t *testing.T) {
			if test.want.Input == "" {
				test.want.Input = test.input
			}
			if got := Classify(test.input); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestClassifyRefuses(t *testing.T) {
	tests := []struct{ input, part, text string }{
		{"", "", "nothing was typed"},
		{" \t\n", "", "nothing was typed"},
		{"exa mple.com", " ", "a space"},
		{"a\x00b", "\x00", "control character"},
		{"70000", "70000", "at most 65535"},
		{"99999999999999999999", "99999999999999999999", "at most 65535"},
		{"localhost:70000", "70000", "at most 65535"},
		{"localhost:0", "0", "can't be connected"},
		{"localhost:", ":", "no port"},
		{"localhost:8 0", " ", "a space"},
		{"localhost:-1!", "-1!", "number or the name"},
		{":80", ":80", "host is missing"},
		{"a:b:c", "a:b:c", "neither an IPv6 address"},
		{"1:2", "1", "no host"},
		{"[::1", "[::1", "isn't closed"},
		{"[localhost]:80", "[localhost]", "only an IPv6 address"},
		{"[127.0.0.1]:80", "[127.0.0.1]", "only an IPv6 address"},
		{"[::1]80", "80", "only a colon"},
		{"[]:80", "[]", "only an IPv6 address"},
		{"300.1.2.3", "300", "at most 255"},
		{"1.2.3.4.5", "1.2.3.4.5", "four numbers"},
		{"1.2.65536", "65536", "at most 65535"},
		{"010.0.0.1", "010", "octal"},
		{"1..2", "1..2", "two dots"},
		{"host.7", "host", "no number"},
		{"a..b", "a..b", "two dots"},
		{"user@host", "@", "can't stand"},
		{"example.com/path", "/", "slash"},
		{"10.0.0.0/8", "/8", "network"},
		{"80/", "/", "slash"},
		{"1http://x", "1http", "a scheme is"},
		{"://x", "://", "begins with its scheme"},
		{"http://a:http/", "http", "port of a URL is a number"},
		{"http://a:99999/", "99999", "at most 65535"},
		{"http://[::1/", "[::1", "isn't closed"},
		{"http://exa!mple/", "exa!mple", "can't stand"},
		{"1.2.3.4%eth0", "1.2.3.4%eth0", "zone"},
		{strings.Repeat("a", 64) + ".example", strings.Repeat("a", 64), "at most 63"},
	}
	for _, test := range tests {
		t.Run(test.input, func(t *testing.T) {
			q := Classify(test.input)
			var input *InputError
			if q.Kind != NoQuery || !errors.As(q.Err, &input) {
				t.Fatalf("got %+v, want an InputError", q)
			}
			if input.Part != test.part || !strings.Contains(input.Text, test.text) || input.Input != strings.TrimSpace(test.input) {
				t.Errorf("got %+v, want part %q and %q", input, test.part, test.text)
			}
		})
	}
}

func FuzzClassify(f *testing.F) {
	for _, seed := range []string{"https://[::1]:80/", "a:b", "[", "1.2.3.4/8", "fe80::1%", "80/tcp", "://", "a@b", "例:1", "0x7f.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Classify(text)
		var input *InputError
		if (q.Kind == NoQuery) != errors.As(q.Err, &input) {
			t.Fatalf("%q: %+v", text, q)
		}
		if q.Kind == NoQuery && (input.Text == "" || (input.Part == "") != (q.Input == "")) {
			t.Errorf("%q: error %+v without a text or a part", text, input)
		}
		asks := q.Host != "" || q.Addr.IsValid() || q.Scheme != "" || q.Kind == NumberQuery
		if q.Kind != NoQuery && !asks {
			t.Errorf("%q: %+v asks for nothing", text, q)
		}
		if q.Host != "" && q.Addr.IsValid() {
			t.Errorf("%q: %+v has a host and an address", text, q)
		}
	})
}

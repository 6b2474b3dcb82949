package collection

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func imported(t *testing.T, name, text string) Imported {
	t.Helper()
	in, err := Import(name, []byte(text), false)
	must(t, err)
	for _, it := range in.Items {
		if err := checkAll(it); err != nil {
			t.Errorf("%q can't be kept: %v", it.Name, err)
		}
	}
	return in
}

// told lists the notices, a line each.
func (in Imported) told() string {
	var b strings.Builder
	for _, n := range in.Told {
		fmt.Fprintln(&b, n)
	}
	return b.String()
}

const packetsJSON = `[
 {"asciistring": "R0VUIC8=", "errorstring": "", "fromip": "", "fromport": "8041183", "hexstring": "47 45 54 20 2f 0d 0a ", "name": "Plain TCP",
  "port": "80", "repeat": 0, "requestpath": "", "sendresponse": "0", "tcporudp": "TCP", "toip": "192.0.2.1"},
 {"name": "Old UDP", "hexString": "0x01 02,03", "port": "5000", "repeat": "2.5", "tcpOrUdp": "UDP", "toIP": "::1", "fromIP": "198.51.100.7", "fromPort": "1234"},
 {"name": "Secret", "hexstring": "6869", "port": "443", "repeat": 0, "tcporudp": "SSL", "toip": "example.org", "fromip": "You"},
 {"name": "Web", "hexstring": "", "port": "8080", "tcporudp": "HTTP Get", "toip": "example.org", "requestpath": "a?b=c"},
 {"name": "Form", "hexstring": "61 3d 31", "port": "80", "tcporudp": "HTTP Post", "toip": "example.org", "requestpath": "/f"},
 {"name": "Macro", "hexstring": "7b7b54494d457d7d", "port": "5000", "tcporudp": "UDP", "toip": "127.0.0.1"},
 {"name": "No port", "hexstring": "7", "port": "0", "tcporudp": "UDP", "toip": "127.0.0.1", "sendresponse": "1", "errorstring": "Connection refused"},
 {"name": " two\nlines ", "hexstring": "zz 31", "port": "1", "tcporudp": "DTLS", "toip": "127.0.0.1"}
]`

func TestPacketSenderJSON(t *testing.T) {
	in := imported(t, "packets.json", "\ufeff"+packetsJSON)
	for i, want := range []struct{ name, target, payload string }{
		{"Plain TCP", "tcp://192.0.2.1:80", "GET /\r\n"},
		{"Old UDP", "udp://[::1]:5000", "\x00\x01\x02\x03"}, // Qt takes the 0 of 0x for a digit
		{"Secret", "", "hi"},
		{"Web", "tcp://example.org:8080", "GET /a?b=c HTTP/1.1\r\nHost: example.org:8080\r\nConnection: close\r\n\r\n"},
		{"Form", "tcp://example.org:80", "POST /f HTTP/1.1\r\nHost: example.org\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=1"},
		{"Macro", "udp://127.0.0.1:5000", "{{TIME}}"},
		{"No port", "", "\x07"},
		{"two lines", "", "1"},
	} {
		if i >= len(in.Items) {
			t.Fatalf("there are %d messages only", len(in.Items))
		}
		it := in.Items[i]
		if it.Name != want.name || it.Target.String() != want.target {
			t.Errorf("message %d is %q to %q, want %q to %q", i, it.Name, it.Target, want.name, want.target)
		}
		if got := string(bytesOf(t, it.Message)); got != want.payload {
			t.Errorf("%s is sent as %q, want %q", want.name, got, want.payload)
		}
	}
	has := func(text string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%q is not told in:\n%s", w, text)
			}
		}
	}
	has(in.told(), `Old UDP: "x," in its hex is no hex`, "Old UDP: it is repeated every 2.5 s", "Old UDP: it came from 198.51.100.7:1234",
		"Secret: it goes over SSL to example.org:443, which is not possible here", "Web: Packet Sender makes an HTTP GET request",
		"Macro: Packet Sender puts something in place of {{TIME}}", `No port: it goes to "127.0.0.1", which is no address with a port`,
		"No port: it asks for an answer", "No port: when it was sent last: Connection refused", `two lines: its name was " two\nlines "`, "two lines: it goes over DTLS")
	has(in.Items[1].Note, "every 2.5 s", "came from")
	if strings.Contains(in.told(), "Plain TCP") || strings.Contains(in.told(), "You") {
		t.Errorf("too much is told:\n%s", in.told())
	}
}

// What QSettings of Qt 5 writes: keys in per cent, a slash in a name as a group in a group, floats as a variant, characters
// over U+007F as \x with as many digits as it takes, quotes where a value has a comma, a semicolon or spaces at its end.
const packetsINI = `[NAMES]
1\name=Hello
2\name=GET /index.html
3\name="a, b; \x4f60\x597d"
4\name=General
5\name=Gone
size=5

[Hello]
name=Hello
fromIP=You
repeat=@Variant(\0\0\0\x87?\x80\0\0)
toIP=127.0.0.1
port=9000
fromPort=0
tcpOrUdp=TCP
sendResponse=0
hexString="48 65 6C 6C 6F 0D 0A "
requestPath=
timestamp="Mon, 1 Jan 2024 10:00:00"

[GET%20]
index.html\name=GET /index.html
index.html\toIP=example.org
index.html\port=80
index.html\tcpOrUdp=TCP
index.html\hexString=47 45 54
index.html\repeat=0
; a comment

[a%2C%20b%3B%20%U4F60%U597D]
name="a, b; \x4f60\x597d"
toIP=::1
port=53
tcpOrUdp=UDP
hexString=00 \
01

[%General]
name=General
toIP=localhost
port=7
tcpOrUdp=udp
hexString=31
`

func TestPacketSenderINI(t *testing.T) {
	for _, text := range []string{packetsINI, strings.ReplaceAll(packetsINI, "\n", "\r\n")} {
		in := imported(t, "packets.ini", text)
		var got []string
		for _, it := range in.Items {
			got = append(got, fmt.Sprintf("%s | %s | %q", it.Name, it.Target, bytesOf(t, it.Message)))
		}
		want := []string{
			`Hello | tcp://127.0.0.1:9000 | "Hello\r\n"`,
			`GET /index.html | tcp://example.org:80 | "GET"`,
			`a, b; 你好 | udp://[::1]:53 | "\x00\x01"`,
			`General | udp://localhost:7 | "1"`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got, want := in.told(), "Hello: it is repeated every 1 s\nGone: the file has nothing but its name\n"; got != want {
			t.Errorf("told\n%s\nwant\n%s", got, want)
		}
	}
}

func TestINIValues(t *testing.T) {
	for text, want := range map[string]string{
		`plain`: "plain", `"in quotes "`: "in quotes ", `"a" `: "a", `\"a\"`: `"a"`, `a\nb\\`: "a\nb\\", `\x41g`: "Ag", `\0\x1`: "\x00\x01",
		`\xd83d\xde00`: "😀", `北`: "北", `@@at`: "@at", `@ByteArray(abc)`: "abc", `@Invalid()`: "", `@Point(1 2)`: "@Point(1 2)",
		`@Variant(\0\0\0\x6@\x4\0\0\0\0\0\0)`: "2.5", `@Variant(\0\0\0&?\x80\0\0)`: "1",
	} {
		if got := iniValue(text); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestBadPackets(t *testing.T) {
	in, err := Import("packets.ini", []byte("[NAMES]\nsize=3000000000\n1\\name=a\n[a]\nhexString=31\n"), false)
	if err != nil || len(in.Items) != 1 || !strings.Contains(in.told(), "fewer values") {
		t.Errorf("read %d messages, %v, told %s", len(in.Items), err, in.told())
	}
	if _, err := Import("packets.ini", []byte("[NAMES]\nsize=x\n"), false); err == nil {
		t.Error("the size x is no mistake")
	}
	long := `[{"name": "a", "hexstring": "` + strings.Repeat("00", MaxText) + `"}]`
	if in, err := Import("x", []byte(long), false); err != nil || len(in.Items) != 0 || !strings.Contains(in.told(), "a: it was not taken over") {
		t.Errorf("of a long packet %d messages, %v, told %s", len(in.Items), err, in.told())
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(packetsINI))
	f.Add([]byte(packetsJSON))
	f.Add([]byte("[NAMES]\nsize=1\n1\\name=\"x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Import("file", data, false)
		if err != nil {
			return
		}
		c := New(nil)
		if _, err := c.Add(RootID, 0, in.Items...); err != nil {
			t.Errorf("%q gives what can't be kept: %v", data, err)
		}
	})
}

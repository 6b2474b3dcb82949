package query

import (
	"testing"
	"time"

	"wirevise/netcore"
)

// TestHelp wants every example to do what its meaning says: to let the one row pass and not the other.
func TestHelp(t *testing.T) {
	clock := func(hour, minute int) *Row {
		return &Row{Time: time.Date(2026, 11, 20, hour, minute, 4, 0, testNow.Location()).UnixNano()}
	}
	examples := map[string]struct{ yes, no *Row }{
		"hello":                     {received("say Hello"), received("hallo")},
		`"two words\r\n"`:           {received("two words\r\n"), received("words two\r\n")},
		"/get|post/i":               {received("GET /"), received("PUT /")},
		`text:"GET /"`:              {received("get /"), &Row{Note: "GET /"}},
		"case:Hello":                {received("Hello"), received("hello")},
		"hex:00 ff ?? 4?":           {received("\x00\xff\x01\x4a"), received("\x00\xff\x01\x5a")},
		"peer:192.168.1.":           {received(""), &Row{Peer: "192.168.2.1:80"}},
		"peer:=127.0.0.1:9000":      {&Row{Peer: "127.0.0.1:9000"}, &Row{Peer: "127.0.0.1:90001"}},
		"local::9000":               {received(""), &Row{Local: "127.0.0.1:80"}},
		"endpoint:echo":             {received(""), &Row{Name: "http"}},
		"endpoint:#2":               {received(""), &Row{Endpoint: 3, Name: "#2"}},
		"network:tcp":               {received(""), &Row{Network: "udp"}},
		"dir:in,error":              {broken(), &Row{Kind: netcore.Sent}},
		"kind:opened,closed":        {&Row{Kind: netcore.Closed}, &Row{Kind: netcore.Ended}},
		"flag:broken":               {&Row{Kind: netcore.Framed, Flags: netcore.Broken}, &Row{Flags: netcore.Cut}},
		"size>1k":                   {&Row{Size: 1001}, &Row{Size: 1000}},
		"size:0,64-128":             {&Row{Size: 100}, &Row{Size: 10}},
		"time>=14:02:03.5":          {clock(14, 2), clock(14, 1)},
		"time:2026-11-20T14:02":     {clock(14, 2), clock(14, 3)},
		"session:3,5-9":             {&Row{Session: 6}, &Row{Session: 4}},
		"seq>1000":                  {&Row{Seq: 1001}, &Row{Seq: 1000}},
		"error:ECONNRESET":          {broken(), &Row{Fault: true, FaultName: "EPIPE"}},
		"note:lost":                 {&Row{Note: "3 lost"}, received("lost")},
		"dir:in and size>1k":        {&Row{Kind: netcore.Received, Size: 2000}, received("")},
		"dir:error or note:timeout": {&Row{Note: "Timeout"}, received("timeout")},
		"not dir:out":               {received(""), &Row{Kind: netcore.Sent}},
		"(ping or pong) dir:in":     {received("pong"), &Row{Kind: netcore.Sent, Payload: []byte("ping")}},
	}
	seen := map[string]bool{}
	for _, part := range Help() {
		t.Run(part.Form, func(t *testing.T) {
			if part.Form == "" || part.Meaning == "" || seen[part.Example] {
				t.Errorf("not explained, or twice: %+v", part)
			}
			seen[part.Example] = true
			rows, ok := examples[part.Example]
			if !ok {
				t.Fatalf("%s is not tried here", part.Example)
			}
			q := mustParse(t, part.Example)
			if !q.Match(rows.yes) || q.Match(rows.no) {
				t.Errorf("%s: got %t and %t, want true and false", part.Example, q.Match(rows.yes), q.Match(rows.no))
			}
		})
	}
	for _, f := range fields {
		if len(f.help) == 0 {
			t.Errorf("%s: is not explained", f.name)
		}
	}
}

// TestHelpReturnsACopy lets whoever asks write to what it gets.
func TestHelpReturnsACopy(t *testing.T) {
	Help()[0].Form = "mine"
	if Help()[0].Form == "mine" {
		t.Error("the tables can be written to from outside")
	}
}

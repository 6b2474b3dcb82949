//go:build linux

package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestWindowByKeyboard uses the real window as a person without a mouse does, with real programs at the other ends, and
// looks at what they received.
func TestWindowByKeyboard(t *testing.T) {
	need(t, "ncat", "socat", "python3")
	const server = `
import socket, sys
l = socket.create_server(("127.0.0.1", 0))
print(l.getsockname()[1], flush=True)
l.settimeout(240)
s, _ = l.accept()
s.settimeout(240)
data = s.recv(4096)
sys.stdout.buffer.write(data + b"\n")
sys.stdout.buffer.flush()
s.sendall(b"python got " + data)
print(s.recv(4096), flush=True)
`
	d := openWindow(t)
	serverPort, udpPort := freePort(t, "tcp"), freePort(t, "udp")

	// A server, whose Start button has the focus from the first moment on.
	d.openOn(serverPort, 4)
	eventually(t, "the server", func() bool { _, ok := bound("tcp", serverPort); return ok })
	ncat := startTool(t, "ncat", "127.0.0.1", serverPort)
	ncat.say("hello from ncat\n")
	d.logged(`\treceived\t.*hello from ncat`)
	d.send("hi 世界")
	ncat.reads("hi 世界")

	// A client of a python3 server.
	python := startTool(t, "python3", "-c", server)
	pythonPort := python.line()
	d.key("ctrl+2")
	d.openOn(pythonPort, 4)
	d.logged(`\topened\t.*connected to 127.0.0.1:` + pythonPort)
	d.send("to python")
	if got := python.line(); got != "to python" {
		t.Errorf("python3 received %q, want %q", got, "to python")
	}
	d.logged(`\treceived\t.*python got to python`)

	// A UDP peer, that answers who sent last.
	d.key("ctrl+3")
	d.openOn(udpPort, 2)
	eventually(t, "the UDP socket", func() bool { _, ok := bound("udp", udpPort); return ok })
	socat := startTool(t, "socat", "-t0.1", "-", "UDP:127.0.0.1:"+udpPort)
	socat.say("ping from socat")
	d.logged(`\treceived\t.*ping from socat`)
	d.send("pong")
	socat.reads("pong")

	// A lookup.
	d.key("ctrl+4")
	d.typeIn("localhost")
	d.key("Return")
	d.logged(`Lookup\tnoted\tlocalhost\t.*127\.0\.0\.1`)

	// A mistake shows, sends nothing and clears nothing: what is typed at its place makes it right.
	d.key("ctrl+1", "ctrl+shift+h")
	d.typeIn("48 65 6c 6c 6")
	before := d.logText()
	d.key("ctrl+Return")
	eventually(t, "something red on the left", func() bool { return d.redOnTheLeft() > 50 })
	if after := d.logText(); after != before {
		t.Errorf("a message with a mistake changed the log from\n%s\nto\n%s", before, after)
	}
	d.key("ctrl+m", "End")
	d.typeIn("f")
	eventually(t, "nothing red any more", func() bool { return d.redOnTheLeft() < 50 })
	d.key("ctrl+Return")
	ncat.reads("Hello")

	// All of it stands in the one log, in order.
	log := d.logged(`\tsent\t.*\t5\tHello`)
	rest := log
	for _, want := range []string{
		`\topened\t\t\t\tlistening on 127.0.0.1:` + serverPort,
		`\taccepted\t127.0.0.1:\d+\t\t\tconnected`,
		`\treceived\t127.0.0.1:\d+\t16\thello from ncat\\n$`,
		`\tsent\t127.0.0.1:\d+\t9\thi 世界$`,
		`\topened\t127.0.0.1:` + pythonPort + `\t\t\tconnected to`,
		`\tsent\t127.0.0.1:` + pythonPort + `\t9\tto python$`,
		`\treceived\t127.0.0.1:` + pythonPort + `\t20\tpython got to python$`,
		`\topened\t\t\t\tbound to 127.0.0.1:` + udpPort,
		`\treceived\t127.0.0.1:\d+\t15\tping from socat$`,
		`\tsent\t127.0.0.1:\d+\t4\tpong$`,
		`Lookup\tnoted\tlocalhost\t.*127\.0\.0\.1`,
		`\tsent\t127.0.0.1:\d+\t5\tHello$`,
	} {
		at := regexp.MustCompile("(?m)" + want).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("no row %s where it belongs in\n%s", want, log)
		}
		if n := strings.Count(rest[:at[0]], "\n"); n > 0 {
			t.Errorf("before the row %s stands\n%s", want, rest[:at[0]])
		}
		rest = rest[at[1]:]
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			rest = rest[i+1:]
		}
	}
	if rest != "" {
		t.Errorf("after the last row stands\n%s", rest)
	}

	// The way out asks, and Escape stays; Enter goes.
	d.key("ctrl+q", "Escape")
	d.send("68 69")
	ncat.reads("hi")
	began := time.Now()
	d.key("ctrl+q", "Return")
	c := d.end()
	t.Logf("ended after %v; first frame after %.3f s", time.Since(began).Round(time.Millisecond), c.FirstFrame)
	ncat.stdin.Close()
	ncat.ends()
	if got := python.line(); got != "b''" {
		t.Errorf("at the end python3 received %s, want the end", got)
	}
	if c.ReceivedBytes != 16+20+15 || c.SentBytes != 9+9+4+5+2 {
		t.Errorf("got %+v, want 51 bytes received and 29 sent", c)
	}
}

const (
	floodSenders = 20
	floodSize    = 64
	floodRate    = 100_000 // messages a second by all of them; as many of them as the machine can, where it can't
	datagramRate = 500     // a second, beside them: no more than the system's smallest buffer holds for a while
)

//go:build unix

package main

import (
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// dial connects to a server of the program; the connection has a deadline.
func dial(t *testing.T, opened row) *net.TCPConn {
	t.Helper()
	c, err := net.DialTimeout("tcp", opened.Local, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return c.(*net.TCPConn)
}

func wantRead(t *testing.T, c io.Reader, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); string(got[:n]) != want {
		t.Fatalf("read %q (%v), want %q", got[:n], err, want)
	}
}

func TestLinesGoToEverySession(t *testing.T) {
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer packets.Close()
	packets.SetDeadline(time.Now().Add(patience))
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?name=A", "-serve", "tcp4://:0?name=B",
		"-udp", "udp://127.0.0.1:0?peer="+packets.LocalAddr().String())
	var conns []*net.TCPConn
	for i, name := range []string{"A", "B", "B"} {
		opened := h.wait("opened "+name, 1, func(r row) bool { return r.Kind == "opened" && r.Endpoint == name })
		conns = append(conns, dial(t, opened))
		h.kind("accepted", i+1)
	}
	h.wait("the UDP socket", 1, func(r row) bool { return r.Kind == "opened" && r.Session != 0 })
	lines := []string{"first\n", "\n", "世界\r\n", strings.Repeat("long ", 5000) + "\n", "without an end"}
	h.say(strings.Join(lines, ""))
	h.stdin.Close()
	for _, c := range conns {
		wantRead(t, c, strings.Join(lines, ""))
	}
	for _, want := range lines {
		buf := make([]byte, 1<<16)
		n, _, err := packets.ReadFrom(buf)
		if string(buf[:n]) != want {
			t.Fatalf("got the datagram %.60q (%v), want %.60q", buf[:n], err, want)
		}
	}
	h.end(syscall.SIGTERM, exitOK)
}

func TestLineToNobody(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0")
	opened := h.kind("opened", 1)
	h.say("to nobody\n")
	h.stderr.wait(t, "nobody is connected")
	c := dial(t, opened)
	h.kind("accepted", 1)
	c.Close()
	h.kind("ended", 1)
	h.end(syscall.SIGINT, exitOK)
	for _, r := range h.rows {
		if r.Kind == "sent" {
			t.Errorf("%v: sent to whom?", r)
		}
	}
}

func TestRepliesOfURLs(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?reply=rules&rules=../../docs/rules/greeting.json",
		"-serve", "tcp://127.0.0.1:0?reply=fixed&text={{seq}}%3a+{{message}}&ending=CRLF")
	c := dial(t, h.kind("opened", 1))
	wantRead(t, c, "hello word!")
	io.WriteString(c, "Ann")
	wantRead(t, c, "Hello Ann")
	io.WriteString(c, "exit")
	if n, err := c.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("after exit came %d bytes, %v, want the end", n, err)
	}
	c = dial(t, h.kind("opened", 2))
	io.WriteString(c, "same")
	wantRead(t, c, "1: same\r\n")
	h.end(syscall.SIGTERM, exitOK)
}

func TestSeveralEndpointsAtOnce(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?reply=echo", "-serve", "tcp://127.0.0.1:0?reply=upper&prefix=%3E%20",
		"-udp", "udp://127.0.0.1:0?reply=echo", "-udp", "udp://127.0.0.1:0?name=quiet")
	names := map[string]bool{}
	for i := 1; i <= 4; i++ {
		r := h.kind("opened", i)
		names[r.Endpoint] = true
		switch {
		case r.Session == 0: // a server
			c := dial(t, r)
			io.WriteString(c, "abc")
			first := make([]byte, 1)
			if _, err := io.ReadFull(c, first); err != nil {
				t.Fatal(err)
			}
			if first[0] == '>' {
				wantRead(t, c, " ABC")
			} else {
				wantRead(t, c, "bc")
			}
		case r.Endpoint != "quiet":
			c, err := net.Dial("udp", r.Local)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(patience))
			for _, want := range []string{"abc", "", "d"} { // an empty datagram is one too
				if _, err := c.Write([]byte(want)); err != nil {
					t.Fatal(err)
				}
				buf := make([]byte, 10)
				if n, err := c.Read(buf); err != nil || string(buf[:n]) != want {
					t.Fatalf("got %q (%v), want %q", buf[:n], err, want)
				}
			}
		}
	}
	if len(names) != 4 {
		t.Errorf("the endpoints are called %v, want four names", names)
	}
	final := h.end(syscall.SIGTERM, exitOK)
	if final.ReceivedBytes != 10 || final.SentBytes != 12 {
		t.Errorf("got %+v, want 10 bytes received and 12 sent", final)
	}
}

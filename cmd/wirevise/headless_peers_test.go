//go:build unix

package main

import (
	"net"
	"os"
	"slices"
	"syscall"
	"testing"
)

// pythonClient sends standard input, finishes sending, and prints what comes back.
const pythonClient = `
import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=60)
for line in sys.stdin.buffer:
    s.sendall(line)
s.shutdown(socket.SHUT_WR)
while True:
    data = s.recv(4096)
    if not data: break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
`

func TestEchoToRealClients(t *testing.T) {
	hosts := []struct{ name, listen, host string }{{"IPv4", "tcp://127.0.0.1:0", "127.0.0.1"}, {"IPv6", "tcp://[::1]:0", "::1"}}
	clients := []struct {
		name    string
		command func(host, port string) []string
	}{
		{"ncat", func(host, port string) []string { return []string{"ncat", host, port} }},
		{"socat", func(host, port string) []string {
			return []string{"socat", "-t60", "-", "TCP:" + net.JoinHostPort(host, port)}
		}},
		{"python3", func(host, port string) []string { return []string{"python3", "-c", pythonClient, host, port} }},
	}
	const message = "hello, 世界\nand \x00\x01 a second line\n"
	for _, host := range hosts {
		for _, client := range clients {
			t.Run(client.name+" over "+host.name, func(t *testing.T) {
				need(t, client.name)
				if host.name == "IPv6" {
					needIPv6(t)
				}
				h := startHeadless(t, "-serve", host.listen+"?reply=echo")
				opened := h.kind("opened", 1)
				command := client.command(host.host, opened.port())
				c := startTool(t, command[0], command[1:]...)
				c.say(message)
				accepted := h.kind("accepted", 1)
				h.got(accepted.Session, message)
				c.stdin.Close() // finishes sending; the echo comes all the same
				c.reads(message)
				c.ends()
				ended := h.kind("ended", 1)
				if ended.Error != nil || ended.Session != accepted.Session {
					t.Errorf("got the end %v, want one without an error", ended)
				}
				var echoed string
				for _, r := range h.all() {
					if r.Kind == "sent" {
						echoed += string(r.Data)
						if !slices.Contains(r.Flags, "automatic") {
							t.Errorf("%v: not marked as automatic", r)
						}
					}
				}
				if echoed != message {
					t.Errorf("the rows say that %q was sent, want %q", echoed, message)
				}
				h.end(syscall.SIGTERM, exitOK)
			})
		}
	}
}

// pythonServer prints its port, then what the first client sends, line by line, and answers each in upper case. It closes
// after the third.
const pythonServer = `
import socket, sys
l = socket.create_server(("127.0.0.1", 0))
print(l.getsockname()[1], flush=True)
l.settimeout(60)
s, _ = l.accept()
s.settimeout(60)
f = s.makefile("rb")
for i in range(3):
    line = f.readline()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    s.sendall(line.upper())
f.close()
s.close()
`

func TestConnectToARealServer(t *testing.T) {
	need(t, "python3")
	server := startTool(t, "python3", "-c", pythonServer)
	h := startHeadless(t, "-connect", "tcp://127.0.0.1:"+server.line()+"?timeout=30s")
	session := h.kind("opened", 1).Session
	want := ""
	for _, line := range []string{"one\n", "zwei ü\n", "\x80\xff is no UTF-8\n"} {
		h.say(line)
		server.reads(line)
		want += upper(line)
	}
	server.ends()
	ended := h.kind("ended", 1)
	if ended.Error != nil || ended.Session != session {
		t.Errorf("got %v, want an end without an error", ended)
	}
	h.end(nil, exitOK) // nothing is open any more
	got := ""
	for _, r := range h.rows {
		if r.Kind == "received" {
			got += string(r.Data)
		}
	}
	if got != want {
		t.Errorf("received %q, want %q", got, want)
	}
}

// upper is the upper case of ASCII in bytes, as Python's.
func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

func TestUDPToRealPeers(t *testing.T) {
	const python = `
import socket, sys
s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(60)
s.connect((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin.buffer:
    s.send(line)
    sys.stdout.buffer.write(s.recv(4096))
    sys.stdout.buffer.flush()
`
	peers := []struct {
		name    string
		command func(host, port string) []string
	}{
		{"socat", func(host, port string) []string {
			return []string{"socat", "-t0.1", "-", "UDP:" + net.JoinHostPort(host, port)}
		}},
		{"python3", func(host, port string) []string { return []string{"python3", "-c", python, host, port} }},
	}
	for _, host := range []string{"127.0.0.1", "::1"} {
		for _, peer := range peers {
			t.Run(peer.name+" over "+host, func(t *testing.T) {
				need(t, peer.name)
				if host == "::1" {
					needIPv6(t)
				}
				h := startHeadless(t, "-udp", "udp://"+net.JoinHostPort(host, "0")+"?reply=upper")
				command := peer.command(host, h.kind("opened", 1).port())
				p := startTool(t, command[0], command[1:]...)
				for i, line := range []string{"hello\n", "größe 世界\n"} {
					p.say(line)
					p.reads(upper(line))
					if got := h.kind("received", i+1); string(got.Data) != line {
						t.Errorf("got %v, want %q", got, line)
					}
				}
				p.stdin.Close()
				p.ends()
				h.say("to who sent last\n") // nobody is there any more: an event, no end
				h.wait("the line", 1, func(r row) bool { return r.Kind == "sent" && string(r.Data) == "to who sent last\n" })
				h.end(os.Interrupt, exitOK)
			})
		}
	}
}

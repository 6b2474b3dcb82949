//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// A row is a line of standard output, with every member that there is.
type row struct {
	Seq      uint64    `json:"seq"`
	Time     time.Time `json:"time"`
	Kind     string    `json:"kind"`
	Endpoint string    `json:"endpoint"`
	Session  uint32    `json:"session"`
	Local    string    `json:"local"`
	Peer     string    `json:"peer"`
	Size     *int64    `json:"size"`
	Data     []byte    `json:"data"`
	Text     *string   `json:"text"`
	Note     string    `json:"note"`
	Flags    []string  `json:"flags"`
	Error    *struct {
		Name   string `json:"name"`
		Number int    `json:"number"`
		Text   string `json:"text"`
	} `json:"error"`
}

func (r row) String() string {
	text := fmt.Sprintf("%d %s %q #%d %s<-%s %q", r.Seq, r.Kind, r.Endpoint, r.Session, r.Local, r.Peer, r.Note)
	if r.Error != nil {
		text += fmt.Sprintf(" %+v", *r.Error)
	}
	if len(r.Data) > 0 {
		text += fmt.Sprintf(" %.60q", r.Data)
	}
	return text
}

// port is that of the row's own address.
func (r row) port() string { return r.Local[strings.LastIndexByte(r.Local, ':')+1:] }

// parseRow reads a line and holds it against what is promised of each.
func parseRow(line []byte, want uint64) (r row, problem error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, fmt.Errorf("%.300s: %w", line, err)
	}
	bad := func(format string, args ...any) {
		if problem == nil {
			problem = fmt.Errorf("%.300s: %s", line, fmt.Sprintf(format, args...))
		}
	}
	ofBytes := r.Kind == "received" || r.Kind == "sent"
	switch {
	case r.Seq != want:
		bad("got seq %d, want %d", r.Seq, want)
	case time.Since(r.Time).Abs() > 10*time.Minute:
		bad("the time is not now")
	case !slices.Contains([]string{"opened", "accepted", "received", "sent", "noted", "failed", "ended", "closed"}, r.Kind):
		bad("unknown kind")
	case r.Endpoint == "":
		bad("no endpoint")
	case r.Session == 0 && (ofBytes || r.Kind == "accepted" || r.Kind == "ended"):
		bad("no session")
	case r.Session != 0 && r.Local == "":
		bad("no local address")
	case ofBytes && (r.Peer == "" || r.Size == nil || *r.Size != int64(len(r.Data))):
		bad("want a peer, and a size that is that of data")
	case r.Text != nil != (len(r.Data) > 0 && utf8.Valid(r.Data)):
		bad("text is there: %t", r.Text != nil)
	case r.Text != nil && *r.Text != string(r.Data):
		bad("text is not data")
	case r.Kind == "failed" && r.Error == nil && r.Note == "":
		bad("failed, and no word why")
	case r.Error != nil && (r.Error.Text == "" || (r.Error.Name == "") != (r.Error.Number == 0)):
		bad("an error without text, or with half a name")
	}
	return r, problem
}

// A headlessRun is the program without a window, running.
type headlessRun struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr sayings
	stats  string
	ended  chan struct{} // closed when standard output has ended

	mu   sync.Mutex
	news chan struct{} // closed when rows grows
	rows []row
	bad  error
}

// startHeadless starts the program; it is killed when the test ends and it has not.
func startHeadless(t *testing.T, args ...string) *headlessRun {
	t.Helper()
	h := &headlessRun{t: t, stats: filepath.Join(t.TempDir(), "stats.json"), ended: make(chan struct{}), news: make(chan struct{})}
	h.cmd = program(t, append([]string{"-headless", "-stats", h.stats}, args...)...)
	h.cmd.Stderr = &h.stderr
	stdout, err := h.cmd.StdoutPipe()
	if err == nil {
		h.stdin, err = h.cmd.StdinPipe()
	}
	if err == nil {
		err = h.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go h.read(stdout)
	t.Cleanup(func() {
		h.cmd.Process.Kill()
		<-h.ended
		h.cmd.Wait()
	})
	return h
}

func (h *headlessRun) read(stdout io.Reader) {
	defer close(h.ended)
	r := bufio.NewReaderSize(stdout, 1<<20)
	for seq := uint64(1); ; seq++ {
		line, err := r.ReadBytes('\n')
		if err != nil && len(line) == 0 {
			return
		}
		row, bad := parseRow(line, seq)
		if bad == nil && err != nil {
			bad = fmt.Errorf("the last line is cut: %.300q", line)
		}
		h.mu.Lock()
		if h.rows = append(h.rows, row); h.bad == nil {
			h.bad = bad
		}
		close(h.news)
		h.news = make(chan struct{})
		h.mu.Unlock()
	}
}

func (h *headlessRun) all() []row {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.rows)
}

// wait returns the n-th row, from 1, that is what is asked for.
func (h *headlessRun) wait(what string, n int, is func(row) bool) row {
	h.t.Helper()
	limit := time.After(patience)
	for {
		h.mu.Lock()
		rows, news := h.rows, h.news
		h.mu.Unlock()
		left := n
		for _, r := range rows {
			if is(r) {
				if left--; left == 0 {
					return r
				}
			}
		}
		select {
		case <-news:
		case <-h.ended:
			if len(h.all()) == len(rows) {
				h.t.Fatalf("the program ended before row %d with %s:\n%s", n, what, h.told())
			}
		case <-limit:
			h.t.Fatalf("row %d with %s did not come:\n%s", n, what, h.told())
		}
	}
}

func (h *headlessRun) kind(kind string, n int) row {
	h.t.Helper()
	return h.wait(kind, n, func(r row) bool { return r.Kind == kind })
}

// got waits until session has received, in whole, what it is to receive.
func (h *headlessRun) got(session uint32, want string) {
	h.t.Helper()
	var all string
	h.wait(fmt.Sprintf("the end of %q", want), 1, func(r row) bool {
		if r.Seq == 1 {
			all = ""
		}
		if r.Session == session && r.Kind == "received" {
			all += string(r.Data)
		}
		return all == want
	})
}

// told is the end of what the program said, for failures.
func (h *headlessRun) told() string {
	var b strings.Builder
	rows := h.all()
	for _, r := range rows[max(0, len(rows)-30):] {
		fmt.Fprintln(&b, r)
	}
	return b.String()
}

func (h *headlessRun) say(line string) {
	h.t.Helper()
	if _, err := io.WriteString(h.stdin, line); err != nil {
		h.t.Fatal(err)
	}
}

// end sends the signal, or with none just waits for the end, and checks that everything was written, in order and
// counted. It returns the counters.
func (h *headlessRun) end(signal os.Signal, code int) workbench.Final {
	h.t.Helper()
	if signal != nil {
		if err := h.cmd.Process.Signal(signal); err != nil {
			h.t.Fatal(err)
		}
	}
	select {
	case <-h.ended:
	case <-time.After(patience):
		h.t.Fatalf("it does not end:\n%s", h.told())
	}
	if got := exitCode(h.t, h.cmd.Wait()); got != code {
		h.t.Errorf("exit code: got %d, want %d; it said %s", got, code, h.stderr.String())
	}
	if h.bad != nil {
		h.t.Error(h.bad)
	}
	final := readStats(h.t, h.stats).Final
	var received, sent int64
	open, failed := map[uint32]bool{}, false
	endpoints := map[string]int{}
	for _, r := range h.rows {
		switch r.Kind {
		case "accepted", "received", "sent":
			if r.Kind == "accepted" {
				open[r.Session] = true
			} else if r.Kind == "received" {
				received += *r.Size
			} else {
				sent += *r.Size
			}
			if !open[r.Session] {
				h.t.Errorf("%v: its session is not open", r)
			}
		case "opened":
			if r.Session != 0 {
				open[r.Session] = true
			}
			endpoints[r.Endpoint] = 1
		case "ended":
			if !open[r.Session] {
				h.t.Errorf("%v: its session is not open", r)
			}
			delete(open, r.Session)
		case "closed":
			endpoints[r.Endpoint]--
		case "failed":
			failed = true
		}
	}
	if len(open) > 0 {
		h.t.Errorf("no end is told of the sessions %v", open)
	}
	for name, n := range endpoints {
		if n != 0 {
			h.t.Errorf("no end is told of %s", name)
		}
	}
	n := uint64(len(h.rows))
	if final.Events != n || final.Rows != n || final.Lost != 0 || final.Bytes != final.ReceivedBytes+final.SentBytes {
		h.t.Errorf("got %d lines, but counters %+v", n, final)
	}
	if final.ReceivedBytes != uint64(received) || (!failed && final.SentBytes != uint64(sent)) {
		h.t.Errorf("got lines about %d bytes received and %d sent, but counters %+v", received, sent, final)
	}
	return final
}

// counters are what -stats writes.
type counters struct {
	workbench.Final
	FirstFrame float64
}

func readStats(t *testing.T, path string) (c counters) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		t.Fatalf("the counters: %v", err)
	}
	return c
}

// need skips the test where the system lacks a program.
func need(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(err)
		}
	}
}

// needIPv6 skips the test where the system has no IPv6.
func needIPv6(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip(err)
	}
	l.Close()
}

// sayings are what a program writes to standard error, to be read while it does.
type sayings struct {
	mu   sync.Mutex
	text []byte
}

func (s *sayings) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, p...)
	return len(p), nil
}

func (s *sayings) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text)
}

// wait waits until the program has said something.
func (s *sayings) wait(t *testing.T, what string) {
	t.Helper()
	eventually(t, "the saying "+strconv.Quote(what), func() bool { return strings.Contains(s.String(), what) })
}

// eventually waits for what can only be looked for again and again.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for limit := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("waited for %s in vain", what)
		}
	}
}

// A tool is another program that takes part.
type tool struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr sayings
}

// startTool starts another program; it is killed when the test ends and it has not.
func startTool(t *testing.T, name string, args ...string) *tool {
	t.Helper()
	p := &tool{t: t, cmd: exec.CommandContext(t.Context(), name, args...)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err == nil {
		p.stdin, err = p.cmd.StdinPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(stdout)
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
	return p
}

func (p *tool) say(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.stdin, text); err != nil {
		p.t.Fatalf("%s: %v", p.cmd.Path, err)
	}
}

// reads waits for exactly this text from the tool.
func (p *tool) reads(want string) {
	p.t.Helper()
	got := make([]byte, len(want))
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	n, err := io.ReadFull(p.stdout, got)
	if !stop.Stop() || string(got[:n]) != want {
		p.t.Fatalf("%s printed %q (%v), want %q; its errors: %s", p.cmd.Path, got[:n], err, want, p.stderr.String())
	}
}

// line waits for a line from the tool.
func (p *tool) line() string {
	p.t.Helper()
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	line, err := p.stdout.ReadString('\n')
	if !stop.Stop() || err != nil {
		p.t.Fatalf("%s printed %q (%v); its errors: %s", p.cmd.Path, line, err, p.stderr.String())
	}
	return strings.TrimSuffix(line, "\n")
}

// ends waits for the tool's end, all of whose output must have been read.
func (p *tool) ends() {
	p.t.Helper()
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	rest, _ := io.ReadAll(p.stdout)
	err := p.cmd.Wait()
	if !stop.Stop() || err != nil || len(rest) > 0 {
		p.t.Fatalf("%s ended with %v and %q unread; its errors: %s", p.cmd.Path, err, rest, p.stderr.String())
	}
}

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

func TestPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := "tcp://" + l.Addr().String()

	h := startHeadless(t, "-serve", taken)
	if failed := h.kind("failed", 1); failed.Error == nil || failed.Error.Name != "EADDRINUSE" || failed.Error.Number != int(syscall.EADDRINUSE) {
		t.Errorf("got %v, want EADDRINUSE", failed)
	}
	h.end(nil, exitError)

	// One that can be opened goes on.
	h = startHeadless(t, "-serve", taken, "-serve", "tcp://127.0.0.1:0?reply=echo")
	c := dial(t, h.kind("opened", 1))
	io.WriteString(c, "x")
	wantRead(t, c, "x")
	h.end(syscall.SIGTERM, exitOK)
}

func TestServerThatIsNotThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	h := startHeadless(t, "-connect", "tcp://"+l.Addr().String())
	if failed := h.kind("failed", 1); failed.Error == nil || failed.Error.Name != "ECONNREFUSED" {
		t.Errorf("got %v, want ECONNREFUSED", failed)
	}
	h.end(nil, exitError)

	h = startHeadless(t, "-connect", "tcp://no-such-host.invalid:9000")
	if failed := h.kind("failed", 1); failed.Error == nil || !strings.Contains(failed.Error.Text, "no-such-host.invalid") {
		t.Errorf("got %v, want something about the name", failed)
	}
	h.end(nil, exitError)
}

func TestReconnect(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	accept := func() net.Conn {
		t.Helper()
		l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		c.SetDeadline(time.Now().Add(patience))
		return c
	}
	h := startHeadless(t, "-connect", "tcp://"+l.Addr().String()+"?reconnect=20ms&reply=echo")
	accept().Close() // again, without a failure
	h.kind("ended", 1)
	c := accept()
	io.WriteString(c, "x")
	wantRead(t, c, "x")
	l.Close()
	c.Close()
	h.kind("ended", 2)
	failed := h.kind("failed", 2)
	if failed.Error == nil || failed.Error.Name != "ECONNREFUSED" || !strings.Contains(failed.Note, "trying again") {
		t.Errorf("got %v, want ECONNREFUSED and that it tries again", failed)
	}
	if l, err = net.Listen("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c = accept()
	h.kind("opened", 3)
	h.say("back\n")
	wantRead(t, c, "back\n")
	h.end(syscall.SIGTERM, exitOK)
}

// TestReaderGoesAway is head -1: standard output is closed after its first line.
func TestReaderGoesAway(t *testing.T) {
	stats := filepath.Join(t.TempDir(), "stats.json")
	cmd := program(t, "-headless", "-serve", "tcp://127.0.0.1:0?reply=echo", "-stats", stats)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = w, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	line, err := bufio.NewReaderSize(r, 16).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	opened, err := parseRow(line, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	dial(t, opened) // the next line can't be written
	stop := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	if code := exitCode(t, cmd.Wait()); !stop.Stop() || code != exitError {
		t.Errorf("exit code: got %d, want %d", code, exitError)
	}
	if strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), "could not all be written") {
		t.Errorf("got %q, want a line that says what is missing", stderr.String())
	}
	if final := readStats(t, stats); final.Rows != 1 || final.LostEvents != final.Events-1 || final.LostEvents == 0 {
		t.Errorf("got %+v, want one row, and the others lost", final)
	}
}

// TestPeerThatNeverReads has one that reads beside it, which gets all there is until the other's queue is full, and an end
// that does not wait.
func TestPeerThatNeverReads(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?sndbuf=65536")
	opened := h.kind("opened", 1)
	deaf := dial(t, opened)
	deaf.SetReadBuffer(4096)
	h.kind("accepted", 1)
	reader := dial(t, opened)
	h.kind("accepted", 2)

	line := strings.Repeat("x", 32<<10-1) + "\n"
	written := make(chan error, 1)
	go func() { // 12.5 MiB: much more than waits in the program and in the system
		_, err := io.WriteString(h.stdin, strings.Repeat(line, 400))
		written <- err
	}()
	for i := range 31 {
		got := make([]byte, len(line))
		if _, err := io.ReadFull(reader, got); err != nil || string(got) != line {
			t.Fatalf("line %d: %v", i, err)
		}
	}
	h.end(syscall.SIGTERM, exitOK)
	if err := <-written; err == nil {
		t.Error("all lines were taken at once")
	}
	if !slices.ContainsFunc(h.rows, func(r row) bool {
		return r.Kind == "failed" && r.Session == 1 && strings.Contains(r.Note, "waiting messages")
	}) {
		t.Errorf("nothing tells what was not sent:\n%s", h.told())
	}
}

// TestStuckPeerIsWaitedForOnce wants a peer that never reads to cost the others one wait, not one a line.
func TestStuckPeerIsWaitedForOnce(t *testing.T) {
	log := logrus.New()
	log.SetOutput(io.Discard)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := newLines(io.Discard, logrus.NewEntry(log), cancel)
	h.slow = 100 * time.Millisecond
	recorded := make(chan struct{})
	go h.record(msglog.NewRecorder(h), recorded)
	defer func() {
		h.hub.Close()
		<-recorded
	}()
	spec, err := parseSpec(transport.Serve, "tcp://127.0.0.1:0?sndbuf=65536", 1)
	if err != nil {
		t.Fatal(err)
	}
	if h.open(ctx, []netcore.Spec{spec}) != 0 {
		t.Fatal("it does not open")
	}
	opened := row{Local: h.hub.Snapshot()[0].Local}
	deaf := dial(t, opened)
	deaf.SetReadBuffer(4096)
	reader := dial(t, opened)
	eventually(t, "two sessions", func() bool { return len(h.hub.Sessions()) == 2 })
	text := strings.Repeat(strings.Repeat("x", 32<<10-1)+"\n", 400)
	go func() {
		h.feed(ctx, strings.NewReader(text))
		h.hub.EndSession(2, netcore.EndClose)
	}()
	began := time.Now()
	if got, err := io.ReadAll(reader); err != nil || string(got) != text {
		t.Errorf("the one that reads got %d bytes (%v), want %d", len(got), err, len(text))
	}
	if took := time.Since(began); took > 100*h.slow {
		t.Errorf("it took %v, want not much more than one wait of %v", took, h.slow)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?reply=echo")
	opened := h.kind("opened", 1)
	const clients, messages = 20, 100
	var wg sync.WaitGroup
	want := uint64(0)
	for i := range clients {
		for j := range messages {
			want += uint64(len(fmt.Sprintf("client %d message %d\n", i, j)))
		}
		c := dial(t, opened)
		wg.Go(func() {
			r := bufio.NewReader(c)
			for j := range messages {
				line := fmt.Sprintf("client %d message %d\n", i, j)
				io.WriteString(c, line)
				if got, err := r.ReadString('\n'); got != line {
					t.Errorf("got %q (%v), want %q", got, err, line)
					return
				}
			}
			c.CloseWrite()
			if rest, err := io.ReadAll(r); err != nil || len(rest) > 0 {
				t.Errorf("at the end: got %q (%v), want nothing", rest, err)
			}
		})
	}
	wg.Wait()
	h.kind("ended", clients)
	if final := h.end(syscall.SIGTERM, exitOK); final.ReceivedBytes != want || final.SentBytes != want {
		t.Errorf("got %+v, want %d bytes each way", final, want)
	}
	// Of each session every Sent row comes after the Received row it answers.
	ahead := map[uint32]int{}
	for _, r := range h.rows {
		switch r.Kind {
		case "received":
			ahead[r.Session] += len(r.Data)
		case "sent":
			if ahead[r.Session] -= len(r.Data); ahead[r.Session] < 0 {
				t.Fatalf("%v stands before what it answers", r)
			}
		}
	}
}

func TestOneMebibyteBothWays(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?reply=echo")
	c := dial(t, h.kind("opened", 1))
	out := make([]byte, 1<<20)
	rand.Read(out)
	go func() {
		c.Write(out)
		c.CloseWrite()
	}()
	back, err := io.ReadAll(c)
	if err != nil || !bytes.Equal(back, out) {
		t.Errorf("got %d bytes back (%v), want the %d that went out", len(back), err, len(out))
	}
	h.kind("ended", 1)
	h.end(syscall.SIGTERM, exitOK)
	var received, sent []byte
	for _, r := range h.rows {
		switch r.Kind {
		case "received":
			received = append(received, r.Data...)
		case "sent":
			sent = append(sent, r.Data...)
		}
	}
	if !bytes.Equal(received, out) || !bytes.Equal(sent, out) {
		t.Errorf("the rows hold %d bytes received and %d sent, want the %d both times", len(received), len(sent), len(out))
	}
}

// TestSignalWithSessionsOpen wants every event of the end to be written, at once.
func TestSignalWithSessionsOpen(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(strconv.Itoa(int(signal)), func(t *testing.T) {
			h := startHeadless(t, "-serve", "tcp://127.0.0.1:0", "-udp", "udp://127.0.0.1:0")
			server := h.wait("the server", 1, func(r row) bool { return r.Kind == "opened" && r.Session == 0 })
			h.kind("opened", 2)
			for i := range 5 {
				dial(t, server)
				h.kind("accepted", i+1)
			}
			h.end(signal, exitOK)
			if n := len(h.rows); n != 2+5+6+2 { // opened, accepted, ended, closed
				t.Errorf("got %d rows, want 15:\n%s", n, h.told())
			}
		})
	}
}

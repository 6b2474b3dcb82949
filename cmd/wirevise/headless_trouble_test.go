//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transport"
)

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

// TestReaderThatStalls has standard output read by nobody: the events can't be written, and a second signal ends it all the same.
func TestReaderThatStalls(t *testing.T) {
	cmd := program(t, "-headless", "-serve", "tcp://127.0.0.1:0")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
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
	dial(t, opened).Write(make([]byte, 1<<20)) // more than a pipe takes
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cmd.Wait()
	}()
	stop := time.AfterFunc(patience, func() { cmd.Process.Kill(); t.Error("it does not end") })
	defer stop.Stop()
	for again := time.NewTicker(endTime / 4); ; {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
			again.Stop()
			return
		case <-again.C:
		}
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
	h.slow = time.Second // a busy machine makes the one that reads wait too
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

// silence is a server that does not answer.
type silence struct{}

func (silence) Open(ctx context.Context) (netcore.Source, error) {
	<-ctx.Done()
	return netcore.Source{}, ctx.Err()
}

func (silence) String() string { return "silence://" }

func TestNobodyWaitsForAClientsAnswer(t *testing.T) {
	log := logrus.New()
	log.SetOutput(io.Discard)
	ctx, cancel := context.WithCancel(t.Context())
	h := newLines(io.Discard, logrus.NewEntry(log), cancel)
	recorded := make(chan struct{})
	go h.record(msglog.NewRecorder(h), recorded)
	opened := make(chan int, 1)
	go func() {
		opened <- h.open(ctx, []netcore.Spec{{Role: workbench.RoleClient, Transport: silence{}},
			{Role: workbench.RoleServer, Transport: transport.TCPServer{Host: "127.0.0.1"}}})
	}()
	eventually(t, "the server", func() bool {
		for _, e := range h.hub.Snapshot() {
			if e.Role == workbench.RoleServer && e.State == netcore.EndpointOpen {
				return true
			}
		}
		return false
	})
	cancel()
	if failed := <-opened; failed != 1 {
		t.Errorf("%d could not be opened, want the client alone", failed)
	}
	h.hub.Close()
	<-recorded
}

//go:build unix

package main

import (
	"bufio"
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
	"testing"
	"time"

	"wirevise/gui/workbench"
)

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

package program

import (
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// A served is a hub with one endpoint, whose events are kept.
type served struct {
	t   *testing.T
	hub *netcore.Hub
	id  netcore.EndpointID
	at  string

	done    chan struct{}
	mu      sync.Mutex // guards what follows
	events  []netcore.Event
	changed chan struct{}
}

// allowed is a permission for this machine.
func allowed() Permission {
	p := Permission{Allowed: new(atomic.Bool)}
	p.Allowed.Store(true)
	return p
}

// serve opens a server on this machine that answers with r, with leave to run programs.
func serve(t *testing.T, r netcore.Responder) *served {
	t.Helper()
	return serveOn(t, transport.TCPServer{Host: "127.0.0.1"}, Permit(r, allowed()))
}

func serveOn(t *testing.T, on netcore.Transport, r netcore.Responder) *served {
	t.Helper()
	s := &served{t: t, hub: netcore.NewHub(), done: make(chan struct{}), changed: make(chan struct{})}
	go s.watch()
	t.Cleanup(func() {
		s.hub.Close()
		<-s.done
		if n := len(slots); n != 0 {
			t.Errorf("%d processes are still counted as running", n)
		}
	})
	var err error
	if s.id, err = s.hub.Open(t.Context(), netcore.Spec{Name: "test", Transport: on, Responder: r}); err != nil {
		t.Fatal(err)
	}
	s.at = s.hub.Snapshot()[0].Local
	return s
}

func (s *served) watch() {
	defer close(s.done)
	for batch := range s.hub.Events() {
		s.mu.Lock()
		s.events = append(s.events, batch...)
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
	}
}

// row waits for the n-th row (from 1) of a kind whose note or error matches.
func (s *served) row(kind netcore.EventKind, n int, pattern string) netcore.Event {
	s.t.Helper()
	re := regexp.MustCompile(pattern)
	patience := time.NewTimer(netcoretest.Patience)
	defer patience.Stop()
	for seen, found := 0, 0; ; {
		s.mu.Lock()
		events, changed := s.events, s.changed
		s.mu.Unlock()
		for ; seen < len(events); seen++ {
			ev := events[seen]
			if ev.Kind == kind && re.MatchString(text(ev)) {
				if found++; found == n {
					return ev
				}
			}
		}
		select {
		case <-changed:
		case <-patience.C:
			var lines []string
			for _, ev := range events {
				lines = append(lines, fmt.Sprintf("%v %.60q %s", ev.Kind, ev.Payload, text(ev)))
			}
			s.t.Fatalf("there is no row %v %q, of\n%s", kind, pattern, strings.Join(lines, "\n"))
		}
	}
}

func text(ev netcore.Event) string {
	if ev.Err != nil {
		return ev.Note + ": " + ev.Err.Error()
	}
	return ev.Note
}

var pidOf = regexp.MustCompile(`pid (\d+)`)

// pid is the process that the n-th start was of.
func (s *served) pid(n int) int {
	s.t.Helper()
	pid, err := strconv.Atoi(pidOf.FindStringSubmatch(s.row(netcore.Noted, n, "^started pid").Note)[1])
	if err != nil {
		s.t.Fatal(err)
	}
	return pid
}

// A caller is a client that a test writes itself.
type caller struct {
	t *testing.T
	net.Conn
}

func (s *served) call() *caller {
	s.t.Helper()
	return s.callOver("tcp")
}

func (s *served) callOver(network string) *caller {
	s.t.Helper()
	conn, err := net.Dial(network, s.at)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(netcoretest.Patience)); err != nil {
		s.t.Fatal(err)
	}
	return &caller{s.t, conn}
}

func (c *caller) say(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		c.t.Fatalf("writing %.40q: %v", text, err)
	}
}

// reads reads exactly want.
func (c *caller) reads(want string) {
	c.t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); err != nil || string(got) != want {
		c.t.Fatalf("got %.80q, %v, want %.80q", got[:n], err, want)
	}
}

// rest reads to the end.
func (c *caller) rest() string {
	c.t.Helper()
	got, err := io.ReadAll(c)
	if err != nil {
		c.t.Fatalf("got %.80q and then %v, want the end", got, err)
	}
	return string(got)
}

func (c *caller) finish() {
	c.t.Helper()
	if err := c.Conn.(*net.TCPConn).CloseWrite(); err != nil {
		c.t.Fatal(err)
	}
}

// length reads decimal digits until the next 200 ms bring none, as the tutorials' clients read what has come.
func (c *caller) length() int {
	c.t.Helper()
	buf := make([]byte, 32)
	n, err := c.Read(buf)
	if err != nil {
		c.t.Fatal(err)
	}
	size, err := strconv.Atoi(string(buf[:n]))
	if err != nil {
		c.t.Fatalf("got %q, want a length in decimal digits", buf[:n])
	}
	return size
}

// ask says a command, reads the length, says ok, and reads the output.
func (c *caller) ask(command, ok string) string {
	c.t.Helper()
	c.say(command)
	size := c.length()
	c.say(ok)
	got := make([]byte, size)
	if _, err := io.ReadFull(c, got); err != nil {
		c.t.Fatal(err)
	}
	return string(got)
}

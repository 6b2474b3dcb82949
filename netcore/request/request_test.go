package request

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder/program"
	"wirevise/netcore/transport"
)

// A client is a hub with one session, whose events are kept.
type client struct {
	*netcore.Hub
	t      *testing.T
	id     netcore.SessionID
	done   chan struct{}
	mu     sync.Mutex // guards what follows
	events []netcore.Event
}

func connect(t *testing.T, to string) *client {
	t.Helper()
	at := mustAddr(t, to)
	return open(t, transport.TCPClient{Host: at.Addr().String(), Port: at.Port()})
}

func open(t *testing.T, on netcore.Transport) *client {
	t.Helper()
	c := &client{Hub: netcore.NewHub(), t: t, done: make(chan struct{})}
	go c.watch()
	id, err := c.Open(t.Context(), netcore.Spec{Name: "client", Transport: on})
	t.Cleanup(func() {
		c.CloseEndpoint(id) // what waits is sent first
		c.Close()
		<-c.done
	})
	if err != nil {
		t.Fatal(err)
	}
	c.id = c.Sessions()[0]
	return c
}

func (c *client) watch() {
	defer close(c.done)
	for batch := range c.Events() {
		c.mu.Lock()
		c.events = append(c.events, batch...)
		c.mu.Unlock()
	}
}

func (c *client) ask(text string, o Options) (Answer, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), netcoretest.Patience)
	defer cancel()
	return New(netcore.Message{Payload: []byte(text)}, o).Do(ctx, c.Hub, c.id)
}

// scripted is a server that answers one client: it reads what begins with < and writes what begins with >.
func scripted(t *testing.T, script ...string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(netcoretest.Patience))
		for _, step := range script {
			text := step[1:]
			if step[0] == '>' {
				if _, err := io.WriteString(conn, text); err != nil {
					t.Errorf("writing %q: %v", text, err)
				}
				continue
			}
			got := make([]byte, len(text))
			if n, err := io.ReadFull(conn, got); err != nil || string(got) != text {
				t.Errorf("the server got %q, %v, want %q", got[:n], err, text)
				return
			}
		}
		io.Copy(io.Discard, conn)
	}()
	return l.Addr().String()
}

func TestRequest(t *testing.T) {
	tests := []struct {
		name   string
		script []string
		want   string
	}{
		{"as in the tutorials", []string{"<date", ">5", "<OK", ">today"}, "today"},
		{"with line ends", []string{"<date", ">5\n", "<OK", ">today"}, "today"},
		{"in pieces", []string{"<date", ">5", "<OK", ">to", ">d", ">ay"}, "today"},
		{"without waiting", []string{"<date", ">5\ntoday"}, "today"},
		{"no output", []string{"<date", ">0", "<OK"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := connect(t, scripted(t, tt.script...))
			a, err := c.ask("date", Options{})
			if err != nil || string(a.Body) != tt.want || a.Took <= 0 {
				t.Errorf("got %q after %v, %v, want %q", a.Body, a.Took, err, tt.want)
			}
		})
	}
}

func TestRequestErrors(t *testing.T) {
	tests := []struct {
		name   string
		script []string
		o      Options
		want   string
	}{
		{"no length", []string{"<date", ">what?"}, Options{}, "a length in decimal digits was to come, but it was “what?”"},
		{"too long", []string{"<date", ">11\n"}, Options{Most: 10}, "the length 11 is more than 10 bytes, the limit set here"},
		{"silence", []string{"<date"}, Options{Time: 50 * time.Millisecond}, "nothing came for 50 ms, the limit set here: no length had come"},
		{"silence in the body", []string{"<date", ">10\nabc"}, Options{Time: 300 * time.Millisecond}, "nothing came for 300 ms, the limit set here: 3 of the answer's 10 bytes had come"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := connect(t, scripted(t, tt.script...))
			if a, err := c.ask("date", tt.o); err == nil || err.Error() != tt.want {
				t.Errorf("got %q, %v, want the error %q", a.Body, err, tt.want)
			}
		})
	}
	t.Run("the end", func(t *testing.T) {
		c := connect(t, ending(t, "10\nabc"))
		if _, err := c.ask("date", Options{}); err == nil || err.Error() != "the connection ended: 3 of the answer's 10 bytes had come" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("called off", func(t *testing.T) {
		c := connect(t, scripted(t))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := New(netcore.Message{Payload: []byte("date")}, Options{}).Do(ctx, c.Hub, c.id); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want it cancelled", err)
		}
	})
	t.Run("no session", func(t *testing.T) {
		c := connect(t, scripted(t))
		if _, err := New(netcore.Message{}, Options{}).Do(t.Context(), c.Hub, 99); !errors.Is(err, netcore.ErrEnded) {
			t.Errorf("got %v, want ErrEnded", err)
		}
	})
	t.Run("datagrams", func(t *testing.T) {
		c := open(t, transport.UDP{Host: "127.0.0.1"})
		if _, err := c.ask("date", Options{}); !errors.Is(err, ErrDatagrams) {
			t.Errorf("got %v, want ErrDatagrams", err)
		}
	})
}

// ending is a server that says one thing to whatever it is told, and closes.
func ending(t *testing.T, says string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		if conn, err := l.Accept(); err == nil {
			conn.Read(make([]byte, 100))
			io.WriteString(conn, says)
			conn.Close()
		}
	}()
	return l.Addr().String()
}

// The server here and the client here, one request after the other on one connection, and the log of the last.
func TestRequestToOurOwnServer(t *testing.T) {
	on := new(atomic.Bool)
	on.Store(true)
	server := &client{Hub: netcore.NewHub(), t: t, done: make(chan struct{})}
	go server.watch()
	t.Cleanup(func() { server.Close(); <-server.done })
	r := program.Permit(program.Commands{}, program.Permission{Allowed: on})
	if _, err := server.Open(t.Context(), netcore.Spec{Name: "server", Transport: transport.TCPServer{Host: "127.0.0.1"}, Responder: r}); err != nil {
		t.Fatal(err)
	}
	c := connect(t, server.Snapshot()[0].Local)
	for range 3 {
		if a, err := c.ask("no-such-program", Options{}); err != nil || !strings.Contains(string(a.Body), "there is no program") {
			t.Errorf("got %q, %v", a.Body, err)
		}
		if a, err := c.ask("go env GOOS", Options{}); err != nil || strings.TrimSpace(string(a.Body)) == "" {
			t.Errorf("got %q, %v", a.Body, err)
		}
	}
	c.Close()
	<-c.done
	var kinds []string
	for _, ev := range c.events {
		if ev.Kind == netcore.Framed {
			kinds = kinds[:0]
		}
		kinds = append(kinds, ev.Kind.String())
		if ev.Kind == netcore.Noted && !strings.HasPrefix(ev.Note, "the answer to the request: ") {
			t.Errorf("a row says %q", ev.Note)
		}
	}
	if got := strings.Join(kinds, " "); !strings.HasPrefix(got, "framed noted") {
		t.Errorf("the last rows are %s, want one frame and a note", got)
	}
}

func mustAddr(t *testing.T, text string) netip.AddrPort {
	t.Helper()
	at, err := netip.ParseAddrPort(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// A side is of a session of a stream; it counts what is told.
type side struct {
	netcore.Side
	told atomic.Int32
}

func (s *side) Info() netcore.SessionInfo { return netcore.SessionInfo{Boundary: netcore.Stream} }
func (s *side) Tell(netcore.Event)        { s.told.Add(1) }

// An answer that came before the end of its session is one, and nothing is told behind that end.
func TestAnswerThenEnd(t *testing.T) {
	c := connect(t, scripted(t, "<"))
	for range 20 {
		r, s := New(netcore.Message{Payload: []byte("x")}, Options{}), &side{}
		x := r.Attach(s)
		x.Respond(nil, netcore.Event{Kind: netcore.Framed, Payload: []byte("abc")})
		x.Detach()
		if a, err := r.run(t.Context(), c.Hub, c.id); err != nil || string(a.Body) != "abc" {
			t.Fatalf("got %q, %v", a.Body, err)
		}
		if r.tell("behind the end"); s.told.Load() != 0 {
			t.Fatal("something was told behind the end")
		}
	}
}

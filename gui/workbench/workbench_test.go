package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"wirevise/assets"
	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/resolve"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// A bench is a workbench with the window's goroutine played by the test: what is dispatched runs when the test waits.
type bench struct {
	*Workbench
	t         *testing.T
	window    chan func()
	log       LogState
	endpoints []netcore.EndpointInfo
	status    []Status
	runs      []Activity
}

func (b *bench) ShowLog(s LogState)                        { b.log = s }
func (b *bench) ShowEndpoints(list []netcore.EndpointInfo) { b.endpoints = list }
func (b *bench) ShowStatus(s Status)                       { b.status = append(b.status, s) }
func (b *bench) ShowActivities(list []Activity)            { b.runs = list }

func (b *bench) Revive() {}

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

func newBench(t *testing.T) *bench {
	b := &bench{t: t, window: make(chan func(), 10_000)}
	log := logrus.New()
	log.SetOutput(io.Discard)
	b.Workbench = New(Options{Dispatch: func(f func()) { b.window <- f }, Log: logrus.NewEntry(log),
		Resolver: &resolve.Resolver{Services: assets.Services, Protocols: assets.Protocols}})
	b.Start(b)
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// until runs what is dispatched until cond holds.
func (b *bench) until(what string, cond func() bool) {
	b.t.Helper()
	limit := time.After(patience)
	for !cond() {
		select {
		case f := <-b.window:
			f()
		case <-limit:
			b.t.Fatalf("waited %v for %s; the log:\n%s", patience, what, b.text())
		}
	}
}

// text is the rows that pass the filter, a line each.
func (b *bench) text() string {
	var s strings.Builder
	for i := range b.Rows() {
		if e, ok := b.Entry(i, -1); ok {
			fmt.Fprintf(&s, "%s %v %q %s %v\n", e.Name, e.Kind, e.Payload, e.Note, e.Fault)
		}
	}
	return s.String()
}

func (b *bench) open(spec netcore.Spec, err error) netcore.EndpointID {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	var id netcore.EndpointID
	done := false
	b.Open(spec, func(got netcore.EndpointID, err error) {
		if err != nil {
			b.t.Errorf("Open: %v", err)
		}
		id, done = got, true
	})
	b.until("the endpoint", func() bool { return done })
	return id
}

func (b *bench) info(id netcore.EndpointID) netcore.EndpointInfo {
	for _, e := range b.endpoints {
		if e.ID == id {
			return e
		}
	}
	return netcore.EndpointInfo{}
}

// server opens an echo server and returns where.
func (b *bench) server(reply string) (id netcore.EndpointID, port string) {
	b.t.Helper()
	id = b.open(ServerForm{Common: Common{Reply: responder.Config{Kind: reply}}, Host: "127.0.0.1", Port: "0"}.Spec())
	b.until("the server's address", func() bool { return b.info(id).Local != "" })
	_, port, err := net.SplitHostPort(b.info(id).Local)
	if err != nil {
		b.t.Fatal(err)
	}
	return id, port
}

func TestFirstMinute(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	client := b.open(ClientForm{Host: "127.0.0.1", Port: port, Timeout: "5s"}.Spec())
	b.until("both ends", func() bool { return len(b.info(server).Sessions) == 1 && len(b.info(client).Sessions) == 1 })

	payload, err := codec.Compose("hello", codec.Text, codec.Encoding{}, codec.LF)
	if err != nil {
		t.Fatal(err)
	}
	b.Send(payload, []netcore.SessionID{b.info(client).Sessions[0].ID}, "", func(n int, err error) {
		if n != 1 || err != nil {
			t.Errorf("Send = %d, %v, want 1, nil", n, err)
		}
	})
	b.until("the message in the log", func() bool { return strings.Contains(b.text(), `received "hello\n"`) })

	text := b.text()
	sent, received := strings.Index(text, `Client 1 sent "hello\n"`), strings.Index(text, `Server `+port+` received "hello\n"`)
	if sent < 0 || received < sent {
		t.Errorf("the log has not Sent before Received:\n%s", text)
	}
	b.Stop(client)
	b.until("the client's end on both sides", func() bool {
		return b.info(client).State == netcore.EndpointClosed && len(b.info(server).Sessions) == 0
	})
	if got := b.info(server).Ended; len(got) != 1 || got[0].EndNote != "the peer closed (FIN)" {
		t.Errorf("the server's ended sessions = %+v, want one that the peer closed", got)
	}
}

func TestOpenFailsAtItsPlace(t *testing.T) {
	b := newBench(t)
	_, port := b.server("none")
	tests := []struct {
		name  string
		spec  func() (netcore.Spec, error)
		field string
		text  string
	}{
		{"empty host of a server", ServerForm{Port: "0"}.Spec, FieldHost, "127.0.0.1 is this machine only"},
		{"no port", ServerForm{Host: "127.0.0.1"}.Spec, FieldPort, "a number from 0 to 65535"},
		{"port too large", ServerForm{Host: "127.0.0.1", Port: "65536"}.Spec, FieldPort, "65536 is no port"},
		{"port beyond all numbers", ServerForm{Host: "127.0.0.1", Port: "99999999999999999999999"}.Spec, FieldPort, "is no port"},
		{"negative port", ServerForm{Host: "127.0.0.1", Port: "-1"}.Spec, FieldPort, `"-1" is no number`},
		{"port of letters", ClientForm{Host: "127.0.0.1", Port: "http"}.Spec, FieldPort, `"http" is no number`},
		{"port 0 of a client", ClientForm{Host: "127.0.0.1", Port: "0"}.Spec, FieldPort, "from 1 to 65535"},
		{"empty host of a client", ClientForm{Port: "9000"}.Spec, FieldHost, "whom to connect to"},
		{"impossible host", ClientForm{Host: "a b", Port: "9000"}.Spec, FieldHost, "no spaces"},
		{"half an address", ClientForm{Host: "127.0.0", Port: "9000"}.Spec, FieldHost, "IPv4"},
		{"bad source", ClientForm{Host: "127.0.0.1", Port: "9000", SourceHost: "1.2.3.4.5"}.Spec, FieldSourceHost, "IPv4"},
		{"bad timeout", ClientForm{Host: "127.0.0.1", Port: "9000", Timeout: "soon"}.Spec, FieldTimeout, "10s"},
		{"bad idle limit", ServerForm{Host: "127.0.0.1", Port: "0", Common: Common{Idle: "-3s"}}.Spec, FieldIdle, "is no time"},
		{"bad read size", ServerForm{Host: "127.0.0.1", Port: "0", Common: Common{ReadSize: "0"}}.Spec, FieldReadSize, "is no size"},
		{"bad framing", ServerForm{Host: "127.0.0.1", Port: "0", Common: Common{Framing: "lime"}}.Spec, FieldFraming, `"lime" is no framing`},
		{"bad framing to send", ClientForm{Host: "127.0.0.1", Port: "9", Common: Common{SendFraming: "gap:1s"}}.Spec, FieldFraming, "a pause frames only"},
		{"bad peer", UDPForm{Host: "127.0.0.1", Port: "0", Peer: "somewhere"}.Spec, FieldPeer, "port"},
		{"port in use", ServerForm{Host: "127.0.0.1", Port: port}.Spec, "", "EADDRINUSE"},
		{"nobody there", ClientForm{Host: "127.0.0.1", Port: closedPort(t)}.Spec, "", "ECONNREFUSED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec, err := tt.spec()
			if err == nil {
				done := false
				b.Open(spec, func(_ netcore.EndpointID, e error) { err, done = e, true })
				b.until("the attempt", func() bool { return done })
			}
			field, text := FieldOf(err)
			if err == nil || field != tt.field || !strings.Contains(text, tt.text) {
				t.Errorf("error = %v: field %q, text %q; want field %q and %q in the text", err, field, text, tt.field, tt.text)
			}
		})
	}
	b.until("the list", func() bool { return b.OpenEndpoints() == 1 })
	if got := b.OpenEndpoints(); got != 1 {
		t.Errorf("%d endpoints are open after the failures, want the one that was", got)
	}
}

// closedPort returns a port of this machine that nothing listens on.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func TestOpenCanBeCalledOff(t *testing.T) {
	b := newBench(t)
	spec := netcore.Spec{Name: "stuck", Role: RoleClient, Transport: never{}}
	var got error
	done := false
	cancel := b.Open(spec, func(_ netcore.EndpointID, err error) { got, done = err, true })
	b.until("the attempt to show", func() bool { return len(b.endpoints) == 1 })
	cancel()
	b.until("the end", func() bool { return done })
	if !errors.Is(got, context.Canceled) {
		t.Errorf("Open called off = %v, want context.Canceled", got)
	}
}

// never is a transport whose other side does not answer.
type never struct{}

func (never) Open(ctx context.Context) (netcore.Source, error) {
	<-ctx.Done()
	return netcore.Source{}, ctx.Err()
}

func (never) String() string { return "never://" }

func TestPeerThatNeverReads(t *testing.T) {
	b := newBench(t)
	id, port := b.server("none")
	deaf, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	other, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	b.until("two sessions", func() bool { return len(b.info(id).Sessions) == 2 })
	var stuck, free netcore.SessionID
	for _, s := range b.info(id).Sessions {
		if s.Peer == deaf.LocalAddr().String() {
			stuck = s.ID
		} else {
			free = s.ID
		}
	}
	piece := make([]byte, 1<<20)
	var full error
	for range 200 { // far more than the system and the queue hold
		b.Send(piece, []netcore.SessionID{stuck}, "", func(_ int, err error) { full = err })
		if full != nil {
			break
		}
	}
	if !errors.Is(full, netcore.ErrFull) {
		t.Errorf("sending on and on = %v, want ErrFull", full)
	}
	b.Send([]byte("still here"), []netcore.SessionID{free}, "", func(n int, err error) {
		if n != 1 || err != nil {
			t.Errorf("Send to the other = %d, %v", n, err)
		}
	})
	buf := make([]byte, 10)
	other.SetDeadline(time.Now().Add(patience))
	if _, err := io.ReadFull(other, buf); err != nil || string(buf) != "still here" {
		t.Errorf("the other peer read %q, %v", buf, err)
	}
}

func TestUDPByName(t *testing.T) {
	b := newBench(t)
	peer, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	id := b.open(UDPForm{Host: "127.0.0.1", Port: "0"}.Spec())
	b.until("the socket", func() bool { return len(b.info(id).Sessions) == 1 })
	session := []netcore.SessionID{b.info(id).Sessions[0].ID}

	b.Send([]byte("?"), session, "", func(_ int, err error) {
		if !errors.Is(err, netcore.ErrNoReceiver) {
			t.Errorf("Send to nobody = %v, want ErrNoReceiver", err)
		}
	})
	_, port, _ := net.SplitHostPort(peer.LocalAddr().String())
	queued := -1
	b.Send([]byte("ping"), session, "localhost:"+port, func(n int, err error) {
		if queued = n; err != nil {
			t.Error(err)
		}
	})
	b.until("the lookup", func() bool { return queued >= 0 })
	buf := make([]byte, 100)
	peer.SetDeadline(time.Now().Add(patience))
	n, from, err := peer.ReadFrom(buf)
	if err != nil || string(buf[:n]) != "ping" {
		t.Fatalf("the peer got %q, %v", buf[:n], err)
	}
	if _, err := peer.WriteTo([]byte("pong"), from); err != nil {
		t.Fatal(err)
	}
	b.until("the answer", func() bool { return strings.Contains(b.text(), `received "pong"`) })
	b.Send([]byte("again"), session, "", func(_ int, err error) {
		if err != nil {
			t.Errorf("Send to who sent last: %v", err)
		}
	})
	if n, _, err = peer.ReadFrom(buf); err != nil || string(buf[:n]) != "again" {
		t.Errorf("the peer got %q, %v, want again", buf[:n], err)
	}
	for _, bad := range []string{"localhost", "localhost:0", "localhost:70000", ":9", "[::1:9", "no.such.host.invalid:9"} {
		var got error
		done := false
		b.Send([]byte("x"), session, bad, func(_ int, err error) { got, done = err, true })
		b.until("an answer about "+bad, func() bool { return done })
		if got == nil {
			t.Errorf("Send to %q succeeded", bad)
		}
	}
}

func TestFilterSelectSave(t *testing.T) {
	b := newBench(t)
	id, port := b.server("upper")
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte("needle,\xff\r\n"))
	b.until("the reply", func() bool { return strings.Contains(b.text(), `sent "NEEDLE,\xff\r\n"`) })

	sel := b.Selection()
	first, _ := b.Entry(0, 0)
	sel.Only(first.Seq)
	b.SetFilter(msglog.Criteria{Kinds: msglog.ReceivedRows | msglog.SentRows, Query: parsed(t, "needle"), Endpoint: id})
	b.until("the filter", func() bool { return b.log.Filtered && b.log.Rows == 2 })
	if !sel.Has(first.Seq) {
		t.Error("a hidden row is no longer selected")
	}
	e, _ := b.Entry(1, 0)
	sel.Toggle(e.Seq)

	dir := t.TempDir()
	for _, tt := range []struct {
		file  string
		scope Scope
		rows  int
		want  string
	}{
		{"all.txt", AllRows, 4, "listening on"},
		{"filtered.csv", FilteredRows, 2, `NEEDLE,\xFF\r\n`},
		{"selected.txt", SelectedRows, 2, "listening on"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			path := filepath.Join(dir, tt.file)
			rows := -1
			b.SaveLog(path, formatFor(t, path), tt.scope, nil, func(n, gone int, err error) {
				if rows = n; err != nil || gone != 0 {
					t.Errorf("SaveLog: %d gone, %v", gone, err)
				}
			})
			b.until("the file", func() bool { return rows >= 0 })
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if rows != tt.rows || !strings.Contains(string(data), tt.want) {
				t.Errorf("%d rows, want %d, with %q:\n%s", rows, tt.rows, tt.want, data)
			}
		})
	}
	if _, err := FormatFor("x.exe"); err == nil || !strings.Contains(err.Error(), ".pcapng") {
		t.Errorf("FormatFor(x.exe): got %v", err)
	}
	var failed error
	b.SaveLog(filepath.Join(dir, "no", "such", "x.txt"), Formats[0], AllRows, nil, func(_, _ int, err error) { failed = err })
	b.until("the failure", func() bool { return failed != nil })
	if !errors.Is(failed, fs.ErrNotExist) {
		t.Errorf("SaveLog: got %v", failed)
	}
	var copied string
	b.CopyRows(CopyText, codec.Encoding{}, func(text string, rows int, err error) { copied = text })
	b.until("the copy", func() bool { return copied != "" })
	if strings.Count(copied, "\n") != 2 {
		t.Errorf("CopyRows = %q, want two lines", copied)
	}
	b.ClearLog()
	b.until("an empty log", func() bool { return b.log.Held == 0 && b.Rows() == 0 })
	if sel.Len() != 0 {
		t.Errorf("%d rows are selected in an empty log", sel.Len())
	}
}

func TestSendAgain(t *testing.T) {
	b := newBench(t)
	_, port := b.server("none")
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte("once"))
	b.until("the message", func() bool { return strings.Contains(b.text(), `received "once"`) })
	b.until("the session", func() bool { return len(b.endpoints) > 0 && len(b.endpoints[0].Sessions) == 1 })
	e, _ := b.Entry(b.Rows()-1, 0)
	b.SendAgain(e.Seq, func(n int, err error) {
		if n != 1 || err != nil {
			t.Errorf("SendAgain = %d, %v", n, err)
		}
	})
	buf := make([]byte, 4)
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.ReadFull(c, buf); err != nil || string(buf) != "once" {
		t.Errorf("the peer got %q, %v", buf, err)
	}
}

func TestLookupStandsInTheLog(t *testing.T) {
	b := newBench(t)
	done := 0
	b.Lookup(" https://127.0.0.1/ ", func(a resolve.Answer, err error) {
		done++
		if err != nil || len(a.Rows) == 0 {
			t.Errorf("Lookup = %+v, %v", a, err)
		}
	})
	b.until("an answer", func() bool { return done == 1 })
	b.Lookup("no.such.host.invalid", func(_ resolve.Answer, err error) {
		done++
		if f := netcore.Explain(err); !strings.HasPrefix(f.Name, "EAI_") && !strings.HasPrefix(f.Name, "WSA") {
			t.Errorf("Lookup of no host = %v, want a name from getaddrinfo", f)
		}
	})
	b.until("a failure", func() bool { return done == 2 })
	b.until("both in the log", func() bool { return b.Rows() == 2 })
	if text := b.text(); !strings.Contains(text, "443/tcp") || !strings.Contains(text, "Lookup failed") {
		t.Errorf("the log:\n%s", text)
	}
}

func TestCloseInTheMiddleOfAFlood(t *testing.T) {
	b := newBench(t)
	_, port := b.server("echo")
	conn, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	flooded := make(chan struct{})
	go func() {
		defer close(flooded)
		go io.Copy(io.Discard, conn)
		for {
			if _, err := conn.Write(make([]byte, 100)); err != nil {
				return
			}
		}
	}()
	b.until("some of the flood", func() bool { return b.log.Next > 2000 })
	b.Close()
	<-flooded
	f := b.Final()
	if f.LostEvents != 0 || f.Events != f.Rows || f.Rows < 2000 {
		t.Errorf("Final = %+v, want every event in the log", f)
	}
	if b.hub.Open(context.Background(), netcore.Spec{Transport: transport.TCPServer{Host: "127.0.0.1"}}); err != nil {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "settings.json")
	s, err := LoadSettings(path)
	if err != nil || !reflect.DeepEqual(s, Settings{}) {
		t.Fatalf("LoadSettings of no file = %+v, %v", s, err)
	}
	s.CardSeen, s.Appearance, s.Columns = true, "dark", map[string]Column{"peer": {Chars: 30}, "delta": {Hidden: true}}
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadSettings(path); err != nil || !reflect.DeepEqual(got, s) {
		t.Errorf("LoadSettings = %+v, %v, want %+v", got, err, s)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadSettings(path); err == nil || !reflect.DeepEqual(got, Settings{}) {
		t.Errorf("LoadSettings of half a file = %+v, %v, want the defaults and an error", got, err)
	}
}

func formatFor(t *testing.T, path string) Format {
	t.Helper()
	f, err := FormatFor(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func parsed(t *testing.T, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

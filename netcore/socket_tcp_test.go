package netcore_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

// serve opens a TCP server and returns its address.
func (w *watcher) serve(spec netcore.Spec) (addr string) {
	w.t.Helper()
	spec.Transport = transport.TCPServer{Host: "127.0.0.1"}
	id, _ := w.open(spec)
	return w.await("listening", func(ev netcore.Event) bool { return ev.Endpoint == id && ev.Kind == netcore.Opened }).Local
}

func dial(t *testing.T, addr string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(netcoretest.Patience))
	return c.(*net.TCPConn)
}

func TestManyClientsAtOnce(t *testing.T) {
	const clients, requests = 50, 20
	w := watch(t)
	addr := w.serve(netcore.Spec{Responder: responder.Upper{}})
	var running sync.WaitGroup
	peers := make([]string, clients)
	for i := range clients {
		c := dial(t, addr)
		peers[i] = c.LocalAddr().String()
		running.Go(func() {
			r := bufio.NewReader(c)
			for k := range requests {
				fmt.Fprintf(c, "client %d asks %d\n", i, k)
				want := fmt.Sprintf("CLIENT %d ASKS %d\n", i, k)
				if got, err := r.ReadString('\n'); got != want {
					t.Errorf("client %d: %q, %v, want %q", i, got, err, want)
					return
				}
			}
			c.CloseWrite()
			if _, err := r.ReadByte(); err != io.EOF {
				t.Errorf("client %d: at the end %v, want EOF", i, err)
			}
		})
	}
	running.Wait()
	ended := 0
	w.await("all ended", func(ev netcore.Event) bool {
		if ev.Kind == netcore.Ended {
			ended++
		}
		return ended == clients
	})
	got := map[string]string{} // by peer: what was received, and sent
	for _, ev := range w.log() {
		switch ev.Kind {
		case netcore.Received, netcore.Sent:
			got[ev.Peer+" "+ev.Kind.String()] += string(ev.Payload)
		case netcore.Ended:
			if want := "ended FIN: the peer closed (FIN)"; line(ev) != want {
				t.Errorf("%s, want %s", line(ev), want)
			}
		}
	}
	for i, peer := range peers {
		var asked bytes.Buffer
		for k := range requests {
			fmt.Fprintf(&asked, "client %d asks %d\n", i, k)
		}
		if got := got[peer+" received"]; got != asked.String() {
			t.Errorf("received %q from %s, want %q", got, peer, asked.String())
		}
		if got, want := got[peer+" sent"], string(bytes.ToUpper(asked.Bytes())); got != want {
			t.Errorf("sent %q to %s, want %q", got, peer, want)
		}
	}
	if got := w.Snapshot()[0].EndedAll; got != clients {
		t.Errorf("Snapshot tells of %d ended sessions, want %d", got, clients)
	}
}

func TestPythonClient(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	w := watch(t)
	_, port, _ := net.SplitHostPort(w.serve(netcore.Spec{Responder: responder.Upper{}}))
	ctx, cancel := context.WithTimeout(t.Context(), netcoretest.Patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, python, "-c", `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    s.sendall(b"hello from python")
    s.shutdown(socket.SHUT_WR)
    reply = b""
    while piece := s.recv(1024):
        reply += piece
    print(reply.decode(), end="")
`, port).CombinedOutput()
	if string(out) != "HELLO FROM PYTHON" || err != nil {
		t.Errorf("python received %q, %v, want HELLO FROM PYTHON", out, err)
	}
	wantLog(t, []netcore.Event{w.awaitKind(1, netcore.Ended)}, `ended FIN: the peer closed (FIN)`)
}

func TestResetByThePeer(t *testing.T) {
	w := watch(t)
	c := dial(t, w.serve(netcore.Spec{}))
	if _, err := c.Write([]byte("going")); err != nil {
		t.Fatal(err)
	}
	w.awaitKind(1, netcore.Received)
	c.SetLinger(0)
	c.Close()
	w.awaitKind(1, netcore.Ended)
	wantLog(t, w.of(1), `accepted: connected`, `received "going"`, `ended: ECONNRESET`)
}

func TestAbortResetsThePeer(t *testing.T) {
	w := watch(t)
	c := dial(t, w.serve(netcore.Spec{}))
	w.accepted(1)
	w.end(1, netcore.EndAbort)
	if n, err := c.Read(make([]byte, 1)); netcore.Explain(err).Name != "ECONNRESET" && netcore.Explain(err).Name != "WSAECONNRESET" {
		t.Errorf("the peer read %d, %v, want ECONNRESET", n, err)
	}
	wantLog(t, []netcore.Event{w.awaitKind(1, netcore.Ended)}, `ended: aborted here (RST)`)
}

// A peer that does not read holds up only what goes to it.
func TestPeerThatNeverReads(t *testing.T) {
	w := watch(t)
	addr := w.serve(netcore.Spec{})
	dial(t, addr)
	deaf := w.accepted(1).Session
	for range 1000 {
		if err := w.TrySend(deaf, netcore.Message{Payload: make([]byte, 1<<20)}); err == netcore.ErrFull {
			break
		}
		w.awaitKind(deaf, netcore.Sent)
	}
	waiting := make(chan error, 1)
	go func() { waiting <- w.Send(context.Background(), deaf, netcore.Message{Payload: make([]byte, 64<<20)}) }()

	c := dial(t, addr)
	s := w.accepted(2).Session
	w.send(s, "hello")
	got := make([]byte, 5)
	if _, err := io.ReadFull(c, got); string(got) != "hello" || err != nil {
		t.Errorf("the other client read %q, %v, want hello", got, err)
	}
	w.end(deaf, netcore.EndAbort)
	if err := <-waiting; err != netcore.ErrEnded && err != nil { // nil: there was room for it after all
		t.Errorf("Send that waited = %v, want ErrEnded", err)
	}
	w.awaitKind(deaf, netcore.Ended)
}

// A busy connection is read 64 KiB at a time.
func TestReadSizeWhenBusy(t *testing.T) {
	w := watch(t)
	c := dial(t, w.serve(netcore.Spec{}))
	sent := make(chan error, 1)
	stop := make(chan struct{})
	go func() {
		piece := make([]byte, 1<<20)
		for {
			select {
			case <-stop:
				sent <- nil
				return
			default:
			}
			if _, err := c.Write(piece); err != nil {
				sent <- err
				return
			}
		}
	}()
	w.await("a read of 64 KiB", func(ev netcore.Event) bool { return len(ev.Payload) == 64<<10 })
	close(stop)
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

// A peer that sends on and on, reads nothing of the echo and then resets: the receive loop waits for room to answer, the
// write fails, and the session has to end all the same.
func TestDeafPeerResets(t *testing.T) {
	w := watch(t)
	c := dial(t, w.serve(netcore.Spec{Responder: responder.Echo{}}))
	session := w.accepted(1).Session
	c.SetReadBuffer(4096)
	c.SetWriteDeadline(time.Now().Add(500 * time.Millisecond)) // long enough that everything between is full
	for piece := make([]byte, 64<<10); ; {
		if _, err := c.Write(piece); err != nil {
			break
		}
	}
	c.SetLinger(0)
	c.Close()
	ended := w.awaitKind(session, netcore.Ended)
	if f := netcore.Explain(ended.Err); !strings.HasSuffix(f.Name, "ECONNRESET") {
		t.Errorf("ended by %v, want ECONNRESET", f)
	}
}

// A session that stays open after its peer's FIN still sees a reset, and its idle limit.
func TestKeptOpenStillEnds(t *testing.T) {
	w := watch(t)
	reset := dial(t, w.serve(netcore.Spec{Limits: netcore.Limits{KeepOpen: true}}))
	first := w.accepted(1).Session
	reset.CloseWrite()
	w.awaitKind(first, netcore.Noted)
	reset.SetLinger(0)
	reset.Close()
	if f := netcore.Explain(w.awaitKind(first, netcore.Ended).Err); !strings.HasSuffix(f.Name, "ECONNRESET") {
		t.Errorf("after a reset it ended by %v, want ECONNRESET", f)
	}

	silent := dial(t, w.serve(netcore.Spec{Limits: netcore.Limits{KeepOpen: true, Idle: time.Second}}))
	second := w.accepted(2).Session
	silent.CloseWrite()
	var limit *netcore.LimitError
	if err := w.awaitKind(second, netcore.Ended).Err; !errors.As(err, &limit) || limit.What != netcore.LimitIdle {
		t.Errorf("without a word it ended by %v, want the idle limit", err)
	}
}

// longWait answers a message after an hour.
type longWait struct{}

func (longWait) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.IsMessage() {
		dst = append(dst, netcore.Action{Do: netcore.ActWait, Wait: time.Hour}, netcore.Reply(in.Payload))
	}
	return dst
}

// A session that still has something to say to a peer that has finished sending sees its reset.
func TestResetWhileAnAnswerWaits(t *testing.T) {
	w := watch(t)
	peer := dial(t, w.serve(netcore.Spec{Responder: longWait{}}))
	peer.Write([]byte("x"))
	peer.CloseWrite()
	session := w.accepted(1).Session
	w.awaitKind(session, netcore.Received)
	time.Sleep(100 * time.Millisecond) // the FIN is no event
	peer.SetLinger(0)
	peer.Close()
	if f := netcore.Explain(w.awaitKind(session, netcore.Ended).Err); !strings.HasSuffix(f.Name, "ECONNRESET") {
		t.Errorf("it ended by %v, want ECONNRESET", f)
	}
}

// Events about a session name its protocol, events about an endpoint name none.
func TestEventsNameTheProtocol(t *testing.T) {
	w := watch(t)
	addr := w.serve(netcore.Spec{Responder: responder.Echo{}})
	_, client := w.open(netcore.Spec{Transport: transport.TCPClient{Host: "127.0.0.1", Port: netip.MustParseAddrPort(addr).Port()}})
	w.send(client, "hello")
	w.awaitReceived(client, "hello")
	a, _ := w.udp(netcore.Spec{})
	b, to := w.udp(netcore.Spec{Responder: responder.Echo{}})
	w.sendTo(a, to, []byte("hello"))
	w.awaitReceived(a, "hello")
	w.Close()
	<-w.done
	for _, ev := range w.log() {
		want := "tcp"
		switch ev.Session {
		case 0:
			want = ""
		case a, b:
			want = "udp"
		}
		if ev.Network != want {
			t.Errorf("%s has the network %q, want %q", line(ev), ev.Network, want)
		}
	}
}

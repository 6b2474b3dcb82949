package netcore_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// script answers each message with the actions of its name.
type script map[string][]netcore.Action

func (s script) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.Kind == netcore.Accepted || in.Kind == netcore.Opened {
		return append(dst, s["begin"]...)
	}
	if !in.IsMessage() {
		return dst
	}
	return append(dst, s[string(in.Payload)]...)
}

func reply(text string) netcore.Action     { return netcore.Reply([]byte(text)) }
func pause(d time.Duration) netcore.Action { return netcore.Action{Do: netcore.ActWait, Wait: d} }
func do(d netcore.Do) netcore.Action       { return netcore.Action{Do: d} }
func forward(t netcore.Target, s string) netcore.Action {
	return netcore.Action{Do: netcore.ActForward, To: t, Message: netcore.Message{Payload: []byte(s)}}
}

func TestActions(t *testing.T) {
	rules := script{
		"begin": {reply("hello.")},
		"slow":  {reply("1."), pause(time.Second), reply("2.")},
		"quick": {reply("q.")},
		"bye":   {reply("bye."), do(netcore.ActClose), reply("never.")},
		"fin":   {reply("fin."), do(netcore.ActHalfClose), reply("never.")},
		"abort": {reply("last."), do(netcore.ActAbort)},
		"late":  {pause(time.Hour), reply("never.")},
	}
	for _, tt := range []struct {
		name  string
		says  []string
		heard string
		ended string
		want  []string // of the log, besides what went either way
	}{
		{"reply at the beginning", nil, "hello.", "", nil},
		{"wait, and those behind wait too", []string{"slow", "quick"}, "hello.1.2.q.", "", nil},
		{"nothing waits once it was done", []string{"quick", "quick"}, "hello.q.q.", "", nil},
		{"close", []string{"bye", "quick"}, "hello.bye.", "closed here", nil},
		{"half-close", []string{"fin", "quick"}, "hello.fin.", "", []string{"noted: finished sending (FIN), still receiving"}},
		{"abort: a reset takes what was not read", []string{"abort", "quick"}, "", "aborted here (RST)", nil},
		{"close behind a wait", []string{"slow", "bye"}, "hello.1.2.bye.", "closed here", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t)
				_, s, peer := w.pipe(netcore.Spec{Responder: rules})
				for _, text := range tt.says {
					peer.Send(t.Context(), []byte(text), netcore.Peer{}) // it may be gone
					synctest.Wait()
				}
				time.Sleep(2 * time.Second)
				if got := hears(t, peer); got != tt.heard {
					t.Errorf("the peer heard %q, want %q", got, tt.heard)
				}
				var rest []netcore.Event
				ended := ""
				for _, ev := range w.of(s)[1:] {
					switch ev.Kind {
					case netcore.Received, netcore.Sent:
					case netcore.Ended:
						ended = ev.Note
					default:
						rest = append(rest, ev)
					}
				}
				if ended != tt.ended {
					t.Errorf("it ended as %q, want %q", ended, tt.ended)
				}
				wantLog(t, rest, tt.want...)
			})
		})
	}
}

func TestAnsweredAfterPeerFinished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		_, s, peer := w.pipe(netcore.Spec{Responder: script{"x": {pause(time.Second), reply("y")}}})
		says(t, peer, "x")
		peer.CloseWrite()
		time.Sleep(2 * time.Second)
		if got := hears(t, peer); got != "y" {
			t.Errorf("the peer heard %q, want y", got)
		}
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `received "x"`, `sent "y" auto`, "ended FIN: the peer closed (FIN)")
	})
}

func TestActionsThatAreLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		e, s, peer := w.pipe(netcore.Spec{Responder: script{"x": {pause(time.Hour), reply("y"), do(netcore.ActClose)}}})
		says(t, peer, "x")
		began := time.Now()
		w.closeEndpoint(e)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("closing took %v: it waited for the action", took)
		}
		wantLog(t, w.of(s)[1:], `received "x"`, "failed counted: 2 automatic actions were not done", "ended: closed here")
	})
}

func TestForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		w.open(netcore.Spec{Name: "chat", Transport: network.Server("chat"), Send: bars{},
			Responder: script{"hi": {forward(netcore.Target{Others: true}, "hi")}, "back": {forward(netcore.Target{Endpoint: "other"}, "back")},
				"one": {forward(netcore.Target{Session: 2}, "one")}, "none": {forward(netcore.Target{Session: 99}, "none")}}})
		_, alone, other := w.pipe(netcore.Spec{Name: "other"})
		peers := make([]stream, 3)
		sessions := make([]netcore.SessionID, 3)
		for i := range peers {
			src, err := network.Client("chat").Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer src.Conn.Close()
			peers[i] = src.Conn.(stream)
			sessions[i] = w.accepted(i + 1).Session
		}
		says(t, peers[0], "hi")
		says(t, peers[2], "one", "back", "none")
		for i, want := range []string{"", "hi|", "hi|"} {
			if sessions[i] == 2 {
				want += "one|"
			}
			if got := hears(t, peers[i]); got != want {
				t.Errorf("peer %d heard %q, want %q", i, got, want)
			}
		}
		if got := hears(t, other); got != "back" || alone == 0 {
			t.Errorf("the other endpoint's peer heard %q, want back", got)
		}
		last := w.of(sessions[2])
		wantLog(t, last[len(last)-1:], "failed: 4 bytes were not forwarded: nothing is open that it could go to")
	})
}

// A tape is an Attacher that keeps what it is told, and how it ended.
type tape struct {
	mu       sync.Mutex
	side     netcore.Side
	heard    []string
	detached bool
	finish   func(netcore.Side)
}

func (p *tape) String() string { return "tape" }

func (p *tape) Attach(s netcore.Side) netcore.Attached {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.side = s
	return p
}

func (p *tape) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, in.Kind.String()+" "+string(in.Payload))
	return dst
}

func (p *tape) Finish() {
	if p.finish != nil {
		p.finish(p.side)
	}
}

func (p *tape) Detach() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.detached = true
	p.side.Tell(netcore.Event{Kind: netcore.Noted, Note: "detached"})
}

func (p *tape) said() (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.heard, ", "), p.detached
}

func TestAttach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		_, s, peer := w.pipe(netcore.Spec{Responder: shout{}})
		says(t, peer, "a|")
		p := new(tape)
		detach, err := w.Attach(s, netcore.Attachment{Attacher: p, Receive: bars{}})
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Snapshot()[0].Sessions[0].Attached; len(got) != 1 || got[0] != "tape" {
			t.Errorf("the session tells of %q, want tape", got)
		}
		says(t, peer, "b|c")
		if err := p.side.Act(t.Context(), reply("x"), pause(time.Second), reply("y")); err != nil {
			t.Errorf("Act: %v", err)
		}
		synctest.Wait()
		detach()
		detach()
		synctest.Wait()
		says(t, peer, "d|")
		if said, gone := p.said(); said != "received b|c, framed b" || !gone {
			t.Errorf("it was told %q, detached %v", said, gone)
		}
		if got := hears(t, peer); got != "a|!b!xyd|!" {
			t.Errorf("the peer heard %q", got)
		}
		if got := w.Snapshot()[0].Sessions[0].Attached; len(got) != 0 {
			t.Errorf("the session still tells of %q", got)
		}
		wantLog(t, w.of(s)[1:], `received "a|"`, `sent "a|!" auto`, `received "b|c" cut`, `framed "b"`, `sent "b!" auto`, `sent "x" auto`, `sent "y" auto`,
			"noted: detached", `framed "c" broken: no bar behind it`, `received "d|"`, `sent "d|!" auto`)
		if _, err := w.Attach(99, netcore.Attachment{Attacher: p}); err != netcore.ErrEnded {
			t.Errorf("Attach to no session = %v, want ErrEnded", err)
		}
	})
}

func TestAttachedEndsWithTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		p := &tape{finish: func(s netcore.Side) { s.Act(s.Context(), pause(time.Second), reply("done")) }}
		_, s, peer := w.pipe(netcore.Spec{Responder: p})
		says(t, peer, "a")
		peer.CloseWrite()
		time.Sleep(2 * time.Second)
		if got := hears(t, peer); got != "done" {
			t.Errorf("the peer heard %q, want done", got)
		}
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `received "a"`, `sent "done" auto`, "noted: detached", "ended FIN: the peer closed (FIN)")
	})
}

func TestAttachedIsLetGoOfWhenAnswersChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		stuck := &waiting{}
		e, s, peer := w.pipe(netcore.Spec{Responder: stuck})
		says(t, peer, "a", "b")
		if err := w.SetBehaviour(e, netcore.Behaviour{Responder: stuck, Receive: bars{}}); err != nil {
			t.Fatal(err)
		}
		if stuck.side.Context().Err() != nil {
			t.Error("the same responder was ended by a change of framing")
		}
		if err := w.SetBehaviour(e, netcore.Behaviour{Responder: shout{}}); err != nil {
			t.Fatal(err)
		}
		says(t, peer, "c")
		if got := hears(t, peer); got != "c!" && got != "b!c!" && got != "bc!" {
			t.Errorf("the peer heard %q", got)
		}
		w.end(s, netcore.EndAbort)
		w.awaitKind(s, netcore.Ended)
	})
}

// waiting is an Attacher that waits with the first message until it is let go of.
type waiting struct{ side netcore.Side }

func (x *waiting) Attach(s netcore.Side) netcore.Attached { x.side = s; return x }
func (x *waiting) Detach()                                {}

func (x *waiting) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.IsMessage() {
		<-x.side.Context().Done()
	}
	return dst
}

func TestDatagramIsAnsweredToWhoSentIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		w.open(netcore.Spec{Transport: network.Datagrams("here", ""), Responder: script{"slow": {pause(time.Second), reply("slow")}, "quick": {reply("quick")}}})
		src, err := network.Datagrams("a", "").Open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		other, err := network.Datagrams("b", "").Open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer src.Conn.Close()
		defer other.Conn.Close()
		src.Conn.Send(t.Context(), []byte("slow"), netcore.Peer{Name: "here"})
		synctest.Wait()
		other.Conn.Send(t.Context(), []byte("quick"), netcore.Peer{Name: "here"})
		buf := make([]byte, 100)
		if n, _, err := src.Conn.Receive(buf); err != nil || string(buf[:n]) != "slow" {
			t.Errorf("a received %q, %v, want slow", buf[:n], err)
		}
		if n, _, err := other.Conn.Receive(buf); err != nil || string(buf[:n]) != "quick" {
			t.Errorf("b received %q, %v, want quick", buf[:n], err)
		}
	})
}

package netcore_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// bars is framing by a bar behind each frame.
type bars struct{}

func (bars) String() string         { return "bars" }
func (bars) Cutter() netcore.Cutter { return new(barCutter) }

func (bars) Wrap(size int64) (netcore.Wrap, error) {
	if size > 1000 {
		return netcore.Wrap{}, netcore.ErrFull
	}
	return netcore.Wrap{Tail: []byte("|")}, nil
}

type barCutter struct{ rest []byte }

func (c *barCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	c.rest = append(c.rest, data...)
	for {
		i := bytes.IndexByte(c.rest, '|')
		if i < 0 {
			return dst
		}
		dst = append(dst, netcore.Frame{Payload: c.rest[:i:i]})
		c.rest = c.rest[i+1:]
	}
}

func (c *barCutter) End(dst []netcore.Frame) []netcore.Frame {
	if len(c.rest) > 0 {
		dst = append(dst, netcore.Frame{Payload: c.rest, Broken: "no bar behind it"})
	}
	return dst
}

// gaps is framing by silence of a second.
type gaps struct{}

func (gaps) String() string                        { return "gaps" }
func (gaps) Cutter() netcore.Cutter                { return new(gapCutter) }
func (gaps) Wrap(size int64) (netcore.Wrap, error) { return netcore.Wrap{}, nil }

type gapCutter struct{ rest []byte }

func (c *gapCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	c.rest = append(c.rest, data...)
	return dst
}

func (c *gapCutter) Quiet() time.Duration {
	if len(c.rest) == 0 {
		return 0
	}
	return time.Second
}

func (c *gapCutter) Pause(dst []netcore.Frame) []netcore.Frame {
	dst = append(dst, netcore.Frame{Payload: c.rest})
	c.rest = nil
	return dst
}

func (c *gapCutter) End(dst []netcore.Frame) []netcore.Frame {
	if len(c.rest) == 0 {
		return dst
	}
	return c.Pause(dst)
}

// pipe opens one end of a pipe as spec says, and returns its session and the other end.
func (w *watcher) pipe(spec netcore.Spec) (netcore.EndpointID, netcore.SessionID, stream) {
	w.t.Helper()
	end, peer := (&netcoretest.Memory{}).Pipe()
	w.t.Cleanup(func() { peer.Close() })
	spec.Transport = conns(func() netcore.Conn { return end })
	id, s := w.open(spec)
	return id, s, peer.(stream)
}

// says writes to a conn and waits until what reads it has come to rest.
func says(t testing.TB, c netcore.Conn, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := c.Send(t.Context(), []byte(text), netcore.Peer{}); err != nil {
			t.Fatalf("Send %q: %v", text, err)
		}
		synctest.Wait()
	}
}

// hears reads what has come to a conn.
func hears(t testing.TB, c stream) string {
	t.Helper()
	synctest.Wait()
	var b strings.Builder
	buf := make([]byte, 1<<16)
	for {
		if err := c.SetReceiveDeadline(time.Now().Add(time.Millisecond)); err != nil {
			return b.String()
		}
		n, _, err := c.Receive(buf)
		b.Write(buf[:n])
		if err != nil {
			c.SetReceiveDeadline(time.Time{})
			return b.String()
		}
	}
}

func TestFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		_, s, peer := w.pipe(netcore.Spec{Receive: bars{}})
		says(t, peer, "a|", "b", "c|d|", "||e")
		peer.CloseWrite()
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `received "a|" cut`, `framed "a"`, `received "b" cut`, `received "c|d|" cut`, `framed "bc"`, `framed "d"`,
			`received "||e" cut`, `framed ""`, `framed ""`, `framed "e" broken: no bar behind it`, `ended FIN: the peer closed (FIN)`)
		if got := w.Snapshot()[0].Ended[0]; got.Frames != 5 || got.ReceivedBytes != 10 || got.ReceivedMessages != 4 {
			t.Errorf("%d frames, %d bytes, %d reads, want 5, 10, 4", got.Frames, got.ReceivedBytes, got.ReceivedMessages)
		}
	})
}

func TestManyFramesInOneRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		_, s, peer := w.pipe(netcore.Spec{Receive: bars{}})
		says(t, peer, strings.Repeat("|", 3000))
		peer.CloseWrite()
		w.awaitKind(s, netcore.Ended)
		reads, frames := 0, 0
		for _, ev := range w.of(s) {
			switch ev.Kind {
			case netcore.Received:
				reads += len(ev.Payload)
			case netcore.Framed:
				frames++
			}
		}
		if reads != 3000 || frames != 3000 {
			t.Errorf("%d bytes and %d frames, want 3000 of both", reads, frames)
		}
	})
}

func TestFramesAreSentAndAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		_, s, peer := w.pipe(netcore.Spec{Receive: bars{}, Send: bars{}, Responder: shout{}})
		says(t, peer, "a|b|c")
		w.send(s, "x")
		if err := w.Send(t.Context(), s, netcore.Message{Payload: []byte("y"), Raw: true}); err != nil {
			t.Error(err)
		}
		if err := w.TrySend(s, netcore.Message{Payload: make([]byte, 1001)}); err != netcore.ErrFull {
			t.Errorf("sending what no frame holds = %v, want the framer's error", err)
		}
		if got, want := hears(t, peer), "a!|b!|x|y"; got != want {
			t.Errorf("the peer got %q, want %q", got, want)
		}
		wantLog(t, w.of(s)[1:], `received "a|b|c" cut`, `framed "a"`, `framed "b"`, `sent "a!|" auto`, `sent "b!|" auto`, `sent "x|"`, `sent "y"`)
	})
}

func TestFrameEndsInSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		began := time.Now()
		_, s, peer := w.pipe(netcore.Spec{Receive: gaps{}})
		for range 3 {
			says(t, peer, "a")
			time.Sleep(900 * time.Millisecond)
		}
		time.Sleep(time.Second)
		says(t, peer, "b")
		time.Sleep(time.Minute)
		peer.CloseWrite()
		w.awaitKind(s, netcore.Ended)
		var frames []netcore.Event
		for _, ev := range w.of(s) {
			if ev.Kind == netcore.Framed {
				frames = append(frames, ev)
			}
		}
		wantLog(t, frames, `framed "aaa"`, `framed "b"`)
		if at := frames[0].Time.Sub(began); at != 2800*time.Millisecond {
			t.Errorf("the frame ended after %v, want 2.8s: a second after its last byte", at)
		}
	})
}

func TestFramingChangesWhileOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		e, s, peer := w.pipe(netcore.Spec{})
		set := func(b netcore.Behaviour) {
			if err := w.SetBehaviour(e, b); err != nil {
				t.Errorf("SetBehaviour: %v", err)
			}
			synctest.Wait()
		}
		says(t, peer, "a|b")
		set(netcore.Behaviour{Receive: bars{}, Responder: shout{}})
		says(t, peer, "c|d")
		set(netcore.Behaviour{Receive: gaps{}})
		says(t, peer, "e|")
		set(netcore.Behaviour{})
		says(t, peer, "f|")
		w.closeEndpoint(e)
		wantLog(t, w.of(s)[1:], `received "a|b"`, `received "c|d" cut`, `framed "c"`, `sent "c!" auto`,
			`framed "d" broken: no bar behind it`, `received "e|" cut`, `framed "e|"`, `received "f|"`, `ended: closed here`)
		var said []string
		for _, ev := range w.log() {
			if ev.Kind == netcore.Noted && ev.Session == 0 {
				said = append(said, ev.Note)
			}
		}
		if got, want := strings.Join(said, "; "), "from now on: receives bars, reply shout; from now on: receives gaps; from now on: no framing, no reply"; got != want {
			t.Errorf("the log says %q, want %q", got, want)
		}
		if err := w.SetBehaviour(e, netcore.Behaviour{}); err != netcore.ErrEnded {
			t.Errorf("SetBehaviour of a closed endpoint = %v, want ErrEnded", err)
		}
	})
}

// shout answers with what came and an exclamation mark.
type shout struct{}

func (shout) String() string { return "shout" }

func (shout) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if !in.IsMessage() {
		return dst
	}
	return append(dst, netcore.Reply(append(bytes.Clone(in.Payload), '!')))
}

func BenchmarkFrames(b *testing.B) {
	for _, bb := range []struct {
		name   string
		framer netcore.Framer
	}{{"unframed", nil}, {"framed", bars{}}} {
		b.Run(bb.name, func(b *testing.B) {
			h := netcore.NewHub()
			end, peer := (&netcoretest.Memory{}).Pipe()
			done := make(chan struct{})
			go func() {
				defer close(done)
				for range h.Events() {
				}
			}()
			if _, err := h.Open(context.Background(), netcore.Spec{Transport: conns(func() netcore.Conn { return end }), Receive: bb.framer}); err != nil {
				b.Fatal(err)
			}
			line := []byte(strings.Repeat("x", 63) + "|")
			for b.Loop() {
				peer.Send(context.Background(), line, netcore.Peer{})
			}
			peer.Close()
			h.Close()
			<-done
		})
	}
}

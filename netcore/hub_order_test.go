package netcore_test

import (
	"context"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

func TestOrderOfServerAndClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		server, _ := w.open(netcore.Spec{Name: "echo on {port}", Transport: network.Server("echo"), Responder: responder.Upper{}})
		client, c := w.open(netcore.Spec{Name: "client", Transport: network.Client("echo")})
		w.send(c, "ping")
		synctest.Wait()
		w.end(c, netcore.EndClose)
		synctest.Wait()
		w.closeEndpoint(server)
		wantLog(t, w.of(c),
			`opened: connected to echo from memory-1`,
			`sent "ping"`,
			`received "PING"`,
			`ended FIN: closed here`)
		wantLog(t, w.of(w.accepted(1).Session),
			`accepted: connected`,
			`received "ping"`,
			`sent "PING" auto`,
			`ended FIN: the peer closed (FIN)`)
		log := w.log()
		wantLog(t, []netcore.Event{log[0], log[len(log)-1]}, `opened: listening on echo`, `closed: stopped listening on echo`)
		if log[0].Name != "echo on echo" || log[0].Local != "echo" {
			t.Errorf("the server is %q at %q, want %q at %q", log[0].Name, log[0].Local, "echo on echo", "echo")
		}
		checkRequestFirst(t, log)
		if client != 2 {
			t.Errorf("the client is endpoint %d, want 2", client)
		}
	})
}

// checkRequestFirst wants each payload's Sent before its Received, and a request's Received before its reply's Sent.
func checkRequestFirst(t *testing.T, log []netcore.Event) {
	t.Helper()
	at := map[string]int{}
	for i, ev := range log {
		at[ev.Kind.String()+" "+string(ev.Payload)] = i
	}
	order := []string{"sent ping", "received ping", "sent PING", "received PING"}
	for i := 1; i < len(order); i++ {
		if at[order[i-1]] >= at[order[i]] {
			t.Errorf("%q is event %d, %q event %d, want the first before", order[i-1], at[order[i-1]], order[i], at[order[i]])
		}
	}
}

// Many requests and replies, with no reader that could put them in order again.
func TestNoReplyAboveItsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		w.open(netcore.Spec{Transport: network.Server("echo"), Responder: responder.Echo{}})
		_, c := w.open(netcore.Spec{Transport: network.Client("echo")})
		for range 1000 {
			w.send(c, "x")
		}
		synctest.Wait()
		s := w.accepted(1).Session
		var sent, received [3]int // bytes, of sessions 1 and 2
		for i, ev := range w.log() {
			switch ev.Kind {
			case netcore.Sent:
				sent[ev.Session] += len(ev.Payload)
			case netcore.Received:
				received[ev.Session] += len(ev.Payload)
			}
			if received[c] > sent[s] || received[s] > sent[c] || sent[s] > received[s] {
				t.Fatalf("event %d, %s: client sent %d and received %d, server received %d and sent %d", i, line(ev), sent[c], received[c], received[s], sent[s])
			}
		}
		if received[c] != 1000 {
			t.Errorf("received %d bytes back, want 1000", received[c])
		}
	})
}

func TestOrderOfDatagrams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		_, a := w.open(netcore.Spec{Transport: network.Datagrams("a", "")})
		_, b := w.open(netcore.Spec{Transport: network.Datagrams("b", ""), Responder: responder.Echo{}})
		_, c := w.open(netcore.Spec{Transport: network.Datagrams("c", "a")})
		if err := w.TrySend(a, netcore.Message{}); err != netcore.ErrNoReceiver {
			t.Errorf("TrySend to nobody = %v, want ErrNoReceiver", err)
		}
		for _, payload := range []string{"ping", ""} {
			if err := w.Send(t.Context(), a, netcore.Message{Payload: []byte(payload), To: netcore.Peer{Name: "b"}}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		w.send(c, "hello") // to the fixed peer
		synctest.Wait()
		w.send(a, "you too") // to whoever sent last
		synctest.Wait()
		w.end(a, netcore.EndClose)
		synctest.Wait()
		wantLog(t, w.of(a), `opened: bound to a`,
			`sent "ping"`, `received "ping"`, `sent ""`, `received ""`,
			`received "hello"`, `sent "you too"`, `ended: closed here`)
		wantLog(t, w.of(b), `opened: bound to b`,
			`received "ping"`, `sent "ping" auto`, `received ""`, `sent "" auto`)
		wantLog(t, w.of(c), `opened: bound to c, talking to a only`, `sent "hello"`, `received "you too"`)
		for i, want := range []string{"", "b", "b", "b", "b", "c", "c", "c"} {
			if got := w.of(a)[i].Peer; got != want {
				t.Errorf("the peer of %s is %q, want %q", line(w.of(a)[i]), got, want)
			}
		}
	})
}

func TestOpenThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		id, err := w.Open(t.Context(), netcore.Spec{Transport: network.Client("nobody")})
		if netcore.Explain(err).Name != "ECONNREFUSED" {
			t.Errorf("Open = %v, want ECONNREFUSED", err)
		}
		synctest.Wait()
		wantLog(t, w.log(), `failed: opening memory://nobody: ECONNREFUSED`)
		if info := w.Snapshot()[0]; info.State != netcore.EndpointClosed || info.Fault != err {
			t.Errorf("Snapshot = %v, %v, want closed, %v", info.State, info.Fault, err)
		}
		if err := w.CloseEndpoint(id); err != nil {
			t.Errorf("CloseEndpoint of what did not open = %v, want nil", err)
		}
		w.Forget(id)
		if err := w.CloseEndpoint(id); err != netcore.ErrEnded || len(w.Snapshot()) != 0 {
			t.Errorf("after Forget: CloseEndpoint = %v, %d endpoints, want ErrEnded, 0", err, len(w.Snapshot()))
		}
	})
}

func TestOpenCancelled(t *testing.T) {
	never := transportFunc(func(ctx context.Context) (netcore.Source, error) {
		<-ctx.Done()
		return netcore.Source{}, &netcore.LimitError{What: "test"}
	})
	cause := syscall.ECANCELED
	for _, tt := range []struct {
		name string
		stop func(w *watcher, cancel context.CancelCauseFunc)
		want error
	}{
		{"by its context", func(_ *watcher, cancel context.CancelCauseFunc) { cancel(cause) }, cause},
		{"by CloseEndpoint", func(w *watcher, _ context.CancelCauseFunc) { w.closeEndpoint(1) }, context.Canceled},
		{"by Close", func(w *watcher, _ context.CancelCauseFunc) { w.Close() }, netcore.ErrHubClosed},
	} {
		for _, again := range []bool{false, true} {
			t.Run(tt.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := watch(t)
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					time.AfterFunc(time.Minute, func() { tt.stop(w, cancel) })
					_, err := w.Open(ctx, netcore.Spec{Transport: never, Reconnect: netcore.Reconnect{On: again}})
					if err != tt.want {
						t.Errorf("Open = %v, want %v", err, tt.want)
					}
					synctest.Wait()
					wantLog(t, w.log(), `closed: stopped before it was open`)
				})
			})
		}
	}
}

// The context of Open is for the attempt: what was opened outlives it, and its listener still waits between errors.
func TestOpenOutlivesItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		ctx, cancel := context.WithCancel(t.Context())
		late := transportFunc(func(ctx context.Context) (netcore.Source, error) {
			src, err := network.Server("late").Open(ctx)
			cancel() // when all is done
			return src, err
		})
		if _, err := w.Open(ctx, netcore.Spec{Transport: late}); err != nil {
			t.Fatalf("Open = %v, want nil", err)
		}
		synctest.Wait()
		_, c := w.open(netcore.Spec{Transport: network.Client("late")})
		w.send(c, "still there?")
		synctest.Wait()
		wantLog(t, w.of(w.accepted(1).Session), `accepted: connected`, `received "still there?"`)
	})
}

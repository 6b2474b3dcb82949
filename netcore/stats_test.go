package netcore_test

import (
	"context"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

// statistics returns those of one session, open or ended.
func (w *watcher) statistics(id netcore.SessionID) netcore.SessionStatistics {
	w.t.Helper()
	for _, e := range w.Statistics(id).Endpoints {
		for _, s := range slices.Concat(e.Sessions, e.Ended) {
			if s.ID == id {
				return s
			}
		}
	}
	w.t.Fatalf("no statistics of session %d", id)
	return netcore.SessionStatistics{}
}

// A late responder answers after a time of its own.
type late struct {
	responder.Echo
	after time.Duration
}

func (l late) Respond(dst []netcore.Action, ev netcore.Event) []netcore.Action {
	dst = l.Echo.Respond(dst, ev)
	if len(dst) > 0 {
		time.Sleep(l.after)
	}
	return dst
}

func TestReplyTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const after = 30 * time.Millisecond
		w, network := watch(t), new(netcoretest.Memory)
		w.open(netcore.Spec{Transport: network.Server("server"), Responder: late{after: after}})
		_, client := w.open(netcore.Spec{Transport: network.Client("server")})
		server := w.accepted(1).Session
		for range 3 {
			time.Sleep(time.Second)
			w.send(client, "ping")
			synctest.Wait()
			time.Sleep(2 * after)
			synctest.Wait()
		}
		for id, side := range map[netcore.SessionID]netcore.ReplySide{client: netcore.PeerReplies, server: netcore.HereReplies} {
			r := w.statistics(id).Replies
			if r.Side != side || r.Count != 3 || r.Min != after || r.Max != after || r.Mean != after || r.Last != after || r.Median != after {
				t.Errorf("session %d: %+v, want 3 replies of %v, %v", id, r, side, after)
			}
			if want := []time.Duration{after, after, after}; !slices.Equal(r.Recent, want) {
				t.Errorf("session %d: the last times are %v, want %v", id, r.Recent, want)
			}
		}
		if got := w.Statistics(server).Endpoints[1].Sessions[0].Replies.Recent; got != nil {
			t.Errorf("the last times of another session than was asked for: %v", got)
		}
	})
}

// A brittleConn refuses to send when it is told to. It says that it is of datagrams, with a fixed peer, so that it goes on.
type brittleConn struct {
	stream
	refuse *bool
}

func (c brittleConn) Boundary() netcore.Boundary { return netcore.Datagram }

func (c brittleConn) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	if *c.refuse {
		return 0, syscall.ENOBUFS
	}
	return c.stream.Send(ctx, payload, netcore.Peer{})
}

// What belongs to one request and one reply, of a client.
func TestReplyOfSeveral(t *testing.T) {
	const sent, received, failed = 's', 'r', 'f'
	for _, tt := range []struct {
		name, way string // a message each 10 ms
		want      []time.Duration
	}{
		{"one", "sr", []time.Duration{10}},
		{"received first", "rsr", []time.Duration{10}},
		{"unanswered", "rs", nil},
		{"several make one request", "sssr", []time.Duration{30}},
		{"several make one reply", "srrr", []time.Duration{10}},
		{"again", "srrssr", []time.Duration{10, 20}},
		{"not sent", "fsr", []time.Duration{10}},
		{"not sent after one that was", "sfr", []time.Duration{20}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, network := watch(t), new(netcoretest.Memory)
				end, peer := network.Pipe()
				var refuse bool
				conn := brittleConn{end.(stream), &refuse}
				_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return conn })})
				for _, what := range tt.way {
					refuse = what == failed
					if what == received {
						peer.Send(t.Context(), []byte("x"), netcore.Peer{})
					} else {
						w.send(s, "x")
					}
					synctest.Wait()
					time.Sleep(10 * time.Millisecond)
				}
				got := w.statistics(s).Replies.Recent
				for i := range tt.want {
					tt.want[i] *= time.Millisecond
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("%v, want %v", got, tt.want)
				}
				peer.Close()
			})
		})
	}
}

// Whoever did not speak first replies, of a datagram session without a fixed peer.
func TestReplySideOfDatagrams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), new(netcoretest.Memory)
		_, echo := w.open(netcore.Spec{Transport: network.Datagrams("echo", ""), Responder: late{after: time.Second}})
		_, asks := w.open(netcore.Spec{Transport: network.Datagrams("", "echo")})
		_, free := w.open(netcore.Spec{Transport: network.Datagrams("", "")})
		w.send(asks, "x")
		w.sendTo(free, netcore.Peer{Name: "echo"}, []byte("y"))
		time.Sleep(3 * time.Second)
		synctest.Wait()
		for id, want := range map[netcore.SessionID]netcore.ReplySide{echo: netcore.HereReplies, asks: netcore.PeerReplies, free: netcore.PeerReplies} {
			if r := w.statistics(id).Replies; r.Side != want || r.Count == 0 || r.Last < time.Second {
				t.Errorf("session %d: %+v, want replies of %v", id, r, want)
			}
		}
	})
}

func TestRatesAndGaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), new(netcoretest.Memory)
		server, _ := w.open(netcore.Spec{Transport: network.Server("server")})
		_, client := w.open(netcore.Spec{Transport: network.Client("server")})
		session := w.accepted(1).Session
		began := time.Now()
		for range 20 { // two seconds, 50 bytes and 10 messages in each
			w.send(client, "12345")
			time.Sleep(100 * time.Millisecond)
			synctest.Wait()
		}
		in, out := w.statistics(session), w.statistics(client)
		second := netcore.Traffic{ReceivedBytes: 50, ReceivedMessages: 10}
		if in.Now != second || in.Peak != second || in.Silence != 100*time.Millisecond || in.Gaps != 0 {
			t.Errorf("received: now %+v, peak %+v, silence %v, %d gaps; want %+v both, 100ms, 0", in.Now, in.Peak, in.Silence, in.Gaps, second)
		}
		if !in.FirstReceived.Equal(began) || !in.LastReceived.Equal(began.Add(1900*time.Millisecond)) || !in.FirstSent.IsZero() || !in.LastSent.IsZero() {
			t.Errorf("received from %v to %v, sent from %v to %v", in.FirstReceived, in.LastReceived, in.FirstSent, in.LastSent)
		}
		second = netcore.Traffic{SentBytes: 50, SentMessages: 10}
		if out.Now != second || out.Peak != second || out.Gaps != 1 || out.Silence != 2*time.Second {
			t.Errorf("sent: now %+v, peak %+v, silence %v, %d gaps; want %+v both, 2s, 1", out.Now, out.Peak, out.Silence, out.Gaps, second)
		}
		st := w.Statistics(0)
		if st.Now.ReceivedBytes != 50 || st.Now.SentBytes != 50 || st.Peak.SentMessages != 10 || st.Total.ReceivedBytes != 100 || st.Endpoints[0].Now.ReceivedBytes != 50 {
			t.Errorf("the hub's: %+v", st)
		}

		time.Sleep(3 * time.Second)
		w.send(client, "1")
		w.end(client, netcore.EndClose)
		w.awaitKind(session, netcore.Ended)
		in = w.statistics(session)
		if in.Now != (netcore.Traffic{}) || in.Peak.ReceivedBytes != 50 || in.Gaps != 1 || in.Silence != 3100*time.Millisecond || in.State != netcore.SessionEnded {
			t.Errorf("at the end: now %+v, peak %+v, silence %v, %d gaps", in.Now, in.Peak, in.Silence, in.Gaps)
		}
		w.closeEndpoint(server)
		before := w.Stats().Traffic
		w.Forget(server)
		if got := w.Stats().Traffic; got != before || got.ReceivedBytes != 101 {
			t.Errorf("%+v once the endpoint was forgotten, want %+v", got, before)
		}
	})
}

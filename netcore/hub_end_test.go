package netcore_test

import (
	"context"
	"io"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

// What a session is told to do while a message waits for a peer that does not read until later, and how it ends. The
// connection holds one byte, so the first is on its way.
func TestEnd(t *testing.T) {
	const sent, half = `sent "hello"`, `noted: finished sending (FIN), still receiving`
	for _, tt := range []struct {
		name   string
		limits netcore.Limits
		first  func(w *watcher, s netcore.SessionID, peer netcore.Conn)
		wait   time.Duration // then the peer reads to the end and closes
		got    string        // by the peer
		want   []string
		after  time.Duration // from first to the end
	}{
		{name: "close", first: ends(netcore.EndClose), wait: 600 * time.Millisecond, got: "hello",
			want: []string{sent, `ended FIN: closed here`}, after: 600 * time.Millisecond},
		{name: "close, nobody reads", first: ends(netcore.EndClose), wait: time.Minute, got: "h",
			want: []string{sent, `failed "h": 1 of 5 bytes were sent: closed here`, `ended: closed here`}, after: time.Second},
		{name: "close twice", first: ends(netcore.EndClose, netcore.EndClose), wait: time.Minute, got: "h",
			want: []string{sent, `failed "h": 1 of 5 bytes were sent: closed here`, `ended: closed here`}},
		{name: "half-close", first: ends(netcore.EndHalfClose), wait: time.Hour, got: "hello",
			want: []string{sent, half, `ended FIN: the peer closed (FIN)`}, after: time.Hour},
		{name: "half-close, kept open", limits: netcore.Limits{KeepOpen: true}, first: ends(netcore.EndHalfClose), wait: time.Hour, got: "hello",
			want: []string{sent, half, `ended FIN: the peer closed (FIN)`}, after: time.Hour},
		{name: "half-close, close", first: ends(netcore.EndHalfClose, netcore.EndClose), wait: 600 * time.Millisecond, got: "hello",
			want: []string{sent, half, `ended FIN: closed here`}, after: 600 * time.Millisecond},
		{name: "abort", first: ends(netcore.EndAbort), wait: time.Minute, got: "reset",
			want: []string{sent, `failed "h": 1 of 5 bytes were sent: closed here`, `ended: aborted here (RST)`}},
		{name: "FIN", first: finishes, wait: time.Hour, got: "hello",
			want: []string{sent, `ended FIN: the peer closed (FIN)`}, after: time.Hour},
		{name: "FIN, close", first: func(w *watcher, s netcore.SessionID, peer netcore.Conn) {
			finishes(w, s, peer)
			synctest.Wait()
			w.end(s, netcore.EndClose)
		}, wait: 600 * time.Millisecond, got: "hello", want: []string{sent, `ended FIN: the peer closed (FIN)`}, after: 600 * time.Millisecond},
		{name: "FIN, kept open, close", limits: netcore.Limits{KeepOpen: true}, first: func(w *watcher, s netcore.SessionID, peer netcore.Conn) {
			finishes(w, s, peer)
			time.Sleep(time.Hour)
			w.send(s, ", world")
			w.end(s, netcore.EndClose)
		}, wait: 600 * time.Millisecond, got: "hello, world",
			want:  []string{sent, `noted FIN: the peer finished sending (FIN); this side can still send`, `sent ", world"`, `ended FIN: closed here`},
			after: time.Hour + 600*time.Millisecond},
		{name: "FIN, kept open, half-close", limits: netcore.Limits{KeepOpen: true}, first: func(w *watcher, s netcore.SessionID, peer netcore.Conn) {
			finishes(w, s, peer)
			synctest.Wait()
			w.end(s, netcore.EndHalfClose)
		}, wait: time.Hour, got: "hello",
			want:  []string{sent, `noted FIN: the peer finished sending (FIN); this side can still send`, half, `ended FIN: the peer closed (FIN)`},
			after: time.Hour},
		{name: "reset", first: func(_ *watcher, _ netcore.SessionID, peer netcore.Conn) { peer.(netcore.Aborter).Abort() }, got: "closed",
			want: []string{sent, `failed "h": 1 of 5 bytes were sent: ECONNRESET`, `ended: ECONNRESET`}},
		{name: "write limit", limits: netcore.Limits{Write: 3 * time.Second}, first: ends(), wait: time.Hour, got: "h",
			want:  []string{sent, `failed "h": 1 of 5 bytes were sent: the other side took no more data for 3 s, the limit set here`, `ended: the other side took no more data for 3 s, the limit set here`},
			after: 3*time.Second + 250*time.Millisecond},
		{name: "idle limit", limits: netcore.Limits{Idle: 3 * time.Second}, first: ends(), wait: time.Hour, got: "h",
			want:  []string{sent, `failed "h": 1 of 5 bytes were sent: nothing came for 3 s, the limit set here`, `ended: nothing came for 3 s, the limit set here`},
			after: 3 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, network := watch(t), &netcoretest.Memory{Buffer: 1}
				end, peer := network.Pipe()
				_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end }), Limits: tt.limits})
				begin := time.Now()
				w.send(s, "hello")
				synctest.Wait()
				tt.first(w, s, peer)
				time.Sleep(tt.wait)
				got, err := io.ReadAll(reads{peer})
				peer.Close()
				switch netcore.Explain(err).Name {
				case "ECONNRESET":
					got = []byte("reset")
				case "":
					if err != nil {
						got = []byte("closed")
					}
				}
				if string(got) != tt.got {
					t.Errorf("the peer received %q, %v, want %q", got, err, tt.got)
				}
				ended := w.awaitKind(s, netcore.Ended)
				if after := ended.Time.Sub(begin); after < tt.after || after > tt.after+time.Millisecond {
					t.Errorf("ended after %v, want %v", after, tt.after)
				}
				wantLog(t, w.of(s)[1:], tt.want...)
				info := w.Snapshot()[0].Ended[0]
				if info.EndNote != ended.Note || info.EndFault != ended.Err || info.State != netcore.SessionEnded {
					t.Errorf("Snapshot tells %v %q %v, want ended %q %v", info.State, info.EndNote, info.EndFault, ended.Note, ended.Err)
				}
			})
		})
	}
}

func ends(hows ...netcore.How) func(*watcher, netcore.SessionID, netcore.Conn) {
	return func(w *watcher, s netcore.SessionID, _ netcore.Conn) {
		for _, how := range hows {
			w.end(s, how)
		}
	}
}

func finishes(_ *watcher, _ netcore.SessionID, peer netcore.Conn) {
	peer.(netcore.HalfCloser).CloseWrite()
}

// A deadline that was set for the receive buffer or for idleness does not cut off what a closing session still sends.
func TestCloseDrainsPastOtherDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		end, peer := network.Pipe()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end }), Limits: netcore.Limits{Idle: 1200 * time.Millisecond}})
		if _, err := peer.Send(t.Context(), make([]byte, 300<<10), netcore.Peer{}); err != nil { // enough for a large buffer
			t.Fatal(err)
		}
		want := 300 << 10
		w.send(s, strings.Repeat("x", want))
		time.Sleep(900 * time.Millisecond)
		w.end(s, netcore.EndClose)
		time.Sleep(600 * time.Millisecond)
		got, err := io.ReadAll(reads{peer})
		if len(got) != want || err != nil {
			t.Errorf("the peer received %d bytes, %v, want %d, EOF", len(got), err, want)
		}
		peer.Close()
		ended := w.awaitKind(s, netcore.Ended)
		wantLog(t, []netcore.Event{ended}, `ended FIN: closed here`)
	})
}

func TestCloseEndpointDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{Buffer: 1}
		server, _ := w.open(netcore.Spec{Transport: network.Server("s")})
		src, err := network.Client("s").Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s := w.accepted(1).Session
		w.send(s, "hello")
		synctest.Wait()
		done := make(chan error, 1)
		go func() { done <- w.CloseEndpoint(server) }()
		time.Sleep(600 * time.Millisecond)
		if got, err := io.ReadAll(reads{src.Conn}); string(got) != "hello" || err != nil {
			t.Errorf("the client received %q, %v, want hello, EOF", got, err)
		}
		src.Conn.Close()
		if err := <-done; err != nil {
			t.Errorf("CloseEndpoint = %v", err)
		}
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `sent "hello"`, `ended FIN: closed here`)
	})
}

// What was open only when it was to close already closes like anything else.
func TestCloseEndpointAsItOpens(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func(*netcoretest.Memory) (netcore.Source, error)
		want []string
	}{
		{"conn", func(network *netcoretest.Memory) (netcore.Source, error) {
			end, _ := network.Pipe()
			return netcore.Source{Conn: end}, nil
		}, []string{`opened: connected to memory-2 from memory-1`, `ended: closed here`, `closed`}},
		{"listener", func(network *netcoretest.Memory) (netcore.Source, error) {
			return network.Server("s").Open(t.Context())
		}, []string{`opened: listening on s`, `closed: stopped listening on s`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, network := watch(t), &netcoretest.Memory{}
				go w.Open(t.Context(), netcore.Spec{Transport: transportFunc(func(ctx context.Context) (netcore.Source, error) {
					<-ctx.Done()
					return tt.open(network)
				})})
				synctest.Wait()
				w.closeEndpoint(1)
				wantLog(t, w.log(), tt.want...)
			})
		})
	}
}

// Who has finished sending does not answer either, and nothing goes wrong with that.
func TestNoAnswerAfterHalfClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		end, peer := network.Pipe()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end }), Responder: responder.Echo{}})
		w.end(s, netcore.EndHalfClose)
		synctest.Wait()
		peer.Send(t.Context(), []byte("hello"), netcore.Peer{})
		peer.Close()
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `noted: finished sending (FIN), still receiving`, `received "hello"`, `ended FIN: the peer closed (FIN)`)
	})
}

// Of a reset that a write met first, without its name, the read knows the name.
func TestResetIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		end, peer := network.Pipe()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn {
			return sendConn{end.(stream), func(context.Context, []byte) (int, error) { return 0, syscall.EPIPE }}
		})})
		w.send(s, "hello")
		synctest.Wait()
		peer.(netcore.Aborter).Abort()
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[2:], `failed "": 0 of 5 bytes were sent: EPIPE`, `ended: ECONNRESET`)
	})
}

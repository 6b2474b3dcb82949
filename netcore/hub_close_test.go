package netcore_test

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

// Whatever goes on, and at whatever moment, Close ends it in no time, and the log is whole: watcher.finish checks it.
func TestCloseAtAnyMoment(t *testing.T) {
	for _, scene := range []struct {
		name  string
		begin func(w *watcher, network *netcoretest.Memory)
	}{
		{"nothing", func(*watcher, *netcoretest.Memory) {}},
		{"flood", func(w *watcher, network *netcoretest.Memory) {
			w.Open(context.Background(), netcore.Spec{Transport: network.Server("echo"), Responder: responder.Echo{}})
			for range 3 {
				w.others.Go(func() {
					w.Open(context.Background(), netcore.Spec{Transport: network.Client("echo")})
					for id := netcore.SessionID(1); ; id = id%8 + 1 {
						err := w.Send(context.Background(), id, netcore.Message{Payload: make([]byte, 1000)})
						if err == netcore.ErrHubClosed {
							return
						}
						time.Sleep(time.Microsecond)
					}
				})
			}
		}},
		{"peers that never read", func(w *watcher, network *netcoretest.Memory) {
			w.Open(context.Background(), netcore.Spec{Transport: network.Server("deaf"), Responder: responder.Echo{}})
			for range 3 {
				src, _ := network.Client("deaf").Open(context.Background())
				w.others.Go(func() { src.Conn.Send(context.Background(), make([]byte, 10<<20), netcore.Peer{}) })
			}
		}},
		{"opening", func(w *watcher, _ *netcoretest.Memory) {
			slow := transportFunc(func(ctx context.Context) (netcore.Source, error) {
				<-ctx.Done()
				return netcore.Source{}, ctx.Err()
			})
			w.others.Go(func() { w.Open(context.Background(), netcore.Spec{Transport: slow}) })
			w.others.Go(func() {
				w.Open(context.Background(), netcore.Spec{Transport: slow, Reconnect: netcore.Reconnect{On: true}})
			})
		}},
		{"connected as it closes", func(w *watcher, network *netcoretest.Memory) {
			late := transportFunc(func(ctx context.Context) (netcore.Source, error) {
				<-ctx.Done()
				end, _ := network.Pipe()
				return netcore.Source{Conn: end}, nil
			})
			w.others.Go(func() { w.Open(context.Background(), netcore.Spec{Transport: late}) })
			lateServer := transportFunc(func(ctx context.Context) (netcore.Source, error) {
				<-ctx.Done()
				return network.Server("").Open(context.Background())
			})
			w.others.Go(func() { w.Open(context.Background(), netcore.Spec{Transport: lateServer}) })
		}},
		{"waiting to connect again", func(w *watcher, network *netcoretest.Memory) {
			w.Open(context.Background(), netcore.Spec{Transport: network.Client("nobody"), Reconnect: netcore.Reconnect{On: true, Wait: 7 * time.Microsecond}})
		}},
		{"connecting and ending", func(w *watcher, network *netcoretest.Memory) {
			w.Open(context.Background(), netcore.Spec{Transport: network.Server("s"), Limits: netcore.Limits{Idle: 20 * time.Microsecond}})
			for range 3 {
				w.Open(context.Background(), netcore.Spec{Transport: network.Client("s"), Reconnect: netcore.Reconnect{On: true, Wait: 3 * time.Microsecond}})
			}
		}},
		{"half-closed and draining", func(w *watcher, network *netcoretest.Memory) {
			w.Open(context.Background(), netcore.Spec{Transport: network.Server("s"), Limits: netcore.Limits{KeepOpen: true}})
			for id := range netcore.SessionID(4) {
				src, _ := network.Client("s").Open(context.Background())
				src.Conn.(netcore.HalfCloser).CloseWrite()
				w.accepted(int(id) + 1)
				w.Send(context.Background(), id+1, netcore.Message{Payload: make([]byte, 1<<20)})
				if id%2 == 0 {
					w.EndSession(id+1, netcore.EndClose)
				}
			}
		}},
		{"datagrams", func(w *watcher, network *netcoretest.Memory) {
			_, a := w.open(netcore.Spec{Transport: network.Datagrams("a", "")})
			w.open(netcore.Spec{Transport: network.Datagrams("b", ""), Responder: responder.Echo{}})
			for _, to := range []string{"b", "nobody"} {
				w.others.Go(func() {
					m := netcore.Message{Payload: []byte("there and back"), To: netcore.Peer{Name: to}}
					for w.Send(context.Background(), a, m) == nil {
						time.Sleep(time.Microsecond)
					}
				})
			}
		}},
	} {
		for _, reader := range []struct {
			name string
			slow time.Duration
		}{{"", 0}, {", slow reader", time.Microsecond}} {
			t.Run(scene.name+reader.name, func(t *testing.T) {
				for i := range 30 {
					synctest.Test(t, func(t *testing.T) {
						w := newWatcher(t)
						w.slow = reader.slow
						go w.run()
						scene.begin(w, &netcoretest.Memory{})
						time.Sleep(time.Duration(i*i) * time.Microsecond)
						begin := time.Now()
						if i%2 == 0 {
							w.others.Go(func() { w.Close() }) // which waits too
						}
						w.Close()
						if took := time.Since(begin); reader.slow == 0 && took != 0 {
							t.Errorf("Close took %v, want no time", took)
						}
						w.finish()
					})
				}
			})
		}
	}
}

func TestAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		id, s := w.open(netcore.Spec{Transport: network.Datagrams("a", "b")})
		w.Close()
		_, err := w.Open(t.Context(), netcore.Spec{Transport: network.Server("s")})
		for name, err := range map[string]error{
			"Open":       err,
			"Send":       w.Send(t.Context(), s, netcore.Message{}),
			"TrySend":    w.TrySend(s, netcore.Message{}),
			"EndSession": w.EndSession(s, netcore.EndClose),
		} {
			if err != netcore.ErrHubClosed {
				t.Errorf("%s = %v, want ErrHubClosed", name, err)
			}
		}
		if err := w.CloseEndpoint(id); err != nil {
			t.Errorf("CloseEndpoint of what Close has closed = %v, want nil", err)
		}
		w.Note("lookup", "localhost", "found", nil) // has nowhere to go
		if got := w.Snapshot()[0].State; got != netcore.EndpointClosed {
			t.Errorf("the endpoint is %v, want closed", got)
		}
	})
}

// A reader that stands still makes the sockets wait: nothing is dropped, nothing gathers, and the time is counted.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := newWatcher(t), &netcoretest.Memory{}
		if _, err := w.Open(t.Context(), netcore.Spec{Transport: network.Server("sink")}); err != nil {
			t.Fatal(err)
		}
		src, err := network.Client("sink").Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var sent atomic.Int64
		var sending sync.WaitGroup
		const all = 1000
		sending.Go(func() {
			for range all {
				src.Conn.Send(context.Background(), make([]byte, netcoretest.DefaultBuffer), netcore.Peer{})
				sent.Add(1)
			}
			src.Conn.Close()
		})
		time.Sleep(time.Minute)
		if got := sent.Load(); got > 300 {
			t.Errorf("%d of %d pieces went out with no reader", got, all)
		}
		go w.run()
		w.awaitKind(1, netcore.Ended)
		sending.Wait()
		got := 0
		for _, ev := range w.log() {
			if ev.Kind == netcore.Received {
				got += len(ev.Payload)
			}
		}
		if want := all * netcoretest.DefaultBuffer; got != want {
			t.Errorf("received %d bytes, want %d", got, want)
		}
		if got := w.Stats().Waited; got < 59*time.Second || got > 61*time.Second {
			t.Errorf("waited %v, want a minute", got)
		}
		w.finish()
	})
}

func TestNote(t *testing.T) {
	w := watch(t)
	w.Note("lookup", "localhost", "found", nil)
	w.Note("lookup", "nowhere", "", syscall.ENOENT)
	w.Close()
	<-w.done
	wantLog(t, w.log(), `noted: found`, `failed: ENOENT`)
}

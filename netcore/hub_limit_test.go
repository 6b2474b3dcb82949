package netcore_test

import (
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestIdleLimitCountsFromTheLastData(t *testing.T) {
	const idle = 5 * time.Second
	for _, tt := range []struct {
		name string
		open func(network *netcoretest.Memory) (here netcore.Transport, there netcore.Conn)
	}{
		{"stream", func(network *netcoretest.Memory) (netcore.Transport, netcore.Conn) {
			end, peer := network.Pipe()
			return conns(func() netcore.Conn { return end }), peer
		}},
		{"datagrams", func(network *netcoretest.Memory) (netcore.Transport, netcore.Conn) {
			src, _ := network.Datagrams("there", "here").Open(t.Context())
			return network.Datagrams("here", ""), src.Conn
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t)
				here, there := tt.open(&netcoretest.Memory{})
				defer there.Close()
				_, s := w.open(netcore.Spec{Transport: here, Limits: netcore.Limits{Idle: idle}})
				var last time.Time
				for range 3 {
					time.Sleep(idle - time.Millisecond)
					last = time.Now()
					if _, err := there.Send(t.Context(), []byte("x"), netcore.Peer{}); err != nil {
						t.Fatal(err)
					}
				}
				if got := w.awaitKind(s, netcore.Ended).Time.Sub(last); got != idle {
					t.Errorf("ended %v after the last data, want %v", got, idle)
				}
			})
		})
	}
}

// While the reader of the events keeps a session waiting, its peer is not idle.
func TestIdleLimitAndSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := newWatcher(t), &netcoretest.Memory{Buffer: 1}
		end, peer := network.Pipe()
		if _, err := w.Open(t.Context(), netcore.Spec{Transport: conns(func() netcore.Conn { return end }), Limits: netcore.Limits{Idle: time.Second}}); err != nil {
			t.Fatal(err)
		}
		const size = 1000
		go func() {
			peer.Send(t.Context(), make([]byte, size), netcore.Peer{})
			peer.Close()
		}()
		time.Sleep(time.Minute)
		go w.run()
		ended := w.awaitKind(1, netcore.Ended)
		wantLog(t, []netcore.Event{ended}, `ended FIN: the peer closed (FIN)`)
		if got := w.Stats(); got.ReceivedBytes != size || got.Waited < 59*time.Second {
			t.Errorf("received %d bytes and waited %v, want %d and a minute", got.ReceivedBytes, got.Waited, size)
		}
		w.finish()
	})
}

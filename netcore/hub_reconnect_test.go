package netcore_test

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestReconnectWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		var attempts []time.Duration // from one to the next
		last := time.Now()
		client := transportFunc(func(context.Context) (netcore.Source, error) {
			attempts = append(attempts, time.Since(last))
			last = time.Now()
			if len(attempts) != 11 {
				return netcore.Source{}, syscall.ECONNREFUSED
			}
			end, peer := network.Pipe()
			time.AfterFunc(time.Minute, func() { peer.Close() })
			return netcore.Source{Conn: end}, nil
		})
		id, err := w.Open(t.Context(), netcore.Spec{Transport: client, Reconnect: netcore.Reconnect{On: true}})
		if err != nil {
			t.Fatalf("Open = %v, want nil", err)
		}
		time.Sleep((181 + 60 + 4) * time.Second)
		w.closeEndpoint(id)
		const second = time.Second
		want := []time.Duration{0, second, 2 * second, 4 * second, 8 * second, 16 * second,
			30 * second, 30 * second, 30 * second, 30 * second, 30 * second, // which works
			61 * second, 2 * second}
		if !slices.Equal(attempts, want) {
			t.Errorf("attempts after %v, want %v", attempts, want)
		}
		var told []string
		for _, ev := range w.log() {
			if ev.Kind != netcore.Failed || len(told) < 3 {
				told = append(told, line(ev))
			}
		}
		wantTold := []string{`failed: opening fake://; trying again in 1s: ECONNREFUSED`, `failed: opening fake://; trying again in 2s: ECONNREFUSED`, `failed: opening fake://; trying again in 4s: ECONNREFUSED`,
			`opened: connected to memory-2 from memory-1`, `ended FIN: the peer closed (FIN)`, `closed`}
		if !slices.Equal(told, wantTold) {
			t.Errorf("told %q, want %q", told, wantTold)
		}
	})
}

// Closing works in every state, and at once but for the session's own end.
func TestReconnectClosed(t *testing.T) {
	for _, tt := range []struct {
		name  string
		state netcore.EndpointState
		at    time.Duration // from Open
		last  []string
	}{
		{"first attempt", netcore.EndpointOpening, 500 * time.Millisecond, []string{`closed: stopped before it was open`}},
		{"wait", netcore.EndpointWaiting, 1500 * time.Millisecond, []string{`failed: opening fake://; trying again in 1s: ECONNREFUSED`, `closed`}},
		{"second attempt", netcore.EndpointOpening, 2500 * time.Millisecond, []string{`failed: opening fake://; trying again in 1s: ECONNREFUSED`, `closed`}},
		{"session", netcore.EndpointOpen, 3500 * time.Millisecond, []string{`ended FIN: closed here`, `closed`}},
		{"wait after a session", netcore.EndpointWaiting, 5500 * time.Millisecond, []string{`ended FIN: the peer closed (FIN)`, `closed`}},
	} {
		for _, all := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, all %v", tt.name, all), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, network := watch(t), &netcoretest.Memory{}
					n := 0
					client := transportFunc(func(ctx context.Context) (netcore.Source, error) { // takes 1 s, the first time in vain
						select {
						case <-ctx.Done():
							return netcore.Source{}, ctx.Err()
						case <-time.After(time.Second):
						}
						if n++; n == 1 {
							return netcore.Source{}, syscall.ECONNREFUSED
						}
						end, peer := network.Pipe()
						go func() { // closes after 2 s, or when told to
							defer peer.Close()
							peer.(netcore.Deadliner).SetReceiveDeadline(time.Now().Add(2 * time.Second))
							peer.Receive(make([]byte, 1))
						}()
						return netcore.Source{Conn: end}, nil
					})
					go w.Open(t.Context(), netcore.Spec{Transport: client, Reconnect: netcore.Reconnect{On: true}})
					time.Sleep(tt.at)
					if got := w.Snapshot()[0].State; got != tt.state {
						t.Errorf("the endpoint is %v, want %v", got, tt.state)
					}
					begin := time.Now()
					if all {
						w.Close()
					} else {
						w.closeEndpoint(1)
					}
					if took := time.Since(begin); took != 0 {
						t.Errorf("closing took %v, want no time", took)
					}
					synctest.Wait()
					if log := w.log(); !all {
						wantLog(t, log[len(log)-len(tt.last):], tt.last...)
					}
				})
			})
		}
	}
}

// A server that could not be bound is tried again as well.
func TestReconnectOfServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		first, _ := w.open(netcore.Spec{Transport: network.Server("taken")})
		second, err := w.Open(t.Context(), netcore.Spec{Transport: network.Server("taken"), Reconnect: netcore.Reconnect{On: true, Wait: time.Minute}})
		if err != nil {
			t.Fatalf("Open = %v, want nil", err)
		}
		w.closeEndpoint(first)
		time.Sleep(2 * time.Minute)
		w.open(netcore.Spec{Transport: network.Client("taken")})
		if got := w.accepted(1).Endpoint; got != second {
			t.Errorf("endpoint %d accepted, want %d", got, second)
		}
	})
}

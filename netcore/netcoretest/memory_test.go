package netcoretest

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
)

func TestMain(m *testing.M) { VerifyTestMain(m) }

func memoryStreams(m *Memory) Suite {
	return Suite{Listen: m.Server(""), Dial: m.Client}
}

func memoryDatagrams(m *Memory) Suite {
	return Suite{
		Bind:    m.Datagrams("", ""),
		Connect: func(addr string) netcore.Transport { return m.Datagrams("", addr) },
		Peer:    func(addr string) netcore.Peer { return netcore.Peer{Name: addr} },
	}
}

func TestMemory(t *testing.T) {
	t.Run("Stream", func(t *testing.T) { Conformance(t, memoryStreams(&Memory{})) })
	t.Run("SmallBuffer", func(t *testing.T) { Conformance(t, memoryStreams(&Memory{Buffer: 1000})) })
	t.Run("Datagram", func(t *testing.T) { Conformance(t, memoryDatagrams(&Memory{})) })
}

// In a bubble everything that blocks must do so durably, or time stands still.
func TestMemoryInBubble(t *testing.T) {
	for _, suite := range []struct {
		name  string
		tests []conformanceTest
		make  func(*Memory) Suite
	}{
		{"Stream", memoryStreams(&Memory{}).tests(), memoryStreams},
		{"Datagram", memoryDatagrams(&Memory{}).tests(), memoryDatagrams},
	} {
		for _, test := range suite.tests {
			t.Run(suite.name+test.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { test.run(t, suite.make(&Memory{})) })
			})
		}
	}
}

func TestMemoryBlocksDurably(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := (&Memory{Buffer: 4}).Pipe()
		received := goReceive(b)
		synctest.Wait()
		sendAll(t, a, []byte("hi"))
		if r := <-received; r.n != 2 || r.err != nil {
			t.Errorf("Receive = %d, %v, want 2, nil", r.n, r.err)
		}
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Hour, &netcore.LimitError{What: netcore.LimitWrite, After: time.Hour})
		defer cancel()
		start := time.Now()
		n, err := a.Send(ctx, []byte("too long"), netcore.Peer{})
		var limit *netcore.LimitError
		if n != 4 || !errors.As(err, &limit) || time.Since(start) != time.Hour {
			t.Errorf("Send = %d, %v after %v, want 4, a LimitError after 1h", n, err, time.Since(start))
		}
		b.(netcore.Deadliner).SetReceiveDeadline(time.Now().Add(time.Minute))
		receiveSome(t, b, 4)
		start = time.Now()
		b.Receive(make([]byte, 1))
		if time.Since(start) != time.Minute {
			t.Errorf("the deadline came after %v, want 1m", time.Since(start))
		}
		a.Close()
		b.Close()
	})
}

func TestMemoryErrors(t *testing.T) {
	m := &Memory{}
	ctx := context.Background()
	l := open(t, m.Server("here")).Listener
	if _, err := m.Server("here").Open(ctx); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("a second server: %v, want EADDRINUSE", err)
	}
	waiting := open(t, m.Client("here")).Conn
	for range memoryBacklog - 1 {
		open(t, m.Client("here"))
	}
	if _, err := m.Client("here").Open(ctx); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("past the backlog: %v, want ECONNREFUSED", err)
	}
	l.Close()
	if _, _, err := waiting.Receive(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("a connection never accepted: %v, want ECONNRESET", err)
	}

	s := open(t, m.Datagrams("a", "")).Conn
	sendTo(t, s, []byte("x"), netcore.Peer{Name: "nobody"})
	if _, from, err := s.Receive(make([]byte, 1)); !errors.Is(err, syscall.ECONNREFUSED) || from.Name != "nobody" {
		t.Errorf("after a datagram to nobody: %v from %v, want ECONNREFUSED from nobody", err, from)
	}
	b := open(t, m.Datagrams("b", "")).Conn
	for range memoryQueue + 3 {
		sendTo(t, s, nil, netcore.Peer{Name: "b"})
	}
	if n, ok := b.(netcore.DropCounter).Drops(); n != 3 || !ok {
		t.Errorf("Drops = %d, %v, want 3, true", n, ok)
	}
	b.Close()
	if _, err := m.Datagrams("b", "").Open(ctx); err != nil {
		t.Errorf("a name that is free again: %v", err)
	}
	if _, _, err := b.Receive(nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Receive after Close: %v, want net.ErrClosed", err)
	}
}

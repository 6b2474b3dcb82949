package netcore_test

import (
	"context"
	"errors"
	"io"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestSendFallsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		end, peer := network.Pipe()
		defer peer.Close()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn {
			return sendConn{end.(stream), func(_ context.Context, payload []byte) (int, error) {
				if len(payload) < 5 {
					return len(payload), nil
				}
				return 5, syscall.ECONNRESET
			}}
		})})
		for _, payload := range []string{"one", "too much", "three", "4"} {
			w.send(s, payload)
		}
		w.awaitKind(s, netcore.Ended)
		wantLog(t, w.of(s)[1:], `sent "one"`, `sent "too much"`,
			`failed "too m": 5 of 8 bytes were sent: ECONNRESET`,
			`failed counted: 2 waiting messages (6 bytes) were not sent`,
			`ended: ECONNRESET`)
		if got := w.Snapshot()[0].Ended[0].Traffic; got.SentBytes != 8 || got.SentMessages != 2 {
			t.Errorf("%d bytes in %d messages were sent, want 8 in 2", got.SentBytes, got.SentMessages)
		}
	})
}

func TestQueueFull(t *testing.T) {
	for _, tt := range []struct {
		name     string
		size     int
		messages int // that are taken: one in the write, the rest in the queue
	}{
		{"by messages", 10, 1 + 256},
		{"by bytes", 100 << 10, 1 + 10},
		{"by one", 2 << 20, 1 + 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, network := watch(t), &netcoretest.Memory{Buffer: tt.size / 2}
				end, peer := network.Pipe()
				defer peer.Close()
				_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end })})
				m := netcore.Message{Payload: make([]byte, tt.size)}
				taken := 0
				for ; w.TrySend(s, m) == nil; taken++ {
					synctest.Wait()
				}
				if taken != tt.messages {
					t.Errorf("%d messages are taken, want %d", taken, tt.messages)
				}
				if err := w.TrySend(s, m); err != netcore.ErrFull {
					t.Errorf("TrySend = %v, want ErrFull", err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if err := w.Send(ctx, s, m); err != context.DeadlineExceeded {
					t.Errorf("Send = %v, want DeadlineExceeded", err)
				}
				sent := make(chan error, 1)
				go func() { sent <- w.Send(t.Context(), s, m) }()
				synctest.Wait()
				select {
				case err := <-sent:
					t.Errorf("Send = %v before there is room", err)
				default:
				}
				info := w.Snapshot()[0].Sessions[0]
				if info.Waiting != tt.messages-1 || info.WaitingBytes != tt.size*(tt.messages-1) {
					t.Errorf("%d messages (%d bytes) wait, want %d (%d)", info.Waiting, info.WaitingBytes, tt.messages-1, tt.size*(tt.messages-1))
				}
				go io.Copy(io.Discard, reads{peer})
				if err := <-sent; err != nil {
					t.Errorf("Send = %v when there is room, want nil", err)
				}
				w.end(s, netcore.EndAbort)
			})
		})
	}
}

// reads makes an io.Reader of a conn.
type reads struct{ netcore.Conn }

func (r reads) Read(p []byte) (int, error) {
	n, _, err := r.Receive(p)
	return n, err
}

// A message goes before the FIN or is refused: never behind it.
func TestSendAtHalfClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{Buffer: 1}
		end, peer := network.Pipe()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end })})
		for w.TrySend(s, netcore.Message{Payload: []byte("xy")}) == nil {
			synctest.Wait()
		}
		waiting := make(chan error, 1)
		go func() { waiting <- w.Send(t.Context(), s, netcore.Message{Payload: []byte("late")}) }()
		synctest.Wait()
		w.end(s, netcore.EndHalfClose)
		if err := <-waiting; err != netcore.ErrHalfClosed {
			t.Errorf("Send that waited = %v, want ErrHalfClosed", err)
		}
		if err := w.TrySend(s, netcore.Message{}); err != netcore.ErrHalfClosed {
			t.Errorf("TrySend = %v, want ErrHalfClosed", err)
		}
		got, err := io.ReadAll(reads{peer})
		if len(got) != 2*257 || err != nil {
			t.Errorf("the peer received %d bytes, %v, want %d, EOF", len(got), err, 2*257)
		}
		synctest.Wait()
		log := w.of(s)
		wantLog(t, log[len(log)-1:], `noted: finished sending (FIN), still receiving`)
		peer.Close()
		w.awaitKind(s, netcore.Ended)
	})
}

// What is sent before the reader has heard of the session stands after its beginning.
func TestSendBeforeOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := newWatcher(t), &netcoretest.Memory{}
		for range cap(w.Events()) {
			w.Note("", "", "", nil)
		}
		end, peer := network.Pipe()
		go w.Open(t.Context(), netcore.Spec{Transport: conns(func() netcore.Conn { return end })})
		synctest.Wait()
		w.send(1, "early")
		synctest.Wait()
		go w.run()
		got := make([]byte, 5)
		if _, err := io.ReadFull(reads{peer}, got); string(got) != "early" || err != nil {
			t.Errorf("the peer received %q, %v, want early", got, err)
		}
		synctest.Wait()
		wantLog(t, w.of(1), `opened: connected to memory-2 from memory-1`, `sent "early"`)
		w.finish()
	})
}

func TestSendAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		_, s := w.open(netcore.Spec{Transport: network.Datagrams("a", "b")})
		if err := w.EndSession(s, netcore.EndHalfClose); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("EndSession(EndHalfClose) of a datagram session = %v, want ErrUnsupported", err)
		}
		w.end(s, netcore.EndClose)
		w.awaitKind(s, netcore.Ended)
		for name, err := range map[string]error{
			"Send":       w.Send(t.Context(), s, netcore.Message{}),
			"TrySend":    w.TrySend(s, netcore.Message{}),
			"EndSession": w.EndSession(s, netcore.EndClose),
			"no session": w.TrySend(s+1, netcore.Message{}),
		} {
			if err != netcore.ErrEnded {
				t.Errorf("%s = %v, want ErrEnded", name, err)
			}
		}
	})
}

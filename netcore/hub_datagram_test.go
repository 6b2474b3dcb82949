package netcore_test

import (
	"net"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
)

// Errors of datagrams are told, with whom they concern, and end nothing.
func TestDatagramErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		_, s := w.open(netcore.Spec{Transport: network.Datagrams("a", ""), Limits: netcore.Limits{ReadSize: 4}})
		src, err := network.Datagrams("b", "a").Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer src.Conn.Close()
		for _, to := range []string{"nobody", "b"} {
			if err := w.Send(t.Context(), s, netcore.Message{Payload: []byte("hello"), To: netcore.Peer{Name: to}}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		for _, payload := range []string{"long one", "four", ""} {
			if _, err := src.Conn.Send(t.Context(), []byte(payload), netcore.Peer{}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		log := w.of(s)
		wantLog(t, log[1:], `sent "hello"`, `failed: ECONNREFUSED`, `sent "hello"`,
			`received "long" truncated: the datagram was longer than the read size: MSG_TRUNC`, `received "four"`, `received ""`)
		if log[2].Peer != "nobody" {
			t.Errorf("the error concerns %q, want nobody", log[2].Peer)
		}
	})
}

func TestDatagramSendFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		_, s := w.open(netcore.Spec{Transport: network.Datagrams("a", "b")})
		if err := w.Send(t.Context(), s, netcore.Message{Payload: []byte("hello"), To: netcore.Peer{Name: "c"}}); err != nil {
			t.Fatal(err)
		}
		w.send(s, "again")
		synctest.Wait()
		wantLog(t, w.of(s)[1:], `sent "hello"`, `failed "": 0 of 5 bytes were sent: EISCONN`, `sent "again"`, `failed: ECONNREFUSED`)
	})
}

// A sender without an address is nobody, not who sent before it, and gets no answer.
func TestDatagramFromNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		c := newDatagramConn()
		from := []netcore.Peer{{Name: "a"}, {}, {Name: "a"}}
		c.receive = func([]byte) (int, netcore.Peer, error) {
			if len(from) == 0 {
				<-c.closed
				return 0, netcore.Peer{}, net.ErrClosed
			}
			p := from[0]
			from = from[1:]
			return 0, p, nil
		}
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return c }), Responder: responder.Echo{}})
		synctest.Wait()
		log := slices.DeleteFunc(w.of(s)[1:], func(ev netcore.Event) bool { return ev.Kind == netcore.Sent })
		wantLog(t, log, `received ""`, `received ""`,
			`failed: a reply of 0 bytes was not sent: nobody to send to: name a receiver, or wait for a first datagram`, `received ""`)
		for i, want := range []string{"a", "", "", "a"} {
			if log[i].Peer != want {
				t.Errorf("the peer of event %d, %s, is %q, want %q", i, line(log[i]), log[i].Peer, want)
			}
		}
	})
}

// Errors that come by themselves are told one by one at first, then summed up and waited for.
func TestDatagramErrorsWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		c := newDatagramConn()
		n, quiet := 0, make(chan struct{})
		c.receive = func([]byte) (int, netcore.Peer, error) {
			if n++; n <= 1024+13 {
				return 0, netcore.Peer{}, syscall.ENETDOWN
			} else if n == 1024+14 {
				return 0, netcore.Peer{Name: "a"}, nil
			}
			close(quiet)
			<-c.closed
			return 0, netcore.Peer{}, net.ErrClosed
		}
		begin := time.Now()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return c })})
		<-quiet
		if took := time.Since(begin); took != 5*time.Second+1275*time.Millisecond { // 5, 10 … 640 ms, then five times 1 s
			t.Errorf("13 errors took %v, want 6.275 s", took)
		}
		synctest.Wait()
		log := w.of(s)[1:]
		if len(log) != 1024+3 {
			t.Fatalf("%d events, want %d", len(log), 1024+3)
		}
		wantLog(t, log[1023:], `failed: ENETDOWN`, `failed: ENETDOWN`,
			`failed counted: 12 more times in 6.275s: `+netcore.Explain(syscall.ENETDOWN).String(), `received ""`)
	})
}

// What nobody sent is refused as often as it is sent: each is told.
func TestDatagramErrorsOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		_, s := w.open(netcore.Spec{Transport: network.Datagrams("a", "nobody")})
		begin := time.Now()
		const many = 3000
		for range many {
			w.send(s, "hello?")
			synctest.Wait()
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("took %v, want no time", took)
		}
		if got := len(w.of(s)); got != 1+2*many {
			t.Errorf("%d events, want %d", got, 1+2*many)
		}
	})
}

// What the system drops is told while datagrams come, and once they have stopped.
func TestDatagramsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := newWatcher(t), &netcoretest.Memory{}
		if _, err := w.Open(t.Context(), netcore.Spec{Transport: network.Datagrams("a", "")}); err != nil {
			t.Fatal(err)
		}
		src, err := network.Datagrams("b", "a").Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer src.Conn.Close()
		const sent = 1000 // the hub takes 256 with no reader, the socket 256 more
		for i := range sent {
			if _, err := src.Conn.Send(t.Context(), []byte(strconv.Itoa(i)), netcore.Peer{}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		go w.run()
		time.Sleep(time.Second) // quiet
		synctest.Wait()
		got := w.Stats()
		if got.Dropped == 0 || got.ReceivedMessages+got.Dropped != sent {
			t.Errorf("received %d and dropped %d, want %d together", got.ReceivedMessages, got.Dropped, sent)
		}
		log := w.log()
		told := slices.ContainsFunc(log, func(ev netcore.Event) bool {
			return ev.Flags&netcore.Counted != 0 && ev.Note == "the system dropped "+strconv.FormatUint(got.Dropped, 10)+" datagrams that came faster than they were read"
		})
		if !told {
			t.Errorf("the %d drops are not told: %v", got.Dropped, lines(log[len(log)-3:]))
		}
		for range 5 { // fewer than dropCheck
			src.Conn.Send(t.Context(), nil, netcore.Peer{})
		}
		w.finish()
	})
}

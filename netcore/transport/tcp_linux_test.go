package transport

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wirevise/netcore"
)

// fullListener returns the port of a listener whose backlog takes nobody more, so that Linux drops every SYN.
func fullListener(t *testing.T) uint16 {
	t.Helper()
	l := openListener(t, TCPServer{Host: "127.0.0.1"}).(*tcpListener)
	rc, err := l.tcp.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	rc.Control(func(fd uintptr) { err = unix.Listen(int(fd), 0) })
	if err != nil {
		t.Fatal(err)
	}
	port := addrOf(t, l.Addr()).Port()
	for range 8 {
		src, err := TCPClient{Host: "127.0.0.1", Port: port, ConnectTimeout: 50 * time.Millisecond}.Open(context.Background())
		if err != nil {
			return port
		}
		t.Cleanup(func() { src.Conn.Close() })
	}
	t.Fatal("the backlog does not fill")
	return 0
}

func TestTCPConnectTimeout(t *testing.T) {
	port := fullListener(t)
	_, err := TCPClient{Host: "127.0.0.1", Port: port, ConnectTimeout: 100 * time.Millisecond}.Open(context.Background())
	var limit *netcore.LimitError
	if !errors.As(err, &limit) || limit.What != netcore.LimitConnect || limit.After != 100*time.Millisecond {
		t.Fatalf("Open: %v, want a LimitError of 100 ms", err)
	}
	if got, want := netcore.Explain(err).String(), "ETIMEDOUT (110): no answer within 100 ms, the limit set here"; got != want {
		t.Errorf("Explain = %q, want %q", got, want)
	}
	if !strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("error %q, want the address in it", err)
	}
}

func TestTCPConnectCancelled(t *testing.T) {
	port := fullListener(t)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, err := TCPClient{Host: "127.0.0.1", Port: port}.Open(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v, want Canceled", err)
	}
	own := errors.New("own limit")
	ctx, cancel = context.WithTimeoutCause(context.Background(), 20*time.Millisecond, own)
	defer cancel()
	if _, err = (TCPClient{Host: "127.0.0.1", Port: port, ConnectTimeout: time.Minute}).Open(ctx); !errors.Is(err, own) {
		t.Errorf("Open: %v, want the caller's cause", err)
	}
}

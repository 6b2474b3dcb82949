package netcore_test

import (
	"context"
	"net"
	"sync"

	"wirevise/netcore"
)

// A transportFunc is a transport that opens by calling it.
type transportFunc func(context.Context) (netcore.Source, error)

func (f transportFunc) Open(ctx context.Context) (netcore.Source, error) { return f(ctx) }
func (f transportFunc) String() string                                   { return "fake://" }

// conns is a transport that opens one conn after the other.
func conns(next func() netcore.Conn) netcore.Transport {
	return transportFunc(func(context.Context) (netcore.Source, error) { return netcore.Source{Conn: next()}, nil })
}

// A stream has the powers of a socket's.
type stream interface {
	netcore.Conn
	netcore.Deadliner
	netcore.HalfCloser
	netcore.Aborter
}

// A sendConn sends by its own function.
type sendConn struct {
	stream
	send func(ctx context.Context, payload []byte) (int, error)
}

func (c sendConn) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	return c.send(ctx, payload)
}

// A datagramConn receives what its function says.
type datagramConn struct {
	receive func(buf []byte) (int, netcore.Peer, error)
	mu      sync.Mutex
	closed  chan struct{}
}

func newDatagramConn() *datagramConn { return &datagramConn{closed: make(chan struct{})} }

func (c *datagramConn) Receive(buf []byte) (int, netcore.Peer, error) {
	select {
	case <-c.closed:
		return 0, netcore.Peer{}, net.ErrClosed
	default:
	}
	return c.receive(buf)
}

func (c *datagramConn) Send(_ context.Context, payload []byte, _ netcore.Peer) (int, error) {
	return len(payload), nil
}

func (c *datagramConn) Boundary() netcore.Boundary { return netcore.Datagram }
func (c *datagramConn) LocalAddr() string          { return "here" }
func (c *datagramConn) RemotePeer() netcore.Peer   { return netcore.Peer{} }

func (c *datagramConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.closed:
		return net.ErrClosed
	default:
		close(c.closed)
	}
	return nil
}

// A scriptedListener fails with each of errs, calls between after each, and then accepts from conns until it is closed.
type scriptedListener struct {
	errs   []error
	calls  func()
	conns  chan netcore.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *scriptedListener) Accept() (netcore.Conn, error) {
	l.calls()
	if len(l.errs) > 0 {
		err := l.errs[0]
		l.errs = l.errs[1:]
		return nil, err
	}
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *scriptedListener) Addr() string { return "listener" }

func (l *scriptedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

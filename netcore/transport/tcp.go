package transport

import (
	"context"
	"net"
	"syscall"
	"time"

	"wirevise/netcore"
)

var (
	_ netcore.Conn       = (*tcpConn)(nil)
	_ netcore.HalfCloser = (*tcpConn)(nil)
	_ netcore.Aborter    = (*tcpConn)(nil)
	_ netcore.Deadliner  = (*tcpConn)(nil)
	_ netcore.Describer  = (*tcpConn)(nil)
	_ netcore.Networker  = (*tcpConn)(nil)
)

// A tcpConn is one TCP connection, accepted or dialled.
type tcpConn struct {
	tcp    *net.TCPConn
	local  string
	peer   netcore.Peer
	family Family
}

func newTCPConn(c *net.TCPConn) *tcpConn {
	local := unmap(c.LocalAddr().(*net.TCPAddr).AddrPort())
	peer := unmap(c.RemoteAddr().(*net.TCPAddr).AddrPort())
	return &tcpConn{tcp: c, local: local.String(), peer: netcore.Peer{Addr: peer}, family: familyOf(peer.Addr())}
}

// Receive does one read. from is always the other end.
func (c *tcpConn) Receive(buf []byte) (int, netcore.Peer, error) {
	n, err := c.tcp.Read(buf)
	return n, c.peer, err
}

// Send writes until all of payload is with the system, ctx ends or the connection does. When ctx has a cause, the
// error is that as well as ctx's own. The connection stays usable after a ctx that ended.
func (c *tcpConn) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	if !to.IsZero() && to != c.peer {
		return 0, &AddressError{FieldPeer, to.String(), "this connection goes to " + c.peer.String()}
	}
	if ctx.Done() == nil {
		return c.tcp.Write(payload)
	}
	if ctx.Err() != nil {
		return 0, ctxError(ctx)
	}
	guard := guardWrite(ctx, c.tcp)
	n, err := c.tcp.Write(payload)
	return n, guard.end(err)
}

// Network implements [netcore.Networker].
func (c *tcpConn) Network() string { return "tcp" }

func (c *tcpConn) Boundary() netcore.Boundary { return netcore.Stream }
func (c *tcpConn) LocalAddr() string          { return c.local }
func (c *tcpConn) RemotePeer() netcore.Peer   { return c.peer }

// Close ends both directions. What was sent before still goes out, in the background, and the peer reads the end of
// the stream. But if bytes have arrived that nobody received, or arrive later, the system resets the connection
// instead (RFC 2525, 2.17), and the peer may lose what was on its way. Who minds calls CloseWrite and receives until
// io.EOF first.
func (c *tcpConn) Close() error { return c.tcp.Close() }

// CloseWrite sends FIN.
func (c *tcpConn) CloseWrite() error { return c.tcp.CloseWrite() }

// Abort closes with RST (RFC 9293, 3.10.5) and drops what was not yet sent.
func (c *tcpConn) Abort() error {
	if err := c.tcp.SetLinger(0); err != nil {
		c.tcp.Close()
		return err
	}
	return c.tcp.Close()
}

// Pending implements [netcore.Pender] by SO_ERROR. A reset of a connection whose peer has finished sending is EPIPE to the
// system; it is told as what it is.
func (c *tcpConn) Pending() error {
	var errno int
	rc, err := c.tcp.SyscallConn()
	if err == nil {
		err = rc.Control(func(fd uintptr) { errno, _ = getInt(sysfd(fd), solSocket, soError) })
	}
	switch {
	case err != nil:
		return err
	case errno == 0:
		return nil
	case syscall.Errno(errno) == errPipe:
		return errReset
	}
	return syscall.Errno(errno)
}

func (c *tcpConn) SetReceiveDeadline(t time.Time) error { return c.tcp.SetReadDeadline(t) }

// Describe reads the options back from the system.
func (c *tcpConn) Describe() string {
	return describe(c.tcp, c.family, readNoDelay, readKeepAlive, readRcvBuf, readSndBuf)
}

package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"wirevise/netcore"
)

var (
	_ netcore.Transport   = UDP{}
	_ netcore.Conn        = (*udpConn)(nil)
	_ netcore.Deadliner   = (*udpConn)(nil)
	_ netcore.DropCounter = (*udpConn)(nil)
	_ netcore.Describer   = (*udpConn)(nil)
	_ netcore.Networker   = (*udpConn)(nil)
)

// UDP opens one UDP socket. With a fixed peer it is connected: it sends to that peer only and hears nobody else.
type UDP struct {
	// Host is where to receive, as in [TCPServer]: an address of this machine, a name, or "*" or "" for every
	// interface. With a fixed peer, "*" and "" leave this side's address to the system.
	Host     string
	Port     uint16 // 0: the system picks one
	Family   Family
	PeerHost string // the fixed peer; "": none
	PeerPort uint16
	Options  UDPOptions
}

// Open binds the socket. ctx bounds only the lookup of names. Of a peer's addresses the first is taken that the bound
// address can send to. A value that can't be right is an [*AddressError].
func (u UDP) Open(ctx context.Context) (netcore.Source, error) {
	b, err := resolveBinding(ctx, FieldHost, u.Host, u.Family)
	if err != nil {
		return netcore.Source{}, err
	}
	var c *udpConn
	if u.PeerHost == "" && u.PeerPort == 0 {
		c, err = u.listen(ctx, b)
	} else {
		c, err = u.connect(ctx, b)
	}
	if err != nil {
		return netcore.Source{}, err
	}
	afterOpen(c)
	return netcore.Source{Conn: c}, nil
}

func (u UDP) listen(ctx context.Context, b binding) (*udpConn, error) {
	lc := net.ListenConfig{Control: u.Options.control()}
	pc, err := lc.ListenPacket(ctx, b.family.network("udp"), b.hostPort(u.Port))
	if err != nil {
		return nil, explainInUse(ctx, err, "udp", b.addr, u.Port)
	}
	return newUDPConn(pc.(*net.UDPConn), b.family, netip.AddrPort{}), nil
}

func (u UDP) connect(ctx context.Context, b binding) (*udpConn, error) {
	if u.PeerPort == 0 {
		return nil, &AddressError{FieldPeerPort, "0", "a port from 1 to 65535 is needed to send to"}
	}
	addrs, err := resolve(ctx, FieldPeerHost, u.PeerHost, b.family)
	if err != nil {
		return nil, err
	}
	peer := netip.AddrPortFrom(addrs[0], u.PeerPort)
	family := familyOf(addrs[0])
	d := net.Dialer{Control: u.Options.control()}
	if b.addr.IsValid() || u.Port != 0 {
		d.LocalAddr = &net.UDPAddr{IP: b.addr.AsSlice(), Zone: b.addr.Zone(), Port: int(u.Port)}
	}
	conn, err := d.DialContext(ctx, family.network("udp"), peer.String())
	if err != nil {
		return nil, explainInUse(ctx, err, "udp", b.addr, u.Port)
	}
	return newUDPConn(conn.(*net.UDPConn), family, peer), nil
}

// A udpConn is one UDP socket. An ICMP error about a datagram that was sent comes out of Receive, with the peer it
// concerns, on every system that reports it. The system may hand it to the next Send instead, which then sends again,
// and wakes Receive by a deadline that is over:
//
//	ICMP ──▶ system ──▶ Receive ─────────────────────────▶ error, from
//	            └─────▶ Send ─ poke ─▶ Receive ─ unpoke ──▶ error, from
type udpConn struct {
	udp    *net.UDPConn
	local  string
	peer   netcore.Peer // the fixed one, or nobody
	family Family
	unread atomic.Uint32 // bytes that waited to be read when it was closed
	drops  dropCount
	rx     receiver // of the system's kind; Receive's own

	mu       sync.Mutex // guards what follows
	deadline time.Time  // as SetReceiveDeadline has it
	poked    bool       // the socket's deadline is past, to wake Receive
	//lint:ignore U1000 Linux has its own queue of errors
	missed []error // what Send was told instead of Receive, where the system keeps no queue
}

func newUDPConn(c *net.UDPConn, f Family, peer netip.AddrPort) *udpConn {
	local := unmap(c.LocalAddr().(*net.UDPAddr).AddrPort())
	return &udpConn{udp: c, local: local.String(), peer: netcore.Peer{Addr: peer}, family: f}
}

// Receive takes one datagram. It allocates nothing but for errors.
func (c *udpConn) Receive(buf []byte) (int, netcore.Peer, error) {
	for {
		n, from, err := c.rx.receive(c, buf)
		switch {
		case err == nil, err == netcore.ErrTruncated:
			return n, c.sender(from), err
		case errors.Is(err, net.ErrClosed):
			return 0, netcore.Peer{}, err
		case errors.Is(err, os.ErrDeadlineExceeded):
			if !c.unpoke() {
				return 0, netcore.Peer{}, err
			}
			if from, err := c.queuedError(); err != nil {
				return 0, c.sender(from), err
			}
		default:
			if from, queued := c.queuedError(); queued != nil {
				return 0, c.sender(from), queued
			}
			if !c.passing(err) {
				return 0, c.peer, err
			}
		}
	}
}

// sender shows who sent, which of a connected socket is known anyhow.
func (c *udpConn) sender(from netip.AddrPort) netcore.Peer {
	if !from.IsValid() || from.Port() == 0 && from.Addr().IsUnspecified() {
		return c.peer
	}
	return netcore.Peer{Addr: unmap(from)}
}

// sendAgain is how often Send tries again when told of an error that may be an earlier datagram's. Each try takes one
// such error off the socket, and an error of its own comes back every time.
const sendAgain = 4

// Send sends one datagram. A receiver that this socket can't send to is an [*AddressError]; none at all is
// EDESTADDRREQ.
func (c *udpConn) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	if err := c.checkReceiver(to); err != nil {
		return 0, err
	}
	if ctx.Done() == nil {
		return c.send(payload, to)
	}
	if ctx.Err() != nil {
		return 0, ctxError(ctx)
	}
	guard := guardWrite(ctx, c.udp)
	n, err := c.send(payload, to)
	return n, guard.end(err)
}

func (c *udpConn) send(payload []byte, to netcore.Peer) (n int, err error) {
	var first error
	for range 1 + sendAgain {
		if c.peer.IsZero() {
			n, err = c.udp.WriteToUDPAddrPort(payload, to.Addr)
		} else {
			n, _, err = c.udp.WriteMsgUDPAddrPort(payload, nil, netip.AddrPort{})
		}
		if err == nil || !maybeEarlier(err) {
			break
		}
		if first == nil {
			first = err
		}
	}
	if first != nil {
		c.earlier(first, err == nil)
	}
	return n, err
}

func (c *udpConn) checkReceiver(to netcore.Peer) error {
	fixed := !c.peer.IsZero()
	switch {
	case to.IsZero() && fixed, to == c.peer && fixed:
		return nil
	case to.IsZero():
		return &net.OpError{Op: "write", Net: "udp", Err: os.NewSyscallError("sendto", errDestAddrReq)}
	case fixed:
		return &AddressError{FieldPeer, to.String(), "this socket sends to " + c.peer.String() + " only"}
	case !to.Addr.IsValid():
		return &AddressError{FieldPeer, to.String(), "not an address and port"}
	case to.Addr.Port() == 0:
		return &AddressError{FieldPeer, to.String(), "a port from 1 to 65535 is needed to send to"}
	case !c.family.has(to.Addr.Addr().Unmap()):
		return &AddressError{FieldPeer, to.String(), "this socket is bound to " + c.local + " and sends over " + c.family.String() + " only"}
	}
	return nil
}

// Network implements [netcore.Networker].
func (c *udpConn) Network() string { return "udp" }

func (c *udpConn) Boundary() netcore.Boundary { return netcore.Datagram }
func (c *udpConn) LocalAddr() string          { return c.local }
func (c *udpConn) RemotePeer() netcore.Peer   { return c.peer }

func (c *udpConn) Close() error {
	if waiting := c.askDrops(); waiting > 0 { // the last count
		c.unread.Store(waiting)
	}
	return c.udp.Close()
}

// Unread implements [netcore.Unreader], on Linux; elsewhere it is 0.
func (c *udpConn) Unread() int { return int(c.unread.Load()) }

func (c *udpConn) SetReceiveDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	if c.poked {
		return nil // unpoke will set it
	}
	return c.udp.SetReadDeadline(t)
}

// poke wakes Receive to look for errors.
func (c *udpConn) poke() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.poked = true
	c.udp.SetReadDeadline(past)
}

// unpoke takes back what poke did, and reports whether there was anything.
func (c *udpConn) unpoke() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.poked {
		return false
	}
	c.poked = false
	c.udp.SetReadDeadline(c.deadline)
	return true
}

// Drops asks the system how many datagrams it threw away for want of room in the receive buffer (or for a wrong
// checksum). After Close it is the last count.
func (c *udpConn) Drops() (uint64, bool) {
	c.askDrops()
	return c.drops.total()
}

// Describe reads the options back from the system.
func (c *udpConn) Describe() string {
	return describe(c.udp, c.family, append([]readBack{readReuse, readBroadcast, readRcvBuf, readSndBuf}, readErrors...)...)
}

package netcore

import (
	"context"
	"errors"
	"net/netip"
	"time"
)

// Boundary says how messages are bounded on the wire.
type Boundary uint8

const (
	Stream   Boundary = iota + 1 // bytes in order, no boundaries
	Datagram                     // one payload, one message
)

func (b Boundary) String() string {
	switch b {
	case Stream:
		return "stream"
	case Datagram:
		return "datagram"
	}
	return "Boundary(0)"
}

// A Peer is the other side of a conversation: an address and port, or the name of something that has none. It is
// comparable; the zero Peer is nobody.
type Peer struct {
	Addr netip.AddrPort
	Name string // where Addr is not valid: a path, an in-memory name
}

// IsZero reports whether p is nobody.
func (p Peer) IsZero() bool { return p == Peer{} }

// String writes the peer as it is dialled: 127.0.0.1:9000, [::1]:9000, or its name.
func (p Peer) String() string {
	if p.Addr.IsValid() {
		return p.Addr.String()
	}
	return p.Name
}

// ErrTruncated is returned by [Conn.Receive] with the head of a datagram that was longer than the buffer.
var ErrTruncated = errors.New("datagram longer than the buffer")

// A Conn moves whole payloads. Receive is called by one goroutine and Send by one other, at the same time; the rest
// may be called from anywhere. Close unblocks both, which then return an error that is [net.ErrClosed].
// Implementations start no goroutines.
type Conn interface {
	// Receive waits for bytes of a stream or for one datagram. A stream returns io.EOF when the peer finished
	// sending. A datagram may have length 0. With ErrTruncated, buf[:n] is valid. For a datagram conn, any error
	// that is not net.ErrClosed concerns one datagram (from names its peer where the system tells) and ends nothing.
	Receive(buf []byte) (n int, from Peer, err error)

	// Send writes all of payload, or returns how many bytes were taken and why not more. Of a stream to must be
	// zero; of a datagram conn it names the receiver, and zero means the fixed peer, if there is one. It ends with
	// ctx's error when ctx ends first.
	Send(ctx context.Context, payload []byte, to Peer) (n int, err error)

	Boundary() Boundary
	LocalAddr() string
	RemotePeer() Peer // zero for a datagram conn with no fixed peer
	Close() error
}

// A Listener accepts conversations. Close unblocks Accept, which then returns an error that is [net.ErrClosed].
type Listener interface {
	Accept() (Conn, error)
	Addr() string
	Close() error
}

// A Transport opens a Source: a listener, or a conn that is ready. String describes it as its URL.
type Transport interface {
	Open(ctx context.Context) (Source, error)
	String() string
}

// A Targeter is a Transport that knows whom it opens a conversation with.
type Targeter interface{ Target() string }

// A Source is what a transport opened: exactly one field is set.
type Source struct {
	Listener Listener
	Conn     Conn
}

// Optional powers of a Conn, found by type assertion.
type (
	// A HalfCloser can finish sending (FIN) and go on receiving.
	HalfCloser interface{ CloseWrite() error }

	// An Aborter ends the conversation at once, telling the peer so where the protocol can (RST), and throws
	// away what was not yet sent.
	Aborter interface{ Abort() error }

	// A Deadliner makes Receive return an error that is os.ErrDeadlineExceeded at t; the zero time means never.
	Deadliner interface{ SetReceiveDeadline(t time.Time) error }

	// A Pender tells an error that the system holds ready for the conn, such as a reset after the peer's FIN, which
	// no read shows any more. It takes the error away.
	Pender interface{ Pending() error }

	// A DropCounter knows how many datagrams the system threw away because nobody read them in time. ok is false
	// where the system does not tell.
	DropCounter interface{ Drops() (n uint64, ok bool) }

	// An Unreader knows, once it is closed, how many bytes of the system's memory held datagrams that nobody had read.
	Unreader interface{ Unread() int }

	// A Networker names the protocol of a Conn below its bytes, in the words of package net: tcp, udp, unix, unixgram; tls
	// for a stream that was encrypted on the wire.
	Networker interface{ Network() string }

	// A Describer says, of a Conn or a Listener, what was set on the socket, for people.
	Describer interface{ Describe() string }
)

package transport

import (
	"context"
	"net"

	"wirevise/netcore"
)

var (
	_ netcore.Transport = TCPServer{}
	_ netcore.Listener  = (*tcpListener)(nil)
	_ netcore.Describer = (*tcpListener)(nil)
)

// TCPServer listens for TCP connections on one address.
type TCPServer struct {
	// Host is an address of this machine, a name, or "*" or "" for every interface. 0.0.0.0 is every interface
	// over IPv4 alone and :: over IPv6 alone; "*" under FamilyAny is both, in one socket. A name is bound to the
	// first of its addresses in Family.
	Host    string
	Port    uint16 // 0: the system picks one, which Addr of the listener tells
	Family  Family
	Options TCPOptions
}

// Open listens. ctx bounds only the lookup of a name. A host that can't be one is an [*AddressError].
func (s TCPServer) Open(ctx context.Context) (netcore.Source, error) {
	b, err := resolveBinding(ctx, FieldHost, s.Host, s.Family)
	if err != nil {
		return netcore.Source{}, err
	}
	lc := net.ListenConfig{Control: s.Options.control(true), KeepAlive: -1}
	lc.SetMultipathTCP(false)
	l, err := lc.Listen(ctx, b.family.network("tcp"), b.hostPort(s.Port))
	if err != nil {
		return netcore.Source{}, explainInUse(ctx, err, "tcp", b.addr, s.Port)
	}
	return netcore.Source{Listener: newTCPListener(l.(*net.TCPListener), b, s.Options)}, nil
}

type tcpListener struct {
	tcp    *net.TCPListener
	addr   string
	family Family
	opts   TCPOptions
}

func newTCPListener(l *net.TCPListener, b binding, opts TCPOptions) *tcpListener {
	addr := unmap(l.Addr().(*net.TCPAddr).AddrPort())
	return &tcpListener{tcp: l, addr: addr.String(), family: b.family, opts: opts}
}

// Accept returns a connection even if the system refused one of its options, as Darwin does when the peer has reset
// it already: what Describe reads back is the truth.
func (l *tcpListener) Accept() (netcore.Conn, error) {
	c, err := l.tcp.AcceptTCP()
	if err != nil {
		return nil, err
	}
	_ = l.opts.apply(c)
	return newTCPConn(c), nil
}

func (l *tcpListener) Addr() string { return l.addr }
func (l *tcpListener) Close() error { return l.tcp.Close() }

// Describe reads the options back from the system.
func (l *tcpListener) Describe() string {
	return describe(l.tcp, l.family, readReuse, readRcvBuf, readSndBuf)
}

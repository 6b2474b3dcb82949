package transport

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
)

var _ netcore.Transport = TCPClient{}

// leastAttempt is the least of the connect timeout that an address gets while others wait for their turn, as in
// net.Dialer.
const leastAttempt = 2 * time.Second

// TCPClient connects to a TCP server.
type TCPClient struct {
	Host           string // a name or an address
	Port           uint16 // not 0
	Family         Family
	SourceHost     string        // this side's address; "" or "*": the system picks it
	SourcePort     uint16        // this side's port; 0: the system picks it
	ConnectTimeout time.Duration // for the lookup and all attempts; 0: as long as the system tries
	Options        TCPOptions
}

// A DialError says what came of every address that was tried, in order. Explain names the first.
type DialError struct {
	Host     string
	Attempts []error // each a *net.OpError with its address
}

func (e *DialError) Error() string {
	texts := make([]string, len(e.Attempts))
	for i, err := range e.Attempts {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "; ")
}

func (e *DialError) Unwrap() []error { return e.Attempts }

// Open connects. The addresses of a name are tried one after the other, in the resolver's order (RFC 6724), each with
// its share of what is left of ConnectTimeout, until one answers; there is no race between families. The error is an
// [*AddressError] for a value that can't be right, a *net.DNSError, a [*DialError], which wraps a
// [*netcore.LimitError] where ConnectTimeout ran out, or ctx's.
func (c TCPClient) Open(ctx context.Context) (netcore.Source, error) {
	if c.Port == 0 {
		return netcore.Source{}, &AddressError{FieldPort, "0", "a port from 1 to 65535 is needed to connect"}
	}
	parent := ctx
	limit := &netcore.LimitError{What: netcore.LimitConnect, After: c.ConnectTimeout}
	if c.ConnectTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.ConnectTimeout, limit)
		defer cancel()
	}
	addrs, sources, err := c.resolve(ctx)
	if err != nil {
		if ended(ctx) {
			err = ctxError(ctx)
		}
		return netcore.Source{}, err
	}
	tried := &DialError{Host: c.Host}
	for i, addr := range addrs {
		conn, err := c.attempt(ctx, addr, sourceFor(addr, sources), share(ctx, len(addrs)-i))
		if err == nil {
			return netcore.Source{Conn: conn}, nil
		}
		if ended(parent) {
			return netcore.Source{}, ctxError(parent)
		}
		tried.Attempts = append(tried.Attempts, err)
		if ended(ctx) {
			break
		}
	}
	return netcore.Source{}, tried
}

// Target implements [netcore.Targeter].
func (c TCPClient) Target() string { return net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port))) }

// resolve returns the addresses to try, which are those that one of the sources fits. No sources is any.
func (c TCPClient) resolve(ctx context.Context) (addrs, sources []netip.Addr, err error) {
	if addrs, err = resolve(ctx, FieldHost, c.Host, c.Family); err != nil || everywhere(c.SourceHost) {
		return addrs, nil, err
	}
	if sources, err = resolve(ctx, FieldSourceHost, c.SourceHost, c.Family); err != nil {
		return nil, nil, err
	}
	fit := addrs[:0]
	for _, a := range addrs {
		if sourceFor(a, sources).IsValid() {
			fit = append(fit, a)
		}
	}
	if len(fit) == 0 {
		return nil, nil, &AddressError{FieldSourceHost, c.SourceHost,
			"an " + familyOf(sources[0]).String() + " address, but " + c.Host + " has none of that kind"}
	}
	return fit, sources, nil
}

// sourceFor returns the first source of a's family, or the zero Addr.
func sourceFor(a netip.Addr, sources []netip.Addr) netip.Addr {
	for _, s := range sources {
		if familyOf(s) == familyOf(a) {
			return s
		}
	}
	return netip.Addr{}
}

// share is the time that the next of n addresses may take; 0 is no limit.
func share(ctx context.Context, n int) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok || n == 1 {
		return 0 // ctx itself ends it
	}
	return max(time.Until(deadline)/time.Duration(n), leastAttempt)
}

func (c TCPClient) attempt(ctx context.Context, addr, source netip.Addr, limit time.Duration) (netcore.Conn, error) {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, &netcore.LimitError{What: netcore.LimitConnect, After: limit.Round(time.Millisecond)})
		defer cancel()
	}
	to := netip.AddrPortFrom(addr, c.Port)
	d := net.Dialer{KeepAlive: -1, FallbackDelay: -1, Control: c.Options.control(c.SourcePort != 0)}
	d.SetMultipathTCP(false)
	if source.IsValid() || c.SourcePort != 0 {
		d.LocalAddr = &net.TCPAddr{IP: source.AsSlice(), Zone: source.Zone(), Port: int(c.SourcePort)}
	}
	network := familyOf(addr).network("tcp")
	conn, err := d.DialContext(ctx, network, to.String())
	if err != nil {
		if ended(ctx) {
			err = &net.OpError{Op: "dial", Net: network, Addr: net.TCPAddrFromAddrPort(to), Err: ctxError(ctx)}
		}
		return nil, err
	}
	tcp := conn.(*net.TCPConn)
	if err := c.Options.apply(tcp); err != nil {
		tcp.Close()
		return nil, &net.OpError{Op: "set", Net: network, Addr: net.TCPAddrFromAddrPort(to), Err: err}
	}
	return newTCPConn(tcp), nil
}

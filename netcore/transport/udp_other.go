//go:build !linux

package transport

import (
	"errors"
	"net/netip"
	"syscall"
)

func watchErrors(sysfd, string) error { return nil }

var readErrors []readBack

// askDrops: Darwin and Windows count drops for the whole system only.
func (c *udpConn) askDrops() (waiting uint32) { return 0 }

// earlier keeps for Receive what Send was told of an earlier datagram, once it has sent its own.
func (c *udpConn) earlier(err error, sent bool) {
	if !sent {
		return
	}
	c.mu.Lock()
	c.missed = append(c.missed, err)
	c.mu.Unlock()
	c.poke()
}

// queuedError takes one error that earlier kept, or returns nil.
func (c *udpConn) queuedError() (netip.AddrPort, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.missed) == 0 {
		return netip.AddrPort{}, nil
	}
	err := c.missed[0]
	c.missed = c.missed[1:]
	return c.peer.Addr, err
}

// maybeEarlier reports whether a send's error may be what an ICMP message said of an earlier datagram.
func maybeEarlier(err error) bool {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return false
	}
	switch errno {
	case errConnRefused, errConnReset, errHostUnreach, errNetUnreach:
		return true
	}
	return false
}

// passing: only Linux's poller fails a read that is to be tried again.
func (c *udpConn) passing(error) bool { return false }

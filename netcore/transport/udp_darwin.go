package transport

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wirevise/netcore"
)

const (
	errConnRefused = unix.ECONNREFUSED
	errConnReset   = unix.ECONNRESET
	errHostUnreach = unix.EHOSTUNREACH
	errNetUnreach  = unix.ENETUNREACH
)

func afterOpen(*udpConn) {}

type receiver struct{}

func (*receiver) receive(c *udpConn, buf []byte) (int, netip.AddrPort, error) {
	n, _, flags, from, err := c.udp.ReadMsgUDPAddrPort(buf, nil)
	if err == nil && flags&unix.MSG_TRUNC != 0 {
		err = netcore.ErrTruncated
	}
	return n, from, err
}

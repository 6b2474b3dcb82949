package transport

import (
	"errors"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"wirevise/netcore"
)

const (
	errConnRefused = windows.WSAECONNREFUSED
	errConnReset   = windows.WSAECONNRESET
	errHostUnreach = windows.WSAEHOSTUNREACH
	errNetUnreach  = windows.WSAENETUNREACH
)

// afterOpen lets receives report ICMP's "port unreachable" (as WSAECONNRESET) again, which package net has switched off
// after Control ran (net/fd_windows.go). That it can't be had is no reason not to open.
func afterOpen(c *udpConn) {
	rc, err := c.udp.SyscallConn()
	if err != nil {
		return
	}
	rc.Control(func(fd uintptr) {
		on, ret := uint32(1), uint32(0)
		_ = windows.WSAIoctl(windows.Handle(fd), syscall.SIO_UDP_CONNRESET, (*byte)(unsafe.Pointer(&on)),
			uint32(unsafe.Sizeof(on)), nil, 0, &ret, nil, 0)
	})
}

// mostUDP is more than any datagram: a receive into less may fail with WSAEMSGSIZE, and then the sender is not known.
const mostUDP = 65536

type receiver struct{ whole []byte }

func (r *receiver) receive(c *udpConn, buf []byte) (int, netip.AddrPort, error) {
	into := buf
	if len(buf) < mostUDP {
		if r.whole == nil {
			r.whole = make([]byte, mostUDP)
		}
		into = r.whole
	}
	n, _, _, from, err := c.udp.ReadMsgUDPAddrPort(into, nil)
	if errors.Is(err, windows.WSAEMSGSIZE) {
		return min(n, len(buf)), netip.AddrPort{}, netcore.ErrTruncated
	}
	if err == nil && len(buf) < mostUDP && copy(buf, into[:n]) < n {
		return len(buf), from, netcore.ErrTruncated
	}
	return n, from, err
}

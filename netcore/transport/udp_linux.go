package transport

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"wirevise/netcore"
)

// watchErrors asks for ICMP errors of unconnected sockets too, in a queue of their own that says whom they concern
// (ip(7), IP_RECVERR; RFC 1122, 4.1.3.3), and for the count of drops (socket(7), SO_RXQ_OVFL).
func watchErrors(fd sysfd, network string) error {
	if err := setFlag(fd, unix.SOL_IP, unix.IP_RECVERR, true); err != nil {
		return err
	}
	if strings.HasSuffix(network, "6") {
		if err := setFlag(fd, unix.SOL_IPV6, unix.IPV6_RECVERR, true); err != nil {
			return err
		}
	}
	return setFlag(fd, solSocket, unix.SO_RXQ_OVFL, true)
}

var readErrors = []readBack{readFlag("IP_RECVERR", unix.SOL_IP, unix.IP_RECVERR)}

func afterOpen(*udpConn) {}

// A receiver holds the control messages of one receive, which are there only after datagrams were dropped.
type receiver struct{ control [64]byte }

func (r *receiver) receive(c *udpConn, buf []byte) (int, netip.AddrPort, error) {
	n, nc, flags, from, err := c.udp.ReadMsgUDPAddrPort(buf, r.control[:])
	if err != nil {
		return 0, netip.AddrPort{}, err
	}
	if nc > 0 {
		c.sawControl(r.control[:nc])
	}
	if flags&unix.MSG_TRUNC != 0 {
		err = netcore.ErrTruncated
	}
	return n, from, err
}

func (c *udpConn) sawControl(control []byte) {
	for len(control) > 0 {
		h, data, rest, err := unix.ParseOneSocketControlMessage(control)
		if err != nil {
			return
		}
		if h.Level == unix.SOL_SOCKET && h.Type == unix.SO_RXQ_OVFL && len(data) >= 4 {
			c.drops.saw(binary.NativeEndian.Uint32(data))
		}
		control = rest
	}
}

// askDrops reads SK_MEMINFO_DROPS of SO_MEMINFO (linux/sock_diag.h), an array of u32 for which x/sys/unix has no call, and
// SK_MEMINFO_RMEM_ALLOC, which is what the datagrams take that wait to be read, in bytes.
func (c *udpConn) askDrops() (waiting uint32) {
	const skMeminfoRmemAlloc, skMeminfoDrops, skMeminfoVars = 0, 8, 9
	var info [skMeminfoVars]uint32
	size := uint32(unsafe.Sizeof(info))
	err := c.control(func(fd int) error {
		_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), unix.SOL_SOCKET, unix.SO_MEMINFO,
			uintptr(unsafe.Pointer(&info)), uintptr(unsafe.Pointer(&size)), 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil || size != uint32(unsafe.Sizeof(info)) {
		return 0
	}
	c.drops.saw(info[skMeminfoDrops])
	return info[skMeminfoRmemAlloc]
}

func (c *udpConn) control(f func(fd int) error) error {
	rc, err := c.udp.SyscallConn()
	if err != nil {
		return err
	}
	if e := rc.Control(func(fd uintptr) { err = f(int(fd)) }); e != nil {
		return e
	}
	return err
}

// maybeEarlier reports whether a send's error may be what an ICMP message said of an earlier datagram: the errors of
// icmp_err_convert in net/ipv4/icmp.c and tab_unreach in net/ipv6/icmp.c.
func maybeEarlier(err error) bool {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return false
	}
	switch errno {
	case unix.ECONNREFUSED, unix.EHOSTUNREACH, unix.ENETUNREACH, unix.EHOSTDOWN, unix.ENONET, unix.ENOPROTOOPT,
		unix.EOPNOTSUPP, unix.EPROTO, unix.EACCES, unix.EMSGSIZE:
		return true
	}
	return false
}

// earlier tells Receive that Send took the news of an error which still stands in the queue. After a send that failed
// in the end, the queue may hold a copy of that error, which queuedError throws away.
func (c *udpConn) earlier(error, bool) { c.poke() }

// passing reports whether a failed read is to be tried again at once, and waits until that makes sense. Go's poller,
// told of EPOLLERR alone, as of an ICMP error while the send buffer is full, fails every read as "not pollable" until
// it has other news of the descriptor (runtime/netpoll.go, setEventErr), which is then that it can be written.
func (c *udpConn) passing(err error) bool {
	if !strings.HasSuffix(err.Error(), "not pollable") {
		return false
	}
	if rc, err := c.udp.SyscallConn(); err == nil {
		rc.Write(func(fd uintptr) bool {
			p := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
			n, err := unix.Poll(p, 0)
			return err != nil || n > 0 && p[0].Revents&unix.POLLOUT != 0
		})
	}
	return true
}

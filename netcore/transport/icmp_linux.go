package transport

import (
	"encoding/binary"
	"net"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// queuedError takes one error off the socket's queue, or returns nil when there is none. Errors of local origin are
// thrown away: the send that met them has returned them.
func (c *udpConn) queuedError() (netip.AddrPort, error) {
	var control [512]byte
	var payload [1]byte
	for {
		var nc int
		var sa unix.Sockaddr
		err := c.control(func(fd int) (err error) {
			_, nc, _, sa, err = unix.Recvmsg(fd, payload[:], control[:], unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
			return err
		})
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return netip.AddrPort{}, nil
		}
		if e := parseICMPError(control[:nc]); e != nil {
			e.To = unmap(addrPort(sa))
			return e.To, &net.OpError{Op: "read", Net: "udp", Err: e}
		}
	}
}

// parseICMPError finds the struct sock_extended_err (linux/errqueue.h) and the offender's address behind it. It
// returns nil for an error that did not come by ICMP.
func parseICMPError(control []byte) *ICMPError {
	for len(control) > 0 {
		h, data, rest, err := unix.ParseOneSocketControlMessage(control)
		if err != nil {
			return nil
		}
		control = rest
		v4 := h.Level == unix.SOL_IP && h.Type == unix.IP_RECVERR
		v6 := h.Level == unix.SOL_IPV6 && h.Type == unix.IPV6_RECVERR
		if !v4 && !v6 || len(data) < 16 {
			continue
		}
		if origin := data[4]; origin != unix.SO_EE_ORIGIN_ICMP && origin != unix.SO_EE_ORIGIN_ICMP6 {
			return nil
		}
		return &ICMPError{
			Errno:    syscall.Errno(binary.NativeEndian.Uint32(data)),
			Type:     data[5],
			Code:     data[6],
			Reporter: offender(data[16:]),
		}
	}
	return nil
}

// offender reads a struct sockaddr_in or sockaddr_in6.
func offender(sa []byte) netip.Addr {
	if len(sa) < 2 {
		return netip.Addr{}
	}
	switch family := binary.NativeEndian.Uint16(sa); {
	case family == unix.AF_INET && len(sa) >= 8:
		return netip.AddrFrom4([4]byte(sa[4:8]))
	case family == unix.AF_INET6 && len(sa) >= 24:
		return netip.AddrFrom16([16]byte(sa[8:24])).Unmap()
	}
	return netip.Addr{}
}

func addrPort(sa unix.Sockaddr) netip.AddrPort {
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), uint16(sa.Port))
	case *unix.SockaddrInet6:
		a := netip.AddrFrom16(sa.Addr)
		if sa.ZoneId != 0 {
			if ifi, err := net.InterfaceByIndex(int(sa.ZoneId)); err == nil {
				a = a.WithZone(ifi.Name)
			}
		}
		return netip.AddrPortFrom(a, uint16(sa.Port))
	}
	return netip.AddrPort{}
}

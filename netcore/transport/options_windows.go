package transport

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

type sysfd = windows.Handle

const reuseByDefault = false

const (
	solSocket   = windows.SOL_SOCKET
	soReuseAddr = windows.SO_REUSEADDR
	soBroadcast = windows.SO_BROADCAST
	soKeepAlive = windows.SO_KEEPALIVE
	soRcvBuf    = windows.SO_RCVBUF
	soError     = 0x1007 // SO_ERROR of winsock.h
	soSndBuf    = windows.SO_SNDBUF

	// soExclusiveAddrUse is ((int)(~SO_REUSEADDR)) of winsock2.h.
	soExclusiveAddrUse = ^windows.SO_REUSEADDR

	ipprotoTCP = windows.IPPROTO_TCP
	tcpNoDelay = windows.TCP_NODELAY

	// ws2ipdef.h; Windows 10 1709 and later.
	tcpKeepIdle  = 3
	tcpKeepCnt   = 16
	tcpKeepIntvl = 17

	errDestAddrReq = windows.WSAEDESTADDRREQ
	errReset       = windows.WSAECONNRESET
	errPipe        = windows.WSAESHUTDOWN
)

func setInt(fd sysfd, level, opt, v int) error {
	return os.NewSyscallError("setsockopt", windows.SetsockoptInt(fd, level, opt, v))
}

func getInt(fd sysfd, level, opt int) (int, error) { return windows.GetsockoptInt(fd, level, opt) }

// setReuse sets SO_REUSEADDR only when it was asked for, and otherwise keeps others from doing it to this socket. The
// two exclude each other (learn.microsoft.com/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse).
func setReuse(fd sysfd, s Switch, byDefault bool) error {
	if s.or(byDefault) {
		return setFlag(fd, solSocket, soReuseAddr, true)
	}
	return setFlag(fd, solSocket, soExclusiveAddrUse, true)
}

func descriptor(fd uintptr) string { return fmt.Sprintf("handle %#x", fd) }

//go:build unix

package transport

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

type sysfd = int

const reuseByDefault = true

const (
	solSocket   = unix.SOL_SOCKET
	soReuseAddr = unix.SO_REUSEADDR
	soBroadcast = unix.SO_BROADCAST
	soKeepAlive = unix.SO_KEEPALIVE
	soRcvBuf    = unix.SO_RCVBUF
	soError     = unix.SO_ERROR
	soSndBuf    = unix.SO_SNDBUF

	ipprotoTCP   = unix.IPPROTO_TCP
	tcpNoDelay   = unix.TCP_NODELAY
	tcpKeepIntvl = unix.TCP_KEEPINTVL
	tcpKeepCnt   = unix.TCP_KEEPCNT

	errDestAddrReq = unix.EDESTADDRREQ
	errReset       = unix.ECONNRESET
	errPipe        = unix.EPIPE
)

func setInt(fd sysfd, level, opt, v int) error {
	return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, level, opt, v))
}

func getInt(fd sysfd, level, opt int) (int, error) { return unix.GetsockoptInt(fd, level, opt) }

// setReuse undoes or repeats what package net sets on a listener.
func setReuse(fd sysfd, s Switch, byDefault bool) error {
	return setFlag(fd, solSocket, soReuseAddr, s.or(byDefault))
}

func descriptor(fd uintptr) string { return "fd " + strconv.Itoa(int(fd)) }

package transport

import "golang.org/x/sys/unix"

// TCP_KEEPALIVE is Darwin's name for the idle time, tcp(4).
const tcpKeepIdle = unix.TCP_KEEPALIVE

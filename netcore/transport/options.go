package transport

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Switch is an option that has a default of its own, the zero value.
type Switch uint8

const (
	Default Switch = iota
	On
	Off
)

func (s Switch) String() string {
	switch s {
	case Default:
		return "default"
	case On:
		return "on"
	case Off:
		return "off"
	}
	return fmt.Sprintf("Switch(%d)", uint8(s))
}

// or is whether s is on, d being the default.
func (s Switch) or(d bool) bool { return s == On || s == Default && d }

// TCPOptions are set on a listener and on what it accepts, or on a client. The zero value is the system's default for
// all of them.
type TCPOptions struct {
	NoDelay bool // TCP_NODELAY: small writes leave at once, Nagle's algorithm (RFC 896) is off

	KeepAlive         bool          // SO_KEEPALIVE: ask a silent peer whether it is still there (RFC 9293, 3.8.4)
	KeepAliveIdle     time.Duration // the silence before the first probe, whole seconds; 0: the system's
	KeepAliveInterval time.Duration // between probes, whole seconds; 0: the system's
	KeepAliveCount    int           // probes without an answer that end the connection; 0: the system's

	RecvBuffer int // SO_RCVBUF in bytes; 0: the system's. Linux doubles it and caps it at net.core.rmem_max
	SendBuffer int // SO_SNDBUF, likewise

	// ReuseAddr is SO_REUSEADDR: bind although old connections of this port are still in TIME_WAIT. By default it
	// is on, on unix, for a listener and for a client with a fixed source port, as servers have it. On Windows
	// it is something else, theft of a port in use, and off by default: there SO_EXCLUSIVEADDRUSE is set instead.
	ReuseAddr Switch
}

// control sets what has to be there before bind and connect. binds is whether a port of this side is asked for.
func (o TCPOptions) control(binds bool) controlFunc {
	return onSocket(func(fd sysfd, _ string) error {
		if binds {
			if err := setReuse(fd, o.ReuseAddr, reuseByDefault); err != nil {
				return err
			}
		}
		return setBuffers(fd, o.RecvBuffer, o.SendBuffer)
	})
}

// apply sets the rest on a connection, which Go has given a TCP_NODELAY of its own.
func (o TCPOptions) apply(c *net.TCPConn) error {
	if err := c.SetNoDelay(o.NoDelay); err != nil {
		return err
	}
	if !o.KeepAlive {
		return nil
	}
	cfg := net.KeepAliveConfig{Enable: true, Idle: -1, Interval: -1, Count: -1} // -1 leaves the system's
	if o.KeepAliveIdle > 0 {
		cfg.Idle = o.KeepAliveIdle
	}
	if o.KeepAliveInterval > 0 {
		cfg.Interval = o.KeepAliveInterval
	}
	if o.KeepAliveCount > 0 {
		cfg.Count = o.KeepAliveCount
	}
	return c.SetKeepAliveConfig(cfg)
}

// UDPOptions are set on a UDP socket before it is bound. The zero value is the system's default for all of them.
type UDPOptions struct {
	Broadcast  bool   // SO_BROADCAST: sending to a broadcast address is allowed
	RecvBuffer int    // SO_RCVBUF in bytes; 0: the system's. What does not fit into it is lost and counted
	SendBuffer int    // SO_SNDBUF in bytes; 0: the system's
	ReuseAddr  Switch // SO_REUSEADDR: share a port with others who set it too; off by default
}

func (o UDPOptions) control() controlFunc {
	return onSocket(func(fd sysfd, network string) error {
		if err := setFlag(fd, solSocket, soBroadcast, o.Broadcast); err != nil {
			return err
		}
		if err := setReuse(fd, o.ReuseAddr, false); err != nil {
			return err
		}
		if err := watchErrors(fd, network); err != nil {
			return err
		}
		return setBuffers(fd, o.RecvBuffer, o.SendBuffer)
	})
}

type controlFunc = func(network, address string, rc syscall.RawConn) error

func onSocket(set func(fd sysfd, network string) error) controlFunc {
	return func(network, _ string, rc syscall.RawConn) error {
		var err error
		if e := rc.Control(func(fd uintptr) { err = set(sysfd(fd), network) }); e != nil {
			return e
		}
		return err
	}
}

func setBuffers(fd sysfd, recv, send int) error {
	if recv > 0 {
		if err := setInt(fd, solSocket, soRcvBuf, recv); err != nil {
			return err
		}
	}
	if send > 0 {
		return setInt(fd, solSocket, soSndBuf, send)
	}
	return nil
}

func setFlag(fd sysfd, level, opt int, on bool) error {
	v := 0
	if on {
		v = 1
	}
	return setInt(fd, level, opt, v)
}

// A readBack writes what the system says of one option, or "" where it says nothing.
type readBack func(fd sysfd) string

func readFlag(name string, level, opt int) readBack {
	return func(fd sysfd) string {
		switch v, err := getInt(fd, level, opt); {
		case err != nil:
			return ""
		case v == 0:
			return name + " off"
		}
		return name + " on"
	}
}

func readNumber(name string, level, opt int) readBack {
	return func(fd sysfd) string {
		v, err := getInt(fd, level, opt)
		if err != nil {
			return ""
		}
		return name + " " + strconv.Itoa(v)
	}
}

var (
	readReuse     = readFlag("SO_REUSEADDR", solSocket, soReuseAddr)
	readBroadcast = readFlag("SO_BROADCAST", solSocket, soBroadcast)
	readNoDelay   = readFlag("TCP_NODELAY", ipprotoTCP, tcpNoDelay)
	readRcvBuf    = readNumber("SO_RCVBUF", solSocket, soRcvBuf)
	readSndBuf    = readNumber("SO_SNDBUF", solSocket, soSndBuf)
)

// readKeepAlive tells the times too when it is on.
func readKeepAlive(fd sysfd) string {
	v, err := getInt(fd, solSocket, soKeepAlive)
	switch {
	case err != nil:
		return ""
	case v == 0:
		return "SO_KEEPALIVE off"
	}
	idle, err1 := getInt(fd, ipprotoTCP, tcpKeepIdle)
	every, err2 := getInt(fd, ipprotoTCP, tcpKeepIntvl)
	count, err3 := getInt(fd, ipprotoTCP, tcpKeepCnt)
	if err1 != nil || err2 != nil || err3 != nil {
		return "SO_KEEPALIVE on"
	}
	return fmt.Sprintf("SO_KEEPALIVE on (idle %d s, every %d s, %d times)", idle, every, count)
}

// describe writes the descriptor, the family, and what the system says of each option: "fd 7, IPv4, SO_REUSEADDR on".
func describe(c syscall.Conn, family Family, opts ...readBack) string {
	rc, err := c.SyscallConn()
	if err != nil {
		return "closed"
	}
	var parts []string
	err = rc.Control(func(fd uintptr) {
		parts = append(parts, descriptor(fd), speaks(family))
		for _, read := range opts {
			if text := read(sysfd(fd)); text != "" {
				parts = append(parts, text)
			}
		}
	})
	if err != nil {
		return "closed"
	}
	return strings.Join(parts, ", ")
}

func speaks(f Family) string {
	if f == FamilyAny {
		return "IPv4 and IPv6"
	}
	return f.String()
}

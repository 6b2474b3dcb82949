package transport

import (
	"net/netip"
	"strings"
)

// ThisMachine reports whether nobody but this machine can connect: the address is a loopback address, or the name that
// stands for it (RFC 6761, 6.3).
func (s TCPServer) ThisMachine() bool { return thisMachine(s.Host) }

// ThisMachine reports whether the server is on this machine.
func (c TCPClient) ThisMachine() bool { return thisMachine(c.Host) }

// ThisMachine reports whether nobody but this machine can send to it.
func (u UDP) ThisMachine() bool {
	return thisMachine(u.Host) || (everywhere(u.Host) && u.PeerHost != "" && thisMachine(u.PeerHost))
}

func thisMachine(host string) bool {
	bare := strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if a, err := netip.ParseAddr(bare); err == nil {
		return a.Unmap().IsLoopback()
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

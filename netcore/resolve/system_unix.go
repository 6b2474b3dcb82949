//go:build !windows

package resolve

import "net"

// thisSystem is this system's resolver.
var thisSystem System = net.DefaultResolver

// systemFile is where the system keeps its hosts, services or protocols.
func systemFile(name string) string { return "/etc/" + name }

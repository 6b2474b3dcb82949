package resolve

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"
)

// A MachineAnswer is what this machine knows of itself.
type MachineAnswer struct {
	Name       string     // gethostname
	Host       HostAnswer // what the name resolves to, which need not be one of the interfaces' addresses
	HostErr    error      // why it doesn't
	Interfaces []Interface
	Took       time.Duration
}

// An Interface is one network interface of this machine.
type Interface struct {
	Index    int
	Name     string
	Flags    net.Flags
	MTU      int
	Hardware string // the MAC address, or ""
	Addrs    []InterfaceAddr
}

// An InterfaceAddr is an address of an interface and the size of its network. An IPv6 link-local address has the
// interface as its zone, so that it can be bound as it is.
type InterfaceAddr struct {
	Addr netip.Addr
	Bits int
}

// String writes the address as in 192.0.2.7/24.
func (a InterfaceAddr) String() string { return fmt.Sprintf("%s/%d", a.Addr, a.Bits) }

// String names the interface with its addresses: eth0 (192.0.2.7, 2001:db8::7).
func (i Interface) String() string {
	if len(i.Addrs) == 0 {
		return i.Name
	}
	addrs := make([]string, len(i.Addrs))
	for n, a := range i.Addrs {
		addrs[n] = a.Addr.WithZone("").String()
	}
	return i.Name + " (" + strings.Join(addrs, ", ") + ")"
}

// Machine looks this machine up: its name, what that resolves to, its interfaces. A name that doesn't resolve is told in
// HostErr and is no error.
func (r *Resolver) Machine(ctx context.Context) (MachineAnswer, error) {
	start := time.Now()
	var a MachineAnswer
	var err error
	if a.Name, err = os.Hostname(); err != nil {
		return a, fmt.Errorf("name of this machine: %w", err)
	}
	if a.Interfaces, err = r.Interfaces(); err != nil {
		return a, err
	}
	a.Host, a.HostErr = r.Host(ctx, a.Name, AnyFamily)
	a.Took = time.Since(start)
	return a, nil
}

// Interfaces lists the network interfaces of this machine in the system's order.
func (r *Resolver) Interfaces() ([]Interface, error) {
	list, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("interfaces: %w", err)
	}
	answer := make([]Interface, 0, len(list))
	for _, i := range list {
		addrs, err := i.Addrs()
		if err != nil {
			return nil, fmt.Errorf("addresses of %s: %w", i.Name, err)
		}
		a := Interface{Index: i.Index, Name: i.Name, Flags: i.Flags, MTU: i.MTU, Hardware: i.HardwareAddr.String()}
		for _, addr := range addrs {
			if ia, ok := interfaceAddr(addr, i.Name); ok {
				a.Addrs = append(a.Addrs, ia)
			}
		}
		answer = append(answer, a)
	}
	return answer, nil
}

func interfaceAddr(addr net.Addr, zone string) (InterfaceAddr, bool) {
	n, ok := addr.(*net.IPNet)
	if !ok {
		return InterfaceAddr{}, false
	}
	ip, ok := netip.AddrFromSlice(n.IP)
	if ip = ip.Unmap(); ip.Is6() && ip.IsLinkLocalUnicast() {
		ip = ip.WithZone(zone)
	}
	bits, _ := n.Mask.Size()
	return InterfaceAddr{ip, bits}, ok
}

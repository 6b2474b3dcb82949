package transport

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	psnet "github.com/shirou/gopsutil/v4/net"
	"github.com/shirou/gopsutil/v4/process"

	"wirevise/netcore"
)

// holderLimit bounds the search for the program that holds a port.
const holderLimit = 2 * time.Second

// An InUseError is the system's EADDRINUSE with the program that holds the address, where the system tells. Of programs of
// other people it often does not.
type InUseError struct {
	Err     error
	Program string // its name, or ""
	PID     int32
}

func (e *InUseError) Error() string { return e.Err.Error() + " (" + e.Hint() + ")" }

// Unwrap returns the system's error.
func (e *InUseError) Unwrap() error { return e.Err }

// Hint implements [netcore.Hinter].
func (e *InUseError) Hint() string {
	if int(e.PID) == os.Getpid() {
		return "it is held by this program itself"
	}
	if e.Program == "" {
		return fmt.Sprintf("it is held by process %d", e.PID)
	}
	return fmt.Sprintf("it is held by %s, process %d", e.Program, e.PID)
}

// explainInUse adds the holder to an error that says that an address is in use; any other error it returns as it is.
// network is tcp or udp.
func explainInUse(ctx context.Context, err error, network string, addr netip.Addr, port uint16) error {
	if err == nil || !strings.HasSuffix(netcore.Explain(err).Name, "EADDRINUSE") {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, holderLimit)
	defer cancel()
	all, listErr := psnet.ConnectionsWithContext(ctx, network)
	if listErr != nil {
		return err
	}
	for _, c := range all {
		if c.Laddr.Port != uint32(port) || c.Pid == 0 || (network == "tcp" && c.Status != "LISTEN") || !clashes(addr, c.Laddr.IP) {
			continue
		}
		e := &InUseError{Err: err, PID: c.Pid}
		if p, err := process.NewProcessWithContext(ctx, c.Pid); err == nil {
			e.Program, _ = p.NameWithContext(ctx)
		}
		return e
	}
	return err
}

// clashes reports whether a socket bound to held may be what keeps addr from being bound: the same, or one of them is every
// interface. An invalid addr is every interface.
func clashes(addr netip.Addr, held string) bool {
	h, err := netip.ParseAddr(held)
	if err != nil || h.IsUnspecified() || !addr.IsValid() || addr.IsUnspecified() {
		return true
	}
	return h.Unmap() == addr
}

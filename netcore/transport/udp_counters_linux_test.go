package transport

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wirevise/netcore"
)

func TestParseSNMP(t *testing.T) {
	v4 := "Tcp: InSegs\nTcp: 5\nUdp: InDatagrams NoPorts RcvbufErrors New\nUdp: 7 8 18446744073709551615\nUdpLite: InDatagrams\nUdpLite: 9\n"
	v6 := "Ip6InReceives 4\nUdp6InDatagrams   \t3\nUdp6InErrors 1\nUdp6Odd\nUdpLite6InErrors 2\n"
	got := append(parseSNMP(v4), parseSNMP6(v6)...)
	want := []UDPCounter{{"udp", "InDatagrams", 7, false}, {"udp", "NoPorts", 8, false}, {"udp", "RcvbufErrors", 1<<64 - 1, true},
		{"udp6", "InDatagrams", 3, false}, {"udp6", "InErrors", 1, true}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func counter(t *testing.T, network, name string) uint64 {
	t.Helper()
	all, err := UDPCounters()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Network == network && c.Name == name {
			return c.Value
		}
	}
	t.Fatalf("no %s of %s in %v", name, network, all)
	return 0
}

// procDrops is the last column of the system's list of UDP sockets for the one that is bound to a port of 127.0.0.1.
func procDrops(t *testing.T, port uint16) uint64 {
	t.Helper()
	text, err := os.ReadFile("/proc/net/udp")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) > 12 && f[1] == fmt.Sprintf("0100007F:%04X", port) {
			n, err := strconv.ParseUint(f[len(f)-1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("port %d is not in\n%s", port, text)
	return 0
}

// The system's list of sockets, its counters and the socket itself tell the same of what was dropped.
func TestUDPCountersAgree(t *testing.T) {
	const sent = 500
	to := openConn(t, UDP{Host: "127.0.0.1", Options: UDPOptions{RecvBuffer: 1}})
	from := openConn(t, UDP{Host: "127.0.0.1"})
	before := counter(t, "udp", "RcvbufErrors")
	for range sent {
		if _, err := from.Send(context.Background(), make([]byte, 64), peerOf(t, to.LocalAddr())); err != nil {
			t.Fatal(err)
		}
	}
	own, ok := to.(netcore.DropCounter).Drops()
	if listed := procDrops(t, peerOf(t, to.LocalAddr()).Addr.Port()); listed != own || !ok || own == 0 || own >= sent {
		t.Errorf("the socket tells of %d drops of %d, %v; the system's list of %d", own, sent, ok, listed)
	}
	if grown := counter(t, "udp", "RcvbufErrors") - before; grown < own { // there are other programs
		t.Errorf("the system's RcvbufErrors grew by %d, want at least %d", grown, own)
	}
}

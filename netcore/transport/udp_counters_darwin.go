package transport

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// udpStat names the first fields of struct udpstat (netinet/udp_var.h), which are uint32 each. They count IPv6 too.
var udpStat = []UDPCounter{{Name: "ipackets"}, {Name: "hdrops", Lost: true}, {Name: "badsum", Lost: true}, {Name: "badlen", Lost: true},
	{Name: "noport"}, {Name: "noportbcast"}, {Name: "fullsock", Lost: true}, {Name: "pcbcachemiss"}, {Name: "pcbhashmiss"}, {Name: "opackets"}}

func udpCounters() ([]UDPCounter, error) {
	raw, err := unix.SysctlRaw("net.inet.udp.stats")
	if err != nil {
		return nil, err
	}
	var counters []UDPCounter
	for i, c := range udpStat {
		if len(raw) < 4*(i+1) {
			break
		}
		c.Network, c.Value = "udp", uint64(binary.NativeEndian.Uint32(raw[4*i:]))
		counters = append(counters, c)
	}
	return counters, nil
}

package transport

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getUDPStatistics = windows.NewLazySystemDLL("iphlpapi.dll").NewProc("GetUdpStatisticsEx")

// A mibUDPStats is MIB_UDPSTATS (udpmib.h).
type mibUDPStats struct{ inDatagrams, noPorts, inErrors, outDatagrams, numAddrs uint32 }

// udpCounters: Windows does not say how many datagrams found a receive buffer full.
func udpCounters() ([]UDPCounter, error) {
	if err := getUDPStatistics.Find(); err != nil {
		return nil, err
	}
	var counters []UDPCounter
	for _, of := range []struct {
		network string
		family  uintptr
	}{{"udp", windows.AF_INET}, {"udp6", windows.AF_INET6}} {
		var s mibUDPStats
		if code, _, _ := getUDPStatistics.Call(uintptr(unsafe.Pointer(&s)), of.family); code != 0 {
			return counters, os.NewSyscallError("GetUdpStatisticsEx", windows.Errno(code))
		}
		counters = append(counters, UDPCounter{of.network, "InDatagrams", uint64(s.inDatagrams), false},
			UDPCounter{of.network, "NoPorts", uint64(s.noPorts), false}, UDPCounter{of.network, "InErrors", uint64(s.inErrors), true},
			UDPCounter{of.network, "OutDatagrams", uint64(s.outDatagrams), false})
	}
	return counters, nil
}

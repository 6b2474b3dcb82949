package transport

import (
	"os"
	"strconv"
	"strings"
)

// udpLost names the counters of udp_mib (net/ipv4/udp.c): InErrors counts the other two and what had a wrong checksum.
var udpLost = map[string]bool{"InErrors": true, "RcvbufErrors": true, "MemErrors": true, "InCsumErrors": true}

func udpCounters() ([]UDPCounter, error) {
	v4, err := os.ReadFile("/proc/net/snmp")
	if err != nil {
		return nil, err
	}
	counters := parseSNMP(string(v4))
	if v6, err := os.ReadFile("/proc/net/snmp6"); err == nil { // a system may be without IPv6
		counters = append(counters, parseSNMP6(string(v6))...)
	}
	return counters, nil
}

// parseSNMP reads the pair of lines that begin with "Udp:", the names and the numbers.
func parseSNMP(text string) (counters []UDPCounter) {
	var names []string
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "Udp:")
		if !ok {
			continue
		}
		fields := strings.Fields(rest)
		if names == nil {
			names = fields
			continue
		}
		for i := range min(len(names), len(fields)) {
			counters = addCounter(counters, "udp", names[i], fields[i])
		}
	}
	return counters
}

// parseSNMP6 reads the lines that begin with "Udp6", each a name and its number.
func parseSNMP6(text string) (counters []UDPCounter) {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 2 {
			if name, ok := strings.CutPrefix(fields[0], "Udp6"); ok {
				counters = addCounter(counters, "udp6", name, fields[1])
			}
		}
	}
	return counters
}

func addCounter(counters []UDPCounter, network, name, value string) []UDPCounter {
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return counters
	}
	return append(counters, UDPCounter{network, name, n, udpLost[name]})
}

package transport

// A UDPCounter is one of the system's counts of datagrams since it started, of all programs together.
type UDPCounter struct {
	Network string // udp or udp6
	Name    string // the system's own
	Value   uint64
	Lost    bool // counts datagrams that had come for a socket and that nobody got
}

// UDPCounters returns what the system counts of UDP: on Linux for the network namespace of this program, on Windows and
// Darwin for the machine. What it says of one socket, if anything, is that socket's Drops.
func UDPCounters() ([]UDPCounter, error) { return udpCounters() }

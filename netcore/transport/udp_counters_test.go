package transport

import (
	"context"
	"testing"
)

// A datagram that is received is counted by the system.
func TestUDPCounters(t *testing.T) {
	sum := func() (sum uint64) {
		all, err := UDPCounters()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			if c.Network == "" || c.Name == "" {
				t.Errorf("a counter without a name: %+v", c)
			}
			if c.Name == "InDatagrams" || c.Name == "ipackets" {
				sum += c.Value
			}
		}
		return sum
	}
	to, from := openConn(t, UDP{Host: "127.0.0.1"}), openConn(t, UDP{Host: "127.0.0.1"})
	before := sum()
	if _, err := from.Send(context.Background(), []byte("x"), peerOf(t, to.LocalAddr())); err != nil {
		t.Fatal(err)
	}
	if _, _, err := to.Receive(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if after := sum(); after <= before {
		t.Errorf("%d datagrams received before, %d after", before, after)
	}
}

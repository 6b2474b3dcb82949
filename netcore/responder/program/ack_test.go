package program

import "testing"

func TestReadAck(t *testing.T) {
	tests := []struct {
		said  string
		n     int
		state ackState
	}{
		{"OK", 2, ackKnown},
		{"ok\r\n", 4, ackKnown},
		{"\nOK", 3, ackKnown},
		{"ready to recv", 13, ackKnown},
		{"Ready To Receive\n", 17, ackKnown},
		{"OKls -l", 2, ackKnown},
		{"OK ls -l", 3, ackKnown},
		{"OK\nls", 3, ackKnown},
		{"O", 0, ackMore},
		{"ready to r", 0, ackMore},
		{"ready to rec", 0, ackMore},
		{"", 0, ackMore},
		{"\n", 0, ackMore},
		{"ls -l", 0, ackOther},
		{"go on", 0, ackOther},
		{"ready when you are", 0, ackOther},
		{"\xff\xfe", 0, ackOther},
	}
	for _, tt := range tests {
		if n, state := readAck([]byte(tt.said)); n != tt.n || state != tt.state {
			t.Errorf("readAck(%q) = %d, %d, want %d, %d", tt.said, n, state, tt.n, tt.state)
		}
	}
	for i, a := range acks {
		for j, b := range acks {
			if i != j && len(b) >= len(a) && b[:len(a)] == a {
				t.Errorf("%q begins with %q: which of them is meant, when only that has come?", b, a)
			}
		}
	}
}

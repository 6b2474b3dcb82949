package msglog

import (
	"testing"

	"wirevise/netcore"
)

func TestFilterMatch(t *testing.T) {
	row := Entry{Kind: netcore.Received, Endpoint: 2, Name: "echo", Session: 5, Peer: "[::1]:50312", Payload: []byte("Grüß Gott")}
	broken := Entry{Kind: netcore.Ended, Note: "it ended", HasFault: true,
		Fault: netcore.Fault{Name: "ECONNRESET", Number: 104, Text: "the other side broke off"}}
	read := Entry{Kind: netcore.Received, Flags: netcore.Cut}
	frame := Entry{Kind: netcore.Framed}
	bad := Entry{Kind: netcore.Framed, Flags: netcore.Broken}
	cases := []struct {
		name string
		c    Criteria
		e    Entry
		want bool
	}{
		{"zero", Criteria{}, row, true},
		{"kind", Criteria{Kinds: ReceivedRows | SentRows}, row, true},
		{"other kind", Criteria{Kinds: SentRows | StatusRows | ErrorRows}, row, false},
		{"all kinds", Criteria{Kinds: AllKinds}, row, true},
		{"a fault is an error", Criteria{Kinds: ErrorRows}, broken, true},
		{"an end is status too", Criteria{Kinds: StatusRows}, broken, true},
		{"endpoint", Criteria{Endpoint: 2}, row, true},
		{"other endpoint", Criteria{Endpoint: 1}, row, false},
		{"name", Criteria{EndpointName: "echo"}, row, true},
		{"other name", Criteria{EndpointName: "Echo"}, row, false},
		{"session", Criteria{Session: 5}, row, true},
		{"other session", Criteria{Session: 50}, row, false},
		{"text folded", Criteria{Query: text("gRÜ")}, row, true},
		{"text with case", Criteria{Query: exactly("grü")}, row, false},
		{"peer", Criteria{Query: text(":50312")}, row, true},
		{"name", Criteria{Query: text("echo")}, row, true},
		{"note", Criteria{Query: text("ENDED")}, broken, true},
		{"fault name", Criteria{Query: text("connreset")}, broken, true},
		{"fault text", Criteria{Query: text("Broke")}, broken, true},
		{"all must be met", Criteria{Query: text("Broke"), Session: 3}, broken, false},
		{"frames: a frame", Criteria{Pieces: Frames}, frame, true},
		{"frames: a broken one", Criteria{Pieces: Frames}, bad, true},
		{"frames: a read that was cut", Criteria{Pieces: Frames}, read, false},
		{"frames: a read that was not cut", Criteria{Pieces: Frames}, row, true},
		{"frames: anything else", Criteria{Pieces: Frames}, broken, true},
		{"reads: a frame", Criteria{Pieces: Reads}, frame, false},
		{"reads: a read that was cut", Criteria{Pieces: Reads}, read, true},
		{"reads: a read that was not cut", Criteria{Pieces: Reads}, row, true},
		{"both: a frame", Criteria{Pieces: Both}, frame, true},
		{"both: a read that was cut", Criteria{Pieces: Both}, read, true},
		{"a frame is received", Criteria{Kinds: ReceivedRows}, frame, true},
		{"a frame is nothing else", Criteria{Kinds: AllKinds &^ ReceivedRows}, frame, false},
		{"a broken frame is an error too", Criteria{Kinds: ErrorRows}, bad, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := NewFilter(c.c).Match(c.e); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
	if !(Filter{}).Match(row) || !(Filter{}).All() || !NewFilter(Criteria{Kinds: AllKinds}).All() {
		t.Error("the zero filter keeps something out")
	}
}

package capture

import (
	"errors"
	"io"
	"strings"
	"testing"

	"wirevise/netcore"
)

// rawRows are of two sessions at once; two writes fell short, a datagram was not sent.
func rawRows() []Row {
	s := &script{}
	s.at(1, "tcp", "127.0.0.1:1", "127.0.0.1:2").add(netcore.Opened, "no")
	s.add(netcore.Received, "a").Flags = netcore.Cut
	s.add(netcore.Sent, "ABCDE")
	s.at(2, "udp", "127.0.0.1:1", "127.0.0.1:2").add(netcore.Sent, "1")
	s.add(netcore.Sent, "2")
	s.at(1, "tcp", "127.0.0.1:1", "127.0.0.1:2").add(netcore.Received, "b")
	s.short("ABC")
	s.fault(netcore.Failed, "EPIPE").Payload = []byte("no")
	s.fault(netcore.Ended, "EPIPE")
	s.short("no")
	s.at(2, "udp", "127.0.0.1:1", "127.0.0.1:2").add(netcore.Received, "c")
	s.short("")
	s.add(netcore.Sent, "3")
	s.add(netcore.Framed, "no")
	return s.rows
}

func TestWriteRaw(t *testing.T) {
	const received, sent = netcore.Received, netcore.Sent
	all := sequence(rawRows()...)
	for _, tt := range []struct {
		name string
		rows Rows
		want string
	}{
		{"all", all, "aABC1bc3"},
		{"received", OnlyKind(all, received), "abc"},
		{"sent", OnlyKind(all, sent), "ABC13"},
		{"both kinds", OnlyKind(all, sent, received), "aABC1bc3"},
		{"session 1", OnlySession(all, 1), "aABCb"},
		{"session 2 sent", OnlySession(OnlyKind(all, sent), 2), "13"},
		{"sent of session 2", OnlyKind(OnlySession(all, 2), sent), "13"},
		{"two sessions", OnlySession(all, 2, 1), "aABC1bc3"},
		{"no session", OnlySession(all), ""},
		{"frames", OnlyKind(all, netcore.Framed), ""},
		{"other kinds", OnlyKind(all, netcore.Failed, netcore.Opened), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := WriteRaw(&b, tt.rows); err != nil || b.String() != tt.want {
				t.Errorf("got %q, %v, want %q", b.String(), err, tt.want)
			}
		})
	}
}

func TestFiltersPassErrors(t *testing.T) {
	wrong := errors.New("wrong")
	rows := func(yield func(Row, error) bool) { _ = yield(Row{Kind: netcore.Noted}, nil) && yield(Row{}, wrong) }
	for i, rows := range []Rows{rows, OnlyKind(rows, netcore.Sent), OnlySession(rows, 7)} {
		if err := WriteRaw(io.Discard, rows); err != wrong {
			t.Errorf("%d: got error %v, want %v", i, err, wrong)
		}
	}
	if err := WriteRaw(&failingWriter{left: 10}, sequence(Row{Kind: netcore.Sent, Payload: make([]byte, 11)})); err != errFull {
		t.Errorf("got error %v, want %v", err, errFull)
	}
}

package responder

import (
	"testing"
	"time"

	"wirevise/netcore"
)

func TestRespond(t *testing.T) {
	at := time.Date(2026, 11, 20, 14, 2, 11, 4e6, time.Local)
	tests := []struct {
		name   string
		reply  string
		prefix string
		in     string
		want   string
	}{
		{"echo", "echo", "", "GET /\r\n\x00\xff", "GET /\r\n\x00\xff"},
		{"echo of nothing", "echo", "", "", ""},
		{"upper", "upper", "", "hello äz{`1", "HELLO äZ{`1"},
		{"upper keeps bytes that are no text", "upper", "", "a\xffb\x00", "A\xffB\x00"},
		{"upper with a time", "upper", "[{{time}}] ", "hi", "[2026-11-20 14:02:11.004] HI"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Config{Kind: tt.reply, Prefix: tt.prefix}.Responder(Options{})
			if err != nil {
				t.Fatal(err)
			}
			in := []byte(tt.in)
			got := r.Respond(nil, netcore.Event{Kind: netcore.Received, Time: at, Payload: in})
			if len(got) != 1 || string(got[0].Message.Payload) != tt.want {
				t.Errorf("Respond(%q) = %+v, want one message of %q", tt.in, got, tt.want)
			}
			if string(in) != tt.in {
				t.Errorf("Respond changed the event's payload to %q", in)
			}
			for _, kind := range []netcore.EventKind{netcore.Opened, netcore.Accepted, netcore.Sent, netcore.Ended} {
				if got := r.Respond(nil, netcore.Event{Kind: kind, Payload: in}); len(got) != 0 {
					t.Errorf("Respond to %v = %+v, want nothing", kind, got)
				}
			}
		})
	}
}

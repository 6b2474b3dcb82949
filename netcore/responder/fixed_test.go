package responder

import (
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

func TestFixed(t *testing.T) {
	for _, tt := range []struct {
		name  string
		c     codec.Composition
		wants []string // of two messages, "a" and "b"
	}{
		{"the same", codec.Composition{Text: "ok", Ending: codec.CRLF}, []string{`"ok\r\n"`, `"ok\r\n"`}},
		{"braces", codec.Composition{Text: "{{seq}}"}, []string{`"{{seq}}"`, `"{{seq}}"`}},
		{"variables", codec.Composition{Text: "{{seq}} {{message}} {{peer:port}} {{session}}", Variables: true}, []string{`"1 a 5000 7"`, `"2 b 5000 7"`}},
		{"bytes", codec.Composition{Text: "00 ff", Mode: codec.Hex}, []string{`"\x00\xff"`, `"\x00\xff"`}},
		{"nothing", codec.Composition{}, []string{`""`, `""`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Config{Kind: KindFixed, Message: FixedText(tt.c)}.Responder(Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range hear(r.(netcore.Attacher), "a", "b") {
				if got != tt.wants[i] {
					t.Errorf("message %d is answered with %s, want %s", i+1, got, tt.wants[i])
				}
			}
			for _, kind := range []netcore.EventKind{netcore.Opened, netcore.Accepted, netcore.Sent} {
				if got := r.Respond(nil, event(kind, "a")); len(got) > 0 {
					t.Errorf("%v is answered with %s", kind, written(got))
				}
			}
		})
	}
}

func TestFixedTellsWhatCannotBeMade(t *testing.T) {
	f, err := NewFixed(codec.Composition{Text: "{{peer:port}}", Variables: true})
	if err != nil {
		t.Fatal(err)
	}
	a := &side{}
	s := f.Attach(a)
	in := event(netcore.Received, "x")
	in.Peer = "a pipe"
	if got := s.Respond(nil, in); len(got) > 0 || len(a.told) != 1 || a.told[0].Err == nil {
		t.Errorf("done: %s, told: %+v", written(got), a.told)
	}
	s.Detach()
	if got := s.Respond(nil, event(netcore.Received, "x")); len(got) > 0 {
		t.Errorf("once detached: %s", written(got))
	}
}

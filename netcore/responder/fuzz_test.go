package responder

import (
	"os"
	"testing"

	"wirevise/netcore"
)

// FuzzRules reads rules and gives them a message: a session does what a trial says, and what is read is written the same.
func FuzzRules(f *testing.F) {
	for _, name := range []string{"greeting.json", "chat.json", "modbus.json"} {
		data, err := os.ReadFile("../../docs/rules/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte("exit\r\n"))
		f.Add(data, []byte("\x12\x34\x00\x00\x00\x06\x07\x03\x00\x10\x00\x01"))
	}
	f.Add([]byte(`{"rules":[{"when":"contains","pattern":"?? 01 ??","as":"hex","do":[{"do":"reply","message":{"text":"{{before}}|{{0}}|{{after}}","variables":true}}]}]}`), []byte("\x00\x01\x02"))
	f.Add([]byte(`{"rules":[{"when":"regex","pattern":"(a)|(?P<x>é)","encoding":"gbk","ignoreCase":true,"trim":true,"do":[{"do":"reply","message":{"text":"{{1}}{{x}}","variables":true}}]}]}`), []byte("\xa8\xa6\n"))
	f.Fuzz(func(t *testing.T, file, message []byte) {
		rules, err := ReadRules(file)
		if err != nil {
			return
		}
		written1, err := WriteRules(rules)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadRules(written1)
		if err != nil {
			t.Fatalf("%s\ncan't be read: %v", written1, err)
		}
		if written2, err := WriteRules(again); err != nil || string(written2) != string(written1) {
			t.Errorf("%s\nis read and written as\n%s", written1, written2)
		}
		r, err := Compile(rules)
		if err != nil {
			for _, m := range err.(Mistakes) {
				if m.Rule < 1 || m.Rule > len(rules) || m.Step > len(rules[m.Rule-1].Do) {
					t.Errorf("a mistake of rule %d, step %d of %d", m.Rule, m.Step, len(rules))
				}
			}
		}
		want := 0
		for _, d := range r.Try(Sample{Payload: message, Count: 1, Sessions: 1, Now: noon, Peer: "192.0.2.1:5000"}).Done {
			if d.Err == nil {
				want++
			}
		}
		s := r.Attach(&side{info: netcore.SessionInfo{Since: noon}})
		if got := s.Respond(nil, event(netcore.Received, string(message))); len(got) != want {
			t.Errorf("a session does %d things, a trial %d", len(got), want)
		}
	})
}

package responder

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// side is a session that only says who it is.
type side struct {
	info netcore.SessionInfo
	told []netcore.Event
	acts []netcore.Action
}

func (s *side) Context() context.Context  { return context.Background() }
func (s *side) Info() netcore.SessionInfo { return s.info }
func (s *side) Peer() netcore.Peer        { return netcore.Peer{} }
func (s *side) Tell(ev netcore.Event)     { s.told = append(s.told, ev) }
func (s *side) Act(_ context.Context, a ...netcore.Action) error {
	s.acts = append(s.acts, a...)
	return nil
}

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local)

func say(text string) Step {
	return Step{Do: StepReply, Message: &codec.Composition{Text: text, Variables: true}}
}

func compiled(t testing.TB, rules ...Rule) *Rules {
	t.Helper()
	r, err := Compile(rules)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// event is one that a session at 192.0.2.1:5000 has.
func event(kind netcore.EventKind, payload string) netcore.Event {
	return netcore.Event{Kind: kind, Time: noon, Payload: []byte(payload), Peer: "192.0.2.1:5000"}
}

// written is what actions are, for people: "hi" | wait 1s | close.
func written(actions []netcore.Action) string {
	var parts []string
	for _, a := range actions {
		switch a.Do {
		case netcore.ActReply:
			parts = append(parts, fmt.Sprintf("%q", a.Message.Payload))
		case netcore.ActForward:
			parts = append(parts, fmt.Sprintf("%+v %q", a.To, a.Message.Payload))
		case netcore.ActWait:
			parts = append(parts, "wait "+a.Wait.String())
		default:
			parts = append(parts, a.Do.String())
		}
	}
	return strings.Join(parts, " | ")
}

// hear returns what is done in one new session at each message.
func hear(r netcore.Attacher, messages ...string) []string {
	s := r.Attach(&side{info: netcore.SessionInfo{ID: 7, Peer: "192.0.2.1:5000", Since: noon}})
	defer s.Detach()
	var got []string
	for _, m := range messages {
		got = append(got, written(s.Respond(nil, event(netcore.Received, m))))
	}
	return got
}

func TestVariables(t *testing.T) {
	for _, tt := range []struct {
		name, reply, message, want string
		rule                       Rule
	}{
		{"groups", "{{2}}, {{who}}! {{1:hex}}", "name: Ann Lee", "Lee, Ann! 416e6e", Rule{When: WhenRegex, Pattern: `name: (?P<who>\w+) (\w+)`}},
		{"a group that took no part", "[{{1}}{{2}}]", "b", "[b]", Rule{When: WhenRegex, Pattern: `(a)|(b)`}},
		{"around it", "{{after}}/{{before}}/{{message}}", "key=value", "value/key/key=value", Rule{When: WhenContains, Pattern: "="}},
		{"trimmed", "{{message}}", "abc\n", "abc", Rule{When: WhenMessage, Trim: true}},
		{"who", "{{session}} {{sessions}} {{peer}} {{seq}}", "a", "7 1 192.0.2.1:5000 1", Rule{When: WhenMessage}},
		{"when", "{{time:2006-01-02 15:04}}", "a", "2026-11-20 12:00", Rule{When: WhenMessage}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Do = []Step{say(tt.reply)}
			if got, want := hear(compiled(t, tt.rule), tt.message)[0], fmt.Sprintf("%q", tt.want); got != want {
				t.Errorf("%q is answered with %s, want %s", tt.message, got, want)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	r := compiled(t,
		Rule{When: WhenContains, Pattern: "x", Off: true, Do: []Step{say("off")}},
		Rule{When: WhenContains, Pattern: "a", Do: []Step{say("a")}, GoOn: true},
		Rule{When: WhenMessage, Pattern: "", If: Conditions{Messages: "2"}, Do: []Step{say("second")}},
		Rule{When: WhenContains, Pattern: "b", Do: []Step{say("b"), {Do: StepWait, Wait: "20ms"}, {Do: StepForward, To: "others"}, {Do: StepForward, To: "#12", Message: &codec.Composition{Text: "hey"}},
			{Do: StepForward, To: "Server 9000"}, {Do: StepHalfClose}, {Do: StepClose}, {Do: StepAbort}}},
		Rule{When: WhenContains, Pattern: "b", Do: []Step{say("never")}},
	)
	got := hear(r, "xa", "ab", "ab")
	want := []string{`"a"`, `"a" | "second"`,
		`"a" | "b" | wait 20ms | {Session:0 Others:true Endpoint:} "ab" | {Session:12 Others:false Endpoint:} "hey" | {Session:0 Others:false Endpoint:Server 9000} "ab" | half-close | close | abort`}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("message %d: got %s\nwant %s", i+1, got[i], want[i])
		}
	}
	if got := r.String(); got != "5 rules, 1 off" {
		t.Errorf("String() = %q", got)
	}
}

func TestEvents(t *testing.T) {
	r := compiled(t, Rule{When: WhenConnect, Do: []Step{say("hello word!")}}, Rule{When: WhenFinish, Do: []Step{say("bye"), {Do: StepClose}}})
	a := &side{info: netcore.SessionInfo{ID: 1, Peer: "192.0.2.1:5000", Since: noon}}
	s := r.Attach(a).(netcore.Finisher)
	if got := written(s.Respond(nil, event(netcore.Accepted, ""))); got != `"hello word!"` {
		t.Errorf("at the beginning: %s", got)
	}
	if got := written(s.Respond(nil, event(netcore.Received, "hi"))); got != "" {
		t.Errorf("at a message: %s", got)
	}
	nobody := event(netcore.Opened, "")
	nobody.Peer = ""
	if got := written(s.Respond(nil, nobody)); got != "" {
		t.Errorf("at the beginning of a socket without a peer: %s", got)
	}
	s.Finish()
	if got := written(a.acts); got != `"bye" | close` {
		t.Errorf("at the end: %s", got)
	}
	s.Detach()
	s.Finish()
	if got := s.Respond(nil, event(netcore.Accepted, "")); len(got) != 0 || len(a.acts) != 2 {
		t.Errorf("once detached: %s, %s", written(got), written(a.acts))
	}
}

func TestWhatCannotBeMadeIsTold(t *testing.T) {
	r := compiled(t, Rule{When: WhenRegex, Pattern: "(.*)", Do: []Step{say("{{peer:port}}"), say("ok")}})
	a := &side{}
	in := event(netcore.Received, "x")
	in.Peer = "a pipe"
	if got := written(r.Attach(a).Respond(nil, in)); got != `"ok"` {
		t.Errorf("done: %s", got)
	}
	if len(a.told) != 1 || a.told[0].Kind != netcore.Failed || a.told[0].Note != "rule 1, step 1: the message could not be made" || a.told[0].Err == nil {
		t.Errorf("told: %+v", a.told)
	}
}

func TestSessionsAreCounted(t *testing.T) {
	r := compiled(t, Rule{When: WhenMessage, If: Conditions{Sessions: "2-"}, Do: []Step{say("full: {{sessions}}")}})
	if got := hear(r, "a")[0]; got != "" {
		t.Errorf("alone: %s", got)
	}
	other := r.Attach(&side{})
	if got := hear(r, "a")[0]; got != `"full: 2"` {
		t.Errorf("with another: %s", got)
	}
	other.Detach()
	other.Detach()
	if got := hear(r, "a")[0]; got != "" {
		t.Errorf("alone again: %s", got)
	}
}

// A checksum over what only the message that comes brings is no mistake, and is told when it can't be made.
func TestChecksumOfWhatComes(t *testing.T) {
	xor, _ := codec.LookupSum("xor-8")
	r := compiled(t, Rule{When: WhenMessage, Do: []Step{{Do: StepReply, Message: &codec.Composition{Text: "{{message}}", Variables: true,
		Sums: []codec.Checksum{{Sum: xor, From: 2}}}}}})
	a := &side{}
	s := r.Attach(a)
	if got := written(s.Respond(nil, event(netcore.Received, "ab\x01\x03"))); got != `"ab\x01\x03\x02"` {
		t.Errorf("the reply is %s", got)
	}
	if got := s.Respond(nil, event(netcore.Received, "a")); len(got) != 0 || len(a.told) != 1 {
		t.Errorf("of a short message: %s, told %+v", written(got), a.told)
	}
}

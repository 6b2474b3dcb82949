package responder

import (
	"testing"
	"time"

	"wirevise/netcore"
)

func TestTry(t *testing.T) {
	r, err := Compile([]Rule{
		{When: WhenConnect, Do: []Step{say("hello")}},
		{When: WhenMessage, Off: true, Do: []Step{say("off")}},
		{When: WhenRegex, Pattern: "(", Do: []Step{say("mistaken")}},
		{When: WhenContains, Pattern: "x", Do: []Step{say("x")}},
		{When: WhenMessage, If: Conditions{Messages: "2"}},
		{When: WhenMessage, If: Conditions{Every: "2"}},
		{When: WhenMessage, If: Conditions{Sessions: "3-"}},
		{When: WhenMessage, If: Conditions{Since: "1h-"}},
		{When: WhenMessage, If: Conditions{Clock: "23:00-23:30"}},
		{When: WhenRegex, Pattern: `name (?P<who>\w+)`, GoOn: true, If: Conditions{Once: true}, Do: []Step{say("hello {{who}}"), {Do: StepWait, Wait: "10s"}, {Do: StepClose}}},
		{When: WhenEnds, Pattern: "nn", Do: []Step{say("bye, {{session}} of {{sessions}}")}},
		{When: WhenMessage, Do: []Step{say("never")}},
	})
	if err == nil {
		t.Fatal("the mistake is not told")
	}
	sample := Sample{Payload: []byte("name Ann"), Count: 1, Sessions: 2, Session: 5, Since: time.Minute, Now: noon, Peer: "192.0.2.1:5000"}
	for range 2 { // nothing is counted
		got := r.Try(sample)
		want := []Reason{OtherEvent, IsOff, HasMistake, OtherText, NotMessage, NotEvery, NotSessions, NotSince, NotClock, Fits, Fits, CameLater}
		for i, v := range got.Verdicts {
			if v.Reason != want[i] {
				t.Errorf("rule %d: %v, want %v", i+1, v.Reason, want[i])
			}
		}
		var actions []netcore.Action
		for _, d := range got.Done {
			actions = append(actions, d.Action)
		}
		if got, want := written(actions), `"hello Ann" | wait 10s | close | "bye, 5 of 2"`; got != want {
			t.Errorf("done is %s, want %s", got, want)
		}
		if d := got.Done[3]; d.Rule != 11 || d.Step != 1 {
			t.Errorf("the last is of rule %d, step %d", d.Rule, d.Step)
		}
		captures := ""
		for _, c := range got.Verdicts[9].Captures {
			captures += c.Name + "=" + string(c.Value) + " "
		}
		if want := "session=5 sessions=2 0=name Ann message=name Ann before= after= 1=Ann who=Ann "; captures != want {
			t.Errorf("captures are %q, want %q", captures, want)
		}
	}
	sample.When = WhenConnect
	if got := r.Try(sample); len(got.Done) != 1 || got.Done[0].Rule != 1 || got.Verdicts[0].Reason != Fits || got.Verdicts[3].Reason != OtherEvent {
		t.Errorf("at the beginning: %+v", got)
	}
}

package responder

import (
	"encoding/json"
	"testing"
)

func TestConfigErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    Config
		want string
	}{
		{"unknown", Config{Kind: "shout"}, `unknown reply "shout": there are none, echo, upper, fixed, rules, program, commands`},
		{"fixed without a message", Config{Kind: KindFixed}, "there is no fixed answer yet"},
		{"fixed that can't be read", Config{Kind: KindFixed, Message: `{"text":"a{{","variables":true}`},
			`line 1, column 2: these braces are not closed; {{ as it is is written {{{{, or with variables off`},
		{"fixed with a variable that there is not", Config{Kind: KindFixed, Message: `{"text":"{{nobody}}","variables":true}`},
			`line 1, column 1: there is no variable "nobody" here; message, session, seq, time, unix, rand, peer, clip and len are known`},
		{"fixed with something else", Config{Kind: KindFixed, Message: `{"txt":"a"}`}, `fixed answer: unknown field "txt"`},
		{"no rules", Config{Kind: KindRules}, "there are no rules yet"},
		{"rules that are none", Config{Kind: KindRules, Rules: `{"rules":[{"when":"whenever","do":[]}]}`}, `rule 1, when: "whenever" is nothing to wait for`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r, err := tt.c.Responder(Options{}); r != nil || err == nil || err.Error() != tt.want {
				t.Errorf("Responder() = %v, %v, want nil and error %q", r, err, tt.want)
			}
		})
	}
	for _, c := range []Config{{}, {Kind: KindNone}} {
		if r, err := c.Responder(Options{}); r != nil || err != nil {
			t.Errorf("%+v: Responder() = %v, %v, want nil, nil", c, r, err)
		}
	}
}

func TestConfigOwn(t *testing.T) {
	all := Config{Prefix: "> ", Message: `{"text":"a"}`, Rules: `{"rules":[]}`}
	for kind, want := range map[string]Config{
		"":        {},
		KindNone:  {},
		KindEcho:  {Kind: KindEcho},
		KindUpper: {Kind: KindUpper, Prefix: "> "},
		KindFixed: {Kind: KindFixed, Message: `{"text":"a"}`},
		KindRules: {Kind: KindRules, Rules: `{"rules":[]}`},
		"other":   {Kind: "other", Prefix: "> ", Message: `{"text":"a"}`, Rules: `{"rules":[]}`},
	} {
		all.Kind = kind
		if got := all.Own(); got != want {
			t.Errorf("Own() of %q = %+v, want %+v", kind, got, want)
		}
	}
}

func TestConfigJSON(t *testing.T) {
	want := Config{Kind: KindUpper, Prefix: "> "}
	b, err := json.Marshal(want)
	var got Config
	if err != nil || json.Unmarshal(b, &got) != nil || got != want {
		t.Errorf("%+v became %s (%v) and then %+v", want, b, err, got)
	}
}

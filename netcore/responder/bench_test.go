package responder

import (
	"bytes"
	"fmt"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// benchmarkRules are a thousand of each kind, none of which fits but the last.
var benchmarkRules = []struct {
	name string
	rule func(i int) Rule
}{
	{"contains", func(i int) Rule { return Rule{When: WhenContains, Pattern: fmt.Sprintf("command-%d;", i)} }},
	{"contains, any case", func(i int) Rule {
		return Rule{When: WhenContains, Pattern: fmt.Sprintf("Command-%d;", i), IgnoreCase: true}
	}},
	{"equals", func(i int) Rule { return Rule{When: WhenEquals, Pattern: fmt.Sprintf("command-%d;", i)} }},
	{"hex", func(i int) Rule {
		return Rule{When: WhenContains, Pattern: fmt.Sprintf("%04x ?? ff %04x", i, 7*i), As: "hex"}
	}},
	{"mixed", func(i int) Rule {
		r := Rule{When: Whens[1+i%6], Pattern: fmt.Sprintf("command-%d;", i), IgnoreCase: i%4 == 0, If: Conditions{Messages: "2-", Since: "1h-"}}
		if r.When == WhenMessage {
			r.If.Messages = "1000000000000-"
		}
		return r
	}},
	{"regex", func(i int) Rule {
		return Rule{When: WhenRegex, Pattern: fmt.Sprintf(`^command-%d (\w+) (?P<n>\d+);`, i)}
	}},
	{"regex with nothing to look for", func(i int) Rule { return Rule{When: WhenRegex, Pattern: fmt.Sprintf(`[a-z]{%d}[0-9]`, i%50+1)} }},
	{"regex that nearly fits", func(i int) Rule { return Rule{When: WhenRegex, Pattern: fmt.Sprintf(`command-[0-8]+ (\w+) no%d`, i)} }},
}

// BenchmarkRules is what a message costs: none of a thousand rules fits but the last, that any message does.
func BenchmarkRules(b *testing.B) {
	for _, kind := range benchmarkRules {
		rules := make([]Rule, 1000)
		for i := range rules {
			rules[i] = kind.rule(i)
			rules[i].Do = []Step{say("{{0}}")}
		}
		rules[999] = Rule{When: WhenMessage, Do: []Step{{Do: StepReply, Message: &codec.Composition{Text: "no such command"}}}}
		for _, size := range []int{64, 1024} {
			message := bytes.Repeat([]byte("command-999 command-12 hello "), size)[:size]
			b.Run(fmt.Sprintf("%s/%d B", kind.name, size), func(b *testing.B) {
				s := compiled(b, rules...).Attach(&side{})
				in := event(netcore.Received, string(message))
				var dst []netcore.Action
				b.ReportAllocs()
				for b.Loop() {
					if dst = s.Respond(dst[:0], in); len(dst) != 1 || string(dst[0].Message.Payload) != "no such command" {
						b.Fatalf("done: %s", written(dst))
					}
				}
			})
		}
	}
}

// BenchmarkRulesThatFit is what a message costs that all of a thousand rules fit and answer.
func BenchmarkRulesThatFit(b *testing.B) {
	rules := make([]Rule, 1000)
	for i := range rules {
		rules[i] = Rule{When: WhenContains, Pattern: string(bytes.Repeat([]byte("a"), i%60+1)), GoOn: true, Do: []Step{{Do: StepReply, Message: &codec.Composition{Text: "x"}}}}
	}
	s := compiled(b, rules...).Attach(&side{})
	in := event(netcore.Received, string(bytes.Repeat([]byte("a"), 1024)))
	var dst []netcore.Action
	for b.Loop() {
		dst = s.Respond(dst[:0], in)
	}
	if len(dst) != 1000 {
		b.Fatalf("%d answers", len(dst))
	}
}

// BenchmarkCompile is what an editor does as rules change.
func BenchmarkCompile(b *testing.B) {
	for _, kind := range benchmarkRules {
		rules := make([]Rule, 1000)
		for i := range rules {
			rules[i] = kind.rule(i)
			rules[i].Do = []Step{say("{{0}}")}
		}
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				compiled(b, rules...)
			}
		})
	}
}

package responder

import "testing"

func TestMistakes(t *testing.T) {
	for _, tt := range []struct {
		name string
		rule Rule
		want string
	}{
		{"when", Rule{}, `rule 1, when: "" is nothing to wait for`},
		{"no pattern", Rule{When: WhenEquals, Name: "exit"}, `rule 1 "exit", pattern: nothing to compare with`},
		{"expression", Rule{When: WhenRegex, Pattern: "a(b"}, `rule 1, pattern: line 1, column 1: missing closing ): a(b`},
		{"expression, its place", Rule{When: WhenRegex, Pattern: "ab[z-a]", IgnoreCase: true}, `rule 1, pattern: line 1, column 4: invalid character class range: z-a`},
		{"expression as hex", Rule{When: WhenRegex, Pattern: "ab", As: "hex"}, `rule 1, as: an expression is text; a byte in it is \xFF, with the encoding latin1`},
		{"hex", Rule{When: WhenEquals, Pattern: "01 ?? 0g", As: "hex"}, `rule 1, pattern: line 1, column 8: "g" is no hex digit`},
		{"hex of any byte", Rule{When: WhenEquals, Pattern: "????", As: "hex"}, `rule 1, pattern: a pattern needs at least one byte that is not ??`},
		{"hex in any case", Rule{When: WhenEquals, Pattern: "00", As: "hex", IgnoreCase: true}, `rule 1, pattern: bytes have no upper and lower case`},
		{"escape", Rule{When: WhenEquals, Pattern: `a\q`, As: "escapes"}, `rule 1, pattern: line 1, column 2: no escape is written as a backslash and "q"; the known ones are \n \r \t \0 \a \b \f \v \e \\ \" \' \xHH \uHHHH \UHHHHHHHH`},
		{"character", Rule{When: WhenEquals, Pattern: "€", Encoding: "latin1"}, `rule 1, pattern: line 1, column 1: "€" (U+20AC) is not in latin1`},
		{"encoding", Rule{When: WhenEquals, Pattern: "a", Encoding: "klingon"}, `rule 1, encoding: there is no encoding "klingon"`},
		{"way", Rule{When: WhenEquals, Pattern: "a", As: "base64"}, `rule 1, as: "base64" is no way to write a pattern: text, hex or escapes`},
		{"messages", Rule{When: WhenMessage, If: Conditions{Messages: "0"}}, `rule 1, messages: "0" is no range of numbers from 1: write 3, 2-5, 10- or -4`},
		{"messages backwards", Rule{When: WhenMessage, If: Conditions{Messages: "5-2"}}, `rule 1, messages: "5-2" ends before it begins`},
		{"messages of nothing", Rule{When: WhenMessage, If: Conditions{Messages: "-"}}, `rule 1, messages: "-" is no range of numbers from 1: write 3, 2-5, 10- or -4`},
		{"messages on connect", Rule{When: WhenConnect, If: Conditions{Every: "2"}}, `rule 1, messages: no message has come when a connection begins`},
		{"every", Rule{When: WhenMessage, If: Conditions{Every: "0"}}, `rule 1, every: "0" is no number from 1: 3 is every third message`},
		{"sessions", Rule{When: WhenMessage, If: Conditions{Sessions: "few"}}, `rule 1, sessions: "few" is no range of numbers from 1: write 3, 2-5, 10- or -4`},
		{"clock", Rule{When: WhenMessage, If: Conditions{Clock: "8-17:30"}}, `rule 1, clock: "8-17:30" is no part of the day: write 08:00-17:30, or 22:00-06:00 over midnight`},
		{"clock of nothing", Rule{When: WhenMessage, If: Conditions{Clock: "8:00-8:00"}}, `rule 1, clock: "8:00-8:00" is no time at all`},
		{"since", Rule{When: WhenMessage, If: Conditions{Since: "10s"}}, `rule 1, since: "10s" is no range of times: write 10s-1m, 30s- for later, or -5s for earlier`},
		{"since when", Rule{When: WhenMessage, If: Conditions{Since: "soon-"}}, `rule 1, since: "soon" is no time: write 500ms, 2s or 1m`},
		{"step", Rule{When: WhenMessage, Do: []Step{{Do: "sing"}}}, `rule 1, step 1, do: "sing" is nothing to do: there are reply, wait, forward, half-close, close, abort`},
		{"wait", Rule{When: WhenMessage, Do: []Step{say("a"), {Do: StepWait}}}, `rule 1, step 2, wait: "" is no time: write 500ms, 2s or 1m`},
		{"to", Rule{When: WhenMessage, Do: []Step{{Do: StepForward}}}, `rule 1, step 1, to: forward to whom? to others, to #12 or to the name of an endpoint`},
		{"to a number", Rule{When: WhenMessage, Do: []Step{{Do: StepForward, To: "#x"}}}, `rule 1, step 1, to: "#x" is no connection: #12 is the one with the number 12`},
		{"message", Rule{When: WhenMessage, Do: []Step{say("a {{ b")}}, `rule 1, step 1, message: line 1, column 3: these braces are not closed; {{ as it is is written {{{{, or with variables off`},
		{"capture", Rule{When: WhenRegex, Pattern: "(a)", Do: []Step{say("{{2}}")}}, `rule 1, step 1, message: line 1, column 1: there is no variable "2" here; session, sessions, 0, message, before, after, 1, seq, time, unix, rand, peer, clip and len are known`},
		{"clipboard", Rule{When: WhenMessage, Do: []Step{say("{{clip}}")}}, `rule 1, step 1, message: line 1, column 1: there is no clipboard here`},
		{"no message on connect", Rule{When: WhenConnect, Do: []Step{{Do: StepReply}}}, `rule 1, step 1, message: nothing came in that could be sent: write a message`},
		{"message on connect", Rule{When: WhenConnect, Do: []Step{say("{{message}}")}}, `rule 1, step 1, message: line 1, column 1: there is no variable "message" here; session, sessions, seq, time, unix, rand, peer, clip and len are known`},
		{"two", Rule{When: WhenEquals, Do: []Step{{Do: "sing"}, {Do: "dance"}}}, `rule 1, pattern: nothing to compare with; and 2 more`},
		{"a message beside a mistaken pattern", Rule{When: WhenRegex, Pattern: "(", Do: []Step{say("{{1}}{{")}}, "rule 1, pattern: line 1, column 1: missing closing ): (; and 1 more"},
		{"a group of an expression that can't be read", Rule{When: WhenRegex, Pattern: "(", Do: []Step{say("{{1}}")}}, "rule 1, pattern: line 1, column 1: missing closing ): ("},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Compile([]Rule{tt.rule}); err == nil || err.Error() != tt.want {
				t.Errorf("Compile() = %v\nwant %s", err, tt.want)
			}
			tt.rule.Off = true
			if _, err := Compile([]Rule{tt.rule}); err != nil {
				t.Errorf("Compile() of it switched off: %v", err)
			}
		})
	}
}

package responder

import (
	"os"
	"reflect"
	"testing"

	"wirevise/netcore/codec"
)

func TestRuleFile(t *testing.T) {
	want := []Rule{
		{Name: "greet", When: WhenConnect, Do: []Step{say("hello <word>!")}},
		{Off: true, When: WhenRegex, Pattern: `(\d+)`, Encoding: "gbk", IgnoreCase: true, Trim: true, GoOn: true,
			If: Conditions{Messages: "2-", Every: "3", Sessions: "1", Clock: "8:00-9:00", Since: "1s-", Once: true},
			Do: []Step{{Do: StepWait, Wait: "1s"}, {Do: StepForward, To: "others"},
				{Do: StepReply, Message: &codec.Composition{Text: "00", Mode: codec.Hex}}}},
		{When: WhenStarts, Pattern: "01 ??", As: "hex"},
	}
	b, err := WriteRules(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadRules(b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nis read as %+v, %v, want %+v", b, got, err, want)
	}
}

func TestReadRulesErrors(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"nothing", "", "no file of rules: it ends too early"},
		{"half", `{"rules":[`, "no file of rules: it ends too early"},
		{"no JSON", "{\n\"rules\": [}", "no file of rules: line 2: invalid character '}' looking for beginning of value"},
		{"something else", `{"rows":[]}`, `no file of rules: unknown field "rows"`},
		{"no rules", `{}`, `no file of rules: it has no "rules"`},
		{"more", `{"rules":[]} x`, "no file of rules: something follows behind its end"},
		{"a member that no rule has", `{"rules":[{"when":"message"},{"wen":"message"}]}`, `rule 2: unknown field "wen"`},
		{"a condition that no rule has", `{"rules":[{"when":"message","if":{"mesages":"2"}}]}`, `rule 1: unknown field "mesages"`},
		{"a word of a message", `{"rules":[{"when":"message","do":[{"do":"reply","message":{"mode":"base64"}}]}]}`,
			`rule 1: there is no mode "base64"; there are text, hex, escapes`},
		{"a kind", `{"rules":[{"when":3}]}`, "rule 1: cannot unmarshal number into Go struct field Rule.when of type responder.When"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ReadRules([]byte(tt.file)); err == nil || err.Error() != tt.want {
				t.Errorf("ReadRules(%s) = %v, want %s", tt.file, err, tt.want)
			}
		})
	}
}

// TestExamples reads the files that the documentation shows.
func TestExamples(t *testing.T) {
	for _, name := range []string{"greeting.json", "chat.json", "modbus.json"} {
		data, err := os.ReadFile("../../docs/rules/" + name)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := ReadRules(data)
		if err == nil {
			_, err = Compile(rules)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

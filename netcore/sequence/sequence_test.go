package sequence

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"wirevise/netcore/codec"
)

func TestParse(t *testing.T) {
	const text = `{
  "name": "greeting",
  "timeout": "5s",
  "steps": [
    {
      "do": "expect",
      "match": "starts",
      "text": "220"
    },
    {
      "do": "send",
      "text": "EHLO {{peer:host}}",
      "ending": "CRLF",
      "variables": true
    },
    {
      "do": "loop",
      "times": 3,
      "until": {
        "match": "regex",
        "text": "^250 <ok>",
        "timeout": "200ms"
      },
      "steps": [
        {
          "do": "send",
          "text": "00 ff",
          "mode": "hex",
          "onFail": "go on"
        }
      ]
    }
  ]
}
`
	s, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := Sequence{Name: "greeting", Timeout: Duration(5 * time.Second), Steps: Steps{
		{Do: Expect, Pattern: Pattern{Match: Starts, Composition: codec.Composition{Text: "220"}}},
		{Do: Send, Pattern: Pattern{Composition: codec.Composition{Text: "EHLO {{peer:host}}", Ending: codec.CRLF, Variables: true}}},
		{Do: Loop, Times: 3, Until: &Pattern{Match: Regex, Timeout: Duration(200 * time.Millisecond), Composition: codec.Composition{Text: "^250 <ok>"}},
			Steps: Steps{{Do: Send, OnFail: GoOn, Pattern: Pattern{Composition: codec.Composition{Text: "00 ff", Mode: codec.Hex}}}}},
	}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v", s)
	}
	again, err := s.JSON()
	if err != nil || string(again) != text {
		t.Errorf("written again it is %v\n%s", err, again)
	}
}

// Every step is written and read again as it was.
func TestEveryStepInJSON(t *testing.T) {
	for _, do := range Dos() {
		for _, m := range Matches() {
			s := Sequence{Steps: Steps{{Do: do, Pattern: Pattern{Match: m, Size: 3}, For: 4, Name: "n", Take: "1:", Times: 2, OnFail: Stop}}}
			text, err := s.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := Parse(text); err != nil || !reflect.DeepEqual(got, s) {
				t.Errorf("%s: got %+v, %v", text, got, err)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"no JSON":        {"{\n\"steps\": [\n}", "line 3: this is no JSON"},
		"cut":            {`{"steps": [`, "the JSON is not complete"},
		"empty":          {"", "the JSON is not complete"},
		"more":           {`{"steps": []} {}`, "something stands behind the sequence"},
		"unknown member": {`{"steps": [], "x": 1}`, `unknown field "x"`},
		"no list":        {`{"steps": {}}`, "steps are a list of objects"},
		"unknown step":   {`{"steps": [{"do":"send"},{"do":"loop","steps":[{"do":"sned"}]}]}`, `step 2.1: there is no step "sned"; there are send, wait,`},
		"unknown field":  {`{"steps": [{"do":"send","txt":"x"}]}`, `step 1: unknown field "txt"`},
		"wrong kind":     {`{"steps": [{"do":"send","text":1}]}`, "step 1, text: this can't be a number"},
		"no time":        {`{"steps": [{"do":"wait","for":"1 hour"}]}`, `step 1: "1 hour" is no time: write 250ms`},
		"negative":       {`{"steps": [{"do":"wait","for":"-1s"}]}`, `"-1s" is no time`},
		"not a step":     {`{"steps": ["send"]}`, "step 1: this can't be a string"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	for name, tt := range map[string]struct{ steps, want string }{
		"nothing":            {``, "steps: there are no steps"},
		"no step":            {`{}`, "step 1, do: what is to be done?"},
		"text":               {`{"do":"send","text":"{{nobody}}","variables":true}`, "step 1, text: no step captures or sets {{nobody}}"},
		"text, others":       {`{"do":"set","name":"a","text":"x"},{"do":"send","text":"{{b}}","variables":true}`, "no step captures or sets {{b}}; there are a"},
		"syntax":             {`{"do":"loop","times":1,"steps":[{"do":"send","text":"0g","mode":"hex"}]}`, "step 1.1, text: line 1, column 2:"},
		"wait":               {`{"do":"wait"}`, "step 1, for: how long to wait?"},
		"nothing expected":   {`{"do":"expect"}`, "step 1, text: what is expected?"},
		"regex":              {`{"do":"expect","match":"regex","text":"a("}`, "step 1, text: missing closing ): `a(`"},
		"regex in hex":       {`{"do":"expect","match":"regex","mode":"hex","text":"00"}`, "step 1, mode: a regular expression is text"},
		"size":               {`{"do":"expect","match":"size"}`, "step 1, size: how many bytes?"},
		"capture":            {`{"do":"capture"}`, "step 1, name: which variable?"},
		"a name that is one": {`{"do":"set","name":"seq","text":"x"}`, "step 1, name: {{seq}} is a variable already"},
		"no name":            {`{"do":"set","name":"a b","text":"x"}`, "step 1, name: a name is letters"},
		"take":               {`{"do":"capture","name":"a","take":"1:x"}`, `step 1, take: "x" is no place`},
		"take, negative":     {`{"do":"capture","name":"a","take":"-1"}`, `step 1, take: there is no group -1`},
		"empty loop":         {`{"do":"loop","times":3}`, "step 1, steps: a loop needs steps"},
		"busy loop":          {`{"do":"loop","steps":[{"do":"block","steps":[{"do":"comment","text":"x"}]}]}`, "step 1, times: a loop without end needs"},
		"until":              {`{"do":"loop","until":{"match":"regex","text":"("},"steps":[{"do":"send","text":"x"}]}`, "step 1, until.text: missing closing )"},
		"steps in send":      {`{"do":"send","text":"x","steps":[{"do":"close"}]}`, "step 1, steps: a send has no steps of its own"},
		"checksum":           {`{"do":"send","text":"x","sums":[{}]}`, "step 1, sums: "},
		"deep":               {strings.Repeat(`{"do":"block","steps":[`, MaxDepth) + `{"do":"close"}` + strings.Repeat("]}", MaxDepth), "deep"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Parse([]byte(`{"steps": [` + tt.steps + `]}`))
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Compile()
			var step *StepError
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.As(err, &step) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestAllProblemsAreTold(t *testing.T) {
	s, err := Parse([]byte(`{"steps": [{"do":"wait"},{"do":"block","steps":[{"do":"expect"},{"do":"capture","name":"x","take":"%"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Compile()
	var all Problems
	if !errors.As(err, &all) || len(all) != 3 || all[0].Path != "1" || all[1].Path != "2.1" || all[2].Path != "2.2" || all[2].Field != "take" {
		t.Errorf("got %v", err)
	}
}

func TestMany(t *testing.T) {
	s := Sequence{Steps: make(Steps, MaxSteps+1)}
	if _, err := s.Compile(); err == nil || !strings.Contains(err.Error(), "a sequence takes 10000 steps") {
		t.Errorf("got %v", err)
	}
}

func TestTotal(t *testing.T) {
	for steps, want := range map[string]int64{
		`{"do":"close"},{"do":"block","steps":[{"do":"close"},{"do":"close"}]}`:                                                                  3,
		`{"do":"loop","times":5,"steps":[{"do":"close"},{"do":"loop","times":3,"steps":[{"do":"close"}]}]}`:                                      20,
		`{"do":"close"},{"do":"loop","steps":[{"do":"send","text":"x"}]}`:                                                                        0,
		`{"do":"loop","times":5,"until":{"match":"anything"},"steps":[{"do":"close"}]}`:                                                          0,
		`{"do":"loop","times":2000000000,"steps":[{"do":"loop","times":2000000000,"steps":[{"do":"loop","times":9,"steps":[{"do":"close"}]}]}]}`: 0,
	} {
		if got := program(t, steps).total; got != want {
			t.Errorf("%s has %d steps, want %d", steps, got, want)
		}
	}
}

func TestStepsInWords(t *testing.T) {
	p := program(t, `{"do":"send","text":"a\n  b"},{"do":"wait","for":"1500ms"},{"do":"expect","match":"anything"},{"do":"set","name":"x","text":"1"},
		{"do":"capture","name":"y","take":"2:4"},{"do":"loop","steps":[{"do":"send","text":"0123456789012345678901234567890123456789 and on","mode":"text"}]},
		{"do":"loop","until":{"match":"size","size":4},"times":2,"steps":[{"do":"close"}]}`)
	want := []StepInfo{{"1", "send “a\\n  b”"}, {"2", "wait 1.5s"}, {"3", "expect anything"}, {"4", "set {{x}} to “1”"}, {"5", "capture bytes 2:4 as {{y}}"},
		{"6", "loop without end"}, {"6.1", "send “0123456789012345678901234567890123456789…”"}, {"7", "loop until 4 bytes, 2 times at most"}, {"7.1", "close"}}
	if got := p.Steps(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

// The examples of the manual are sequences.
func TestExamplesOfTheManual(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "sequences.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := strings.Split(string(text), "```json\n")[1:]
	if len(examples) == 0 {
		t.Fatal("there are none")
	}
	for _, e := range examples {
		e, _, _ = strings.Cut(e, "```")
		s, err := Parse([]byte(e))
		if err == nil {
			_, err = s.Compile()
		}
		if err != nil {
			t.Errorf("%v in:\n%s", err, e)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"steps":[{"do":"loop","times":2,"until":{"match":"regex","text":"a{{x}}","variables":true},"steps":[{"do":"send","text":"x"}]},{"do":"set","name":"x","text":"00"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse(data)
		if err != nil {
			return
		}
		text, err := s.JSON()
		if err != nil {
			t.Fatalf("%+v can't be written: %v", s, err)
		}
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%s can't be read again: %v", text, err)
		}
		if twice, _ := again.JSON(); string(twice) != string(text) {
			t.Errorf("written twice:\n%s\n%s", text, twice)
		}
		_, _ = s.Compile()
	})
}

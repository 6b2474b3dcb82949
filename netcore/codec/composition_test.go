package codec

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

var testVars = &Vars{
	Seq:   7,
	Now:   time.Date(2026, 3, 4, 5, 6, 7, 89_012_345, time.FixedZone("CET", 3600)),
	Peer:  "[2001:db8::1]:4711",
	Clip:  func() (string, error) { return "41 42", nil },
	Value: func(name string) ([]byte, bool) { return []byte("\xff" + name), name == "1" },
}

func TestComposition(t *testing.T) {
	gbk := mustLookup(t, "gbk")
	utf16 := mustLookup(t, "utf-16le")
	marked := mustLookup(t, "utf-16")
	tests := []struct {
		name string
		c    Composition
		want string
	}{
		{"zero", Composition{}, ""},
		{"plain", Composition{Text: "{{seq}}"}, "{{seq}}"},
		{"seq", Composition{Text: "a{{seq}}b", Variables: true}, "a7b"},
		{"spaces inside", Composition{Text: "{{ seq : 03 }}", Variables: true}, "007"},
		{"JSON around it", Composition{Text: `{"n":{{seq}},"o":{{{seq}}}`, Variables: true}, `{"n":7,"o":{7}`},
		{"four braces", Composition{Text: "{{{{seq}}", Variables: true}, "{{seq}}"},
		{"seven braces", Composition{Text: "{{{{{{{seq}}}}", Variables: true}, "{{{7}}"},
		{"closing alone", Composition{Text: "a}} }b", Variables: true}, "a}} }b"},
		{"gbk", Composition{Text: "第{{seq}}次", Encoding: gbk, Variables: true}, "\xb5\xda7\xb4\xce"},
		{"utf-16le", Composition{Text: "{{seq:02}}", Encoding: utf16, Variables: true}, "0\x007\x00"},
		{"one mark", Composition{Text: "{{seq}}a", Encoding: marked, Variables: true}, "\xff\xfe7\x00a\x00"},
		{"line breaks around", Composition{Text: "a\n{{seq}}\r\n", Ending: CRLF, Variables: true}, "a\r\n7\r\n\r\n"},
		{"hex", Composition{Text: "00 {{seq:u16be}} {{seq}} ff", Mode: Hex, Ending: LF, Variables: true}, "\x00\x00\x077\xff"},
		{"escapes", Composition{Text: `\x00{{seq}}\n`, Mode: Escapes, Ending: NUL, Variables: true}, "\x007\n\x00"},
		{"a checksum before the ending", Composition{Text: "$GPGLL,5300.97914,N,00259.98174,E,125926,A*", Ending: CRLF,
			Sums: []Checksum{{Sum: mustSum(t, "xor"), From: 1, To: -1, As: SumCapitals}}}, "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n"},
		{"one checksum over another", Composition{Text: "01 02", Mode: Hex, Sums: []Checksum{{Sum: mustSum(t, "sum-8")}, {Sum: mustSum(t, "xor")}}}, "\x01\x02\x03\x00"},
		{"a checksum over variables", Composition{Text: "{{seq:u8}}01", Mode: Hex, Variables: true, Sums: []Checksum{{Sum: mustSum(t, "sum-16"), Little: true}}}, "\x07\x01\x08\x00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tt, err := test.c.Compile()
			if err != nil {
				t.Fatal(err)
			}
			got, err := tt.Bytes(testVars)
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestCompositionRefuses(t *testing.T) {
	tests := []struct {
		name, text, encoding string
		mode                 Mode
		want                 SyntaxError
	}{
		{"not closed", "a{{seq", "utf-8", Text, SyntaxError{1, 1, 2, "these braces are not closed; {{ as it is is written {{{{, or with variables off"}},
		{"closed in another line", "{{seq\n}}", "utf-8", Text, SyntaxError{0, 1, 1, "these braces are not closed; {{ as it is is written {{{{, or with variables off"}},
		{"no name", "a {{ }}", "utf-8", Text, SyntaxError{2, 1, 3, "a variable has a name: " + variableNames}},
		{"behind a variable", "{{seq}}€", "latin1", Text, SyntaxError{7, 1, 8, `"€" (U+20AC) is not in latin1`}},
		{"half a byte before one", "12 3{{seq}}", "utf-8", Hex, SyntaxError{3, 1, 4, `"3" is half a byte: a byte has two hex digits`}},
		{"half an escape before one", `\x4{{seq}}`, "utf-8", Escapes, SyntaxError{0, 1, 1, `\x needs 2 hex digits after it`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Composition{Text: test.text, Mode: test.mode, Encoding: mustLookup(t, test.encoding), Variables: true}.Compile()
			checkSyntaxError(t, nil, err, test.want)
		})
	}
}

func TestCompositionSumsRefuse(t *testing.T) {
	c := Composition{Text: "ab", Sums: []Checksum{{Sum: mustSum(t, "xor")}, {Sum: mustSum(t, "xor"), From: 9}}}
	_, err := c.Compile()
	var bad *SumError
	if !errors.As(err, &bad) || *bad != (SumError{1, "its range begins at 9, and the message has 3 bytes"}) {
		t.Errorf("got %v", err)
	}
	c.Sums[1] = Checksum{}
	if _, err = c.Compile(); !errors.As(err, &bad) || *bad != (SumError{1, "there is no checksum Sum(0)"}) {
		t.Errorf("got %v", err)
	}
}

func TestCompositionAsJSON(t *testing.T) {
	tests := []struct {
		name string
		c    Composition
		want string
	}{
		{"zero", Composition{}, `{}`},
		{"utf-8", Composition{Text: "a", Encoding: mustLookup(t, "utf-8")}, `{"text":"a"}`},
		{"all", Composition{Text: "00", Mode: Hex, Encoding: mustLookup(t, "utf-8-sig"), Ending: CRLF, Variables: true,
			Sums: []Checksum{{Sum: mustSum(t, "crc-16/modbus"), From: 1, To: -2, Put: PutOver, At: -2, Little: true, As: SumHex, Digits: true}}},
			`{"text":"00","mode":"hex","encoding":"utf-8-sig","ending":"CRLF","variables":true,"sums":[{"sum":"crc-16/modbus","from":1,"to":-2,"digits":true,"put":"overwrite","at":-2,"little":true,"as":"hex"}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := json.Marshal(test.c)
			if err != nil || string(got) != test.want {
				t.Errorf("got\n%s, %v, want\n%s", got, err, test.want)
			}
			var back Composition
			if err := json.Unmarshal(got, &back); err != nil {
				t.Fatal(err)
			}
			if back.Encoding.IsZero() {
				back.Encoding = test.c.Encoding
			}
			if !reflect.DeepEqual(back.Sums, test.c.Sums) || back.Encoding != test.c.Encoding || back.Text != test.c.Text ||
				back.Mode != test.c.Mode || back.Ending != test.c.Ending || back.Variables != test.c.Variables {
				t.Errorf("it comes back as %+v", back)
			}
		})
	}
	for _, bad := range []string{`{"mode":"binary"}`, `{"encoding":"utf-9"}`, `{"ending":"lf"}`, `{"sums":[{"sum":"crc-17"}]}`,
		`{"sums":[{"sum":"xor","put":"on"}]}`, `{"sums":[{"sum":"xor","as":"Hex"}]}`, `{"mode":""}`} {
		if err := json.Unmarshal([]byte(bad), new(Composition)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func mustSum(t testing.TB, name string) Sum {
	t.Helper()
	s, ok := LookupSum(name)
	if !ok {
		t.Fatalf("there is no sum %s", name)
	}
	return s
}

// Very many braces are looked at once each.
func TestVeryManyBraces(t *testing.T) {
	begun := time.Now()
	c, err := Composition{Text: strings.Repeat("{", 1<<20), Variables: true}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := c.Bytes(nil); err != nil || len(b) != 1<<19 {
		t.Errorf("got %d bytes, %v, want %d", len(b), err, 1<<19)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

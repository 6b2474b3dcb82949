package codec

import (
	"errors"
	"regexp"
	"slices"
	"testing"
)

// expand makes the bytes of a text with variables, in latin1: so that what comes out as a byte went in as one.
func expand(t *testing.T, text string, v *Vars) ([]byte, error) {
	t.Helper()
	template, err := Composition{Text: text, Encoding: mustLookup(t, "latin1"), Variables: true}.Compile()
	if err != nil {
		return nil, err
	}
	return template.Bytes(v)
}

func TestVariables(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"seq", "{{seq}}", "7"},
		{"from a thousand on", "{{seq:+1000}}", "1007"},
		{"unix", "{{unix}}", "1772597167"},
		{"unix ms", "{{unix:ms}}", "1772597167089"},
		{"unix us", "{{unix:us}}", "1772597167089012"},
		{"unix ns", "{{unix:ns}}", "1772597167089012345"},
		{"unix binary", "{{unix:u32be}}", "\x69\xa7\xaf\xaf"},
		{"unix ms binary", "{{unix:ms:u48le}}", "\xf1\x43\x06\xb7\x9c\x01"},
		{"peer", "{{peer}}", "[2001:db8::1]:4711"},
		{"peer's host", "{{peer:host}}", "2001:db8::1"},
		{"peer's port", "{{peer:port}}", "4711"},
		{"peer's port, binary", "{{peer:port:u16be}}", "\x12\x67"},
		{"clip", "{{clip}}", "41 42"},
		{"clip as hex", "{{clip:hex}}", "AB"},
		{"a value", "{{1}}", "\xff1"},
		{"a value in hex", "{{1:hex}}", "ff31"},
		{"a value in HEX", "{{1:HEX}}", "FF31"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := expand(t, test.text, testVars); err != nil || string(got) != test.want {
				t.Errorf("%s is %q, %v, want %q", test.text, got, err, test.want)
			}
		})
	}
}

func TestRandomVariables(t *testing.T) {
	for text, want := range map[string]string{
		"{{rand:9}}": `(?s)^.{9}$`, "{{rand:9:hex}}": `^[0-9a-f]{18}$`, "{{rand:9:HEX}}": `^[0-9A-F]{18}$`,
		"{{rand:30:digits}}": `^[0-9]{30}$`, "{{rand:30:letters}}": `^[a-zA-Z]{30}$`, "{{rand:5-6}}": `^[56]$`,
		"{{rand:100-100:04}}": `^0100$`, "{{rand:200-255:u8}}": `(?s)^[\xc8-\xff]$`,
	} {
		seen := map[string]bool{}
		for range 100 {
			got, err := expand(t, text, nil)
			runes := make([]rune, len(got))
			for i, b := range got {
				runes[i] = rune(b)
			}
			if err != nil || !regexp.MustCompile(want).MatchString(string(runes)) {
				t.Fatalf("%s is %q, %v, want %s", text, got, err, want)
			}
			seen[string(got)] = true
		}
		if len(seen) < 2 && text != "{{rand:100-100:04}}" {
			t.Errorf("%s is always %q", text, slices.Sorted(func(yield func(string) bool) {
				for s := range seen {
					yield(s)
				}
			}))
		}
	}
}

// What can't be is told when the text is read, at the place of what is wrong.
func TestVariablesRefuse(t *testing.T) {
	const notNumber = ` is no way to write a number; there are 04 and 4 (so many digits), x, X and 04x (hex), u8, u16be, u16le … (binary), +1 and -1`
	const notBinary = ` is no binary integer; they are u8 and, with be or le behind, u16, u24, u32, u48 and u64`
	tests := []struct {
		text string
		at   int
		want string
	}{
		{"{{seq:}}", 6, `""` + notNumber},
		{"{{seq:zz}}", 6, `"zz"` + notNumber},
		{"{{seq:99}}", 6, `"99"` + notNumber},
		{"{{seq: 04 : x }}", 12, "nothing may follow 04"},
		{"{{seq:u17be}}", 6, `"u17be"` + notBinary},
		{"{{seq:u16bele}}", 6, `"u16bele"` + notBinary},
		{"{{seq:u16}}", 6, "u16 needs its order: u16be has the highest byte first, u16le the lowest"},
		{"{{seq:+x}}", 6, `"+x" is no number to add`},
		{"{{seq:+99999999999999999999}}", 6, `"+99999999999999999999" is no number to add`},
		{"{{unix:min}}", 7, `"min"` + notNumber},
		{"{{rand}}", 0, "{{rand}} needs to know how much: {{rand:8}} is eight bytes, {{rand:1-6}} a number"},
		{"{{rand:0}}", 7, `"0" is no number of bytes from 1 to 65536, and no range such as 1-6`},
		{"{{rand:65537}}", 7, `"65537" is no number of bytes from 1 to 65536, and no range such as 1-6`},
		{"{{rand:8:}}", 9, "random bytes are written as hex, HEX, digits or letters"},
		{"{{rand:8:dec}}", 9, `random bytes are written as hex, HEX, digits or letters, not as "dec"`},
		{"{{rand:8:hex:2}}", 13, "nothing may follow hex"},
		{"{{rand:6-1}}", 7, "the range 6-1 has its end before its beginning"},
		{"{{rand:-1}}", 7, `"-1" is no range of numbers such as 1-6`},
		{"{{peer:name}}", 7, `the parts of a peer are host and port, not "name"`},
		{"{{peer:host:x}}", 12, "nothing may follow host"},
		{"{{clip:text}}", 7, `the clipboard is taken as its text or as hex, not as "text"`},
		{"{{clip:hex:2}}", 11, "nothing may follow hex"},
		{"{{1:u8}}", 4, `a value is taken as it is, as hex or as HEX, not as "u8"`},
		{"{{1:hex:HEX}}", 8, "nothing may follow hex"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			_, err := Composition{Text: "é\n" + test.text, Variables: true}.Compile()
			checkSyntaxError(t, nil, err, SyntaxError{3 + test.at, 2, 1 + test.at, test.want})
		})
	}
}

// What can't be told of one message is told at the variable.
func TestVariablesThatCanNotBeTold(t *testing.T) {
	broken := &Vars{Peer: "pipe", Clip: func() (string, error) { return "", errors.New("it is locked") }, Value: testVars.Value}
	tests := []struct {
		name, text string
		v          *Vars
		want       string
	}{
		{"no peer", "{{peer}}", nil, "there is no peer here"},
		{"no peer's host", "{{peer:host}}", nil, "there is no peer here"},
		{"a peer without a port", "{{peer:port}}", broken, "the peer pipe has no host and port"},
		{"no clipboard", "{{clip}}", nil, "there is no clipboard here"},
		{"the clipboard fails", "{{clip}}", broken, "the clipboard can't be read: it is locked"},
		{"the clipboard is no hex", "{{clip:hex}}", &Vars{Clip: func() (string, error) { return "4g", nil }}, `the clipboard is no hex: line 1, column 2: "g" is no hex digit`},
		{"what can't be encoded", "{{clip}}", &Vars{Clip: func() (string, error) { return "5 €", nil }}, `what {{clip}} stands for can't be sent: "€" (U+20AC) is not in latin1`},
		{"no values", "{{id}}", nil, `there is no variable "id" here; ` + variableNames},
		{"another value", "{{id}}", broken, `there is no variable "id" here; ` + variableNames},
		{"a capital", "{{Seq}}", nil, `there is no variable "Seq" here; ` + variableNames},
		{"too big", "{{rand:256-256:u8}}", nil, "256 does not fit into u8"},
		{"negative", "{{rand:1-1:-2:u8}}", nil, "-1 does not fit into u8"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := expand(t, "a\n"+test.text, test.v)
			checkSyntaxError(t, got, err, SyntaxError{2, 2, 1, test.want})
		})
	}
}

func TestTemplateNames(t *testing.T) {
	template, err := Composition{Text: "{{seq}} {{id}} {{seq:x}} {{len}}", Variables: true}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	if got := template.Names(); !slices.Equal(got, []string{"seq", "id", "len"}) || template.Constant() {
		t.Errorf("names %q, constant %v", got, template.Constant())
	}
	if !template.Uses("id") || template.Uses("peer") {
		t.Error("it uses id and not peer")
	}
	if template, err = (Composition{Text: "{{seq}}"}).Compile(); err != nil || !template.Constant() || len(template.Names()) > 0 {
		t.Errorf("without variables: %v, %v", template, err)
	}
}

// A constant template gives the same bytes each time, and whoever appends to them changes no others.
func TestConstantBytes(t *testing.T) {
	template, err := Composition{Text: "abc", Ending: LF}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	first, _ := template.Bytes(nil)
	_ = append(first, "more"...)
	if second, _ := template.Bytes(testVars); string(second) != "abc\n" || &first[0] != &second[0] {
		t.Errorf("got %q", second)
	}
}

// FuzzCompile: nothing panics, every mistake has its place, and what has no variables is what Compose makes.
func FuzzCompile(f *testing.F) {
	for _, text := range []string{"{{seq}}", "{{len}}{{len:body}}\n\n", "{{len:rest:-3:u16be}}", "{{time:%Y-%q}}", "{{time:utc:15:04}}", "{{{{a", "{{rand:3:hex}}",
		"{{peer:port:04x}}", "{{clip:hex}}", "00 {{seq:u8}}", `\x4{{1}}`, "{{a:hex}}", "{{unix:ms:+5:u64le}}"} {
		for mode := range uint8(4) {
			f.Add(text, mode, "utf-8", uint8(2), "sum-8", -2, 0, uint8(3), -1)
		}
	}
	f.Fuzz(func(t *testing.T, text string, mode uint8, encoding string, ending uint8, sum string, from, to int, put uint8, at int) {
		e, ok := Lookup(encoding)
		if !ok || len(text) > 1000 {
			return
		}
		c := Composition{Text: text, Mode: Mode(mode % 4), Encoding: e, Ending: LineEnding(ending % 6), Variables: true}
		if s, ok := LookupSum(sum); ok {
			c.Sums = []Checksum{{Sum: s, From: from, To: to, Put: PutKind(put % 4), At: at, As: SumForm(put / 4 % 4), Digits: put > 128}}
		}
		check := func(err error) {
			var bad *SyntaxError
			var badSum *SumError
			switch {
			case errors.As(err, &bad):
				checkPlace(t, text, bad)
			case !errors.As(err, &badSum):
				t.Fatalf("error %v is neither", err)
			}
		}
		template, err := c.Compile()
		if err != nil {
			check(err)
			return
		}
		got, err := template.Bytes(testVars)
		if err != nil {
			check(err)
			return
		}
		if template.Constant() && len(c.Sums) == 0 && nextFree(text) {
			want, err := Compose(text, max(c.Mode, Text), e, c.Ending)
			if err != nil || string(got) != string(want) {
				t.Errorf("%q is %q, and composed %q, %v", text, got, want, err)
			}
		}
		if len(c.Sums) == 1 && c.Sums[0].Put != PutOver && len(got) < c.Sums[0].width() {
			t.Errorf("%q is %q, shorter than its checksum", text, got)
		}
	})
}

// nextFree reports whether text has no two braces.
func nextFree(text string) bool {
	at, _ := nextBraces(text, 0)
	return at < 0
}

package codec

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

func indent(t testing.TB, payload, encoding string, more bool) (Indented, error) {
	t.Helper()
	return IndentJSON(context.Background(), []byte(payload), mustLookup(t, encoding), more)
}

func TestIndentJSON(t *testing.T) {
	tests := []struct {
		name, payload, want string
		values              int
	}{
		{"object", `{"b":1,"a":[true,null]}`, "{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null\n  ]\n}", 1},
		{"numbers as they came", `[1.50,-0,1E+05]`, "[\n  1.50,\n  -0,\n  1E+05\n]", 1},
		{"escapes as they came", `"\u00e9\/é"`, `"\u00e9\/é"`, 1},
		{"empty ones", `{"a":{},"b":[ ]}`, "{\n  \"a\": {},\n  \"b\": []\n}", 1},
		{"lines", "{\"a\":1}\n[2]\r\n3\n", "{\n  \"a\": 1\n}\n[\n  2\n]\n3", 3},
		{"glued", `{}[]"x"`, "{}\n[]\n\"x\"", 3},
		{"a key twice", `{"a":1,"a":2}`, "{\n  \"a\": 1,\n  \"a\": 2\n}", 1},
		{"mark", "\ufeff[]", "[]", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := indent(t, test.payload, "utf-8", false)
			if err != nil || string(got.Text) != test.want || got.Values != test.values || got.Cut || got.Read != int64(len(test.payload)) {
				t.Errorf("got %s (%+v), %v, want\n%s", got.Text, got, err, test.want)
			}
		})
	}
}

func TestIndentJSONErrors(t *testing.T) {
	tests := []struct {
		name, payload, encoding string
		offset                  int64
		text                    string
	}{
		{"nothing", " ", "utf-8", 1, "there is nothing"},
		{"text", "hello", "utf-8", 0, `"h" stands where a value is wanted`},
		{"no comma", `{"a":1 "b"}`, "utf-8", 7, `""" stands where a comma or } is wanted`},
		{"wrong bracket", `[1}`, "utf-8", 2, `"}" stands where a comma or ] is wanted`},
		{"comma at the end", `[1,]`, "utf-8", 3, `"]" stands where a value is wanted`},
		{"no colon", `{"a" 1}`, "utf-8", 5, `"1" stands where a colon is wanted`},
		{"no key", `{1:2}`, "utf-8", 1, `"1" stands where a key or } is wanted`},
		{"early end", `{"a":`, "utf-8", 5, "the end comes too early"},
		{"string without end", `["abc`, "utf-8", 1, "this string has no end"},
		{"line break in a string", "\"a\nb\"", "utf-8", 2, "LF has to be escaped in a string"},
		{"bad escape", `"\x41"`, "utf-8", 1, "no escape of JSON"},
		{"leading zero", `[01]`, "utf-8", 2, `"1" stands where a comma or ] is wanted`},
		{"bad number", `[-]`, "utf-8", 1, "no number of JSON"},
		{"word", `[nul]`, "utf-8", 1, `"n" stands where a value or ] is wanted`},
		{"invalid byte", "[\xff]", "utf-8", 1, "the byte FF stands where a value or ] is wanted"},
		{"place in utf-16", "[\x00?\x00", "utf-16le", 2, `"?" stands where a value or ] is wanted`},
		{"no character", "[\"\xff\"]", "gbk", 2, "FF is no character of gbk"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := indent(t, test.payload, test.encoding, false)
			var wrong *JSONError
			if !errors.As(err, &wrong) || wrong.Offset != test.offset || wrong.Text != test.text {
				t.Errorf("got %s, %v, want byte %d: %s", got.Text, err, test.offset, test.text)
			}
		})
	}
}

func TestIndentJSONInOtherEncodings(t *testing.T) {
	payload, err := mustLookup(t, "gbk").Encode(`{"站":"乗"}`) // 乗 ends with a byte that in ASCII is a backslash
	if err != nil {
		t.Fatal(err)
	}
	got, err := indent(t, string(payload), "gbk", false)
	if err != nil || string(got.Text) != "{\n  \"站\": \"乗\"\n}" || got.Read != int64(len(payload)) {
		t.Errorf("got %s, read %d, %v", got.Text, got.Read, err)
	}
}

func TestIndentJSONOfABeginning(t *testing.T) {
	const whole = `{"key":[1.5e3,"t\u00e9xt",true]} {"n":null}`
	for i := range len(whole) {
		if got, err := indent(t, whole[:i], "utf-8", true); err != nil || !got.Cut {
			t.Errorf("the first %d bytes: %+v, %v", i, got, err)
		}
	}
	if _, err := indent(t, `{"key":]`, "utf-8", true); err == nil {
		t.Error("a mistake in a beginning is none")
	}
}

func TestIndentJSONIsBounded(t *testing.T) {
	deep := strings.Repeat("[", 1<<20)
	got, err := indent(t, deep, "utf-8", true)
	if err != nil || !got.Cut || len(got.Text) > jsonSpread*len(deep)+2*jsonRoom {
		t.Errorf("%d bytes of text, cut %v, %v", len(got.Text), got.Cut, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := IndentJSON(ctx, []byte("[]"), Encoding{}, false); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

// FuzzIndentJSON: what is JSON to the standard library is to us, and stays the same.
func FuzzIndentJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.50,{"b":"\u00e9\n"}],"c":{}}`, "1 2\n3", `[01]`, `"\ud800"`, `[1,]`, `{"a":1,}`, "-", "[[", "\"\xff\"", "nulll"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		got, err := IndentJSON(context.Background(), payload, Encoding{}, false)
		var want []string
		dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(payload, []byte(markUTF8))))
		var wantErr error
		for wantErr == nil {
			var raw json.RawMessage
			if wantErr = dec.Decode(&raw); wantErr == nil {
				want = append(want, string(raw))
			}
		}
		if wantErr == io.EOF && len(want) > 0 {
			wantErr = nil
		}
		if err == nil && got.Cut {
			return
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, the standard library says %v", payload, err, wantErr)
		}
		if err != nil {
			return
		}
		var a, b bytes.Buffer
		for _, v := range want {
			if err := json.Compact(&b, []byte(v)); err != nil {
				t.Fatal(err)
			}
			b.WriteByte('\n')
		}
		dec = json.NewDecoder(bytes.NewReader(got.Text))
		for dec.More() {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				t.Fatalf("%q became %s: %v", payload, got.Text, err)
			}
			if err := json.Compact(&a, raw); err != nil {
				t.Fatal(err)
			}
			a.WriteByte('\n')
		}
		if a.String() != b.String() || got.Values != len(want) {
			t.Errorf("%q became %s", payload, got.Text)
		}
	})
}

func BenchmarkIndentJSON(b *testing.B) {
	line := []byte(`{"id":12345,"name":"站 one","tags":["a","b","c"],"nested":{"x":1.5,"y":null}}` + "\n")
	payload := bytes.Repeat(line, (8<<20)/len(line))
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		if _, err := IndentJSON(context.Background(), payload, Encoding{}, false); err != nil {
			b.Fatal(err)
		}
	}
}

package capture

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"wirevise/netcore/codec"
)

// unescape reads what appendEscaped wrote.
func unescape(t *testing.T, s string) []byte {
	t.Helper()
	utf8, ok := codec.Lookup("utf-8")
	if !ok {
		t.Fatal("no UTF-8")
	}
	b, err := codec.ParseEscapes(s, utf8)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

func TestTextLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		row := randomRow(r)
		var b strings.Builder
		if err := WriteText(&b, sequence(row)); err != nil {
			t.Fatal(err)
		}
		line, ok := strings.CutSuffix(b.String(), "\n")
		if !ok || strings.ContainsAny(line, "\r\n\x00\x7f") {
			t.Fatalf("not one line: %q", b.String())
		}
		fields := strings.Split(line, "\t")
		if want := 6; len(fields) != want && len(fields) != want+1 {
			t.Fatalf("got %d fields in %q", len(fields), line)
		}
		if got := unescape(t, fields[1]); string(got) != row.Endpoint {
			t.Fatalf("endpoint: got %q, want %q", got, row.Endpoint)
		}
		if got := unescape(t, fields[5]); !bytes.Equal(got, row.Payload) {
			t.Fatalf("payload: got %q, want %q", got, row.Payload)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, row := range someRows() {
		f.Add(row.Payload)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := string(appendEscaped(nil, b))
		if strings.ContainsAny(s, "\r\n\t\x00") {
			t.Fatalf("%q shows a control character", s)
		}
		if got := unescape(t, s); !bytes.Equal(got, b) {
			t.Fatalf("got %q from %q, want %q", got, s, b)
		}
	})
}

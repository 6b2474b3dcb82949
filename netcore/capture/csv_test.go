package capture

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

// asRead is how encoding/csv gives a field back: it makes \r\n to \n.
func asRead(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func TestCSVReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	rows := someRows()
	for range 2000 {
		rows = append(rows, randomRow(r))
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, sequence(rows...)); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(records), len(rows)+1; got != want {
		t.Fatalf("got %d records, want %d", got, want)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	for i, row := range rows {
		field := func(name string) string { return records[i+1][column[name]] }
		if got := unescape(t, field("text")); !bytes.Equal(got, row.Payload) {
			t.Fatalf("row %d: text %q, want %q", i, got, row.Payload)
		}
		if got, err := hex.DecodeString(field("hex")); err != nil || !bytes.Equal(got, row.Payload) {
			t.Fatalf("row %d: hex %q %v, want %q", i, got, err, row.Payload)
		}
		faultName, faultText := row.Fault.Name, row.Fault.Text
		if !row.HasFault {
			faultName, faultText = "", ""
		}
		for name, want := range map[string]string{"endpoint": row.Endpoint, "local": row.Local, "peer": row.Peer,
			"note": row.Note, "error_name": faultName, "error_text": faultText, "kind": row.Kind.String()} {
			if got := field(name); got != asRead(want) {
				t.Fatalf("row %d: %s: got %q, want %q", i, name, got, want)
			}
		}
	}
}

func TestAppendField(t *testing.T) {
	cases := map[string]string{
		"": "", "a": "a", "a b": "a b", " a": `" a"`, "a ": `"a "`, "a,b": `"a,b"`, `"`: `""""`, `a"b"`: `"a""b"""`,
		"a\rb": "\"a\rb\"", "a\nb": "\"a\nb\"", "é": "é",
	}
	for s, want := range cases {
		if got := string(appendField([]byte("x"), s)); got != "x"+want {
			t.Errorf("%q: got %s, want %s", s, got, "x"+want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", `"`, `""`, "a,b", " a", "a\r\nb", "é", "\""} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		line := append(appendField(append(appendField(append([]byte(nil), "1,"...), a), ','), b), "\r\n"...)
		record, err := csv.NewReader(bytes.NewReader(line)).Read()
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if len(record) != 3 || record[1] != asRead(a) || record[2] != asRead(b) {
			t.Fatalf("got %q from %q, want %q, %q", record, line, a, b)
		}
	})
}

package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"wirevise/netcore"
)

// readBack is what comes back of a row that is written.
func readBack(r Row) Row {
	r.Endpoint, r.Network, r.Local, r.Peer, r.Note = asJSON(r.Endpoint), asJSON(r.Network), asJSON(r.Local), asJSON(r.Peer), asJSON(r.Note)
	if !r.HasFault {
		r.Fault = netcore.Fault{}
	}
	r.Fault.Name, r.Fault.Text = asJSON(r.Fault.Name), asJSON(r.Fault.Text)
	return r
}

// difference tells where two rows differ, or nothing.
func difference(got, want Row) string {
	gotTime, wantTime := got.Time.Format(jsonTime), want.Time.Format(jsonTime)
	if gotTime != wantTime || !got.Time.Equal(want.Time) || !bytes.Equal(got.Payload, want.Payload) {
		return fmt.Sprintf("got %s %q, want %s %q", gotTime, got.Payload, wantTime, want.Payload)
	}
	got.Time, got.Payload = want.Time, want.Payload
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		return "got " + g + ", want " + w
	}
	return ""
}

func checkRead(t *testing.T, file io.Reader, rows []Row) {
	t.Helper()
	n := 0
	for row, err := range ReadJSON(file) {
		if err != nil {
			t.Fatalf("row %d: %v", n, err)
		}
		if n >= len(rows) {
			t.Fatalf("more than %d rows", len(rows))
		}
		if d := difference(row, readBack(rows[n])); d != "" {
			t.Fatalf("row %d: %s", n, d)
		}
		n++
	}
	if n != len(rows) {
		t.Fatalf("got %d rows, want %d", n, len(rows))
	}
}

func TestReadJSONReadsWhatIsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	rows := someRows()
	for i := range 3000 {
		row := randomRow(r)
		row.Kind = netcore.Opened + row.Kind%netcore.Closed
		row.Time = row.Time.In(time.FixedZone("", (r.IntN(1439*2)-1439)*60))
		if i%500 == 0 {
			row.Payload = []byte(noise(flushSize + i))
			row.Size = int64(len(row.Payload))
		}
		rows = append(rows, row)
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, sequence(rows...)); err != nil {
		t.Fatal(err)
	}
	checkRead(t, bytes.NewReader(b.Bytes()), rows)
	checkRead(t, iotest.HalfReader(bytes.NewReader(b.Bytes())), rows)
	file := append([]byte("\ufeff\n  \r\n"), bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n\r\n"))...)
	checkRead(t, bytes.NewReader(bytes.TrimRight(file, "\r\n")), rows)
}

func TestReadJSONLine(t *testing.T) {
	const head = `"seq":1,"time":"2026-03-14T15:09:26+01:00","kind":"received"`
	for _, tt := range []struct {
		name, line string
		payload    string
		err        string
	}{
		{"the least", `{` + head + `}`, "", ""},
		{"text alone", `{` + head + `,"text":"\u00e9\ud83d\ude00"}`, "é😀", ""},
		{"data alone", `{` + head + `,"data":"/wA="}`, "\xff\x00", ""},
		{"escapes in data", `{` + head + `,"data":"\u002fwA="}`, "\xff\x00", ""},
		{"space everywhere", "\t{ \"seq\" : 1 , \"time\":\"2026-03-14T15:09:26Z\" ,\"kind\" :\"sent\", \"flags\" : [ ] , \"error\": { } } ", "", ""},
		{"unknown members", `{` + head + `,"later":{"seq":[1,"]}\"",{}],"a":1},"more":null,"Seq":"x","text":"a"}`, "a", ""},
		{"both differ", `{` + head + `,"data":"YQ==","text":"b"}`, "", `line 1, byte 84: text: it is not what data says`},
		{"size too big", `{` + head + `,"data":"YQ==","size":2}`, "", `line 1, byte 84: size: there are 1 bytes of payload, not 2`},
		{"size without data", `{` + head + `,"size":2}`, "", `line 1, byte 70: size: there are 0 bytes of payload, not 2`},
		{"size negative", `{` + head + `,"size":-1}`, "", `line 1, byte 70: size: -1 is no whole number from 0 to 9223372036854775807`},
		{"not UTF-8", "{" + head + ",\"text\":\"\xff\"}", "", `line 1, byte 71: not UTF-8`},
		{"cut off", `{` + head + `,"data":"YQ`, "", `line 1, byte 72: not JSON: unexpected end of JSON input`},
		{"two objects", `{` + head + `} {}`, "", `line 1, byte 64: not JSON: invalid character '{' after top-level value`},
		{"an array", ` [1]`, "", `line 1, byte 2: not a JSON object`},
		{"null", `null`, "", `line 1, byte 1: not a JSON object`},
		{"NaN", `{` + head + `,"size":NaN}`, "", `line 1, byte 70: not JSON: invalid character 'N' looking for beginning of value`},
		{"deep", `{` + head + `,"x":` + strings.Repeat("[", 20000) + `}`, "", `line 1, byte 10066: not JSON: invalid character '[' exceeded max depth`},
		{"deep and closed", `{` + head + `,"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "", ""},
		{"twice", `{` + head + `,"seq":1}`, "", `line 1, byte 69: seq: it stands twice`},
		{"twice, by escape", `{` + head + `,"s\u0065q":1}`, "", `line 1, byte 74: seq: it stands twice`},
		{"unknown twice", `{` + head + `,"a":1,"a":1}`, "", `line 1, byte 73: a: it stands twice`},
		{"twice in error", `{` + head + `,"error":{"text":"a","text":"b"}}`, "", `line 1, byte 90: text: it stands twice`},
		{"no seq", `{"time":"2026-03-14T15:09:26Z","kind":"sent"}`, "", `line 1: there is no seq`},
		{"no time", `{"seq":1,"kind":"sent"}`, "", `line 1: there is no time`},
		{"no kind", `{"seq":1,"time":"2026-03-14T15:09:26Z"}`, "", `line 1: there is no kind`},
		{"seq with a fraction", `{"seq":1.0}`, "", `line 1, byte 8: seq: 1.0 is no whole number from 0 to 18446744073709551615`},
		{"seq as text", `{"seq":"1"}`, "", `line 1, byte 8: seq: "1" is no whole number from 0 to 18446744073709551615`},
		{"session too large", `{"session":4294967296}`, "", `line 1, byte 12: session: 4294967296 is no whole number from 0 to 4294967295`},
		{"no such kind", `{"kind":"lost"}`, "", `line 1, byte 9: kind: "lost" is no kind`},
		{"kind as number", `{"kind":1}`, "", `line 1, byte 9: kind: not a string`},
		{"no such time", `{"time":"today"}`, "", `line 1, byte 9: time: "today" is no time as RFC 3339 has it`},
		{"hour 24", `{"time":"2026-03-14T24:00:00Z"}`, "", `line 1, byte 9: time: "2026-03-14T24:00:00Z" is no time as RFC 3339 has it`},
		{"no such flag", `{"flags":["x"]}`, "", `line 1, byte 10: flags: "x" is no flag`},
		{"flags as text", `{"flags":"counted"}`, "", `line 1, byte 10: flags: not an array`},
		{"flags of numbers", `{"flags":[1]}`, "", `line 1, byte 10: flags: not a string`},
		{"bad base64", `{"data":"YQ="}`, "", `line 1, byte 9: data: not base64 at its byte 4`},
		{"base64 with spare bits", `{"data":"YR=="}`, "", `line 1, byte 9: data: not base64 at its byte 3`},
		{"base64 with a line end", `{"data":"YQ\n=="}`, "", `line 1, byte 9: data: not base64 at its byte 3`},
		{"half a pair", `{"note":"\ud83d!"}`, "", `line 1, byte 9: note: half of a pair of surrogates`},
		{"the other half", `{"note":"\ude00"}`, "", `line 1, byte 9: note: half of a pair of surrogates`},
		{"error as text", `{"error":"EPIPE"}`, "", `line 1, byte 10: error: not an object`},
		{"error null", `{"error":null}`, "", `line 1, byte 10: error: not an object`},
		{"number too large", `{"error":{"number":1e9}}`, "", `line 1, byte 20: number: 1e9 is no whole number from -2147483648 to 2147483647`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			for row, err := range ReadJSON(strings.NewReader(tt.line)) {
				n++
				text := ""
				if err != nil {
					text = err.Error()
				}
				if text != tt.err || string(row.Payload) != tt.payload {
					t.Errorf("got %q, %q, want %q, %q", row.Payload, text, tt.payload, tt.err)
				}
			}
			if n != 1 {
				t.Errorf("got %d rows", n)
			}
		})
	}
}

const goodLine = `{"seq":1,"time":"2026-03-14T15:09:26Z","kind":"sent"}`

func TestReadJSONGoesOn(t *testing.T) {
	long := `{"note":"` + strings.Repeat("x", 3*flushSize) + `"}`
	exact := goodLine + strings.Repeat(" ", 2*flushSize-len(goodLine))
	file := strings.Join([]string{goodLine, "bad", "", long, exact, exact + " ", long, goodLine, "[]"}, "\n")
	var got []string
	for row, err := range readJSON(strings.NewReader(file), 2*flushSize) {
		if err != nil {
			got = append(got, err.Error())
			if row.Kind != 0 {
				t.Errorf("a row comes with %v", err)
			}
			continue
		}
		got = append(got, row.Kind.String())
	}
	want := []string{"sent", "line 2, byte 1: not JSON: invalid character 'b' looking for beginning of value",
		"line 4: longer than the 131072 bytes that are read", "sent", "line 6: longer than the 131072 bytes that are read",
		"line 7: longer than the 131072 bytes that are read", "sent", "line 9, byte 1: not a JSON object"}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
	for row, err := range ReadJSON(strings.NewReader("bad\n" + goodLine)) {
		if err == nil {
			t.Errorf("after a break there is %v", row)
		}
		break
	}
}

func TestReadJSONAgain(t *testing.T) {
	r := strings.NewReader("not read\n" + goodLine + "\n")
	r.Seek(9, io.SeekStart)
	rows := ReadJSON(r)
	for i := range 3 {
		n := 0
		for _, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 1 {
			t.Errorf("time %d: got %d rows, want 1", i, n)
		}
	}
	once := ReadJSON(io.MultiReader(strings.NewReader(goodLine)))
	for range once {
	}
	for _, err := range once {
		if err != errReadOnce {
			t.Errorf("got error %v, want %v", err, errReadOnce)
		}
	}
	pipe, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	io.WriteString(w, goodLine)
	w.Close()
	for row, err := range ReadJSON(pipe) {
		if err != nil || row.Kind != netcore.Sent {
			t.Errorf("from a pipe: got %v, %v", row, err)
		}
	}
}

func TestReadJSONReadError(t *testing.T) {
	wrong := errors.New("wrong")
	n := 0
	for _, err := range ReadJSON(io.MultiReader(strings.NewReader(goodLine+"\n"+goodLine), iotest.ErrReader(wrong))) {
		if n++; (err != nil) != (n == 2) || n == 2 && err != wrong {
			t.Errorf("row %d: got error %v", n, err)
		}
	}
	if n != 2 {
		t.Errorf("got %d rows", n)
	}
}

func TestEventOfRow(t *testing.T) {
	for _, row := range someRows() {
		e := row.Event()
		if d := difference(RowOf(row.Seq, e), row); d != "" {
			t.Error(d)
		}
	}
}

// Whatever is read is written and read again the same, and nothing makes it panic.
func FuzzReadJSON(f *testing.F) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sequence(someRows()...)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	for line := range bytes.Lines(b.Bytes()) {
		f.Add(line)
	}
	for _, s := range []string{"", "{}", "null", goodLine, goodLine + "\r\n\r\n" + goodLine, "\ufeff" + goodLine, `{"a":"\ud800\udc00","b":[{}]}`,
		`{"seq":1,"time":"2026-03-14T15:09:26.5-07:30","kind":"ended","flags":["0x80","peershut"],"error":{"number":-2},"text":"\\\"\u0000"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		for row, err := range readJSON(bytes.NewReader(file), 1<<16) {
			if err != nil {
				var bad *JSONError
				if !errors.As(err, &bad) || bad.Line < 1 || bad.Byte < 0 || bad.Text == "" {
					t.Fatalf("%#v", err)
				}
				continue
			}
			n := 0
			for again, err := range ReadJSON(bytes.NewReader(AppendJSON(nil, row))) {
				if n++; err != nil {
					t.Fatalf("%+v: %v", row, err)
				}
				if d := difference(again, row); d != "" {
					t.Fatal(d)
				}
			}
			if n != 1 {
				t.Fatalf("%+v: read %d times", row, n)
			}
		}
	})
}

package capture

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirevise/netcore"
)

// jsonRow is what encoding/json reads.
type jsonRow struct {
	Seq      uint64
	Time     time.Time
	Kind     string
	Endpoint string
	Session  uint32
	Network  string
	Local    string
	Peer     string
	Size     *int64
	Data     []byte
	Text     *string
	Note     string
	Flags    []string
	Error    *struct {
		Name   string
		Number int
		Text   string
	}
}

// asJSON is how a string comes out of encoding/json: with U+FFFD for each bad byte.
func asJSON(s string) string { return string([]rune(s)) }

func checkJSON(t *testing.T, row Row) {
	t.Helper()
	line := AppendJSON([]byte("before"), row)[len("before"):]
	if bytes.ContainsAny(line, "\r\n\u2028\u2029") || !utf8.Valid(line) {
		t.Fatalf("not one line of UTF-8: %q", line)
	}
	var got jsonRow
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if got.Seq != row.Seq || !got.Time.Equal(row.Time) || got.Kind != row.Kind.String() || got.Session != uint32(row.Session) {
		t.Fatalf("%s: got %+v", line, got)
	}
	if !bytes.Equal(got.Data, row.Payload) {
		t.Fatalf("data: got %q, want %q", got.Data, row.Payload)
	}
	if want := len(row.Payload) > 0 && utf8.Valid(row.Payload); (got.Text != nil) != want {
		t.Fatalf("%s: text is there: %t, want %t", line, got.Text != nil, want)
	} else if want && *got.Text != string(row.Payload) {
		t.Fatalf("text: got %q, want %q", *got.Text, row.Payload)
	}
	if want := row.Size != 0 || HasBytes(row.Kind); (got.Size != nil) != want {
		t.Fatalf("%s: size is there: %t, want %t", line, got.Size != nil, want)
	}
	for _, s := range [][2]string{{got.Endpoint, row.Endpoint}, {got.Network, row.Network}, {got.Local, row.Local}, {got.Peer, row.Peer}, {got.Note, row.Note}} {
		if s[0] != asJSON(s[1]) {
			t.Fatalf("%s: got %q, want %q", line, s[0], s[1])
		}
	}
	if (got.Error != nil) != row.HasFault {
		t.Fatalf("%s: error is there: %t, want %t", line, got.Error != nil, row.HasFault)
	}
	if e := got.Error; e != nil &&
		(e.Name != asJSON(row.Fault.Name) || e.Number != row.Fault.Number || e.Text != asJSON(row.Fault.Text)) {
		t.Fatalf("%s: got error %+v, want %+v", line, *e, row.Fault)
	}
	if got, want := strings.Join(got.Flags, " "), string(appendFlags(nil, row.Flags)); got != want {
		t.Fatalf("flags: got %q, want %q", got, want)
	}
}

func TestJSONReadBack(t *testing.T) {
	for _, row := range someRows() {
		checkJSON(t, row)
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 3000 {
		checkJSON(t, randomRow(r))
	}
}

func FuzzJSON(f *testing.F) {
	for _, row := range someRows() {
		f.Add(row.Payload, row.Note)
	}
	f.Fuzz(func(t *testing.T, payload []byte, note string) {
		checkJSON(t, Row{Seq: 1, Kind: netcore.Received, Size: int64(len(payload)), Payload: payload, Note: note, Endpoint: note,
			HasFault: true, Fault: netcore.Fault{Name: note, Text: note}})
	})
}

func TestJSONOmitsEmpty(t *testing.T) {
	got := string(AppendJSON(nil, Row{Kind: netcore.Opened, Time: time.Unix(0, 0).UTC()}))
	want := `{"seq":0,"time":"1970-01-01T00:00:00.000000000Z","kind":"opened"}`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	row := Row{Seq: 1, Time: time.Now(), Kind: netcore.Received, Endpoint: "server", Session: 1, Local: "127.0.0.1:9000",
		Peer: "127.0.0.1:50312", Size: 64, Payload: bytes.Repeat([]byte("0123456\n"), 8)}
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendJSON(buf[:0], row)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

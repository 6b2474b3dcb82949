package capture

import (
	"errors"
	"flag"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// someRows has a row of every sort and every field in some row.
func someRows() []Row {
	at := func(us int) time.Time {
		return time.Date(2026, 3, 14, 15, 9, 26, us*1000+535, time.FixedZone("", 3600))
	}
	const local, peer = "127.0.0.1:9000", "127.0.0.1:50312"
	payload := func(seq uint64, kind netcore.EventKind, data string) Row {
		return Row{Seq: seq, Time: at(int(seq)), Kind: kind, Endpoint: "echo", Session: 1, Network: "tcp", Local: local, Peer: peer,
			Size: int64(len(data)), Payload: []byte(data)}
	}
	rows := []Row{
		{Seq: 1, Time: at(1), Kind: netcore.Opened, Endpoint: "echo", Local: local, Note: "listening"},
		{Seq: 2, Time: at(2), Kind: netcore.Accepted, Endpoint: "echo", Session: 1, Local: local, Peer: peer},
		payload(3, netcore.Received, "hello\r\n"),
		payload(4, netcore.Sent, "hello\r\n"),
		payload(5, netcore.Received, ""),
		payload(6, netcore.Received, "\x00\x01\x1b[31m\x7f\xff\xfe\\n"),
		payload(7, netcore.Received, "早上好, \"grüß dich\" \u200b\u2028\ufffd"),
		payload(8, netcore.Received, " =1+1,\t "),
		payload(9, netcore.Failed, "ab"),
		{Seq: 10, Time: at(10), Kind: netcore.Failed, Endpoint: "a\tb,\"c\"\nd", Peer: "@abstract\x00",
			Note: "line one\r\nline two", HasFault: true, Fault: netcore.Fault{Text: "it did not work"}},
		{Seq: 11, Time: at(11), Kind: netcore.Ended, Endpoint: "echo", Session: 1, Local: local, Peer: peer, HasFault: true,
			Fault: netcore.Fault{Name: "ECONNRESET", Number: 104, Text: "the other side broke the connection off"}},
		{Seq: 12, Time: at(12), Kind: netcore.Closed, Endpoint: "echo", Local: local},
		payload(13, netcore.Received, "one\n\nth"),
		payload(14, netcore.Framed, "one"),
		payload(15, netcore.Framed, ""),
		payload(16, netcore.Framed, "th"),
	}
	rows[12].Flags = netcore.Cut
	rows[15].Flags, rows[15].Note = netcore.Broken, "it ended within a line"
	rows[3].Flags = netcore.Automatic
	rows[5].Flags = netcore.Truncated | netcore.PeerShut
	rows[8].Note = "2 of 5 bytes went out"
	rows[8].HasFault, rows[8].Fault = true, netcore.Fault{Name: "EPIPE", Number: 32, Text: "the other side is gone"}
	return rows
}

// randomRow has odd bytes everywhere.
func randomRow(r *rand.Rand) Row {
	text := func() string {
		pieces := []string{"", "a", "\"", "\\", ",", "\r", "\n", "\t", " ", "\x00", "\x1f", "\x7f", "\xff", "\xe4", "ä", "早",
			"\u2028", "\u2029", "\ufffd", "\U0001f600", "\xf0\x9f", "<&>", "0", "\u200b", "=", "'"}
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	payload := []byte(text())
	return Row{
		Seq: r.Uint64(), Time: time.Unix(0, r.Int64()), Kind: netcore.EventKind(r.IntN(10)),
		Flags: netcore.EventFlags(r.Uint32()), Endpoint: text(), Session: netcore.SessionID(r.Uint32N(3)), Network: text(), Local: text(), Peer: text(),
		Size: int64(len(payload)), Payload: payload, Note: text(), HasFault: r.IntN(2) == 0,
		Fault: netcore.Fault{Name: text(), Number: r.IntN(3) - 1, Text: text()},
	}
}

func sequence(rows ...Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var formats = map[string]func(*strings.Builder, Rows) error{
	"text": func(w *strings.Builder, rows Rows) error { return WriteText(w, rows) },
	"csv":  func(w *strings.Builder, rows Rows) error { return WriteCSV(w, rows) },
	"json": func(w *strings.Builder, rows Rows) error { return WriteJSON(w, rows) },
}

func TestGolden(t *testing.T) {
	for name, write := range formats {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := write(&b, sequence(someRows()...)); err != nil {
				t.Fatal(err)
			}
			golden(t, "rows."+name, b.String())
		})
	}
}

func TestRowsError(t *testing.T) {
	wrong := errors.New("wrong")
	for name, write := range formats {
		t.Run(name, func(t *testing.T) {
			rows := func(yield func(Row, error) bool) {
				_ = yield(Row{}, nil) && yield(Row{}, wrong) && yield(Row{}, nil)
			}
			var b strings.Builder
			if err := write(&b, rows); !errors.Is(err, wrong) {
				t.Errorf("got error %v, want %v", err, wrong)
			}
		})
	}
}

type failingWriter struct{ left int }

var errFull = errors.New("full")

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	n := 0
	rows := func(yield func(Row, error) bool) {
		for yield(Row{Payload: make([]byte, 1000), Size: 1000}, nil) {
			n++
		}
	}
	if err := WriteCSV(&failingWriter{left: 200_000}, rows); err != errFull {
		t.Errorf("got error %v, want %v", err, errFull)
	}
	if n > 300 {
		t.Errorf("%d rows were taken after the writer failed", n)
	}
}

func TestFlagNames(t *testing.T) {
	if got, want := string(appendFlags(nil, netcore.Truncated|netcore.Counted|1<<7)), "truncated counted 0x80"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

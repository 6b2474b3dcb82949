package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/netcore"
)

// someRows are rows that no store holds. The first of them is selected.
type someRows []msglog.Entry

func (r someRows) Rows() int { return len(r) }

func (r someRows) Entry(i, max int) (msglog.Entry, bool) {
	if i < 0 || i >= len(r) {
		return msglog.Entry{}, false
	}
	e := r[i]
	e.Seq = uint64(i + 1)
	e.Size = int64(len(e.Payload))
	if max >= 0 && len(e.Payload) > max {
		e.Payload = e.Payload[:max]
	}
	return e, true
}

func (r someRows) Selected(seq uint64) bool { return seq == 1 }

func (r someRows) Bookmarked(seq uint64) bool { return seq == 2 }

func (r someRows) Oldest() (msglog.Entry, bool) { return r.Entry(0, 0) }

func TestRowOfTheLog(t *testing.T) {
	at := time.Date(2026, 3, 4, 14, 2, 11, 4182000, time.Local)
	span := func(text string, style widgets.Style) widgets.Span { return widgets.Span{Text: text, Style: style} }
	type spans = []widgets.Span
	tests := []struct {
		name    string
		entry   msglog.Entry
		mark    widgets.Span
		peer    string
		size    string
		message spans
	}{
		{"received", msglog.Entry{Kind: netcore.Received, Session: 3, Peer: "127.0.0.1:51422", Payload: []byte("GET /\r\n")},
			span("←", widgets.In), "#3 127.0.0.1:51422", "7 B",
			spans{span("GET /", widgets.Normal), span("CR", widgets.Code), span("LF", widgets.Code)}},
		{"sent", msglog.Entry{Kind: netcore.Sent, Session: 3, Peer: "[::1]:9", Payload: []byte("站 is 北")},
			span("→", widgets.Out), "#3 [::1]:9", "10 B", spans{span("站 is 北", widgets.Normal)}},
		{"control bytes and no text", msglog.Entry{Kind: netcore.Received, Payload: []byte{0, 1, 0xff, 'A', 0x7f}},
			span("←", widgets.In), "", "5 B",
			spans{span("NUL", widgets.Code), span("SOH", widgets.Code), span("FF", widgets.Code), span("A", widgets.Normal), span("DEL", widgets.Code)}},
		{"what would show as nothing", msglog.Entry{Kind: netcore.Received, Payload: []byte("a\u200bb\u202ec")},
			span("←", widgets.In), "", "9 B",
			spans{span("a", widgets.Normal), span("U+200B", widgets.Code), span("b", widgets.Normal), span("U+202E", widgets.Code), span("c", widgets.Normal)}},
		{"frame", msglog.Entry{Kind: netcore.Framed, Session: 3, Peer: "[::1]:9", Payload: []byte("a line")},
			span("⇤", widgets.In), "#3 [::1]:9", "6 B", spans{span("a line", widgets.Normal)}},
		{"empty frame", msglog.Entry{Kind: netcore.Framed}, span("⇤", widgets.In), "", "0 B", spans{span("0 bytes", widgets.Code)}},
		{"broken frame", msglog.Entry{Kind: netcore.Framed, Flags: netcore.Broken, Note: "longer than 4 bytes", Payload: []byte("a lin")},
			span("⇤", widgets.Accent), "", "5 B",
			spans{span("longer than 4 bytes", widgets.Accent), span("  ", widgets.Normal), span("a lin", widgets.Normal)}},
		{"zero-length datagram", msglog.Entry{Kind: netcore.Received, Peer: "127.0.0.1:4"},
			span("←", widgets.In), "127.0.0.1:4", "0 B", spans{span("0 bytes", widgets.Code)}},
		{"listening", msglog.Entry{Kind: netcore.Opened, Note: "listening on 127.0.0.1:9000"},
			span("●", widgets.Status), "", "", spans{span("listening on 127.0.0.1:9000", widgets.Status)}},
		{"fault", msglog.Entry{Kind: netcore.Failed, Note: "opening tcp://127.0.0.1:9999", HasFault: true,
			Fault: netcore.Fault{Name: "ECONNREFUSED", Number: 111, Text: "nothing is listening there"}},
			span("✕", widgets.Error), "", "",
			spans{span("ECONNREFUSED (111): nothing is listening there", widgets.Error), span(" — opening tcp://127.0.0.1:9999", widgets.Error)}},
		{"ended by a fault", msglog.Entry{Kind: netcore.Ended, Session: 3, Peer: "127.0.0.1:4", HasFault: true,
			Fault: netcore.Fault{Name: "ECONNRESET", Number: 104, Text: "the other side reset"}},
			span("✕", widgets.Error), "#3 127.0.0.1:4", "", spans{span("ECONNRESET (104): the other side reset", widgets.Error)}},
		{"failed without a fault", msglog.Entry{Kind: netcore.Failed, Note: "12 bytes were not sent"},
			span("✕", widgets.Error), "", "", spans{span("12 bytes were not sent", widgets.Error)}},
		{"truncated datagram", msglog.Entry{Kind: netcore.Received, Payload: []byte("head"), Flags: netcore.Truncated, HasFault: true,
			Fault: netcore.Fault{Text: "datagram longer than the buffer"}},
			span("←", widgets.In), "", "4 B",
			spans{span("datagram longer than the buffer", widgets.Error), span("  ", widgets.Normal), span("head", widgets.Normal)}},
		{"long payload", msglog.Entry{Kind: netcore.Received, Payload: []byte(strings.Repeat("x", 99_999))},
			span("←", widgets.In), "", "99999 B", spans{span(strings.Repeat("x", previewBytes), widgets.Normal), span("…", widgets.Dim)}},
		{"very long payload", msglog.Entry{Kind: netcore.Sent, Payload: []byte(strings.Repeat("x", 1_234_567))},
			span("→", widgets.Out), "", "1.23 MB", spans{span(strings.Repeat("x", previewBytes), widgets.Normal), span("…", widgets.Dim)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.entry.Time, tt.entry.Name = at, "Server 9000"
			before := msglog.Entry{Time: at.Add(-46 * time.Microsecond)}
			for _, plain := range []bool{false, true} {
				s := &logSource{log: someRows{before, tt.entry}, plain: plain}
				var r widgets.Row
				s.Row(1, &r)
				var cells [][]widgets.Span
				for _, c := range r.Cells {
					cells = append(cells, c.Spans)
				}
				want := [][]widgets.Span{{span("2", widgets.Dim)}, {span("14:02:11.004182", widgets.Dim)}, {span("46 µs", widgets.Dim)},
					{span("Server 9000", widgets.Normal)}, {tt.mark}, {span(tt.peer, widgets.Tinted)}, {span(tt.size, widgets.Normal)}, tt.message}
				if len(cells) != len(logColumns) || len(cells) != len(columnNames) {
					t.Fatalf("%d cells for %d columns of %d names", len(cells), len(logColumns), len(columnNames))
				}
				for i := range want {
					if got := visible(cells[i]); !slices.Equal(got, visible(want[i])) {
						t.Errorf("%q is %v, want %v", columnNames[i], got, visible(want[i]))
					}
				}
				if r.Key != 2 || r.Selected || !r.Mark {
					t.Errorf("row 2 has key %d, is selected: %v, marked: %v", r.Key, r.Selected, r.Mark)
				}
				if want := widgets.TintOf(tt.entry.Peer); !plain && r.Tint != want || plain && r.Tint != 0 {
					t.Errorf("plain %v: the tint is %d, of the peer's name %d", plain, r.Tint, want)
				}
			}
		})
	}
}

// visible leaves spans of no text out.
func visible(spans []widgets.Span) (out []widgets.Span) {
	for _, s := range spans {
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

func TestFirstAndMissingRows(t *testing.T) {
	s := &logSource{log: someRows{{Kind: netcore.Opened, Note: "x", Time: time.Now()}}}
	var r widgets.Row
	s.Row(0, &r)
	if !r.Selected || len(r.Cells) != len(logColumns) || len(visible(r.Cells[columnDelta].Spans)) != 0 {
		t.Errorf("the first row is %+v, want it selected and without a difference", r)
	}
	r.Reset()
	s.Row(1, &r) // given up since it was counted
	s.Row(-1, &r)
	if len(r.Cells) != 0 {
		t.Errorf("a row that is not there is %+v", r)
	}
}

func TestTextOfNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{bytesText(0), "0 B"}, {bytesText(999), "999 B"}, {bytesText(1000), "1.00 kB"}, {bytesText(12_345), "12.3 kB"},
		{bytesText(1.5e9), "1.50 GB"}, {bytesText(64_500_000), "64.5 MB"},
		{countText(0), "0"}, {countText(999), "999"}, {countText(1000), "1,000"}, {countText(1_234_567), "1,234,567"},
		{sizeText(37), "37 B"}, {sizeText(65536), "65,536 B"},
		{deltaText(0), "0"}, {deltaText(46 * time.Microsecond), "46 µs"}, {deltaText(-46 * time.Microsecond), "-46 µs"},
		{deltaText(140_900 * time.Microsecond), "140.9 ms"}, {deltaText(8767 * time.Millisecond), "8.767 s"},
		{deltaText(2*time.Hour + 3*time.Second), "02:00:03"},
		{sinceText(4*time.Minute + 12*time.Second), "00:04:12"}, {sinceText(100 * time.Hour), "100:00:00"},
		{hexText([]byte{0, 255}), "00 ff"}, {hostPort("::1", "9"), "[::1]:9"}, {hostPort(" h ", " 1 "), "h:1"},
		{hostOf("127.0.0.1 — this machine only"), "127.0.0.1"}, {hostOf(" ::1 "), "::1"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	if got := hexText(make([]byte, 17)); strings.Count(got, "\n") != 1 || len(got) != 17*3-1 {
		t.Errorf("hexText of 17 bytes = %q", got)
	}
}

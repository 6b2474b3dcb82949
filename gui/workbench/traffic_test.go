package workbench

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// cutRows are two reads of session 1, which were cut into lines, among rows of another one.
func cutRows() []netcore.Event {
	first, second := []byte("one\ntw"), []byte("o\nthree")
	return []netcore.Event{
		{Kind: netcore.Accepted, Session: 1},
		{Kind: netcore.Received, Session: 1, Flags: netcore.Cut, Payload: first}, // row 2
		{Kind: netcore.Framed, Session: 1, Payload: first[:3]},
		{Kind: netcore.Sent, Session: 1, Payload: []byte("ok")},
		{Kind: netcore.Received, Session: 1, Flags: netcore.Cut, Payload: second}, // row 5
		{Kind: netcore.Framed, Session: 1, Payload: []byte("two")},
		{Kind: netcore.Framed, Session: 1, Flags: netcore.Broken, Payload: second[2:], Note: "it ended within a line"},
		{Kind: netcore.Received, Session: 2, Payload: []byte("uncut")}, // row 8
	}
}

// A byte that was read goes into a file of bytes once, whatever shows.
func TestTraffic(t *testing.T) {
	const all = "one\ntwo\nthreeuncut"
	cases := []struct {
		name     string
		pieces   msglog.Pieces
		query    string
		scope    Scope
		selected []uint64
		want     string
	}{
		{"all, while frames show", msglog.Frames, "", AllRows, nil, all},
		{"all, while both show", msglog.Both, "", AllRows, nil, all},
		{"shown are frames", msglog.Frames, "", FilteredRows, nil, all},
		{"shown are reads", msglog.Reads, "", FilteredRows, nil, all},
		{"shown are both", msglog.Both, "", FilteredRows, nil, all},
		{"shown are frames of a session", msglog.Frames, "session:1", FilteredRows, nil, "one\ntwo\nthree"},
		{"shown are frames and nothing else", msglog.Frames, "kind:frame", FilteredRows, nil, "onetwothree"},
		{"shown are frames with a text", msglog.Frames, "three", FilteredRows, nil, "o\nthree"},
		{"selected are frames", msglog.Frames, "", SelectedRows, []uint64{6, 7}, "twothree"},
		{"selected are a read and its frame", msglog.Both, "", SelectedRows, []uint64{2, 3}, "one\ntw"},
		{"selected is a frame beside a read that was not cut", msglog.Frames, "", SelectedRows, []uint64{3, 8}, "oneuncut"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := idle(t)
			w.live.store.Append(cutRows())
			q, err := query.Parse(c.query, query.Options{})
			if err != nil {
				t.Fatal(err)
			}
			b := w.book()
			b.view.SetFilter(msglog.NewFilter(msglog.Criteria{Pieces: c.pieces, Query: q}))
			b.view.Extend(t.Context(), 0)
			for _, seq := range c.selected {
				b.selection.Toggle(seq)
			}
			set, rows := b.traffic(t.Context(), c.scope, b.view.Filter(), w.rowsOf(c.scope))
			var got strings.Builder
			if err := capture.WriteRaw(&got, capture.OnlyKind(rows, netcore.Received)); err != nil || got.String() != c.want {
				t.Errorf("received: got %q, %v, want %q", got.String(), err, c.want)
			}
			var file bytes.Buffer
			if err := capture.WritePcapng(&file, rows); err != nil || strings.Count(file.String(), "three") > 1 {
				t.Errorf("pcapng: %v, %d times three", err, strings.Count(file.String(), "three"))
			}
			if set.Len() == 0 {
				t.Error("no rows")
			}
		})
	}
}

// Without a stream that is cut the rows are those that were asked for.
func TestTrafficUncut(t *testing.T) {
	w := idle(t)
	w.live.store.Append([]netcore.Event{{Kind: netcore.Received, Payload: []byte("a")}, {Kind: netcore.Noted}})
	b := w.book()
	set := w.rowsOf(AllRows)
	got, _ := b.traffic(context.Background(), AllRows, b.view.Filter(), set)
	if got != set {
		t.Errorf("got %v, want the rows as they were", slices.Collect(got.All()))
	}
}

// The stream has each byte once.
func TestStreamOfFrames(t *testing.T) {
	w := idle(t)
	w.live.store.Append(cutRows())
	s := w.OpenStream(1)
	readAll(s)
	for way, want := range map[Way]string{BothWays: "one\ntwoko\nthree", ReceivedWay: "one\ntwo\nthree", SentWay: "ok"} {
		if got := textOfWay(t, s.Bytes(way)); got != want {
			t.Errorf("%v: %q, want %q", way, got, want)
		}
	}
}

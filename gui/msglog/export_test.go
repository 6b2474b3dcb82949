package msglog

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/capture"
)

func TestRows(t *testing.T) {
	s := memoryStore(t)
	event := netcore.Event{Time: time.Unix(1, 2), Kind: netcore.Failed, Flags: netcore.Automatic, Endpoint: 3, Session: 4, Name: "n",
		Local: "l", Peer: "p", Payload: []byte("data"), Note: "note", Err: errSome}
	s.Append([]netcore.Event{{}, event})
	for row, err := range Rows(s, slices.Values([]uint64{2})) {
		if err != nil {
			t.Fatal(err)
		}
		want := capture.Row{Seq: 2, Time: row.Time, Kind: netcore.Failed, Flags: netcore.Automatic, Endpoint: "n", Session: 4, Local: "l",
			Peer: "p", Size: 4, Note: "note", Fault: netcore.Explain(errSome), HasFault: true}
		if !row.Time.Equal(event.Time) || !bytes.Equal(row.Payload, event.Payload) {
			t.Errorf("got %+v, want %+v", row, event)
		}
		row.Payload = nil
		if got := capture.AppendJSON(nil, row); !bytes.Equal(got, capture.AppendJSON(nil, want)) {
			t.Errorf("got %s, want %s", got, capture.AppendJSON(nil, want))
		}
	}
}

func TestRowsGone(t *testing.T) {
	s := newTestStore(t, 10)
	s.Clear()
	s.Append(notes("a", "b"))
	var b strings.Builder
	if err := capture.WriteText(&b, Rows(s, slices.Values([]uint64{9, 11}))); !errors.Is(err, ErrNoRow) {
		t.Errorf("got error %v, want %v", err, ErrNoRow)
	}
	var gone uint64
	b.Reset()
	if err := capture.WriteText(&b, SkipGone(Rows(s, slices.Values([]uint64{9, 10, 11, 12})), &gone)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "\n"); got != 2 || gone != 2 {
		t.Errorf("wrote %d rows and missed %d, want 2 and 2", got, gone)
	}
}

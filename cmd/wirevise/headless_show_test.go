package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// What is left out of streams that are cut has a number, and counts as written.
func TestShow(t *testing.T) {
	read := []byte("one\ntwo\n")
	batch := []netcore.Event{
		{Kind: netcore.Accepted},
		{Kind: netcore.Received, Flags: netcore.Cut, Payload: read},
		{Kind: netcore.Framed, Payload: read[:3]},
		{Kind: netcore.Framed, Flags: netcore.Broken, Payload: read[4:7], Note: "odd"},
		{Kind: netcore.Received, Payload: []byte("a datagram")},
	}
	for show, want := range map[msglog.Pieces]string{
		msglog.Frames: "1 accepted, 3 framed one, 4 framed two, 5 received a datagram",
		msglog.Reads:  "1 accepted, 2 received one\ntwo\n, 5 received a datagram",
		msglog.Both:   "1 accepted, 2 received one\ntwo\n, 3 framed one, 4 framed two, 5 received a datagram",
	} {
		t.Run(show.String(), func(t *testing.T) {
			var out bytes.Buffer
			h := newLines(&out, logrus.NewEntry(logrus.New()), func() {})
			defer h.hub.Close()
			h.show = show
			h.Append(batch)
			var got []string
			for r, err := range capture.ReadJSON(&out) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.TrimSuffix(strings.Join([]string{string(rune('0' + r.Seq)), r.Kind.String(), string(r.Payload)}, " "), " "))
			}
			if got := strings.Join(got, ", "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if h.written != uint64(len(batch)) {
				t.Errorf("%d rows are written, want %d", h.written, len(batch))
			}
		})
	}
}

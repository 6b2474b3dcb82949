//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A row is a line of standard output, with every member that there is.
type row struct {
	Seq      uint64    `json:"seq"`
	Time     time.Time `json:"time"`
	Kind     string    `json:"kind"`
	Endpoint string    `json:"endpoint"`
	Session  uint32    `json:"session"`
	Network  string    `json:"network"`
	Local    string    `json:"local"`
	Peer     string    `json:"peer"`
	Size     *int64    `json:"size"`
	Data     []byte    `json:"data"`
	Text     *string   `json:"text"`
	Note     string    `json:"note"`
	Flags    []string  `json:"flags"`
	Error    *struct {
		Name   string `json:"name"`
		Number int    `json:"number"`
		Text   string `json:"text"`
	} `json:"error"`
}

func (r row) String() string {
	text := fmt.Sprintf("%d %s %q #%d %s<-%s %q", r.Seq, r.Kind, r.Endpoint, r.Session, r.Local, r.Peer, r.Note)
	if r.Error != nil {
		text += fmt.Sprintf(" %+v", *r.Error)
	}
	if len(r.Data) > 0 {
		text += fmt.Sprintf(" %.60q", r.Data)
	}
	return text
}

// port is that of the row's own address.
func (r row) port() string { return r.Local[strings.LastIndexByte(r.Local, ':')+1:] }

// parseRow reads a line and holds it against what is promised of each.
func parseRow(line []byte, want uint64) (r row, problem error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, fmt.Errorf("%.300s: %w", line, err)
	}
	bad := func(format string, args ...any) {
		if problem == nil {
			problem = fmt.Errorf("%.300s: %s", line, fmt.Sprintf(format, args...))
		}
	}
	ofBytes := r.Kind == "received" || r.Kind == "sent" || r.Kind == "framed"
	switch {
	case r.Seq != want:
		bad("got seq %d, want %d", r.Seq, want)
	case time.Since(r.Time).Abs() > 10*time.Minute:
		bad("the time is not now")
	case !slices.Contains([]string{"opened", "accepted", "received", "sent", "noted", "failed", "ended", "closed", "framed"}, r.Kind):
		bad("unknown kind")
	case r.Endpoint == "":
		bad("no endpoint")
	case r.Session == 0 && (ofBytes || r.Kind == "accepted" || r.Kind == "ended"):
		bad("no session")
	case r.Session != 0 && r.Local == "", (r.Session != 0) != (r.Network != ""):
		bad("a session has a local address and a network, nothing else has a network")
	case ofBytes && (r.Peer == "" || r.Size == nil || *r.Size != int64(len(r.Data))):
		bad("want a peer, and a size that is that of data")
	case r.Text != nil != (len(r.Data) > 0 && utf8.Valid(r.Data)):
		bad("text is there: %t", r.Text != nil)
	case r.Text != nil && *r.Text != string(r.Data):
		bad("text is not data")
	case r.Kind == "failed" && r.Error == nil && r.Note == "":
		bad("failed, and no word why")
	case r.Error != nil && (r.Error.Text == "" || (r.Error.Name == "") != (r.Error.Number == 0)):
		bad("an error without text, or with half a name")
	}
	return r, problem
}

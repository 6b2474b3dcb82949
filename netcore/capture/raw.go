package capture

import (
	"bufio"
	"io"
	"slices"

	"wirevise/netcore"
)

// WriteRaw writes the payloads of the Received and Sent rows one after the other and nothing else: for one direction of
// one session, choose it with [OnlyKind] and [OnlySession]. Of a write that fell short there are the bytes that did go
// out, and of the payloads of Failed and Framed rows, which repeat them and what was read, none. The rows are ranged over
// twice.
func WriteRaw(w io.Writer, rows Rows) error {
	b := bufio.NewWriterSize(w, flushSize)
	for row, err := range wentOut(rows) {
		if err != nil {
			return err
		}
		if !moved(row.Kind) {
			continue
		}
		if _, err := b.Write(row.Payload); err != nil {
			return err
		}
	}
	return b.Flush()
}

// OnlyKind gives the rows of these kinds. With [netcore.Sent] come the Failed rows that say how much of a Sent row went
// out, so that [WriteRaw] and [WritePcapng] still know.
func OnlyKind(rows Rows, kinds ...netcore.EventKind) Rows {
	sent := slices.Contains(kinds, netcore.Sent)
	return filter(rows, func(r *Row) bool {
		return slices.Contains(kinds, r.Kind) || sent && r.Kind == netcore.Failed && r.Flags&netcore.Short != 0
	})
}

// OnlySession gives the rows of these sessions.
func OnlySession(rows Rows, ids ...netcore.SessionID) Rows {
	return filter(rows, func(r *Row) bool { return slices.Contains(ids, r.Session) })
}

func filter(rows Rows, pass func(*Row) bool) Rows {
	return func(yield func(Row, error) bool) {
		for row, err := range rows {
			if (err != nil || pass(&row)) && !yield(row, err) {
				return
			}
		}
	}
}

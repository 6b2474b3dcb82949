package capture

import "wirevise/netcore"

// A sending is what a Sent row tells of.
type sending struct {
	session netcore.SessionID
	seq     uint64
}

// wentOut gives rows with the bytes that did go out in the Sent ones. A Sent row stands before its write; of a write that
// fell short a Failed row with the flag [netcore.Short] tells later, when a reply may stand between. So rows are ranged
// over twice: once for these, and once more with the Sent rows cut to what went out. Those of which nothing went out are
// left out. A Sent row whose Failed row is not among the rows is taken at its word.
//
// Sent rows are told apart by session and sequence number. What is kept is one number a session and one a short write.
func wentOut(rows Rows) Rows {
	return func(yield func(Row, error) bool) {
		short, err := shortWrites(rows)
		if err != nil {
			yield(Row{}, err)
			return
		}
		for row, err := range rows {
			if err == nil && row.Kind == netcore.Sent {
				if n, ok := short[sending{row.Session, row.Seq}]; ok {
					if n == 0 {
						continue
					}
					row.Payload = row.Payload[:min(n, len(row.Payload))]
					row.Size = int64(len(row.Payload))
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// shortWrites finds how many bytes went out of each write that fell short. A session writes one message after the other,
// so a Short row is about its last Sent row.
func shortWrites(rows Rows) (map[sending]int, error) {
	short := map[sending]int{}
	last := map[netcore.SessionID]uint64{}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		switch {
		case row.Kind == netcore.Sent:
			last[row.Session] = row.Seq
		case row.Kind == netcore.Failed && row.Flags&netcore.Short != 0:
			if seq, ok := last[row.Session]; ok {
				short[sending{row.Session, seq}] = len(row.Payload)
				delete(last, row.Session)
			}
		case row.Kind == netcore.Ended:
			delete(last, row.Session)
		}
	}
	return short, nil
}

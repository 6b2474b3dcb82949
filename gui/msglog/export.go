package msglog

import (
	"errors"
	"fmt"
	"iter"

	"wirevise/netcore/capture"
)

// Rows yields the rows of store that seqs names, as captures want them, one at a time, so that no more than one is held
// at once. For a row the store no longer holds it yields an error that is ErrNoRow, with the row's number in Row.Seq,
// and goes on if it is asked to. seqs comes from [View.Snapshot] or [Selection.Snapshot], which stay as they are while
// the log goes on.
func Rows(store *Store, seqs iter.Seq[uint64]) iter.Seq2[capture.Row, error] {
	return func(yield func(capture.Row, error) bool) {
		for seq := range seqs {
			e, ok := store.Get(seq, -1)
			var err error
			if !ok {
				e, err = Entry{Seq: seq}, fmt.Errorf("row %d: %w", seq, ErrNoRow)
			}
			if !yield(rowOf(e), err) {
				return
			}
		}
	}
}

// SkipGone passes rows on without those that were gone, and counts these in gone, which is the caller's to tell people
// of once the iteration ended.
func SkipGone(rows iter.Seq2[capture.Row, error], gone *uint64) iter.Seq2[capture.Row, error] {
	return func(yield func(capture.Row, error) bool) {
		for row, err := range rows {
			if errors.Is(err, ErrNoRow) {
				*gone++
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func rowOf(e Entry) capture.Row {
	return capture.Row{
		Seq:      e.Seq,
		Time:     e.Time,
		Kind:     e.Kind,
		Flags:    e.Flags,
		Endpoint: e.Name,
		Session:  e.Session,
		Network:  e.Network,
		Local:    e.Local,
		Peer:     e.Peer,
		Size:     e.Size,
		Payload:  e.Payload,
		Note:     e.Note,
		Fault:    e.Fault,
		HasFault: e.HasFault,
	}
}

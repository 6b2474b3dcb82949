package workbench

import (
	"context"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// traffic returns rows of a scope for a format that is of what went over the wire, each byte once: the reads, whatever shows of
// streams that are cut. So with the rows that are shown it is those that would be, were reads shown. Among rows that have no read
// that was cut, as when frames were selected, a frame stands for itself.
func (b *book) traffic(ctx context.Context, scope Scope, filter msglog.Filter, set *msglog.Set) (*msglog.Set, capture.Rows) {
	if _, cut := b.store.Cut(); !cut {
		return set, msglog.Rows(b.store, set.All())
	}
	c := filter.Criteria()
	if scope == FilteredRows && c.Pieces != msglog.Reads {
		c.Pieces = msglog.Reads
		v := msglog.NewView(b.store)
		v.SetFilter(msglog.NewFilter(c))
		v.Extend(ctx, 0)
		if reads := v.Snapshot(); reads.Len() > 0 { // else the filter is one of frames
			set = reads
		}
	}
	alone := scope != AllRows && !b.anyCutRead(ctx, set)
	rows := msglog.Rows(b.store, set.All())
	return set, func(yield func(capture.Row, error) bool) {
		for row, err := range rows {
			if err == nil && row.Kind == netcore.Framed {
				if !alone {
					continue
				}
				row.Kind = netcore.Received
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// anyCutRead reports whether there is a read that was cut among rows.
func (b *book) anyCutRead(ctx context.Context, set *msglog.Set) bool {
	for seq := range set.All() {
		e, ok := b.store.Get(seq, 0)
		if ok && !msglog.Frames.Show(e.Kind, e.Flags) {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
	}
	return false
}

package workbench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// A Pace says how fast rows are sent again.
type Pace uint8

const (
	AtOnce   Pace = iota + 1 // each as soon as the one before is queued
	AsLogged                 // with the pauses that the log has between them
)

// String returns the pace's name.
func (p Pace) String() string {
	switch p {
	case AtOnce:
		return "at once"
	case AsLogged:
		return "as logged"
	}
	return fmt.Sprintf("Pace(%d)", uint8(p))
}

var errNothingSent = errors.New("none of these rows was sent")

// Replay sends the payloads of the Sent rows of a scope again, in order, to a session; datagrams go to whom they went. Rows may
// be of the live log or of one that was opened. progress tells how many rows of the scope are done; done, how many payloads
// were queued and why not all. What is returned calls it off.
func (w *Workbench) Replay(scope Scope, to netcore.SessionID, pace Pace, progress func(rows, total int), done func(queued int, err error)) (cancel context.CancelFunc) {
	b, set := w.book(), w.rowsOf(scope)
	boundary, _ := w.socketOf(to)
	b.hold()
	return w.tasks.run(func(ctx context.Context) {
		defer b.release()
		queued, rows := 0, 0
		var before time.Time
		var err error
		for seq := range set.All() {
			e, ok := b.store.Get(seq, -1)
			if rows++; !ok || e.Kind != netcore.Sent {
				continue
			}
			if e.Damaged && e.Size == 0 {
				err = fmt.Errorf("row %d: %s", e.Seq, e.Fault)
				break
			}
			if pace == AsLogged && !before.IsZero() {
				err = wait(ctx, e.Time.Sub(before))
			}
			before = e.Time
			m := netcore.Message{Payload: e.Payload, Raw: true}
			if peer, ok := transport.LiteralPeer(e.Peer); ok && boundary == netcore.Datagram {
				m.To = peer
			}
			if err == nil {
				err = w.hub.Send(ctx, to, m)
			}
			if err != nil {
				break
			}
			queued++
			if at := rows; queued%100 == 1 {
				w.dispatch(func() { progress(at, set.Len()) })
			}
		}
		if queued == 0 && err == nil {
			err = errNothingSent
		}
		w.wakePump()
		w.dispatch(func() { done(queued, err) })
	})
}

// wait waits for d, or until ctx ends, whose cause it returns.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

package transport

import (
	"context"
	"errors"
	"os"
	"time"
)

// past is a deadline that is over.
var past = time.Unix(1, 0)

// A writeGuard ends a blocked write when its context ends. It costs an AfterFunc, so it is not made for a context that
// can't end.
type writeGuard struct {
	ctx   context.Context
	conn  deadlineWriter
	stop  func() bool
	fired chan struct{}
}

type deadlineWriter interface{ SetWriteDeadline(time.Time) error }

func guardWrite(ctx context.Context, conn deadlineWriter) writeGuard {
	g := writeGuard{ctx: ctx, conn: conn, fired: make(chan struct{})}
	g.stop = context.AfterFunc(ctx, func() {
		defer close(g.fired)
		conn.SetWriteDeadline(past)
	})
	return g
}

// end is called after the write with its error and returns the error to tell. The deadline is cleared, or every later
// write would fail too; only after the AfterFunc is through with setting it.
func (g *writeGuard) end(err error) error {
	if g.stop() {
		return err
	}
	<-g.fired
	g.conn.SetWriteDeadline(time.Time{})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return ctxError(g.ctx)
	}
	return err
}

// ended reports whether ctx has ended. Package net watches the deadline by a timer of its own, which may be the first.
func ended(ctx context.Context) bool {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	return ctx.Err() != nil
}

// ctxError returns the error of a context that has ended, with its cause if that says more.
func ctxError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return &causeError{err, cause}
}

// A causeError reads as the cause and is both it and the context's error.
type causeError struct{ err, cause error }

func (e *causeError) Error() string   { return e.cause.Error() }
func (e *causeError) Unwrap() []error { return []error{e.cause, e.err} }

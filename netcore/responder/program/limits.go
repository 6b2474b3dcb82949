package program

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wirevise/netcore"
)

// What bounds a program when nothing else is asked for.
const (
	DefaultTime       = 10 * time.Second // a run; of one process a connection, its silence after the peer has finished sending
	DefaultOutput     = 1 << 20          // bytes of one answer
	ConnectionOutput  = 1 << 30          // bytes of one process a connection
	MaxAtOnce         = 64               // processes of all sessions together
	loggedErrors      = 64 << 10         // bytes of standard error that one process may put into the log
	chunk             = 32 << 10         // bytes of output that are taken at once
	waitingMessages   = 16               // of one session, while its program is busy; past it the session waits
	datagramProcesses = 8                // that one socket of datagrams runs at once
)

var errBusy = errors.New("as many programs are running as may, which is " + fmt.Sprint(MaxAtOnce))

// errGone is why a process is ended whose session ends, or that something else takes the place of.
var errGone = errors.New("ended with its connection")

// whyEnded is a limit that ended ctx, or errGone.
func whyEnded(ctx context.Context) error {
	if limit := (*netcore.LimitError)(nil); errors.As(context.Cause(ctx), &limit) {
		return limit
	}
	return errGone
}

// slots hold a token for each process that runs.
var slots = make(chan struct{}, MaxAtOnce)

// claim waits for a slot until ctx ends.
func claim(ctx context.Context) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errBusy
	}
}

// tryClaim is claim that does not wait.
func tryClaim() error {
	select {
	case slots <- struct{}{}:
		return nil
	default:
		return errBusy
	}
}

func release() { <-slots }

// cutError says that a program said more than it may.
type cutError struct{ limit int64 }

func (e *cutError) Error() string {
	return fmt.Sprintf("it said more than %d bytes, the limit set here", e.limit)
}

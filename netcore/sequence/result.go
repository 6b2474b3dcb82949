package sequence

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Moment is one thing that happened in a run: a step began, or it ended.
type Moment struct {
	Step        int    // its place in Program.Steps
	Path, What  string // of it
	Round       uint64 // of the innermost loop, from 1; 0 in none
	Ended       bool
	Err         error         // why it failed
	Took        time.Duration // of one that ended
	Said        string        // more about how it ended: what was taken
	OK, Failed  uint64        // steps so far
	Done, Total int64         // steps so far, and in all; Total 0: nobody knows
}

// A Result is what a run came to.
type Result struct {
	OK, Failed uint64 // steps that were done; of blocks and loops what is in them, and what a loop was until
	Took       time.Duration
	Err        error // why it ended before its last step, or nil; context.Canceled when it was stopped
}

// Passed reports whether all of it was done, and nothing failed.
func (r Result) Passed() bool { return r.Failure() == nil }

// Failure is why it did not pass, or nil.
func (r Result) Failure() error {
	if r.Err == nil && r.Failed > 0 {
		return fmt.Errorf("%d of %d steps failed", r.Failed, r.OK+r.Failed)
	}
	return r.Err
}

// String says it in a plain sentence, without why it ended early.
func (r Result) String() string {
	what := "done"
	switch {
	case errors.Is(r.Err, context.Canceled):
		what = "stopped"
	case r.Err != nil:
		what = "ended early"
	}
	return fmt.Sprintf("%s after %s: %d steps were done, %d failed", what, Short(r.Took), r.OK+r.Failed, r.Failed)
}

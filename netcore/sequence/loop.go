package sequence

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// calm is how long a round takes at least in which a step failed: what fails at once would fill the log.
const calm = 10 * time.Millisecond

// loop does the steps of a loop again and again.
func (r *run) loop(ctx context.Context, n *node) error {
	r.rounds = append(r.rounds, 0)
	defer func() { r.rounds = r.rounds[:len(r.rounds)-1] }()
	begun := time.Now()
	for {
		r.rounds[len(r.rounds)-1]++
		failed, round := r.result.Failed, time.Now()
		if err := r.steps(ctx, n.steps); err != nil {
			return err
		}
		if r.result.Failed > failed && time.Since(round) < calm {
			if err := r.wait(ctx, calm); err != nil {
				return err
			}
		}
		last := n.Times > 0 && r.rounds[len(r.rounds)-1] >= n.Times
		if n.expect == nil {
			if last {
				return nil
			}
			continue
		}
		said, err := r.expect(ctx, n.expect)
		var over overError
		if err == nil || last || errors.As(err, &over) {
			r.ended(n, fmt.Sprintf("round %d, %s", r.rounds[len(r.rounds)-1], said), err, time.Since(begun))
			if err != nil {
				return fmt.Errorf("step %s, %s: %w", n.path, n.what, err)
			}
			return nil
		}
	}
}

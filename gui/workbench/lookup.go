package workbench

import (
	"context"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/resolve"
)

// lookupLimit bounds one lookup.
const lookupLimit = 15 * time.Second

// lookupName is what lookups are called where endpoints have their name.
const lookupName = "Lookup"

// Lookup finds out what input is and looks it up, in a task. done gets the answer; with an error, as much of it as there is.
// What was asked and what came of it stands in the log too. What is returned calls it off, and then done is called with
// context.Canceled.
func (w *Workbench) Lookup(input string, done func(resolve.Answer, error)) (cancel context.CancelFunc) {
	input = strings.TrimSpace(input)
	return w.tasks.run(func(ctx context.Context) {
		outer := ctx
		ctx, cancel := context.WithTimeoutCause(ctx, lookupLimit, &netcore.LimitError{What: "the lookup", After: lookupLimit})
		defer cancel()
		answer, err := w.o.Resolver.Lookup(ctx, input)
		switch {
		case outer.Err() != nil:
			err = context.Canceled
		case ctx.Err() != nil:
			err = context.Cause(ctx)
		}
		if err != nil && outer.Err() != nil {
			w.hub.Note(lookupName, input, "called off", nil)
		} else {
			w.hub.Note(lookupName, input, summary(answer), err)
		}
		w.dispatch(func() { done(answer, err) })
	})
}

// summary is an answer in one line.
func summary(a resolve.Answer) string {
	var parts []string
	for _, row := range a.Rows {
		parts = append(parts, row.Label+" "+row.Value)
	}
	return strings.Join(parts, " · ")
}

// Machine looks this machine up: its name, what the name resolves to, its interfaces. See [Workbench.Lookup].
func (w *Workbench) Machine(done func(resolve.Answer, error)) (cancel context.CancelFunc) {
	return w.tasks.run(func(ctx context.Context) {
		outer := ctx
		ctx, cancel := context.WithTimeoutCause(ctx, lookupLimit, &netcore.LimitError{What: "the lookup", After: lookupLimit})
		defer cancel()
		m, err := w.o.Resolver.Machine(ctx)
		if outer.Err() != nil {
			err = context.Canceled
		}
		answer := m.Answer()
		if outer.Err() != nil {
			w.hub.Note(lookupName, "this machine", "called off", nil)
		} else {
			w.hub.Note(lookupName, "this machine", summary(answer), err)
		}
		w.dispatch(func() { done(answer, err) })
	})
}

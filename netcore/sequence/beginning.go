package sequence

import (
	"context"
	"sync"

	"wirevise/netcore"
)

// A Beginning runs a program from the first byte of a session on, where [Program.Run] sees only what comes later: a peer may
// speak first. It is the Responder of an endpoint's spec, and serves the first session of that. Once the endpoint was opened,
// Run has to be called, for the session waits for its end.
type Beginning struct {
	p     *Program
	begun chan struct{} // closed when there is a session

	mu   sync.Mutex // guards what follows
	in   *attachment
	late bool // Run has given up
}

var _ netcore.Attacher = (*Beginning)(nil)

// AtBeginning is a responder that runs the program once.
func (p *Program) AtBeginning() *Beginning { return &Beginning{p: p, begun: make(chan struct{})} }

// String names it in the event of opening.
func (b *Beginning) String() string { return b.p.String() }

// Respond implements [netcore.Responder]; what is received comes to what was attached.
func (b *Beginning) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Attach implements [netcore.Attacher].
func (b *Beginning) Attach(s netcore.Side) netcore.Attached {
	b.mu.Lock()
	defer b.mu.Unlock()
	a := newAttachment(b.p)
	a.Attach(s)
	if b.in != nil || b.late {
		close(a.done)
		return a
	}
	b.in = a
	close(b.begun)
	return a
}

// Run waits for the session and runs the program on it, as [Program.Run] does. The error is that of ctx, when it ended before
// there was a session.
func (b *Beginning) Run(ctx context.Context, hub Hub, o Options) (Result, error) {
	select {
	case <-b.begun:
	case <-ctx.Done():
	}
	b.mu.Lock()
	a := b.in
	b.late = true
	b.mu.Unlock()
	if a == nil {
		return Result{}, context.Cause(ctx)
	}
	return a.run(ctx, hub, o), nil
}

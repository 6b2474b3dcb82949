package sequence

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wirevise/netcore"
)

// finishGrace is how long a session whose peer has finished sending is kept open for what is left of a sequence.
const finishGrace = 5 * time.Second

// A Hub is what a program runs on; [netcore.Hub] is one.
type Hub interface {
	Attach(netcore.SessionID, netcore.Attachment) (detach func(), err error)
	Send(context.Context, netcore.SessionID, netcore.Message) error
	EndSession(netcore.SessionID, netcore.How) error
}

// Options are how a program runs.
type Options struct {
	To    netcore.Peer // of datagrams; zero is the fixed peer, or who sent last
	Watch func(Moment) // or nil; called by Run, which waits for it
}

// Run runs the program on a session and returns when it is done, ctx ends or the session does. What is received meanwhile is
// matched by its expects: frames and datagrams one by one, a stream as it flows. Each step tells the log what came of it. The
// error is that of a session that has ended before; all else is in the Result.
func (p *Program) Run(ctx context.Context, hub Hub, id netcore.SessionID, o Options) (Result, error) {
	a := newAttachment(p)
	detach, err := hub.Attach(id, netcore.Attachment{Attacher: a})
	if err != nil {
		return Result{}, err
	}
	result := a.run(ctx, hub, o)
	detach()
	return result, nil
}

// run runs the program in the session that it is attached to.
func (a *attachment) run(ctx context.Context, hub Hub, o Options) Result {
	defer close(a.done)
	a.hub, a.to = hub, o.To
	r := run{p: a.p, link: a, in: a.in, watch: o.Watch}
	result := r.all(ctx)
	note := fmt.Sprintf("%s: %s", a.p, result)
	if err := result.Failure(); errors.Is(err, context.Canceled) {
		a.tell(note, nil)
	} else {
		a.tell(note, err)
	}
	return result
}

// An attachment is a run in its session: it puts what is received into the inbox, and is the run's link.
type attachment struct {
	p    *Program
	in   *inbox
	done chan struct{} // closed when the run has ended

	side   netcore.Side // of Attach
	stream bool
	hub    Hub // of run
	to     netcore.Peer
}

func newAttachment(p *Program) *attachment {
	return &attachment{p: p, in: newInbox(), done: make(chan struct{})}
}

var (
	_ netcore.Attacher = (*attachment)(nil)
	_ netcore.Finisher = (*attachment)(nil)
)

// String is what the session's list of what is attached says.
func (a *attachment) String() string { return a.p.String() }

// Attach implements [netcore.Attacher].
func (a *attachment) Attach(s netcore.Side) netcore.Attached {
	a.side, a.stream = s, s.Info().Boundary == netcore.Stream
	return a
}

// Respond implements [netcore.Responder].
func (a *attachment) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	select {
	case <-a.done:
		return dst
	default:
	}
	if in.IsMessage() {
		a.in.put(in.Payload, !a.stream || in.Kind == netcore.Framed)
	}
	return dst
}

// Finish implements [netcore.Finisher]: what the run still says to a peer that has finished is said.
func (a *attachment) Finish() {
	a.in.finish()
	grace := time.NewTimer(finishGrace)
	defer grace.Stop()
	select {
	case <-a.done:
	case <-grace.C:
	case <-a.side.Context().Done():
	}
}

// Detach implements [netcore.Attached].
func (a *attachment) Detach() {
	a.in.end()
	<-a.done
}

func (a *attachment) send(ctx context.Context, payload []byte) error {
	if len(payload) == 0 && a.stream {
		return errEmpty
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := context.AfterFunc(a.side.Context(), func() { cancel(errGone) })
	defer stop()
	return a.hub.Send(ctx, a.side.Info().ID, netcore.Message{Payload: payload, To: a.to})
}

func (a *attachment) end(how netcore.How) error { return a.hub.EndSession(a.side.Info().ID, how) }

func (a *attachment) peer() string { return a.side.Info().Peer }

func (a *attachment) tell(note string, err error) {
	kind := netcore.Noted
	if err != nil {
		kind = netcore.Failed
	}
	a.side.Tell(netcore.Event{Kind: kind, Note: note, Err: err})
}

// Package request asks a remote command server of the tutorials: it sends a message, reads a decimal length, says that it is
// ready, and reads a body of that length, which is the answer. It starts no goroutines.
package request

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"wirevise/netcore"
)

const (
	// DefaultTime is how long nothing may come before a request fails.
	DefaultTime = 30 * time.Second
	// DefaultMost is the longest body that is read, in bytes.
	DefaultMost = 64 << 20
	// Quiet is how long nothing comes after the digits of a length when that is all of it.
	Quiet = 100 * time.Millisecond
	// Ready is what is said when a length was read.
	Ready = "OK"
)

// Options of a request. The zero value is ready.
type Options struct {
	Time time.Duration // that nothing may come for; 0: DefaultTime
	Most int64         // bytes of a body; 0: DefaultMost

	Moved func(Progress) // or nil: called by the session's receive loop whenever something came, and must not wait
}

// A Request is one that is made once. It is the framing of what is received until its answer has come, and what is told of that.
//
//	Do ── message sent ── length read ── "OK" sent ── body read ── answer
//	                         └─ body was there already ─┘
type Request struct {
	message netcore.Message
	o       Options
	c       *cutter
	side    netcore.Side
	length  chan struct{} // a token when the length was read
	body    chan []byte
	ended   chan struct{} // closed by Detach
	telling sync.Mutex    // held while ended is closed, and while side is told
	last    atomic.Int64  // when something came, in ns since began
	began   time.Time
}

var (
	_ netcore.Attacher = (*Request)(nil)
	_ netcore.Framer   = (*Request)(nil)
)

// New makes a request.
func New(m netcore.Message, o Options) *Request {
	if o.Time <= 0 {
		o.Time = DefaultTime
	}
	if o.Most <= 0 {
		o.Most = DefaultMost
	}
	r := &Request{message: m, o: o, length: make(chan struct{}, 1), body: make(chan []byte, 1), ended: make(chan struct{}), began: time.Now()}
	r.c = &cutter{r: r}
	return r
}

// An Answer is what came back.
type Answer struct {
	Body []byte
	Took time.Duration // from the sending to the last byte
}

// Do makes the request on a stream that is open, and waits for its answer, as long as something comes and ctx does not end. The answer is
// told in the log as one frame, with a row of its size and time behind it. An error, which the log is not told, says what came
// instead; the session stays.
func (r *Request) Do(ctx context.Context, hub *netcore.Hub, id netcore.SessionID) (Answer, error) {
	detach, err := hub.Attach(id, netcore.Attachment{Attacher: r, Receive: r})
	if err != nil {
		return Answer{}, err
	}
	defer detach()
	a, err := r.run(ctx, hub, id)
	if err != nil {
		return Answer{}, err
	}
	r.tell(fmt.Sprintf("the answer to the request: %d bytes after %s", len(a.Body), a.Took.Round(100*time.Microsecond)))
	return a, nil
}

// tell makes a row, unless the session has ended: nothing stands behind that.
func (r *Request) tell(note string) {
	r.telling.Lock()
	defer r.telling.Unlock()
	select {
	case <-r.ended:
	default:
		r.side.Tell(netcore.Event{Kind: netcore.Noted, Note: note})
	}
}

// ErrDatagrams is why a request can't be made on a socket of datagrams.
var ErrDatagrams = errors.New("a request needs a connection: its answer is a stream")

func (r *Request) run(ctx context.Context, hub *netcore.Hub, id netcore.SessionID) (Answer, error) {
	if r.side.Info().Boundary == netcore.Datagram {
		return Answer{}, ErrDatagrams
	}
	began := time.Now()
	if err := hub.Send(ctx, id, r.message); err != nil {
		return Answer{}, err
	}
	r.moved()
	for {
		silent := time.NewTimer(r.o.Time - r.silence())
		select {
		case <-r.length:
			p, err := r.c.state()
			if err != nil {
				return Answer{}, err
			}
			if p.Got > 0 {
				break // it does not wait for being told
			}
			if err := hub.Send(ctx, id, netcore.Message{Payload: []byte(Ready), Automatic: true}); err != nil {
				return Answer{}, err
			}
		case body := <-r.body:
			if len(body) == 0 {
				r.sayReady(ctx, hub, id)
			}
			return Answer{Body: body, Took: time.Since(began)}, nil
		case <-r.ended:
			select {
			case body := <-r.body: // it came before the end
				return Answer{Body: body, Took: time.Since(began)}, nil
			default:
			}
			return Answer{}, r.incomplete(errors.New("the connection ended"))
		case <-ctx.Done():
			return Answer{}, r.incomplete(context.Cause(ctx))
		case <-silent.C:
			if r.silence() >= r.o.Time {
				return Answer{}, r.incomplete(&netcore.LimitError{What: netcore.LimitIdle, After: r.o.Time})
			}
		}
		silent.Stop()
	}
}

// sayReady says that this side is ready, if that was still to be said.
func (r *Request) sayReady(ctx context.Context, hub *netcore.Hub, id netcore.SessionID) {
	select {
	case <-r.length:
		_ = hub.Send(ctx, id, netcore.Message{Payload: []byte(Ready), Automatic: true}) // the answer is there
	default:
	}
}

// incomplete says how far it came.
func (r *Request) incomplete(why error) error {
	p, err := r.c.state()
	switch {
	case err != nil:
		return err
	case p.Known:
		return fmt.Errorf("%w: %d of the answer's %d bytes had come", why, p.Got, p.Length)
	case p.Digits != "":
		return fmt.Errorf("%w: only %q of a length had come", why, p.Digits)
	}
	return fmt.Errorf("%w: no length had come", why)
}

// Progress tells how far the answer is; it may be called from anywhere.
func (r *Request) Progress() Progress {
	p, _ := r.c.state()
	return p
}

func (r *Request) moved()                 { r.last.Store(int64(time.Since(r.began))) }
func (r *Request) silence() time.Duration { return time.Since(r.began) - time.Duration(r.last.Load()) }

// String names it in the row of a session.
func (r *Request) String() string { return "request" }

// Attach implements [netcore.Attacher].
func (r *Request) Attach(s netcore.Side) netcore.Attached {
	r.side = s
	return attached{r}
}

// Respond implements [netcore.Responder]; what answers is what Attach returns.
func (r *Request) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Cutter implements [netcore.Framer].
func (r *Request) Cutter() netcore.Cutter { return r.c }

// Wrap implements [netcore.Framer]; nothing is sent in it.
func (r *Request) Wrap(int64) (netcore.Wrap, error) { return netcore.Wrap{}, nil }

// Attached is a request in its session.
type attached struct{ r *Request }

// Respond takes the body, which is the first frame.
func (a attached) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.Kind == netcore.Framed && in.IsMessage() {
		select {
		case a.r.body <- bytes.Clone(in.Payload):
		default: // what came behind it
		}
	}
	return dst
}

// Detach implements [netcore.Attached].
func (a attached) Detach() {
	a.r.telling.Lock()
	defer a.r.telling.Unlock()
	close(a.r.ended)
}

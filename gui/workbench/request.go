package workbench

import (
	"context"
	"errors"

	"wirevise/netcore"
	"wirevise/netcore/request"
)

// A Request asks a remote command server of the tutorials: the message goes out, a length comes, OK is said, and a body of that length is the
// answer, which the log shows as one.
type Request struct {
	Title   string // of its activity
	Session netcore.SessionID
	Payload []byte
	Says    func(request.Progress) string // how far it is, in words
	Done    func(error)                   // on the window's goroutine; nil when there was an answer
}

var errRequesting = errors.New("a request is under way on this connection: its answer comes first")

// Request makes a request, as an activity. One session makes one at a time; the error is why it can't be made at all.
func (w *Workbench) Request(r Request) error {
	if w.requests[r.Session] {
		return errRequesting
	}
	if kind, _ := w.socketOf(r.Session); kind == netcore.Datagram {
		return request.ErrDatagrams
	}
	if w.requests == nil {
		w.requests = make(map[netcore.SessionID]bool)
	}
	w.requests[r.Session] = true
	w.Begin(Job{
		Title: r.Title,
		Name:  "request",
		Run: func(ctx context.Context, p *Progress) (string, error) {
			o := request.Options{Moved: func(at request.Progress) {
				p.Tell(at.Got, at.Length, func() string { return r.Says(at) })
			}}
			_, err := request.New(netcore.Message{Payload: r.Payload}, o).Do(ctx, w.hub, r.Session)
			if err != nil {
				return "a request had no answer", err
			}
			return "", nil
		},
		Done: func(err error) {
			delete(w.requests, r.Session)
			r.Done(err)
		},
	})
	return nil
}

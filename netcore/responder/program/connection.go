package program

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"wirevise/netcore"
)

// A connection is a session with one process.
type connection struct {
	g      Program
	side   netcore.Side
	what   launch
	p      *process
	ctx    context.Context // ends with the session, or by Detach
	cancel context.CancelCauseFunc
	unread atomic.Int64  // bytes that it did not read
	moved  atomic.Int64  // when it said something last, in Unix nanoseconds
	done   chan struct{} // closed when nothing of it runs
}

var _ netcore.Finisher = (*connection)(nil)

// newConnection starts the process; when that can't be, the session is closed. Where nothing may run, it stays as it is.
func newConnection(g Program, s netcore.Side) netcore.Attached {
	if g.Output <= 0 {
		g.Output = ConnectionOutput
	}
	info := s.Info()
	c := &connection{g: g, side: s, what: g.launch(info, info.Peer), done: make(chan struct{})}
	not := "not started: " + printable(g.Line)
	if err := g.may.refuses(info, g.runs()); err != nil {
		tellFailed(s, not, err)
		return idle{}
	}
	c.ctx, c.cancel = context.WithCancelCause(s.Context())
	err := tryClaim()
	if err == nil {
		if c.p, err = start(c.what); err != nil {
			release()
		}
	}
	if err != nil {
		tellFailed(s, not, err)
		_ = s.Act(c.ctx, netcore.Action{Do: netcore.ActClose})
		c.cancel(nil)
		return idle{}
	}
	c.p.tellStarted(s, "", c.what)
	c.moved.Store(time.Now().UnixNano())
	go c.p.reap()
	go c.serve()
	return c
}

// Respond gives a message to the process, and waits while that does not read.
func (c *connection) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if !in.IsMessage() || c.ctx.Err() != nil {
		return dst
	}
	n, err := c.p.stdin.Write(in.Payload)
	c.p.in.Add(int64(n))
	if err != nil && c.unread.Load() == 0 && !c.p.over.Load() && c.ctx.Err() == nil {
		tell(c.side, fmt.Sprintf("pid %d reads no more: what comes is not given to it", c.p.pid))
	}
	c.unread.Add(int64(len(in.Payload) - n))
	return dst
}

// Finish closes the standard input and waits until the process has ended, or has been silent for long enough.
func (c *connection) Finish() {
	c.p.stdin.Close()
	c.moved.Store(max(c.moved.Load(), time.Now().UnixNano()))
	for {
		silent := time.Since(time.Unix(0, c.moved.Load()))
		if silent >= c.g.Time {
			c.cancel(&netcore.LimitError{What: "after the peer's FIN, the program", After: c.g.Time})
			<-c.done
			return
		}
		timer := time.NewTimer(c.g.Time - silent)
		select {
		case <-c.done:
		case <-c.ctx.Done():
			<-c.done
		case <-timer.C:
			continue
		}
		timer.Stop()
		return
	}
}

// Detach implements [netcore.Attached].
func (c *connection) Detach() {
	c.cancel(nil)
	<-c.done
}

// stop ends the process, and whoever waits for it to read.
func (c *connection) stop() {
	c.p.end()
	c.p.stdin.Close()
}

// serve sends the output until its end, and closes the session when the process has ended.
func (c *connection) serve() {
	defer close(c.done)
	defer release()
	logged := make(chan struct{})
	if c.p.stderr != nil {
		go c.p.logErrors(c.side, logged)
	} else {
		close(logged)
	}
	stop := context.AfterFunc(c.ctx, c.stop)
	err := c.bring()
	if err != nil {
		c.p.end()
	}
	<-c.p.done
	stop()
	<-logged
	c.p.close()
	if err == nil && c.ctx.Err() != nil && c.p.failure() != nil {
		err = whyEnded(c.ctx)
	}
	c.p.tellEnded(c.side, c.what, err)
	if n := c.unread.Load(); n > 0 {
		tell(c.side, fmt.Sprintf("pid %d did not read %d bytes that came for it", c.p.pid, n))
	}
	if c.ctx.Err() == nil {
		_ = c.side.Act(c.ctx, netcore.Action{Do: netcore.ActClose})
		c.cancel(nil)
	}
}

// bring sends the output as it comes. The error is that it was too much.
func (c *connection) bring() error {
	buf := make([]byte, chunk)
	for {
		n, err := c.p.read(c.p.stdout, buf)
		room := c.g.Output - c.p.out.Load()
		if take := min(int64(n), room); take > 0 {
			c.moved.Store(time.Now().UnixNano())
			if c.side.Act(c.ctx, netcore.Reply(bytes.Clone(buf[:take]))) != nil {
				c.p.end() // the session has told why
				return nil
			}
			c.moved.Store(time.Now().UnixNano())
			c.p.out.Add(take)
		}
		switch {
		case int64(n) > room:
			return &cutError{c.g.Output}
		case err != nil:
			return nil
		}
	}
}

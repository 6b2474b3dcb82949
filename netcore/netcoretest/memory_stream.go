package netcoretest

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"wirevise/netcore"
)

var (
	_ netcore.Conn       = (*memoryStream)(nil)
	_ netcore.HalfCloser = (*memoryStream)(nil)
	_ netcore.Aborter    = (*memoryStream)(nil)
	_ netcore.Deadliner  = (*memoryStream)(nil)
	_ netcore.Describer  = (*memoryStream)(nil)
)

// A memoryStream is one end of a stream: it reads from in and writes to out, which are the other end's out and in.
type memoryStream struct {
	local   string
	peer    netcore.Peer
	in, out *memoryPipe
}

func (c *memoryStream) Receive(buf []byte) (int, netcore.Peer, error) {
	n, err := c.in.read(buf)
	return n, c.peer, err
}

func (c *memoryStream) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	if !to.IsZero() && to != c.peer {
		return 0, errors.New("memory: a stream has one peer")
	}
	return c.out.write(ctx, payload)
}

func (c *memoryStream) Boundary() netcore.Boundary { return netcore.Stream }
func (c *memoryStream) LocalAddr() string          { return c.local }
func (c *memoryStream) RemotePeer() netcore.Peer   { return c.peer }
func (c *memoryStream) Describe() string           { return "in memory" }

// Close lets the peer receive what was sent; what the peer sends from here on is an error to it.
func (c *memoryStream) Close() error {
	c.out.change(func(p *memoryPipe) { p.writerClosed = true })
	twice := false
	c.in.change(func(p *memoryPipe) {
		twice = p.readerClosed
		p.readerClosed = true
		p.deadline.set(time.Time{}, nil)
	})
	if twice {
		return memoryClosed("close")
	}
	return nil
}

func (c *memoryStream) CloseWrite() (err error) {
	c.out.change(func(p *memoryPipe) {
		if p.writerClosed {
			err = memoryClosed("close")
		}
		p.finished = true
	})
	return err
}

func (c *memoryStream) Abort() error {
	c.out.change(func(p *memoryPipe) { p.reset = true })
	c.in.change(func(p *memoryPipe) { p.reset = true })
	return c.Close()
}

func (c *memoryStream) SetReceiveDeadline(t time.Time) (err error) {
	c.in.change(func(p *memoryPipe) {
		if p.readerClosed {
			err = memoryClosed("set")
			return
		}
		p.deadline.set(t, p.wake)
	})
	return err
}

// A memoryPipe is one direction of a stream.
type memoryPipe struct {
	size int

	mu           sync.Mutex // guards what follows
	cond         sync.Cond
	data         []byte
	finished     bool // CloseWrite by the writer
	writerClosed bool
	readerClosed bool
	reset        bool // either end aborted
	deadline     memoryDeadline
}

func newMemoryPipe(size int) *memoryPipe {
	p := &memoryPipe{size: size}
	p.cond.L = &p.mu
	return p
}

// change changes p and wakes whoever waits on it.
func (p *memoryPipe) change(f func(*memoryPipe)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
	p.cond.Broadcast()
}

func (p *memoryPipe) wake() { p.change(func(*memoryPipe) {}) }

func (p *memoryPipe) read(buf []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		switch {
		case p.readerClosed:
			return 0, memoryClosed("read")
		case p.deadline.over():
			return 0, &net.OpError{Op: "read", Net: "memory", Err: os.ErrDeadlineExceeded}
		case p.reset:
			return 0, memoryError("read", "read", syscall.ECONNRESET)
		case len(p.data) > 0 || len(buf) == 0:
			n := copy(buf, p.data)
			p.data = append(p.data[:0], p.data[n:]...)
			p.cond.Broadcast()
			return n, nil
		case p.finished || p.writerClosed:
			return 0, io.EOF
		}
		p.cond.Wait()
	}
}

func (p *memoryPipe) write(ctx context.Context, payload []byte) (n int, err error) {
	defer context.AfterFunc(ctx, p.wake)()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		switch {
		case p.writerClosed:
			return n, memoryClosed("write")
		case p.reset:
			return n, memoryError("write", "write", syscall.ECONNRESET)
		case p.finished || p.readerClosed:
			return n, memoryError("write", "write", syscall.EPIPE)
		case ctx.Err() != nil && (n < len(payload) || n == 0):
			return n, context.Cause(ctx)
		case n == len(payload):
			return n, nil
		}
		if room := p.size - len(p.data); room > 0 {
			k := min(room, len(payload)-n)
			p.data = append(p.data, payload[n:n+k]...)
			n += k
			p.cond.Broadcast()
			continue
		}
		p.cond.Wait()
	}
}

// A memoryDeadline wakes whoever waits when it is over. It is guarded by its owner's lock.
type memoryDeadline struct {
	at    time.Time
	timer *time.Timer
}

func (d *memoryDeadline) set(t time.Time, wake func()) {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.at = t
	if wait := time.Until(t); !t.IsZero() && wait > 0 {
		d.timer = time.AfterFunc(wait, wake)
	}
}

func (d *memoryDeadline) over() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

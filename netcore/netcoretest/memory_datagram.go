package netcoretest

import (
	"context"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"wirevise/netcore"
)

var (
	_ netcore.Conn        = (*memorySocket)(nil)
	_ netcore.Deadliner   = (*memorySocket)(nil)
	_ netcore.DropCounter = (*memorySocket)(nil)
	_ netcore.Describer   = (*memorySocket)(nil)
)

// A memorySocket sends and receives datagrams.
type memorySocket struct {
	m    *Memory
	name string
	peer netcore.Peer // the fixed one, or nobody

	mu       sync.Mutex // guards what follows; taken after m.mu
	cond     sync.Cond
	queue    []memoryDatagram
	dropped  uint64
	closed   bool
	deadline memoryDeadline
}

type memoryDatagram struct {
	from    string
	payload []byte
	err     error // instead of a payload
}

func (m *Memory) bind(name, peer string) (*memorySocket, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if name == "" {
		name = m.nameLocked()
	}
	if m.sockets[name] != nil {
		return nil, memoryError("listen", "bind", syscall.EADDRINUSE)
	}
	s := &memorySocket{m: m, name: name, peer: netcore.Peer{Name: peer}}
	s.cond.L = &s.mu
	if m.sockets == nil {
		m.sockets = map[string]*memorySocket{}
	}
	m.sockets[name] = s
	return s, nil
}

func (s *memorySocket) Receive(buf []byte) (int, netcore.Peer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, netcore.Peer{}, memoryClosed("read")
		case s.deadline.over():
			return 0, netcore.Peer{}, &net.OpError{Op: "read", Net: "memory", Err: os.ErrDeadlineExceeded}
		case len(s.queue) > 0:
			d := s.queue[0]
			s.queue = s.queue[1:]
			n := copy(buf, d.payload)
			if d.err == nil && n < len(d.payload) {
				d.err = netcore.ErrTruncated
			}
			return n, netcore.Peer{Name: d.from}, d.err
		}
		s.cond.Wait()
	}
}

// Send never blocks: what does not fit into the receiver's queue is dropped there.
func (s *memorySocket) Send(ctx context.Context, payload []byte, to netcore.Peer) (int, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	switch {
	case closed:
		return 0, memoryClosed("write")
	case ctx.Err() != nil:
		return 0, context.Cause(ctx)
	case to.IsZero():
		to = s.peer
	case !s.peer.IsZero() && to != s.peer:
		return 0, memoryError("write", "sendto", syscall.EISCONN)
	}
	if to.IsZero() {
		return 0, memoryError("write", "sendto", syscall.EDESTADDRREQ)
	}
	there := s.m.sockets[to.Name]
	switch {
	case there == nil:
		s.put(memoryDatagram{from: to.Name, err: memoryError("read", "recvmsg", syscall.ECONNREFUSED)})
	case there.peer.IsZero() || there.peer.Name == s.name:
		there.put(memoryDatagram{from: s.name, payload: slices.Clone(payload)})
	}
	return len(payload), nil
}

func (s *memorySocket) put(d memoryDatagram) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) >= memoryQueue {
		s.dropped++
		return
	}
	s.queue = append(s.queue, d)
	s.cond.Broadcast()
}

func (s *memorySocket) Boundary() netcore.Boundary { return netcore.Datagram }
func (s *memorySocket) LocalAddr() string          { return s.name }
func (s *memorySocket) RemotePeer() netcore.Peer   { return s.peer }
func (s *memorySocket) Describe() string           { return "in memory" }

func (s *memorySocket) Close() error {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return memoryClosed("close")
	}
	s.closed = true
	delete(s.m.sockets, s.name)
	s.deadline.set(time.Time{}, nil)
	s.cond.Broadcast()
	return nil
}

func (s *memorySocket) SetReceiveDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return memoryClosed("set")
	}
	s.deadline.set(t, s.wake)
	s.cond.Broadcast()
	return nil
}

func (s *memorySocket) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cond.Broadcast()
}

func (s *memorySocket) Drops() (uint64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dropped, true
}

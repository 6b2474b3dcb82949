package netcoretest

import (
	"context"
	"net"
	"os"
	"strconv"
	"sync"
	"syscall"

	"wirevise/netcore"
)

// DefaultBuffer is how many bytes a stream of a [Memory] holds in each direction that nobody has received.
const DefaultBuffer = 64 << 10

const (
	memoryBacklog = 128 // connections that wait for Accept; more are refused
	memoryQueue   = 256 // datagrams that wait for Receive; more are dropped and counted
)

// Memory is a network of its own, with names for addresses. The zero value is ready. Everything on it blocks on
// sync.Cond and timers only, so it works in a bubble of testing/synctest, if it is made there. It behaves as sockets
// do: a stream's peer sees EOF, reset (ECONNRESET) and a full buffer; nobody there is ECONNREFUSED, told to a datagram
// socket by its Receive; a name in use is EADDRINUSE.
type Memory struct {
	Buffer int // bytes a stream holds in each direction; 0: DefaultBuffer

	mu        sync.Mutex // guards what follows
	listeners map[string]*memoryListener
	sockets   map[string]*memorySocket
	last      int // the number of the last name given
}

// Server is a stream listener under name.
func (m *Memory) Server(name string) netcore.Transport {
	return memoryTransport{"memory://" + name, func() (netcore.Source, error) {
		l, err := m.listen(name)
		return netcore.Source{Listener: l}, err
	}}
}

// Client is a stream that is connected to the server under name.
func (m *Memory) Client(name string) netcore.Transport {
	return memoryTransport{"memory://" + name, func() (netcore.Source, error) {
		c, err := m.dial(name)
		return netcore.Source{Conn: c}, err
	}}
}

// Datagrams is a datagram socket under name, or under a name of its own if that is "", with a fixed peer if that is
// not "".
func (m *Memory) Datagrams(name, peer string) netcore.Transport {
	return memoryTransport{"memory-datagram://" + name, func() (netcore.Source, error) {
		s, err := m.bind(name, peer)
		return netcore.Source{Conn: s}, err
	}}
}

// Pipe returns the two ends of a stream.
func (m *Memory) Pipe() (a, b netcore.Conn) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.pipeLocked(m.nameLocked(), m.nameLocked())
}

type memoryTransport struct {
	url  string
	open func() (netcore.Source, error)
}

func (t memoryTransport) String() string { return t.url }

func (t memoryTransport) Open(ctx context.Context) (netcore.Source, error) {
	if ctx.Err() != nil {
		return netcore.Source{}, context.Cause(ctx)
	}
	src, err := t.open()
	if err != nil {
		return netcore.Source{}, err
	}
	return src, nil
}

func (m *Memory) nameLocked() string {
	m.last++
	return "memory-" + strconv.Itoa(m.last)
}

func (m *Memory) pipeLocked(a, b string) (*memoryStream, *memoryStream) {
	size := m.Buffer
	if size <= 0 {
		size = DefaultBuffer
	}
	there, back := newMemoryPipe(size), newMemoryPipe(size)
	return &memoryStream{local: a, peer: netcore.Peer{Name: b}, in: back, out: there},
		&memoryStream{local: b, peer: netcore.Peer{Name: a}, in: there, out: back}
}

func (m *Memory) listen(name string) (*memoryListener, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if name == "" {
		name = m.nameLocked()
	}
	if m.listeners[name] != nil {
		return nil, memoryError("listen", "bind", syscall.EADDRINUSE)
	}
	l := &memoryListener{m: m, name: name}
	l.cond.L = &l.mu
	if m.listeners == nil {
		m.listeners = map[string]*memoryListener{}
	}
	m.listeners[name] = l
	return l, nil
}

func (m *Memory) dial(name string) (*memoryStream, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.listeners[name]
	if l == nil {
		return nil, memoryError("dial", "connect", syscall.ECONNREFUSED)
	}
	here, there := m.pipeLocked(m.nameLocked(), name)
	if !l.offer(there) {
		return nil, memoryError("dial", "connect", syscall.ECONNREFUSED)
	}
	return here, nil
}

func memoryError(op, call string, err error) error {
	return &net.OpError{Op: op, Net: "memory", Err: os.NewSyscallError(call, err)}
}

func memoryClosed(op string) error { return &net.OpError{Op: op, Net: "memory", Err: net.ErrClosed} }

var _ netcore.Listener = (*memoryListener)(nil)

type memoryListener struct {
	m    *Memory
	name string

	mu     sync.Mutex // guards what follows; taken after m.mu
	cond   sync.Cond
	queue  []*memoryStream
	closed bool
}

func (l *memoryListener) offer(c *memoryStream) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || len(l.queue) >= memoryBacklog {
		return false
	}
	l.queue = append(l.queue, c)
	l.cond.Broadcast()
	return true
}

func (l *memoryListener) Accept() (netcore.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.queue) == 0 && !l.closed {
		l.cond.Wait()
	}
	if l.closed {
		return nil, memoryClosed("accept")
	}
	c := l.queue[0]
	l.queue = l.queue[1:]
	return c, nil
}

func (l *memoryListener) Addr() string { return l.name }

// Close resets the connections that nobody accepted, as the system does.
func (l *memoryListener) Close() error {
	l.m.mu.Lock()
	defer l.m.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return memoryClosed("close")
	}
	l.closed = true
	delete(l.m.listeners, l.name)
	for _, c := range l.queue {
		c.Abort()
	}
	l.queue = nil
	l.cond.Broadcast()
	return nil
}

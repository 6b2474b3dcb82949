package msglog

import (
	"errors"
	"io"
	"sort"
	"sync"
	"sync/atomic"

	"wirevise/netcore"
)

// DefaultLimit is how many bytes of memory a store takes before it lets the oldest rows go.
const DefaultLimit = 512 << 20

// ErrNoRow is returned for a row that is not held: it was trimmed or cleared, or has not happened.
var ErrNoRow = errors.New("row is not in the log")

// A Store holds the rows of the log, numbered from 1 in the order of their coming. A number is never used again. When
// the rows outgrow the limit the oldest go, many at a time, and are counted in [Stats]. All methods may be called from
// anywhere; readers go on while rows are appended.
//
// What goes is garbage until the collector takes it, which left to itself lets the heap double. It has no pointers to
// follow here, so [runtime/debug.SetMemoryLimit] half as high again as the store's limit costs little and holds.
type Store struct {
	limit   int64
	version atomic.Uint64

	writing sync.Mutex // guards the builder; taken before mu
	builder *builder

	mu       sync.RWMutex // guards the rest
	segments []*segment   // in order, without gaps; the last may be replaced by one with more rows
	next     uint64
	trimmed  uint64
	payload  int64
	memory   int64
}

// Stats tell the size of a store.
type Stats struct {
	Rows        uint64 // held
	Appended    uint64 // ever
	Trimmed     uint64 // lost to the limit; rows that were cleared don't count
	Bytes       int64  // of payload in the rows held
	MemoryBytes int64  // all that the rows held take, near enough
}

// NewStore makes a store that takes about limit bytes of memory, but always holds the newest segment of rows, whatever
// its size. limit < 1 is [DefaultLimit].
func NewStore(limit int64) *Store {
	if limit < 1 {
		limit = DefaultLimit
	}
	return &Store{limit: limit, builder: newBuilder(sizesFor(limit), 1), next: 1}
}

// Append adds a row for each event and returns the number of the first. It copies what it keeps, so the events are the
// caller's again. It may wait for room.
func (s *Store) Append(batch []netcore.Event) (first uint64) {
	s.writing.Lock()
	defer s.writing.Unlock()
	b := s.builder
	first = b.seg.end()
	for i := range batch {
		if !b.add(&batch[i]) {
			s.publish(b.seg)
			b.reset(b.seg.end())
			b.add(&batch[i])
		}
	}
	if len(batch) > 0 {
		s.publish(b.seg)
	}
	return first
}

// publish makes the rows of g visible, which is the last segment with more rows, or a new one.
func (s *Store) publish(g segment) {
	s.mu.Lock()
	if n := len(s.segments); n > 0 && s.segments[n-1].base == g.base {
		s.countLocked(s.segments[n-1], -1)
		s.segments[n-1] = &g
	} else {
		s.segments = append(s.segments, &g)
	}
	s.countLocked(&g, 1)
	s.next = g.end()
	for len(s.segments) > 1 && s.memory > s.limit {
		oldest := s.segments[0]
		s.segments[0] = nil
		s.segments = s.segments[1:]
		s.trimmed += oldest.rows
		s.countLocked(oldest, -1)
	}
	s.mu.Unlock()
	s.version.Add(1)
}

func (s *Store) countLocked(g *segment, sign int64) {
	s.payload += sign * g.payload
	s.memory += sign * g.memory()
}

// Clear drops all rows. Numbers go on.
func (s *Store) Clear() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.builder.reset(s.builder.seg.end())
	s.mu.Lock()
	s.segments = nil
	s.payload, s.memory = 0, 0
	s.mu.Unlock()
	s.version.Add(1)
}

// Version changes with every change of the store. It costs one atomic load.
func (s *Store) Version() uint64 { return s.version.Load() }

// Bounds returns the numbers of the first row held and of the next to come: next-first rows are held.
func (s *Store) Bounds() (first, next uint64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.firstLocked(), s.next
}

func (s *Store) firstLocked() uint64 {
	if len(s.segments) == 0 {
		return s.next
	}
	return s.segments[0].base
}

// Stats returns the sizes of this moment.
func (s *Store) Stats() Stats {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return Stats{
		Rows:        s.next - s.firstLocked(),
		Appended:    s.next - 1,
		Trimmed:     s.trimmed,
		Bytes:       s.payload,
		MemoryBytes: s.memory,
	}
}

// Get returns a row with at most max bytes of its payload, all when max is negative. ok is false when the row is not
// held.
func (s *Store) Get(seq uint64, max int) (e Entry, ok bool) {
	g := s.from(seq)
	if g == nil || seq < g.base {
		return Entry{}, false
	}
	return g.entry(seq, max), true
}

// ReadPayload reads a row's payload from off on into buf, in the manner of [io.ReaderAt]: when it reads less than
// len(buf) bytes the error is io.EOF. The error is ErrNoRow when the row is not held.
func (s *Store) ReadPayload(seq uint64, off int64, buf []byte) (int, error) {
	if off < 0 {
		return 0, errors.New("read payload: negative offset")
	}
	g := s.from(seq)
	if g == nil || seq < g.base {
		return 0, ErrNoRow
	}
	payload := g.bytes(g.record(seq).payload)
	if off >= int64(len(payload)) {
		return 0, io.EOF
	}
	n := copy(buf, payload[off:])
	if n < len(buf) {
		return n, io.EOF
	}
	return n, nil
}

// from returns the segment that holds row seq, or else the first of those after it; nil when there is none.
func (s *Store) from(seq uint64) *segment {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := len(s.segments)
	i := sort.Search(n, func(i int) bool { return seq < s.segments[i].end() })
	if i == n {
		return nil
	}
	return s.segments[i]
}

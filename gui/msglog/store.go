package msglog

import (
	"errors"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"wirevise/netcore"
)

// What a store does when nothing else is asked for.
const (
	DefaultUnwritten = 64 << 20  // bytes that may wait for the disk
	DefaultMemory    = 512 << 20 // bytes that may be held while there is no disk to write to
	segmentSize      = 256 << 20 // bytes after which a segment is full, at most
	leastSegment     = 4 << 20   // and at least
)

// ErrNoRow is returned for a row that is not held: it was trimmed or cleared, or has not happened.
var ErrNoRow = errors.New("row is not in the log")

// Options say where a store keeps its rows.
type Options struct {
	Folder    *Folder // takes the files and becomes the store's; nil: rows are in memory only
	Unwritten int64   // bytes that may wait for the disk before Append does; 0: DefaultUnwritten
	Memory    int64   // the same while the disk fails, and without a folder; 0: DefaultMemory
	Limit     int64   // that Trim will be asked to keep to; segments are a small part of it. 0: none

	segment int64         // bytes after which a segment is full; 0: segmentSize
	retry   time.Duration // between two attempts while the disk fails; 0: retryEvery
	flush   time.Duration // how long a row waits to be written; 0: flushEvery
}

// A Store holds the rows of the log, numbered from 1 in the order of their coming. A number is never used again. Rows are
// appended in memory and written to the folder's files by a goroutine of the store, 20 ms later at most while the disk
// keeps up. All methods may be called from anywhere; readers go on while rows are appended.
//
// Nothing is dropped to make room: when more waits to be written than the options allow, Append waits. When the disk
// fails, which Stats tells, rows are held in memory and writing is tried again every second.
type Store struct {
	o       Options
	folder  atomic.Pointer[Folder]
	version atomic.Uint64
	saved   atomic.Int64 // bytes ever written, or given up
	room    atomic.Int64 // bytes that may be unwritten
	closing atomic.Bool  // there is room without end
	waited  atomic.Int64 // nanoseconds that Append waited for room

	writing  sync.Mutex // guards the appender; taken before mu
	appender appender
	more     *sync.Cond  // of writing: there may be room
	waiting  atomic.Bool // somebody waits for more

	kick    chan struct{}
	urgent  chan struct{}
	stop    chan struct{}
	running sync.WaitGroup

	mu       sync.RWMutex // guards the rest
	segments []*segment   // in order
	first    uint64       // rows before it were cleared
	next     uint64
	trimmed  uint64
	damaged  damages
	removed  error // somebody removed files that are being written
	trouble  error
	closed   bool
	cut      uint64 // no row before it is a frame, or a read of which frames are rows; 0: no row is
	notSaved uint64 // rows that were on no disk when the store was closed
}

// New makes an empty store and begins to write. Close it.
func New(o Options) *Store {
	s := newStore(o)
	s.room.Store(s.o.Memory)
	g := newSegment(1, s.next, s.o.segment)
	s.segments = []*segment{g}
	s.appender.begin(g)
	if o.Folder != nil {
		s.Adopt(o.Folder)
	}
	return s
}

// Adopt gives a store that has none a folder, in which it begins to write all that it holds.
func (s *Store) Adopt(f *Folder) {
	s.writing.Lock()
	s.folder.Store(f)
	s.room.Store(s.o.Unwritten)
	s.writing.Unlock()
	s.startWriting()
	poke(s.kick)
}

func newStore(o Options) *Store {
	if o.Unwritten <= 0 {
		o.Unwritten = DefaultUnwritten
	}
	if o.Memory <= 0 {
		o.Memory = DefaultMemory
	}
	if o.segment <= 0 {
		o.segment = segmentSize
		if o.Limit > 0 {
			o.segment = min(max(o.Limit/8, leastSegment), segmentSize)
		}
	}
	if o.flush <= 0 {
		o.flush = flushEvery
	}
	if o.retry <= 0 {
		o.retry = retryEvery
	}
	s := &Store{o: o, next: 1, first: 1, kick: make(chan struct{}, 1), urgent: make(chan struct{}, 1), stop: make(chan struct{})}
	s.more = sync.NewCond(&s.writing)
	return s
}

// Append adds a row for each event and returns the number of the first. It copies what it keeps, so the events are the
// caller's again; bytes of a frame that lie within those of the read before it are kept once. It waits while too much is unwritten, and only then another's rows may come between these. After Close it
// adds nothing.
func (s *Store) Append(batch []netcore.Event) (first uint64) {
	s.writing.Lock()
	defer s.writing.Unlock()
	first = s.appender.seq
	if s.appender.seg == nil {
		return first
	}
	s.appender.calls++
	for i := range batch {
		e := &batch[i]
		if !s.hasRoom(need(e)) {
			s.publish()
			if s.waitForRoom(need(e)); s.appender.seg == nil {
				return first
			}
		}
		if s.appender.full(e, s.o.segment) {
			s.publish()
			s.rotate()
		}
		s.add(e)
	}
	if len(batch) > 0 {
		s.publish()
	}
	return first
}

// hasRoom reports whether n bytes more may be unwritten. The caller holds writing.
func (s *Store) hasRoom(n int64) bool {
	unwritten := s.appender.put - s.saved.Load()
	return unwritten == 0 || unwritten+n <= s.room.Load() || s.closing.Load()
}

// waitForRoom lets go of writing while it waits, so that the log can be cleared.
func (s *Store) waitForRoom(n int64) {
	begun := time.Now()
	poke(s.urgent)
	for s.waiting.Store(true); !s.hasRoom(n); s.waiting.Store(true) {
		s.more.Wait()
	}
	s.waiting.Store(false)
	s.waited.Add(int64(time.Since(begun)))
}

// tellRoom wakes those who wait for room. The caller doesn't hold writing.
func (s *Store) tellRoom() {
	if s.waiting.Load() {
		s.writing.Lock()
		defer s.writing.Unlock()
		s.more.Broadcast()
	}
}

// publish makes the rows that were put in visible.
func (s *Store) publish() {
	g := s.appender.seg
	s.mu.Lock()
	for k := range g.streams {
		g.streams[k].size = g.streams[k].tail
	}
	g.rows = s.appender.seq - g.base
	s.next = s.appender.seq
	s.cut = s.appender.cut
	s.mu.Unlock()
	s.version.Add(1)
	if s.Folder() != nil {
		poke(s.kick)
		if s.appender.put-s.saved.Load() >= flushSize {
			poke(s.urgent)
		}
	}
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// rotate begins a new segment.
func (s *Store) rotate() {
	g := newSegment(s.appender.seg.number+1, s.appender.seq, s.o.segment)
	s.appender.begin(g)
	s.mu.Lock()
	s.segments = append(s.segments, g)
	s.mu.Unlock()
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
	return min(max(s.first, s.segments[0].base), s.next)
}

// Folder is where the rows lie; nil when they are in memory only.
func (s *Store) Folder() *Folder { return s.folder.Load() }

// Cut returns the number of a row before which none is a frame, nor a read that was cut into frames. ok is false when no row is.
func (s *Store) Cut() (seq uint64, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.cut, s.cut != 0
}

// find returns the segment that holds row seq, or else the first of those after it; nil when there is none, or the row was
// cleared. The caller holds mu, if only for reading.
func (s *Store) findLocked(seq uint64) *segment {
	if seq < s.firstLocked() {
		return nil
	}
	i := sort.Search(len(s.segments), func(i int) bool { return seq < s.segments[i].end() })
	if i == len(s.segments) {
		return nil
	}
	return s.segments[i]
}

package msglog

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"wirevise/netcore"
)

// A check looks at the checksums of all rows of a store that was opened from files, on every core.
type check struct {
	ctx      context.Context
	store    *Store
	progress func(done, total int64)
	cutTail  bool // rows at the end that don't fit were never written whole

	total int64
	done  atomic.Int64
	units []unit
	taken atomic.Int64

	mu      sync.Mutex // guards progress and what follows
	damaged uint64
	cut     uint64
	emptied []*segment // they had no whole row
}

// A unit is a run of rows of one segment.
type unit struct {
	g      *segment
	lo, hi uint64
}

const checkRows = 32 << 10

func (c *check) run() error {
	for _, g := range c.store.segments {
		for k := range g.streams {
			c.total += g.streams[k].size
		}
		there := g.base + uint64(g.streams[rowStream].size)/recordSize
		for lo := g.base; lo < min(there, g.end()); lo += checkRows {
			c.units = append(c.units, unit{g, lo, min(lo+checkRows, there, g.end())})
		}
		c.lost(there, g.end())
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(c.units)) {
		wg.Add(1)
		go c.work(&wg)
	}
	wg.Wait()
	if err := c.ctx.Err(); err != nil {
		return context.Cause(c.ctx)
	}
	if c.cutTail {
		c.trimTail()
	}
	return nil
}

// lost notes rows that have no record.
func (c *check) lost(lo, hi uint64) {
	if hi <= lo {
		return
	}
	c.damaged += hi - lo
	c.store.damaged.rows.addRange(lo, hi)
}

func (c *check) work(wg *sync.WaitGroup) {
	defer wg.Done()
	run := runner{s: c.store}
	names := make(map[uint32]bool) // of the segment: whether what lies there is whole
	var g *segment
	for c.ctx.Err() == nil {
		i := c.taken.Add(1) - 1
		if i >= int64(len(c.units)) {
			return
		}
		u := c.units[i]
		if u.g != g || len(names) > knownFlows {
			g = u.g
			clear(names)
		}
		size := c.unit(&run, u, names)
		done := c.done.Add(size)
		if c.progress != nil {
			c.mu.Lock()
			c.progress(min(done, c.total), c.total)
			c.mu.Unlock()
		}
	}
}

// unit checks rows and returns how many bytes they have.
func (c *check) unit(run *runner, u unit, names map[uint32]bool) (size int64) {
	n := run.on(u.g, u.lo, u.hi)
	far := int64(0) // how far the payloads before reach
	for i := range n {
		if i%checkEvery == 0 && c.ctx.Err() != nil {
			return size
		}
		seq := u.lo + uint64(i)
		var r record
		size += recordSize
		b := (*[recordSize]byte)(run.rows[i*recordSize:])
		if !r.decode(b, seq) {
			c.note(seq, wholeRow)
			continue
		}
		if end := int64(r.payload) + int64(r.size); end > far { // frames lie within reads
			size += end - max(far, int64(r.payload))
			far = end
		}
		if isCut(netcore.EventKind(r.kind), netcore.EventFlags(r.flags)) {
			c.noteCut(seq)
		}
		switch {
		case !c.payload(run, i, &r):
			c.note(seq, payloadOnly)
		case !c.names(u.g, &r, names):
			c.note(seq, undamaged) // reading it shows what is lost of it
		}
	}
	for seq := u.lo + uint64(n); seq < u.hi; seq++ {
		c.note(seq, wholeRow)
	}
	return size
}

// payload checks a payload; one that is bigger than a window, piece by piece.
func (c *check) payload(run *runner, i int, r *record) bool {
	if r.size <= windowSize {
		p, err := run.payload(i, r)
		return err == nil && checksum(p) == r.sum
	}
	buf := make([]byte, windowSize)
	sum := uint32(0)
	for off := int64(0); off < int64(r.size); off += windowSize {
		p := buf[:min(windowSize, int64(r.size)-off)]
		if c.ctx.Err() != nil || c.store.read(run.seg, payloadStream, int64(r.payload)+off, p) != nil {
			return false
		}
		sum = addChecksum(sum, p)
	}
	return sum == r.sum
}

// names checks what a record refers to among the names.
func (c *check) names(g *segment, r *record, known map[uint32]bool) bool {
	whole, ok := known[r.flow]
	if !ok {
		_, err := c.store.flowAt(g, r.flow)
		whole = err == nil
		known[r.flow] = whole
	}
	if !whole || r.extra == 0 {
		return whole
	}
	_, err := c.store.extraAt(g, r.extra, r.fault())
	return err == nil
}

func (c *check) note(seq uint64, d damage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.damaged++
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	if d != undamaged {
		c.store.damaged.add(seq, d)
	}
}

// noteCut notes a row that is a frame, or a read of which frames are rows.
func (c *check) noteCut(seq uint64) {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	if s := c.store; s.cut == 0 || seq < s.cut {
		s.cut = seq
	}
}

// trimTail takes the rows off the end that were never written whole, and the segments that have no other.
func (c *check) trimTail() {
	s := c.store
	for len(s.segments) > 0 {
		g := s.segments[len(s.segments)-1]
		for ; g.rows > 0; g.rows-- {
			seq := g.end() - 1
			if c.wasWritten(g, seq) {
				return
			}
			c.damaged-- // no such row fits
			s.damaged.remove(seq)
			c.cut++
		}
		if len(s.segments) == 1 {
			return
		}
		_ = g.close()
		s.segments = s.segments[:len(s.segments)-1]
		c.emptied = append(c.emptied, g)
	}
}

// wasWritten reports whether a record is there and all that it refers to lies within the files. The record is the last of a row
// to be written, so without it the rest is of no row. A file that is not there was lost later, for it was made before the
// records were written, and what the others have is not to be cut for it.
func (c *check) wasWritten(g *segment, seq uint64) bool {
	var b [recordSize]byte
	var r record
	if c.store.read(g, rowStream, int64(seq-g.base)*recordSize, b[:]) != nil || !r.decode(&b, seq) {
		return false
	}
	payload, names := &g.streams[payloadStream], &g.streams[nameStream]
	return (payload.file == nil || int64(r.payload)+int64(r.size) <= payload.size) && (names.file == nil || int64(max(r.flow, r.extra)) < names.size)
}

package msglog

import "wirevise/netcore"

// A runner reads rows that follow one another, records and payloads in large pieces, for one goroutine.
type runner struct {
	s       *Store
	rows    []byte
	window  []byte // payload bytes from at on
	at      int64
	seg     *segment
	damaged bool // the store knows of damaged rows
}

const (
	windowSize = 4 << 20 // bytes of payload read at once, unless one payload is bigger
	keepWindow = 8 << 20 // a window bigger than this is given back

	// A frame that was put together from several reads lies behind the last of these, whose other frames come after it. So much
	// a read has, and some frames before.
	readSize = 72 << 10
)

// on turns to rows of g from lo to hi-1 and reads their records. It returns how many are there.
func (c *runner) on(g *segment, lo, hi uint64) int {
	c.seg = g
	c.at, c.window = 0, c.window[:0]
	c.s.mu.RLock()
	there := uint64(g.streams[rowStream].size) / recordSize
	c.damaged = c.s.damaged.count() > 0
	c.s.mu.RUnlock()
	hi = min(hi, g.base+there)
	if lo >= hi {
		return 0
	}
	n := int(hi-lo) * recordSize
	if cap(c.rows) < n {
		c.rows = make([]byte, n)
	}
	c.rows = c.rows[:n]
	if c.s.read(g, rowStream, int64(lo-g.base)*recordSize, c.rows) != nil {
		return 0
	}
	return n / recordSize
}

// record decodes record i of those read, which is that of row seq.
func (c *runner) record(i int, seq uint64, r *record) bool {
	b := (*[recordSize]byte)(c.rows[i*recordSize:])
	return r.decode(b, seq) && !(c.damaged && c.s.damagedAt(seq) == wholeRow)
}

// payload returns the bytes of r, which are good until the next call. Record i of those read is r's.
func (c *runner) payload(i int, r *record) ([]byte, error) {
	off, size := int64(r.payload), int64(r.size)
	if size == 0 {
		return nil, nil
	}
	if off < c.at || off+size > c.at+int64(len(c.window)) {
		from := off
		if netcore.EventKind(r.kind) == netcore.Framed { // those after it may lie before it
			from = max(0, off-readSize)
		}
		if err := c.load(from, off+size); err != nil {
			return nil, err
		}
	}
	return c.window[off-c.at : off-c.at+size : off-c.at+size], nil
}

// load reads the payload bytes from off to end, and those after them that the last record read refers to, if it says so.
func (c *runner) load(off, end int64) error {
	need := end
	var last record
	le := (*[recordSize]byte)(c.rows[len(c.rows)-recordSize:])
	last.decode(le, 0) // right or not, it says only how far to read
	if e := int64(last.payload) + int64(last.size); e > end {
		end = min(e, max(end, off+windowSize))
	}
	c.s.mu.RLock()
	there := c.seg.streams[payloadStream].size
	c.s.mu.RUnlock()
	if end = min(end, there); end < need {
		return errDamaged
	}
	n := int(end - off)
	if cap(c.window) < n || cap(c.window) > keepWindow && n <= windowSize {
		c.window = make([]byte, n, max(n, min(windowSize, 2*n)))
	}
	c.window = c.window[:n]
	c.at = off
	if err := c.s.read(c.seg, payloadStream, off, c.window); err != nil {
		c.window = c.window[:0]
		return err
	}
	return nil
}

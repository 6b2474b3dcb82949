package widgets

import (
	"errors"
	"io"
	"sort"
)

// blockSize is how much is read at a time, and the most that is read to find
// where the lines above begin.
const blockSize = 16 << 10

// A page is what a ByteView has on screen: its lines and, in TextMode, the
// characters placed on them with the bytes each stands for.
type page struct {
	fresh bool
	lines []pageLine
	items []item
	steps []byteRange // of the items, one each
	err   error       // of reading
}

// A pageLine shows the bytes [from, to) with items [begin, end).
type pageLine struct {
	from, to   int64
	begin, end int
}

// block is the part of the payload read last.
type block struct {
	at   int64
	data []byte
}

// endCache is where the last screenful begins.
type endCache struct {
	known bool
	first int64
}

// read returns up to n bytes at off, good until the next read.
func (v *ByteView) read(off int64, n int) []byte {
	n = int(min(int64(n), v.size()-off))
	if n <= 0 {
		return nil
	}
	if b := &v.block; off < b.at || off+int64(n) > b.at+int64(len(b.data)) {
		want := max(n, blockSize)
		if cap(b.data) < want {
			b.data = make([]byte, want)
		}
		b.at = off
		got, err := v.bytes.ReadAt(b.data[:want], off)
		b.data = b.data[:got]
		if err != nil && !errors.Is(err, io.EOF) {
			v.page.err = err
		}
	}
	from := int(off - v.block.at)
	return v.block.data[from:min(from+n, len(v.block.data))]
}

// load returns the page on screen.
func (v *ByteView) load() *page {
	pg := &v.page
	if pg.fresh {
		return pg
	}
	v.ready()
	*pg = page{fresh: true, lines: pg.lines[:0], items: pg.items[:0], steps: pg.steps[:0]}
	off, size := v.first, v.size()
	for range v.rows() {
		if off >= size {
			break
		}
		line := pageLine{from: off, begin: len(pg.items)}
		if v.mode == HexMode {
			line.to = v.nextLine(off)
		} else {
			line.to = v.layLine(off)
		}
		line.end = len(pg.items)
		pg.lines = append(pg.lines, line)
		off = line.to
	}
	return pg
}

// lineOf returns the line a byte is on, or -1.
func (pg *page) lineOf(off int64) int {
	i := sort.Search(len(pg.lines), func(i int) bool { return pg.lines[i].to > off })
	if i == len(pg.lines) || off < pg.lines[i].from {
		return -1
	}
	return i
}

// stepAt returns the bytes of the character that holds off, just the one if it
// is not on screen or shown as hex.
func (v *ByteView) stepAt(off int64) byteRange {
	if v.mode == TextMode {
		pg := v.load()
		if i := pg.lineOf(off); i >= 0 {
			for _, s := range pg.steps[pg.lines[i].begin:pg.lines[i].end] {
				if off >= s.from && off < s.to {
					return s
				}
			}
		}
	}
	return byteRange{off, off + 1}
}

// lineStart returns where the line that holds off begins.
func (v *ByteView) lineStart(off int64) int64 {
	if v.mode == HexMode {
		n, from := int64(v.perLine()), int64(0)
		if v.Run != nil && v.size() > 0 {
			from, _ = v.Run(v.inside(off))
		}
		return from + (off-from)/n*n
	}
	if off <= 0 {
		return 0
	}
	at := v.hardStart(off)
	for {
		to := v.nextLine(at)
		if to > off || to >= v.size() {
			return at
		}
		at = to
	}
}

// linesBefore returns where the n-th line above the one beginning at off begins.
func (v *ByteView) linesBefore(off int64, n int) int64 {
	if v.evenLines() {
		per := int64(v.perLine())
		return max(0, (off+per-1)/per-int64(n)) * per
	}
	if v.mode == HexMode {
		for ; n > 0 && off > 0; n-- {
			off = v.lineStart(off - 1)
		}
		return off
	}
	var starts []int64
	for n > 0 && off > 0 {
		starts = starts[:0]
		for at := v.hardStart(off - 1); at < off; at = v.nextLine(at) {
			starts = append(starts, at)
		}
		if len(starts) >= n {
			return starts[len(starts)-n]
		}
		n -= len(starts)
		off = starts[0]
	}
	return max(0, off)
}

// lastFirst returns the first line of the last screenful.
func (v *ByteView) lastFirst() int64 {
	if !v.end.known {
		v.end = endCache{known: true, first: v.linesBefore(v.size(), v.rows())}
	}
	return v.end.first
}

func (v *ByteView) clamp() {
	if first := max(0, min(v.first, v.lastFirst())); first != v.first {
		v.first, v.page.fresh = first, false
	}
}

// scrollTo brings the line that holds off to the top, or as near as may be.
func (v *ByteView) scrollTo(off int64) {
	before := v.first
	v.first = v.lineStart(v.inside(off))
	v.scrolled(before)
}

// scrolled draws the page anew, and says so when it is another.
func (v *ByteView) scrolled(before int64) {
	v.clamp()
	v.page.fresh = false
	v.redraw()
	if v.OnScrolled != nil && v.first != before {
		v.OnScrolled()
	}
}

// evenLines reports whether every line has the same number of bytes.
func (v *ByteView) evenLines() bool { return v.mode == HexMode && v.Run == nil }

// nextLine returns where the line after the one at off begins.
func (v *ByteView) nextLine(off int64) int64 {
	if v.mode == TextMode {
		return v.skipLine(off)
	}
	to := min(off+int64(v.perLine()), v.size())
	if v.Run != nil {
		if _, end := v.Run(off); end > off {
			to = min(to, end)
		}
	}
	return to
}

// scrollBy moves by lines, down if n is positive.
func (v *ByteView) scrollBy(n int) {
	before := v.first
	if n < 0 {
		v.first = v.linesBefore(v.first, -n)
	} else if v.evenLines() {
		v.first += int64(n * v.perLine())
	} else {
		for ; n > 0 && v.first < v.lastFirst(); n-- {
			v.first = v.nextLine(v.first)
		}
	}
	v.scrolled(before)
}

package msglog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Report tells what opening a session's files found.
type Report struct {
	Rows      uint64
	Damaged   uint64 // rows whose checksums don't fit; they are there and say so
	Cut       uint64 // incomplete rows at the end of a session that was not ended
	Recovered bool   // the session was not ended, and is put in order now
}

// Open opens the files of a session for reading: nothing can be appended. All checksums are looked at. Of a session that was
// not ended, rows at the end that were not written whole are cut off; in any other place a damaged row stays and says what it
// is, so numbers have no gaps. progress, unless nil, is told how many bytes of how many are done. Close it.
func Open(ctx context.Context, path string, progress func(done, total int64)) (*Store, Report, error) {
	f, err := openFolder(path)
	if err != nil {
		return nil, Report{}, err
	}
	s := newStore(Options{})
	s.folder.Store(f)
	r, err := s.load(ctx, progress)
	if err != nil {
		s.letGo()
		if f.lock != nil {
			err = errors.Join(err, f.lock.Unlock())
		}
		return nil, Report{}, err
	}
	return s, r, nil
}

func (s *Store) load(ctx context.Context, progress func(done, total int64)) (r Report, err error) {
	f := s.Folder()
	clean := f.about.Clean
	s.first = 0
	if err := s.findSegments(); err != nil {
		return r, err
	}
	c := &check{ctx: ctx, store: s, progress: progress, cutTail: !clean}
	if err := c.run(); err != nil {
		return r, err
	}
	r.Cut, r.Damaged = c.cut, c.damaged
	s.next = f.about.FirstRow
	if n := len(s.segments); n > 0 {
		s.next = s.segments[n-1].end()
		r.Rows = s.next - s.segments[0].base
	}
	s.appender.seq = s.next
	if !clean && !f.readOnly {
		if err := s.putInOrder(c, r); err != nil {
			f.readOnly = true // it can be read all the same
		} else {
			r.Recovered = true
		}
	}
	f.readOnly = true
	return r, nil
}

// findSegments opens the files of the folder and says how many rows each segment has.
func (s *Store) findSegments() error {
	names, err := os.ReadDir(s.Folder().path)
	if err != nil {
		return err
	}
	for _, name := range names {
		number, ok := strings.CutSuffix(name.Name(), "."+rowStream.String())
		n, err := strconv.Atoi(number)
		if !ok || err != nil || name.Name() != filepath.Base(newSegment(n, 0, segmentSize).path("", rowStream)) {
			continue
		}
		s.segments = append(s.segments, newSegment(n, 0, segmentSize))
	}
	slices.SortFunc(s.segments, func(a, b *segment) int { return a.number - b.number })
	next := s.Folder().about.FirstRow
	for i, g := range s.segments {
		known, err := s.openFiles(g)
		if err != nil {
			return err
		}
		g.rows = uint64(g.streams[rowStream].size) / recordSize
		far := next + maxRows
		if i > 0 {
			p := s.segments[i-1]
			far = p.base + maxRows*uint64(g.number-p.number)
		}
		if !known || i > 0 && (g.base <= s.segments[i-1].base || g.base > far) {
			g.base = next // its heads are damaged, or lie; the checksums of the records tell whether that is right
		}
		next = g.end()
	}
	for i, g := range s.segments[:max(0, len(s.segments)-1)] {
		g.rows = s.segments[i+1].base - g.base // what is not in the file is damaged, and what is behind is none
	}
	return nil
}

// maxRows is more than a segment ever has.
const maxRows = 2 * segmentSize / recordSize

// openFiles opens what there is of the files. known tells whether any of their heads says where the rows begin.
func (s *Store) openFiles(g *segment) (known bool, err error) {
	for k := range streams {
		st := &g.streams[k]
		path := g.path(s.Folder().path, k)
		info, err := os.Lstat(path)
		if os.IsNotExist(err) && k != rowStream {
			continue
		}
		if err != nil {
			return false, err
		}
		if !info.Mode().IsRegular() { // what was linked here is not ours to read, nor to cut
			return false, fmt.Errorf("%s is not a regular file", path)
		}
		f, err := os.Open(path)
		if err != nil {
			return false, err
		}
		st.file = f
		st.size = max(0, info.Size()-headSize)
		st.saved, st.base = st.size, st.size/st.chunk*st.chunk+st.chunk
		st.tail = st.size
		b := make([]byte, headSize)
		if _, err := f.ReadAt(b, 0); err != nil {
			continue
		}
		h, ok := decodeHead(b, k)
		if ok && !known && h.number == uint32(g.number) && h.id == s.Folder().id && possibleRow(h.first) {
			g.base, known = h.first, true
		}
	}
	return known, nil
}

// possibleRow reports whether a session may begin at a row: none counts so far.
func possibleRow(seq uint64) bool { return seq > 0 && seq < 1<<56 }

// putInOrder cuts the incomplete rows off the files and notes that the session is in order now.
func (s *Store) putInOrder(c *check, r Report) error {
	f := s.Folder()
	cut := c.emptied
	if n := len(s.segments); n > 0 && r.Cut > 0 {
		cut = append(cut, s.segments[n-1])
	}
	for _, g := range cut {
		size := headSize + int64(g.rows)*recordSize
		if g.streams[rowStream].size+headSize <= size {
			continue
		}
		if err := os.Truncate(g.path(f.path, rowStream), size); err != nil {
			return err
		}
	}
	f.about.Clean, f.about.Recovered = true, true
	f.about.Rows = r.Rows
	if len(s.segments) > 0 {
		f.about.FirstRow = s.segments[0].base
	}
	f.about.Bytes = s.Stats().Bytes
	if f.about.Ended.IsZero() {
		f.about.Ended = s.lastTime()
	}
	return f.save()
}

// lastTime is the time of the last row, or else now.
func (s *Store) lastTime() time.Time {
	for seq := s.next; seq > s.next-min(s.next, 100); seq-- {
		if e, ok := s.Get(seq-1, 0); ok && !e.Time.IsZero() {
			return e.Time
		}
	}
	return time.Now()
}

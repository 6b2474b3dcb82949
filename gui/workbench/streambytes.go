package workbench

import (
	"context"
	"io"

	"wirevise/gui/msglog"
	"wirevise/netcore/capture"
)

// StreamBytes are the bytes of a stream that the log has, of one way or both. They are for one goroutine. Offset 0 is the
// first byte that was held when they were made, at Base in the stream; Size grows as the stream is read.
type StreamBytes struct {
	s    *Stream
	way  Way
	base int64

	step int // whose rows are at hand, -1 for none
	last streamStep
	rows []streamRow
	run  [2]int64 // found last
	ends bool     // the other way goes on behind it
}

// Bytes returns the bytes of a way.
func (s *Stream) Bytes(w Way) *StreamBytes {
	return &StreamBytes{s: s, way: w, base: s.first(w), step: -1}
}

// Way is whose bytes these are.
func (b *StreamBytes) Way() Way { return b.way }

// Base is where in the stream the bytes begin: what is before was given up by the log.
func (b *StreamBytes) Base() int64 { return b.base }

// Rebase leaves out what the log has given up by now, and returns how many bytes that are.
func (b *StreamBytes) Rebase() int64 {
	before := b.base
	b.base = b.s.first(b.way)
	b.step, b.run = -1, [2]int64{}
	return b.base - before
}

// Size implements [Bytes].
func (b *StreamBytes) Size() int64 {
	b.s.mu.RLock()
	defer b.s.mu.RUnlock()
	return b.s.end.place(b.way) - b.base
}

// ReadAt implements [io.ReaderAt].
func (b *StreamBytes) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		r, ok := b.row(off + int64(n))
		if !ok {
			if off+int64(n) < b.Size() {
				return n, errGone
			}
			return n, io.EOF
		}
		from := off + int64(n) + b.base - r.in(b.way)
		want := min(int64(len(p)-n), r.size-from)
		got, err := b.s.store.ReadPayload(r.seq, from, p[n:n+int(want)])
		if n += got; int64(got) < want {
			return n, err
		}
	}
	return n, nil
}

var errGone = msglog.ErrNoRow

// load brings the rows of a step to hand.
func (b *StreamBytes) load(i int, from, to streamStep) {
	if i != b.step || to != b.last {
		b.step, b.last = i, to
		b.rows = b.s.held(b.rows[:0], from, to)
	}
}

// row is the row that holds the byte at off. ok is false when the log does not have it.
func (b *StreamBytes) row(off int64) (r streamRow, ok bool) {
	at := off + b.base
	i, from, to, ok := b.s.stepOf(b.way, at)
	if !ok || off < 0 {
		return streamRow{}, false
	}
	b.load(i, from, to)
	for _, r := range b.rows {
		if (b.way == BothWays || r.way == b.way) && r.in(b.way) <= at && at < r.in(b.way)+r.size {
			return r, true
		}
	}
	return streamRow{}, false
}

// A Place is a byte of a stream: of which row and way, and where in the stream of that way alone.
type Place struct {
	Seq uint64
	Way Way
	Own int64
}

// At tells of the byte at off. ok is false when there is none.
func (b *StreamBytes) At(off int64) (p Place, ok bool) {
	r, ok := b.row(off)
	return Place{r.seq, r.way, r.own + off + b.base - r.in(b.way)}, ok
}

// OffsetOf is where the first byte of a row is; ok is false when the log or the way does not have it.
func (b *StreamBytes) OffsetOf(seq uint64) (off int64, ok bool) {
	b.s.mu.RLock()
	i := len(b.s.steps) - 1
	for lo, hi := 0, len(b.s.steps); lo < hi; {
		if mid := (lo + hi) / 2; b.s.steps[mid].seq <= seq {
			i, lo = mid, mid+1
		} else {
			i, hi = mid-1, mid
		}
	}
	b.s.mu.RUnlock()
	from, to, ok := b.s.step(i)
	if !ok {
		return 0, false
	}
	b.load(i, from, to)
	for _, r := range b.rows {
		if r.seq == seq && (b.way == BothWays || r.way == b.way) {
			return r.in(b.way) - b.base, r.in(b.way) >= b.base
		}
	}
	return 0, false
}

// minRun is how far the end of a run is looked for, in bytes.
const minRun = 64 << 10

// Run returns the bytes of one way, without any of the other between them, that hold the one at off: to is where they
// end, or a place at least minRun behind off.
func (b *StreamBytes) Run(off int64) (from, to int64) {
	if b.way != BothWays {
		return 0, b.Size()
	}
	if b.run[0] <= off && off < b.run[1] && (b.ends || b.run[1]-off >= minRun) {
		return b.run[0], b.run[1]
	}
	r, ok := b.row(off)
	if !ok {
		return off, off + 1
	}
	to, ends := b.runEnd(r, off+b.base)
	b.run, b.ends = [2]int64{max(0, r.runStart-b.base), to - b.base}, ends
	return b.run[0], b.run[1]
}

// runEnd looks for the end of the run that r is of, whole steps at a time where only one way is in them. ends is false
// when it stopped looking, or the stream ends first.
func (b *StreamBytes) runEnd(r streamRow, at int64) (to int64, ends bool) {
	other := 2 - r.way // index of the other way
	for _, next := range b.rows {
		if next.both > r.both && next.way != r.way && next.size > 0 {
			return next.both, true
		}
	}
	var rows []streamRow
	end := b.last.place(BothWays)
	for i := b.step + 1; end <= at+minRun; i++ {
		from, to, ok := b.s.step(i)
		if !ok {
			break
		}
		end = to.place(BothWays)
		if from.at[other] == to.at[other] {
			continue
		}
		rows = b.s.held(rows[:0], from, to)
		for _, next := range rows {
			if next.way != r.way && next.size > 0 {
				return next.both, true
			}
		}
	}
	return end, false
}

// SaveStream writes what the log has of a way to a file, whole or not at all, in a task.
func (s *Stream) SaveStream(w Way, path string, done func(bytes int64, err error)) (cancel context.CancelFunc) {
	b, log := s.Bytes(w), s.w.book() // which the stream is of
	log.hold()
	return s.w.tasks.run(func(ctx context.Context) {
		defer log.release()
		var n int64
		err := capture.File(ctx, path, func(f io.Writer) (err error) {
			n, err = io.Copy(f, cancelled{ctx, io.NewSectionReader(b, 0, b.Size())})
			return err
		}, nil)
		s.w.dispatch(func() { done(n, err) })
	})
}

// cancelled reads until ctx ends.
type cancelled struct {
	ctx context.Context
	io.Reader
}

func (c cancelled) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.Reader.Read(p)
}

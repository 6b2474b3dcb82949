package workbench

import (
	"context"
	"sort"
	"strconv"
	"sync"

	"wirevise/gui/msglog"
	"wirevise/netcore"
)

// A Way is a direction of a stream.
type Way uint8

const (
	ReceivedWay Way = iota + 1
	SentWay
	BothWays // in the order of the log
)

func (w Way) String() string {
	switch w {
	case ReceivedWay:
		return "received"
	case SentWay:
		return "sent"
	case BothWays:
		return "both"
	}
	return "Way(" + strconv.Itoa(int(w)) + ")"
}

// A Stream is the bytes of one session as they flowed: the payloads of its rows one after another, without the seams. A
// place in it is counted from the first byte that was read, whether that is still in the log or not. What was to be sent
// counts, even where the write failed later; frames, whose bytes the reads have, don't.
//
// It keeps the place of every streamStep-th row only, so that a session may have millions of rows. Reading is safe from
// any goroutine while Update goes on.
type Stream struct {
	w       *Workbench
	session netcore.SessionID
	store   *msglog.Store
	view    *msglog.View

	// Touched on the window's goroutine only.
	cancel context.CancelFunc // of the task that reads rows, or nil
	again  bool               // more came meanwhile

	mu    sync.RWMutex // guards the rest
	steps []streamStep
	rows  int        // read so far
	next  uint64     // the first row not read yet
	end   streamStep // where the next row will be
}

// stepRows is how many rows one step stands for.
const stepRows = 64

// A streamStep is where a row begins.
type streamStep struct {
	seq uint64
	at  [2]int64 // bytes before it, received and sent
	run int64    // place, both ways, where the run of one way that goes on here began
	way Way      // of that run; 0: none yet
}

// StreamState is how far a stream has been read.
type StreamState struct {
	Rows           int
	Received, Sent int64  // bytes
	Done, Total    uint64 // rows of the log looked through, of
}

// streamRows is how many rows of the log one step of Update looks through.
const streamRows = 200_000

// OpenStream makes the stream of a session, with nothing read yet.
func (w *Workbench) OpenStream(id netcore.SessionID) *Stream {
	s := &Stream{w: w, session: id, store: w.book().store, view: msglog.NewView(w.book().store)}
	s.view.SetFilter(msglog.NewFilter(msglog.Criteria{Session: id, Kinds: msglog.ReceivedRows | msglog.SentRows, Pieces: msglog.Reads}))
	return s
}

// Update reads the rows that have come, in a task; done is told after each part of them, and when there are no more. It
// does nothing but ask for another round while one is under way.
func (s *Stream) Update(done func(StreamState)) {
	if s.cancel != nil {
		s.again = true
		return
	}
	s.again = false
	s.cancel = s.w.tasks.run(func(ctx context.Context) {
		for ctx.Err() == nil {
			_, complete := s.view.Extend(ctx, streamRows)
			s.read(ctx)
			st := s.State()
			s.w.dispatch(func() {
				if ctx.Err() != nil && !complete {
					return
				}
				if complete {
					s.cancel = nil
				}
				done(st)
				if complete && s.again {
					s.Update(done)
				}
			})
			if complete {
				return
			}
		}
	})
}

// Close calls off what is under way.
func (s *Stream) Close() {
	if s.cancel != nil {
		s.cancel()
	}
}

// State tells how far the stream has been read.
func (s *Stream) State() StreamState {
	done, total := s.view.Progress()
	s.mu.RLock()
	defer s.mu.RUnlock()
	return StreamState{Rows: s.rows, Received: s.end.at[0], Sent: s.end.at[1], Done: done, Total: total}
}

// read takes in the rows that pass the view, page by page.
func (s *Stream) read(ctx context.Context) {
	var seqs [512]uint64
	for ctx.Err() == nil {
		i, _ := s.view.Index(s.next)
		n := s.view.Seqs(i, seqs[:])
		if n == 0 {
			return
		}
		rows := make([]streamRow, 0, len(seqs))
		for _, seq := range seqs[:n] {
			if e, ok := s.store.Get(seq, 0); ok {
				rows = append(rows, streamRow{seq: seq, way: wayOf(e), size: e.Size})
			}
		}
		s.mu.Lock()
		for _, r := range rows {
			if s.end.seq = r.seq; s.rows%stepRows == 0 {
				s.steps = append(s.steps, s.end)
			}
			s.end.pass(&r)
			s.rows++
		}
		s.next = seqs[n-1] + 1
		s.mu.Unlock()
	}
}

func wayOf(e msglog.Entry) Way {
	if e.Kind == netcore.Received {
		return ReceivedWay
	}
	return SentWay
}

// A streamRow is a row with its place: both ways, and its own way.
type streamRow struct {
	seq      uint64
	way      Way
	size     int64
	both     int64
	own      int64
	runStart int64
}

// pass gives r the place that is reached, and goes on behind it.
func (st *streamStep) pass(r *streamRow) {
	r.both, r.own = st.place(BothWays), st.place(r.way)
	if r.size > 0 && r.way != st.way {
		st.way, st.run = r.way, r.both
	}
	r.runStart = st.run
	st.at[r.way-1] += r.size
}

// place is how many bytes of a way are before the step.
func (st *streamStep) place(w Way) int64 {
	if w == BothWays {
		return st.at[0] + st.at[1]
	}
	return st.at[w-1]
}

// in is the row's place in the stream of a way.
func (r *streamRow) in(w Way) int64 {
	if w == BothWays {
		return r.both
	}
	return r.own
}

// stepOf returns the step whose rows hold a place, and the step after it.
func (s *Stream) stepOf(w Way, at int64) (i int, from, to streamStep, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i = sort.Search(len(s.steps), func(i int) bool { return s.steps[i].place(w) > at }) - 1
	if i < 0 || at >= s.end.place(w) {
		return 0, from, to, false
	}
	from, to, ok = s.stepLocked(i)
	return i, from, to, ok
}

func (s *Stream) step(i int) (from, to streamStep, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stepLocked(i)
}

func (s *Stream) stepLocked(i int) (from, to streamStep, ok bool) {
	switch {
	case i < 0 || i >= len(s.steps):
		return from, to, false
	case i+1 < len(s.steps):
		to = s.steps[i+1]
	default:
		to = s.end
		to.seq = s.next
	}
	return s.steps[i], to, true
}

// held is the rows of a step that the log still has, with their places.
func (s *Stream) held(dst []streamRow, from, to streamStep) []streamRow {
	var seqs [stepRows]uint64
	i, _ := s.view.Index(from.seq)
	n := s.view.Seqs(i, seqs[:])
	gone := [2]int64{to.at[0] - from.at[0], to.at[1] - from.at[1]}
	for _, seq := range seqs[:n] {
		if seq >= to.seq {
			break
		}
		if e, ok := s.store.Get(seq, 0); ok {
			dst = append(dst, streamRow{seq: seq, way: wayOf(e), size: e.Size})
			gone[wayOf(e)-1] -= e.Size
		}
	}
	if from.at[0] += gone[0]; gone[0]+gone[1] > 0 { // rows go from the front
		from.way = 0
	}
	from.at[1] += gone[1]
	for i := range dst {
		from.pass(&dst[i])
	}
	return dst
}

// first is the place of the first byte that the log still has.
func (s *Stream) first(w Way) int64 {
	oldest, _ := s.store.Bounds()
	s.mu.RLock()
	i := sort.Search(len(s.steps), func(i int) bool { return s.steps[i].seq > oldest }) - 1
	end := s.end.place(w)
	s.mu.RUnlock()
	if i < 0 {
		return 0
	}
	for ; ; i++ {
		from, to, ok := s.step(i)
		if !ok {
			return end
		}
		if from.seq >= oldest {
			return from.place(w)
		}
		for _, r := range s.held(nil, from, to) {
			if r.seq >= oldest && (w == BothWays || r.way == w) {
				return r.in(w)
			}
		}
	}
}

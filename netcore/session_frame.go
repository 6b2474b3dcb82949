package netcore

import "time"

// framesAtOnce is how many events go to the reader in one batch: a read may hold a frame for each of its bytes.
const framesAtOnce = 1024

// frames is how a receive loop cuts its stream.
type frames struct {
	heard  *hearing // what framer is of
	framer Framer   // what cutter was made by; nil: nothing is cut
	cutter Cutter
	quiet  time.Duration // after so long without bytes a frame ends; 0: none waits for that
	timed  bool          // a deadline is set for it
	last   time.Time     // of the last read
	cut    []Frame       // reused
}

// reframe goes over to the framing that holds now. What the old one had left comes out first.
func (r *receiver) reframe(now time.Time) {
	h := r.hears.Load()
	if h == r.heard {
		return
	}
	r.heard = h
	want := h.receive()
	if !r.stream || same(want, r.framer) {
		return
	}
	r.endFrames(now)
	if r.framer = want; want != nil {
		r.cutter = want.Cutter()
	}
}

// endFrames lets out what is left, and cuts no more.
func (r *receiver) endFrames(now time.Time) {
	if r.cutter == nil {
		return
	}
	r.frames.cut = r.cutter.End(r.frames.cut[:0])
	r.framer, r.cutter, r.quiet, r.timed = nil, nil, 0, false
	r.framed(now, nil)
}

// cutRead tells of a read and of the frames that end in it.
func (r *receiver) cutRead(ev Event) {
	ev.Flags |= Cut
	r.frames.last = ev.Time
	r.frames.cut = r.cutter.Cut(r.frames.cut[:0], ev.Payload)
	if q, ok := r.cutter.(Quieter); ok {
		if r.quiet = q.Quiet(); r.quiet > 0 && !r.timed {
			r.arm()
		}
	}
	r.framed(ev.Time, &ev)
}

// paused lets out the frame that ended because nothing came for long enough.
func (r *receiver) paused(now time.Time) {
	if r.quiet == 0 || now.Sub(r.frames.last) < r.quiet {
		return
	}
	q := r.cutter.(Quieter)
	r.frames.cut = q.Pause(r.frames.cut[:0])
	r.quiet = q.Quiet()
	r.framed(now, nil)
}

// framed tells of the frames that were cut, behind the read that brought their ends, and lets all of it be answered.
func (r *receiver) framed(now time.Time, read *Event) {
	cut := r.frames.cut
	batch := make([]Event, 0, min(len(cut)+1, framesAtOnce))
	if read != nil {
		batch = append(batch, *read)
	}
	ev := r.event(Framed)
	ev.Time = now
	whole := uint64(0)
	for i := range cut {
		if len(batch) == framesAtOnce {
			r.h.emit(batch...)
			batch = make([]Event, 0, min(len(cut)-i, framesAtOnce))
		}
		batch = append(batch, ev)
		batch[len(batch)-1].tellsOf(&cut[i])
		if cut[i].Broken == "" {
			whole++
		}
	}
	r.frameCount.Add(whole)
	if len(batch) > 0 {
		r.h.emit(batch...)
	}
	if !r.heard.nobody() {
		if read != nil {
			r.tell(*read)
		}
		for i := range cut {
			one := ev
			one.tellsOf(&cut[i])
			r.tell(one)
		}
	}
	clear(cut)
}

// tellsOf makes ev the event of a frame.
func (e *Event) tellsOf(f *Frame) {
	if e.Payload = f.Payload; f.Broken != "" {
		e.Flags, e.Note = Broken, f.Broken
	}
}

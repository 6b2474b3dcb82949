package workbench

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

// ActivityID numbers the activities of a workbench from 1.
type ActivityID uint64

// An Activity is something that runs for a while, as a screen shows it.
type Activity struct {
	ID          ActivityID
	Title       string
	Text        string // how far it is, or what it came to
	Done, Total int64  // how far, for a bar; Total 0: nobody knows
	State       ActivityState
	Err         error // of one that failed
}

// ActivityState says how an activity stands.
type ActivityState uint8

const (
	Running  ActivityState = iota + 1
	Stopping               // was told to stop
	Finished
	Stopped // by a person, or because the program closes
	Failed
)

var activityStateNames = [...]string{Running: "running", Stopping: "stopping", Finished: "finished", Stopped: "stopped", Failed: "failed"}

func (s ActivityState) String() string {
	if s == 0 || int(s) >= len(activityStateNames) {
		return "ActivityState(" + strconv.Itoa(int(s)) + ")"
	}
	return activityStateNames[s]
}

// Ended reports whether the activity runs no more.
func (s ActivityState) Ended() bool { return s >= Finished }

// A Job is what an activity does.
type Job struct {
	Title string // what a screen calls it: "Sending big.iso to 192.0.2.7:9000"
	Name  string // who says in the log what it came to, in a word or two: "file"
	// Run does it, in a task; ctx ends when it is to stop, and Run then returns soon, with an error that wraps
	// [context.Canceled]. Said is what the log is told at the end, a plain sentence; with an error it is the note of the
	// row that tells it. "" and no error is no row.
	Run         func(ctx context.Context, p *Progress) (said string, err error)
	TellsItself bool // Run tells the log what it came to, or what it works on does
	// Done, or nil, is called on the window's goroutine when it has ended.
	Done func(err error)
}

const (
	activityEvery  = 200 * time.Millisecond // between two showings of how far something is
	activityStays  = 8 * time.Second        // on the screen, when it has ended well
	activitiesKept = 20                     // that have ended
	activitiesEnd  = time.Second            // for all of them, when the program closes
)

// A Progress is by which a job tells how far it is. It may be used from any goroutine, and as often as the job likes.
type Progress struct {
	all *activities
	a   Activity // guarded by all.mu, like what follows

	text    func() string
	cancel  context.CancelFunc
	endedAt time.Time
}

// Tell tells how far the job is: done of total, in whatever it counts; total 0 when nobody knows. Text makes the sentence. It
// is called on the window's goroutine, and only for the last of the tellings between two showings: so what it says must not
// change after the call. A nil text leaves the sentence as it was.
func (p *Progress) Tell(done, total int64, text func() string) {
	p.all.mu.Lock()
	defer p.all.mu.Unlock()
	p.a.Done, p.a.Total = done, total
	if text != nil {
		p.text = text
	}
	p.all.changed = true
}

// Activities are those that run, and some that have ended. The zero value is ready.
type activities struct {
	mu      sync.Mutex // guards what follows, and all of it
	list    []*Progress
	last    ActivityID
	running int
	idle    chan struct{} // closed when nothing runs; nil: nobody waits for it
	changed bool          // how far one is
	urgent  bool          // which there are, and how they stand
	shownAt time.Time
}

// Begin begins a job in a task and shows it as an activity. What is returned stops it.
func (w *Workbench) Begin(j Job) (id ActivityID, stop context.CancelFunc) {
	p := w.activities.add(j.Title)
	w.wakePump()
	cancel := w.tasks.run(func(ctx context.Context) {
		said, err := j.Run(ctx, p)
		state := Finished
		switch {
		case errors.Is(err, context.Canceled):
			state, err = Stopped, nil
			if said == "" && !j.TellsItself {
				said = "stopped"
			}
		case err != nil:
			state = Failed
		}
		if said != "" || err != nil && !j.TellsItself {
			w.hub.Note(j.Name, "", said, err)
		}
		w.activities.end(p, state, err, time.Now())
		w.wakePump()
		if j.Done != nil {
			if state == Stopped {
				err = context.Canceled
			}
			w.dispatch(func() { j.Done(err) })
		}
	})
	w.activities.stoppedBy(p, cancel)
	return p.a.ID, func() { w.StopActivity(p.a.ID) }
}

// Activities returns what runs, and what has ended a short while ago or badly, oldest first. It is called on the window's
// goroutine.
func (w *Workbench) Activities() []Activity { return w.activities.all() }

// StopActivity tells an activity to stop, or takes one that has ended off the list.
func (w *Workbench) StopActivity(id ActivityID) {
	w.activities.stop(func(p *Progress) bool { return p.a.ID == id })
	w.wakePump()
}

// StopActivities tells everything that runs to stop, and returns how many that are.
func (w *Workbench) StopActivities() int {
	n := w.activities.stop(func(p *Progress) bool { return !p.a.State.Ended() })
	w.wakePump()
	return n
}

// RunningActivities counts what runs.
func (w *Workbench) RunningActivities() int {
	w.activities.mu.Lock()
	defer w.activities.mu.Unlock()
	return w.activities.running
}

func (s *activities) add(title string) *Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	s.running++
	p := &Progress{all: s, a: Activity{ID: s.last, Title: title, State: Running}}
	s.list = append(s.list, p)
	s.urgent = true
	return p
}

// stoppedBy names what stops it, which the task may have outrun.
func (s *activities) stoppedBy(p *Progress, cancel context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.cancel = cancel
	if p.a.State == Stopping {
		cancel()
	}
}

// stop stops those that run, and drops those that have ended, of which a function is true.
func (s *activities) stop(which func(*Progress) bool) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.list[:0]
	for _, p := range s.list {
		if !which(p) {
			kept = append(kept, p)
			continue
		}
		n++
		s.urgent = true
		if p.a.State.Ended() {
			continue
		}
		kept = append(kept, p)
		p.a.State = Stopping
		if p.cancel != nil {
			p.cancel()
		}
	}
	clear(s.list[len(kept):])
	s.list = kept
	return n
}

func (s *activities) end(p *Progress, state ActivityState, err error, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.a.State, p.a.Err, p.endedAt = state, err, now
	s.running--
	s.urgent = true
	if s.running == 0 && s.idle != nil {
		close(s.idle)
		s.idle = nil
	}
}

// all returns what there is to show, and makes the sentences.
func (s *activities) all() []Activity {
	s.mu.Lock()
	list, texts := make([]Activity, len(s.list)), make([]func() string, len(s.list))
	for i, p := range s.list {
		list[i], texts[i] = p.a, p.text
	}
	s.mu.Unlock()
	for i, text := range texts {
		if text != nil {
			list[i].Text = text()
		}
	}
	return list
}

// due drops what was told long enough and reports whether there is something to show.
func (s *activities) due(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ended := len(s.list) - s.running
	kept := s.list[:0]
	for _, p := range s.list {
		well := p.a.State == Finished || p.a.State == Stopped
		if p.a.State.Ended() && (ended > activitiesKept || well && now.Sub(p.endedAt) >= activityStays) {
			ended--
			s.urgent = true
			continue
		}
		kept = append(kept, p)
	}
	clear(s.list[len(kept):])
	s.list = kept
	if !s.urgent && (!s.changed || now.Sub(s.shownAt) < activityEvery) {
		return false
	}
	s.urgent, s.changed, s.shownAt = false, false, now
	return true
}

// wait waits until nothing runs, for a while at most.
func (s *activities) wait(limit time.Duration) {
	s.mu.Lock()
	if s.running > 0 && s.idle == nil {
		s.idle = make(chan struct{})
	}
	idle := s.idle
	s.mu.Unlock()
	if idle == nil {
		return
	}
	select {
	case <-idle:
	case <-time.After(limit):
	}
}

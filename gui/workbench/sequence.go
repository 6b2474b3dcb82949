package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/capture"
	"wirevise/netcore/sequence"
)

// A SequenceJob is a sequence to run on a session, or on a connection of its own.
type SequenceJob struct {
	Title   string
	Program *sequence.Program
	On      netcore.SessionID // 0: on what Spec opens, from its first byte on
	Spec    netcore.Spec
	Peer    string                       // the receiver of datagrams as host:port; "" leaves it to the session
	Say     func(sequence.Moment) string // how it stands, for the screen
}

// A SequenceRun is a sequence that runs or has run. It may be looked at from any goroutine.
type SequenceRun struct {
	ID ActivityID

	mu     sync.Mutex // guards what follows
	steps  []StepState
	now    int // the step under way, -1: none
	round  uint64
	result sequence.Result
	ended  bool
}

// A StepState is what came of a step so far.
type StepState struct {
	OK, Failed uint64
	Took       time.Duration // the last time
	Err        error         // of the last time
	Said       string        // likewise
}

// Look returns what came of the steps, as [sequence.Program.Steps] lists them; which is under way, or -1; and in which round of
// its loop.
func (r *SequenceRun) Look() (steps []StepState, now int, round uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]StepState(nil), r.steps...), r.now, r.round
}

// Result returns what the run came to, once it has ended.
func (r *SequenceRun) Result() (sequence.Result, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result, r.ended
}

func (r *SequenceRun) note(m sequence.Moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now, r.round = m.Step, m.Round
	if !m.Ended {
		return
	}
	r.now = -1
	s := &r.steps[m.Step]
	switch {
	case m.Err == nil:
		s.OK++
	case !errors.Is(m.Err, context.Canceled):
		s.Failed++
	}
	s.Took, s.Err, s.Said = m.Took, m.Err, m.Said
}

func (r *SequenceRun) end(result sequence.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result, r.ended, r.now = result, true, -1
}

// RunSequence begins to run a sequence, as an activity. done, or nil, is called on the window's goroutine when it has ended; the
// error is why it did not pass, or why there was nothing to run on.
func (w *Workbench) RunSequence(j SequenceJob, done func(error)) *SequenceRun {
	run := &SequenceRun{steps: make([]StepState, len(j.Program.Steps())), now: -1}
	_, local := w.socketOf(j.On)
	spec := j.Spec
	if j.On == 0 {
		spec = w.numbered(spec)
	}
	run.ID, _ = w.Begin(Job{Title: j.Title, Name: "sequence", TellsItself: true, Done: done, Run: func(ctx context.Context, p *Progress) (string, error) {
		var result sequence.Result
		to, err := resolvePeer(ctx, j.Peer, local)
		o := sequence.Options{To: to, Watch: func(m sequence.Moment) {
			run.note(m)
			p.Tell(m.Done, m.Total, func() string { return j.Say(m) })
		}}
		switch {
		case err != nil:
		case j.On != 0:
			result, err = j.Program.Run(ctx, w.hub, j.On, o)
		default:
			begin := j.Program.AtBeginning()
			spec.Responder, spec.Reconnect = begin, netcore.Reconnect{}
			if _, err = w.hub.Open(ctx, spec); err == nil {
				result, err = begin.Run(ctx, w.hub, o)
			}
		}
		if err != nil {
			result.Err = err
		}
		run.end(result)
		return "", result.Failure()
	}})
	return run
}

// maxSequenceFile is how big a file of a sequence may be, in bytes.
const maxSequenceFile = 16 << 20

// ReadSequence reads a sequence from a file. done is called on the window's goroutine.
func (w *Workbench) ReadSequence(path string, done func(sequence.Sequence, error)) {
	w.tasks.run(func(context.Context) {
		s, err := readSequence(path)
		w.dispatch(func() { done(s, err) })
	})
}

func readSequence(path string) (sequence.Sequence, error) {
	f, err := os.Open(path)
	if err != nil {
		return sequence.Sequence{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSequenceFile+1))
	if err != nil {
		return sequence.Sequence{}, err
	}
	if len(text) > maxSequenceFile {
		return sequence.Sequence{}, fmt.Errorf("%s has more than %d bytes: that is no sequence", path, maxSequenceFile)
	}
	return sequence.Parse(text)
}

// WriteSequence writes a sequence to a file, whole or not at all. done is called on the window's goroutine.
func (w *Workbench) WriteSequence(path string, s sequence.Sequence, done func(error)) {
	w.tasks.run(func(ctx context.Context) {
		text, err := s.JSON()
		if err == nil {
			err = capture.File(ctx, path, func(out io.Writer) error { _, err := out.Write(text); return err }, nil)
		}
		w.dispatch(func() { done(err) })
	})
}

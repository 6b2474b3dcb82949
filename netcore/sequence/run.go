package sequence

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

var (
	errGone     = errors.New("the connection has ended")
	errFinished = errors.New("the peer has finished sending (FIN)")
	errEmpty    = errors.New("there is nothing to send: a stream has no empty messages")
)

// A link is the connection of a run.
type link interface {
	send(ctx context.Context, payload []byte) error // waits while the peer does not read
	end(how netcore.How) error
	peer() string
	tell(note string, err error) // in the log
}

// A run is one running of a program.
type run struct {
	p      *Program
	link   link
	in     *inbox
	watch  func(Moment) // or nil
	vars   map[string][]byte
	last   taken
	rounds []uint64 // of the loops that the step is in
	result Result
}

// An overError ends a run whatever a step says about going on.
type overError struct{ error }

func (e overError) Unwrap() error { return e.error }

// all runs the program.
func (r *run) all(ctx context.Context) Result {
	begun := time.Now()
	r.vars = make(map[string][]byte)
	r.result.Err = r.steps(ctx, r.p.roots)
	r.result.Took = time.Since(begun)
	return r.result
}

// steps does steps in their order. The error is of the step that ends them.
func (r *run) steps(ctx context.Context, list []*node) error {
	for _, n := range list {
		err := r.step(ctx, n)
		var over overError
		if errors.As(err, &over) || err != nil && n.OnFail != GoOn {
			return err
		}
	}
	return nil
}

func (r *run) step(ctx context.Context, n *node) error {
	if ctx.Err() != nil {
		return overError{context.Cause(ctx)}
	}
	r.tell(Moment{}, n)
	switch n.Do {
	case Block:
		return r.steps(ctx, n.steps)
	case Loop:
		return r.loop(ctx, n)
	}
	begun := time.Now()
	said, err := r.do(ctx, n)
	r.ended(n, said, err, time.Since(begun))
	if err != nil {
		return fmt.Errorf("step %s, %s: %w", n.path, n.what, err)
	}
	return nil
}

// ended counts a step and tells what came of it.
func (r *run) ended(n *node, said string, err error, took time.Duration) {
	note := fmt.Sprintf("%s: step %s, %s", r.p, n.path, n.what)
	switch {
	case err == nil && n.Do == Comment:
		r.result.OK++
		note = fmt.Sprintf("%s: step %s", r.p, n.path)
	case err == nil:
		r.result.OK++
		note += ": ok after " + Short(took)
	case errors.Is(err, context.Canceled):
		note += ": stopped after " + Short(took)
	default:
		r.result.Failed++
		note += ": failed after " + Short(took)
	}
	if said != "" {
		note += separator(n) + said
	}
	if errors.Is(err, context.Canceled) {
		r.link.tell(note, nil)
	} else {
		r.link.tell(note, err)
	}
	r.tell(Moment{Ended: true, Err: err, Took: took, Said: said}, n)
}

func separator(n *node) string {
	if n.Do == Comment {
		return ": "
	}
	return "; "
}

// String is what a program is called in the log.
func (p *Program) String() string {
	if p.Name == "" {
		return "sequence"
	}
	return "sequence “" + p.Name + "”"
}

func (r *run) tell(m Moment, n *node) {
	if r.watch == nil {
		return
	}
	m.Step, m.Path, m.What = n.index, n.path, n.what
	if len(r.rounds) > 0 {
		m.Round = r.rounds[len(r.rounds)-1]
	}
	m.OK, m.Failed, m.Total = r.result.OK, r.result.Failed, r.p.total
	m.Done = int64(m.OK + m.Failed)
	r.watch(m)
}

// do does a step that is no block, and says more about what came of it.
func (r *run) do(ctx context.Context, n *node) (said string, err error) {
	switch n.Do {
	case Send:
		payload, err := r.bytes(n.message)
		if err != nil {
			return "", err
		}
		if err = r.needs(ctx, r.link.send(ctx, payload)); err != nil {
			return "", err
		}
		return fmt.Sprintf("%d bytes", len(payload)), nil
	case Wait:
		return "", r.wait(ctx, time.Duration(n.For))
	case Expect:
		return r.expect(ctx, n.expect)
	case Capture:
		if r.last.groups == nil {
			return "", errors.New("nothing was expected before, to capture from")
		}
		value, err := n.take(r.last)
		if err != nil {
			return "", err
		}
		return r.set(n.Name, value)
	case Set:
		value, err := r.bytes(n.message)
		if err != nil {
			return "", err
		}
		return r.set(n.Name, value)
	case Comment:
		text, err := r.bytes(n.message)
		return string(text), err
	case Finish:
		return "", r.needs(ctx, r.link.end(netcore.EndHalfClose))
	case Close:
		return "", r.needs(ctx, r.link.end(netcore.EndClose))
	case Abort:
		return "", r.needs(ctx, r.link.end(netcore.EndAbort))
	}
	return "", fmt.Errorf("there is no step %s", n.Do)
}

// MaxValue is the most that a variable holds, in bytes: a loop may put it into itself.
const MaxValue = 1 << 20

func (r *run) set(name string, value []byte) (said string, err error) {
	if len(value) > MaxValue {
		return "", fmt.Errorf("{{%s}} would have %d bytes: a variable holds up to %d", name, len(value), MaxValue)
	}
	r.vars[name] = value
	return fmt.Sprintf("{{%s}} is %s", name, head(value)), nil
}

// needs makes of an error of the connection one that ends the run, when there is no connection any more.
func (r *run) needs(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return overError{context.Cause(ctx)}
	case errors.Is(err, netcore.ErrEnded), errors.Is(err, netcore.ErrHubClosed), errors.Is(err, errGone):
		return overError{errGone}
	}
	return err
}

func (r *run) wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-r.in.gone:
		return overError{errGone}
	case <-ctx.Done():
		return overError{context.Cause(ctx)}
	}
}

// expect waits for what fits, and takes it.
func (r *run) expect(ctx context.Context, p *pattern) (said string, err error) {
	m, err := r.matcher(p)
	if err != nil {
		return "", err
	}
	timer := time.NewTimer(p.timeout)
	defer timer.Stop()
	for {
		t, ok, over := r.in.take(m)
		switch {
		case ok:
			r.last = t
			if len(t.groups[0]) < len(t.all) {
				return fmt.Sprintf("took %d bytes, with %s", len(t.all), head(t.groups[0])), nil
			}
			return fmt.Sprintf("took %d bytes: %s", len(t.all), head(t.groups[0])), nil
		case errors.Is(over, errGone), errors.Is(over, errFinished):
			return r.in.waiting(), overError{over}
		case over != nil:
			return "", over
		}
		select {
		case <-r.in.changed:
		case <-timer.C:
			return r.in.waiting(), &netcore.LimitError{What: "what was expected", After: p.timeout}
		case <-ctx.Done():
			return "", overError{context.Cause(ctx)}
		}
	}
}

// matcher fills in the variables of a pattern.
func (r *run) matcher(p *pattern) (*matcher, error) {
	m := &matcher{match: p.Match, size: p.Size, regex: p.regex}
	if p.text == nil || p.regex != nil {
		return m, nil
	}
	v := r.values()
	if p.Match == Regex { // what a variable stands for is meant as it is
		plain := v.Value
		v.Value = func(name string) ([]byte, bool) {
			value, ok := plain(name)
			return []byte(regexp.QuoteMeta(string(value))), ok
		}
	}
	text, err := p.text.Bytes(v)
	if err != nil {
		return nil, err
	}
	if p.Match == Regex {
		m.regex, err = compileRegex(string(text))
		return m, err
	}
	if m.bytes = text; len(text) == 0 {
		return nil, errors.New("nothing is left of what is expected: a variable is empty")
	}
	return m, nil
}

func (r *run) bytes(t *codec.Template) ([]byte, error) { return t.Bytes(r.values()) }

// values are what variables stand for now. Seq is the round of the innermost loop, 1 in none.
func (r *run) values() *codec.Vars {
	seq := uint64(1)
	if len(r.rounds) > 0 {
		seq = r.rounds[len(r.rounds)-1]
	}
	return &codec.Vars{Seq: seq, Peer: r.link.peer(), Value: func(name string) ([]byte, bool) {
		value, ok := r.vars[name]
		return value, ok
	}}
}

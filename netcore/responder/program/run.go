package program

import (
	"context"
	"time"

	"wirevise/netcore"
)

// A job is one process for one message.
type job struct {
	launch
	input  []byte        // for its standard input
	time   time.Duration // it may take
	output int64         // bytes that it may say
	whom   string        // it is for, where the session does not say that
}

// A result is what became of a job.
type result struct {
	output []byte
	status string // "exit status 1"; "" of status 0
	err    error  // why it could not be started, or was ended by this side
}

// run starts a process, gives it the input, takes its output, and returns when it has ended, with all that it started. It is
// ended when ctx is.
func run(ctx context.Context, s netcore.Side, j job) result {
	ctx, cancel := context.WithTimeoutCause(ctx, j.time, &netcore.LimitError{What: "the program", After: j.time})
	defer cancel()
	if err := claim(ctx); err != nil {
		return j.refused(s, err)
	}
	defer release()
	p, err := start(j.launch)
	if err != nil {
		return j.refused(s, err)
	}
	p.tellStarted(s, j.whom, j.launch)
	fed, logged := make(chan struct{}), make(chan struct{})
	go p.reap()
	go p.feed(j.input, fed)
	if p.stderr != nil {
		go p.logErrors(s, logged)
	} else {
		close(logged)
	}
	stop := context.AfterFunc(ctx, p.end)
	output, err := p.takeAll(j.output)
	if err != nil {
		p.end()
	}
	<-p.done
	stop()
	<-logged
	p.close()
	<-fed
	if err == nil && ctx.Err() != nil && p.failure() != nil {
		err = whyEnded(ctx)
	}
	p.tellEnded(s, j.launch, err)
	r := result{output: output, err: err}
	if p.failure() != nil {
		r.status = p.status()
	}
	return r
}

func (j job) refused(s netcore.Side, err error) result {
	tellFailed(s, "not started: "+printable(j.line), err)
	return result{err: err}
}

// feed writes input to the standard input and closes it.
func (p *process) feed(input []byte, ended chan<- struct{}) {
	defer close(ended)
	if len(input) > 0 {
		n, _ := p.stdin.Write(input) // a program need not read what it is told
		p.in.Add(int64(n))
	}
	p.stdin.Close()
}

// takeAll reads the output to its end, limit bytes at most; the error is that there is more.
func (p *process) takeAll(limit int64) ([]byte, error) {
	var output []byte
	buf := make([]byte, chunk)
	for {
		n, err := p.read(p.stdout, buf)
		room := limit - int64(len(output))
		output = append(output, buf[:min(int64(n), room)]...)
		p.out.Store(int64(len(output)))
		if int64(n) > room {
			return output, &cutError{limit}
		}
		if err != nil {
			return output, nil
		}
	}
}

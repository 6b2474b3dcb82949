package program

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// endGrace is how long a process that was asked to end (SIGTERM) may take before it is killed.
	endGrace = 250 * time.Millisecond
	// drainGrace is how long the output of a process that has ended is waited for: something that left its group may hold
	// the other end open.
	drainGrace = 250 * time.Millisecond
)

// A launch says what to start.
type launch struct {
	line  string // as it was typed
	shell bool   // through the system's shell
	dir   string // "": the program's own
	join  bool   // standard error goes with standard output
	env   []string
}

// A process is a program that was started, with its group: what it starts, and what those start.
//
//	start ── running ── exited ── group killed ── reaped: done is closed
//	            └─ end: SIGTERM ── endGrace ── SIGKILL ─┘
type process struct {
	pid    int
	cmd    *exec.Cmd
	stdin  *os.File // this side's ends
	stdout *os.File
	stderr *os.File // nil when it goes with stdout
	began  time.Time
	in     atomic.Int64 // bytes
	out    atomic.Int64
	over   atomic.Bool   // it has exited
	done   chan struct{} // closed when it and its group have ended

	group group

	mu     sync.Mutex // guards what follows
	asked  bool       // to end
	reaped bool       // the group's number may be another's
	err    error      // of Wait
}

// start starts a process; the caller runs reap in a goroutine and closes it with close.
func start(l launch) (*process, error) {
	words := shellWords(l.line)
	if !l.shell {
		var err error
		if words, err = Split(l.line); err != nil {
			return nil, err
		}
	}
	p := &process{cmd: exec.Command(words[0], words[1:]...), done: make(chan struct{})}
	p.cmd.Dir = l.dir
	p.cmd.Env = append(os.Environ(), l.env...)
	p.cmd.SysProcAttr = attributes(l)
	theirs, err := p.pipes(l.join)
	if err == nil {
		p.began = time.Now()
		if err = p.cmd.Start(); err != nil {
			err = startError(words[0], l.dir, err)
		}
	}
	for _, f := range theirs {
		f.Close()
	}
	if err != nil {
		p.close()
		return nil, err
	}
	p.pid = p.cmd.Process.Pid
	p.group = newGroup(p.cmd.Process)
	return p, nil
}

// pipes makes the three, or two where standard error joins standard output, and returns the process's ends.
func (p *process) pipes(join bool) (theirs []*os.File, err error) {
	pipe := func() (r, w *os.File) {
		if err == nil {
			r, w, err = os.Pipe()
		}
		return r, w
	}
	in, stdin := pipe()
	stdout, out := pipe()
	p.stdin, p.stdout = stdin, stdout
	errs := out
	if !join {
		p.stderr, errs = pipe()
	}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = in, out, errs
	for _, f := range []*os.File{in, out, errs} {
		if f != nil {
			theirs = append(theirs, f)
		}
	}
	return theirs, err
}

// A StartError says why a program could not be started.
type StartError struct {
	Text string // a plain sentence
	Err  error
}

func (e *StartError) Error() string { return e.Text }
func (e *StartError) Unwrap() error { return e.Err }

func startError(name, dir string, err error) error {
	text := err.Error()
	name = printable(name)
	if dir != "" {
		if info, statErr := os.Stat(dir); statErr != nil || !info.IsDir() {
			return &StartError{fmt.Sprintf("there is no folder %s to run it in", dir), err}
		}
	}
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		text = fmt.Sprintf("there is no program \"%s\"", name)
	case errors.Is(err, exec.ErrDot):
		text = fmt.Sprintf("\"%s\" lies in the current folder, where nothing is run without its path", name)
	case errors.Is(err, syscall.ENAMETOOLONG):
		text = fmt.Sprintf("\"%s\" is too long for the name of a program", name)
	case errors.Is(err, fs.ErrPermission):
		text = fmt.Sprintf("\"%s\" may not be run", name)
	}
	return &StartError{text, err}
}

// reap waits for the end of the process, kills what is left of its group, and lets the readers of its output end soon.
func (p *process) reap() {
	if p.group.waitExit(p.cmd.Process) {
		p.mu.Lock()
		p.group.kill()
		p.reaped = true
		p.mu.Unlock()
	}
	err := p.cmd.Wait()
	p.mu.Lock()
	if !p.reaped {
		p.group.kill()
	}
	p.reaped, p.err = true, err
	p.group.close()
	p.mu.Unlock()
	p.over.Store(true)
	p.hurry()
	close(p.done)
}

// hurry gives the output that is still to come drainGrace.
func (p *process) hurry() {
	for _, f := range []*os.File{p.stdout, p.stderr} {
		if f != nil {
			_ = f.SetReadDeadline(time.Now().Add(drainGrace)) // where there are none, the job's end closes the other end
		}
	}
}

// read reads output until its end. When the process has ended and something still holds the other end, that is the end too.
func (p *process) read(f *os.File, buf []byte) (int, error) {
	for late := false; ; {
		over := p.over.Load()
		if over {
			_ = f.SetReadDeadline(time.Now().Add(drainGrace))
		}
		n, err := f.Read(buf)
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) || late {
			return n, err
		}
		late = over
	}
}

// end asks the process and its group to end, and kills them when they don't. It returns at once and may be called again.
func (p *process) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked || p.reaped {
		return
	}
	p.asked = true
	p.group.ask()
	time.AfterFunc(endGrace, p.kill)
}

func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.reaped {
		p.group.kill()
	}
}

// close closes this side's ends of the pipes, which ends whoever reads or writes them.
func (p *process) close() {
	for _, f := range []*os.File{p.stdin, p.stdout, p.stderr} {
		if f != nil {
			f.Close()
		}
	}
}

// failure is nil of a process that ended with status 0. Called after done.
func (p *process) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// status is how a process ended: "exit status 0", "signal: killed". Called after done.
func (p *process) status() string {
	if state := p.cmd.ProcessState; state != nil {
		return state.String()
	}
	return "its end is not known"
}

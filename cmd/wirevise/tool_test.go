//go:build unix

package main

import (
	"bufio"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A tool is another program that takes part.
type tool struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr sayings
}

// startTool starts another program; it is killed when the test ends and it has not.
func startTool(t *testing.T, name string, args ...string) *tool {
	t.Helper()
	p := &tool{t: t, cmd: exec.CommandContext(t.Context(), name, args...)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err == nil {
		p.stdin, err = p.cmd.StdinPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(stdout)
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
	return p
}

func (p *tool) say(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.stdin, text); err != nil {
		p.t.Fatalf("%s: %v", p.cmd.Path, err)
	}
}

// reads waits for exactly this text from the tool.
func (p *tool) reads(want string) {
	p.t.Helper()
	got := make([]byte, len(want))
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	n, err := io.ReadFull(p.stdout, got)
	if !stop.Stop() || string(got[:n]) != want {
		p.t.Fatalf("%s printed %q (%v), want %q; its errors: %s", p.cmd.Path, got[:n], err, want, p.stderr.String())
	}
}

// line waits for a line from the tool.
func (p *tool) line() string {
	p.t.Helper()
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	line, err := p.stdout.ReadString('\n')
	if !stop.Stop() || err != nil {
		p.t.Fatalf("%s printed %q (%v); its errors: %s", p.cmd.Path, line, err, p.stderr.String())
	}
	return strings.TrimSuffix(line, "\n")
}

// ends waits for the tool's end, all of whose output must have been read.
func (p *tool) ends() {
	p.t.Helper()
	stop := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	rest, _ := io.ReadAll(p.stdout)
	err := p.cmd.Wait()
	if !stop.Stop() || err != nil || len(rest) > 0 {
		p.t.Fatalf("%s ended with %v and %q unread; its errors: %s", p.cmd.Path, err, rest, p.stderr.String())
	}
}

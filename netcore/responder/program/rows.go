package program

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"wirevise/netcore"
)

// noteLength is the most characters of a command or of a line of standard error that a row shows.
const noteLength = 300

// printable makes text fit for a row: what is no character of a line is written as an escape, and a long text is cut.
func printable(text string) string {
	if r := []rune(text); len(r) > noteLength {
		text = string(r[:noteLength]) + "…"
	}
	plain := func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }
	if strings.IndexFunc(text, plain) < 0 {
		return text
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

func tell(s netcore.Side, note string) {
	s.Tell(netcore.Event{Kind: netcore.Noted, Note: note})
}

// tellFailed tells of what went wrong, with a sentence about what that concerns.
func tellFailed(s netcore.Side, note string, err error) {
	s.Tell(netcore.Event{Kind: netcore.Failed, Note: note, Err: err})
}

// tellStarted tells of a process, and whom it is for where the session does not say that.
func (p *process) tellStarted(s netcore.Side, whom string, l launch) {
	how := ""
	if l.shell {
		how = " through the shell"
	}
	if whom != "" {
		how += " for " + whom
	}
	tell(s, fmt.Sprintf("started pid %d%s: %s", p.pid, how, printable(l.line)))
}

// tellEnded tells of the end of a process, and why this side ended it, if it did. Called after done.
func (p *process) tellEnded(s netcore.Side, l launch, why error) {
	note := fmt.Sprintf("ended pid %d: %s: %s after %s, %d bytes in, %d bytes out", p.pid, printable(l.line), p.status(),
		rounded(time.Since(p.began)), p.in.Load(), p.out.Load())
	if errors.Is(why, errGone) {
		note, why = note+"; "+why.Error(), nil
	}
	if why != nil {
		tellFailed(s, note, why)
		return
	}
	tell(s, note)
}

func rounded(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(100 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}

// logErrors tells what a process writes to standard error, line by line, up to loggedErrors bytes, and counts the rest.
func (p *process) logErrors(s netcore.Side, ended chan<- struct{}) {
	defer close(ended)
	r := bufio.NewReaderSize(errorsOf{p}, 4096)
	told, more := 0, 0
	for {
		line, err := r.ReadSlice('\n') // a longer line goes in pieces
		switch {
		case told >= loggedErrors:
			more += len(line)
		case len(line) > 0:
			told += len(line)
			tell(s, fmt.Sprintf("pid %d, standard error: %s", p.pid, printable(strings.TrimRight(string(line), "\r\n"))))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			break
		}
	}
	if more > 0 {
		tell(s, fmt.Sprintf("pid %d, standard error: %d bytes more", p.pid, more))
	}
}

// errorsOf reads a process's standard error.
type errorsOf struct{ p *process }

func (e errorsOf) Read(buf []byte) (int, error) {
	n, err := e.p.read(e.p.stderr, buf)
	if err != nil && n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

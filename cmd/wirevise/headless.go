package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// slowPeer is how long a line of standard input waits for a peer that does not read, before the next line's turn. It waits
// once: until such a peer has room again, it gets nothing and the others wait for nothing.
const slowPeer = 10 * time.Second

// endTime is how long the end that a signal asked for takes no other one: programs that answer are killed in that time. After it a
// signal ends the program at once, for the end waits for whoever reads standard output, and that may be nobody.
const endTime = time.Second

// headless opens what was asked for and writes every event, until it is told to end or nothing is open any more.
func headless(c config, stdin io.Reader, stdout io.Writer, log *logrus.Entry) int {
	signal.Ignore(syscall.SIGPIPE) // a reader that went away is an error of writing, not the end
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(endTime, stop) })()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	h := newLines(stdout, log, cancel)
	h.show = c.show
	h.asks.on = c.request
	recorder := msglog.NewRecorder(h)
	recorded := make(chan struct{})
	go h.record(recorder, recorded)

	h.frames = slices.ContainsFunc(c.specs, func(s netcore.Spec) bool { return s.Send != nil })
	h.quiet = c.begin != nil && !c.headless
	failed := h.open(ctx, c.specs)
	code := exitOK
	switch {
	case failed == len(c.specs):
	case c.files.send != "":
		if !h.sendFile(ctx, c.files) {
			code = exitError
		}
		<-ctx.Done()
	case c.begin == nil:
		feed := h.feed
		if c.request {
			feed = h.ask
		}
		go feed(ctx, stdin)
		<-ctx.Done()
	case !runSequence(ctx, c, h.hub, stdout):
		code = exitError
	}
	h.hub.Close()
	<-recorded
	if h.unanswered() {
		code = exitError
	}
	if err := h.flush(); err != nil {
		log.WithError(err).Error("the events could not all be written")
		code = exitError
	}
	if failed == len(c.specs) {
		code = exitError
	}
	final := workbench.FinalOf(h.hub.Stats(), h.written, 0)
	if err := writeStats(c.stats, final); err != nil {
		log.WithError(err).Error("the counters could not be written")
		code = exitError
	}
	return code
}

// lines writes events as JSON lines. It is the recorder's sink. Rows that are left out have numbers all the same.
type lines struct {
	hub    *netcore.Hub
	log    *logrus.Entry
	cancel context.CancelFunc // ends the program
	show   msglog.Pieces      // of streams that are cut
	quiet  bool               // no events are written
	opened atomic.Int32       // endpoints that were opened and have not closed

	// The recorder's until it has ended.
	out     *bufio.Writer
	buf     []byte
	seq     uint64
	written uint64 // rows, those that show.Show leaves out included
	err     error  // the first of writing; nothing is written after it

	asks asks

	// feed's.
	frames bool                       // a spec frames what is sent
	slow   time.Duration              // slowPeer
	stuck  map[netcore.SessionID]bool // waited for in vain
}

func newLines(stdout io.Writer, log *logrus.Entry, cancel context.CancelFunc) *lines {
	return &lines{hub: netcore.NewHub(), out: bufio.NewWriterSize(stdout, 256<<10), log: log, cancel: cancel, slow: slowPeer,
		stuck: make(map[netcore.SessionID]bool)}
}

func (h *lines) record(r *msglog.Recorder, done chan<- struct{}) {
	defer close(done)
	r.Run(h.hub.Events())
}

// open opens all specs, in order but for clients, none of which waits for another's answer, and returns how many could not
// be opened.
func (h *lines) open(ctx context.Context, specs []netcore.Spec) (failed int) {
	h.opened.Add(int32(len(specs)))
	var refused atomic.Int32
	var dialling sync.WaitGroup
	open := func(spec netcore.Spec) {
		defer dialling.Done()
		if _, err := h.hub.Open(ctx, spec); err != nil {
			if h.quiet {
				h.log.Error(netcore.Explain(err))
			}
			refused.Add(1)
			h.closed()
		}
	}
	for _, spec := range specs {
		dialling.Add(1)
		if spec.Role == workbench.RoleClient {
			go open(spec)
		} else {
			open(spec)
		}
	}
	dialling.Wait()
	return int(refused.Load())
}

// closed counts an endpoint that is gone; without any, the program ends.
func (h *lines) closed() {
	if h.opened.Add(-1) == 0 {
		h.cancel()
	}
}

// Append implements [msglog.Sink].
func (h *lines) Append(batch []netcore.Event) (first uint64) {
	first = h.seq + 1
	h.buf = h.buf[:0]
	for _, e := range batch {
		h.seq++
		if h.show.Show(e.Kind, e.Flags) {
			h.buf = append(capture.AppendJSON(h.buf, capture.RowOf(h.seq, e)), '\n')
		}
		if e.Kind == netcore.Closed {
			h.closed()
		}
	}
	if h.asks.on {
		return first
	}
	if h.err == nil && !h.quiet {
		if _, h.err = h.out.Write(h.buf); h.err == nil {
			h.err = h.out.Flush()
		}
		if h.err != nil {
			h.cancel()
		} else {
			h.written += uint64(len(batch))
		}
	}
	return first
}

func (h *lines) flush() error { return h.err }

// feed sends each line of in to every open session. It ends with in or, at the latest, with the process: a read of standard
// input can't be called off.
func (h *lines) feed(ctx context.Context, in io.Reader) {
	r := bufio.NewReaderSize(in, 64<<10)
	for ctx.Err() == nil {
		piece, err := r.ReadSlice('\n') // a longer line goes in pieces
		line := bytes.Clone(piece)
		for h.frames && errors.Is(err, bufio.ErrBufferFull) { // but not where each would be a frame
			if len(line) >= maxRequest {
				h.log.Warnf("a line is longer than %d bytes: it goes in several frames", len(line))
				break
			}
			piece, err = r.ReadSlice('\n')
			line = append(line, piece...)
		}
		if len(line) > 0 {
			h.sendAll(ctx, line)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if err != io.EOF {
				h.log.WithError(err).Error("standard input")
			}
			return
		}
	}
}

// sendAll sends to all sessions that have room at once, and waits for the others.
func (h *lines) sendAll(ctx context.Context, line []byte) {
	ids := h.hub.Sessions()
	if len(ids) == 0 {
		h.log.Warnf("nobody is connected: a line of %d bytes was not sent", len(line))
		return
	}
	framed := h.framed()
	message := func(id netcore.SessionID) []byte {
		if framed[id] {
			return withoutEnd(line)
		}
		return line
	}
	var slow []netcore.SessionID
	for _, id := range ids {
		switch err := h.hub.TrySend(id, netcore.Message{Payload: message(id)}); {
		case err == nil, errors.Is(err, netcore.ErrEnded):
			delete(h.stuck, id)
		case errors.Is(err, netcore.ErrFull) && !h.stuck[id]:
			slow = append(slow, id)
		default:
			h.notSent(id, line, err)
		}
	}
	for _, id := range slow {
		h.sendSlow(ctx, id, message(id))
	}
}

// framed returns the sessions whose messages go out in frames: those need no line end of standard input's.
func (h *lines) framed() map[netcore.SessionID]bool {
	if !h.frames {
		return nil
	}
	framed := make(map[netcore.SessionID]bool)
	for _, e := range h.hub.Snapshot() {
		for _, s := range e.Sessions {
			framed[s.ID] = e.Does.Send != nil
		}
	}
	return framed
}

// withoutEnd is a line without its LF or CRLF.
func withoutEnd(line []byte) []byte {
	if rest, ok := bytes.CutSuffix(line, []byte("\n")); ok {
		return bytes.TrimSuffix(rest, []byte("\r"))
	}
	return line
}

func (h *lines) sendSlow(ctx context.Context, id netcore.SessionID, line []byte) {
	ctx, cancel := context.WithTimeoutCause(ctx, h.slow, &netcore.LimitError{What: netcore.LimitWrite, After: h.slow})
	defer cancel()
	if err := h.hub.Send(ctx, id, netcore.Message{Payload: line}); err != nil && !errors.Is(err, netcore.ErrEnded) {
		h.stuck[id] = true
		h.notSent(id, line, err)
	}
}

func (h *lines) notSent(id netcore.SessionID, line []byte, err error) {
	h.log.Warnf("session %d: a line of %d bytes was not sent: %v", id, len(line), err)
}

// writeStats writes the counters; without a path it does nothing.
func writeStats(path string, v any) error {
	if path == "" {
		return nil
	}
	return workbench.SaveJSON(path, v)
}

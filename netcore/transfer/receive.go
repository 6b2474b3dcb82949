package transfer

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"wirevise/netcore"
)

const (
	// keptBuffer is how much of what was received waits to be written, in bytes: what one read takes.
	keptBuffer = 64 << 10
	// keptFor is how long it waits at most.
	keptFor = 200 * time.Millisecond
)

// An IntoFile takes what one session receives from here on into a file of that name, which must not be there yet.
type IntoFile struct{ Path string }

var _ netcore.Attacher = IntoFile{}

// An IntoFolder takes what each session receives into a file of its own, in a folder that has to be there. The name of a file
// tells the time, the endpoint, the session and its peer; none is ever overwritten. Two of the same folder are equal.
type IntoFolder struct{ Dir string }

var _ netcore.Attacher = IntoFolder{}

func (i IntoFile) String() string   { return "received bytes go into " + i.Path }
func (i IntoFolder) String() string { return "received bytes go into files in " + i.Dir }

// Respond implements [netcore.Responder]: it says nothing.
func (i IntoFile) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Respond implements [netcore.Responder]: it says nothing.
func (i IntoFolder) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Attach implements [netcore.Attacher]. A file that can't be made is told of, and the session goes on without.
func (i IntoFile) Attach(s netcore.Side) netcore.Attached {
	f, err := os.OpenFile(i.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	return receiveInto(s, i.Path, f, err)
}

// Attach implements [netcore.Attacher].
func (i IntoFolder) Attach(s netcore.Side) netcore.Attached {
	path := filepath.Join(i.Dir, nameFor(time.Now(), s.Info()))
	f, path, err := createBesides(path)
	return receiveInto(s, path, f, err)
}

func receiveInto(s netcore.Side, path string, f *os.File, err error) *receiving {
	r := &receiving{side: s, path: path, sum: sha256.New()}
	if err != nil {
		s.Tell(netcore.Event{Kind: netcore.Failed, Note: "what is received does not go into a file", Err: err})
		return r
	}
	r.file = f
	r.on.Store(true)
	s.Tell(netcore.Event{Kind: netcore.Noted, Note: "what is received goes into " + path})
	r.flusher = time.AfterFunc(time.Hour, r.flushLate)
	r.flusher.Stop()
	return r
}

// A receiving is a file that a session's bytes go into.
type receiving struct {
	side netcore.Side
	path string
	on   atomic.Bool // what comes goes into it

	mu      sync.Mutex // guards what follows
	file    *os.File   // nil: it could not be made, or it is at its end
	flusher *time.Timer
	buf     []byte
	written int64 // in the file
	sum     hash.Hash
}

// IntoPrefix begins the name of a file among what is attached to a session; its path follows.
const IntoPrefix = "into "

// String names it where what is attached to a session is listed.
// It takes no lock: whoever asks does not wait for a disk.
func (r *receiving) String() string {
	if !r.on.Load() {
		return "no longer into " + r.path
	}
	return IntoPrefix + r.path
}

// Respond implements [netcore.Responder]: it keeps what was read and says nothing.
func (r *receiving) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.Kind == netcore.Received {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.keepLocked(in.Payload)
	}
	return dst
}

// Detach implements [netcore.Attached]: it writes what waits, closes the file and tells of it.
func (r *receiving) Detach() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return
	}
	r.flusher.Stop()
	if r.flushLocked(); r.file == nil {
		return
	}
	err := r.file.Close()
	r.file = nil
	if err != nil {
		r.failedLocked(err)
		return
	}
	r.side.Tell(netcore.Event{Kind: netcore.Noted, Note: fmt.Sprintf("%d bytes were received into %s, SHA-256 %x", r.written, r.path, r.sum.Sum(nil))})
}

func (r *receiving) keepLocked(b []byte) {
	if r.file == nil || len(b) == 0 {
		return
	}
	if len(r.buf)+len(b) > keptBuffer {
		r.flushLocked()
	}
	if r.file == nil {
		return
	}
	if len(b) >= keptBuffer {
		r.writeLocked(b)
		return
	}
	if len(r.buf) == 0 {
		r.flusher.Reset(keptFor)
	}
	r.buf = append(r.buf, b...)
}

// flushLate writes what has waited for long enough.
func (r *receiving) flushLate() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil {
		r.flushLocked()
	}
}

func (r *receiving) flushLocked() {
	if len(r.buf) == 0 {
		return
	}
	r.writeLocked(r.buf)
	r.buf = r.buf[:0]
}

// writeLocked writes; an error is the end of the file and not of the session.
func (r *receiving) writeLocked(b []byte) {
	n, err := r.file.Write(b)
	r.written += int64(n)
	r.sum.Write(b[:n])
	if err == nil {
		return
	}
	_ = r.file.Close() // the first error is the one to tell
	r.file = nil
	r.failedLocked(err)
}

func (r *receiving) failedLocked(err error) {
	r.buf = nil
	r.on.Store(false)
	r.side.Tell(netcore.Event{Kind: netcore.Failed, Err: err,
		Note: fmt.Sprintf("what is received goes into %s no longer: %d bytes are in it, SHA-256 %x; the connection goes on", r.path, r.written, r.sum.Sum(nil))})
}

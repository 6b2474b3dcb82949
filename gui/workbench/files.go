package workbench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"wirevise/netcore"
	"wirevise/netcore/transfer"
)

// Fields of what is said of files, as a FieldError names them.
const (
	FieldPath  = "path"
	FieldPace  = "pace"
	FieldPiece = "piece"
	FieldKeep  = "keep"
)

// A FileSending is a file to send, as typed.
type FileSending struct {
	Path  string
	Pace  string // bytes a second, as in "500 kB"; "" for as fast as the peer takes it
	Piece string // bytes of a datagram, "" for the default
	To    string // the receiver of datagrams, as host:port; "" leaves it to the session
}

// file checks what was typed. The error is a FieldError.
func (f FileSending) file(kind netcore.Boundary) (t transfer.File, size int64, err error) {
	if t.Path, err = filePath(f.Path); err != nil {
		return t, 0, err
	}
	info, err := transfer.Look(t.Path)
	if err != nil {
		return t, 0, &FieldError{FieldPath, netcore.Explain(err).String()}
	}
	if t.Pace, err = ParseRate(f.Pace); err != nil {
		return t, 0, &FieldError{FieldPace, err.Error()}
	}
	if t.Datagrams = kind == netcore.Datagram; t.Datagrams {
		t.Piece, err = parseSize(FieldPiece, f.Piece, transfer.MaxDatagram)
	}
	return t, info.Size(), err
}

// Size looks at the file, and checks all that was typed. The error is a FieldError.
func (f FileSending) Size(kind netcore.Boundary) (bytes int64, err error) {
	_, bytes, err = f.file(kind)
	return bytes, err
}

// filePath makes a path that was typed a whole one.
func filePath(typed string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", &FieldError{FieldPath, "which file?"}
	}
	path, err := filepath.Abs(typed)
	if err != nil {
		return "", &FieldError{FieldPath, err.Error()}
	}
	return path, nil
}

// rateUnits are what a rate may be written in, the longer names of the same beginning first.
var rateUnits = []struct {
	name  string
	bytes float64
}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"b", 1}, {"", 1}}

// ParseRate reads a number of bytes a second: 1500, 64 KiB, 1.5 MB/s; nothing is 0, no limit.
func ParseRate(typed string) (int64, error) {
	text := strings.ToLower(strings.ReplaceAll(typed, " ", ""))
	if text == "" {
		return 0, nil
	}
	text = strings.TrimSuffix(text, "/s")
	for _, unit := range rateUnits {
		number, ok := strings.CutSuffix(text, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(number, 64)
		if n *= unit.bytes; err == nil && n >= 1 && n <= math.MaxInt32*1024 {
			return int64(n), nil
		}
		break
	}
	return 0, fmt.Errorf("%q is no rate: write bytes a second as in 1500, 64 KiB or 1.5 MB; empty is no limit", typed)
}

// FileWords are what a screen says of a file that is sent.
type FileWords struct {
	Title    func(name, peer string) string
	Progress func(transfer.Sent) string
}

// SendFile sends a file to each of the sessions, as an activity of its own for each, at its own pace. The error is a
// FieldError, or says that there is nobody; nothing has begun then.
func (w *Workbench) SendFile(f FileSending, sessions []netcore.SessionID, words FileWords) error {
	if len(sessions) == 0 {
		return errNobody
	}
	for _, id := range sessions {
		if w.filing[id] {
			return fmt.Errorf("#%d: %w", id, errFiling)
		}
	}
	kind, _ := w.socketOf(sessions[0])
	if _, _, err := f.file(kind); err != nil {
		return err
	}
	for _, id := range sessions {
		kind, local := w.socketOf(id)
		file, size, err := f.file(kind)
		if err != nil {
			return err
		}
		e, s := w.sessionOf(id)
		file.Frame = e.Does.Send
		peer := s.Peer
		if to := strings.TrimSpace(f.To); to != "" && file.Datagrams {
			peer = to
		}
		job := fileJob{w: w, file: file, id: id, to: strings.TrimSpace(f.To), local: local, what: fmt.Sprintf("%s to #%d %s", file.Path, id, peer), size: size, words: words}
		done := func(error) {}
		if kind == netcore.Stream {
			if w.filing == nil {
				w.filing = make(map[netcore.SessionID]bool)
			}
			w.filing[id] = true
			done = func(error) { delete(w.filing, id) }
		}
		w.Begin(Job{Title: words.Title(filepath.Base(file.Path), peer), Name: fileName, Run: job.run, Done: done})
	}
	return nil
}

// errFiling is why a stream takes nothing else that a person sends: it would stand in the midst of the file.
var errFiling = errors.New("a file is going out there: wait for its end, or stop it")

// fileName is who speaks of files in the log.
const fileName = "file"

// A fileJob sends a file to one session.
type fileJob struct {
	w     *Workbench
	file  transfer.File
	id    netcore.SessionID
	to    string // of datagrams, as typed
	local string
	what  string // file and receiver, for the log
	size  int64
	words FileWords
}

func (j *fileJob) run(ctx context.Context, p *Progress) (said string, err error) {
	if j.file.Datagrams && j.to != "" {
		if j.file.To, err = resolvePeer(ctx, j.to, j.local); err != nil {
			return j.what + ": not sent", err
		}
	}
	j.w.hub.Note(fileName, "", fmt.Sprintf("sending %s: %d bytes", j.what, j.size), nil)
	sent, err := j.file.Send(ctx, func(ctx context.Context, m netcore.Message) error { return j.w.hub.Send(ctx, j.id, m) }, func(s transfer.Sent) {
		p.Tell(s.Read, s.Size, func() string { return j.words.Progress(s) })
	})
	p.Tell(sent.Wrote, sent.Size, func() string { return j.words.Progress(sent) })
	if errors.Is(err, context.Canceled) {
		return j.what + ": stopped, " + sent.String(), err
	}
	return j.what + ": " + sent.String(), err
}

// sessionOf returns a session that is open, and its endpoint.
func (w *Workbench) sessionOf(id netcore.SessionID) (e netcore.EndpointInfo, s netcore.SessionInfo) {
	for _, e := range w.endpoints {
		for _, s := range e.Sessions {
			if s.ID == id {
				return e, s
			}
		}
	}
	return e, s
}

// ReceiveInto takes what a session receives from here on into a new file, until StopReceiving or its end. done is told when that
// has begun or can't; the file's own troubles are told in the log.
func (w *Workbench) ReceiveInto(id netcore.SessionID, path string, done func(error)) {
	path, err := filePath(path)
	if err != nil {
		w.dispatch(func() { done(err) })
		return
	}
	w.tasks.run(func(context.Context) {
		detach, err := w.hub.Attach(id, netcore.Attachment{Attacher: transfer.IntoFile{Path: path}})
		w.dispatch(func() {
			if err == nil {
				w.StopReceiving(id)
				if w.receiving == nil {
					w.receiving = make(map[netcore.SessionID]context.CancelFunc)
				}
				w.receiving[id] = detach
			}
			done(err)
		})
	})
}

// ReceivingInto reports whether ReceiveInto holds for a session.
func (w *Workbench) ReceivingInto(id netcore.SessionID) bool { return w.receiving[id] != nil }

// StopReceiving ends the file of a session, in a task; it says in the log what it came to.
func (w *Workbench) StopReceiving(id netcore.SessionID) {
	detach := w.receiving[id]
	if delete(w.receiving, id); detach != nil {
		w.tasks.run(func(context.Context) { detach() })
	}
}

// keeper makes of a folder that was typed what keeps the bytes that each session receives; nil of "". The error is a FieldError.
func keeper(folder string) (netcore.Attacher, error) {
	if strings.TrimSpace(folder) == "" {
		return nil, nil
	}
	dir, err := filepath.Abs(folder)
	if err == nil {
		err = transfer.CheckFolder(dir)
	}
	if err != nil {
		return nil, &FieldError{FieldKeep, netcore.Explain(err).String()}
	}
	return transfer.IntoFolder{Dir: dir}, nil
}

package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// Sessions finds out, in a task, what sessions of the log lie on disk, the newest first. The live one is among them.
func (w *Workbench) Sessions(done func([]msglog.Saved, error)) {
	w.tasks.run(func(context.Context) {
		list, err := w.library.List()
		w.dispatch(func() { done(list, err) })
	})
}

// Unclean finds out, in a task, which sessions were not ended and are in nobody's use: their programs were killed, or the
// machine stopped.
func (w *Workbench) Unclean(done func([]msglog.Saved)) {
	w.Sessions(func(list []msglog.Saved, err error) {
		if err != nil {
			w.hub.Note(logName, "", "the sessions of the log can't be listed", err)
		}
		var unclean []msglog.Saved
		for _, s := range list {
			if !s.Clean && !s.Live && s.Problem == nil && s.Rows > 0 {
				unclean = append(unclean, s)
			}
		}
		done(unclean)
	})
}

// SessionPath is where the live session lies; "" when it is in memory only.
func (w *Workbench) SessionPath() string {
	if f := w.live.store.Folder(); f != nil {
		return f.Path()
	}
	return ""
}

// RemoveSession removes a session from disk, in a task. One that was shown until now is let go of first.
func (w *Workbench) RemoveSession(path string, done func(error)) {
	retired := w.retired
	w.tasks.run(func(ctx context.Context) {
		if retired != nil {
			select {
			case <-retired:
			case <-ctx.Done():
			}
		}
		err := w.library.Remove(path)
		w.dispatch(func() { done(err) })
	})
}

// OpenLog opens a session's folder, its session.json, or a file of JSON lines, in a task, and shows it in the place of the
// live log, which goes on. progress tells how many of total bytes are read. What is returned calls it off.
func (w *Workbench) OpenLog(path string, progress func(read, total int64), done func(msglog.Report, error)) (cancel context.CancelFunc) {
	return w.tasks.run(func(ctx context.Context) {
		told := int64(0)
		b, err := w.openBook(ctx, path, func(read, total int64) {
			if read-told < total/200 && read < total {
				return
			}
			told = read
			w.dispatch(func() { progress(read, total) })
		})
		if err != nil {
			w.dispatch(func() { done(msglog.Report{}, err) })
			return
		}
		w.opening.Store(b, nil) // until it is shown, for Close
		w.dispatch(func() {
			w.opening.Delete(b)
			w.show(b)
			done(b.report, nil)
		})
	})
}

func (w *Workbench) openBook(ctx context.Context, path string, progress func(read, total int64)) (*book, error) {
	if filepath.Base(path) == msglog.ManifestName {
		path = filepath.Dir(path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, capture.ErrNotRegular)
	}
	if !info.IsDir() {
		return w.importJSON(ctx, path, info.Size(), progress)
	}
	if _, err := os.Stat(filepath.Join(path, msglog.ManifestName)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no session of the log: it has no %s", path, msglog.ManifestName)
	}
	s, report, err := msglog.Open(ctx, path, progress)
	if err != nil {
		return nil, err
	}
	b := newBook(s)
	b.title, b.report = filepath.Base(path), report
	return b, nil
}

// importJSON makes a log of a file of JSON lines, in a folder that goes when the log is closed. A line that can't be read is a
// row that says so.
func (w *Workbench) importJSON(ctx context.Context, path string, size int64, progress func(read, total int64)) (*book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sweep()
	dir, err := os.MkdirTemp("", importPrefix)
	if err != nil {
		return nil, err
	}
	folder, err := (msglog.Library{Dir: dir}).Create("Wirevise " + Version)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := msglog.New(msglog.Options{Folder: folder})
	b := newBook(s)
	b.title = filepath.Base(path)
	b.close = func() error { return errors.Join(s.Close(), os.RemoveAll(dir)) }
	in := &importer{ctx: ctx, store: s, endpoints: make(map[string]netcore.EndpointID)}
	read := &counter{r: f, ctx: ctx, progress: func(n int64) { progress(min(n, size), size) }}
	if err := in.all(capture.ReadJSON(read)); err != nil {
		return nil, errors.Join(err, b.close())
	}
	switch {
	case in.rows == 0:
		return nil, errors.Join(errNoRows, b.close())
	case in.bad == in.rows:
		return nil, errors.Join(in.first, b.close())
	}
	if err := s.Flush(ctx); err != nil {
		return nil, errors.Join(err, b.close())
	}
	b.report = msglog.Report{Rows: in.rows, Damaged: in.bad}
	return b, nil
}

// importPrefix is what the folders of imported logs are called in the system's folder for temporary files.
const importPrefix = "wirevise-open-"

// sweep removes what programs that were killed left of imported logs.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), importPrefix+"*"))
	for _, dir := range left {
		list, err := (msglog.Library{Dir: dir}).List()
		if err != nil || len(list) == 0 || slices.ContainsFunc(list, func(s msglog.Saved) bool { return s.Live || s.Clean }) {
			continue // it is being made, written, or of a program that ended in peace
		}
		_ = os.RemoveAll(dir)
	}
}

var errNoRows = errors.New("there is no row in this file")

// An importer appends rows that were read to a store.
type importer struct {
	ctx       context.Context
	store     *msglog.Store
	endpoints map[string]netcore.EndpointID
	batch     []netcore.Event
	size      int
	rows, bad uint64
	first     error // the first line that could not be read
	err       error // why the rows can't be kept
}

// importBatch and importBytes are how much is appended at once.
const (
	importBatch = 1000
	importBytes = 1 << 20
)

// all appends all rows. The error is one of reading the file, not of what stands in it.
func (in *importer) all(rows capture.Rows) error {
	for row, err := range rows {
		var bad *capture.JSONError
		switch {
		case errors.As(err, &bad):
			in.bad++
			if in.first == nil {
				in.first = err
			}
			in.add(netcore.Event{Kind: netcore.Failed, Err: err})
		case err != nil:
			return err
		case !msglog.Storable(row.Time):
			in.bad++
			in.add(netcore.Event{Kind: netcore.Failed, Session: row.Session,
				Err: fmt.Errorf("row %d: the log can't keep the time %s, only the years from 1678 to 2261", row.Seq, row.Time.Format(time.RFC3339))})
		default:
			in.add(in.event(row))
		}
		if in.err != nil {
			return in.err
		}
	}
	in.flush()
	return in.err
}

func (in *importer) add(e netcore.Event) {
	in.rows++
	in.batch = append(in.batch, e)
	if in.size += len(e.Payload); len(in.batch) >= importBatch || in.size >= importBytes {
		in.flush()
	}
}

func (in *importer) flush() {
	in.store.Append(in.batch)
	if err := in.store.Stats().Trouble; err != nil {
		in.err = err
	} else if in.ctx.Err() != nil {
		in.err = context.Cause(in.ctx)
	}
	clear(in.batch)
	in.batch, in.size = in.batch[:0], 0
}

func (in *importer) event(r capture.Row) netcore.Event {
	id, ok := in.endpoints[r.Endpoint]
	if !ok && r.Endpoint != "" {
		id = netcore.EndpointID(len(in.endpoints) + 1)
		in.endpoints[r.Endpoint] = id
	}
	e := r.Event()
	e.Endpoint = id
	return e
}

// A counter tells how much was read, and ends with ctx.
type counter struct {
	r        io.Reader
	ctx      context.Context
	n        int64
	progress func(int64)
}

func (c *counter) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.progress(c.n)
	return n, err
}

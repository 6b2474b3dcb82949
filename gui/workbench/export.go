package workbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/capture"
)

// A Format is a kind of file that rows are written as.
type Format struct {
	Name, Extension string
	write           func(io.Writer, capture.Rows) error
	passes          int               // how often write ranges over the rows
	only            netcore.EventKind // the rows that it writes; 0: all
	traffic         bool              // it has what went over the wire, so reads and no frames
}

// Formats are what SaveLog knows, the default first. The last two are the bytes of one direction as they are; no file's name
// asks for them.
var Formats = []Format{
	{"Text", ".txt", capture.WriteText, 1, 0, false},
	{"Table (CSV)", ".csv", capture.WriteCSV, 1, 0, false},
	{"JSON lines", ".jsonl", capture.WriteJSON, 1, 0, false},
	{"Wireshark (pcapng)", ".pcapng", capture.WritePcapng, 2, 0, true},
	{"Received bytes", ".bin", rawOf(netcore.Received), 1, netcore.Received, true},
	{"Sent bytes", ".bin", rawOf(netcore.Sent), 2, netcore.Sent, true},
}

// namedFormats is how many of Formats a file's name can ask for.
const namedFormats = 4

func rawOf(kind netcore.EventKind) func(io.Writer, capture.Rows) error {
	return func(w io.Writer, rows capture.Rows) error { return capture.WriteRaw(w, capture.OnlyKind(rows, kind)) }
}

// FormatFor returns the format that a file's name asks for.
func FormatFor(path string) (Format, error) {
	ext := strings.ToLower(filepath.Ext(path))
	for _, f := range Formats[:namedFormats] {
		if f.Extension == ext || f.Extension == ".jsonl" && ext == ".json" {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%q: the name has to end in .txt (text), .csv (table), .jsonl (JSON lines) or .pcapng (Wireshark)",
		filepath.Base(path))
}

// saveProgress is after how many rows the progress of saving is told.
const saveProgress = 20_000

// SaveLog writes rows to a file, whole or not at all, in a task. progress tells how many of total rows are written, every
// saveProgress rows; done tells how many rows were written, how many the log had given up before their turn came, and how it
// ended. What is returned calls it off.
func (w *Workbench) SaveLog(path string, format Format, scope Scope, progress func(written, total int), done func(rows, gone int, err error)) (cancel context.CancelFunc) {
	if _, err := os.Stat(filepath.Join(filepath.Dir(path), msglog.ManifestName)); err == nil {
		w.dispatch(func() { done(0, 0, fmt.Errorf("%s holds a session of the log: save elsewhere", filepath.Dir(path))) })
		return func() {}
	}
	b, set := w.book(), w.rowsOf(scope)
	filter := b.view.Filter()
	b.hold()
	return w.tasks.run(func(ctx context.Context) {
		defer b.release()
		rows := msglog.Rows(b.store, set.All())
		if format.traffic {
			set, rows = b.traffic(ctx, scope, filter, set)
		}
		x := &export{w: w, ctx: ctx, rows: rows, total: set.Len(), passes: format.passes, only: format.only, progress: progress}
		err := capture.File(ctx, path, func(f io.Writer) error { return format.write(f, x.each) }, nil)
		w.dispatch(func() { done(x.wrote, x.gone, err) })
	})
}

// An export hands rows to a writer, which may want them more than once.
type export struct {
	w        *Workbench
	ctx      context.Context
	rows     capture.Rows
	total    int
	passes   int
	pass     int
	only     netcore.EventKind
	wrote    int // rows, in the last pass
	gone     int // the same
	progress func(written, total int)
}

// each is a [capture.Rows]. It leaves out rows that are gone, and tells of the progress now and then.
func (x *export) each(yield func(capture.Row, error) bool) {
	var gone uint64
	n := 0
	x.wrote = 0
	for row, err := range msglog.SkipGone(x.rows, &gone) {
		if err == nil && x.ctx.Err() != nil {
			err = context.Cause(x.ctx)
		}
		if !yield(row, err) {
			return
		}
		if x.only == 0 || row.Kind == x.only {
			x.wrote++
		}
		if n++; n%saveProgress == 0 && x.progress != nil {
			at := (x.pass*x.total + n) / max(x.passes, x.pass+1)
			x.w.dispatch(func() { x.progress(at, x.total) })
		}
	}
	x.pass++
	x.gone = int(gone)
}

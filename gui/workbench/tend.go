package workbench

import (
	"context"
	"fmt"
	"time"

	"wirevise/gui/msglog"
)

// DefaultLogLimit is how many bytes all sessions of the log may take on disk.
const DefaultLogLimit = 4 << 30

const (
	tendEvery = 10 * time.Second // between two looks at what the sessions take, unless the log grows fast
	tendGrown = 64 << 20         // bytes by which it grew fast
)

// logName is what the log is called where endpoints have their name.
const logName = "Log"

// trouble is why rows are not on disk, be it a folder that could not be made.
func (p *pump) trouble(err error) error {
	if err == nil {
		err = p.noFolder()
	}
	if (err == nil) != (p.told == nil) {
		p.told = err
		if err != nil {
			p.hub.Note(logName, "", "rows are kept in memory, and when that is full the sockets wait", err)
		} else {
			p.hub.Note(logName, "", "rows are on disk again", nil)
		}
	}
	return err
}

// tendLog keeps the sessions within their limit, now and then, in a task.
func (p *pump) tendLog(now time.Time, st msglog.Stats) {
	if p.o.LogDir == "" || now.Sub(p.tendedAt) < tendEvery && st.DiskBytes-p.tendedSize < tendGrown {
		return
	}
	p.tendedAt, p.tendedSize = now, st.DiskBytes
	if p.noFolder() != nil {
		p.makeFolder()
		return
	}
	if p.tending.Swap(true) {
		return
	}
	p.tasks.run(func(context.Context) {
		defer p.tending.Store(false)
		p.limitLog()
	})
}

// makeFolder tries again to get the log a place on disk.
func (p *pump) makeFolder() {
	f, err := p.library.Create("Wirevise " + Version)
	if err != nil {
		p.folder.Store(&err)
		return
	}
	p.live.store.Adopt(f)
	p.folder.Store(nil)
}

// limitLog removes the oldest sessions when all take too much, and, when the live one alone does, its oldest rows. It says
// what it did.
func (w *Workbench) limitLog() {
	limit := w.LogLimit()
	removed, err := w.library.Limit(limit)
	for _, s := range removed {
		w.hub.Note(logName, "", fmt.Sprintf("the sessions' limit of %s is reached: the session of %s with %d rows was removed",
			bytesText(limit), s.Started.Format(time.DateTime), s.Rows), nil)
	}
	if err != nil {
		w.hub.Note(logName, "", "old sessions could not be removed", err)
	}
	rows, err := w.live.store.Trim(limit)
	if rows > 0 {
		w.hub.Note(logName, "", fmt.Sprintf("the log's limit of %s is reached: its oldest %d rows were removed", bytesText(limit), rows), nil)
	}
	if err != nil {
		w.hub.Note(logName, "", "old rows could not be removed", err)
	}
}

// LogLimit is how many bytes all sessions may take on disk.
func (w *Workbench) LogLimit() int64 {
	if n := w.limit.Load(); n > 0 {
		return n
	}
	if w.o.LogLimit > 0 {
		return w.o.LogLimit
	}
	return DefaultLogLimit
}

// SetLogLimit changes it, and removes what is too much at the next look.
func (w *Workbench) SetLogLimit(bytes int64) { w.limit.Store(bytes) }

// bytesText writes a number of bytes for people, in binary units.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

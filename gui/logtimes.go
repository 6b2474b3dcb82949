package gui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"wirevise/gui/msglog"
	"wirevise/netcore"
)

// timeLayout shows the time to the microsecond.
const timeLayout = "15:04:05.000000"

// A timeMode is what the log's times count from.
type timeMode uint8

const (
	timeOfDay      timeMode = iota + 1
	timeWithDate            // of day, with the date
	timeSinceFirst          // row of the log
	timeSinceMark           // the row that the person chose
	timeSinceRow            // before
	timeInSession           // since the row before of the same session
)

var timeModes = []timeMode{timeOfDay, timeWithDate, timeSinceFirst, timeSinceMark, timeSinceRow, timeInSession}

// String returns what the settings call the mode.
func (m timeMode) String() string {
	names := [...]string{"", "clock", "date", "first", "mark", "row", "session"}
	if int(m) >= len(names) {
		return fmt.Sprintf("timeMode(%d)", uint8(m))
	}
	return names[m]
}

// timeModeOf returns the mode of a name, the time of day for one that there is not. A row that was chosen is not known at the
// next start; the first one stands for it.
func timeModeOf(name string) timeMode {
	for _, m := range timeModes {
		switch {
		case m.String() != name:
		case m == timeSinceMark:
			return timeSinceFirst
		default:
			return m
		}
	}
	return timeOfDay
}

// counts reports whether times are differences.
func (m timeMode) counts() bool { return m > timeWithDate }

// chars is how wide the times are.
func (m timeMode) chars() int {
	if m == timeWithDate {
		return len("2006-01-02 " + timeLayout)
	}
	return len(timeLayout)
}

// title is that of the column.
func (m timeMode) title() string {
	switch m {
	case timeSinceFirst:
		return tr("Since first")
	case timeSinceMark:
		return tr("Since mark")
	case timeSinceRow:
		return tr("Since before")
	case timeInSession:
		return tr("In session")
	}
	return tr("Time")
}

// choice is the mode in a menu.
func (m timeMode) choice() string {
	switch m {
	case timeWithDate:
		return tr("Date and time")
	case timeSinceFirst:
		return tr("Since the first row")
	case timeSinceMark:
		return tr("Since the row counted from")
	case timeSinceRow:
		return tr("Since the row before")
	case timeInSession:
		return tr("Since the row before of its session")
	}
	return tr("Time of day")
}

// lookBack is how many rows before those on screen are asked for one of the same session.
const lookBack = 256

// A logClock writes the times of the log's rows.
type logClock struct {
	mode  timeMode
	first time.Time // of the log, once a row asked for it
	mark  time.Time // the row that the person chose
	next  int       // the row that before is about
	// before holds the time of the last row of each session, of the lookBack rows before next.
	before map[netcore.SessionID]time.Time
}

// frame says that rows are drawn anew; those before them may be others.
func (c *logClock) frame() { c.next = -1 }

// text returns the time of row i, which the log's row e is.
func (c *logClock) text(log logRows, i int, e msglog.Entry) string {
	switch c.mode {
	case timeWithDate:
		return e.Time.Format("2006-01-02 " + timeLayout)
	case timeSinceFirst:
		if c.first.IsZero() {
			if first, ok := log.Oldest(); ok {
				c.first = first.Time
			}
		}
		return elapsedText(e.Time.Sub(c.first))
	case timeSinceMark:
		return elapsedText(e.Time.Sub(c.mark))
	case timeSinceRow:
		if before, ok := log.Entry(i-1, 0); ok {
			return elapsedText(e.Time.Sub(before.Time))
		}
		return ""
	case timeInSession:
		return c.inSession(log, i, e)
	}
	return e.Time.Format(timeLayout)
}

// inSession looks through the rows before the first of a frame, and remembers the others as they come.
func (c *logClock) inSession(log logRows, i int, e msglog.Entry) string {
	if i != c.next || c.before == nil {
		c.before = make(map[netcore.SessionID]time.Time)
		for j := max(0, i-lookBack); j < i; j++ {
			if b, ok := log.Entry(j, 0); ok {
				c.before[b.Session] = b.Time
			}
		}
	}
	c.next = i + 1
	before, ok := c.before[e.Session]
	c.before[e.Session] = e.Time
	if !ok || e.Session == 0 {
		return ""
	}
	return elapsedText(e.Time.Sub(before))
}

// elapsedText writes a difference of times to the microsecond: 0.000046, 1:02.345678, 2:00:03.000000.
func elapsedText(d time.Duration) string {
	d = d.Round(time.Microsecond)
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	s, micro := int64(d/time.Second), int64(d%time.Second/time.Microsecond)
	switch {
	case s < 60:
		return fmt.Sprintf("%s%d.%06d", sign, s, micro)
	case s < 3600:
		return fmt.Sprintf("%s%d:%02d.%06d", sign, s/60, s%60, micro)
	}
	return fmt.Sprintf("%s%d:%02d:%02d.%06d", sign, s/3600, s/60%60, s%60, micro)
}

// setTimes changes what the log's times count from.
func (p *logPane) setTimes(m timeMode) {
	if m == timeSinceMark && p.source.times.mark.IsZero() {
		p.countFrom(p.w.bench.Selection().Cursor())
		return
	}
	p.source.times.mode = m
	if p.w.settings.Times != m.String() {
		p.w.settings.Times = m.String()
		p.w.keep()
	}
	p.list.SetColumns(p.columns())
}

// countFrom makes a row the one that times count from.
func (p *logPane) countFrom(seq uint64) {
	e, ok := p.w.bench.EntryBySeq(seq, 0)
	if !ok {
		p.w.say(tr("Which row?"), tr("Choose one in the log first: click it, or go there with Ctrl+L and the arrow keys."))
		return
	}
	p.source.times.mark = e.Time
	p.setTimes(timeSinceMark)
}

// timeItems are the choices of what times count from.
func (p *logPane) timeItems() (items []*fyne.MenuItem) {
	for _, m := range timeModes {
		item := fyne.NewMenuItem(m.choice(), func() { p.setTimes(m) })
		item.Checked = p.source.times.mode == m
		items = append(items, item)
	}
	return items
}

package workbench

import (
	"context"
	"reflect"
	"time"

	"wirevise/gui/msglog"
	"wirevise/netcore"
)

const (
	frame        = 33 * time.Millisecond  // between two rounds of the pump
	statusEvery  = 500 * time.Millisecond // between two readings of the rates
	sparkPoints  = 40                     // readings that the small graphs show
	extendRows   = 200_000                // rows that the filter is applied to at once, at most
	extendLeast  = 16_000                 // and at least: some blocks of the view for each core
	extendFor    = 22 * time.Millisecond  // how long a round goes on with that, so that a big log is soon looked through
	listEvery    = 200 * time.Millisecond // between two readings of the sessions when only their traffic grew
	pause        = 3 * time.Second        // without a round, or a dispatched function: the machine slept, or the window hung
	manySessions = 200                    // with more than these, when anything changed
)

// LogState is the message log as it stands.
type LogState struct {
	Rows     int    // that pass the filter
	Held     uint64 // in the log
	Trimmed  uint64 // pushed out by the log's bound
	Next     uint64 // the sequence number that the next row will get
	Filtered bool
	Cut      bool   // there are streams that are cut into frames
	Stopped  bool   // the filter is not applied to more rows: StopFilter
	Done     uint64 // rows that the filter has been applied to, of
	Total    uint64
	Search   SearchState
	Opened   string // what the log is called that was opened, and is shown; "" is the live one
}

// Status is what the status bar tells.
type Status struct {
	ReceiveRate          float64   // bytes a second
	SendRate             float64   // bytes a second
	Received, Sent       []float64 // the rates before, oldest first
	Rows                 uint64    // recorded since the start
	Held                 uint64    // rows in the log
	LogBytes             int64     // of the log on disk
	LogCleared           uint64    // rows that were cleared and can be brought back
	LogUnsaved           int64     // bytes of the log that are in memory only
	LogRoom              int64     // how many of these there may be
	LogTrouble           error     // why rows are in memory only; nil when they are on disk
	Trimmed              uint64    // rows pushed out by the log's bound
	Dropped              uint64    // datagrams that the system threw away
	Waited               time.Duration
	ReceivedAll, SentAll uint64 // bytes
}

// A pump is the state of the goroutine that looks, at most once a frame, whether there is something to show.
type pump struct {
	*Workbench
	shownBook *book
	version   uint64 // of its store, when shown
	events    uint64 // of the hub, when the endpoints were shown
	traffic   netcore.Traffic
	changes   uint64
	listedAt  time.Time
	sessions  int
	complete  bool
	filtering pace
	searching pace
	statusAt  time.Time
	revive    []time.Time // when to revive the screen, after a pause
	before    netcore.Traffic
	received  []float64
	sent      []float64
	shown     Status

	told       error // of the log's trouble
	tendedAt   time.Time
	tendedSize int64
}

func (w *Workbench) runPump() {
	defer w.started.Done()
	ctx, cancel := context.WithCancel(w.tasks.ctx) // which ends when the program is about to
	defer cancel()
	p := &pump{Workbench: w, statusAt: time.Now()}
	tick := time.NewTicker(frame)
	defer tick.Stop()
	last := wall()
	for {
		select {
		case <-w.stop:
			return
		case <-tick.C:
		case <-w.wake:
		}
		now := wall()
		if now.Sub(last) > pause || w.paused.Swap(false) {
			p.revive = []time.Time{now.Add(pause / 6), now.Add(pause / 2), now.Add(pause)}
		}
		last = now
		switch {
		case !w.showing.Load():
			p.round(ctx, time.Now())
		case !p.complete: // the window is drawing: look through the rows meanwhile
			p.extend(ctx, p.book())
			p.refilter.Store(true)
		}
	}
}

// wall is the time by the clock on the wall, which goes on while the machine sleeps.
func wall() time.Time { return time.Now().Round(0) }

// wakePump asks for a round at once, so that what a person did shows without delay.
func (w *Workbench) wakePump() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// round shows what changed since the last one, in one dispatched function.
func (p *pump) round(ctx context.Context, now time.Time) {
	var shows []func()
	if s := p.log(ctx); s != nil {
		shows = append(shows, s)
	}
	if s := p.list(now); s != nil {
		shows = append(shows, s)
	}
	if s := p.status(now); s != nil {
		shows = append(shows, s)
	}
	if p.activities.due(now) {
		shows = append(shows, func() { p.screen.ShowActivities(p.Activities()) })
	}
	if s := p.statistics(now); s != nil {
		shows = append(shows, s)
	}
	if len(p.revive) > 0 && wall().After(p.revive[0]) {
		p.revive = p.revive[1:]
		shows = append(shows, p.screen.Revive)
	}
	if len(shows) == 0 {
		return
	}
	p.showing.Store(true)
	asked := wall()
	p.dispatch(func() {
		if wall().Sub(asked) > pause {
			p.paused.Store(true)
		}
		for _, show := range shows {
			show()
		}
		p.showing.Store(false)
	})
}

func (p *pump) log(ctx context.Context) func() {
	b := p.book()
	version, asked := b.store.Version(), p.refilter.Swap(false)
	if b == p.shownBook && version == p.version && p.complete && !asked {
		return nil
	}
	changed, complete := p.extend(ctx, b)
	if b == p.shownBook && version == p.version && !changed && complete == p.complete && !asked {
		return nil
	}
	p.shownBook, p.version, p.complete = b, version, complete
	st := logState(b)
	return func() {
		first, _ := b.store.Bounds()
		b.selection.Trim(first)
		b.bookmarks.Trim(first)
		if b == p.book() {
			p.screen.ShowLog(st)
		}
	}
}

// extend looks through rows for the filter and the search of a log.
func (p *pump) extend(ctx context.Context, b *book) (changed, complete bool) {
	changed, complete = p.filtering.extend(ctx, b.view)
	if s := b.search.Load(); s != nil {
		found, all := p.searching.extend(ctx, s.view)
		changed, complete = changed || found, complete && all
	}
	return changed, complete
}

// A pace is how many rows a query is applied to at once, so that a slow one shows what it found before long.
type pace int

// extend extends a view for the time of a round.
func (r *pace) extend(ctx context.Context, v *msglog.View) (changed, complete bool) {
	for begun := time.Now(); ; {
		at := time.Now()
		*r = max(*r, extendLeast)
		more, all := v.Extend(ctx, int(*r))
		if changed = changed || more; all {
			return changed, true
		}
		*r = r.after(time.Since(at))
		if time.Since(begun) >= extendFor || ctx.Err() != nil {
			return changed, false
		}
	}
}

// after is the pace that follows when the rows took so long.
func (r pace) after(took time.Duration) pace {
	switch {
	case took < extendFor/4:
		r *= 2
	case took > extendFor:
		r /= 2
	}
	return min(max(r, extendLeast), extendRows)
}

func logState(b *book) LogState {
	stats := b.store.Stats()
	_, next := b.store.Bounds()
	done, total := b.view.Progress()
	_, cut := b.store.Cut()
	return LogState{Rows: b.view.Len(), Held: stats.Rows, Trimmed: stats.Trimmed, Next: next,
		Filtered: !b.view.Filter().Wide(), Cut: cut, Stopped: b.view.Paused() && done < total, Done: done, Total: total,
		Search: b.searchState(), Opened: b.title}
}

func (p *pump) list(now time.Time) func() {
	stats := p.hub.Stats()
	if stats.Events == p.events && stats.Traffic == p.traffic && stats.Changes == p.changes {
		return nil
	}
	if now.Sub(p.listedAt) < listEvery && (stats.Changes == p.changes || p.sessions > manySessions) {
		return nil
	}
	infos := p.hub.Snapshot()
	p.events, p.traffic, p.changes, p.listedAt, p.sessions = stats.Events, stats.Traffic, stats.Changes, now, stats.Sessions
	return func() {
		p.endpoints = infos
		p.screen.ShowEndpoints(infos)
	}
}

func (p *pump) status(now time.Time) func() {
	since := now.Sub(p.statusAt)
	if since < statusEvery {
		return nil
	}
	hub, log := p.hub.Stats(), p.live.store.Stats()
	rate := func(now, before uint64) float64 { return float64(now-before) / since.Seconds() }
	in, out := rate(hub.ReceivedBytes, p.before.ReceivedBytes), rate(hub.SentBytes, p.before.SentBytes)
	p.statusAt, p.before = now, hub.Traffic
	p.received, p.sent = push(p.received, in, sparkPoints), push(p.sent, out, sparkPoints)
	st := Status{ReceiveRate: in, SendRate: out, Rows: p.recorder.Recorded().Events,
		Held: log.Rows, LogBytes: log.DiskBytes, LogCleared: log.Cleared, LogUnsaved: log.Unsaved, LogRoom: log.Room, LogTrouble: p.trouble(log.Trouble), Trimmed: log.Trimmed,
		Dropped: hub.Dropped, Waited: hub.Waited,
		ReceivedAll: hub.ReceivedBytes, SentAll: hub.SentBytes}
	st.Received, st.Sent = append([]float64(nil), p.received...), append([]float64(nil), p.sent...)
	if reflect.DeepEqual(st, p.shown) {
		return nil
	}
	p.shown = st
	p.tendLog(now, log)
	return func() { p.screen.ShowStatus(st) }
}

// push appends v and keeps the last ones.
func push(values []float64, v float64, keep int) []float64 {
	values = append(values, v)
	if len(values) > keep {
		values = append(values[:0], values[1:]...)
	}
	return values
}

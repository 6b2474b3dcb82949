package msglog

import (
	"context"
	"sync"
	"sync/atomic"
)

// A View is the rows of a store that pass a filter, in order, numbered from 0. What readers see changes in Extend only,
// which somebody calls when the store's Version changed; a row may be gone from the store before the view knows. So
// between two calls of Extend the index of a row is what it was.
type View struct {
	store *Store

	extending sync.Mutex  // one Extend runs at a time; taken before mu
	halt      atomic.Bool // what the running Extend looks for is wanted no more; written with mu held

	mu     sync.RWMutex // guards the rest; shown is written by Extend only
	shown  *rows
	wish   Filter
	stale  bool // shown is not of wish
	asked  int  // how often Again was
	paused bool
}

// NewView makes a view of all rows of store that show when it is first extended.
func NewView(store *Store) *View {
	first, _ := store.Bounds()
	return &View{store: store, shown: &rows{first: first, next: first}}
}

// SetFilter asks for other rows. Readers see those of the filter before until the next Extend has looked through its
// first rows with the new one. A view that was paused goes on, and an Extend that looks for something else returns soon.
func (v *View) SetFilter(f Filter) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.wish.Criteria() != f.Criteria() {
		v.paused = false
		v.halt.Store(true)
	}
	v.wish = f
	v.stale = v.shown.filter.Criteria() != f.Criteria()
}

// Pause leaves it at what was found: Extend looks through no more rows, and one that does returns soon. Rows that come
// meanwhile are not looked at either, and those that are trimmed go. It lasts until Resume, Again, or another filter; a
// view of all rows, which need no looking through, is not held up by it.
func (v *View) Pause() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.paused = true
	v.halt.Store(true)
}

// Halt makes an Extend that runs return soon. The next one goes on.
func (v *View) Halt() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.halt.Store(true)
}

// Resume goes on where Pause stopped.
func (v *View) Resume() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.paused = false
}

// Paused reports whether Pause is in force.
func (v *View) Paused() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.pausedLocked()
}

func (v *View) pausedLocked() bool { return v.paused && !v.wish.All() }

// Again asks for all rows to be looked through again, those that were cleared and came back too.
func (v *View) Again() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.stale, v.paused = true, false
	v.asked++
}

// Filter returns the filter last asked for.
func (v *View) Filter() Filter {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.wish
}

// Len is the number of rows shown.
func (v *View) Len() int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.shown.len()
}

// Seq returns the sequence number of row i. ok is false when there is no such row.
func (v *View) Seq(i int) (seq uint64, ok bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if i < 0 || i >= v.shown.len() {
		return 0, false
	}
	return v.shown.seq(i), true
}

// Seqs fills dst with the sequence numbers of row i and those after it, and returns how many there were. A page read
// so is of one moment.
func (v *View) Seqs(i int, dst []uint64) int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.shown.seqs(i, dst)
}

// Index returns where row seq is shown, or, when it isn't, the index of the first row after it, which is Len when
// there is none.
func (v *View) Index(seq uint64) (i int, exact bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.shown.index(seq)
}

// Snapshot returns the rows shown now, which is cheap. It is the caller's.
func (v *View) Snapshot() *Set {
	set := new(Set)
	v.fill(set, 0, ^uint64(0))
	return set
}

// fill adds the rows shown from lo to hi-1 to set.
func (v *View) fill(set *Set, lo, hi uint64) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	v.shown.fill(set, lo, hi)
}

// Progress tells how many of the rows held the filter has been applied to.
func (v *View) Progress() (done, total uint64) {
	first, next := v.store.Bounds()
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.stale {
		return 0, next - first
	}
	return max(v.shown.next, first) - first, max(next, v.shown.next) - first
}

// Extend drops rows that were trimmed and applies the filter to rows it hasn't been applied to, at most limit of them
// and fewer when they have megabytes of payload; limit < 1 is no limit. It works on every core. It returns whether what readers see
// changed, and whether it came to the end of the store or is paused. When ctx ends it returns early and what was done counts.
func (v *View) Extend(ctx context.Context, limit int) (changed, complete bool) {
	v.extending.Lock()
	defer v.extending.Unlock()
	if ctx.Err() != nil {
		return false, false
	}
	first, next := v.store.Bounds()
	r, replaces, paused, again := v.begin(first)
	if replaces {
		changed = true
	} else {
		changed = v.trim(r, first)
	}
	changed = v.cut(r, next) || changed
	switch {
	case r.all():
		changed = v.advance(r, next) || changed
	case !paused:
		changed = v.scan(halting{ctx, &v.halt}, r, next, limit) || changed
	}
	shown, complete := v.finish(r, next, again)
	return changed && shown, complete
}

// begin returns the rows to extend: those shown, or fresh ones when another filter was asked for.
func (v *View) begin(first uint64) (r *rows, replaces, paused bool, again int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.halt.Store(false)
	if !v.stale {
		return v.shown, false, v.paused, v.asked
	}
	return &rows{filter: v.wish, first: first, next: first, uncut: true}, true, v.paused, v.asked
}

func (v *View) trim(r *rows, first uint64) (changed bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	before := r.len()
	r.trim(first)
	return r.len() != before
}

// cut takes note of streams that are cut, of which r has had none. It returns whether what readers see changed.
func (v *View) cut(r *rows, next uint64) (changed bool) {
	if !r.all() || r.filter.All() {
		return false
	}
	seq, ok := v.store.Cut() // after next was read, so no row before next is missed
	if !ok || seq >= next {
		return false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	before := r.len()
	r.cutFrom(seq, next)
	return r.len() != before
}

func (v *View) advance(r *rows, next uint64) (changed bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	changed = r.next != next
	r.next = next
	return changed
}

// finish shows r, unless other rows than these fresh ones were asked for meanwhile. complete: r is all that was asked for,
// or all there will be while the view is paused.
func (v *View) finish(r *rows, next uint64, again int) (shown, complete bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	asked := v.wish.Criteria() == r.filter.Criteria() && v.asked == again
	if r != v.shown && !asked {
		return false, false
	}
	v.shown, v.stale = r, !asked
	return true, asked && (r.next >= next || v.pausedLocked())
}

// A halting context has ended when its halt is set too.
type halting struct {
	context.Context
	halt *atomic.Bool
}

// Err implements [context.Context].
func (h halting) Err() error {
	if h.halt.Load() {
		return context.Canceled
	}
	return h.Context.Err()
}

// roundBlocks is how many blocks are looked through between two moments in which readers see what was found.
const roundBlocks = 64

// scan applies the filter of r to rows before next. The lock is held only to note what passed, a round at a time.
func (v *View) scan(ctx context.Context, r *rows, next uint64, limit int) (changed bool) {
	stop := next
	if limit > 0 {
		stop = min(next, r.next+uint64(limit))
	}
	for r.next < stop && ctx.Err() == nil {
		from := r.next
		c := scan{ctx: ctx, store: v.store, filter: &r.filter, from: from, to: min(stop, (from>>blockShift+roundBlocks)<<blockShift)}
		found := c.run()
		v.mu.Lock()
		before := r.passed
		for i := range found {
			r.add(from>>blockShift+uint64(i), &found[i].passed)
		}
		r.next = found[len(found)-1].next
		changed = changed || r.passed != before
		v.mu.Unlock()
		if limit > 0 && r.next < c.to {
			break // the payloads were many
		}
	}
	return changed
}

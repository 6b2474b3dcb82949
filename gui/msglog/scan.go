package msglog

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// A scan applies a filter to a run of rows on every core. The rows are cut into units, which workers take in order.
type scan struct {
	ctx    context.Context
	store  *Store
	filter *Filter
	from   uint64
	to     uint64
	taken  atomic.Int64
	done   []scanned
	broken atomic.Bool // a unit was not finished, so those after it need not begin
}

// scanned is what came of a unit.
type scanned struct {
	next   uint64 // the first row not looked at
	passed words
}

const (
	unitBytes  = 8 << 20 // payload that one unit looks at; then it is unfinished
	checkEvery = 512     // rows between two looks at the context
)

// run returns what passed, a block at a time, in order and without gaps.
func (c *scan) run() []scanned {
	first := c.from >> blockShift
	c.done = make([]scanned, (c.to-1)>>blockShift-first+1)
	workers := min(runtime.GOMAXPROCS(0), len(c.done))
	var wg sync.WaitGroup
	for range workers - 1 {
		wg.Add(1)
		go c.work(&wg)
	}
	wg.Add(1)
	c.work(&wg)
	wg.Wait()
	for i := range c.done {
		if c.done[i].next < min(c.to, (first+uint64(i)+1)<<blockShift) {
			return c.done[:i+1]
		}
	}
	return c.done
}

func (c *scan) work(wg *sync.WaitGroup) {
	defer wg.Done()
	m := newMatcher(c.store, c.filter)
	first := c.from >> blockShift
	for !c.broken.Load() {
		i := c.taken.Add(1) - 1
		if i >= int64(len(c.done)) {
			return
		}
		key := first + uint64(i)
		lo, hi := max(c.from, key<<blockShift), min(c.to, (key+1)<<blockShift)
		u := &c.done[i]
		u.next = m.unit(c.ctx, lo, hi, &u.passed)
		if u.next < hi {
			c.broken.Store(true)
		}
	}
}

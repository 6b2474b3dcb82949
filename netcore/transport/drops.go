package transport

import "sync"

// A dropCount makes the system's 32-bit counter, which wraps and is read in two ways that overtake each other, a
// 64-bit one that only grows.
type dropCount struct {
	mu    sync.Mutex
	n     uint64
	known bool
}

// saw takes a reading in. One that is older than the last is behind it by less than half of the counter's range.
func (d *dropCount) saw(v uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known = true
	if ahead := int32(v - uint32(d.n)); ahead > 0 {
		d.n += uint64(ahead)
	}
}

func (d *dropCount) total() (uint64, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.n, d.known
}

package sequence

import (
	"fmt"
	"slices"
	"sync"
)

// How much of what came is kept for expects to come; of what is over either of these the oldest half goes.
const (
	inboxBytes = 4 << 20
	inboxItems = 64 << 10 // for messages may have no bytes, or one
)

// An inbox is what has come and was not taken by an expect yet. A session's receive loop puts, the run takes.
type inbox struct {
	changed chan struct{} // holds a token when something may be new
	gone    chan struct{} // closed when the session has ended, or soon will

	mu       sync.Mutex // guards what follows
	items    []item
	size     int
	lost     lost
	finished bool // the peer says no more
	ended    bool // gone is closed
}

// A lost is what went because more came than is kept.
type lost struct{ messages, bytes int }

// String says it behind something else; "" when nothing was lost.
func (l lost) String() string {
	switch {
	case l.messages > 0:
		return fmt.Sprintf("; of what came before, %d messages with %d bytes were too many to keep", l.messages, l.bytes)
	case l.bytes > 0:
		return fmt.Sprintf("; of what came before, %d bytes were too many to keep", l.bytes)
	}
	return ""
}

// An item is a message, or what came of a stream that is not cut into any.
type item struct {
	data    []byte
	whole   bool
	scanned int      // by looked, to where: what it looks for does not begin before
	looked  *matcher // last
}

func newInbox() *inbox { return &inbox{changed: make(chan struct{}, 1), gone: make(chan struct{})} }

// put takes a copy of what came in.
func (b *inbox) put(data []byte, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if last := len(b.items) - 1; !whole && last >= 0 && !b.items[last].whole {
		b.items[last].data = append(b.items[last].data, data...)
	} else {
		b.items = append(b.items, item{data: append([]byte(nil), data...), whole: whole})
	}
	b.size += len(data)
	if b.size > inboxBytes || len(b.items) > inboxItems {
		b.dropLocked(b.size-inboxBytes/2, len(b.items)-inboxItems/2)
	}
	b.wake()
}

// dropLocked gives up the oldest items, until that many bytes and as many items are gone: a message whole, of a stream what is over.
func (b *inbox) dropLocked(bytes, items int) {
	gone := 0
	for ; gone < len(b.items) && (bytes > 0 || gone < items); gone++ {
		first := &b.items[gone]
		part := len(first.data)
		if !first.whole && part > bytes && gone >= items {
			first.data, first.looked = append([]byte(nil), first.data[bytes:]...), nil
			b.size -= bytes
			b.lost.bytes += bytes
			break
		}
		if first.whole {
			b.lost.messages++
		}
		bytes -= part
		b.size -= part
		b.lost.bytes += part
	}
	b.items = slices.Delete(b.items, 0, gone)
}

// finish notes that the peer says no more.
func (b *inbox) finish() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.finished = true
	b.wake()
}

// end notes that the session has ended.
func (b *inbox) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.ended {
		b.ended = true
		close(b.gone)
	}
	b.wake()
}

func (b *inbox) wake() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// take looks for what fits and takes it, with all that came before. Over says that it will never come: nothing more does, or
// what came instead makes it impossible.
func (b *inbox) take(m *matcher) (t taken, ok bool, over error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.items {
		it := &b.items[i]
		switch {
		case it.looked != m:
			it.looked, it.scanned = m, 0
		case it.whole:
			continue // it did not fit, and does not change
		}
		t, end, fits, never := m.fit(it.data, it.whole, it.scanned)
		it.scanned = max(0, len(it.data)-max(len(m.bytes), 1)+1)
		if fits {
			for _, before := range b.items[:i] {
				b.size -= len(before.data)
			}
			b.size -= end
			if rest := it.data[end:]; !it.whole && len(rest) > 0 {
				*it = item{data: append([]byte(nil), rest...)}
				b.items = slices.Delete(b.items, 0, i)
			} else {
				b.items = slices.Delete(b.items, 0, i+1)
			}
			return t, true, nil
		}
		if never && !it.whole && i == len(b.items)-1 {
			return taken{}, false, fmt.Errorf("something else came: %s", head(it.data))
		}
	}
	switch {
	case b.ended:
		over = errGone
	case b.finished:
		over = errFinished
	}
	return taken{}, false, over
}

// waiting tells of what is there and was not taken.
func (b *inbox) waiting() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.items) == 0 {
		return "nothing came" + b.lost.String()
	}
	return fmt.Sprintf("%d bytes came that don't fit: %s%v", b.size, head(b.items[0].data), b.lost)
}

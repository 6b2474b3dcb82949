package msglog

import "sort"

// rows are what a view shows: of the rows first..next-1 of the store, those that pass one filter. A row has a place, its
// number among those that passed since the scan began, which trimming doesn't change, and an index, which counts from
// the first still held.
type rows struct {
	filter Filter
	first  uint64
	next   uint64 // the first row not yet looked at
	blocks []rowBlock
	base   uint64 // key of blocks[0]; they follow one another
	passed uint64 // rows that passed, ever
	gone   uint64 // of these, trimmed
	uncut  bool   // no row before next is of a stream that is cut
}

type rowBlock struct {
	before uint64 // rows that passed in earlier blocks, ever
	set    words
}

// all reports whether every row passes: then there are no blocks, for none are needed.
func (r *rows) all() bool { return r.filter.All() || r.uncut && r.filter.Wide() }

// cutFrom notes that there are streams that are cut, from row seq on: all rows before it pass, up to next.
func (r *rows) cutFrom(seq, next uint64) {
	r.uncut = false
	r.next = max(r.first, min(seq, next))
	for lo := r.first; lo < r.next; {
		key := lo >> blockShift
		end := min(r.next, (key+1)<<blockShift)
		var passed words
		passed.setRange(lo%blockRows, end-key<<blockShift)
		r.add(key, &passed)
		lo = end
	}
}

func (r *rows) len() int {
	if r.all() {
		return int(r.next - r.first)
	}
	return int(r.passed - r.gone)
}

// seq is the row with index i, which must be there.
func (r *rows) seq(i int) uint64 {
	if r.all() {
		return r.first + uint64(i)
	}
	place := r.gone + uint64(i)
	k := sort.Search(len(r.blocks), func(k int) bool { return r.blocks[k].before > place }) - 1
	b := &r.blocks[k]
	return (r.base+uint64(k))<<blockShift + b.set.nth(int(place-b.before))
}

// seqs fills dst with the rows from index i on and returns how many there were.
func (r *rows) seqs(i int, dst []uint64) int {
	n := min(len(dst), r.len()-i)
	if i < 0 || n <= 0 {
		return 0
	}
	seq := r.seq(i)
	for k := range dst[:n] {
		dst[k] = seq
		if k+1 < n {
			seq = r.after(seq)
		}
	}
	return n
}

// after is the first row shown behind seq. There must be one.
func (r *rows) after(seq uint64) uint64 {
	seq++
	if r.all() {
		return seq
	}
	for {
		key := seq >> blockShift
		if i := r.blocks[key-r.base].set.next(seq % blockRows); i < blockRows {
			return key<<blockShift + i
		}
		seq = (key + 1) << blockShift
	}
}

// index is how many rows shown stand before seq, and whether seq is one that is shown.
func (r *rows) index(seq uint64) (i int, exact bool) {
	switch {
	case seq < r.first:
		return 0, false
	case seq >= r.next:
		return r.len(), false
	case r.all():
		return int(seq - r.first), true
	}
	key := seq >> blockShift
	if key < r.base || key-r.base >= uint64(len(r.blocks)) {
		return int(r.place(seq) - r.gone), false
	}
	return int(r.place(seq) - r.gone), r.blocks[key-r.base].set.has(seq % blockRows)
}

// place is how many rows before seq passed, ever.
func (r *rows) place(seq uint64) uint64 {
	key := seq >> blockShift
	switch {
	case len(r.blocks) == 0 || key-r.base >= uint64(len(r.blocks)) && key > r.base:
		return r.passed
	case key < r.base:
		return r.blocks[0].before
	}
	b := &r.blocks[key-r.base]
	return b.before + uint64(b.set.rank(seq%blockRows))
}

// add notes which rows of one block passed. Blocks come in order; the rows of one may come in several calls.
func (r *rows) add(key uint64, passed *words) {
	if len(r.blocks) == 0 {
		r.base = key
	}
	for r.base+uint64(len(r.blocks)) <= key {
		r.blocks = append(r.blocks, rowBlock{before: r.passed})
	}
	r.blocks[key-r.base].set.or(passed)
	r.passed += uint64(passed.count())
}

// trim drops the rows before first, looked at or not.
func (r *rows) trim(first uint64) {
	if first <= r.first {
		return
	}
	r.gone = max(r.gone, r.place(first))
	r.first, r.next = first, max(r.next, first)
	if n := min(int64(first>>blockShift)-int64(r.base), int64(len(r.blocks))); n > 0 {
		r.blocks = r.blocks[n:]
		r.base += uint64(n)
	}
}

// fill adds the rows shown from lo to hi-1 to set.
func (r *rows) fill(set *Set, lo, hi uint64) {
	lo, hi = max(lo, r.first), min(hi, r.next)
	if r.all() {
		set.addRange(lo, hi)
		return
	}
	for lo < hi {
		key := lo >> blockShift
		end := min(hi, (key+1)<<blockShift)
		if key >= r.base && key-r.base < uint64(len(r.blocks)) {
			part := r.blocks[key-r.base].set
			part.keep(lo%blockRows, end-key<<blockShift)
			set.addWords(key, &part)
		}
		lo = end
	}
}

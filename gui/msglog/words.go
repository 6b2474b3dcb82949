package msglog

import "math/bits"

// Sets of rows are kept as one bit a row, in blocks of 4096 rows of which the first is a multiple of 4096.
const (
	blockShift = 12
	blockRows  = 1 << blockShift
)

// words are the bits of a block.
type words [blockRows / 64]uint64

func (w *words) has(i uint64) bool { return w[i/64]>>(i%64)&1 != 0 }

func (w *words) set(i uint64) { w[i/64] |= 1 << (i % 64) }

func (w *words) unset(i uint64) { w[i/64] &^= 1 << (i % 64) }

// setRange sets the bits from lo to hi-1.
func (w *words) setRange(lo, hi uint64) {
	for lo < hi {
		n := min(hi-lo, 64-lo%64)
		w[lo/64] |= ^uint64(0) >> (64 - n) << (lo % 64)
		lo += n
	}
}

// keep clears all bits but those from lo to hi-1.
func (w *words) keep(lo, hi uint64) {
	var mask words
	mask.setRange(lo, hi)
	for i := range w {
		w[i] &= mask[i]
	}
}

func (w *words) or(o *words) {
	for i := range w {
		w[i] |= o[i]
	}
}

func (w *words) count() int {
	n := 0
	for _, v := range w {
		n += bits.OnesCount64(v)
	}
	return n
}

// rank counts the set bits before bit i.
func (w *words) rank(i uint64) int {
	n := 0
	for _, v := range w[:i/64] {
		n += bits.OnesCount64(v)
	}
	return n + bits.OnesCount64(w[i/64]&(1<<(i%64)-1))
}

// nth finds the set bit that k set bits stand before. There must be one.
func (w *words) nth(k int) uint64 {
	for i, v := range w {
		if n := bits.OnesCount64(v); k >= n {
			k -= n
			continue
		}
		for ; k > 0; k-- {
			v &= v - 1
		}
		return uint64(i*64 + bits.TrailingZeros64(v))
	}
	panic("msglog: no such bit")
}

// next finds the first set bit from i on; blockRows when there is none.
func (w *words) next(i uint64) uint64 {
	if i >= blockRows {
		return blockRows
	}
	k := i / 64
	for v := w[k] >> (i % 64) << (i % 64); ; v = w[k] {
		if v != 0 {
			return k*64 + uint64(bits.TrailingZeros64(v))
		}
		if k++; k == uint64(len(w)) {
			return blockRows
		}
	}
}

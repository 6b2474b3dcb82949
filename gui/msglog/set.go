package msglog

import (
	"cmp"
	"iter"
	"slices"
)

// A Set is a set of rows by number. A thousand rows in a run cost 6 bytes, scattered ones a bit for each row of their
// neighbourhood. The zero Set is empty. It is not safe for use by several goroutines.
type Set struct {
	blocks []setBlock // by key, none empty
	n      int
}

type setBlock struct {
	key uint64 // of the first row, by blockRows
	n   int
	set *words // nil: all rows
}

// Len is the number of rows in the set.
func (s *Set) Len() int { return s.n }

// Has reports whether row seq is in the set.
func (s *Set) Has(seq uint64) bool {
	i, ok := s.find(seq >> blockShift)
	return ok && (s.blocks[i].set == nil || s.blocks[i].set.has(seq%blockRows))
}

// All yields the rows in order. The set must not be changed meanwhile.
func (s *Set) All() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for _, b := range s.blocks {
			for i := b.next(0); i < blockRows; i = b.next(i + 1) {
				if !yield(b.key<<blockShift + i) {
					return
				}
			}
		}
	}
}

// Clone returns a copy that shares nothing.
func (s *Set) Clone() *Set {
	c := &Set{blocks: slices.Clone(s.blocks), n: s.n}
	for i := range c.blocks {
		if set := c.blocks[i].set; set != nil {
			own := *set
			c.blocks[i].set = &own
		}
	}
	return c
}

func (b *setBlock) next(i uint64) uint64 {
	if b.set == nil {
		return i
	}
	return b.set.next(i)
}

func (s *Set) find(key uint64) (i int, ok bool) {
	if n := len(s.blocks); n > 0 && s.blocks[n-1].key < key {
		return n, false
	}
	return slices.BinarySearchFunc(s.blocks, key, func(b setBlock, key uint64) int { return cmp.Compare(b.key, key) })
}

func (s *Set) clear() { *s = Set{} }

// add adds row seq.
func (s *Set) add(seq uint64) { s.addRange(seq, seq+1) }

// remove takes row seq out.
func (s *Set) remove(seq uint64) {
	i, ok := s.find(seq >> blockShift)
	if !ok {
		return
	}
	b := s.own(i)
	b.set.unset(seq % blockRows)
	s.recount(i)
}

// addRange adds the rows from lo to hi-1.
func (s *Set) addRange(lo, hi uint64) {
	for lo < hi {
		key := lo >> blockShift
		end := min(hi, (key+1)<<blockShift)
		i := s.block(key)
		if end-lo == blockRows {
			s.n += blockRows - s.blocks[i].n
			s.blocks[i] = setBlock{key: key, n: blockRows}
		} else if s.blocks[i].n < blockRows {
			s.blocks[i].set.setRange(lo%blockRows, end-key<<blockShift)
			s.recount(i)
		}
		lo = end
	}
}

// addWords adds the rows of one block.
func (s *Set) addWords(key uint64, w *words) {
	if *w == (words{}) {
		return
	}
	if i := s.block(key); s.blocks[i].n < blockRows {
		s.blocks[i].set.or(w)
		s.recount(i)
	}
}

// trim drops the rows before first.
func (s *Set) trim(first uint64) {
	i, ok := s.find(first >> blockShift)
	for _, b := range s.blocks[:i] {
		s.n -= b.n
	}
	s.blocks = slices.Delete(s.blocks, 0, i)
	if ok && first%blockRows != 0 {
		s.own(0).set.keep(first%blockRows, blockRows)
		s.recount(0)
	}
}

// block finds the block of key or puts an empty one there.
func (s *Set) block(key uint64) int {
	i, ok := s.find(key)
	if !ok {
		s.blocks = slices.Insert(s.blocks, i, setBlock{key: key, set: new(words)})
	}
	return i
}

// own gives block i bits to be changed.
func (s *Set) own(i int) *setBlock {
	b := &s.blocks[i]
	if b.set == nil {
		b.set = new(words)
		b.set.setRange(0, blockRows)
	}
	return b
}

// recount puts the counts right after bits of block i changed.
func (s *Set) recount(i int) {
	b := &s.blocks[i]
	n := b.set.count()
	s.n += n - b.n
	b.n = n
	switch n {
	case 0:
		s.blocks = slices.Delete(s.blocks, i, i+1)
	case blockRows:
		b.set = nil
	}
}

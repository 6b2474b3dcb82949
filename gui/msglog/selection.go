package msglog

import "iter"

// A Selection is the rows a person marked. It holds rows, not places: a row that a filter hides stays selected and is
// there again when it shows. The anchor is where a range begins, the cursor where the last step led; both are 0 at
// first, and may name rows that are gone, for which [View.Index] finds the nearest. The zero Selection is empty. It is
// not safe for use by several goroutines.
type Selection struct {
	set            Set
	anchor, cursor uint64
}

// Only selects row seq and nothing else.
func (s *Selection) Only(seq uint64) {
	s.set.clear()
	s.set.add(seq)
	s.anchor, s.cursor = seq, seq
}

// Toggle selects row seq or takes it out.
func (s *Selection) Toggle(seq uint64) {
	if s.set.Has(seq) {
		s.set.remove(seq)
	} else {
		s.set.add(seq)
	}
	s.anchor, s.cursor = seq, seq
}

// Extend selects the rows v shows from the anchor to seq, both included, and moves the cursor, not the anchor. keep
// leaves what was selected before. Without an anchor it selects row seq.
func (s *Selection) Extend(v *View, seq uint64, keep bool) {
	if s.anchor == 0 {
		s.anchor = seq
	}
	if !keep {
		s.set.clear()
	}
	v.fill(&s.set, min(s.anchor, seq), max(s.anchor, seq)+1)
	s.cursor = seq
}

// All selects every row v shows and nothing else. Anchor and cursor stay.
func (s *Selection) All(v *View) {
	s.set.clear()
	v.fill(&s.set, 0, ^uint64(0))
}

// None selects nothing. Anchor and cursor stay.
func (s *Selection) None() { s.set.clear() }

// Trim drops rows before first, which are no longer in the store.
func (s *Selection) Trim(first uint64) { s.set.trim(first) }

// Has reports whether row seq is selected.
func (s *Selection) Has(seq uint64) bool { return s.set.Has(seq) }

// Len is the number of rows selected, hidden ones included.
func (s *Selection) Len() int { return s.set.Len() }

// Anchor is the row where a range begins.
func (s *Selection) Anchor() uint64 { return s.anchor }

// Cursor is the row the last step led to.
func (s *Selection) Cursor() uint64 { return s.cursor }

// Seqs yields the selected rows in order. The selection must not be changed meanwhile.
func (s *Selection) Seqs() iter.Seq[uint64] { return s.set.All() }

// Snapshot returns the rows selected now. It is the caller's.
func (s *Selection) Snapshot() *Set { return s.set.Clone() }

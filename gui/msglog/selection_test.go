package msglog

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"wirevise/netcore"
)

// chosen is a selection made simply.
type chosen struct {
	set            map[uint64]bool
	anchor, cursor uint64
}

func (c *chosen) toggle(seq uint64) {
	if c.set[seq] {
		delete(c.set, seq)
	} else {
		c.set[seq] = true
	}
	c.anchor, c.cursor = seq, seq
}

func (c *chosen) extend(shown []uint64, seq uint64, keep bool) {
	if c.anchor == 0 {
		c.anchor = seq
	}
	if !keep {
		clear(c.set)
	}
	for _, s := range shown {
		if s >= min(c.anchor, seq) && s <= max(c.anchor, seq) {
			c.set[s] = true
		}
	}
	c.cursor = seq
}

func TestSelectionModel(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := diskStore(t)
		v := NewView(s)
		var sel Selection
		want := chosen{set: map[uint64]bool{}}
		for range 300 {
			s.Append(randomEvents(r, r.IntN(1000), 1000))
			trim(t, s)
			if r.IntN(5) == 0 {
				v.SetFilter(NewFilter(testCriteria[r.IntN(len(testCriteria))]))
			}
			v.Extend(t.Context(), 0)
			shown := snapshot(v)
			if len(shown) == 0 {
				continue
			}
			seq := shown[r.IntN(len(shown))]
			switch r.IntN(6) {
			case 0:
				sel.Only(seq)
				want = chosen{map[uint64]bool{seq: true}, seq, seq}
			case 1, 2:
				sel.Toggle(seq)
				want.toggle(seq)
			case 3:
				keep := r.IntN(2) == 0
				sel.Extend(v, seq, keep)
				want.extend(shown, seq, keep)
			case 4:
				if r.IntN(5) == 0 {
					sel.All(v)
					clear(want.set)
					for _, s := range shown {
						want.set[s] = true
					}
				}
			case 5:
				first, _ := s.Bounds()
				sel.Trim(first)
				maps.DeleteFunc(want.set, func(s uint64, _ bool) bool { return s < first })
			}
			if got := slices.Collect(sel.Seqs()); !slices.Equal(got, slices.Sorted(maps.Keys(want.set))) {
				t.Fatalf("got %v, want %v", got, slices.Sorted(maps.Keys(want.set)))
			}
			if sel.Len() != len(want.set) || sel.Has(seq) != want.set[seq] || sel.Anchor() != want.anchor || sel.Cursor() != want.cursor {
				t.Fatalf("got %d rows, anchor %d, cursor %d, want %d, %d, %d", sel.Len(), sel.Anchor(), sel.Cursor(),
					len(want.set), want.anchor, want.cursor)
			}
		}
	}
}

func TestSelectionSurvivesFilter(t *testing.T) {
	v := NewView(newTestStore(t, 100))
	v.Extend(t.Context(), 0)
	var sel Selection
	sel.Only(4) // even
	sel.Toggle(7)
	v.SetFilter(NewFilter(Criteria{Query: text("odd")}))
	v.Extend(t.Context(), 0)
	sel.Extend(v, 11, true)
	if got, want := slices.Collect(sel.Seqs()), []uint64{4, 7, 9, 11}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSnapshotIsApart(t *testing.T) {
	var sel Selection
	sel.Toggle(5)
	kept := sel.Snapshot()
	sel.Toggle(6)
	sel.Toggle(5)
	if got, want := slices.Collect(kept.All()), []uint64{5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Everything selected of ten million rows must be cheap, filtered or not.
func TestAllIsCheap(t *testing.T) {
	if testing.Short() {
		t.Skip("appends a million rows")
	}
	s := memoryStore(t)
	batch := make([]netcore.Event, 10_000)
	for i := range batch {
		batch[i].Kind = netcore.Received + netcore.EventKind(i%2)
	}
	for range 100 {
		s.Append(batch)
	}
	for _, c := range []Criteria{{}, {Kinds: SentRows}} {
		v := NewView(s)
		v.SetFilter(NewFilter(c))
		v.Extend(t.Context(), 0)
		var sel Selection
		if n := testing.AllocsPerRun(1, func() { sel.All(v) }); n > 400 {
			t.Errorf("%+v: %v allocations", c, n)
		}
		if got, want := sel.Len(), v.Len(); got != want {
			t.Errorf("%+v: got %d rows, want %d", c, got, want)
		}
	}
}

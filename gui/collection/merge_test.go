package collection

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestMerge(t *testing.T) {
	for _, c := range []struct{ name, base, ours, theirs, want string }{
		{"nothing happened", "a b(c)", "a b(c)", "a b(c)", "a b(c)"},
		{"only we did", "a", "a b", "a", "a b"},
		{"only they did", "a", "a", "a b(c)", "a b(c)"},
		{"both added", "a", "a x", "a y", "a y x"},
		{"both added in front", "a", "x a", "y a", "y x a"},
		{"both added in one folder", "f(a)", "f(a x)", "f(y a)", "f(y a x)"},
		{"they deleted", "a b c", "a b c x", "a c", "a c x"},
		{"we deleted", "a b c", "a c", "a b c x", "a c x"},
		{"both deleted", "a b c", "a c", "b c", "c"},
		{"we changed what they deleted", "a=1 b", "a=2 b", "b", "a=2 b"},
		{"they changed what we deleted", "a=1 b", "b", "a=2 b", "a=2 b"},
		{"they changed", "a=1 b", "a=1 b x", "a=2 b", "a=2 b x"},
		{"both changed alike", "a=1", "a=2 x", "a=2 y", "a=2 y x"},
		{"both changed", "a=1 b", "a=2 b", "a=3 b", "a=2 a=3 b"},
		{"they moved", "a f() b", "a=1 f() b", "f(a) b", "f(a=1) b"},
		{"we added to a folder that they deleted", "f(a) b", "f(a x) b", "b", "f(x) b"},
		{"they added to a folder that we deleted", "f(g(a)) b", "b", "f(g(a x)) b", "f(g(x)) b"},
		{"they deleted a folder", "f(a g(b)) c", "f(a g(b)) c x", "c", "c x"},
		{"they sorted", "a b c", "a b c=1", "c b a", "c=1 b a"},
		{"both sorted", "a b c", "b a c", "c b a", "b a c"},
		{"we moved one folder and they the other", "f() g()", "g(f())", "f(g())", "f() g()"},
		{"into each other, with more", "f(a) g(b)", "g(b f(a))", "f(a g(b x))", "g(b x) f(a)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Merge(tree(c.base), tree(c.ours), tree(c.theirs))
			if err := sound(m); err != nil {
				t.Fatal(err)
			}
			got, want := line(m), c.want
			if c.name == "we moved one folder and they the other" || c.name == "into each other, with more" {
				got, want = fmt.Sprint(m.Count()), fmt.Sprint(tree(c.want).Count())
			}
			if got != want {
				t.Errorf("merged into %q, want %q", got, want)
			}
		})
	}
}

// Two programs do many things at random with the same tree: nothing that one added or changed is lost, and the tree is one.
func TestMergeLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	next := 0
	for round := range 2000 {
		base := New(nil)
		scramble(t, r, base, 15, &next)
		start := base.Root()
		ours, theirs := New(start), New(start)
		scramble(t, r, ours, 1+r.IntN(6), &next)
		scramble(t, r, theirs, 1+r.IntN(6), &next)
		m := Merge(start, ours.Root(), theirs.Root())
		if err := sound(m); err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		merged := New(m)
		for _, side := range []*Collection{ours, theirs} {
			for id, p := range places(side.Root()) {
				before := base.Get(id)
				if id != RootID && (before == nil || !same(before, p.item)) && !holds(merged, p.item) {
					t.Fatalf("seed %d, round %d: %q is lost: of %q were made %q and %q, and of them %q", seed, round, p.item.Name,
						line(start), line(ours.Root()), line(theirs.Root()), line(m))
				}
			}
		}
	}
}

// holds reports whether a collection has an item that says the same; a folder that both renamed has one name only.
func holds(c *Collection, it *Item) bool {
	if it.Kind == Folder {
		return c.Get(it.ID) != nil
	}
	for _, p := range places(c.Root()) {
		if p.item.ID != RootID && same(p.item, it) {
			return true
		}
	}
	return false
}

// scramble does n things at random.
func scramble(t *testing.T, r *rand.Rand, c *Collection, n int, next *int) {
	t.Helper()
	for range n {
		all := []ID{RootID}
		for id, p := range places(c.Root()) {
			if p.item.Kind == Folder {
				all = append(all, id)
			}
		}
		folder := all[r.IntN(len(all))]
		var any []ID
		for id := range places(c.Root()) {
			if id != RootID {
				any = append(any, id)
			}
		}
		*next++
		name := fmt.Sprint(*next)
		if what := r.IntN(6); what < 2 || len(any) == 0 {
			kind := Message
			if what == 0 {
				kind = Folder
			}
			if _, err := c.Add(folder, r.IntN(3), &Item{Kind: kind, Name: name}); err != nil {
				t.Fatal(err)
			}
			continue
		} else if id := any[r.IntN(len(any))]; what == 2 {
			_ = c.Move(id, folder, r.IntN(3)) // it may be into itself
		} else if what == 3 {
			if err := c.Delete(id); err != nil {
				t.Fatal(err)
			}
		} else if err := c.Rename(id, name); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkMerge10000(b *testing.B) {
	base := New(nil)
	for f := range 100 {
		folder := &Item{Kind: Folder, Name: fmt.Sprint(f)}
		for m := range 99 {
			folder.Items = append(folder.Items, &Item{Kind: Message, Name: fmt.Sprint(m)})
		}
		if _, err := base.Add(RootID, -1, folder); err != nil {
			b.Fatal(err)
		}
	}
	text, err := Marshal(base.Root())
	if err != nil {
		b.Fatal(err)
	}
	theirs, err := Unmarshal(text)
	if err != nil {
		b.Fatal(err)
	}
	ours := New(base.Root())
	if err := ours.Delete(ours.Root().Items[50].ID); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Merge(base.Root(), ours.Root(), theirs)
	}
}

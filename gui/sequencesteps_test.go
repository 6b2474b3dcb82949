package gui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"wirevise/netcore/sequence"
)

// outline writes a tree's steps: a name each, those in others in brackets.
func outline(list sequence.Steps) string {
	var parts []string
	for _, s := range list {
		text := s.Name
		if hasSteps(&s) {
			text += "(" + outline(s.Steps) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func named(name string, inside ...sequence.Step) sequence.Step {
	s := sequence.Step{Do: sequence.Send, Name: name}
	if inside != nil {
		s.Do, s.Steps = sequence.Loop, inside
	}
	return s
}

func TestStepTree(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(t *stepTree) int
		want string // with the rest
		row  string // the name of the step whose row is returned
	}{
		"insert behind":          {func(t *stepTree) int { return t.insert(2, named("x")) }, "a l(b x m(c) d) e", "x"},
		"insert into nothing":    {func(t *stepTree) int { t.set(sequence.Sequence{}); return t.insert(-1, named("x")) }, "x", "x"},
		"insert in":              {func(t *stepTree) int { return t.insertIn(1, named("x")) }, "a l(b m(c) d x) e", "x"},
		"remove":                 {func(t *stepTree) int { return t.remove(2) }, "a l(m(c) d) e", "m"},
		"remove with all in it":  {func(t *stepTree) int { return t.remove(1) }, "a e", "e"},
		"remove the last":        {func(t *stepTree) int { return t.remove(6) }, "a l(b m(c) d)", "d"},
		"duplicate":              {func(t *stepTree) int { return t.duplicate(1) }, "a l(b m(c) d) l(b m(c) d) e", "l"},
		"up":                     {func(t *stepTree) int { return t.move(1, false) }, "l(b m(c) d) a e", "l"},
		"down":                   {func(t *stepTree) int { return t.move(2, true) }, "a l(m(c) b d) e", "b"},
		"down, of the last":      {func(t *stepTree) int { return t.move(5, true) }, "a l(b m(c) d) e", "d"},
		"out":                    {func(t *stepTree) int { return t.outdent(4) }, "a l(b m() c d) e", "c"},
		"out of nothing":         {func(t *stepTree) int { return t.outdent(0) }, "a l(b m(c) d) e", "a"},
		"in":                     {func(t *stepTree) int { return t.indent(6) }, "a l(b m(c) d e)", "e"},
		"in, deeper":             {func(t *stepTree) int { return t.indent(5) }, "a l(b m(c d)) e", "d"},
		"in what takes no steps": {func(t *stepTree) int { return t.indent(1) }, "a l(b m(c) d) e", "l"},
	} {
		t.Run(name, func(t *testing.T) {
			var tree stepTree
			tree.set(sequence.Sequence{Steps: sequence.Steps{named("a"), named("l", named("b"), named("m", named("c")), named("d")), named("e")}})
			row := tt.do(&tree)
			if got := outline(tree.sequence.Steps); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if row < 0 || tree.rows[row].step.Name != tt.row {
				t.Errorf("row %d, want that of %s", row, tt.row)
			}
		})
	}
}

// A copy shares nothing with what it is a copy of.
func TestDuplicateIsItsOwn(t *testing.T) {
	var tree stepTree
	tree.set(sequence.Sequence{Steps: sequence.Steps{named("l", named("b"))}})
	tree.rows[0].step.Until = &sequence.Pattern{Match: sequence.Anything}
	row := tree.duplicate(0)
	tree.rows[row].step.Until.Match = sequence.Size
	tree.rows[row+1].step.Name = "x"
	if tree.rows[0].step.Until.Match != sequence.Anything || outline(tree.sequence.Steps) != "l(b) l(x)" {
		t.Errorf("got %s, %v", outline(tree.sequence.Steps), tree.rows[0].step.Until)
	}
}

// Whatever is done, no step is lost and every row is where its path says.
func TestStepTreeAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var tree stepTree
	tree.set(sequence.Sequence{})
	want := 0
	for i := range 5000 {
		if len(tree.rows) == 0 || r.IntN(3) == 0 && len(tree.rows) < 60 {
			s := named(fmt.Sprint(i))
			if r.IntN(3) == 0 {
				s = named(fmt.Sprint(i), []sequence.Step{}...)
				s.Do = sequence.Loop
			}
			tree.insert(r.IntN(len(tree.rows)+1)-1, s)
			want++
		} else {
			row := r.IntN(len(tree.rows))
			switch r.IntN(5) {
			case 0:
				want -= 1 + len(descendants(&tree, row))
				tree.remove(row)
			case 1:
				tree.move(row, r.IntN(2) == 0)
			case 2:
				tree.outdent(row)
			default:
				tree.indent(row)
			}
		}
		if len(tree.rows) != want {
			t.Fatalf("after %d: %d rows, want %d", i, len(tree.rows), want)
		}
		for _, row := range tree.rows {
			if &(*row.list)[row.at] != row.step {
				t.Fatalf("after %d: row %s is not where it says", i, row.path)
			}
		}
	}
}

func descendants(tree *stepTree, row int) (list []int) {
	prefix := tree.rows[row].path + "."
	for i, r := range tree.rows {
		if strings.HasPrefix(r.path, prefix) {
			list = append(list, i)
		}
	}
	return list
}

package gui

import (
	"slices"
	"strconv"

	"wirevise/netcore/sequence"
)

// A stepTree is a sequence as it is edited: its steps in the order in which they are written, those in others too.
type stepTree struct {
	sequence sequence.Sequence
	rows     []sequenceRow
}

// A sequenceRow is a step and where it stands.
type sequenceRow struct {
	step  *sequence.Step // good until steps are added, moved or taken away
	path  string         // "3.2", as problems name it
	depth int
	list  *sequence.Steps // that it is in
	at    int             // in list
	owner int             // the row of the step that it is in; -1: none
}

func (t *stepTree) set(s sequence.Sequence) {
	t.sequence = s
	t.lay()
}

// lay makes the rows anew.
func (t *stepTree) lay() {
	t.rows = t.rows[:0]
	t.layList(&t.sequence.Steps, "", 0, -1)
}

func (t *stepTree) layList(list *sequence.Steps, prefix string, depth, owner int) {
	for i := range *list {
		s := &(*list)[i]
		path := prefix + strconv.Itoa(i+1)
		row := len(t.rows)
		t.rows = append(t.rows, sequenceRow{s, path, depth, list, i, owner})
		t.layList(&s.Steps, path+".", depth+1, row)
	}
}

// hasSteps reports whether a step may have steps of its own.
func hasSteps(s *sequence.Step) bool { return s.Do == sequence.Loop || s.Do == sequence.Block }

// insert puts a step behind the one of a row, or first where there is none, and returns its row.
func (t *stepTree) insert(row int, s sequence.Step) int {
	list, at := &t.sequence.Steps, 0
	if row >= 0 && row < len(t.rows) {
		list, at = t.rows[row].list, t.rows[row].at+1
	}
	return t.put(list, at, s)
}

// insertIn puts a step into the one of a row, as its last, and returns its row.
func (t *stepTree) insertIn(row int, s sequence.Step) int {
	list := &t.rows[row].step.Steps
	return t.put(list, len(*list), s)
}

func (t *stepTree) put(list *sequence.Steps, at int, s sequence.Step) int {
	*list = slices.Insert(*list, at, s)
	t.lay()
	return t.rowOf(list, at)
}

func (t *stepTree) rowOf(list *sequence.Steps, at int) int {
	return slices.IndexFunc(t.rows, func(r sequenceRow) bool { return r.list == list && r.at == at })
}

// remove takes a step away, with those in it, and returns the row to go on from; -1 when none is left.
func (t *stepTree) remove(row int) int {
	r := t.rows[row]
	*r.list = slices.Delete(*r.list, r.at, r.at+1)
	t.lay()
	return min(row, len(t.rows)-1)
}

// duplicate puts a copy behind a step and returns its row.
func (t *stepTree) duplicate(row int) int { return t.insert(row, copyStep(*t.rows[row].step)) }

func copyStep(s sequence.Step) sequence.Step {
	if s.Until != nil {
		until := *s.Until
		s.Until = &until
	}
	s.Sums = slices.Clone(s.Sums)
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i] = copyStep(s.Steps[i])
	}
	return s
}

// move exchanges a step with the one before or behind it in its list, and returns its row.
func (t *stepTree) move(row int, down bool) int {
	r := t.rows[row]
	to := r.at - 1
	if down {
		to = r.at + 1
	}
	if to < 0 || to >= len(*r.list) {
		return row
	}
	(*r.list)[r.at], (*r.list)[to] = (*r.list)[to], (*r.list)[r.at]
	t.lay()
	return t.rowOf(r.list, to)
}

// outdent takes a step out of the one that it is in, to stand behind that, and returns its row.
func (t *stepTree) outdent(row int) int {
	r := t.rows[row]
	if r.owner < 0 {
		return row
	}
	s := *r.step
	owner := t.rows[r.owner]
	*r.list = slices.Delete(*r.list, r.at, r.at+1)
	return t.put(owner.list, owner.at+1, s)
}

// indent puts a step into the loop or block that stands before it, as its last, and returns its row.
func (t *stepTree) indent(row int) int {
	r := t.rows[row]
	if r.at == 0 || !hasSteps(&(*r.list)[r.at-1]) {
		return row
	}
	s := *r.step
	*r.list = slices.Delete(*r.list, r.at, r.at+1)
	into := &(*r.list)[r.at-1].Steps
	return t.put(into, len(*into), s)
}

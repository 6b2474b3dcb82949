package widgets

import (
	"math"
	"slices"
)

const (
	// columnGap is the space between columns, in characters.
	columnGap = 1.5

	// roomForLast is the width, in characters, that the last column is to have
	// before others give way to it.
	roomForLast = 24

	minChars = 2   // the narrowest a column can be made
	maxChars = 200 // the widest
)

// A columnPlace is where the text of a column that shows stands, in pixels.
type columnPlace struct{ column, x0, x1 int }

// gutter is the room left of the text: the tint's bar and the mark.
func (l *RowList) gutter() int { return 2*l.p.text.cell + l.p.px(4) }

// lay returns the columns that show in a list w pixels wide, from left to right.
// It is good until the next call.
func (l *RowList) lay(w int) []columnPlace {
	l.ready()
	if l.drag != dragColumn { // none comes or goes under the pointer
		l.makeRoom(w)
	}
	cell := l.p.text.cell
	right := max(0, w-l.p.px(barWidth)-l.p.px(4))
	x, last := l.gutter(), l.lastShown()
	l.places = l.places[:0]
	for i := range l.columns {
		if !l.showing(i) {
			continue
		}
		end := x + max(0, l.columns[i].Chars)*cell
		if i == last {
			end = max(x, right)
		}
		l.places = append(l.places, columnPlace{column: i, x0: x, x1: end})
		x = end + l.gap()
	}
	return l.places
}

func (l *RowList) gap() int { return int(columnGap * float64(l.p.text.cell)) }

func (l *RowList) showing(i int) bool {
	return !l.columns[i].Hidden && (i >= len(l.yields) || !l.yields[i])
}

func (l *RowList) lastShown() int {
	for i := len(l.columns) - 1; i >= 0; i-- {
		if l.showing(i) {
			return i
		}
	}
	return -1
}

// makeRoom decides which columns give way to the last one.
func (l *RowList) makeRoom(w int) {
	l.yields = slices.Grow(l.yields[:0], len(l.columns))[:len(l.columns)]
	clear(l.yields)
	last := l.lastShown()
	cell := l.p.text.cell
	free := w - l.p.px(barWidth) - l.p.px(4) - l.gutter()
	for i, c := range l.columns {
		if i != last && !c.Hidden {
			free -= c.Chars*cell + l.gap()
		}
	}
	for free < roomForLast*cell {
		least := -1
		for i, c := range l.columns {
			if i != last && l.showing(i) && c.Yield > 0 && (least < 0 || c.Yield < l.columns[least].Yield) {
				least = i
			}
		}
		if least < 0 {
			return
		}
		l.yields[least] = true
		free += l.columns[least].Chars*cell + l.gap()
	}
}

// Shown reports whether column i is on screen: neither hidden nor given way to
// others.
func (l *RowList) Shown(i int) bool {
	w, _ := l.pixels()
	return slices.ContainsFunc(l.lay(w), func(c columnPlace) bool { return c.column == i })
}

// columnAt returns the left edge of a column's text and its right edge, within
// a list that is w pixels wide.
func (l *RowList) columnAt(i, w int) (x0, x1 int) {
	for _, c := range l.lay(w) {
		if c.column == i {
			return c.x0, c.x1
		}
	}
	return 0, 0
}

// titleAt returns the column whose title is at x, -1 left of all.
func (l *RowList) titleAt(x int) int {
	w, _ := l.pixels()
	at := -1
	for _, c := range l.lay(w) {
		if x >= c.x0-l.gap()/2 {
			at = c.column
		}
	}
	return at
}

// edgeAt returns the column whose right edge is near x, -1 if none is.
func (l *RowList) edgeAt(x int) int {
	w, _ := l.pixels()
	places := l.lay(w)
	near := l.p.px(5)
	for i, c := range places {
		edge := c.x1 + l.gap()/2
		if i < len(places)-1 && x >= edge-near && x <= edge+near {
			return c.column
		}
	}
	return -1
}

// dragEdge brings the right edge of the column taken hold of to x, as far as it
// stays on the list.
func (l *RowList) dragEdge(x int) {
	w, _ := l.pixels()
	cell := l.p.text.cell
	x0, _ := l.columnAt(l.column, w)
	x = min(x, w-l.p.px(barWidth)-4*cell)
	l.widen(l.column, int(math.Round(float64(x-x0)/float64(cell))))
}

// letEdgeGo ends the drag of an edge. Others may give way now.
func (l *RowList) letEdgeGo() {
	l.redraw()
	l.widened(l.column, l.before)
}

// widen gives a column another width.
func (l *RowList) widen(column, chars int) {
	l.columns[column].Chars = max(minChars, min(chars, maxChars))
	l.redraw()
}

// widened announces a width that is not what it was.
func (l *RowList) widened(column, before int) {
	if chars := l.columns[column].Chars; chars != before && l.OnColumnWidth != nil {
		l.OnColumnWidth(column, chars)
	}
}

// FitColumns makes every column but the last one as wide as its title and the
// rows on screen need, as a person asked by key, and announces what changed.
func (l *RowList) FitColumns() {
	w, _ := l.pixels()
	for _, c := range slices.Clone(l.lay(w)) {
		if c.column != l.lastShown() {
			l.fit(c.column)
		}
	}
}

// fit makes a column as wide as its title and the rows on screen need.
func (l *RowList) fit(column int) {
	p := &l.p
	wide := 0
	measure := func(spans []Span) {
		items, _, _, _ := p.place(p.items[:0], spans, maxChars*p.text.cell)
		if p.items = items; len(items) > 0 {
			wide = max(wide, items[len(items)-1].right)
		}
	}
	measure([]Span{{Text: l.columns[column].Title}})
	for k := range l.lines() {
		l.row.Reset()
		l.source.Row(l.first+k, &l.row)
		if column < len(l.row.Cells) {
			measure(l.row.Cells[column].Spans)
		}
	}
	before := l.columns[column].Chars
	l.widen(column, (wide+p.text.cell-1)/p.text.cell)
	l.widened(column, before)
}

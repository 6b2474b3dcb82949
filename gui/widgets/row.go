package widgets

// A Source is what a RowList shows. It is asked on the window's goroutine, for
// the rows on screen only, each time they are drawn.
type Source interface {
	Len() int
	// Row adds the cells of row i to r, which is empty. Neither keeps anything
	// of the other afterwards but the strings.
	Row(i int, r *Row)
}

// A Row is what a Source says of one row. It is reused between calls.
type Row struct {
	Cells    []Cell
	Selected bool
	Mark     bool // shown as a ribbon left of the row
	Tint     Tint // of the bar left of the row, and of its text in style Tinted
	// Key is the row's own number, by which it is striped: rows keep their
	// stripe while others before them go. 0 means its index.
	Key uint64
}

// A Cell is the text in one column.
type Cell struct{ Spans []Span }

// Reset empties the row and keeps its memory.
func (r *Row) Reset() {
	*r = Row{Cells: r.Cells[:0]}
}

// Add fills the next column with text in one style.
func (r *Row) Add(text string, style Style) {
	c := r.Next()
	c.Spans = append(c.Spans, Span{Text: text, Style: style})
}

// Next begins the next column and returns its empty cell, which is good until
// the column after it begins.
func (r *Row) Next() *Cell {
	n := len(r.Cells)
	if n < cap(r.Cells) {
		r.Cells = r.Cells[:n+1]
		r.Cells[n].Spans = r.Cells[n].Spans[:0]
	} else {
		r.Cells = append(r.Cells, Cell{})
	}
	return &r.Cells[n]
}

// Append adds a span to the column begun last.
func (r *Row) Append(text string, style Style) {
	if len(r.Cells) == 0 {
		r.Next()
	}
	c := &r.Cells[len(r.Cells)-1]
	c.Spans = append(c.Spans, Span{Text: text, Style: style})
}

// A Column is one column of a RowList. The last one takes what width is left.
type Column struct {
	Title string
	Chars int // width in characters; CJK takes two
	Align Align

	Hidden bool
	// Yield says which columns give way when the last one has little room: first
	// that of the smallest number. 0 never does.
	Yield int
}

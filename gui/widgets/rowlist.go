package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Keyable        = (*RowList)(nil)
	_ desktop.Mouseable      = (*RowList)(nil)
	_ desktop.Hoverable      = (*RowList)(nil)
	_ desktop.Cursorable     = (*RowList)(nil)
	_ fyne.Draggable         = (*RowList)(nil)
	_ fyne.Scrollable        = (*RowList)(nil)
	_ fyne.DoubleTappable    = (*RowList)(nil)
	_ fyne.SecondaryTappable = (*RowList)(nil)
	_ fyne.Shortcutable      = (*RowList)(nil)
)

// A RowList shows a Source of any length in rows of equal height under a line of
// column titles. Its place is a row number, never a pixel, and a drawing costs
// what is on screen.
//
// What is selected is the source's business: the list announces the wish and
// draws Row.Selected. The cursor, the row the keys start from, is the list's.
type RowList struct {
	surface

	OnSelect      func(i int, how Selecting)
	OnSelectAll   func()
	OnActivate    func(i int)                         // Enter, double click
	OnMenu        func(i int, abs fyne.Position)      // right click or the menu key; i is -1 below the rows
	OnCopy        func()                              // the copy shortcut, while focused
	OnTitleMenu   func(column int, abs fyne.Position) // right click on the titles; column is -1 left of all
	OnEscape      func()
	OnKey         func(key fyne.KeyName, mod fyne.KeyModifier) bool // before the list's own keys; true: it was meant for this. Undo is Z
	OnScrolled    func(top int, atEnd bool)                         // by a person: wheel, bar, keys; the bar when it is let go of too, and only then at the end
	OnColumnWidth func(column int, chars int)                       // a title's edge was let go of or clicked twice; the list has followed already
	PlaceText     func(top int) string                              // what stands beside the thumb while it is dragged; nil: nothing
	source        Source
	columns       []Column
	yields        []bool // which columns give way for want of room
	places        []columnPlace
	first         int // the row at the top
	cursor        int // -1 for none
	rows          int // that fit, when last laid out
	count         int // Len when last read
	row           Row
	pressed       [2]int // rows of the last two presses, for a double click
	drag          dragging
	column        int // whose edge is dragged
	before        int // its width when that began
	edge          bool
	edges         [2]int // columns whose edges the last two presses took hold of, for a double click
	overTitles    bool   // the pointer is there
}

// dragging says what a drag that began on the list moves.
type dragging uint8

const (
	dragNothing dragging = iota
	dragRows
	dragBar
	dragColumn
)

// NewRowList returns a list of src, which may be nil, in the given columns. Set
// its On… fields before it is shown.
func NewRowList(src Source, cols []Column) *RowList {
	l := &RowList{source: src, columns: slices.Clone(cols), cursor: -1}
	l.pressed, l.edges = [2]int{-1, -1}, [2]int{-1, -1}
	l.init(l)
	l.RefreshRows()
	return l
}

// SetSource shows another source from its first row, without a cursor.
func (l *RowList) SetSource(src Source) {
	l.source, l.first, l.cursor = src, 0, -1
	l.RefreshRows()
}

// SetColumns replaces the columns; the slice stays the caller's. An edge that is
// dragged is let go of.
func (l *RowList) SetColumns(cols []Column) {
	if l.drag == dragColumn {
		l.drag = dragNothing
	}
	l.columns = slices.Clone(cols)
	l.redraw()
}

// Columns returns a copy of the columns, with the widths a person gave them.
func (l *RowList) Columns() []Column { return slices.Clone(l.columns) }

// RefreshRows reads the source again and draws once. It keeps the top row; call
// ScrollToEnd as well to follow new ones.
func (l *RowList) RefreshRows() {
	l.count = l.len()
	l.cursor = min(l.cursor, l.count-1)
	l.first = l.clamp(l.first)
	l.layHover()
	l.redraw()
}

// Top returns the first row on screen.
func (l *RowList) Top() int { return l.first }

// SetTop brings row i to the top, or as near as the end allows.
func (l *RowList) SetTop(i int) {
	l.count = l.len()
	l.first = l.clamp(i)
	l.redraw()
}

// Reveal scrolls as little as brings row i on screen.
func (l *RowList) Reveal(i int) {
	switch rows := max(1, l.VisibleRows()); {
	case i < l.first:
		l.SetTop(i)
	case i >= l.first+rows:
		l.SetTop(i - rows + 1)
	}
}

// ScrollToEnd brings the last row to the bottom.
func (l *RowList) ScrollToEnd() { l.SetTop(l.len()) }

// AtEnd reports whether the last row is on screen.
func (l *RowList) AtEnd() bool { return l.first >= l.last() }

// VisibleRows returns how many whole rows fit.
func (l *RowList) VisibleRows() int {
	l.ready()
	_, h := l.pixels()
	return max(0, (h-l.top())/l.pitch())
}

// CursorRow returns the row the keys start from, -1 for none.
func (l *RowList) CursorRow() int { return l.cursor }

// SetCursorRow moves the cursor without scrolling; -1 takes it away.
func (l *RowList) SetCursorRow(i int) {
	l.cursor = max(-1, min(i, l.len()-1))
	l.redraw()
}

func (l *RowList) len() int {
	if l.source == nil {
		return 0
	}
	return max(0, l.source.Len())
}

// last is the highest row that may stand at the top.
func (l *RowList) last() int { return max(0, l.len()-max(1, l.VisibleRows())) }

func (l *RowList) clamp(top int) int { return max(0, min(top, l.last())) }

// resized keeps a list that stood at its end there.
func (l *RowList) resized() {
	stood := l.first+l.rows >= l.count
	l.rows = l.VisibleRows()
	if stood {
		l.first = l.last()
	}
	l.first = l.clamp(l.first)
}

// scrolled goes to a row a person asked for, and says so if that moved.
func (l *RowList) scrolled(top int) {
	before := l.first
	l.SetTop(top)
	if l.first != before && l.OnScrolled != nil {
		l.OnScrolled(l.first, l.AtEnd())
	}
}

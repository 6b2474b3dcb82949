package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// rowAt returns the row at a height in pixels, -1 if none is there.
func (l *RowList) rowAt(y int) int {
	line := l.lineAt(y)
	if y < l.top() || line < 0 || line >= l.lines() {
		return -1
	}
	return l.first + line
}

// MouseDown selects, or takes hold of the scroll bar or of a column's edge. It
// happens on the press: waiting for the release would feel slow.
func (l *RowList) MouseDown(ev *desktop.MouseEvent) {
	l.takeFocus()
	pt := l.at(ev.Position)
	l.drag = dragNothing
	l.layBar()
	i, edge := l.rowAt(pt.Y), -1
	switch {
	case l.inBar(pt):
		i = -1
	case pt.Y < l.top():
		edge = l.edgeAt(pt.X)
	}
	if ev.Button == desktop.MouseButtonPrimary {
		l.pressed, l.edges = [2]int{l.pressed[1], i}, [2]int{l.edges[1], edge}
	}
	switch {
	case l.inBar(pt):
		l.pressBar(ev, pt.Y)
		return
	case pt.Y < l.top():
		if edge >= 0 && ev.Button == desktop.MouseButtonPrimary {
			l.drag, l.column, l.before = dragColumn, edge, l.columns[edge].Chars
		}
		return
	}
	if i < 0 {
		return
	}
	switch {
	case ev.Button == desktop.MouseButtonSecondary:
		if !l.isSelected(i) {
			l.choose(i, Only)
		}
	case ev.Button != desktop.MouseButtonPrimary:
	case ev.Modifier&fyne.KeyModifierShift != 0:
		l.choose(i, Extend)
	case ev.Modifier&fyne.KeyModifierShortcutDefault != 0:
		l.choose(i, Toggle)
	default:
		l.drag = dragRows
		l.choose(i, Only)
	}
}

// MouseUp ends what MouseDown began.
func (l *RowList) MouseUp(*desktop.MouseEvent) { l.DragEnd() }

// Dragged moves what MouseDown took hold of; over the rows it selects, and
// scrolls when the pointer leaves them.
func (l *RowList) Dragged(ev *fyne.DragEvent) {
	pt := l.at(ev.Position)
	switch l.drag {
	case dragBar:
		l.dragBar(pt.Y)
	case dragColumn:
		l.dragEdge(pt.X - l.gap()/2)
	case dragRows:
		l.dragTo(l.lineAt(pt.Y))
	}
}

func (l *RowList) dragTo(line int) {
	if l.lines() == 0 {
		return
	}
	if line < 0 {
		l.scrolled(l.first - 1)
	} else if line >= max(1, l.VisibleRows()) {
		l.scrolled(l.first + 1)
	}
	i := l.first + max(0, min(line, l.lines()-1))
	if i != l.cursor {
		l.choose(i, Extend)
	}
}

// DragEnd ends a drag.
func (l *RowList) DragEnd() {
	was := l.drag
	l.drag = dragNothing
	switch was {
	case dragBar:
		l.letGo()
	case dragColumn:
		l.letEdgeGo()
	}
}

// DoubleTapped activates the row if both clicks were on it. On the edge of a
// title it makes the column as wide as what is in it.
func (l *RowList) DoubleTapped(*fyne.PointEvent) {
	if c := l.edges[1]; c >= 0 && c == l.edges[0] && c < len(l.columns) {
		l.fit(c)
	}
	l.edges = [2]int{-1, -1}
	if i := l.pressed[1]; i >= 0 && i == l.pressed[0] && i < l.len() && l.OnActivate != nil {
		l.OnActivate(i)
	}
	l.pressed = [2]int{-1, -1}
}

// TappedSecondary asks for the menu of the row, selected by the press, or of the
// titles.
func (l *RowList) TappedSecondary(ev *fyne.PointEvent) {
	pt := l.at(ev.Position)
	switch {
	case l.inBar(pt):
	case pt.Y < l.top():
		if l.OnTitleMenu != nil {
			l.OnTitleMenu(l.titleAt(pt.X), ev.AbsolutePosition)
		}
	case l.OnMenu != nil:
		l.OnMenu(l.rowAt(pt.Y), ev.AbsolutePosition)
	}
}

// Scrolled turns the wheel by whole rows and keeps the rest for the next turn.
func (l *RowList) Scrolled(ev *fyne.ScrollEvent) {
	if n := l.turned(ev.Scrolled.DY); n != 0 {
		l.scrolled(l.first + n)
	}
}

// MouseIn follows the pointer.
func (l *RowList) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved follows the pointer.
func (l *RowList) MouseMoved(ev *desktop.MouseEvent) {
	pt := l.at(ev.Position)
	over := pt.Y < l.top()
	l.edge = over && l.edgeAt(pt.X) >= 0
	l.setOverTitles(over)
	l.hoverAt(ev.Position)
}

// MouseOut takes the tint off the row and hides the edges of the columns.
func (l *RowList) MouseOut() {
	l.edge = false
	l.setOverTitles(false)
	l.surface.MouseOut()
}

func (l *RowList) setOverTitles(over bool) {
	if over != l.overTitles {
		l.overTitles = over
		l.redraw()
	}
}

// Cursor is the shape of the pointer. Fyne fixes the name; the row the keys start
// from is CursorRow.
func (l *RowList) Cursor() desktop.Cursor {
	if l.edge || l.drag == dragColumn {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

func (l *RowList) isSelected(i int) bool {
	l.row.Reset()
	l.source.Row(i, &l.row)
	return l.row.Selected
}

// choose moves the cursor to row i and announces how it is to be selected.
func (l *RowList) choose(i int, how Selecting) {
	l.cursor = i
	if l.OnSelect != nil {
		l.OnSelect(i, how)
	}
	l.redraw()
}

package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// minChars is the narrowest a column can be dragged.
const minChars = 2

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
	if l.inBar(pt) {
		if ev.Button == desktop.MouseButtonPrimary {
			l.scrolled(int(l.bar.press(pt.Y)))
			l.drag = dragBar
			l.redraw()
		}
		return
	}
	if pt.Y < l.top() {
		if c := l.edgeAt(pt.X); c >= 0 && ev.Button == desktop.MouseButtonPrimary {
			l.drag, l.column = dragColumn, c
		}
		return
	}
	i := l.rowAt(pt.Y)
	if ev.Button == desktop.MouseButtonPrimary {
		l.pressed = [2]int{l.pressed[1], i}
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
		if l.layBar(); l.bar.dragging {
			l.scrolled(int(l.bar.drag(pt.Y)))
		}
	case dragColumn:
		x0, _ := l.columnAt(l.column, 0)
		chars := int(math.Round(float64(pt.X-x0) / float64(l.p.text.cell)))
		if chars = max(minChars, chars); chars != l.columns[l.column].Chars {
			l.columns[l.column].Chars = chars
			l.redraw()
			if l.OnColumnWidth != nil {
				l.OnColumnWidth(l.column, chars)
			}
		}
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
	if l.drag == dragBar {
		l.bar.release()
		l.redraw()
	}
	l.drag = dragNothing
}

// DoubleTapped activates the row if both clicks were on it.
func (l *RowList) DoubleTapped(*fyne.PointEvent) {
	if i := l.pressed[1]; i >= 0 && i == l.pressed[0] && i < l.len() && l.OnActivate != nil {
		l.OnActivate(i)
	}
	l.pressed = [2]int{-1, -1}
}

// TappedSecondary asks for the menu of the row, selected by the press.
func (l *RowList) TappedSecondary(ev *fyne.PointEvent) {
	pt := l.at(ev.Position)
	if l.OnMenu != nil && pt.Y >= l.top() && !l.inBar(pt) {
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
	l.edge = pt.Y < l.top() && l.edgeAt(pt.X) >= 0
	l.hoverAt(ev.Position)
}

// Cursor is the shape of the pointer. Fyne fixes the name; the row the keys start
// from is CursorRow.
func (l *RowList) Cursor() desktop.Cursor {
	if l.edge || l.drag == dragColumn {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// edgeAt returns the column whose right edge is near x, -1 if none is.
func (l *RowList) edgeAt(x int) int {
	l.ready()
	near := l.p.px(5)
	for i := range len(l.columns) - 1 {
		_, x1 := l.columnAt(i, 0)
		edge := x1 + int(columnGap*float64(l.p.text.cell))/2
		if x >= edge-near && x <= edge+near {
			return i
		}
	}
	return -1
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

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// offsetAt returns the byte nearest to a position, and false above and below
// the lines.
func (v *ByteView) offsetAt(pos fyne.Position) (off int64, on bool) {
	pt := v.at(pos)
	pg := v.load()
	if len(pg.lines) == 0 {
		return 0, false
	}
	k := v.lineAt(pt.Y)
	on = k >= 0 && k < len(pg.lines)
	line := pg.lines[max(0, min(k, len(pg.lines)-1))]
	if v.mode == TextMode {
		return v.textAt(line, pt.X), on
	}
	return v.hexAt(line, pt.X), on
}

// MouseDown points at a byte, extends the selection with Shift, or takes hold
// of the scroll bar.
func (v *ByteView) MouseDown(ev *desktop.MouseEvent) {
	v.takeFocus()
	pt := v.at(ev.Position)
	v.held = false
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	v.layBar()
	if v.inBar(pt) {
		if to := v.bar.press(pt.Y); to != v.bar.pos {
			v.scrollTo(v.barOffset(to))
		}
		v.redraw()
		return
	}
	off, _ := v.offsetAt(ev.Position)
	v.moveTo(off, ev.Modifier&fyne.KeyModifierShift != 0)
	v.held = true
}

// MouseUp ends what MouseDown began.
func (v *ByteView) MouseUp(*desktop.MouseEvent) { v.DragEnd() }

// Dragged selects, or moves the scroll bar.
func (v *ByteView) Dragged(ev *fyne.DragEvent) {
	if v.bar.dragging {
		v.layBar()
		v.scrollTo(v.barOffset(v.bar.drag(v.at(ev.Position).Y)))
		return
	}
	if !v.held || v.size() == 0 {
		return
	}
	switch k := v.lineAt(v.at(ev.Position).Y); {
	case k < 0:
		v.scrollBy(-1)
	case k >= v.rows():
		v.scrollBy(1)
	}
	off, _ := v.offsetAt(ev.Position)
	v.moveTo(off, true)
}

// DragEnd ends a drag.
func (v *ByteView) DragEnd() {
	v.held = false
	if v.bar.dragging {
		v.bar.release()
		v.redraw()
	}
}

// TappedSecondary asks for the menu.
func (v *ByteView) TappedSecondary(ev *fyne.PointEvent) {
	if v.OnMenu != nil && !v.inBar(v.at(ev.Position)) {
		v.OnMenu(ev.AbsolutePosition)
	}
}

// Scrolled turns the wheel by whole lines.
func (v *ByteView) Scrolled(ev *fyne.ScrollEvent) {
	if n := v.turned(ev.Scrolled.DY); n != 0 {
		v.scrollBy(n)
	}
}

// TypedKey moves the cursor, Shift extending the selection.
func (v *ByteView) TypedKey(ev *fyne.KeyEvent) {
	extend := v.shifted()
	if ev.Name == desktop.KeyMenu || ev.Name == fyne.KeyF10 && extend {
		if v.OnMenu != nil {
			abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(v)
			v.OnMenu(abs.Add(fyne.NewPos(margin, margin)))
		}
		return
	}
	if ev.Name == fyne.KeyEscape && v.OnEscape != nil {
		v.OnEscape()
		return
	}
	if v.size() == 0 {
		return
	}
	switch ev.Name {
	case fyne.KeyLeft:
		v.moveTo(v.cursor.from-1, extend)
	case fyne.KeyRight:
		v.moveTo(v.cursor.to, extend)
	case fyne.KeyUp:
		v.moveLines(-1, extend)
	case fyne.KeyDown:
		v.moveLines(1, extend)
	case fyne.KeyPageUp:
		v.moveLines(-max(1, v.rows()-1), extend)
	case fyne.KeyPageDown:
		v.moveLines(max(1, v.rows()-1), extend)
	case fyne.KeyHome, fyne.KeyEnd:
		v.Reveal(v.cursor.from)
		pg := v.load()
		if i := pg.lineOf(v.cursor.from); i >= 0 && ev.Name == fyne.KeyHome {
			v.moveTo(pg.lines[i].from, extend)
		} else if i >= 0 {
			v.moveTo(pg.lines[i].to-1, extend)
		}
	}
}

// TypedShortcut handles copy, select all, Ctrl+Home and Ctrl+End.
func (v *ByteView) TypedShortcut(sc fyne.Shortcut) {
	switch sc := sc.(type) {
	case *fyne.ShortcutCopy:
		from, to := v.Selection()
		if from == to {
			from, to = 0, v.size()
		}
		if v.OnCopy != nil && from < to {
			v.OnCopy(from, to)
		}
	case *fyne.ShortcutSelectAll:
		v.Select(0, v.size())
		v.announceSelection()
	case *desktop.CustomShortcut:
		extend := sc.Modifier&fyne.KeyModifierShift != 0
		switch {
		case v.size() == 0:
		case sc.KeyName == fyne.KeyHome:
			v.moveTo(0, extend)
		case sc.KeyName == fyne.KeyEnd:
			v.moveTo(v.size()-1, extend)
		}
	}
}

// moveTo brings the cursor to a byte for a person, on screen, selecting from
// where it was if extend is set.
func (v *ByteView) moveTo(off int64, extend bool) {
	if v.size() == 0 {
		return
	}
	from, to := v.Selection()
	if extend && !v.selected {
		v.anchor, v.selected = v.cursor, true
	} else if !extend {
		v.selected = false
	}
	off = v.inside(off)
	v.Reveal(off)
	before := v.cursor
	v.cursor = v.stepAt(off)
	v.redraw()
	if v.OnCursor != nil && v.cursor != before {
		v.OnCursor(v.cursor.from)
	}
	if f, t := v.Selection(); t-f != to-from || t > f && f != from {
		v.announceSelection()
	}
}

func (v *ByteView) announceSelection() {
	if v.OnSelect != nil {
		v.OnSelect(v.Selection())
	}
}

// moveLines brings the cursor n lines down, keeping its place across.
func (v *ByteView) moveLines(n int, extend bool) {
	if v.evenLines() {
		per := int64(v.perLine())
		to := v.cursor.from + int64(n)*per
		switch {
		case to < 0:
			to = v.cursor.from % per
		case to >= v.size() && v.lineStart(v.cursor.from) == v.lineStart(v.size()-1):
			to = v.cursor.from // already on the last line
		}
		v.moveTo(to, extend)
		return
	}
	v.Reveal(v.cursor.from)
	pg := v.load()
	i := pg.lineOf(v.cursor.from)
	if i < 0 {
		return
	}
	x := v.left()
	for k := pg.lines[i].begin; k < pg.lines[i].end; k++ {
		if pg.steps[k].from == v.cursor.from {
			x += pg.items[k].left
			break
		}
	}
	column := v.cursor.from - pg.lines[i].from
	to := i + n
	switch {
	case to < 0:
		v.scrollBy(to)
		to = 0
	case to >= len(pg.lines):
		v.scrollBy(to - len(pg.lines) + 1)
		to = len(v.load().lines) - 1
	}
	if lines := v.load().lines; to >= 0 && to < len(lines) && v.mode == HexMode {
		v.moveTo(min(lines[to].from+column, lines[to].to-1), extend)
	} else if to >= 0 && to < len(lines) {
		v.moveTo(v.textAt(lines[to], x), extend)
	}
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedKey moves the cursor and selects with it, Shift extending; Enter
// activates, Space toggles, the menu key and Shift+F10 ask for the menu.
func (l *RowList) TypedKey(ev *fyne.KeyEvent) {
	how, mod := Only, fyne.KeyModifier(0)
	if l.shifted() {
		how, mod = Extend, fyne.KeyModifierShift
	}
	if l.OnKey != nil && l.OnKey(ev.Name, mod) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.valid() && l.OnActivate != nil {
			l.OnActivate(l.cursor)
		}
	case fyne.KeySpace:
		if l.valid() {
			l.choose(l.cursor, Toggle)
		}
	case fyne.KeyEscape:
		if l.OnEscape != nil {
			l.OnEscape()
		}
	case desktop.KeyMenu:
		l.menuByKey()
	case fyne.KeyF10:
		if how == Extend {
			l.menuByKey()
		}
	default:
		l.move(ev.Name, how)
	}
}

// TypedShortcut handles copy, select all, and the keys that come as shortcuts
// because Ctrl is held.
func (l *RowList) TypedShortcut(sc fyne.Shortcut) {
	switch sc := sc.(type) {
	case *fyne.ShortcutCopy:
		if l.OnCopy != nil {
			l.OnCopy()
		}
	case *fyne.ShortcutSelectAll:
		if l.OnSelectAll != nil {
			l.OnSelectAll()
		}
		l.redraw()
	case *fyne.ShortcutUndo:
		if l.OnKey != nil {
			l.OnKey(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
		}
	case *desktop.CustomShortcut:
		if l.OnKey != nil && l.OnKey(sc.KeyName, sc.Modifier) {
			return
		}
		how := Only
		if sc.Modifier&fyne.KeyModifierShift != 0 {
			how = Extend
		}
		switch sc.KeyName {
		case fyne.KeyHome, fyne.KeyEnd:
			l.move(sc.KeyName, how)
		case fyne.KeySpace:
			if l.valid() {
				l.choose(l.cursor, Toggle)
			}
		}
	}
}

func (l *RowList) valid() bool { return l.cursor >= 0 && l.cursor < l.len() }

// move does what a navigation key does, and nothing for another.
func (l *RowList) move(key fyne.KeyName, how Selecting) {
	n := l.len()
	page := max(1, l.VisibleRows())
	if n == 0 {
		return
	}
	to := l.cursor
	switch key {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyPageUp:
		to -= max(1, page-1)
	case fyne.KeyPageDown:
		to += max(1, page-1)
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	default:
		return
	}
	if l.cursor < 0 && key != fyne.KeyHome && key != fyne.KeyEnd { // begin with what is on screen
		to = l.first
		if key == fyne.KeyUp || key == fyne.KeyPageUp {
			to = l.first + max(1, l.lines()) - 1
		}
	}
	to = max(0, min(to, n-1))
	switch {
	case to < l.first:
		l.scrolled(to)
	case to >= l.first+page:
		l.scrolled(to - page + 1)
	}
	l.choose(to, how)
}

// menuByKey asks for the menu below the cursor's row, or that of no row below the
// titles.
func (l *RowList) menuByKey() {
	if l.OnMenu == nil {
		return
	}
	if l.valid() {
		l.Reveal(l.cursor)
	}
	k := l.ratio()
	y := float32(l.top()) / k
	if l.valid() {
		y += float32((l.cursor-l.first+1)*l.pitch()) / k
	}
	abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	i := -1
	if l.valid() {
		i = l.cursor
	}
	l.OnMenu(i, abs.Add(fyne.NewPos(margin, y)))
}

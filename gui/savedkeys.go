package gui

import (
	"fyne.io/fyne/v2"

	"wirevise/gui/collection"
)

// activate sends a message, and opens or closes a folder.
func (s *savedPane) activate(i int) {
	it := s.source.rows[i].Item
	s.choose(it.ID)
	if it.Kind == collection.Folder {
		s.toggle(it.ID, !s.source.rows[i].Open)
		return
	}
	s.sendChosen()
}

// toggle opens a folder or closes it. A filter shows all that it finds.
func (s *savedPane) toggle(id collection.ID, open bool) {
	if s.filter.Text == "" {
		s.saved.open[id] = open
		s.saved.show()
	}
}

// key does what the list's own keys don't.
func (s *savedPane) key(key fyne.KeyName, mod fyne.KeyModifier) bool {
	it := s.saved.get(s.source.chosen)
	switch {
	case key == fyne.KeyZ && mod == fyne.KeyModifierShortcutDefault:
		s.saved.undo()
	case it == nil:
		return false
	case mod == fyne.KeyModifierAlt && (key == fyne.KeyUp || key == fyne.KeyDown):
		s.shift(key == fyne.KeyDown)
	case mod != 0:
		return false
	case key == fyne.KeyRight || key == fyne.KeyLeft:
		s.unfold(it, key == fyne.KeyRight)
	case key == fyne.KeySpace:
		s.loadChosen()
	case key == fyne.KeyDelete:
		s.remove()
	case key == fyne.KeyF2:
		s.edit()
	default:
		return false
	}
	return true
}

// unfold opens a folder, or closes it or the one around an item.
func (s *savedPane) unfold(it *collection.Item, open bool) {
	switch parent := s.saved.all().ParentOf(it.ID); {
	case it.Kind == collection.Folder && open != s.saved.open[it.ID]:
		s.toggle(it.ID, open)
	case !open && parent != collection.RootID:
		s.goTo(parent)
	}
}

// clearFilter empties the filter, or goes back to the list.
func (s *savedPane) clearFilter() {
	if s.filter.Text == "" {
		s.w.win.Canvas().Focus(s.list)
		return
	}
	s.filter.SetText("")
}

// firstFound goes to the first message of the list.
func (s *savedPane) firstFound() {
	for i, row := range s.source.rows {
		if row.Item.Kind != collection.Folder {
			s.choose(row.Item.ID)
			s.list.SetCursorRow(i)
			s.list.Reveal(i)
			break
		}
	}
	s.w.win.Canvas().Focus(s.list)
}

package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
)

// menu offers what can be done with the item of a row.
func (s *savedPane) menu(i int, at fyne.Position) {
	id := collection.RootID
	if i >= 0 {
		id = s.source.rows[i].Item.ID
		s.choose(id)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", s.items(id)...), s.w.win.Canvas(), at)
}

// items are what can be done with an item, and with all.
func (s *savedPane) items(id collection.ID) (items []*fyne.MenuItem) {
	add := func(name string, do func()) { items = append(items, fyne.NewMenuItem(name, do)) }
	line := func() { items = append(items, fyne.NewMenuItemSeparator()) }
	it := s.saved.get(id)
	if it != nil && it.Kind == collection.Message {
		add(tr("Send now"), s.sendChosen)
		add(tr("Edit in the composer"), s.loadChosen)
		line()
	}
	if it != nil && it.Kind == collection.Sequence {
		add(tr("Open in Sequences…"), s.openSequence)
		line()
	}
	switch {
	case it == nil:
	case s.saved.own(id):
		add(tr("Name, folder, target…"), s.edit)
		add(tr("Duplicate"), s.duplicate)
		add(tr("Delete"), s.remove)
		add(tr("Export this…"), func() { s.w.exportMessages(s.saved.all().Only(id), it.Name) })
		line()
	default:
		add(tr("Copy to your messages"), s.copyExample)
		line()
	}
	add(tr("New folder…"), s.newFolder)
	add(tr("Save the composer's message…"), s.w.saveMessageHere)
	add(tr("Read messages from a file…"), s.w.importMessages)
	add(tr("Export all saved messages…"), s.w.exportAllMessages)
	if s.saved.all().CanUndo() {
		add(tr("Undo"), s.saved.undo)
	}
	return items
}

// loadChosen puts the message that is chosen into the composer, to be changed or sent.
func (s *savedPane) loadChosen() {
	it := s.saved.get(s.source.chosen)
	if it == nil || it.Kind != collection.Message {
		s.sendChosen() // shows a sequence, and tells of anything else
		return
	}
	c := s.pane.composer
	c.SetComposition(it.Message)
	if c.to != nil && it.Target.Protocol == "udp" {
		c.to.SetText(it.Target.Address)
	}
	s.origin = it.ID
	s.show(sideMessage)
}

func (s *savedPane) duplicate() {
	id, err := s.saved.all().Duplicate(s.source.chosen)
	if err != nil {
		s.tell(err.Error())
		return
	}
	s.saved.changed()
	s.goTo(id)
}

// remove deletes an item and chooses what comes to stand in its place.
func (s *savedPane) remove() {
	it, at := s.saved.get(s.source.chosen), s.source.find(s.source.chosen)
	if !s.ownOnly(it) {
		return
	}
	if err := s.saved.all().Delete(it.ID); err != nil {
		s.tell(err.Error())
		return
	}
	s.saved.changed()
	if at = min(at, len(s.source.rows)-1); at >= 0 {
		s.choose(s.source.rows[at].Item.ID)
		s.list.SetCursorRow(at)
	}
	s.said.SetText(trf("%s is deleted; Ctrl+Z brings it back", it.Name))
}

// ownOnly tells that ready-made messages can't be changed.
func (s *savedPane) ownOnly(it *collection.Item) bool {
	if it == nil || s.saved.own(it.ID) {
		return it != nil
	}
	s.tell(tr("Ready-made messages can't be changed: copy it to your messages first."),
		newButton(tr("Copy to your messages"), s.copyExample))
	return false
}

// copyExample puts a copy of a ready-made item into the person's own.
func (s *savedPane) copyExample() {
	s.tell("")
	it := s.saved.get(s.source.chosen)
	if it == nil {
		return
	}
	s.w.win.Canvas().Focus(s.list)
	ids, err := s.saved.all().Add(collection.RootID, -1, it)
	if err != nil {
		s.tell(err.Error())
		return
	}
	s.saved.changed()
	s.goTo(ids[0])
}

// shift moves an item up or down in its folder.
func (s *savedPane) shift(down bool) {
	it := s.saved.get(s.source.chosen)
	if !s.ownOnly(it) {
		return
	}
	all := s.saved.all()
	to := all.IndexOf(it.ID) - 1
	if down {
		to += 2
	}
	folder := all.ParentOf(it.ID)
	if to < 0 || to >= len(all.Get(folder).Items) {
		return
	}
	if err := all.Move(it.ID, folder, to); err != nil {
		s.tell(err.Error())
		return
	}
	s.saved.changed()
	s.goTo(it.ID)
}

// saveItem offers to save what stands in the composer.
func (c *composer) saveItem() *fyne.MenuItem {
	return fyne.NewMenuItem(tr("Save as a message…"), c.w.saveMessageHere)
}

// commands are those of the menu about saved messages.
func (s *savedMessages) commands() []command {
	ctrl, shift := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
	return []command{
		{tr("Saved messages, or the composer"), fyne.Key5, ctrl, s.w.toggleSaved},
		{tr("Save as a message…"), fyne.Key5, shift, s.w.saveMessageHere},
	}
}

// menuItems are the items below the commands: those without a key of their own, and the ten that Alt and a digit send.
func (s *savedMessages) menuItems() []*fyne.MenuItem {
	w := s.w
	numbers := fyne.NewMenuItem(tr("Send a message by its number"), nil)
	numbers.ChildMenu = fyne.NewMenu("")
	for n := 1; n <= 10; n++ {
		item := fyne.NewMenuItem(trf("Send saved message %d", n), w.unlessAsking(func() { w.sendNumbered(n) }))
		item.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyName(fmt.Sprint(n % 10)), Modifier: fyne.KeyModifierAlt}
		numbers.ChildMenu.Items = append(numbers.ChildMenu.Items, item)
	}
	return []*fyne.MenuItem{fyne.NewMenuItemSeparator(), numbers, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Read messages from a file…"), w.unlessAsking(w.importMessages)),
		fyne.NewMenuItem(tr("Export all saved messages…"), w.unlessAsking(w.exportAllMessages)),
		fyne.NewMenuItem(tr("Undo the last change of saved messages"), w.unlessAsking(s.undo))}
}

// toggleSaved goes to the saved messages, or back.
func (w *Window) toggleSaved() {
	if w.chosen == tabLookups {
		return
	}
	s := w.sockets[w.chosen].saved
	if s.showing() {
		s.show(sideMessage)
	} else {
		s.show(sideSaved)
	}
}

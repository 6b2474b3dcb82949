package gui

import (
	"wirevise/gui/collection"
	"wirevise/netcore/codec"
)

// saveMessageHere saves what stands in the composer.
func (w *Window) saveMessageHere() {
	if w.chosen == tabLookups {
		return
	}
	p := w.sockets[w.chosen]
	if p.composer.file.on() {
		p.saved.tellAnywhere(tr("A file is not saved as a message: only what is written here is"))
		return
	}
	message := p.composer.Composition()
	if _, err := message.Compile(); err != nil {
		p.saved.show(sideMessage)
		p.composer.check()
		p.composer.placeCursor(err)
		return
	}
	w.askToSave(p.saved, message, p.saved.origin)
}

// askToSave saves a message: as a new one, or in place of origin, which it was made of.
func (w *Window) askToSave(p *savedPane, message codec.Composition, origin collection.ID) {
	folder := w.saved.folderOf(p.source.chosen)
	it := collection.Item{Kind: collection.Message, Name: collection.NameOf(message.Text), Message: message}
	if message.Text == "" {
		it.Name = ""
	}
	was := w.saved.all().Get(origin)
	if w.saved.own(origin) && was.Kind == collection.Message {
		folder, it.Name, it.Note, it.Target = w.saved.all().ParentOf(origin), was.Name, was.Note, was.Target
	} else {
		was = nil
	}
	s := w.newSheet(it, folder)
	done := func(id collection.ID) {
		p.origin = id
		if p.showing() {
			p.goTo(id)
		} else {
			p.source.chosen = id
			w.saved.reveal(id)
		}
	}
	buttons := []*button{newButton(tr("Save"), func() { s.add(it, done) })}
	if was != nil {
		replace := newButton(trf("Replace %s", collection.NameOf(was.Name)), func() { s.change(origin, it, done) })
		buttons = []*button{newButton(tr("Save as another"), buttons[0].OnTapped), replace}
	}
	s.show(tr("Save a message"), buttons...)
}

// folderOf returns the folder that an item is, or is in; of a ready-made one it is the top.
func (s *savedMessages) folderOf(id collection.ID) collection.ID {
	switch it := s.all().Get(id); {
	case it == nil:
		return collection.RootID
	case it.Kind == collection.Folder:
		return id
	}
	return s.all().ParentOf(id)
}

// reveal opens the folders that an item is in.
func (s *savedMessages) reveal(id collection.ID) {
	for at := s.all().ParentOf(id); at != collection.RootID; at = s.all().ParentOf(at) {
		s.open[at] = true
	}
}

// edit asks for another name, target, note or folder of the chosen item.
func (s *savedPane) edit() {
	it := s.saved.get(s.source.chosen)
	if !s.ownOnly(it) {
		return
	}
	sheet := s.w.newSheet(*it, s.saved.all().ParentOf(it.ID))
	title := tr("Saved message")
	if it.Kind == collection.Folder {
		title = tr("Folder")
	}
	sheet.show(title, newButton(tr("Save"), func() { sheet.change(it.ID, *it, s.goTo) }))
}

// newFolder asks for a folder in the chosen one.
func (s *savedPane) newFolder() {
	it := collection.Item{Kind: collection.Folder}
	sheet := s.w.newSheet(it, s.saved.folderOf(s.source.chosen))
	sheet.show(tr("New folder"), newButton(tr("Save"), func() { sheet.add(it, s.goTo) }))
}

// saveRow saves the payload of a row of the log as a message.
func (w *Window) saveRow(seq uint64) {
	e, ok := w.bench.EntryBySeq(seq, -1)
	if !ok {
		w.say(tr("Not saved"), tr("The log has given this row up."))
		return
	}
	message, err := collection.FromBytes(e.Payload)
	if err != nil {
		w.problem(tr("Not saved"), err)
		return
	}
	tab := w.chosen
	if tab == tabLookups {
		tab = tabServer
	}
	w.askToSave(w.sockets[tab].saved, message, collection.RootID)
}

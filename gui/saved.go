package gui

import (
	"errors"

	"wirevise/gui/collection"
	"wirevise/netcore"
)

// A savedMessages is what the window shows of the saved messages: the tree, the ready-made ones below it, and which folders are
// open. The panes of the tabs share it.
type savedMessages struct {
	w        *Window
	examples *collection.Collection
	open     map[collection.ID]bool
	sent     map[collection.ID]uint64 // how often, for {{seq}}
	panes    []*savedPane
	trouble  error // what reading or writing the file told last
	unkept   error // why what was changed last is not on disk, or nil
}

func newSavedMessages(w *Window) *savedMessages {
	root := &collection.Item{Kind: collection.Folder, Items: []*collection.Item{collection.Examples(exampleText)}}
	return &savedMessages{w: w, examples: collection.New(root), open: make(map[collection.ID]bool),
		sent: make(map[collection.ID]uint64)}
}

// exampleText translates what ready-made messages say about themselves.
func exampleText(english string) string { return tr(english) }

// all is what a person saved.
func (s *savedMessages) all() *collection.Collection { return s.w.bench.Messages() }

// get returns an item, ready-made ones too, or nil.
func (s *savedMessages) get(id collection.ID) *collection.Item {
	if id == collection.RootID {
		return nil
	}
	if it := s.all().Get(id); it != nil {
		return it
	}
	return s.examples.Get(id)
}

// own reports whether an item can be changed: it is no ready-made one.
func (s *savedMessages) own(id collection.ID) bool {
	return id != collection.RootID && s.all().Get(id) != nil
}

// read takes in what another program wrote meanwhile.
func (s *savedMessages) read() {
	s.w.bench.ReadMessages(func(err error) {
		if s.trouble = err; err == nil {
			s.trouble = s.unkept
		}
		s.show()
	})
}

// changed shows what a person changed, and writes it.
func (s *savedMessages) changed() {
	s.show()
	s.w.bench.KeepMessages(s.kept)
}

// kept tells what came of writing the messages, also where they do not show: what is not on disk is gone with the program.
func (s *savedMessages) kept(err error) {
	s.trouble, s.unkept = err, err
	var damaged *collection.DamagedError
	if errors.As(err, &damaged) && damaged.Kept != "" {
		s.unkept = nil // it is written
	}
	s.show()
	if err != nil && s.w.chosen != tabLookups && !s.w.sockets[s.w.chosen].saved.showing() {
		s.w.sockets[s.w.chosen].composer.complain(s.troubleText())
	}
}

// show brings the panes up to date.
func (s *savedMessages) show() {
	for _, p := range s.panes {
		p.update()
	}
}

// troubleText says what is wrong with the file, or "".
func (s *savedMessages) troubleText() string {
	if s.trouble == nil {
		return ""
	}
	var damaged *collection.DamagedError
	var newer *collection.NewerError
	switch {
	case errors.As(s.trouble, &newer):
		return trf("A newer Wirevise wrote the saved messages (version %d). They are left alone, and nothing is saved here.", newer.Version)
	case errors.As(s.trouble, &damaged) && damaged.Kept != "":
		return trf("The file of saved messages was damaged and is kept as %s. What you save now is safe.", damaged.Kept)
	case errors.As(s.trouble, &damaged):
		return trf("The file of saved messages can't be read: %s. It will not be overwritten.", damaged.Err)
	}
	return trf("Not on disk: %s", netcore.Explain(s.trouble).String())
}

// undo takes back what was done last to the saved messages.
func (s *savedMessages) undo() {
	if s.all().Undo() {
		for _, p := range s.panes {
			p.said.SetText("") // what was done no longer is
		}
		s.changed()
	}
}

// rows lists what a pane shows: what a filter finds, or as far as folders are open.
func (s *savedMessages) rows(filter string) []collection.Row {
	open := func(id collection.ID) bool { return s.open[id] }
	if filter != "" {
		return append(collection.Find(s.all().Root(), filter), collection.Find(s.examples.Root(), filter)...)
	}
	return append(collection.Rows(s.all().Root(), open), collection.Rows(s.examples.Root(), open)...)
}

// numbered are the messages that have a number: the first ten that are in no folder.
func (s *savedMessages) numbered() (list []*collection.Item) {
	for _, it := range s.all().Root().Items {
		if it.Kind == collection.Message && len(list) < 10 {
			list = append(list, it)
		}
	}
	return list
}

package gui

import (
	"bytes"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// editSequence opens the dialog with a saved sequence. What was edited there and is not saved is asked about first.
func (w *Window) editSequence(id collection.ID, s sequence.Sequence) {
	d := w.sequences
	if d.d == nil {
		d.open()
	}
	d.instead(func() { d.load(s, id) })
}

// askSaved offers the saved sequences.
func (d *sequenceDialog) askSaved() {
	saved := d.w.bench.Messages()
	var items []*fyne.MenuItem
	each(saved.Root(), func(it *collection.Item) {
		name := strings.Join(saved.Path(it.ID), " / ")
		items = append(items, fyne.NewMenuItem(name, func() { d.instead(func() { d.load(*it.Steps, it.ID) }) }))
	})
	if len(items) == 0 {
		d.problem.SetText(tr("No sequence is saved yet: Save keeps this one with the messages."))
		return
	}
	at := d.w.app.Driver().AbsolutePositionForObject(d.saved)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), d.w.win.Canvas(), at.AddXY(0, d.saved.Size().Height))
}

// each visits the sequences in a folder and in its folders.
func each(folder *collection.Item, visit func(*collection.Item)) {
	for _, it := range folder.Items {
		if it.Kind == collection.Sequence && it.Steps != nil {
			visit(it)
		}
		each(it, visit)
	}
}

// keep saves the sequence with the messages: in the place of the one that it was, or as a new one.
func (d *sequenceDialog) keep() {
	if d.mistyped() {
		return
	}
	name := strings.TrimSpace(d.tree.sequence.Name)
	if name == "" {
		d.problem.SetText(tr("A sequence is saved under its name: write one above."))
		d.w.win.Canvas().Focus(d.name)
		return
	}
	s := copySequence(d.tree.sequence)
	s.Name = name
	saved := d.w.bench.Messages()
	it := collection.Item{Kind: collection.Sequence, Name: name, Note: s.Note, Steps: &s}
	var err error
	if was := saved.Get(d.origin); was != nil && was.Kind == collection.Sequence {
		it.Note, it.Target = was.Note, was.Target
		err = saved.Change(d.origin, it)
	} else {
		var ids []collection.ID
		if ids, err = saved.Add(collection.RootID, -1, &it); err == nil {
			d.origin = ids[0]
		}
	}
	if err != nil {
		d.problem.SetText(err.Error())
		return
	}
	d.problem.SetText("")
	d.kept = written(d.tree.sequence)
	d.w.messagesChanged(func(err error) {
		switch {
		case d.d == nil:
		case err != nil:
			d.problem.SetText(netcore.Explain(err).String())
		default:
			setText(d.said, tr("saved with the messages"))
		}
	})
}

// messagesChanged shows the saved messages as they are now, and writes them.
func (w *Window) messagesChanged(done func(error)) {
	w.saved.show()
	w.bench.KeepMessages(func(err error) {
		w.saved.kept(err)
		done(err)
	})
}

// openSequence opens the sequence that is chosen among the saved messages.
func (s *savedPane) openSequence() {
	if it := s.saved.get(s.source.chosen); it != nil && it.Steps != nil {
		s.w.editSequence(it.ID, *it.Steps)
	}
}

// written is a sequence as it is written, to tell whether it was changed since.
func written(s sequence.Sequence) []byte {
	text, _ := s.JSON()
	return text
}

// instead begins something else. Steps that are not saved are not thrown away without asking.
func (d *sequenceDialog) instead(do func()) {
	if len(d.tree.rows) == 0 || bytes.Equal(d.kept, written(d.tree.sequence)) {
		do()
		return
	}
	d.w.ask(tr("Begin another sequence?"), trf("The %d steps that are here will be gone, unless they are saved.", len(d.tree.rows)), tr("Begin"), tr("Keep"), func(yes bool) {
		if yes {
			do()
		}
	})
}

// copySequence shares nothing with what it is a copy of.
func copySequence(s sequence.Sequence) sequence.Sequence {
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i] = copyStep(s.Steps[i])
	}
	return s
}

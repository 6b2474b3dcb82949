package gui

import (
	"strings"

	"wirevise/gui/collection"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// empty begins another sequence.
func (d *sequenceDialog) empty() { d.instead(func() { d.load(emptySequence(), "") }) }

func emptySequence() sequence.Sequence {
	return sequence.Sequence{Steps: sequence.Steps{newStep(sequence.Send)}}
}

// load edits another sequence: the saved one of that ID, or one that is not saved.
func (d *sequenceDialog) load(s sequence.Sequence, origin collection.ID) {
	d.tree.set(copySequence(s))
	d.unread = nil
	d.origin, d.kept = origin, written(d.tree.sequence)
	d.touched()
	if d.d == nil {
		d.source.chosen = 0
		return
	}
	d.name.SetText(s.Name)
	d.problem.SetText("")
	d.choose(min(0, len(d.tree.rows)-1))
	d.list.SetTop(0)
	d.focusList()
}

// read asks for a file and edits the sequence in it.
func (d *sequenceDialog) read() {
	d.instead(func() { d.w.askWhich(tr("Open a sequence"), d.readFrom) })
}

func (d *sequenceDialog) readFrom(path string) {
	d.w.bench.ReadSequence(path, func(s sequence.Sequence, err error) {
		if err != nil {
			f := d.w.askWhich(tr("Not opened"), d.readFrom)
			f.path.SetText(path)
			f.problem.SetText(netcore.Explain(err).String())
			return
		}
		d.load(s, "")
	})
}

// write asks where to write the sequence. One that is not complete yet is written too.
func (d *sequenceDialog) write() {
	if d.mistyped() {
		return
	}
	name := strings.TrimSpace(d.tree.sequence.Name)
	if name == "" || strings.ContainsAny(name, `/\:*?"<>|`) {
		name = "sequence"
	}
	d.w.askWhere(tr("Save the sequence"), name+".json", nil, func(path string) {
		d.w.bench.WriteSequence(path, d.tree.sequence, func(err error) {
			if err != nil {
				d.w.problem(tr("Not saved"), err)
				return
			}
			d.kept = written(d.tree.sequence)
		})
	})
}

package gui

import (
	"strings"

	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// empty begins another sequence. Steps are not thrown away without asking.
func (d *sequenceDialog) empty() {
	fresh := sequence.Sequence{Steps: sequence.Steps{newStep(sequence.Send)}}
	if len(d.tree.rows) <= 1 {
		d.load(fresh)
		return
	}
	d.w.ask(tr("Begin another sequence?"), trf("The %d steps that are here will be gone, unless they are saved.", len(d.tree.rows)), tr("Begin"), tr("Keep"), func(yes bool) {
		if yes {
			d.load(fresh)
		}
	})
}

// load edits another sequence.
func (d *sequenceDialog) load(s sequence.Sequence) {
	d.tree.set(s)
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
	d.w.askWhich(tr("Open a sequence"), d.readFrom)
}

func (d *sequenceDialog) readFrom(path string) {
	d.w.bench.ReadSequence(path, func(s sequence.Sequence, err error) {
		if err != nil {
			f := d.w.askWhich(tr("Not opened"), d.readFrom)
			f.path.SetText(path)
			f.problem.SetText(netcore.Explain(err).String())
			return
		}
		d.load(s)
	})
}

// write asks where to write the sequence. One that is not complete yet is written too.
func (d *sequenceDialog) write() {
	name := strings.TrimSpace(d.tree.sequence.Name)
	if name == "" || strings.ContainsAny(name, `/\:*?"<>|`) {
		name = "sequence"
	}
	d.w.askWhere(tr("Save the sequence"), name+".json", nil, func(path string) {
		d.w.bench.WriteSequence(path, d.tree.sequence, func(err error) {
			if err != nil {
				d.w.problem(tr("Not saved"), err)
			}
		})
	})
}

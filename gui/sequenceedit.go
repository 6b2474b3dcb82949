package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// newStep is a step as it is added: variables count in it.
func newStep(do sequence.Do) sequence.Step {
	return sequence.Step{Do: do, Pattern: sequence.Pattern{Composition: codec.Composition{Variables: true}}}
}

// stepMenu offers what can be done with the steps.
func (d *sequenceDialog) stepMenu() *fyne.Menu {
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(tr("Duplicate"), func() { d.edit(d.tree.duplicate) }),
		fyne.NewMenuItem(tr("Delete"), d.remove),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Up"), d.up),
		fyne.NewMenuItem(tr("Down"), d.down),
		fyne.NewMenuItem(tr("Out of its loop or block"), d.out),
		fyne.NewMenuItem(tr("Into the loop or block before it"), d.in),
	}
	return fyne.NewMenu("", append(d.addItems(), append([]*fyne.MenuItem{fyne.NewMenuItemSeparator()}, items...)...)...)
}

// addItems offer a step of each kind.
func (d *sequenceDialog) addItems() (items []*fyne.MenuItem) {
	for _, do := range sequence.Dos() {
		items = append(items, fyne.NewMenuItem(trf("Add: %s", doName(do)), func() { d.add(do) }))
	}
	return items
}

func (d *sequenceDialog) askAdd() {
	at := d.w.app.Driver().AbsolutePositionForObject(d.list)
	menu := widget.NewPopUpMenu(fyne.NewMenu("", d.addItems()...), d.w.win.Canvas())
	menu.ShowAtPosition(at.AddXY(0, max(0, d.list.Size().Height-menu.MinSize().Height)))
	d.w.win.Canvas().Focus(menu)
}

// add puts a step behind the one that is chosen, or into it when it is a loop or block without any.
func (d *sequenceDialog) add(do sequence.Do) {
	if d.mistyped() {
		return
	}
	s := newStep(do)
	i := d.source.chosen
	if i >= 0 && i < len(d.tree.rows) && hasSteps(d.tree.rows[i].step) && len(d.tree.rows[i].step.Steps) == 0 {
		i = d.tree.insertIn(i, s)
	} else {
		i = d.tree.insert(i, s)
	}
	d.touched()
	d.choose(i)
	d.list.Reveal(i)
	d.focusField()
}

// edit does something with the step that is chosen and chooses the row that comes of it.
func (d *sequenceDialog) edit(do func(row int) int) {
	if i := d.source.chosen; i >= 0 && i < len(d.tree.rows) && !d.mistyped() {
		to := do(i)
		d.touched()
		d.choose(to)
		d.list.Reveal(max(to, 0))
	}
}

func (d *sequenceDialog) remove() {
	if d.form != nil {
		delete(d.unread, d.tree.rows[d.source.chosen].path)
	}
	d.edit(d.tree.remove)
}

func (d *sequenceDialog) up() { d.edit(func(i int) int { return d.tree.move(i, false) }) }

func (d *sequenceDialog) down() { d.edit(func(i int) int { return d.tree.move(i, true) }) }

func (d *sequenceDialog) out() { d.edit(d.tree.outdent) }

func (d *sequenceDialog) in() { d.edit(d.tree.indent) }

package gui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// A sequenceDialog edits a sequence, runs it, and shows what comes of each step. What is edited and what runs stay when it is
// closed, and are there when it is opened again.
type sequenceDialog struct {
	w    *Window
	tree stepTree
	run  *sequenceRun // the one begun last, or nil

	origin collection.ID // of the saved sequence that it is, or ""
	kept   []byte        // as it was saved or begun

	unread map[string]map[string]string // what was typed and can't be read, by a step's path and its field

	// While it is open; d is nil when it is not.
	d       *dialog.CustomDialog
	source  *stepSource
	list    *widgets.RowList
	name    *entry
	saved   *button
	form    *stepFields
	fields  map[string]fyne.Focusable // of the step, by name
	panel   *fyne.Container           // around the form
	on      *widget.Select
	targets []netcore.SessionID // that on offers; 0 is a new connection
	gone    netcore.SessionID   // the one of them that has ended, or 0
	start   *button
	said    *widget.Label
	problem *widgets.ProblemLabel
	outcome *widget.Label // of the step
	content fyne.CanvasObject
}

// The dialog takes this much, where the window has it.
const (
	sequenceWidth  = 1060
	sequenceHeight = 720
	stepPanel      = 360 // the width of a step's fields
)

func newSequenceDialog(w *Window) *sequenceDialog {
	d := &sequenceDialog{w: w}
	d.tree.set(emptySequence())
	d.kept = written(d.tree.sequence)
	d.source = &stepSource{tree: &d.tree, now: -1}
	return d
}

// sequencesItem offers the dialog in the composer's menu.
func (c *composer) sequencesItem() *fyne.MenuItem {
	return fyne.NewMenuItem(tr("Sequences…"), c.w.showSequences)
}

// showSequences opens the dialog with what was edited last.
func (w *Window) showSequences() { w.sequences.open() }

func (d *sequenceDialog) open() {
	d.list = widgets.NewRowList(d.source, translated(stepColumns))
	d.list.OnSelect = func(i int, _ widgets.Selecting) { d.choose(i) }
	d.list.OnActivate = func(int) { d.focusField() }
	d.list.OnEscape = d.close
	d.list.OnMenu = func(i int, at fyne.Position) {
		if i >= 0 {
			d.choose(i)
		}
		widget.ShowPopUpMenuAtPosition(d.stepMenu(), d.w.win.Canvas(), at)
	}
	d.name = newEntry(tr("a name"), d.close)
	d.name.SetText(d.tree.sequence.Name)
	d.name.OnChanged = func(s string) { d.tree.sequence.Name = s }
	d.on = widget.NewSelect(nil, nil)
	d.start = newButton("", d.press)
	d.start.Importance = widget.HighImportance
	d.said = small()
	d.said.Truncation = fyne.TextTruncateEllipsis
	d.problem = widgets.NewProblemLabel()
	d.panel = container.NewStack()
	d.outcome = small()
	d.outcome.Wrapping = fyne.TextWrapWord
	d.outcome.Selectable = true

	d.saved = d.button(tr("Saved…"), d.askSaved)
	files := container.NewHBox(d.saved, d.button(tr("Save"), d.keep), d.button(tr("New"), d.empty), d.button(tr("Open a file…"), d.read), d.button(tr("Save as a file…"), d.write))
	head := container.NewBorder(nil, nil, nil, files, labelled(tr("Name"), d.name))
	add := d.button(tr("Add"), d.askAdd)
	tools := container.NewHBox(add, d.button(tr("Delete"), d.remove), d.icon(theme.MoveUpIcon(), d.up), d.icon(theme.MoveDownIcon(), d.down),
		d.icon(theme.NavigateBackIcon(), d.out), d.icon(theme.NavigateNextIcon(), d.in))
	left := container.NewBorder(nil, tools, nil, nil, d.list)
	right := fixed(stepPanel, newFrame(container.NewVScroll(container.NewVBox(d.panel, d.outcome))))
	done := d.button(tr("Close"), d.close)
	foot := container.NewVBox(d.problem, container.NewBorder(nil, nil, widget.NewLabel(tr("Run on")), container.NewHBox(d.start, done),
		container.NewGridWithColumns(2, d.on, d.said)))
	d.start.escape = d.close
	d.content = container.NewBorder(head, foot, nil, right, left)
	d.d = dialog.NewCustomWithoutButtons(tr("Sequences"), d.content, d.w.win)
	d.d.SetOnClosed(func() { d.d = nil })
	d.w.bench.ReadMessages(func(error) {}) // another program may have saved some
	d.endpoints(d.w.bench.Endpoints())
	d.choose(min(max(d.source.chosen, 0), len(d.tree.rows)-1))
	d.showRun()
	size := d.w.win.Canvas().Size()
	d.d.Show()
	d.d.Resize(fyne.NewSize(min(sequenceWidth, size.Width-20), min(sequenceHeight, size.Height-20)))
	d.focusList()
}

func (d *sequenceDialog) button(text string, do func()) *button {
	b := newButton(text, do)
	b.escape = d.close
	return b
}

func (d *sequenceDialog) icon(icon fyne.Resource, do func()) *button {
	b := newIconButton("", icon, do)
	b.escape = d.close
	return b
}

// close leaves what is edited, and what runs, as it is.
func (d *sequenceDialog) close() {
	if d.d != nil {
		d.d.Hide()
	}
}

func (d *sequenceDialog) focusList() { d.w.win.Canvas().Focus(d.list) }

// focusField goes to the first field of the step.
func (d *sequenceDialog) focusField() {
	for _, name := range []string{"text", "for", "name", "times", "size", "do"} {
		if f := d.fields[name]; f != nil {
			d.w.win.Canvas().Focus(f)
			return
		}
	}
}

// choose shows the fields of a step.
func (d *sequenceDialog) choose(i int) {
	d.source.chosen = i
	d.fields = make(map[string]fyne.Focusable)
	if i < 0 || i >= len(d.tree.rows) {
		d.form = nil
		d.panel.Objects = nil
	} else {
		d.list.SetCursorRow(i)
		d.form = newStepFields(d, d.tree.rows[i].step)
		d.panel.Objects = []fyne.CanvasObject{container.NewVBox(d.form.form.box)}
	}
	d.forget()
	d.panel.Refresh()
	d.showOutcome()
	d.check()
}

// keepUnread keeps what was typed into a field of the step that is chosen and can't be read, for when it is chosen again.
func (d *sequenceDialog) keepUnread(field, text string, wrong bool) {
	path := d.tree.rows[d.source.chosen].path
	delete(d.unread[path], field)
	switch {
	case wrong && d.unread == nil:
		d.unread = map[string]map[string]string{path: {field: text}}
	case wrong && d.unread[path] == nil:
		d.unread[path] = map[string]string{field: text}
	case wrong:
		d.unread[path][field] = text
	case len(d.unread[path]) == 0:
		delete(d.unread, path)
	}
}

// forget gives up what was typed into fields that the step that is chosen has no more.
func (d *sequenceDialog) forget() {
	if d.form == nil {
		return
	}
	path := d.tree.rows[d.source.chosen].path
	for field := range d.unread[path] {
		if d.fields[field] == nil {
			delete(d.unread[path], field)
		}
	}
	if len(d.unread[path]) == 0 {
		delete(d.unread, path)
	}
}

// mistyped goes to a step in which something was typed that can't be read, and reports whether there is one: it would be lost.
func (d *sequenceDialog) mistyped() bool {
	for i, row := range d.tree.rows {
		if d.unread[row.path] != nil {
			if i != d.source.chosen {
				d.choose(i)
			}
			d.list.Reveal(i)
			d.problem.SetText(trf("Step %s is not complete yet.", row.path))
			return true
		}
	}
	return false
}

// rebuild shows the fields anew, for a choice makes others of them, and keeps the focus on the choice.
func (d *sequenceDialog) rebuild(field string) {
	d.touched()
	d.choose(d.source.chosen)
	if f := d.fields[field]; f != nil {
		d.w.win.Canvas().Focus(f)
	}
}

// changed is told when something was typed.
func (d *sequenceDialog) changed() {
	d.touched()
	d.showOutcome()
	d.check()
}

// touched drops what came of the steps: it is of those before.
func (d *sequenceDialog) touched() {
	d.source.results, d.source.now = nil, -1
	if d.run != nil {
		d.run.edited = true
	}
}

// check marks what is wrong, at the fields of the step that is chosen and in the rows of the others.
func (d *sequenceDialog) check() (*sequence.Program, bool) {
	p, err := d.tree.sequence.Compile()
	var problems sequence.Problems
	errors.As(err, &problems)
	wrong := make(map[string]string)
	for _, e := range problems {
		if wrong[e.Path] == "" {
			wrong[e.Path] = mistake(e.Err)
		}
	}
	if d.form != nil {
		d.tell(problems)
	}
	for path := range d.unread {
		if wrong[path] == "" {
			wrong[path] = " "
		}
	}
	d.source.wrong = wrong
	d.list.RefreshRows()
	return p, len(wrong) == 0
}

// tell shows the problems of the step that is chosen at its fields.
func (d *sequenceDialog) tell(problems sequence.Problems) {
	form := d.form.form
	form.clear()
	for field, text := range d.form.typed {
		if p := form.problems[field]; p != nil {
			p.SetText(text)
		}
	}
	path := d.tree.rows[d.source.chosen].path
	for _, e := range problems {
		if p := form.problems[e.Field]; p != nil && e.Path == path && d.form.typed[e.Field] == "" {
			p.SetText(mistake(e.Err))
		}
	}
	d.panel.Refresh()
}

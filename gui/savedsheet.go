package gui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
)

// A savedSheet is the dialog about one item: its name, whom it is for, a note, and the folder it is in.
type savedSheet struct {
	w       *Window
	d       *dialog.CustomDialog
	form    *form
	name    *entry
	target  *entry // nil of a folder
	note    *noteEntry
	folders *widgets.RowList
	source  *folderSource
	all     *collection.Collection
}

// A folderSource makes the rows of the folders, from the top.
type folderSource struct {
	rows   []collection.Row // the first one is the top
	chosen int
}

// Len implements [widgets.Source].
func (f *folderSource) Len() int { return len(f.rows) }

// Row implements [widgets.Source].
func (f *folderSource) Row(i int, r *widgets.Row) {
	r.Selected = i == f.chosen
	if i == 0 {
		r.Add(tr("In no folder"), widgets.Dim)
		return
	}
	r.Add(strings.Repeat("  ", f.rows[i].Depth+1)+f.rows[i].Item.Name, widgets.Normal)
}

func (f *folderSource) id() collection.ID { return f.rows[f.chosen].Item.ID }

// foldersOf lists the folders of a tree but one and what is in it.
func foldersOf(root *collection.Item, but, chosen collection.ID) *folderSource {
	f := &folderSource{rows: []collection.Row{{Item: root}}}
	skip := -1
	for _, row := range collection.Rows(root, func(collection.ID) bool { return true }) {
		if skip >= 0 && row.Depth > skip {
			continue
		}
		if skip = -1; row.Item.Kind != collection.Folder {
			continue
		}
		if row.Item.ID == but {
			skip = row.Depth
			continue
		}
		if row.Item.ID == chosen {
			f.chosen = len(f.rows)
		}
		f.rows = append(f.rows, row)
	}
	return f
}

var folderColumns = []widgets.Column{{Title: "Folder"}}

// folderRows is how many folders are in sight.
const folderRows = 110

// newSheet makes the dialog for an item that is in a folder; buttons are made of what they do.
func (w *Window) newSheet(it collection.Item, folder collection.ID) *savedSheet {
	s := &savedSheet{w: w, form: newForm(), all: w.saved.all()}
	hide := func() { s.d.Hide() }
	s.name = newEntry("", hide)
	s.name.SetText(it.Name)
	s.form.row(tr("Name"), s.name, collection.FieldName)
	if it.Kind == collection.Message {
		s.target = newEntry(tr("anybody; or tcp://host:port, udp://host:port"), hide)
		s.target.SetText(it.Target.String())
		s.form.row(tr("Target"), s.target, collection.FieldTarget)
		s.target.OnChanged = func(string) { s.form.clear() }
	}
	s.note = newNoteEntry(collection.MaxNote, hide)
	s.note.SetMinRowsVisible(2)
	s.note.SetText(it.Note)
	s.form.row(tr("Note"), s.note, collection.FieldNote)
	s.form.problem(collection.FieldText)
	s.name.OnChanged = func(string) { s.form.clear() }
	s.note.OnChanged = func(string) { s.form.clear() }
	s.name.full = s.full(collection.FieldName, maxEntry)
	s.note.full = s.full(collection.FieldNote, collection.MaxNote)
	if s.target != nil {
		s.target.full = s.full(collection.FieldTarget, maxEntry)
	}
	s.source = foldersOf(s.all.Root(), it.ID, folder)
	s.folders = widgets.NewRowList(s.source, translated(folderColumns))
	s.folders.OnSelect = func(i int, _ widgets.Selecting) { s.source.chosen = i; s.folders.RefreshRows() }
	s.folders.OnEscape = hide
	s.folders.SetCursorRow(s.source.chosen)
	return s
}

// full tells at a field that it takes no more.
func (s *savedSheet) full(field string, most int) func() {
	return func() {
		s.form.show(field, trf("A field takes %s characters; nothing was inserted", countText(uint64(most))))
	}
}

// show shows the dialog; the last of the buttons is what Enter does in the name.
func (s *savedSheet) show(title string, buttons ...*button) {
	list := container.New(roomLayout(folderRows), s.folders)
	width := min(saveWidth, s.w.win.Canvas().Size().Width-40)
	s.d = dialog.NewCustomWithoutButtons(title, container.NewVBox(s.form.box, list, s.form.general), s.w.win)
	cancel := newButton(tr("Cancel"), s.d.Hide)
	all := []fyne.CanvasObject{cancel}
	for _, b := range append(buttons, cancel) {
		b.escape = s.d.Hide
	}
	for _, b := range buttons {
		all = append(all, b)
	}
	last := buttons[len(buttons)-1]
	last.Importance = widget.HighImportance
	s.name.OnSubmitted = func(string) { last.OnTapped() }
	if s.target != nil {
		s.target.OnSubmitted = s.name.OnSubmitted
	}
	s.d.SetButtons(all)
	s.d.Show()
	s.d.Resize(fyne.NewSize(width, s.d.MinSize().Height))
	s.folders.Reveal(s.source.chosen)
	s.w.win.Canvas().Focus(s.name)
	s.name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// A roomLayout gives its object all the room, and asks for a height.
type roomLayout float32

func (l roomLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, float32(l))
}

func (l roomLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// item is what stands in the fields, or nil with a problem told at its field.
func (s *savedSheet) item(it collection.Item) *collection.Item {
	it.Name, it.Note = strings.TrimSpace(s.name.Text), strings.TrimSpace(s.note.Text)
	if s.target != nil {
		var err error
		if it.Target, err = collection.ParseTarget(s.target.Text); err != nil {
			s.tell(&collection.FieldError{Field: collection.FieldTarget, Text: err.Error()})
			return nil
		}
	}
	if err := it.Check(); err != nil {
		s.tell(err)
		return nil
	}
	return &it
}

// tell shows what is wrong at its field.
func (s *savedSheet) tell(err error) {
	var f *collection.FieldError
	if errors.As(err, &f) {
		s.form.show(f.Field, f.Text)
		at := fyne.Focusable(s.name)
		switch {
		case f.Field == collection.FieldTarget && s.target != nil:
			at = s.target
		case f.Field == collection.FieldNote:
			at = s.note
		}
		s.w.win.Canvas().Focus(at)
	} else {
		s.form.show("", err.Error())
	}
}

// add adds a new item and tells where it is.
func (s *savedSheet) add(it collection.Item, done func(collection.ID)) {
	if item := s.item(it); item != nil {
		ids, err := s.all.Add(s.source.id(), -1, item)
		if err != nil {
			s.tell(err)
			return
		}
		s.d.Hide()
		s.w.saved.changed()
		done(ids[0])
	}
}

// change gives an item what stands in the fields.
func (s *savedSheet) change(id collection.ID, it collection.Item, done func(collection.ID)) {
	item := s.item(it)
	if item == nil {
		return
	}
	err := s.all.Change(id, *item)
	if err == nil && s.source.id() != s.all.ParentOf(id) {
		err = s.all.Move(id, s.source.id(), -1)
	}
	if err != nil {
		s.tell(err)
		return
	}
	s.d.Hide()
	s.w.saved.changed()
	done(id)
}

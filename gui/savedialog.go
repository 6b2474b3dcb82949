package gui

import (
	"errors"
	"os"
	"path/filepath"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
)

// A fileDialog asks for the file to write or read: a path to type, and a button that chooses. Unlike Fyne's own it does
// not empty the file before anything is written, and a mistake is told under the path, which stays as it was typed.
type fileDialog struct {
	w       *Window
	d       *dialog.CustomDialog
	path    *entry
	problem *widgets.ProblemLabel
	check   func(path string) error // of the name, or nil
	done    func(path string)
	reads   bool   // a file that is there, instead of writing one
	folder  bool   // a folder, where it reads
	sure    string // the path whose replacing was confirmed
}

const saveWidth = 560

// newFileDialog makes a dialog that is not shown yet. check, unless nil, says what is wrong with a name.
func (w *Window) newFileDialog(name string, check func(path string) error, done func(path string)) *fileDialog {
	s := &fileDialog{w: w, problem: widgets.NewProblemLabel(), check: check, done: done}
	s.path = newEntry("", func() { s.d.Hide() })
	s.path.SetText(filepath.Join(w.saveFolder(), name))
	s.path.OnChanged = func(string) { s.problem.SetText("") }
	s.path.OnSubmitted = func(string) { s.submit() }
	return s
}

// show shows the dialog, with what is asked besides above the path.
func (s *fileDialog) show(title, do string, besides ...fyne.CanvasObject) {
	browse := newButton(tr("Folder…"), s.browse)
	if s.reads {
		browse = newButton(tr("Choose…"), s.choose)
		if s.folder {
			browse.OnTapped = s.browseWhole
		}
	}
	content := container.NewVBox(append(besides, container.NewBorder(nil, nil, nil, browse, s.path), s.problem)...)
	s.d = dialog.NewCustomWithoutButtons(title, content, s.w.win)
	ok := newButton(do, s.submit)
	ok.Importance = widget.HighImportance
	cancel := newButton(tr("Cancel"), s.d.Hide)
	for _, b := range []*button{ok, cancel, browse} {
		b.escape = s.d.Hide
	}
	s.d.SetButtons([]fyne.CanvasObject{cancel, ok})
	s.d.Show()
	s.d.Resize(fyne.NewSize(min(saveWidth, s.w.win.Canvas().Size().Width-40), s.d.MinSize().Height))
	s.w.win.Canvas().Focus(s.path)
	if s.reads { // another path is typed in its place, or a name behind it
		s.path.TypedShortcut(&fyne.ShortcutSelectAll{})
	} else {
		s.path.CursorColumn = utf8.RuneCountInString(s.path.Text)
		s.path.Refresh()
	}
}

// askWhere asks for a file to write; check, unless nil, says what is wrong with a name.
func (w *Window) askWhere(title, name string, check func(path string) error, save func(path string)) {
	w.newFileDialog(name, check, save).show(title, tr("Save"))
}

// askWhich asks for a file or folder to read.
func (w *Window) askWhich(title string, read func(path string)) *fileDialog {
	s := w.newFileDialog("", nil, read)
	s.reads = true
	s.show(title, tr("Open"))
	return s
}

// saveFolder is where the last file was saved, or else the person's own folder.
func (w *Window) saveFolder() string {
	if w.savedIn != "" {
		return w.savedIn
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// submit checks the path and hands it over. A file that is there is replaced when Save is pressed again.
func (s *fileDialog) submit() {
	path, err := filepath.Abs(s.path.Text)
	if err == nil && s.path.Text == "" {
		err = errors.New(tr("Which file?"))
	}
	if err == nil && s.check != nil {
		err = s.check(path)
	}
	if err == nil && s.reads {
		_, err = os.Stat(path)
	} else if err == nil {
		err = folderOf(path)
	}
	if err != nil {
		s.problem.SetText(netcore.Explain(err).String())
		return
	}
	if info, err := os.Stat(path); err == nil && !s.reads && s.sure != path {
		if info.IsDir() {
			s.problem.SetText(trf("%s is a folder", path))
			return
		}
		s.sure = path
		s.problem.SetText(trf("%s exists: press Save again to replace it", filepath.Base(path)))
		return
	}
	s.w.savedIn = filepath.Dir(path)
	s.d.Hide()
	s.done(path)
}

// folderOf looks whether there is a folder to write a file into.
func folderOf(path string) error {
	info, err := os.Stat(filepath.Dir(path))
	if err == nil && !info.IsDir() {
		err = errors.New(trf("%s is no folder", filepath.Dir(path)))
	}
	return err
}

// choose chooses a file that is there.
func (s *fileDialog) choose() {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil {
			s.problem.SetText(err.Error())
		} else if f != nil {
			_ = f.Close() // only its name is wanted
			s.path.SetText(f.URI().Path())
		}
	}, s.w.win)
	s.begin(d)
}

// begin shows a chooser where the path leads.
func (s *fileDialog) begin(d *dialog.FileDialog) {
	if at, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(s.path.Text))); err == nil {
		d.SetLocation(at)
	}
	d.Show()
}

// browse chooses the folder and keeps the name.
func (s *fileDialog) browse() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			s.problem.SetText(err.Error())
		} else if folder != nil {
			s.path.SetText(filepath.Join(folder.Path(), filepath.Base(s.path.Text)))
		}
	}, s.w.win)
	s.begin(d)
}

package gui

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
)

// A saveDialog asks for the file to write: a path to type, and a button that chooses the folder. Unlike Fyne's own it does
// not empty the file before anything is written, and a mistake is told under the path, which stays as it was typed.
type saveDialog struct {
	w       *Window
	d       *dialog.CustomDialog
	path    *entry
	problem *widgets.ProblemLabel
	check   func(path string) error // of the name, or nil
	save    func(path string)
	sure    string // the path whose replacing was confirmed
}

const saveWidth = 560

// askWhere asks for a file to write; check, unless nil, says what is wrong with a name.
func (w *Window) askWhere(title, name string, check func(path string) error, save func(path string)) {
	s := &saveDialog{w: w, problem: widgets.NewProblemLabel(), check: check, save: save}
	s.path = newEntry("", func() { s.d.Hide() })
	s.path.SetText(filepath.Join(w.saveFolder(), name))
	s.path.OnChanged = func(string) { s.problem.SetText("") }
	s.path.OnSubmitted = func(string) { s.done() }
	browse := newButton(tr("Folder…"), s.browse)
	content := container.NewVBox(container.NewBorder(nil, nil, nil, browse, s.path), s.problem)
	s.d = dialog.NewCustomWithoutButtons(title, content, w.win)
	ok := newButton(tr("Save"), s.done)
	ok.Importance = widget.HighImportance
	s.d.SetButtons([]fyne.CanvasObject{newButton(tr("Cancel"), s.d.Hide), ok})
	s.d.Show()
	s.d.Resize(fyne.NewSize(min(saveWidth, w.win.Canvas().Size().Width-40), s.d.MinSize().Height))
	w.win.Canvas().Focus(s.path)
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

// done checks the path and hands it over. A file that is there is replaced when Save is pressed again.
func (s *saveDialog) done() {
	path, err := filepath.Abs(s.path.Text)
	if err == nil && s.path.Text == "" {
		err = errors.New(tr("Which file?"))
	}
	if err == nil && s.check != nil {
		err = s.check(path)
	}
	var info fs.FileInfo
	if err == nil {
		if info, err = os.Stat(filepath.Dir(path)); err == nil && !info.IsDir() {
			err = errors.New(trf("%s is no folder", filepath.Dir(path)))
		}
	}
	if err != nil {
		s.problem.SetText(netcore.Explain(err).String())
		return
	}
	if info, err := os.Stat(path); err == nil && s.sure != path {
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
	s.save(path)
}

// browse chooses the folder and keeps the name.
func (s *saveDialog) browse() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			s.problem.SetText(err.Error())
		} else if folder != nil {
			s.path = newEntry("", func() { s.d.Hide() })
			s.path.SetText(filepath.Join(folder.Path(), filepath.Base(s.path.Text)))
		}
	}, s.w.win)
	if at, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(s.path.Text))); err == nil {
		d.SetLocation(at)
	}
	d.Show()
}

package gui

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transfer"
)

// modeFile is the composer's mode in which a file is the message.
const modeFile = 3

// A filePane is what the composer shows in the place of the text when a file is the message.
type filePane struct {
	c       *composer
	path    *entry
	pace    *entry
	piece   *entry              // of datagrams; nil elsewhere
	text    []fyne.CanvasObject // what it takes the place of
	content *fyne.Container
}

func newFilePane(c *composer, udp bool, text ...fyne.CanvasObject) *filePane {
	f := &filePane{c: c, text: text}
	field := func(hint string) *entry {
		e := newEntry(hint, nil)
		e.full = c.fieldFull
		e.OnChanged = func(string) { c.check() }
		e.OnSubmitted = func(string) { c.sendNow() }
		return e
	}
	f.path = field(tr("A file: type its path, choose it, or drop it here"))
	f.pace = field(tr("no limit; 500 kB/s"))
	choose := newIconButton("", theme.FolderOpenIcon(), f.choose)
	rows := container.NewVBox(container.NewBorder(nil, nil, nil, choose, f.path), labelled(tr("Speed"), f.pace))
	if udp {
		f.piece = field(trf("%s bytes a datagram", countText(transfer.DatagramPiece)))
		rows.Add(labelled(tr("Piece"), f.piece))
	}
	f.content = rows
	f.content.Hide()
	return f
}

// field is where the message is written: the text, or the path of a file.
func (c *composer) field() fyne.Focusable {
	if c.file.on() {
		return c.file.path
	}
	return c.entry
}

func (c *composer) fieldFull() {
	c.complain(trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
}

// typed is what stands in the fields.
func (f *filePane) typed() workbench.FileSending {
	s := workbench.FileSending{Path: f.path.Text, Pace: f.pace.Text}
	if f.piece != nil {
		s.Piece = f.piece.Text
	}
	if f.c.to != nil {
		s.To = f.c.to.Text
	}
	return s
}

// on reports whether a file is the message.
func (f *filePane) on() bool { return f.c.mode.Selected() == modeFile }

// show shows the fields in the text's place, or the text.
func (f *filePane) show() {
	if f.content.Visible() == f.on() {
		return
	}
	for _, o := range f.text {
		if f.on() {
			o.Hide()
		} else {
			o.Show()
		}
	}
	if f.on() {
		f.content.Show()
	} else {
		f.content.Hide()
	}
	f.c.content.Refresh()
}

// check tells how big the file is, or what is wrong with what was typed.
func (f *filePane) check() bool {
	c := f.c
	c.send.SetText(tr("Send the file"))
	c.say("")
	if f.path.Text == "" {
		c.complain("")
		return false
	}
	kind := netcore.Stream
	if f.piece != nil {
		kind = netcore.Datagram
	}
	size, err := f.typed().Size(kind)
	if err != nil {
		_, text := workbench.FieldOf(err)
		c.complain(text)
		return false
	}
	c.complain("")
	c.say(sizeText(int(size)))
	return true
}

// send sends the file to the composer's receivers.
func (f *filePane) send() {
	if !f.check() {
		if f.path.Text == "" {
			f.c.complain(tr("Which file is to be sent?"))
		}
		f.c.w.win.Canvas().Focus(f.path)
		return
	}
	receivers := f.c.receivers()
	if len(receivers) == 0 {
		f.c.complain(f.c.nobody())
		return
	}
	words := workbench.FileWords{Progress: sentText, Title: func(name, peer string) string { return trf("Sending %s to %s", name, peer) }}
	if err := f.c.w.bench.SendFile(f.typed(), receivers, words); err != nil {
		_, text := workbench.FieldOf(err)
		f.c.complain(text)
		return
	}
	f.c.went = time.Now()
}

// sentText says how far a file is.
func sentText(s transfer.Sent) string {
	text := trf("%s of %s sent", bytesText(float64(s.Wrote)), bytesText(float64(s.Size)))
	if s.Took > 100*time.Millisecond {
		text += " · " + bytesText(float64(s.Wrote)/s.Took.Seconds()) + "/s"
	}
	if s.Lost > 0 {
		text += " · " + trf("%s datagrams not sent", countText(uint64(s.Lost)))
	}
	return text
}

func (f *filePane) choose() {
	d := f.c.w.askWhich(tr("Choose the file to send"), f.take)
	if f.path.Text != "" {
		d.path.SetText(f.path.Text)
	}
}

// take makes a file the message.
func (f *filePane) take(path string) {
	f.c.mode.SetSelected(modeFile)
	f.path.SetText(path)
	f.c.check()
	f.c.w.win.Canvas().Focus(f.path)
}

// chooseFile makes a file the message, and asks which.
func (w *Window) chooseFile() {
	if w.chosen == tabLookups {
		return
	}
	f := w.sockets[w.chosen].composer.file
	f.c.mode.SetSelected(modeFile)
	f.c.check()
	f.choose()
}

// dropped takes files that were dropped onto the window: one is the message.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	if w.chosen == tabLookups || len(files) == 0 || w.win.Canvas().Overlays().Top() != nil {
		return
	}
	if w.sockets[w.chosen].saved.droppedOn(files) {
		return
	}
	c := w.sockets[w.chosen].composer
	c.file.take(files[0].Path())
	if n := len(files); n > 1 {
		c.complain(trf("%d files were dropped: one is sent at a time, and this is the first", n))
	}
}

// receiveInto asks for a file for what a session receives from here on.
func (w *Window) receiveInto(s netcore.SessionInfo) {
	name := fmt.Sprintf("received-%d.bin", s.ID)
	w.askWhere(trf("Receive #%d into a file, from now on", s.ID), name, isNew, func(path string) {
		w.bench.ReceiveInto(s.ID, path, func(err error) {
			if err != nil {
				w.problem(tr("Nothing is received into a file"), err)
			}
		})
	})
}

// isNew says that a file is there already.
func isNew(path string) error {
	if _, err := transfer.Look(path); err == nil {
		return errors.New(trf("%s exists: what is received goes into a new file", filepath.Base(path)))
	}
	return nil
}

// receiveItems are the items of a session's menu that begin and end a file.
func (w *Window) receiveItems(s netcore.SessionInfo) []*fyne.MenuItem {
	if w.bench.ReceivingInto(s.ID) {
		return []*fyne.MenuItem{fyne.NewMenuItem(tr("Stop receiving into the file"), func() { w.bench.StopReceiving(s.ID) })}
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(tr("Receive into file…"), func() { w.receiveInto(s) })}
}

// newKeepField is the field for a folder that all that is received goes into, with a button that chooses one.
func newKeepField(p *socketPane) (*entry, fyne.CanvasObject) {
	e := p.entry("", tr("a folder; empty: nowhere"))
	choose := newIconButton("", theme.FolderOpenIcon(), func() {
		p.w.askFolder(e.Text, func(path string) {
			e.SetText(path)
			p.w.win.Canvas().Focus(e)
		})
	})
	return e, container.NewBorder(nil, nil, nil, choose, e)
}

// askFolder asks for a folder that is there.
func (w *Window) askFolder(now string, done func(path string)) {
	d := w.newFileDialog("", transfer.CheckFolder, done)
	d.reads = true
	if now != "" {
		d.path.SetText(now)
	}
	d.folder = true
	d.show(tr("Choose a folder"), tr("Choose"), widget.NewLabel(tr("Each connection has a file of its own there.")))
}

// browseWhole chooses a folder itself, and not one for a file.
func (s *fileDialog) browseWhole() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			s.problem.SetText(err.Error())
		} else if folder != nil {
			s.path.SetText(folder.Path())
		}
	}, s.w.win)
	s.begin(d)
}

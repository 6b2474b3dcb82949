package gui

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
)

// importMessages asks for a file or a folder of files and adds what is in it.
func (w *Window) importMessages() {
	lines := widget.NewCheck(tr("Each line of a plain text is a message of its own"), nil)
	about := widget.NewLabel(tr("Saved messages of Wirevise or Packet Sender (packets.ini, or its export), or any small file or folder of them."))
	about.Wrapping = fyne.TextWrapWord
	s := w.newFileDialog("", nil, func(path string) {
		w.importFrom([]string{path}, lines.Checked)
	})
	s.reads = true
	s.show(tr("Read messages from a file"), tr("Open"), about, lines)
}

// importFrom reads files, and those in folders.
func (w *Window) importFrom(paths []string, lines bool) {
	w.bench.ImportMessages(paths, lines, func(in collection.Imported, err error) { w.imported(paths[0], in, err) })
}

// droppedOn reads files that were dropped where the saved messages show, and reports whether they do.
func (s *savedPane) droppedOn(files []fyne.URI) bool {
	if !s.showing() {
		return false
	}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path())
	}
	s.w.importFrom(paths, false)
	return true
}

// imported adds what was read, several messages in a folder of the file's name, and tells what could not be taken over.
func (w *Window) imported(path string, in collection.Imported, err error) {
	if err != nil {
		w.problem(tr("Nothing was read"), err)
		return
	}
	items := in.Items
	if len(items) > 1 {
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		items = []*collection.Item{{Kind: collection.Folder, Name: collection.NameOf(name), Items: items}}
	}
	if len(items) > 0 {
		ids, err := w.saved.all().Add(collection.RootID, -1, items...)
		if err != nil {
			w.problem(tr("Nothing was read"), err)
			return
		}
		w.saved.open[ids[0]] = true
		w.saved.changed()
		if w.chosen != tabLookups {
			p := w.sockets[w.chosen].saved
			p.show(sideSaved)
			p.goTo(ids[0])
		}
	}
	count := (&collection.Item{Items: in.Items}).Messages()
	switch {
	case len(in.Told) > 0:
		w.showNotices(trf("%s read, with %d remarks", filepath.Base(path), len(in.Told)), in.Told)
	case w.chosen == tabLookups || count == 0:
		w.say(tr("Read messages from a file"), trf("%d messages were read.", count))
	default:
		w.sockets[w.chosen].saved.said.SetText(trf("%d messages were read.", count))
	}
}

// A noticeSource makes the rows of what could not be taken over.
type noticeSource []collection.Notice

// Len implements [widgets.Source].
func (n noticeSource) Len() int { return len(n) }

// Row implements [widgets.Source].
func (n noticeSource) Row(i int, r *widgets.Row) {
	r.Add(n[i].Name, widgets.Accent)
	r.Add(n[i].Text, widgets.Normal)
}

var noticeColumns = []widgets.Column{{Title: "Name", Chars: 24}, {Title: "What was not taken over as it was"}}

func (w *Window) showNotices(title string, notices []collection.Notice) {
	var d *dialog.CustomDialog
	list := widgets.NewRowList(noticeSource(notices), translated(noticeColumns))
	hide := func() { d.Hide() }
	list.OnEscape = hide
	list.OnCopy = func() {
		var text strings.Builder
		for _, n := range notices {
			text.WriteString(n.String() + "\n")
		}
		w.copy(text.String())
	}
	whole := widget.NewLabel("")
	whole.Wrapping = fyne.TextWrapWord
	list.OnSelect = func(i int, _ widgets.Selecting) { whole.SetText(notices[i].String()) }
	d = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, whole, nil, nil, list), w.win)
	done := newButton(tr("Close"), hide)
	done.escape = hide
	d.SetButtons([]fyne.CanvasObject{done})
	size := w.win.Canvas().Size()
	d.Show()
	d.Resize(fyne.NewSize(min(900, size.Width-60), min(480, size.Height-80)))
	w.win.Canvas().Focus(list)
}

func (w *Window) exportAllMessages() {
	w.exportMessages(w.saved.all().Root(), tr("messages"))
}

// exportMessages asks where to write messages.
func (w *Window) exportMessages(root *collection.Item, name string) {
	if len(root.Items) == 0 {
		w.say(tr("Export saved messages"), tr("There are none of your own yet."))
		return
	}
	file := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name)
	w.askWhere(tr("Export saved messages"), file+".json", nil, func(path string) {
		w.bench.ExportMessages(path, root, func(err error) {
			if err != nil {
				w.problem(tr("Not exported"), err)
			}
		})
	})
}

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// messagesMenu is the choice how the log shows its messages.
func (w *Window) messagesMenu() *fyne.MenuItem {
	menu := fyne.NewMenu("")
	var ways []*fyne.MenuItem
	for i, way := range previewWays {
		item := fyne.NewMenuItem(showings(way)[0], nil)
		item.Checked = w.log.source.preview.way == way
		item.Action = func() {
			for j, other := range ways {
				other.Checked = j == i
			}
			menu.Refresh()
			w.settings.MessagesAs = way.String()
			w.applyPreview()
			w.keep()
		}
		ways = append(ways, item)
	}
	menu.Items = append(ways, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Encoding…"), w.askPreviewEncoding))
	item := fyne.NewMenuItem(tr("Show messages as"), nil)
	item.ChildMenu = menu
	return item
}

// askPreviewEncoding lets a person choose in which encoding the log shows its messages.
func (w *Window) askPreviewEncoding() {
	choice := newEncodingSelect(nil)
	if e := w.log.source.preview.reading.encoding.Name; e != "" {
		choice.SetSelected(e)
	}
	choice.OnChanged = func(name string) {
		w.settings.MessagesIn = name
		w.applyPreview()
		w.keep()
	}
	label := widget.NewLabel(tr("The messages in the log are read as"))
	w.pop(tr("Encoding of the messages"), tr("Close"), container.NewVBox(label, choice))
}

// applyPreview shows the messages as the settings say.
func (w *Window) applyPreview() {
	w.log.source.preview.choose(w.settings.MessagesAs, w.settings.MessagesIn)
	w.log.list.RefreshRows()
}

package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
)

// menuChars is how much of a filter a menu shows.
const menuChars = 60

// showOptions offers how filters are read, and the filters before.
func (b *filterBox) showOptions() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.more)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", b.optionItems()...), b.w.win.Canvas(), at.AddXY(0, b.more.Size().Height))
}

func (b *filterBox) optionItems() []*fyne.MenuItem {
	s := &b.w.settings
	match := fyne.NewMenuItem(tr("Match case"), func() { s.MatchCase = !s.MatchCase; b.w.reread() })
	match.Checked = s.MatchCase
	in := strings.Join(append([]string{codec.Encodings()[0].Name}, s.AlsoIn...), ", ")
	items := []*fyne.MenuItem{match, fyne.NewMenuItem(trf("Text is looked for in %s…", head(in, menuChars)), b.askEncodings)}
	if len(s.Filters) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	for _, f := range s.Filters {
		items = append(items, fyne.NewMenuItem(head(seen(f), menuChars), func() { b.keep(); b.text.put(f) }))
	}
	return items
}

// askEncodings lets a person choose the encodings that text is looked for in.
func (b *filterBox) askEncodings() {
	s := &b.w.settings
	grid := container.NewGridWithColumns(3)
	for i, e := range codec.Encodings() {
		check := widget.NewCheck(e.Name, nil)
		check.Checked = i == 0 || slices.Contains(s.AlsoIn, e.Name)
		check.OnChanged = func(on bool) {
			s.AlsoIn = slices.DeleteFunc(slices.Clone(s.AlsoIn), func(name string) bool { return name == e.Name })
			if on {
				s.AlsoIn = append(s.AlsoIn, e.Name)
			}
			b.w.reread()
		}
		if i == 0 {
			check.Disable()
		}
		grid.Add(check)
	}
	d := b.w.pop(tr("Look for text in"), tr("Close"), container.NewVScroll(grid))
	d.Resize(fyne.NewSize(620, 480))
}

// reread reads filter and search again, in another way, which is kept.
func (w *Window) reread() {
	w.keep()
	w.log.box.look()
	w.log.search.look()
}

package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
)

// A savedPane is the list of saved messages at the bottom of a tab, in the composer's place while it shows. Messages go to
// whom the composer would send.
type savedPane struct {
	w       *Window
	pane    *socketPane
	saved   *savedMessages
	source  *savedSource
	list    *widgets.RowList
	filter  *entry
	back    *button        // to the composer
	target  *widget.Select // the composer's, once more
	send    *button
	load    *button
	problem *widgets.ProblemLabel
	offers  *fyne.Container // what can be done about the problem
	said    *widget.Label
	trouble string        // with the file, as it was told last
	origin  collection.ID // of what was loaded into the composer last
	frame   fyne.CanvasObject
	content *fyne.Container // the composer and the saved messages, one of which shows
}

// The sides of the composer's place.
const (
	sideMessage = iota
	sideSaved
)

// leastSaved is the least height of the list.
const leastSaved = 130

// newSaved makes the button of the composer that leads to the saved messages.
func (c *composer) newSaved() *button {
	return newIconButton(tr("Saved"), theme.ListIcon(), c.w.toggleSaved)
}

func newSavedPane(p *socketPane) *savedPane {
	s := &savedPane{w: p.w, pane: p, saved: p.w.saved, source: &savedSource{}, problem: widgets.NewProblemLabel(), offers: container.NewHBox(),
		said: widget.NewLabel("")}
	s.list = widgets.NewRowList(s.source, translated(savedColumns))
	s.list.OnSelect = func(i int, _ widgets.Selecting) { s.choose(s.source.rows[i].Item.ID) }
	s.list.OnActivate = s.activate
	s.list.OnMenu = s.menu
	s.list.OnKey = s.key
	s.list.OnEscape = func() { s.show(sideMessage) }
	s.filter = newEntry(tr("Find"), nil)
	s.filter.escape = s.clearFilter
	s.filter.OnChanged = func(string) { s.update(); s.list.SetTop(0) }
	s.filter.OnSubmitted = func(string) { s.firstFound() }
	s.back = newIconButton(tr("Message"), theme.DocumentCreateIcon(), func() { s.show(sideMessage) })
	s.target = widget.NewSelect(nil, nil)
	s.send = newButton(tr("Send"), s.sendChosen)
	s.send.Importance = widget.HighImportance
	s.load = newButton(tr("Edit"), s.loadChosen)
	more := newIconButton("", theme.MoreVerticalIcon(), nil)
	more.OnTapped = func() {
		menu := widget.NewPopUpMenu(fyne.NewMenu("", s.items(s.source.chosen)...), s.w.win.Canvas())
		at := s.w.app.Driver().AbsolutePositionForObject(more)
		menu.ShowAtPosition(at.SubtractXY(menu.MinSize().Width-more.Size().Width, menu.MinSize().Height))
	}
	s.said.Importance = widget.LowImportance
	s.said.Truncation = fyne.TextTruncateEllipsis
	s.offers.Hide()

	head := container.NewBorder(nil, nil, s.back, nil, s.filter)
	foot := container.NewVBox(s.problem, s.offers, s.said, container.NewBorder(nil, nil, nil, container.NewHBox(s.send, s.load, more), s.target))
	s.frame = newFrame(container.NewBorder(head, foot, nil, nil, container.New(roomLayout(leastSaved), s.list)))
	s.frame.Hide()
	s.content = container.New(&sidesLayout{}, p.composer.content, s.frame)
	p.w.saved.panes = append(p.w.saved.panes, s)
	s.update()
	return s
}

// A sidesLayout gives each side all the room, and asks for what the message needs: going to the other side moves nothing.
type sidesLayout struct{}

func (sidesLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[sideMessage].MinSize()
	if o[sideSaved].Visible() {
		size = size.Max(o[sideSaved].MinSize())
	}
	return size
}

func (sidesLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, x := range o {
		x.Move(fyne.NewPos(0, 0))
		x.Resize(size)
	}
}

// messageField is where one goes on when something is open: the message, or the saved ones.
func (p *socketPane) messageField() fyne.Focusable {
	if p.saved.showing() {
		return p.saved.list
	}
	return p.composer.field()
}

// sendNow sends what shows: the composer's message, or the saved one that is chosen.
func (p *socketPane) sendNow() {
	if p.saved.showing() {
		p.saved.sendChosen()
	} else {
		p.composer.sendNow()
	}
}

// showing reports whether the saved messages show.
func (s *savedPane) showing() bool { return s.frame.Visible() }

// show shows one side, with the focus where one goes on.
func (s *savedPane) show(side int) {
	if (side == sideSaved) == s.showing() {
		return
	}
	s.tell("")
	s.trouble = ""
	if side == sideMessage {
		s.frame.Hide()
		s.pane.composer.content.Show()
		s.pane.relayout()
		s.w.focusIn(s.content, s.pane.composer.field())
		return
	}
	s.pane.composer.content.Hide()
	s.frame.Show()
	s.update()
	s.pane.relayout()
	s.w.focusIn(s.content, s.list)
	s.saved.read()
}

// update shows the messages as they are now.
func (s *savedPane) update() {
	if !s.showing() {
		return
	}
	s.source.rows = s.saved.rows(s.filter.Text)
	s.source.numbers = make(map[collection.ID]int)
	for i, it := range s.saved.numbered() {
		s.source.numbers[it.ID] = i + 1
	}
	if columns := s.list.Columns(); columns[0].Hidden != (len(s.source.numbers) == 0) {
		columns[0].Hidden = !columns[0].Hidden
		s.list.SetColumns(columns)
	}
	at := s.source.find(s.source.chosen)
	if at < 0 {
		s.source.chosen = collection.RootID
	}
	s.list.SetCursorRow(at)
	s.list.RefreshRows()
	s.targets()
	s.buttons()
	if text := s.saved.troubleText(); text != s.trouble {
		s.tell(text)
		s.trouble = text
	}
}

// targets offers what the composer offers.
func (s *savedPane) targets() {
	c := s.pane.composer
	s.target.OnChanged = nil
	s.target.Options = c.target.Options
	s.target.SetSelectedIndex(max(c.target.SelectedIndex(), 0))
	s.target.OnChanged = func(string) { c.target.SetSelectedIndex(s.target.SelectedIndex()) }
	s.target.Refresh()
}

func (s *savedPane) buttons() {
	it := s.saved.get(s.source.chosen)
	s.send.SetText(tr("Send"))
	if it != nil && it.Kind == collection.Sequence {
		s.send.SetText(tr("Run…"))
	}
	for _, b := range []*button{s.send, s.load} {
		if it == nil || it.Kind == collection.Folder {
			b.Disable()
		} else {
			b.Enable()
		}
	}
}

// choose makes an item the one that keys and buttons are about.
func (s *savedPane) choose(id collection.ID) {
	if id != s.source.chosen {
		s.tell("")
	}
	s.source.chosen = id
	s.said.SetText("")
	if it := s.saved.get(id); it != nil && it.Note != "" {
		s.said.SetText(strings.Join(strings.Fields(it.Note), " "))
	}
	s.list.RefreshRows()
	s.buttons()
}

// goTo chooses an item, opens the folders that it is in and brings it in sight.
func (s *savedPane) goTo(id collection.ID) {
	for at := s.saved.all().ParentOf(id); at != collection.RootID; at = s.saved.all().ParentOf(at) {
		s.saved.open[at] = true
	}
	s.choose(id)
	s.update()
	if at := s.source.find(id); at >= 0 {
		s.list.Reveal(at)
	}
}

// tell shows a problem, and offers what can be done about it; "" clears both.
func (s *savedPane) tell(text string, offers ...*button) {
	if text == "" && !s.problem.Visible() {
		return
	}
	s.problem.SetText(text)
	s.offers.RemoveAll()
	for _, b := range offers {
		s.offers.Add(b)
	}
	s.offers.Hidden = len(offers) == 0
	s.pane.relayout()
}

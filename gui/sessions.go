package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// A sessionList shows the endpoints of one role with their sessions: who, how much each way, and a way to end it. Those
// that are checked are the ones that "selected" means in the composer.
type sessionList struct {
	w        *Window
	role     string
	rows     []sessionRow
	checked  map[netcore.SessionID]bool
	open     []netcore.SessionID
	chosen   rowKey // of the row last chosen
	list     *widget.List
	heading  *widget.Label
	clear    *button
	content  fyne.CanvasObject
	onChange func(checked bool) // the open sessions changed, or a person checked or unchecked one
}

func newSessionList(w *Window, role string, onChange func(checked bool)) *sessionList {
	l := &sessionList{w: w, role: role, checked: make(map[netcore.SessionID]bool), onChange: onChange}
	l.list = widget.NewList(func() int { return len(l.rows) }, l.newItem, l.showItem)
	l.list.HideSeparators = true
	l.list.OnSelected = l.chose
	l.heading = widget.NewLabel("")
	l.heading.Importance = widget.LowImportance
	l.heading.Truncation = fyne.TextTruncateEllipsis
	l.clear = newButton(tr("Clear ended"), l.forgetEnded)
	l.clear.Importance = widget.LowImportance
	l.clear.Hide()
	name := tr("Connections")
	if role == workbench.RoleUDP {
		name = tr("Sockets")
	}
	head := container.NewBorder(nil, nil, title(name), l.clear, l.heading)
	l.content = newFrame(container.NewBorder(head, nil, nil, nil, l.list))
	l.show(nil)
	return l
}

// show takes the endpoints as they stand.
func (l *sessionList) show(infos []netcore.EndpointInfo) {
	l.rows = l.rows[:0]
	wasOpen := slices.Clone(l.open)
	l.open = l.open[:0]
	ended := 0
	for i := range infos {
		e := &infos[i]
		if e.Role != l.role {
			continue
		}
		single := l.role != workbench.RoleServer
		if !single || len(e.Sessions) == 0 {
			l.rows = append(l.rows, sessionRow{endpoint: e})
		}
		for j := range e.Sessions {
			l.rows = append(l.rows, sessionRow{e, &e.Sessions[j]})
			l.open = append(l.open, e.Sessions[j].ID)
		}
		if !single {
			for j := len(e.Ended) - 1; j >= 0; j-- {
				l.rows = append(l.rows, sessionRow{e, &e.Ended[j]})
			}
		}
		ended += e.EndedAll
	}
	if l.role != workbench.RoleServer { // what is open comes first
		slices.SortStableFunc(l.rows, func(a, b sessionRow) int { return b2i(a.ended()) - b2i(b.ended()) })
	}
	l.heading.SetText(trf("%d open · %d ended", len(l.open), ended))
	l.clear.Hidden = !slices.ContainsFunc(l.rows, sessionRow.ended)
	l.list.Refresh()
	if !slices.Equal(wasOpen, l.open) {
		for id := range l.checked {
			if !slices.Contains(l.open, id) {
				delete(l.checked, id)
			}
		}
		l.onChange(false)
	}
}

// selected returns the checked sessions that are open, in order.
func (l *sessionList) selected() (ids []netcore.SessionID) {
	for _, id := range l.open {
		if l.checked[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

func (l *sessionList) forgetEnded() {
	for _, r := range l.rows {
		if r.ended() {
			l.w.bench.Forget(r.endpoint.ID)
		}
	}
}

// current is the row that the menu's commands are about: the one last chosen, or the only one that is open.
func (l *sessionList) current() (sessionRow, bool) {
	for _, r := range l.rows {
		if r.key() == l.chosen {
			return r, true
		}
	}
	if len(l.open) == 1 {
		i := slices.IndexFunc(l.rows, func(r sessionRow) bool { return r.session != nil && r.session.ID == l.open[0] })
		return l.rows[i], true
	}
	return sessionRow{}, false
}

// chose toggles the check of a session: by click, or by Space in the list.
func (l *sessionList) chose(i int) {
	l.list.Unselect(i)
	l.chosen = l.rows[i].key()
	if r := l.rows[i]; r.session != nil && !r.ended() {
		l.check(r.session.ID, !l.checked[r.session.ID])
	}
}

func (l *sessionList) check(id netcore.SessionID, on bool) {
	if on {
		l.checked[id] = true
	} else {
		delete(l.checked, id)
	}
	l.list.Refresh()
	l.onChange(true)
}

// end closes what a row stands for, or takes it off the list when it has ended.
func (l *sessionList) end(r sessionRow, how netcore.How) {
	switch {
	case r.session == nil && r.ended():
		l.w.bench.Forget(r.endpoint.ID)
	case r.session == nil:
		l.w.bench.Stop(r.endpoint.ID)
	case l.role != workbench.RoleServer && how == netcore.EndClose:
		l.w.bench.Stop(r.endpoint.ID) // or it would connect again
	default:
		if err := l.w.bench.EndSession(r.session.ID, how); err != nil {
			l.w.problem(tr("This can't be done"), err)
		}
	}
}

// menu offers what can be done with a row.
func (l *sessionList) menu(r sessionRow, at fyne.Position) {
	item := func(text string, how netcore.How) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { l.end(r, how) })
	}
	var items []*fyne.MenuItem
	if r.session != nil && !r.ended() {
		if r.session.Boundary == netcore.Stream {
			items = append(items, item(tr("Finish sending (FIN)"), netcore.EndHalfClose), item(tr("Close"), netcore.EndClose),
				item(tr("Abort (RST)"), netcore.EndAbort))
		} else {
			items = append(items, item(tr("Close"), netcore.EndClose))
		}
		items = append(items, fyne.NewMenuItemSeparator())
		items = append(items, l.w.receiveItems(*r.session)...)
	}
	if !r.ended() || r.session != nil {
		items = append(items, fyne.NewMenuItem(tr("Show only its rows"), func() { l.w.log.onlyOf(r) }))
	}
	if s := r.session; s != nil {
		items = append(items, fyne.NewMenuItem(tr("Show stream"), func() { l.w.stream.open(msglog.Entry{Session: s.ID, Peer: s.Peer}) }))
		if s.Boundary == netcore.Stream {
			items = append(items, fyne.NewMenuItem(tr("Show as HTTP"), func() { l.w.http.open(msglog.Entry{Session: s.ID, Peer: s.Peer}) }))
		}
	}
	if address := r.address(); address != "" {
		items = append(items, fyne.NewMenuItem(tr("Copy address"), func() { l.w.copy(address) }))
	}
	items = append(items, fyne.NewMenuItem(tr("Statistics"), func() {
		l.w.showStatistics(workbench.StatisticsKey{Endpoint: r.key().endpoint, Session: r.key().session})
	}))
	items = append(items, fyne.NewMenuItem(tr("Details…"), func() { l.w.details(r) }))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), l.w.win.Canvas(), at)
}

// sessionItem is the widget of one row, used for another row as the list scrolls.
type sessionItem struct {
	widget.BaseWidget
	check   *widget.Check
	dot     *widgets.StateDot
	text    *widget.Label
	traffic *widget.Label
	more    *button
	end     *button
	content *fyne.Container
	onMenu  func(fyne.Position)
}

func (l *sessionList) newItem() fyne.CanvasObject {
	it := &sessionItem{check: widget.NewCheck("", nil), dot: widgets.NewStateDot(widgets.DotOff), text: widget.NewLabel(""),
		traffic: widget.NewLabel(""), more: newIconButton("", theme.MoreVerticalIcon(), nil),
		end: newIconButton("", theme.CancelIcon(), nil)}
	it.traffic.TextStyle.Monospace = true
	it.text.SizeName, it.traffic.SizeName = theme.SizeNameCaptionText, theme.SizeNameCaptionText
	it.text.Truncation = fyne.TextTruncateEllipsis
	it.more.Importance, it.end.Importance = widget.LowImportance, widget.LowImportance
	left := container.NewHBox(it.check, container.NewCenter(it.dot))
	right := container.New(layout.NewCustomPaddedHBoxLayout(0), it.traffic, it.more, it.end)
	it.content = container.NewBorder(nil, nil, left, right, it.text)
	it.ExtendBaseWidget(it)
	return it
}

func (it *sessionItem) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(it.content)
}

// TappedSecondary opens the row's menu.
func (it *sessionItem) TappedSecondary(e *fyne.PointEvent) { it.onMenu(e.AbsolutePosition) }

func (l *sessionList) showItem(i int, o fyne.CanvasObject) {
	it, r := o.(*sessionItem), l.rows[i]
	live := r.session != nil && !r.ended()
	it.check.Hidden = !live
	it.check.OnChanged = nil
	if live {
		id := r.session.ID
		it.check.SetChecked(l.checked[id])
		it.check.OnChanged = func(on bool) {
			l.chosen = r.key()
			l.check(id, on)
		}
	}
	it.dot.SetState(r.dot())
	it.text.Importance = widget.MediumImportance
	if r.ended() {
		it.text.Importance = widget.LowImportance
	}
	it.text.TextStyle.Bold = r.session == nil
	it.text.SetText(r.text())
	it.traffic.SetText(r.traffic())
	it.end.Hidden = r.ended() && r.session != nil
	it.end.OnTapped = func() { l.end(r, netcore.EndClose) }
	it.onMenu = func(at fyne.Position) { l.menu(r, at) }
	it.more.OnTapped = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(it.more)
		l.menu(r, at.AddXY(0, it.more.Size().Height))
	}
	it.content.Refresh()
}

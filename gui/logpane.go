package gui

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// A logPane is the message log: the bar with the filter, and the rows.
type logPane struct {
	w        *Window
	source   *logSource
	list     *widgets.RowList
	box      *filterBox
	text     *queryEntry // the box's
	search   *searchBar
	kinds    []*widgets.Chip // in the order of chipKinds
	pieces   *pieceSwitch
	endpoint *widget.Select
	ids      []netcore.EndpointID // of endpoint's options, after the first
	follow   *widgets.Chip
	below    *button // how many new rows wait below
	halt     *button // stops the filtering, or goes on with it
	busy     int     // how often in a row it was not at its end
	seen     uint64  // the next sequence number when following stopped
	state    workbench.LogState
	cleared  uint64          // how many rows were thrown away by the person, and one
	top      uint64          // sequence number of a row that stays where it is: the first on screen, or
	line     int             // which one
	held     bool            // that was chosen for an earlier change of the filter, and nobody scrolled since
	rows     *fyne.Container // the list below the search bar
	content  fyne.CanvasObject

	showColours func() // brings the menu up to date
}

var chipKinds = []msglog.Kinds{msglog.ReceivedRows, msglog.SentRows, msglog.StatusRows, msglog.ErrorRows}

func newLogPane(w *Window) *logPane {
	p := &logPane{w: w, source: &logSource{log: w.bench, plain: w.settings.PlainPeers}}
	p.source.times.mode = timeModeOf(w.settings.Times)
	p.box = newFilterBox(w, p.filter, p.stopFilter)
	p.text = p.box.text
	p.search = newSearchBar(p)
	for _, name := range []string{tr("Received"), tr("Sent"), tr("Status"), tr("Errors")} {
		p.kinds = append(p.kinds, widgets.NewChip(name, true, func(bool) { p.filter() }))
	}
	p.pieces = newPieceSwitch(p)
	p.endpoint = widget.NewSelect([]string{tr("All endpoints")}, nil)
	p.endpoint.SetSelectedIndex(0)
	p.endpoint.OnChanged = func(string) { p.box.drop("session"); p.filter() }
	p.follow = widgets.NewChip(tr("Follow"), true, p.setFollow)
	save := newButton(tr("Save…"), w.saveLog)
	clear := newButton(tr("Clear"), w.clearLog)
	p.below = newButton("", func() { p.setFollow(true) })
	p.below.Importance = widget.HighImportance
	p.below.Hide()
	p.halt = newButton("", p.haltOrGoOn)
	p.halt.Hide()

	p.list = widgets.NewRowList(p.source, p.columns())
	p.list.OnSelect = p.selectRow
	p.list.OnSelectAll = func() { w.bench.Selection().All(w.bench.View()); p.list.RefreshRows(); w.inspector.follow() }
	p.list.OnActivate = func(int) { w.inspector.focus() }
	p.list.OnMenu = p.menu
	p.list.OnTitleMenu = p.titleMenu
	p.list.OnCopy = w.copyRows
	p.list.OnScrolled = p.scrolled
	p.list.OnColumnWidth = p.widened
	p.list.PlaceText = p.placeText

	chips := []fyne.CanvasObject{}
	for _, c := range p.kinds {
		chips = append(chips, c)
	}
	filters := append([]fyne.CanvasObject{}, chips...)
	filters = append(filters, fixed(endpointWidth, p.endpoint), p.pieces.control)
	bar := &barLayout{}
	above := container.NewHBox(layout.NewSpacer(), p.halt, p.below, fixed(barRoom, widget.NewLabel("")))
	p.rows = container.NewBorder(p.search.content, nil, nil, nil,
		container.NewStack(p.list, container.NewBorder(p.box.mistake, above, nil, nil)))
	p.content = container.New(bar, container.NewPadded(p.box.content), container.NewPadded(container.NewHBox(filters...)),
		container.NewPadded(container.NewHBox(p.follow, save, clear)), p.rows)
	w.bench.SetFilter(msglog.Criteria{Pieces: p.pieces.chosen()})
	return p
}

// filter asks for the rows that the bar describes.
func (p *logPane) filter() {
	c := msglog.Criteria{Query: p.box.query, Pieces: p.pieces.chosen()}
	for i, chip := range p.kinds {
		if chip.On() {
			c.Kinds |= chipKinds[i]
		}
	}
	if c.Kinds == 0 { // nothing wanted: show that there is nothing, not everything
		c.Kinds = msglog.NoRows
	}
	if i := p.endpoint.SelectedIndex(); i > 0 && i <= len(p.ids) {
		c.Endpoint = p.ids[i-1]
	}
	p.hold()
	p.w.bench.SetFilter(c)
}

// onlyOf filters for what one endpoint, or one session, said.
func (p *logPane) onlyOf(r sessionRow) {
	p.w.statistics.hide()
	for i, id := range p.ids {
		if id == r.endpoint.ID {
			p.endpoint.SetSelectedIndex(i + 1)
		}
	}
	if r.session != nil {
		p.box.add("session", sessionTerm(r.session.ID))
	}
	p.w.win.Canvas().Focus(p.list)
}

// endpoints brings the choice of endpoints up to date.
func (p *logPane) endpoints(infos []netcore.EndpointInfo) {
	options, ids := []string{tr("All endpoints")}, []netcore.EndpointID{}
	for _, e := range infos {
		name := e.Name
		if e.State == netcore.EndpointClosed {
			name += " " + tr("(closed)")
		}
		if slices.Contains(options, name) { // the select tells its options apart by their text
			name += " #" + strconv.Itoa(int(e.ID))
		}
		options, ids = append(options, name), append(ids, e.ID)
	}
	if slices.Equal(options, p.endpoint.Options) && slices.Equal(ids, p.ids) {
		return
	}
	var was netcore.EndpointID
	if i := p.endpoint.SelectedIndex(); i > 0 {
		was = p.ids[i-1]
	}
	p.ids = ids
	at := 0
	for i, id := range ids {
		if id == was {
			at = i + 1
		}
	}
	changed := p.endpoint.OnChanged
	p.endpoint.OnChanged = nil
	p.endpoint.Options = options
	p.endpoint.SetSelectedIndex(at)
	p.endpoint.OnChanged = changed
	p.endpoint.Refresh()
	if was != 0 && at == 0 {
		p.filter()
	}
}

// show takes the log as it stands.
func (p *logPane) show(st workbench.LogState) {
	if cleared := st.Next - st.Held - st.Trimmed; cleared != p.cleared {
		p.cleared, p.source.times.first = cleared, time.Time{}
	}
	p.state = st
	p.pieces.show(st)
	switch {
	case p.follow.On():
		p.list.RefreshRows()
		p.list.ScrollToEnd()
		p.seen = st.Next
		p.keepTop()
	default: // the rows on screen stay, even when rows before them go
		i, _ := p.w.bench.IndexOf(p.top)
		p.list.SetTop(i - p.line)
		p.list.RefreshRows()
	}
	p.placeCursor()
	p.tellBelow()
	p.tellHalt()
	p.search.show(st)
	p.w.status.filtered(p.infoText())
	p.w.inspector.follow()
}

func (p *logPane) infoText() string {
	st := p.state
	switch {
	case st.Stopped:
		return trf("stopped at %s of %s rows: %s pass", countText(st.Done), countText(st.Total), countText(uint64(st.Rows)))
	case st.Done < st.Total:
		return trf("filtering: %s of %s rows", countText(st.Done), countText(st.Total))
	case st.Filtered:
		return trf("%s of %s rows pass the filter", countText(uint64(st.Rows)), countText(st.Held))
	}
	return ""
}

// tellHalt offers to stop a filter that takes its time, or to go on with it.
func (p *logPane) tellHalt() {
	if p.filtering() {
		p.busy++
	} else {
		p.busy = 0
	}
	switch {
	case p.state.Stopped:
		p.halt.SetText(tr("Go on filtering"))
	case p.busy >= slowShows:
		p.halt.SetText(tr("Stop filtering"))
	default:
		p.halt.Hide()
		return
	}
	p.halt.Show()
}

// slowShows is how often the log is shown unfinished, about 30 times a second, before a button offers to stop it.
const slowShows = 3

func (p *logPane) filtering() bool {
	return p.state.Filtered && p.state.Done < p.state.Total && !p.state.Stopped
}

// stopFilter stops what goes on, if anything does.
func (p *logPane) stopFilter() bool {
	if !p.filtering() {
		return false
	}
	p.w.bench.StopFilter()
	return true
}

func (p *logPane) haltOrGoOn() {
	if p.state.Stopped {
		p.w.bench.ResumeFilter()
	} else {
		p.stopFilter()
	}
}

package gui

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// The columns of the log, in the order of a row's cells.
const (
	columnRow = iota
	columnTime
	columnDelta
	columnEndpoint
	columnDirection
	columnPeer
	columnSize
	columnMessage
)

// columnNames are what the settings call them.
var columnNames = []string{"row", "time", "delta", "endpoint", "direction", "peer", "size", "message"}

var logColumns = []widgets.Column{
	{Title: "Row", Chars: 10, Align: widgets.Trailing, Hidden: true},
	{Title: "Time", Chars: 15},
	{Title: "Δ", Chars: 9, Align: widgets.Trailing, Yield: 1},
	{Title: "Endpoint", Chars: 12, Yield: 3},
	{Title: "", Chars: 1},
	{Title: "Peer", Chars: 21},
	{Title: "Size", Chars: 8, Align: widgets.Trailing, Yield: 2},
	{Title: "Message"},
}

func translated(columns []widgets.Column) []widgets.Column {
	out := make([]widgets.Column, len(columns))
	for i, c := range columns {
		if out[i] = c; c.Title != "" && c.Title != "Δ" {
			out[i].Title = tr(c.Title)
		}
	}
	return out
}

// columns are the log's as the person wants them.
func (p *logPane) columns() []widgets.Column {
	columns := translated(logColumns)
	mode := p.source.times.mode
	columns[columnTime].Title, columns[columnTime].Chars = mode.title(), mode.chars()
	if mode.counts() {
		columns[columnTime].Align = widgets.Trailing
	}
	for i, name := range columnNames {
		choice, ok := p.w.settings.Columns[name]
		if !ok || i == columnMessage {
			continue
		}
		if choice.Chars > 0 {
			columns[i].Chars = choice.Chars
		}
		columns[i].Hidden = choice.Hidden || columns[i].Hidden && !choice.Stays
		if choice.Stays {
			columns[i].Yield = 0
		}
	}
	return columns
}

// chooseColumn changes and keeps what was chosen for a column.
func (p *logPane) chooseColumn(i int, change func(c *workbench.Column)) {
	s := &p.w.settings
	s.Columns = maps.Clone(s.Columns) // who was given the settings keeps what they were
	if s.Columns == nil {
		s.Columns = make(map[string]workbench.Column)
	}
	c := s.Columns[columnNames[i]]
	change(&c)
	s.Columns[columnNames[i]] = c
	p.w.keep()
}

// widened keeps the width that a column was given in the list.
func (p *logPane) widened(i, chars int) {
	if i != columnMessage {
		p.chooseColumn(i, func(c *workbench.Column) { c.Chars = chars })
	}
}

// toggleColumn hides a column that is on screen, and shows another, even where there is little room.
func (p *logPane) toggleColumn(i int) {
	hide := p.list.Shown(i)
	p.chooseColumn(i, func(c *workbench.Column) { c.Hidden, c.Stays = hide, !hide })
	p.list.SetColumns(p.columns())
}

// resetColumns makes the columns as they come.
func (p *logPane) resetColumns() {
	p.w.settings.Columns = nil
	p.w.keep()
	p.list.SetColumns(p.columns())
}

// columnItems are the choices of columns. The message stays: it is what the others are about.
func (p *logPane) columnItems() (items []*fyne.MenuItem) {
	for i, c := range translated(logColumns) {
		name := c.Title
		switch i {
		case columnMessage:
			continue
		case columnDirection:
			name = tr("Direction")
		case columnDelta:
			name = tr("Δ, since the row before")
		}
		item := fyne.NewMenuItem(name, func() { p.toggleColumn(i) })
		item.Checked = p.list.Shown(i)
		items = append(items, item)
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("As wide as what is in them"), p.list.FitColumns), fyne.NewMenuItem(tr("As they come"), p.resetColumns))
}

// titleMenu offers what can be done to the columns.
func (p *logPane) titleMenu(column int, at fyne.Position) {
	items := p.columnItems()
	if column == columnTime {
		items = append(append(p.timeItems(), fyne.NewMenuItemSeparator()), items...)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.w.win.Canvas(), at)
}

package gui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// plotPoints is how many times of replies the plot shows.
const plotPoints = 120

// A statisticsPane stands in place of the log while it is open: a table of endpoints and sessions, and all that is measured
// of the chosen one. Closed, it does nothing.
type statisticsPane struct {
	w       *Window
	watch   *workbench.StatisticsWatch // nil: closed
	st      workbench.Statistics
	rows    []workbench.StatisticsRow // as shown
	chosen  workbench.StatisticsKey
	order   workbench.StatisticsOrder
	sort    *widget.Select
	ended   *widgets.Chip
	table   *widgets.RowList
	source  *statisticsSource
	facts   *widgets.RowList
	lines   *factSource
	in, out *rateLine
	replies *widget.Label
	plot    *widgets.Plot
	close   *button
	content *fyne.Container
}

func newStatisticsPane(w *Window) *statisticsPane {
	p := &statisticsPane{w: w, order: workbench.ByEndpoint}
	var orders []string
	for o := workbench.ByEndpoint; o <= workbench.ByDropped; o++ {
		orders = append(orders, tr(o.String()))
	}
	p.sort = widget.NewSelect(orders, nil)
	p.sort.SetSelectedIndex(0)
	p.sort.OnChanged = func(string) {
		p.order = workbench.ByEndpoint + workbench.StatisticsOrder(p.sort.SelectedIndex())
		p.arrange()
	}
	p.ended = widgets.NewChip(tr("Ended too"), true, func(bool) { p.arrange() })
	copyAll := newButton(tr("Copy"), func() { w.copy(p.text()) })
	p.close = newButton(tr("Close"), p.hide)
	p.close.escape, copyAll.escape = p.hide, p.hide

	p.source = &statisticsSource{p: p}
	p.table = widgets.NewRowList(p.source, translated(wideStatistics))
	p.table.OnSelect = func(i int, _ widgets.Selecting) { p.choose(p.rows[i].Key) }
	p.table.OnCopy = func() { w.copy(p.text()) }
	p.lines = &factSource{}
	p.facts = widgets.NewRowList(p.lines, p.lines.columns(""))
	p.facts.OnCopy = func() { w.copy(p.lines.text()) }

	p.in, p.out = newRateLine(), newRateLine()
	p.replies = small()
	p.replies.Truncation = fyne.TextTruncateEllipsis
	p.plot = widgets.NewPlot(plotPoints)
	p.plot.Format = func(v float64) string { return replyText(time.Duration(v)) }
	lines := container.NewGridWithColumns(2, p.in.content, p.out.content)
	graphs := container.NewBorder(container.NewVBox(lines, p.replies), nil, nil, nil, p.plot)

	head := container.NewBorder(nil, nil, container.NewHBox(title(tr("Statistics")), fixed(orderWidth, p.sort), p.ended), container.NewHBox(copyAll, p.close))
	details := container.New(&detailsLayout{}, p.facts, graphs)
	split := container.NewVSplit(p.table, details)
	split.Offset = 0.5
	p.content = container.New(&statisticsLayout{p.resized}, container.NewPadded(head), split)
	p.content.Hide()
	return p
}

// orderWidth is the width of the choice of what to sort by.
const orderWidth = 150

// showStatistics opens the statistics with a row chosen.
func (w *Window) showStatistics(chosen workbench.StatisticsKey) {
	p := w.statistics
	p.chosen = chosen
	if p.watch != nil {
		p.choose(chosen)
		return
	}
	w.dismissCard()
	w.logSide.Hide()
	p.content.Show()
	p.watch = w.bench.WatchStatistics(chosen, p.show)
	w.focusIn(p.content, p.table)
}

// toggleStatistics opens or closes the statistics.
func (w *Window) toggleStatistics() {
	if w.statistics.watch != nil {
		w.statistics.hide()
	} else {
		w.showStatistics(workbench.StatisticsKey{})
	}
}

// hide closes the statistics and brings the log back.
func (p *statisticsPane) hide() {
	if p.watch == nil {
		return
	}
	p.watch.Stop()
	p.watch = nil
	p.content.Hide()
	p.w.logSide.Show()
	p.w.win.Canvas().Focus(p.w.log.list)
}

// beforeLog closes the statistics, where a command is about the log.
func (w *Window) beforeLog(do func()) func() {
	return func() {
		w.statistics.hide()
		do()
	}
}

func (p *statisticsPane) resized(size fyne.Size) {
	narrow := size.Width < narrowStatisticsWidth
	if narrow == p.source.narrow {
		return
	}
	p.source.narrow = narrow
	p.table.SetColumns(translated(p.source.columns()))
}

func (p *statisticsPane) choose(key workbench.StatisticsKey) {
	p.chosen = key
	if p.watch != nil {
		p.watch.Choose(key)
	}
	p.arrange()
}

// show takes the statistics as they stand.
func (p *statisticsPane) show(st workbench.Statistics) {
	p.st = st
	p.arrange()
}

// arrange shows the rows that are wanted in the order that is wanted, and the chosen one.
func (p *statisticsPane) arrange() {
	p.rows = p.rows[:0]
	at := -1
	for _, r := range p.order.Sorted(p.st.Rows) {
		if r.Ended && !p.ended.On() {
			continue
		}
		if r.Key == p.chosen {
			at = len(p.rows)
		}
		p.rows = append(p.rows, r)
	}
	p.table.RefreshRows()
	p.table.SetCursorRow(at)
	p.detail()
}

// detail shows what is measured of the chosen row.
func (p *statisticsPane) detail() {
	r := p.st.Row(p.chosen)
	if r == nil {
		r = &workbench.StatisticsRow{Key: p.chosen}
	}
	p.lines.set(factsOf(r, &p.st))
	if name := rowName(r); p.facts.Columns()[0].Title != name {
		p.facts.SetColumns(p.lines.columns(name))
	}
	p.facts.RefreshRows()
	var in, out []float64
	if p.st.Chosen == p.chosen {
		in, out = p.st.In, p.st.Out
	}
	p.in.show(trf("in %s/s", bytesText(float64(r.Now.ReceivedBytes))), in)
	p.out.show(trf("out %s/s", bytesText(float64(r.Now.SentBytes))), out)
	setText(p.replies, repliesText(r))
	var times []float64
	for _, d := range r.Replies.Recent {
		times = append(times, float64(d))
	}
	var guides []widgets.Guide
	if r.Replies.Count > 0 {
		for _, g := range []struct {
			name  string
			value time.Duration
			style widgets.Style
		}{{tr("median"), r.Replies.Median, widgets.In}, {"99 %", r.Replies.Most99, widgets.Accent}, {tr("least"), r.Replies.Min, widgets.Dim}} {
			guides = append(guides, widgets.Guide{Value: float64(g.value), Text: g.name + " " + replyText(g.value), Style: g.style})
		}
	}
	p.plot.SetValues(times, guides)
}

// repliesText says whose replies the plot shows.
func repliesText(r *workbench.StatisticsRow) string {
	switch {
	case r.Key.Session == 0:
		return tr("Reply times are those of one session: choose one")
	case r.Replies.Count == 0:
		return tr("No request has had a reply yet")
	case r.Replies.Side == netcore.HereReplies:
		return trf("This side's replies: the last %d of %s", len(r.Replies.Recent), countText(r.Replies.Count))
	}
	return trf("The peer's replies: the last %d of %s", len(r.Replies.Recent), countText(r.Replies.Count))
}

// text is the table and the facts of the chosen row, for the clipboard.
func (p *statisticsPane) text() string {
	var b strings.Builder
	wide := &statisticsSource{p: p}
	for i, c := range translated(wide.columns()) {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(c.Title)
	}
	b.WriteByte('\n')
	var row widgets.Row
	for i := range p.rows {
		row.Reset()
		wide.Row(i, &row)
		writeCells(&b, &row)
	}
	b.WriteByte('\n')
	b.WriteString(p.lines.text())
	return b.String()
}

// writeCells writes a row with tabs between its columns.
func writeCells(b *strings.Builder, row *widgets.Row) {
	for i, c := range row.Cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		for _, s := range c.Spans {
			b.WriteString(s.Text)
		}
	}
	b.WriteByte('\n')
}

// A rateLine is a rate in words, and its last minute.
type rateLine struct {
	label   *widget.Label
	line    *widgets.Sparkline
	content fyne.CanvasObject
}

func newRateLine() *rateLine {
	r := &rateLine{label: small(), line: widgets.NewSparkline(60)}
	r.label.Truncation = fyne.TextTruncateEllipsis
	r.content = container.NewVBox(r.label, container.New(&heightLayout{30}, r.line))
	return r
}

func (r *rateLine) show(text string, values []float64) {
	setText(r.label, text)
	r.line.SetValues(values)
}

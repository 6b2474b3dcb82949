package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/query"
	"wirevise/gui/workbench"
)

// A searchBar goes from one row that passes a query to the next, among those that the log shows. It hides none.
type searchBar struct {
	p       *logPane
	text    *queryEntry
	result  *widget.Label
	mistake *mistakeLine
	query   *query.Query // nil: nothing is looked for
	pending func()       // to do once more is found, or nil
	wrapped string       // that it began again, or ""
	found   context.CancelFunc
	opened  string // the log that was searched
	content *fyne.Container
}

func newSearchBar(p *logPane) *searchBar {
	s := &searchBar{p: p, result: quietLabel(), mistake: newMistakeLine()}
	s.text = newQueryEntry(tr("Find in the log: hello, hex:00 ff"), s.close, s.step)
	s.text.OnChanged = func(string) { s.look() }
	s.text.OnSubmitted = func(string) { s.step(false) }
	previous := newIconButton("", theme.MoveUpIcon(), func() { s.step(true) })
	next := newIconButton("", theme.MoveDownIcon(), func() { s.step(false) })
	shut := newIconButton("", theme.CancelIcon(), s.close)
	for _, b := range []*button{previous, next, shut} {
		b.escape = s.close
		b.Importance = widget.LowImportance
	}
	line := container.NewBorder(nil, nil, nil, container.NewHBox(previous, next, shut), container.NewGridWithColumns(2, s.text, s.result))
	s.content = container.NewPadded(container.NewVBox(line, s.mistake))
	s.content.Hide()
	return s
}

// open shows the bar, ready to type.
func (s *searchBar) open() {
	s.content.Show()
	s.p.rows.Refresh()
	s.p.w.win.Canvas().Focus(s.text)
	s.text.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.look()
}

// close ends the search and goes back to the rows.
func (s *searchBar) close() {
	s.drop()
	_ = s.p.w.bench.SetSearch(nil)
	s.content.Hide()
	s.p.rows.Refresh()
	s.p.w.win.Canvas().Focus(s.p.list)
}

// drop forgets what is looked for.
func (s *searchBar) drop() {
	if s.found != nil {
		s.found()
	}
	s.query, s.pending, s.wrapped, s.found = nil, nil, "", nil
}

// look reads the text and begins to look for it. What can't be read leaves the search as it was.
func (s *searchBar) look() {
	if !s.content.Visible() {
		return
	}
	q, read, wrong := s.p.w.readQuery(s.text.Text)
	s.mistake.show(s.text.Text, wrong, "")
	if q == nil {
		return
	}
	s.drop()
	if strings.TrimSpace(read) != "" {
		s.query = q
	}
	s.begin()
}

// begin looks for the query in the log that is shown.
func (s *searchBar) begin() {
	s.opened = s.p.state.Opened
	if err := s.p.w.bench.SetSearch(s.query); err != nil {
		s.drop()
		s.result.SetText(err.Error())
		return
	}
	if s.query == nil {
		s.result.SetText("")
	}
}

// step goes to the next row found, or the one before, as soon as it is known.
func (s *searchBar) step(back bool) {
	if !s.content.Visible() {
		s.open()
	}
	if s.query == nil {
		return
	}
	h, ok := s.p.w.bench.NextHit(s.from(back), back)
	s.pending, s.wrapped = nil, ""
	if !ok {
		s.pending = func() { s.step(back) }
		return
	}
	switch {
	case h.Wrapped && back:
		s.wrapped = tr("from the end again")
	case h.Wrapped:
		s.wrapped = tr("from the start again")
	}
	s.reveal(h.Seq)
	s.tell()
}

// from is the row that the next one is looked for from: the one chosen, or those on screen.
func (s *searchBar) from(back bool) uint64 {
	if seq := s.p.w.bench.Selection().Cursor(); seq != 0 {
		return seq
	}
	i := s.p.list.Top()
	if back {
		i += s.p.list.VisibleRows()
	}
	if e, ok := s.p.w.bench.Entry(i, 0); ok && !back {
		return e.Seq - 1
	} else if ok {
		return e.Seq
	}
	return 0
}

// reveal selects a row and marks, in the inspector, what was found in it.
func (s *searchBar) reveal(seq uint64) {
	i, shown := s.p.w.bench.IndexOf(seq)
	if !shown {
		s.wrapped = tr("the filter has not come to it yet")
		return
	}
	s.p.reveal(i)
	if s.found != nil {
		s.found()
	}
	in, q := s.p.w.inspector, s.query
	if in.payload == nil {
		return
	}
	s.found = s.p.w.bench.FindMatch(in.payload, q, func(start, end int64, ok bool) {
		if ok && q == s.query && seq == in.seq && in.payload != nil && in.shown == workbench.Bytes(in.payload) {
			in.view.Select(start, end)
			in.view.Reveal(start)
			in.tellPlace()
		}
	})
}

// show takes the log as it stands.
func (s *searchBar) show(st workbench.LogState) {
	if s.query == nil {
		return
	}
	if st.Opened != s.opened {
		s.begin()
		return
	}
	if do := s.pending; do != nil {
		if s.pending = nil; st.Search.Hits > 0 || st.Search.Done < st.Search.Total {
			do()
		}
	}
	s.tell()
}

// tell says how many rows were found, and which of them is chosen.
func (s *searchBar) tell() {
	st := s.p.state
	if s.query == nil || !st.Search.On {
		return
	}
	n, number := uint64(st.Search.Hits), s.p.w.bench.HitNumber(s.p.w.bench.Selection().Cursor())
	var text string
	switch {
	case st.Search.Done < st.Search.Total:
		text = trf("%s so far: %s of %s rows", countText(n), countText(st.Search.Done), countText(st.Search.Total))
	case n == 0 && st.Filtered:
		text = tr("Not in the rows that pass the filter")
	case n == 0:
		text = tr("Not in the log")
	case number > 0:
		text = trf("%s of %s", countText(uint64(number)), countText(n))
	default:
		text = trf("%s found", countText(n))
	}
	if s.wrapped != "" {
		text += " · " + s.wrapped
	}
	setText(s.result, text)
}

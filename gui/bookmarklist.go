package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// toggleBookmarks gives the selected rows a bookmark, or takes theirs.
func (p *logPane) toggleBookmarks() {
	if p.w.bench.Selection().Len() == 0 {
		p.w.say(tr("Which row?"), tr("Choose one in the log first: click it, or go there with Ctrl+L and the arrow keys."))
		return
	}
	if err := p.w.bench.ToggleBookmarks(); err != nil {
		p.w.say(tr("No bookmarks were set"), tr("There can be 10,000 bookmarks, and this would make more."))
		return
	}
	p.list.RefreshRows()
}

// bookmarkName says what toggleBookmarks would do, where it is known at a glance.
func (p *logPane) bookmarkName(seq uint64) string {
	switch {
	case p.w.bench.Selection().Len() > 1:
		return tr("Bookmark the selected rows, or not")
	case p.w.bench.Bookmarked(seq):
		return tr("Remove the bookmark")
	}
	return tr("Bookmark")
}

// goToBookmark goes to the next bookmark, or the one before.
func (p *logPane) goToBookmark(back bool) {
	from := p.list.CursorRow()
	if from < 0 {
		if from = p.list.Top() - 1; back {
			from += p.list.VisibleRows() + 1
		}
	}
	if i, ok := p.w.bench.NextBookmark(from, back); ok {
		p.goTo(i)
	} else if p.w.bench.BookmarkCount() == 0 {
		p.w.say(tr("No bookmarks"), tr("Ctrl+B gives the selected rows one."))
	}
}

// A bookmarkSource makes the text of the rows that have a bookmark.
type bookmarkSource struct {
	log    *workbench.Workbench
	seqs   []uint64
	text   logSource // for the messages
	chosen int
}

// Len implements [widgets.Source].
func (s *bookmarkSource) Len() int { return len(s.seqs) }

// Row implements [widgets.Source].
func (s *bookmarkSource) Row(i int, r *widgets.Row) {
	e, ok := s.log.EntryBySeq(s.seqs[i], previewBytes)
	if !ok {
		return
	}
	r.Selected = i == s.chosen
	if !s.text.plain {
		r.Tint = widgets.TintOf(e.Peer)
	}
	number := tr("hidden")
	if at, shown := s.log.IndexOf(e.Seq); shown {
		number = countText(uint64(at) + 1)
	}
	r.Add(number, widgets.Dim)
	r.Add(e.Time.Format(timeLayout), widgets.Dim)
	mark, style := direction(e)
	r.Add(mark, style)
	s.text.message(e, r)
}

// showBookmarks lists the rows that have one; Enter or two clicks lead there.
func (p *logPane) showBookmarks() {
	b := p.w.bench
	src := &bookmarkSource{log: b, seqs: slices.Collect(b.Bookmarks()), text: logSource{plain: p.source.plain}}
	if len(src.seqs) == 0 {
		p.w.say(tr("No bookmarks"), tr("Ctrl+B gives the selected rows one."))
		return
	}
	var d *dialog.CustomDialog
	list := widgets.NewRowList(src, translated(bookmarkColumns))
	lead := func(i int) {
		if at, shown := b.IndexOf(src.seqs[i]); shown {
			d.Hide()
			p.goTo(at)
		}
	}
	list.OnSelect = func(i int, _ widgets.Selecting) { src.chosen = i; list.RefreshRows() }
	list.OnActivate = lead
	list.OnEscape = func() { d.Hide() }
	list.SetCursorRow(0)
	d = dialog.NewCustomWithoutButtons(tr("Bookmarks"), list, p.w.win)
	remove := newButton(tr("Remove all"), func() { b.ClearBookmarks(); d.Hide(); p.list.RefreshRows() })
	done := newButton(tr("Close"), func() { d.Hide() })
	remove.escape, done.escape = done.OnTapped, done.OnTapped
	d.SetButtons([]fyne.CanvasObject{remove, newButton(tr("Go"), func() { lead(src.chosen) }), done})
	d.Resize(fyne.NewSize(720, 420))
	d.Show()
	p.w.win.Canvas().Focus(list)
}

var bookmarkColumns = []widgets.Column{
	{Title: "Row", Chars: 10, Align: widgets.Trailing},
	{Title: "Time", Chars: 15},
	{Title: "", Chars: 1},
	{Title: "Message"},
}

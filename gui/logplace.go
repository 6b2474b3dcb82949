package gui

import "wirevise/gui/workbench"

// hold chooses the row that stays where it is while the filter changes: the one at the cursor if it is on screen, or else
// the first. With one change after another it remains the same, though some filter may hide it.
func (p *logPane) hold() {
	if p.held {
		return
	}
	p.keepTop()
	if seq := p.w.bench.Selection().Cursor(); seq != 0 {
		if i, shown := p.w.bench.IndexOf(seq); shown && i >= p.list.Top() && i < p.list.Top()+p.list.VisibleRows() {
			p.top, p.line = seq, i-p.list.Top()
		}
	}
	p.held = true
}

func (p *logPane) keepTop() {
	if e, ok := p.w.bench.Entry(p.list.Top(), 0); ok {
		p.top = e.Seq
	}
	p.line, p.held = 0, false
}

// placeCursor brings the row that the keys start from to where its row is now, or the one after it.
func (p *logPane) placeCursor() {
	if seq := p.w.bench.Selection().Cursor(); seq != 0 {
		i, shown := p.w.bench.IndexOf(seq)
		if o, ok := p.w.bench.OriginOf(seq); !shown && ok { // while its read shows in its place
			i, _ = p.w.bench.IndexOf(o.Read)
		}
		if i = min(i, p.w.bench.Rows()-1); i != p.list.CursorRow() {
			p.list.SetCursorRow(i)
		}
	}
}

// inSight brings the row with the cursor on screen again, after the log got less room.
func (p *logPane) inSight() {
	if i := p.list.CursorRow(); i >= 0 && !p.follow.On() {
		p.list.Reveal(i)
	}
}

// turn begins another log: an opened one at its first row, the live one at its end.
func (p *logPane) turn(st workbench.LogState) {
	_, _, opened := p.w.bench.Opened()
	p.follow.SetOn(!opened)
	p.seen, p.top = st.Next, 0
	p.list.SetCursorRow(-1)
	p.list.SetTop(0)
}

func (p *logPane) scrolled(_ int, atEnd bool) {
	p.keepTop()
	if p.follow.On() != atEnd {
		p.setFollow(atEnd)
	}
	p.tellBelow()
}

func (p *logPane) setFollow(on bool) {
	p.follow.SetOn(on)
	if on {
		p.list.ScrollToEnd()
		p.keepTop()
	}
	p.seen = p.state.Next
	p.tellBelow()
}

// tellBelow says how many rows that pass the filter have come since following stopped.
func (p *logPane) tellBelow() {
	first, _ := p.w.bench.IndexOf(p.seen)
	waiting := p.w.bench.Rows() - first
	if p.follow.On() || waiting <= 0 || p.list.Held() { // it would lie on what the scroll bar tells
		p.below.Hide()
		return
	}
	p.below.SetText(trf("▼ %s new", countText(uint64(waiting))))
	p.below.Show()
}

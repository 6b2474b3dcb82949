package widgets

import "image"

// columnGap is the space between columns, in characters.
const columnGap = 1.5

func (l *RowList) top() int {
	l.ready()
	return l.pitch() + l.p.px(4)
}

func (l *RowList) lines() int { return min(l.VisibleRows(), max(0, l.count-l.first)) }

// columnAt returns the left edge of a column's text and its right edge, within
// a list that is w pixels wide.
func (l *RowList) columnAt(i, w int) (x0, x1 int) {
	cell := l.p.text.cell
	x := l.p.px(margin)
	for k := range i {
		x += l.columns[k].Chars*cell + int(columnGap*float64(cell))
	}
	if i == len(l.columns)-1 {
		return x, max(x, w-l.p.px(barWidth)-l.p.px(4))
	}
	return x, x + max(0, l.columns[i].Chars)*cell
}

// draw paints titles, rows and the scroll bar.
func (l *RowList) draw() {
	p := &l.p
	w, h := p.img.Rect.Dx(), p.img.Rect.Dy()
	l.count = l.len()
	l.cursor = min(l.cursor, l.count-1)
	l.first = l.clamp(l.first)
	right := max(0, w-p.px(barWidth))

	n := min(l.VisibleRows(), l.count-l.first)
	for k := range n {
		y := l.top() + k*l.pitch()
		l.drawRow(l.first+k, image.Rect(0, y, right, min(h, y+l.pitch())))
	}
	l.drawTitles(w, right)
	l.layBar()
	l.bar.draw(p)
}

func (l *RowList) layBar() {
	l.setBar(l.top(), int64(l.first), int64(max(1, l.VisibleRows())), int64(l.len()))
}

func (l *RowList) drawTitles(w, right int) {
	p := &l.p
	head := image.Rect(0, 0, w, l.top())
	rule := p.px(1)
	var spans [1]Span
	for i := range l.columns {
		x0, x1 := l.columnAt(i, w)
		spans[0] = Span{Text: l.columns[i].Title, Style: Dim}
		p.line(spans[:], image.Rect(x0, 0, min(x1, right), head.Max.Y), l.baseline((head.Max.Y-l.pitch())/2), l.columns[i].Align, p.pal.codeBox)
	}
	p.fill(image.Rect(0, head.Max.Y-rule, w, head.Max.Y), p.pal.rule)
}

func (l *RowList) drawRow(i int, r image.Rectangle) {
	p := &l.p
	l.row.Reset()
	l.source.Row(i, &l.row)
	key := l.row.Key
	if key == 0 {
		key = uint64(i)
	}
	code := p.pal.codeBox
	switch {
	case l.row.Selected:
		p.fill(r, p.pal.selected)
		code = p.pal.codeBoxSelected
	case key%2 == 1:
		p.fill(r, p.pal.stripe)
	}
	base := l.baseline(r.Min.Y)
	for c := range min(len(l.row.Cells), len(l.columns)) {
		x0, x1 := l.columnAt(c, p.img.Rect.Dx())
		if x0 >= r.Max.X {
			break
		}
		cell := image.Rect(x0, r.Min.Y, min(x1, r.Max.X), r.Max.Y)
		p.line(l.row.Cells[c].Spans, cell, base, l.columns[c].Align, code)
	}
	if i == l.cursor && l.focused {
		p.outline(r, p.pal.focus)
	}
}

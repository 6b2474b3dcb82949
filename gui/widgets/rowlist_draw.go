package widgets

import "image"

func (l *RowList) top() int {
	l.ready()
	return l.pitch() + l.p.px(4)
}

func (l *RowList) lines() int { return min(l.VisibleRows(), max(0, l.count-l.first)) }

// draw paints titles, rows and the scroll bar.
func (l *RowList) draw() {
	p := &l.p
	w, h := p.img.Rect.Dx(), p.img.Rect.Dy()
	l.count = l.len()
	l.cursor = min(l.cursor, l.count-1)
	l.first = l.clamp(l.first)
	right := max(0, w-p.px(barWidth))
	places := l.lay(w)

	n := min(l.VisibleRows(), l.count-l.first)
	for k := range n {
		y := l.top() + k*l.pitch()
		l.drawRow(l.first+k, image.Rect(0, y, right, min(h, y+l.pitch())), places)
	}
	l.drawTitles(w, right, places)
	l.layBar()
	l.bar.draw(p)
	l.drawPlace()
}

func (l *RowList) drawTitles(w, right int, places []columnPlace) {
	p := &l.p
	head := image.Rect(0, 0, w, l.top())
	rule := p.px(1)
	var spans [1]Span
	for i, c := range places {
		column := &l.columns[c.column]
		spans[0] = Span{Text: column.Title, Style: Dim}
		p.line(spans[:], image.Rect(c.x0, 0, min(c.x1, right), head.Max.Y), l.baseline((head.Max.Y-l.pitch())/2), column.Align, p.pal.codeBox)
		if x := c.x1 + l.gap()/2; i < len(places)-1 && l.overTitles { // what can be dragged
			p.fill(image.Rect(x, p.px(4), x+rule, head.Max.Y-p.px(4)), p.pal.bar)
		}
	}
	p.fill(image.Rect(0, head.Max.Y-rule, w, head.Max.Y), p.pal.rule)
}

func (l *RowList) drawRow(i int, r image.Rectangle, places []columnPlace) {
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
	p.pal.dimFor(l.row.Selected)
	p.pal.styles[Tinted] = p.pal.tint(l.row.Tint)
	l.drawGutter(r)
	base := l.baseline(r.Min.Y)
	for _, c := range places {
		if c.column >= len(l.row.Cells) {
			continue
		}
		if c.x0 >= r.Max.X {
			break
		}
		cell := image.Rect(c.x0, r.Min.Y, min(c.x1, r.Max.X), r.Max.Y)
		p.line(l.row.Cells[c.column].Spans, cell, base, l.columns[c.column].Align, code)
	}
	p.pal.dimFor(false)
	if i == l.cursor && l.focused {
		p.outline(r, p.pal.focus)
	}
}

// drawGutter draws what stands left of a row's text: a bar in its tint and its
// mark, a ribbon.
func (l *RowList) drawGutter(r image.Rectangle) {
	p := &l.p
	if l.row.Tint != 0 {
		in := p.px(1)
		p.fill(image.Rect(r.Min.X+in, r.Min.Y+in, r.Min.X+in+p.px(3), r.Max.Y-in), p.pal.styles[Tinted])
	}
	if !l.row.Mark {
		return
	}
	wide, high := p.px(7), p.px(11)
	x, y := r.Min.X+p.px(4)+(l.gutter()-p.px(4)-wide)/2, (r.Min.Y+r.Max.Y-high)/2
	p.fill(image.Rect(x, y, x+wide, y+high), p.pal.styles[Accent])
	back := p.img.RGBAAt(r.Max.X-1, r.Min.Y)
	for k := range (wide + 1) / 2 { // the notch
		p.fill(image.Rect(x+k, y+high-k-1, x+wide-k, y+high-k), back)
	}
}

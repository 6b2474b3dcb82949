package widgets

import (
	"image"
	"image/color"
	"sort"
)

// draw paints the page and the scroll bar, and what could not be read.
func (v *ByteView) draw() {
	p := &v.p
	w := p.img.Rect.Dx()
	right := max(0, w-p.px(barWidth))
	v.clamp()
	v.findMarks()
	if v.mode == TextMode {
		v.drawText(right)
	} else {
		v.drawHex(right)
	}
	v.drawGutter()
	if err := v.page.err; err != nil {
		y := v.top() + min(len(v.page.lines), v.rows()-1)*v.pitch()
		r := image.Rect(p.px(margin), y, right, y+v.pitch())
		p.fill(r, p.pal.back)
		p.line([]Span{{Text: err.Error(), Style: Error}}, r, v.baseline(y), Leading, p.pal.codeBox)
	}
	v.layBar()
	v.bar.draw(p)
}

// findMarks asks for the marks of what is on screen.
func (v *ByteView) findMarks() {
	v.marks = v.marks[:0]
	if lines := v.load().lines; v.Marks != nil && len(lines) > 0 {
		v.marks = v.Marks(v.marks, lines[0].from, lines[len(lines)-1].to)
	}
}

// markAt returns the mark of a byte on screen, and the mark of none.
func (v *ByteView) markAt(off int64) Mark {
	i := sort.Search(len(v.marks), func(i int) bool { return v.marks[i].To > off })
	if i < len(v.marks) && v.marks[i].From <= off {
		return v.marks[i]
	}
	return Mark{}
}

// marked is the style of what would be in style s.
func (m Mark) marked(s Style) Style {
	if m.Style != 0 && (s == Normal || s == 0) {
		return m.Style
	}
	return s
}

// drawGutter paints the marks before the lines.
func (v *ByteView) drawGutter() {
	if v.Gutter == nil {
		return
	}
	for k, line := range v.load().lines {
		mark, style := v.Gutter(line.from)
		if mark == "" {
			continue
		}
		g, _ := v.p.text.next(mark)
		v.p.glyph(g, v.p.px(margin), v.baseline(v.top()+k*v.pitch()), v.p.img.Rect, v.p.pal.style(style))
	}
}

// left is where text begins in pixels, behind the gutter.
func (v *ByteView) left() int {
	x := v.p.px(margin)
	if v.Gutter != nil {
		x += 2 * v.p.text.cell
	}
	return x
}

// layBar places the scroll bar: over lines of hex, over bytes of text, whose
// lines nobody has counted.
func (v *ByteView) layBar() {
	if v.evenLines() {
		n := int64(v.perLine())
		v.setBar(0, v.first/n, int64(v.rows()), (v.size()+n-1)/n)
		return
	}
	// As total - page is the highest position, the page is what follows it.
	v.setBar(0, v.first, max(1, v.size()-v.lastFirst()), v.size())
}

// barOffset turns a position of the scroll bar into an offset.
func (v *ByteView) barOffset(pos int64) int64 {
	if v.evenLines() {
		return pos * int64(v.perLine())
	}
	return pos
}

// cursorColour is the ground of the byte pointed at, fainter without focus.
func (v *ByteView) cursorColour() color.RGBA {
	if v.focused {
		return v.p.pal.focusBack
	}
	return v.p.pal.bar
}

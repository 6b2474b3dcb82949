package widgets

import (
	"image"
	"image/color"
)

// draw paints the page and the scroll bar, and what could not be read.
func (v *ByteView) draw() {
	p := &v.p
	w := p.img.Rect.Dx()
	right := max(0, w-p.px(barWidth))
	v.clamp()
	if v.mode == TextMode {
		v.drawText(right)
	} else {
		v.drawHex(right)
	}
	if err := v.page.err; err != nil {
		y := v.top() + min(len(v.page.lines), v.rows()-1)*v.pitch()
		r := image.Rect(p.px(margin), y, right, y+v.pitch())
		p.fill(r, p.pal.back)
		p.line([]Span{{Text: err.Error(), Style: Error}}, r, v.baseline(y), Leading, p.pal.codeBox)
	}
	v.layBar()
	v.bar.draw(p)
}

// layBar places the scroll bar: over lines of hex, over bytes of text, whose
// lines nobody has counted.
func (v *ByteView) layBar() {
	if v.mode == HexMode {
		n := int64(v.perLine())
		v.setBar(0, v.first/n, int64(v.rows()), (v.size()+n-1)/n)
		return
	}
	// As total - page is the highest position, the page is what follows it.
	v.setBar(0, v.first, max(1, v.size()-v.lastFirst()), v.size())
}

// barOffset turns a position of the scroll bar into an offset.
func (v *ByteView) barOffset(pos int64) int64 {
	if v.mode == HexMode {
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

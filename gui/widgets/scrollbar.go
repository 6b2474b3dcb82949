package widgets

import "image"

// A scrollBar is the arithmetic and the look of a vertical scroll bar. Its
// positions are whole steps, rows or bytes, so that it is exact for any total.
type scrollBar struct {
	track            image.Rectangle // pixels
	minThumb         int             // pixels
	pos, page, total int64           // first step shown, steps shown, steps there are
	dragging         bool
	grab             int // from the thumb's top to where it was taken hold of
}

// last is the highest position.
func (b *scrollBar) last() int64 { return max(0, b.total-b.page) }

// thumb returns where the thumb is; it is empty when everything is shown.
func (b *scrollBar) thumb() image.Rectangle {
	h := b.track.Dy()
	if b.last() == 0 || h <= 0 {
		return image.Rectangle{}
	}
	length := int(float64(h) * float64(b.page) / float64(b.total))
	length = min(max(length, b.minThumb), h)
	y := b.track.Min.Y + int(float64(h-length)*float64(min(b.pos, b.last()))/float64(b.last())+0.5)
	return image.Rect(b.track.Min.X, y, b.track.Max.X, y+length)
}

// press takes hold of the thumb, or moves a page towards y. It returns the
// position to go to.
func (b *scrollBar) press(y int) int64 {
	th := b.thumb()
	switch {
	case th.Empty():
		return b.pos
	case y < th.Min.Y:
		return max(0, b.pos-max(1, b.page))
	case y >= th.Max.Y:
		return min(b.last(), b.pos+max(1, b.page))
	}
	b.dragging, b.grab = true, y-th.Min.Y
	return b.pos
}

// drag returns the position that brings the thumb to the pointer at y. Both
// ends of the track are exactly the first and the last position.
func (b *scrollBar) drag(y int) int64 {
	th := b.thumb()
	way := b.track.Dy() - th.Dy()
	if th.Empty() || way <= 0 {
		return b.pos
	}
	at := min(max(0, y-b.grab-b.track.Min.Y), way)
	return int64(float64(b.last())*float64(at)/float64(way) + 0.5)
}

// release lets go of the thumb.
func (b *scrollBar) release() { b.dragging = false }

// draw paints the bar.
func (b *scrollBar) draw(p *painter) {
	th := b.thumb()
	if th.Empty() {
		return
	}
	p.fill(b.track, p.pal.barBack)
	in := p.px(2)
	c := p.pal.bar
	if b.dragging {
		c = p.pal.styles[Dim]
	}
	p.box(image.Rect(th.Min.X+in, th.Min.Y+in/2, th.Max.X-in, th.Max.Y-in/2), c)
}

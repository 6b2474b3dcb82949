package widgets

import (
	"image"
	"math/bits"
)

// A scrollBar is the arithmetic and the look of a vertical scroll bar. Its
// positions are whole steps, rows or bytes, so that it is exact for any total.
//
// While the thumb is dragged it stays under the pointer, whatever becomes of
// position and total: the place a person holds it at is what they mean.
type scrollBar struct {
	track            image.Rectangle // pixels
	minThumb         int             // pixels
	pos, page, total int64           // first step shown, steps shown, steps there are
	dragging         bool
	grab             int // from the thumb's top to where it was taken hold of
	at               int // from the track's top to the thumb's, while dragging
}

// last is the highest position.
func (b *scrollBar) last() int64 { return max(0, b.total-b.page) }

// length is the thumb's, 0 when everything is shown.
func (b *scrollBar) length() int {
	h := b.track.Dy()
	if b.last() == 0 || h <= 0 {
		return 0
	}
	length := int(float64(h) * float64(b.page) / float64(b.total))
	return min(max(length, b.minThumb), h)
}

// way is how far the thumb can move, in pixels.
func (b *scrollBar) way() int { return max(0, b.track.Dy()-b.length()) }

// thumb returns where the thumb is; it is empty when everything is shown.
func (b *scrollBar) thumb() image.Rectangle {
	length := b.length()
	if length == 0 {
		return image.Rectangle{}
	}
	at := int(share(int64(b.way()), min(b.pos, b.last()), b.last()))
	if b.dragging {
		at = min(b.at, b.way())
	}
	y := b.track.Min.Y + at
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
	b.dragging, b.grab, b.at = true, y-th.Min.Y, th.Min.Y-b.track.Min.Y
	return b.pos
}

// jump brings the middle of the thumb to y and takes hold of it there. It
// returns the position to go to.
func (b *scrollBar) jump(y int) int64 {
	length := b.length()
	if length == 0 {
		return b.pos
	}
	b.dragging, b.grab = true, length/2
	return b.drag(y)
}

// drag brings the thumb to the pointer at y and returns the position that place
// stands for now. Both ends of the track are exactly the first and the last
// position.
func (b *scrollBar) drag(y int) int64 {
	length, way := b.length(), b.way()
	if length == 0 || way <= 0 {
		return b.pos
	}
	b.at = min(max(0, y-min(b.grab, length-1)-b.track.Min.Y), way)
	return share(b.last(), int64(b.at), int64(way))
}

// atFoot reports whether the thumb is held at the foot of its track, or fills it.
func (b *scrollBar) atFoot() bool { return b.dragging && (b.last() == 0 || b.at >= b.way()) }

// release lets go of the thumb.
func (b *scrollBar) release() { b.dragging = false }

// share returns n·a/b, rounded and without overflow. None is negative, a is no
// more than b, and b is not 0.
func share(n, a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(n), uint64(a))
	lo, carry := bits.Add64(lo, uint64(b)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(b))
	return int64(q)
}

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

package widgets

import (
	"image"
	"image/color"
)

// An item is one character placed on a line.
type item struct {
	g      *glyph
	x      int // of the cell, from the left of the line
	left   int // of what belongs to the item, a code's box included
	right  int
	span   int // which span it came from
	at     int // where in the span's text
	size   int // its length there
	style  Style
	own    Style // style, when a mark has changed it
	opens  bool  // begins a code's box
	closes bool  // ends it
	marked bool  // stands on a ground of its own
}

// place puts the characters of spans side by side onto dst until one would pass
// width. done says that all of them stand; if not, span and at say where the
// first one left over begins. Its cost is bounded by width, whatever the length
// of the text; marks and the like that take no room are bounded by cluster.
func (p *painter) place(dst []item, spans []Span, width int) (items []item, done bool, span, at int) {
	x := 0
	for i := range spans {
		s := &spans[i]
		if s.Style == Code {
			var fits bool
			if dst, x, fits = p.placeCode(dst, spans, i, x, width); !fits {
				return dst, false, i, 0
			}
			continue
		}
		for at := 0; at < len(s.Text); {
			g, n := p.text.next(s.Text[at:])
			w := g.cells * p.text.cell
			if x+w > width {
				return dst, false, i, at
			}
			dst = append(dst, item{g: g, x: x, left: x, right: x + w, span: i, at: at, size: n, style: s.Style})
			x += w
			at += n
		}
	}
	return dst, true, len(spans), 0
}

// placeCode puts one code with its box, all of it or nothing.
func (p *painter) placeCode(dst []item, spans []Span, i, x, width int) (items []item, end int, fits bool) {
	text, begin := spans[i].Text, len(dst)
	pad, gap := p.px(3), p.px(1)
	if x > 0 && i > 0 && spans[i-1].Style != Code {
		gap = p.px(5)
	}
	left := x
	x += gap + pad
	for at := 0; at < len(text); {
		g, n := p.small.next(text[at:])
		w := g.cells * p.small.cell
		if x+w+pad+gap > width {
			return dst[:begin], left, false
		}
		dst = append(dst, item{g: g, x: x, left: x, right: x + w, span: i, at: at, size: n, style: Code})
		x += w
		at += n
	}
	if len(dst) == begin {
		return dst, left, true
	}
	dst[begin].left, dst[begin].opens = left+gap, true
	dst[len(dst)-1].right, dst[len(dst)-1].closes = x+pad, true
	after := p.px(1)
	if i+1 < len(spans) && spans[i+1].Style != Code {
		after = p.px(5)
	}
	return dst, x + pad + after, true
}

// line draws spans into r on the given baseline. What does not fit is cut, and
// the cut is marked with an ellipsis.
func (p *painter) line(spans []Span, r image.Rectangle, baseline int, align Align, codeBox color.RGBA) {
	clip := r.Intersect(p.img.Rect)
	if clip.Empty() || len(spans) == 0 {
		return
	}
	items, done, span, _ := p.place(p.items[:0], spans, r.Dx())
	if !done {
		items = p.cut(items, spans[span].Style, r.Dx())
	}
	p.items = items
	x := r.Min.X
	if n := len(items); n > 0 && align > Leading {
		free := r.Dx() - items[n-1].right
		if align == Center {
			free /= 2
		}
		x += max(0, free)
	}
	p.ink(items, x, baseline, clip, codeBox)
}

// cut makes room for an ellipsis at the end of the line. A code goes whole.
func (p *painter) cut(items []item, style Style, width int) []item {
	g, _ := p.text.next("…")
	w := g.cells * p.text.cell
	for len(items) > 0 {
		last := items[len(items)-1]
		if last.right+w <= width && (last.style != Code || last.closes) {
			break
		}
		items = items[:len(items)-1]
	}
	x := 0
	if len(items) > 0 {
		x = items[len(items)-1].right
	}
	if style == Code {
		style = Dim
	}
	return append(items, item{g: g, x: x, left: x, right: x + w, style: style})
}

// ink draws placed items with the line's left edge at x.
func (p *painter) ink(items []item, x, baseline int, clip image.Rectangle, codeBox color.RGBA) {
	for i := range items {
		it := &items[i]
		if it.style != Code {
			p.glyph(it.g, x+it.x, baseline, clip, p.pal.style(it.style))
			continue
		}
		if it.opens {
			end := it.right
			for j := i; !items[j].closes && j+1 < len(items); j++ {
				end = items[j+1].right
			}
			box := codeBox
			if it.marked {
				box = p.pal.codeBoxSelected
			}
			top, foot := baseline-p.text.ascent-p.px(1), baseline+p.px(3)
			p.box(image.Rect(x+it.left, top, x+end, foot).Intersect(clip), box)
		}
		up := (p.text.ascent - p.small.ascent) / 2
		p.glyph(it.g, x+it.x, baseline-up, clip, p.pal.style(Code))
	}
}

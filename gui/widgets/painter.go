package widgets

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A painter draws text cells and boxes into one image it keeps for itself. All
// its coordinates are pixels.
type painter struct {
	img   *image.RGBA
	scale float32 // pixels per unit, in steps of 1/20
	pal   palette
	text  *face
	small *face // for codes

	font     fyne.Resource // what the faces were made of
	fontSize float32
	items    []item // the line being drawn
}

// prepare makes faces and colours fit theme and scale, and keeps what fits
// already. It costs nothing noticeable then.
func (p *painter) prepare(th fyne.Theme, scale float32) {
	v := fyne.CurrentApp().Settings().ThemeVariant()
	font := th.Font(fyne.TextStyle{Monospace: true})
	size := th.Size(theme.SizeNameText) - 1
	if p.text == nil || p.font != font || p.fontSize != size || p.scale != scale {
		p.font, p.fontSize, p.scale = font, size, scale
		p.text = newFace(size, scale)
		p.small = newFace(float32(math.Round(float64(size*0.8))), scale)
	}
	p.pal = newPalette(th, v)
}

// begin sizes the image, reusing its memory, and fills it with the background.
func (p *painter) begin(w, h int) {
	w, h = max(0, w), max(0, h)
	if p.img == nil || cap(p.img.Pix) < 4*w*h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	p.img.Pix = p.img.Pix[:4*w*h]
	p.img.Stride = 4 * w
	p.img.Rect = image.Rect(0, 0, w, h)
	p.fill(p.img.Rect, p.pal.back)
}

// px turns a length of the theme into pixels, at least one.
func (p *painter) px(units float32) int {
	return max(1, int(math.Round(float64(units*p.scale))))
}

// fill paints r in c, which is opaque.
func (p *painter) fill(r image.Rectangle, c color.RGBA) {
	r = r.Intersect(p.img.Rect)
	if r.Empty() {
		return
	}
	first := p.img.Pix[p.img.PixOffset(r.Min.X, r.Min.Y):][:4*r.Dx()]
	first[0], first[1], first[2], first[3] = c.R, c.G, c.B, 255
	for n := 4; n < len(first); n *= 2 {
		copy(first[n:], first[:n])
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(p.img.Pix[p.img.PixOffset(r.Min.X, y):], first)
	}
}

// box is a filled rectangle without its corner pixels.
func (p *painter) box(r image.Rectangle, c color.RGBA) {
	cut := p.px(1)
	p.fill(image.Rect(r.Min.X+cut, r.Min.Y, r.Max.X-cut, r.Max.Y), c)
	p.fill(image.Rect(r.Min.X, r.Min.Y+cut, r.Min.X+cut, r.Max.Y-cut), c)
	p.fill(image.Rect(r.Max.X-cut, r.Min.Y+cut, r.Max.X, r.Max.Y-cut), c)
}

// outline draws the inner edge of r.
func (p *painter) outline(r image.Rectangle, c color.RGBA) {
	t := p.px(1)
	p.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+t), c)
	p.fill(image.Rect(r.Min.X, r.Max.Y-t, r.Max.X, r.Max.Y), c)
	p.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+t, r.Max.Y), c)
	p.fill(image.Rect(r.Max.X-t, r.Min.Y, r.Max.X, r.Max.Y), c)
}

// glyph draws g with its cell's left edge at x and its baseline at y, within
// clip, which must lie in the image.
func (p *painter) glyph(g *glyph, x, y int, clip image.Rectangle, c color.RGBA) {
	if g.w == 0 {
		return
	}
	x, y = x+g.dx, y+g.dy
	x0, x1 := max(x, clip.Min.X), min(x+g.w, clip.Max.X)
	y0, y1 := max(y, clip.Min.Y), min(y+g.h, clip.Max.Y)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	if g.rgba != nil {
		p.colour(g, x, y, image.Rect(x0, y0, x1, y1))
		return
	}
	cr, cg, cb := uint32(c.R), uint32(c.G), uint32(c.B)
	for row := y0; row < y1; row++ {
		mask := g.mask[(row-y)*g.w+x0-x : (row-y)*g.w+x1-x]
		pix := p.img.Pix[p.img.PixOffset(x0, row):]
		pix = pix[:4*len(mask)]
		for i, m := range mask {
			if m == 0 {
				continue
			}
			d := pix[4*i : 4*i+3 : 4*i+3]
			if m == 255 {
				d[0], d[1], d[2] = c.R, c.G, c.B
				continue
			}
			a := uint32(m) + uint32(m)>>7 // 0…256
			r := 256 - a
			d[0] = byte((uint32(d[0])*r + cr*a) >> 8)
			d[1] = byte((uint32(d[1])*r + cg*a) >> 8)
			d[2] = byte((uint32(d[2])*r + cb*a) >> 8)
		}
	}
}

// colour draws the part of a coloured glyph that lies in r.
func (p *painter) colour(g *glyph, x, y int, r image.Rectangle) {
	for row := r.Min.Y; row < r.Max.Y; row++ {
		src := g.rgba[4*((row-y)*g.w+r.Min.X-x):][:4*r.Dx()]
		pix := p.img.Pix[p.img.PixOffset(r.Min.X, row):]
		for i := 0; i < len(src); i += 4 {
			rest := 255 - uint32(src[i+3])
			for c := range 3 {
				pix[i+c] = src[i+c] + byte(uint32(pix[i+c])*rest/255)
			}
		}
	}
}

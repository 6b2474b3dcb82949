package widgets

import (
	"image"
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Plot shows the last few values as dots that a line joins, the newest at the
// right, over zero and under the highest of them, which is written at the left.
// Guides are level lines with a text at the right. It is drawn when it is told
// to and never moves by itself.
type Plot struct {
	widget.BaseWidget

	// Format writes the highest value; without it none is written.
	Format func(v float64) string

	points int
	values []float64
	guides []Guide
	p      painter
	raster *canvas.Raster
}

// A Guide is a level line of a Plot. One that is higher than every value is not
// drawn.
type Guide struct {
	Value float64
	Text  string
	Style Style
}

// NewPlot returns a plot of the last points values.
func NewPlot(points int) *Plot {
	p := &Plot{points: max(2, points)}
	p.raster = canvas.NewRaster(p.draw)
	p.raster.ScaleMode = canvas.ImageScalePixels
	p.ExtendBaseWidget(p)
	return p
}

// SetValues shows the last of values, which are not below zero, and guides; it
// keeps no part of either. Where the texts of two guides would stand upon each
// other, the first has its place.
func (p *Plot) SetValues(values []float64, guides []Guide) {
	p.values = append(p.values[:0], values[max(0, len(values)-p.points):]...)
	for i, v := range p.values {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			p.values[i] = 0
		}
	}
	p.guides = append(p.guides[:0], guides...)
	p.raster.Refresh()
}

// draw makes the picture; w and h are pixels.
func (p *Plot) draw(w, h int) image.Image {
	scale := float32(1)
	if units := p.Size().Width; units >= 40 && w >= 40 {
		scale = max(minScale, float32(math.Round(float64(float32(w)/units*20))/20))
	}
	p.p.prepare(p.Theme(), scale)
	p.p.begin(w, h)
	line := p.p.text.height
	area := image.Rect(0, line/2, w, h-p.p.px(3)) // where the values are
	highest := 0.0
	if len(p.values) > 0 {
		highest = slices.Max(p.values)
	}
	text := ""
	if p.Format != nil && len(p.values) > 0 {
		text = p.Format(highest)
	}
	area.Min.X = p.textWidth(text) + p.p.px(6)
	for _, g := range p.guides {
		area.Max.X = min(area.Max.X, w-p.textWidth(g.Text)-p.p.px(8))
	}
	if area.Dx() < p.p.px(20) || area.Dy() < p.p.px(8) {
		return p.p.img
	}
	p.p.fill(image.Rect(area.Min.X, area.Max.Y, area.Max.X, area.Max.Y+p.p.px(1)), p.p.pal.bar)
	if len(p.values) == 0 {
		return p.p.img
	}
	p.write(text, image.Rect(0, area.Min.Y, area.Min.X, area.Min.Y), Dim, Leading)
	y := func(v float64) int {
		if highest == 0 {
			return area.Max.Y
		}
		return area.Max.Y - int(math.Round(v/highest*float64(area.Dy())))
	}
	p.drawGuides(area, highest, y)
	p.drawValues(area, y)
	return p.p.img
}

func (p *Plot) textWidth(text string) int {
	if text == "" {
		return 0
	}
	items, _, _, _ := p.p.place(p.p.items[:0], []Span{{Text: text}}, math.MaxInt32)
	p.p.items = items
	if len(items) == 0 {
		return 0
	}
	return items[len(items)-1].right
}

// write centres text on the height of r.
func (p *Plot) write(text string, r image.Rectangle, s Style, a Align) {
	line := p.p.text.height
	top := max(0, min(r.Min.Y-line/2, p.p.img.Rect.Dy()-line))
	r.Min.Y, r.Max.Y = top, top+line
	p.p.line([]Span{{Text: text, Style: s}}, r, top+p.p.text.ascent, a, p.p.pal.codeBox)
}

func (p *Plot) drawGuides(area image.Rectangle, highest float64, y func(float64) int) {
	var taken []int
	for _, g := range p.guides {
		if g.Value < 0 || g.Value > highest || math.IsNaN(g.Value) {
			continue
		}
		at := y(g.Value)
		c := mix(p.p.pal.back, p.p.pal.style(g.Style), 130)
		for x := area.Min.X; x < area.Max.X; x += p.p.px(6) { // dashed
			p.p.fill(image.Rect(x, at, min(x+p.p.px(3), area.Max.X), at+p.p.px(1)), c)
		}
		if slices.ContainsFunc(taken, func(t int) bool { return max(t-at, at-t) < p.p.text.height }) {
			continue
		}
		taken = append(taken, at)
		p.write(g.Text, image.Rect(area.Max.X+p.p.px(6), at, p.p.img.Rect.Dx(), at), g.Style, Leading)
	}
}

func (p *Plot) drawValues(area image.Rectangle, y func(float64) int) {
	dot := p.p.px(1.5)
	step := float64(area.Dx()-2*dot) / float64(p.points-1)
	last := image.Point{X: -1}
	dots := make([]image.Point, len(p.values))
	for i, v := range p.values {
		back := len(p.values) - 1 - i
		dots[i] = image.Pt(area.Max.X-dot-int(math.Round(float64(back)*step)), y(v))
		if last.X >= 0 {
			p.stroke(last, dots[i], mix(p.p.pal.back, p.p.pal.style(Out), 110))
		}
		last = dots[i]
	}
	for _, d := range dots {
		p.p.fill(image.Rect(d.X-dot, d.Y-dot, d.X+dot, d.Y+dot), p.p.pal.style(Out))
	}
}

// stroke draws a thin line from a to b, which is not left of it.
func (p *Plot) stroke(a, b image.Point, c color.RGBA) {
	n := max(b.X-a.X, 1)
	for i := range n { // a column each, as high as the line is there
		y0, y1 := a.Y+(b.Y-a.Y)*i/n, a.Y+(b.Y-a.Y)*(i+1)/n
		p.p.fill(image.Rect(a.X+i, min(y0, y1), a.X+i+1, max(y0, y1)+p.p.px(1)), c)
	}
}

// CreateRenderer is called by Fyne.
func (p *Plot) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return &plotRenderer{p}
}

type plotRenderer struct{ p *Plot }

func (r *plotRenderer) Layout(size fyne.Size)        { r.p.raster.Resize(size) }
func (r *plotRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, 48) }
func (r *plotRenderer) Refresh()                     { r.p.raster.Refresh() }
func (r *plotRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.raster} }
func (r *plotRenderer) Destroy()                     {}

package widgets

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	barWidth  = 12 // of the scroll bar, in units
	margin    = 10 // left of the text, in units
	wheelGain = 3  // Fyne gives 25 units a notch, about a row: too slow for a log
	minScale  = 0.1
)

// A surface is what the row list and the byte view share: a widget that draws
// lines of equal height into one raster, with a scroll bar, focus, the hovered
// line and the state of the keys.
type surface struct {
	widget.BaseWidget
	p   painter
	bar scrollBar

	self    surfaced
	raster  *canvas.Raster
	hover   *canvas.Rectangle
	focused bool
	shift   bool
	hovered int     // place under the pointer, -1 for none; there may be no line
	drawn   drawing // what was drawn last
	wheel   float32 // part of a row the wheel has turned beyond whole rows
}

// A drawing is the size of the raster in units and in pixels.
type drawing struct {
	size fyne.Size
	w, h int
}

// surfaced is what a surface needs of the widget built on it.
type surfaced interface {
	fyne.Focusable
	fyne.Widget
	draw()      // everything, into p.img
	resized()   // the size or the metrics have changed
	top() int   // pixels above the first line
	lines() int // lines that can be hovered
}

func (s *surface) init(self surfaced) {
	s.self, s.hovered = self, -1
	s.raster = canvas.NewRaster(s.generate)
	s.raster.ScaleMode = canvas.ImageScalePixels
	s.hover = canvas.NewRectangle(nil)
	s.ExtendBaseWidget(self)
}

// generate draws the raster; w and h are pixels.
func (s *surface) generate(w, h int) image.Image {
	old, before := s.p.text, s.drawn
	s.drawn = drawing{size: s.Size(), w: w, h: h}
	s.prepare(s.scaleFor(w))
	if old != s.p.text || before != s.drawn {
		s.self.resized()
		s.layHover()
	}
	s.p.begin(w, h)
	s.self.draw()
	if s.focused {
		s.p.outline(s.p.img.Rect, s.p.pal.frame)
	}
	return s.p.img
}

// scaleFor works the scale out from a width in pixels. It is rounded, since the
// width itself is, and a scale that wavered while a window is resized would
// empty the glyph cache each time.
func (s *surface) scaleFor(w int) float32 {
	units := s.Size().Width
	if units < 40 || w < 40 {
		return s.scale()
	}
	return max(minScale, float32(math.Round(float64(float32(w)/units*20))/20))
}

// scale is the scale last drawn at, or the canvas's before that.
func (s *surface) scale() float32 {
	if s.p.scale > 0 {
		return s.p.scale
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.self); c != nil && c.Scale() > 0 {
		return max(minScale, float32(math.Round(float64(c.Scale()*20))/20))
	}
	return 1
}

func (s *surface) prepare(scale float32) { s.p.prepare(s.Theme(), scale) }

// ready makes sure there are faces to take measures from.
func (s *surface) ready() {
	if s.p.text == nil {
		s.prepare(s.scale())
	}
}

// ratio is pixels per unit, not rounded as the scale of the glyphs is.
func (s *surface) ratio() float32 {
	if z := s.drawn.size; z.Width+z.Height >= 40 && s.drawn.w+s.drawn.h > 0 {
		return float32(s.drawn.w+s.drawn.h) / (z.Width + z.Height)
	}
	return s.scale()
}

// pixels is the size of the raster, as far as it is known before it is drawn.
func (s *surface) pixels() (w, h int) {
	z := s.Size()
	if z == s.drawn.size {
		return s.drawn.w, s.drawn.h
	}
	k := float64(s.ratio())
	return int(math.Round(float64(z.Width) * k)), int(math.Round(float64(z.Height) * k))
}

// at turns a position on the widget into pixels.
func (s *surface) at(pos fyne.Position) image.Point {
	k := s.ratio()
	return image.Pt(int(math.Floor(float64(pos.X*k))), int(math.Floor(float64(pos.Y*k))))
}

// pitch is the height of a line in pixels: the font's with some slack, so that
// glyphs of other fonts, which are taller, keep their feet.
func (s *surface) pitch() int {
	s.ready()
	return s.p.text.height + s.p.px(6)
}

// baseline is where text stands in a line that begins at y.
func (s *surface) baseline(y int) int {
	return y + (s.pitch()-s.p.text.height+1)/2 + s.p.text.ascent
}

// lineAt returns the line at a height in pixels, which may lie outside.
func (s *surface) lineAt(y int) int {
	return int(math.Floor(float64(y-s.self.top()) / float64(s.pitch())))
}

// inBar reports whether a point lies on the scroll bar.
func (s *surface) inBar(pt image.Point) bool { return pt.In(s.bar.track) }

// setBar places the scroll bar at the right, below top.
func (s *surface) setBar(top int, pos, page, total int64) {
	w, h := s.pixels()
	bw := min(w, s.p.px(barWidth))
	s.bar.track = image.Rect(w-bw, min(top, h), w, h)
	s.bar.minThumb = s.p.px(24)
	s.bar.pos, s.bar.page, s.bar.total = pos, page, total
}

// redraw draws the raster again, once however often it is asked for in a frame.
func (s *surface) redraw() {
	if s.raster != nil {
		s.raster.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{s: s, objects: []fyne.CanvasObject{s.raster, s.hover}}
	r.colours()
	return r
}

type surfaceRenderer struct {
	s       *surface
	objects []fyne.CanvasObject
}

func (r *surfaceRenderer) colours() {
	s, v := r.s, fyne.CurrentApp().Settings().ThemeVariant()
	s.hover.FillColor = s.Theme().Color(theme.ColorNameHover, v)
}

// Layout resizes the raster to all of the widget.
func (r *surfaceRenderer) Layout(size fyne.Size) {
	r.s.self.resized()
	r.s.raster.Resize(size)
	r.s.layHover()
}

// MinSize is a few characters.
func (r *surfaceRenderer) MinSize() fyne.Size {
	r.s.ready()
	k := r.s.scale()
	return fyne.NewSize(float32(12*r.s.p.text.cell)/k, float32(3*r.s.pitch())/k)
}

// Refresh follows the theme.
func (r *surfaceRenderer) Refresh() {
	r.s.prepare(r.s.scale())
	r.colours()
	r.s.self.resized()
	r.s.layHover()
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *surfaceRenderer) Destroy()                     {}

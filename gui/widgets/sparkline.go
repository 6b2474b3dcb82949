package widgets

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Sparkline is a small bar graph of the last few values, the newest at the
// right. It is drawn when it is told to and never moves by itself.
type Sparkline struct {
	widget.BaseWidget

	// ColorName is the colour of the bars, ColorNamePlaceHolder if empty.
	ColorName fyne.ThemeColorName

	values []float64 // always as many as there are bars
	raster *canvas.Raster
	img    *image.RGBA
}

// NewSparkline returns a graph of bars values.
func NewSparkline(bars int) *Sparkline {
	s := &Sparkline{values: make([]float64, max(1, bars))}
	s.raster = canvas.NewRaster(s.draw)
	s.raster.ScaleMode = canvas.ImageScalePixels
	s.ExtendBaseWidget(s)
	return s
}

// SetValues shows the last of v, as many as there are bars; it keeps no part of
// v. The highest of them is as high as the graph. What is not above zero, and
// what is not a number, has no bar.
func (s *Sparkline) SetValues(v []float64) {
	clear(s.values)
	v = v[max(0, len(v)-len(s.values)):]
	copy(s.values[len(s.values)-len(v):], v)
	for i, x := range s.values {
		if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			s.values[i] = 0
		}
	}
	s.raster.Refresh()
}

// draw makes the picture; w and h are pixels.
func (s *Sparkline) draw(w, h int) image.Image {
	if s.img == nil || s.img.Rect.Dx() != w || s.img.Rect.Dy() != h {
		s.img = image.NewRGBA(image.Rect(0, 0, max(0, w), max(0, h)))
	}
	clear(s.img.Pix)
	name := s.ColorName
	if name == "" {
		name = theme.ColorNamePlaceHolder
	}
	c := color.RGBAModel.Convert(s.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())).(color.RGBA)
	var highest float64
	for _, v := range s.values {
		highest = max(highest, v)
	}
	for i, v := range s.values {
		bar := 1 // a floor to stand on, so that silence is seen to be measured
		if v > 0 {
			bar = max(2, int(math.Round(v/highest*float64(h))))
		}
		for x := i * w / len(s.values); x < (i+1)*w/len(s.values); x++ {
			for y := max(0, h-bar); y < h; y++ {
				s.img.SetRGBA(x, y, c)
			}
		}
	}
	return s.img
}

// CreateRenderer is called by Fyne.
func (s *Sparkline) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return &sparkRenderer{s: s}
}

type sparkRenderer struct{ s *Sparkline }

func (r *sparkRenderer) Layout(size fyne.Size) { r.s.raster.Resize(size) }

func (r *sparkRenderer) MinSize() fyne.Size {
	return fyne.NewSize(float32(2*len(r.s.values)), r.s.Theme().Size(theme.SizeNameText))
}

func (r *sparkRenderer) Refresh()                     { r.s.raster.Refresh() }
func (r *sparkRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.raster} }
func (r *sparkRenderer) Destroy()                     {}

package widgets

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func newTestPlot(t *testing.T) *Plot {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.DefaultTheme())
	p := NewPlot(5)
	test.NewTempWindow(t, p).Resize(fyne.NewSize(400, 100))
	p.Resize(fyne.NewSize(400, 100))
	return p
}

// inked returns the box around the pixels of a colour, and how many there are.
func inked(img image.Image, c color.RGBA) (box image.Rectangle, n int) {
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if img.(*image.RGBA).RGBAAt(x, y) == c {
				box = box.Union(image.Rect(x, y, x+1, y+1))
				n++
			}
		}
	}
	return box, n
}

func TestPlotValues(t *testing.T) {
	p := newTestPlot(t)
	img := p.draw(400, 100)
	dots := p.p.pal.style(Out)
	if _, n := inked(img, dots); n != 0 {
		t.Errorf("%d pixels of dots without a value", n)
	}
	// The values of a case, and the middles of the leftmost and the rightmost dot.
	const left, right, bottom = 8, 398, 97
	top := p.p.text.height / 2
	for name, c := range map[string]struct {
		values      []float64
		first, last image.Point
	}{
		"one":         {[]float64{7}, image.Pt(right, top), image.Pt(right, top)},
		"all":         {[]float64{4, 1, 2, 3, 0}, image.Pt(left, top), image.Pt(right, bottom)},
		"more":        {[]float64{9, 9, 9, 0, 1, 2, 3, 4}, image.Pt(left, bottom), image.Pt(right, top)},
		"nothing":     {[]float64{0, 0, 0, 0, 0}, image.Pt(left, bottom), image.Pt(right, bottom)},
		"not numbers": {[]float64{-3, nan(), 1 / zero, 0, 2}, image.Pt(left, bottom), image.Pt(right, top)},
	} {
		p.SetValues(c.values, nil)
		img := p.draw(400, 100).(*image.RGBA)
		for _, at := range []image.Point{c.first, c.last} {
			if img.RGBAAt(at.X, at.Y) != dots {
				t.Errorf("%s: no dot at %v; they are in %v", name, at, fmt.Sprint(inked(img, dots)))
			}
		}
		if box, _ := inked(img, dots); box.Min.X < min(c.first.X, left)-4 || c.first == c.last && box.Dx() > 6 {
			t.Errorf("%s: dots in %v", name, box)
		}
	}
	v := []float64{1, 2}
	p.SetValues(v, nil)
	v[0] = 100
	if p.values[0] != 1 {
		t.Error("the values are the caller's slice")
	}
}

func TestPlotGuides(t *testing.T) {
	p := newTestPlot(t)
	p.Format = func(v float64) string { return fmt.Sprintf("%v ms", v) }
	p.SetValues([]float64{0, 10}, []Guide{{5, "median 5 ms", In}, {5.1, "p99 5.1 ms", Error}, {20, "max 20 ms", Accent}})
	img := p.draw(400, 100)
	in, n := inked(img, p.p.pal.style(In))
	if n == 0 || in.Min.X < 280 || in.Min.Y < 30 || in.Max.Y > 70 {
		t.Errorf("the median's text is in %v, %d pixels", in, n)
	}
	if box, n := inked(img, p.p.pal.style(Error)); n != 0 {
		t.Errorf("the second guide's text stands in %v, upon the first's", box)
	}
	if box, n := inked(img, p.p.pal.style(Accent)); n != 0 {
		t.Errorf("a guide above all values is in %v", box)
	}
	if box, n := inked(img, p.p.pal.style(Dim)); n == 0 || box.Max.X > 100 || box.Max.Y > 50 {
		t.Errorf("the highest value is written in %v, %d pixels", box, n)
	}
	if box, _ := inked(img, p.p.pal.style(Out)); box.Max.X > in.Min.X {
		t.Errorf("dots in %v, behind the text in %v", box, in)
	}
	for _, size := range []image.Point{{}, {1, 1}, {30, 200}, {300, 5}} { // no room: nothing, and no trouble
		p.draw(size.X, size.Y)
	}
}

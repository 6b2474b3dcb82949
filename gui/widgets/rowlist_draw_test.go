package widgets

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// rowRect is where the k-th row on screen is drawn.
func rowRect(l *RowList, k int) image.Rectangle {
	y := l.top() + k*l.pitch()
	return image.Rect(0, y, l.p.img.Rect.Dx()-l.p.px(barWidth), y+l.pitch())
}

func (p *painter) count(r image.Rectangle, c color.RGBA) int {
	return r.Dx()*r.Dy() - p.inked(r, c)
}

func TestRowListDrawsRows(t *testing.T) {
	src := &testRows{n: 3, selected: map[int]bool{2: true}}
	src.row = func(i int, r *Row) {
		r.Add([]string{"", "\u7ad9", "x"}[i], Normal)
		r.Add("█", Error)
		r.Add(strings.Repeat("long ", 1000), Normal)
		r.Add("no such column", Normal)
	}
	for _, scale := range []float32{1, 1.5, 2} {
		l, _ := showList(t, src, bigColumns(), 400, 300)
		l.generate(int(400*scale), int(300*scale))
		p := &l.p
		if p.scale != scale {
			t.Fatalf("drawn at scale %v, want %v", p.scale, scale)
		}
		_, x1 := l.columnAt(0, 0)
		first := func(k int) image.Rectangle { r := rowRect(l, k); r.Max.X = x1; return r }
		if n := p.inked(first(0), p.pal.back); n != 0 {
			t.Errorf("scale %v: %d pixels in an empty cell", scale, n)
		}
		if p.inked(first(1), p.pal.stripe) == 0 {
			t.Errorf("scale %v: 站 left no ink on a striped row", scale)
		}
		if p.count(first(2), p.pal.selected) < first(2).Dx()*first(2).Dy()/2 {
			t.Errorf("scale %v: a selected row is not in the selection's colour", scale)
		}
		if p.count(rowRect(l, 0), p.pal.styles[Error]) == 0 {
			t.Errorf("scale %v: nothing is in the colour of errors", scale)
		}
		if n := p.inked(image.Rect(0, rowRect(l, 3).Min.Y, 400, int(300*scale)), p.pal.back); n != 0 {
			t.Errorf("scale %v: %d pixels below the last row", scale, n)
		}
		if p.inked(image.Rect(0, 0, x1, l.top()-p.px(1)), p.pal.back) == 0 {
			t.Errorf("scale %v: no title", scale)
		}
	}
}

func TestRowListStripesFollowKeys(t *testing.T) {
	src := &testRows{n: 10}
	key := uint64(7)
	src.row = func(i int, r *Row) { r.Key = key + uint64(i) }
	l, _ := showList(t, src, bigColumns(), 400, 300)
	at := func(k int) color.RGBA { return l.p.img.RGBAAt(2, rowRect(l, k).Min.Y+2) }
	l.generate(400, 300)
	one, two := at(0), at(1)
	key++ // the oldest row has gone
	l.generate(400, 300)
	if at(0) != two || one == two {
		t.Error("a row changed its stripe as it moved up")
	}
}

func TestRowListDrawsInAnySize(t *testing.T) {
	l, _ := showList(t, &testRows{n: 100}, bigColumns(), 400, 300)
	for _, z := range [][2]int{{0, 0}, {1, 1}, {5, 300}, {400, 3}, {30, 30}, {0, 10}} {
		l.Resize(fyne.NewSize(float32(z[0]), float32(z[1])))
		img := l.generate(z[0], z[1])
		if got := img.Bounds().Size(); got != image.Pt(z[0], z[1]) {
			t.Errorf("drew %v, want %v", got, z)
		}
		l.ScrollToEnd()
		press(l, fyne.NewPos(1, 1), 1, 0)
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
	empty := NewRowList(nil, nil)
	empty.Resize(fyne.NewSize(100, 100))
	empty.generate(100, 100)
}

func TestRowListFollowsTheTheme(t *testing.T) {
	l, w := showList(t, &testRows{n: 5}, bigColumns(), 400, 300)
	w.Canvas().Capture()
	before, face := l.p.img.RGBAAt(1, 299), l.p.text
	test.ApplyTheme(t, test.NewTheme())
	l.Refresh()
	w.Canvas().Capture()
	if l.p.img.RGBAAt(1, 299) == before || l.p.text == face {
		t.Error("another theme changed neither the background nor the glyphs")
	}
	face = l.p.text
	l.Refresh()
	l.RefreshRows()
	w.Canvas().Capture()
	if l.p.text != face {
		t.Error("a refresh threw the glyphs away")
	}
}

func TestRowListKeepsGlyphsWhileResized(t *testing.T) {
	l, _ := showList(t, &testRows{n: 5}, bigColumns(), 400, 300)
	l.generate(600, 450)
	face := l.p.text
	for w := float32(395); w < 405; w += 0.3 {
		l.Resize(fyne.NewSize(w, 300))
		l.generate(int(w*1.5+0.5), 450)
	}
	if l.p.text != face {
		t.Error("rounding of the width was taken for another scale")
	}
}

func TestRowListFocusAndCursorShow(t *testing.T) {
	l, w := showList(t, &testRows{n: 5}, bigColumns(), 400, 300)
	l.SetCursorRow(1)
	l.generate(400, 300)
	if n := l.p.count(l.p.img.Rect, l.p.pal.frame) + l.p.count(l.p.img.Rect, l.p.pal.focus); n > 0 {
		t.Errorf("%d pixels of focus without it", n)
	}
	w.Canvas().Focus(l)
	l.generate(400, 300)
	if l.p.img.RGBAAt(0, 0) != l.p.pal.frame || l.p.img.RGBAAt(3, rowRect(l, 1).Min.Y) != l.p.pal.focus {
		t.Error("focus or cursor is not shown")
	}
}

func TestRowListHover(t *testing.T) {
	src := &testRows{n: 5}
	l, w := showList(t, src, bigColumns(), 400, 300)
	test.MoveMouse(w.Canvas(), rowPos(l, 2))
	if l.hovered != 2 || l.hover.Hidden {
		t.Errorf("hovered row %d, want 2", l.hovered)
	}
	test.MoveMouse(w.Canvas(), rowPos(l, 7))
	if !l.hover.Hidden {
		t.Error("hover stays below the last row")
	}
	src.n = 8
	if l.RefreshRows(); l.hover.Hidden {
		t.Error("the row that came under the pointer is not hovered")
	}
	src.n = 5
	l.RefreshRows()
	test.MoveMouse(w.Canvas(), rowPos(l, 1))
	l.MouseOut()
	if !l.hover.Hidden {
		t.Error("hover stays when the pointer has gone")
	}
	test.MoveMouse(w.Canvas(), rowPos(l, 4))
	test.MoveMouse(w.Canvas(), rowPos(l, 3))
	src.n = 2
	l.RefreshRows()
	if !l.hover.Hidden {
		t.Error("hover stays when its row has gone")
	}
	at := l.hover.Position()
	for src.n = 4; src.n < 100; src.n += 7 {
		l.RefreshRows()
		l.ScrollToEnd()
		if l.hover.Hidden || l.hover.Position() != at {
			t.Fatalf("of %d rows the hovered place is %v, hidden %v, want it at %v", src.n, l.hover.Position(), l.hover.Hidden, at)
		}
	}
}

func TestRowListDrawAllocates(t *testing.T) {
	l, _ := showList(t, &testRows{n: 1000, row: func(_ int, r *Row) { r.Add("x", Normal); r.Add("LF", Code) }}, bigColumns(), 400, 300)
	app := fyne.CurrentApp()
	app.Settings().SetTheme(theme.DefaultTheme())
	l.generate(400, 300)
	if n := testing.AllocsPerRun(20, func() { l.generate(400, 300) }); n > 20 { // the theme boxes its colours
		t.Errorf("a frame took %v allocations, want few", n)
	}
}

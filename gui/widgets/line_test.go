package widgets

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func newTestPainter(tb testing.TB, w, h int) *painter {
	tb.Helper()
	app := test.NewTempApp(tb)
	app.Settings().SetTheme(theme.DefaultTheme())
	p := &painter{}
	p.prepare(theme.DefaultTheme(), 1)
	p.begin(w, h)
	return p
}

// inked counts the pixels in r that are not c.
func (p *painter) inked(r image.Rectangle, c color.RGBA) (n int) {
	r = r.Intersect(p.img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if p.img.RGBAAt(x, y) != c {
				n++
			}
		}
	}
	return n
}

func TestPlaceStopsAtWidth(t *testing.T) {
	p := newTestPainter(t, 1, 1)
	cell := p.text.cell
	items, done, span, at := p.place(nil, []Span{{Text: "abc"}, {Text: "defgh"}}, 5*cell)
	if len(items) != 5 || done || span != 1 || at != 2 {
		t.Errorf("got %d items, done %v, span %d at %d; want 5, false, 1 at 2", len(items), done, span, at)
	}
	huge := strings.Repeat("x", 1<<20)
	if n := testing.AllocsPerRun(10, func() { items, _, _, _ = p.place(items[:0], []Span{{Text: huge}}, 80*cell) }); n > 1 {
		t.Errorf("placing a megabyte took %v allocations", n)
	}
	if len(items) != 80 {
		t.Errorf("placed %d characters in 80 cells", len(items))
	}
}

func TestPlaceKeepsCodesWhole(t *testing.T) {
	p := newTestPainter(t, 1, 1)
	items, done, span, at := p.place(nil, []Span{{Text: "ab"}, {Text: "ZWSP", Style: Code}}, 4*p.text.cell)
	if len(items) != 2 || done || span != 1 || at != 0 {
		t.Errorf("got %d items, done %v, span %d at %d; want the code left out whole", len(items), done, span, at)
	}
}

func TestCharactersDoNotOverlap(t *testing.T) {
	p := newTestPainter(t, 1, 1)
	items, _, _, _ := p.place(nil, []Span{{Text: "W站e\u0301，😀\u200bx"}, {Text: "LF", Style: Code}, {Text: "0A", Style: Code}, {Text: "z"}}, 1000)
	end := 0
	for i, it := range items {
		if it.left < end || it.right <= it.left {
			t.Errorf("item %d is at %d…%d after one that ends at %d", i, it.left, it.right, end)
		}
		end = it.right
	}
}

func TestLineIsCutWithEllipsis(t *testing.T) {
	p := newTestPainter(t, 200, 30)
	r := image.Rect(10, 0, 10+6*p.text.cell, 30)
	base := 20
	p.line([]Span{{Text: "abcdefghij"}}, r, base, Leading, p.pal.codeBox)
	if n := p.inked(image.Rect(r.Max.X, 0, 200, 30), p.pal.back); n != 0 {
		t.Errorf("%d pixels were drawn beyond the column", n)
	}
	cut := append([]byte(nil), p.img.Pix...)
	p.begin(200, 30)
	p.line([]Span{{Text: "abcde…"}}, r, base, Leading, p.pal.codeBox)
	if string(cut) != string(p.img.Pix) {
		t.Error("a cut line does not look like abcde…")
	}
}

func TestLineAlign(t *testing.T) {
	p := newTestPainter(t, 200, 30)
	all := image.Rect(0, 0, 200, 30)
	p.line([]Span{{Text: "12"}}, all, 20, Trailing, p.pal.codeBox)
	if n := p.inked(image.Rect(0, 0, 200-2*p.text.cell, 30), p.pal.back); n != 0 {
		t.Errorf("%d pixels left of trailing text", n)
	}
	if p.inked(all, p.pal.back) == 0 {
		t.Error("nothing drawn")
	}
}

func TestLineNeverLeavesTheImage(t *testing.T) {
	p := newTestPainter(t, 5, 3)
	for _, r := range []image.Rectangle{{}, image.Rect(-50, -50, 50, 50), image.Rect(4, 0, 400, 400), image.Rect(90, 90, 95, 95)} {
		p.line([]Span{{Text: "W站😀"}, {Text: "LF", Style: Code}}, r, 2, Trailing, p.pal.codeBox)
	}
	p.begin(0, 0)
	p.line([]Span{{Text: "x"}}, image.Rect(0, 0, 10, 10), 2, Leading, p.pal.codeBox)
}

func TestPainterReusesItsImage(t *testing.T) {
	p := newTestPainter(t, 300, 200)
	if n := testing.AllocsPerRun(10, func() { p.begin(299, 199); p.begin(300, 200) }); n != 0 {
		t.Errorf("begin took %v allocations for a size it had", n)
	}
	if p.img.Stride != 4*300 || len(p.img.Pix) != 4*300*200 {
		t.Error("the image is not packed, as the texture upload needs it")
	}
}

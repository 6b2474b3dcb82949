package widgets

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// newTestFace returns a face in the default theme, whose fonts fall back.
func newTestFace(tb testing.TB, scale float32) *face {
	tb.Helper()
	app := test.NewTempApp(tb)
	app.Settings().SetTheme(theme.DefaultTheme())
	return newFace(13, scale)
}

func (f *face) mustNext(s string) *glyph { g, _ := f.next(s); return g }

// needsCJK skips where no font on the machine has Chinese.
func needsCJK(tb testing.TB, f *face) {
	tb.Helper()
	if same(f.mustNext("站"), f.mustNext("北")) {
		tb.Skip("no CJK font on this machine")
	}
}

func same(a, b *glyph) bool {
	return a.w == b.w && a.h == b.h && bytes.Equal(a.mask, b.mask) && bytes.Equal(a.rgba, b.rgba)
}

func TestGlyphInk(t *testing.T) {
	f := newTestFace(t, 1)
	for _, s := range []string{"A", "g", "é", "e\u0301", "\u0301", "→", "😀", "\u200b", "\x01", "\x7f", "\ufeff", "\xff", "…"} {
		if g := f.mustNext(s); g.w == 0 || g.h == 0 {
			t.Errorf("%q has no ink", s)
		}
	}
	for _, s := range []string{" ", "\u00a0", "\u3000"} {
		if g := f.mustNext(s); g.w != 0 {
			t.Errorf("%q has ink", s)
		}
	}
	if same(f.mustNext("e"), f.mustNext("e\u0301")) {
		t.Error("a combining mark vanished")
	}
	if g := f.mustNext("😀"); g.rgba == nil {
		t.Error("an emoji has lost its colours")
	}
}

func TestGlyphStandsOnBaseline(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		f := newTestFace(t, scale)
		for _, s := range []string{"M", "H", "x", "Н"} {
			if g := f.mustNext(s); g.dy+g.h != 0 && g.dy+g.h != 1 { // x may overshoot
				t.Errorf("scale %v: foot of %q is %d below the baseline", scale, s, g.dy+g.h)
			}
		}
		needsCJK(t, f)
		g := f.mustNext("站")
		if foot := g.dy + g.h; foot < 0 || foot > f.height-f.ascent+2 {
			t.Errorf("scale %v: foot of 站 is %d below the baseline of a line with %d there", scale, foot, f.height-f.ascent)
		}
		if -g.dy > f.ascent+3 {
			t.Errorf("scale %v: 站 is %d high over an ascent of %d", scale, -g.dy, f.ascent)
		}
	}
}

func TestGlyphKeepsToItsCells(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 1.5, 2} {
		f := newTestFace(t, scale)
		for _, s := range []string{"W", "@", "_", "站", "，", "①", "½", "😀", "👨\u200d👩\u200d👧", "🇨🇳", "﷽", "\u0301", "█", "…", "‱"} {
			g := f.mustNext(s)
			if g.dx < 0 || g.dx+g.w > g.cells*f.cell {
				t.Errorf("scale %v: %q covers %d…%d of %d pixels", scale, s, g.dx, g.dx+g.w, g.cells*f.cell)
			}
		}
	}
}

func TestGlyphTakesTheCellsItNeeds(t *testing.T) {
	f := newTestFace(t, 1)
	if g := f.mustNext("\u0301"); g.dy+g.h < -2 {
		t.Errorf("a mark on nothing floats %d above the baseline, want it on a circle", -g.dy-g.h)
	}
	needsCJK(t, f)
	if g := f.mustNext("①"); g.cells != 2 {
		t.Errorf("① from a font of wide letters takes %d cells, want 2", g.cells)
	}
}

func TestGlyphCacheIsBounded(t *testing.T) {
	f := newTestFace(t, 1)
	for i := range maxGlyphs + 10 {
		f.runes[rune(0x20000+i)] = &glyph{cells: 1}
	}
	f.next("ö")
	if n := len(f.runes) + len(f.clusters); n > maxGlyphs {
		t.Errorf("cache holds %d glyphs, want at most %d", n, maxGlyphs)
	}
}

func TestFaceDoesNotHoldText(t *testing.T) {
	f := newTestFace(t, 1)
	first := f.mustNext("e\u0301 and a megabyte more")
	if again := f.mustNext("e\u0301!"); first != again {
		t.Error("a cluster was drawn twice")
	}
}

func BenchmarkGlyphDraw(b *testing.B) {
	f := newTestFace(b, 1)
	b.ReportAllocs()
	r := rune(0x4e00)
	for b.Loop() {
		f.draw(r, string(r))
		r = 0x4e00 + (r-0x4e00+1)%5000
	}
}

// A character that no font has does not look like the sign for bytes that are none.
func TestGlyphThatNoFontHas(t *testing.T) {
	f := newTestFace(t, 1)
	none, _ := f.next("\ufffd")
	for _, text := range []string{"\u074f", "\U000e0fff", "é", "世"} {
		g, _ := f.next(text)
		if g.w == none.w && g.h == none.h && bytes.Equal(g.mask, none.mask) {
			t.Errorf("%q is drawn as U+FFFD", text)
		}
		if g.w == 0 || g.h == 0 {
			t.Errorf("%q is drawn as nothing", text)
		}
	}
}

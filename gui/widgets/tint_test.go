package widgets

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func TestTintOf(t *testing.T) {
	if TintOf("") != 0 {
		t.Error("no name has a tint")
	}
	met := make(map[Tint]int)
	for i := range 1000 {
		name := fmt.Sprintf("127.0.0.1:%d", 40000+i)
		tint := TintOf(name)
		if tint < 1 || tint > Tints || tint != TintOf(name) {
			t.Fatalf("%s has tint %d, then %d", name, tint, TintOf(name))
		}
		met[tint]++
	}
	for tint := Tint(1); tint <= Tints; tint++ {
		if met[tint] < 50 {
			t.Errorf("of 1000 peers %d have tint %d", met[tint], tint)
		}
	}
}

// contrast is that of WCAG 2: 1 for the same colour, 21 for black on white.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		part := func(v uint8) float64 {
			s := float64(v) / 255
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
	}
	hi, lo := light(a), light(b)
	if hi < lo {
		hi, lo = lo, hi
	}
	return (hi + 0.05) / (lo + 0.05)
}

func TestTintsCanBeRead(t *testing.T) {
	for name, v := range map[string]fyne.ThemeVariant{"dark": theme.VariantDark, "light": theme.VariantLight} {
		p := newPalette(theme.DefaultTheme(), v)
		for tint := Tint(1); tint <= Tints; tint++ {
			if c := contrast(p.tint(tint), p.back); c < 4.5 {
				t.Errorf("%s: tint %d has a contrast of %.1f to the background, want 4.5", name, tint, c)
			}
			if c := contrast(p.tint(tint), p.stripe); c < 4.5 {
				t.Errorf("%s: tint %d has a contrast of %.1f to the stripe, want 4.5", name, tint, c)
			}
			if c := contrast(p.tint(tint), p.selected); c < 3 {
				t.Errorf("%s: tint %d has a contrast of %.1f to a selected row, want 3", name, tint, c)
			}
		}
	}
	if got := newPalette(theme.DefaultTheme(), theme.VariantDark); got.tint(0) != got.styles[Normal] {
		t.Error("text without a tint is not in the usual colour")
	}
}

// Times and codes are as easy to read in a selected row as in another.
func TestDimTextInSelectedRows(t *testing.T) {
	for name, v := range map[string]fyne.ThemeVariant{"dark": theme.VariantDark, "light": theme.VariantLight} {
		p := newPalette(theme.DefaultTheme(), v)
		before := p.styles
		p.dimFor(true)
		if got, want := contrast(p.style(Dim), p.selected), contrast(p.dim, p.selected); got < 1.3*want {
			t.Errorf("%s: contrast %.1f, and %.1f as elsewhere", name, got, want)
		}
		if p.dimFor(false); p.styles != before {
			t.Errorf("%s: the other rows are not as they were", name)
		}
	}
}

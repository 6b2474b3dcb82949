package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

var white = color.NRGBA{R: 255, G: 255, B: 255, A: 255}

// A palette is the theme's colours as the painter wants them: opaque, blended
// with the background they stand on.
type palette struct {
	back, stripe, selected   color.RGBA
	rule, focus, frame       color.RGBA
	barBack, bar             color.RGBA
	codeBox, codeBoxSelected color.RGBA
	styles                   [styleCount]color.RGBA
	focusBack                color.RGBA // of the byte pointed at
	tints                    *[Tints]color.RGBA
	changed                  color.RGBA // of what stands out
	dim, dimSelected         color.RGBA // what is secondary, in a selected row too
}

func newPalette(th fyne.Theme, v fyne.ThemeVariant) palette {
	of := func(n fyne.ThemeColorName) color.Color { return th.Color(n, v) }
	back := over(of(theme.ColorNameBackground), color.RGBA{A: 255})
	on := func(n fyne.ThemeColorName) color.RGBA { return over(of(n), back) }
	fore := on(theme.ColorNameForeground)

	p := palette{
		back:     back,
		stripe:   mix(back, fore, 7),
		selected: on(theme.ColorNameSelection),
		rule:     on(theme.ColorNameSeparator),
		focus:    on(theme.ColorNamePrimary),
		barBack:  mix(back, fore, 7),
		bar:      mix(back, fore, 80),
		codeBox:  mix(back, fore, 28),
	}
	p.codeBoxSelected = mix(p.selected, fore, 40)
	p.frame = mix(back, p.focus, 150)
	p.focusBack = mix(back, on(theme.ColorNamePrimary), 140)
	p.tints = &tintsOnDark
	if bright(back) {
		p.tints = &tintsOnLight
	}
	p.changed = mix(back, on(theme.ColorNameError), 90)
	dim := on(theme.ColorNamePlaceHolder)
	p.dim, p.dimSelected = dim, mix(dim, fore, 150)
	p.styles = [styleCount]color.RGBA{
		0: fore, Normal: fore, Dim: dim, Status: dim, Code: dim,
		In:     on(theme.ColorNameSuccess),
		Out:    on(theme.ColorNamePrimary),
		Error:  on(theme.ColorNameError),
		Accent: on(theme.ColorNameWarning),
		Tinted: fore,
	}
	return p
}

// dimFor gives what is secondary the colour it can be read in, on a selected row or
// another.
func (p *palette) dimFor(selected bool) {
	c := p.dim
	if selected {
		c = p.dimSelected
	}
	p.styles[Dim], p.styles[Status], p.styles[Code] = c, c, c
}

// style returns the colour of s, Normal for one it does not know.
func (p *palette) style(s Style) color.RGBA {
	if s >= styleCount {
		s = Normal
	}
	return p.styles[s]
}

// over blends c, which may be translucent, onto the opaque b.
func over(c color.Color, b color.RGBA) color.RGBA {
	r, g, bl, a := c.RGBA()
	rest := 0xffff - a
	blend := func(c uint32, b byte) byte { return byte((c + uint32(b)*0x101*rest/0xffff) >> 8) }
	return color.RGBA{R: blend(r, b.R), G: blend(g, b.G), B: blend(bl, b.B), A: 255}
}

// mix goes part/255 of the way from a to b.
func mix(a, b color.RGBA, part int) color.RGBA {
	m := func(a, b byte) byte { return byte((int(a)*(255-part) + int(b)*part) / 255) }
	return color.RGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: 255}
}

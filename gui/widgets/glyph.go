package widgets

import (
	"bytes"
	"image"
	"math"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
)

const (
	// maxGlyphs bounds what one face remembers: a few pages of dense CJK. At
	// about 200 bytes each that is under 2 MB.
	maxGlyphs = 8192

	// maxGlyphCells is the widest a single character may be drawn.
	maxGlyphCells = 12

	// tabStop is where Fyne's default tab puts the measured character, in
	// cells right of its reference letter: room for ink left of its origin.
	tabStop = 4
)

// A glyph is one character as ink: a coverage mask, or premultiplied RGBA for a
// coloured one. Blank characters have neither.
type glyph struct {
	cells  int // width in columns
	dx, dy int // from the left of the cell and the baseline to the ink
	w, h   int
	mask   []byte
	rgba   []byte
}

// A face is the monospace font at one size and scale, with a glyph for each
// character met so far. The ink comes from Fyne's own text drawing, so that its
// fallback to other fonts is kept.
type face struct {
	size, scale float32 // of the text, and pixels per unit
	cell        int     // width of a column in pixels
	ascent      int     // from the top of a line to the baseline
	height      int     // of a line without slack

	ascii    [utf8.RuneSelf]*glyph
	runes    map[rune]*glyph
	clusters map[string]*glyph

	text         *canvas.Text
	paper        software.WindowlessCanvas
	sheet, large fyne.Size // of the paper, enough for nearly all, and for all
	origin       int       // where the measured character begins
	none         *glyph    // what is drawn for a character that no font has
}

func newFace(size, scale float32) *face {
	f := &face{size: size, scale: scale}
	f.text = canvas.NewText("", white)
	f.text.TextSize = size
	f.text.TextStyle = fyne.TextStyle{Monospace: true} // themes know no style with a TabWidth
	f.paper = software.NewTransparentCanvas()
	f.paper.SetPadded(false)
	f.paper.SetScale(scale)
	f.paper.SetContent(container.NewWithoutLayout(f.text))

	one := fyne.MeasureText("M", size, f.text.TextStyle)
	f.sheet = fyne.NewSize(one.Width*(tabStop+4), one.Height*1.75)
	f.large = fyne.NewSize(one.Width*(tabStop+maxGlyphCells+2), one.Height*4)
	f.cell = max(1, int(math.Round(float64(one.Width*scale))))
	f.origin = int(tabStop * one.Width * scale)
	f.height = max(1, int(math.Ceil(float64(one.Height*scale))))
	img := f.capture("M", f.sheet)
	f.ascent = inkBox(img, image.Rect(0, 0, f.cell, img.Rect.Dy())).Max.Y
	f.forget()
	return f
}

// forget empties the cache.
func (f *face) forget() {
	f.ascii = [utf8.RuneSelf]*glyph{}
	f.runes = make(map[rune]*glyph)
	f.clusters = make(map[string]*glyph)
}

// next returns the glyph of the first character of s, and its length in bytes.
// s must not be empty.
func (f *face) next(s string) (*glyph, int) {
	r, n := cluster(s)
	if n == 1 && r < utf8.RuneSelf {
		if g := f.ascii[r]; g != nil {
			return g, 1
		}
		f.ascii[r] = f.draw(r, s[:1])
		return f.ascii[r], 1
	}
	if r == utf8.RuneError || n == utf8.RuneLen(r) {
		g := f.runes[r]
		if g == nil {
			f.makeRoom()
			g = f.draw(r, string(r))
			f.runes[r] = g
		}
		return g, n
	}
	g := f.clusters[s[:n]]
	if g == nil {
		f.makeRoom()
		text := string([]byte(s[:n])) // not a slice of what may be megabytes
		g = f.draw(r, text)
		f.clusters[text] = g
	}
	return g, n
}

func (f *face) makeRoom() {
	if len(f.runes)+len(f.clusters) >= maxGlyphs {
		f.forget()
	}
}

// draw makes the glyph of one character.
//
// Fyne puts a text's baseline where the tallest font in it wants it, which for
// a font it fell back to is lower. So each character is drawn to the right of
// an M, and its height is read off against the foot of that M. The tab between
// them makes the character begin on a whole pixel.
func (f *face) draw(r rune, text string) *glyph {
	if unicode.IsSpace(r) && !unicode.IsControl(r) {
		return &glyph{cells: columns(r, text)}
	}
	if unicode.IsControl(r) {
		return f.hollow()
	}
	if joins(r) { // a mark with nothing to stand on
		text = "\u25cc" + text
	}
	img := f.capture("M\t"+text, f.sheet)
	ink := inkBox(img, image.Rect(f.origin-2*f.cell, 0, img.Rect.Dx(), img.Rect.Dy()))
	if ink.Max.X == img.Rect.Max.X || ink.Max.Y == img.Rect.Max.Y { // it went over the edge
		img = f.capture("M\t"+text, f.large)
		ink = inkBox(img, image.Rect(f.origin-2*f.cell, 0, img.Rect.Dx(), img.Rect.Dy()))
	}
	foot := inkBox(img, image.Rect(0, 0, f.cell+1, img.Rect.Dy())).Max.Y
	if ink.Empty() {
		return f.hollow()
	}

	g := &glyph{cells: columns(r, text), dx: ink.Min.X - f.origin, dy: ink.Min.Y - foot}
	if text != "" && r >= utf8.RuneSelf { // fonts fallen back to keep to no cell
		need := int(math.Ceil(float64(ink.Dx())/float64(f.cell) - 0.3))
		g.cells = min(max(g.cells, need), maxGlyphCells)
	}
	room := g.cells * f.cell
	switch em := int(math.Round(float64(f.size * f.scale))); {
	case g.cells == 2 && r < 0x1f000: // keeps a comma at the side it belongs to
		g.dx += (room - em) / 2
	case g.cells > 1:
		g.dx = (room - ink.Dx()) / 2
	}
	g.dx = max(0, min(g.dx, room-ink.Dx()))
	ink.Max.X = min(ink.Max.X, ink.Min.X+room)
	g.take(img, ink)
	if r >= utf8.RuneSelf && r != utf8.RuneError && f.replaced(g) {
		return f.hollow()
	}
	return g
}

// replaced reports whether g is what Fyne draws for a character that no font has: the sign that stands for bytes that are
// none, which these are not.
func (f *face) replaced(g *glyph) bool {
	if f.none == nil {
		f.none = f.draw(utf8.RuneError, string(utf8.RuneError))
	}
	return g.w == f.none.w && g.h == f.none.h && g.mask != nil && bytes.Equal(g.mask, f.none.mask)
}

// hollow is drawn for what has no ink of its own, such as a zero width space or
// a control: nothing that was sent may look like nothing.
func (f *face) hollow() *glyph {
	w, h := max(3, f.cell-2), max(3, f.ascent*3/5)
	g := &glyph{cells: 1, dx: (f.cell - w) / 2, dy: -h, w: w, h: h, mask: make([]byte, w*h)}
	for y := range h {
		for x := range w {
			if x == 0 || y == 0 || x == w-1 || y == h-1 {
				g.mask[y*w+x] = 0x90
			}
		}
	}
	return g
}

// capture draws text in white at the top left of a paper of the given size,
// which is what drawing it costs.
func (f *face) capture(text string, size fyne.Size) *image.NRGBA {
	if f.paper.Size() != size {
		f.paper.Resize(size)
	}
	f.text.Text = text
	f.text.Resize(f.text.MinSize())
	img, ok := f.paper.Capture().(*image.NRGBA)
	if !ok {
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}
	return img
}

// take copies the ink within box: as coverage if all of it is white, as colour
// otherwise.
func (g *glyph) take(img *image.NRGBA, box image.Rectangle) {
	g.w, g.h = box.Dx(), box.Dy()
	g.mask = make([]byte, g.w*g.h)
	coloured := false
	for y := range g.h {
		row := img.Pix[img.PixOffset(box.Min.X, box.Min.Y+y):]
		for x := range g.w {
			p := row[4*x : 4*x+4]
			g.mask[y*g.w+x] = p[3]
			if p[3] > 0x40 && (p[0] < 0xe0 || p[1] < 0xe0 || p[2] < 0xe0) {
				coloured = true
			}
		}
	}
	if !coloured {
		return
	}
	g.rgba = make([]byte, 0, 4*g.w*g.h)
	for y := range g.h {
		row := img.Pix[img.PixOffset(box.Min.X, box.Min.Y+y):]
		for x := range g.w {
			a := uint(row[4*x+3])
			for c := range 3 {
				g.rgba = append(g.rgba, byte(uint(row[4*x+c])*a/255))
			}
			g.rgba = append(g.rgba, byte(a))
		}
	}
	g.mask = nil
}

// inkBox returns the smallest rectangle within r that holds all visible ink.
func inkBox(img *image.NRGBA, r image.Rectangle) image.Rectangle {
	r = r.Intersect(img.Rect)
	box := image.Rectangle{Min: r.Max, Max: r.Min}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if img.Pix[img.PixOffset(x, y)+3] < 0x10 {
				continue
			}
			box.Min.X, box.Min.Y = min(box.Min.X, x), min(box.Min.Y, y)
			box.Max.X, box.Max.Y = max(box.Max.X, x+1), max(box.Max.Y, y+1)
		}
	}
	if box.Min.X >= box.Max.X {
		return image.Rectangle{}
	}
	return box
}

package widgets

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// countedBytes is a payload of any size that counts what is read of it.
type countedBytes struct {
	size  int64
	read  int64
	calls int
	fill  func(off int64) byte
}

func (b *countedBytes) Size() int64 { return b.size }

func (b *countedBytes) ReadAt(p []byte, off int64) (int, error) {
	b.calls++
	n := int(min(int64(len(p)), b.size-off))
	for i := range n {
		p[i] = b.fill(off + int64(i))
	}
	b.read += int64(n)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func showBytes(tb testing.TB, b Bytes, m ByteMode, w, h float32) (*ByteView, fyne.Window) {
	tb.Helper()
	test.NewTempApp(tb)
	v := NewByteView(b, m)
	win := test.NewTempWindow(tb, v)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	v.generate(int(w), int(h))
	return v, win
}

func text(s string) Bytes { return bytes.NewReader([]byte(s)) }

func TestByteViewPerLine(t *testing.T) {
	v, w := showBytes(t, text(strings.Repeat("x", 1000)), HexMode, 900, 300)
	for width, want := range map[float32]int{900: 16, 500: 8, 250: 4, 120: 4} {
		w.Resize(fyne.NewSize(width, 300))
		v.Resize(fyne.NewSize(width, 300))
		if got := v.perLine(); got != want {
			t.Errorf("%v wide: %d bytes a line, want %d", width, got, want)
		}
	}
}

func TestByteViewReadsLittleOfALot(t *testing.T) {
	const size = 100 << 20
	for name, fill := range map[string]func(int64) byte{
		"one line": func(off int64) byte { return 'a' + byte(off%26) },
		"lines": func(off int64) byte {
			if off%57 == 0 {
				return '\n'
			}
			return 'x'
		},
		"binary": func(off int64) byte { return byte(off * 7) },
	} {
		for _, m := range []ByteMode{HexMode, TextMode} {
			t.Run(name+" "+m.String(), func(t *testing.T) {
				b := &countedBytes{size: size, fill: fill}
				v, _ := showBytes(t, b, m, 900, 400)
				for what, do := range map[string]func(){
					"end":   func() { v.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd}) },
					"drag":  func() { v.scrollTo(size / 2) },
					"wheel": func() { v.scrollBy(-3); v.scrollBy(5) },
					"page":  func() { v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp}) },
				} {
					b.read = 0
					do()
					v.generate(900, 400)
					if b.read > 1<<20 {
						t.Errorf("%s: read %d bytes", what, b.read)
					}
				}
				v.scrollTo(size)
				v.generate(900, 400)
				if lines := v.load().lines; lines[len(lines)-1].to != size || len(lines) != v.rows() {
					t.Errorf("at the end: %d lines to %d, want %d to %d", len(lines), lines[len(lines)-1].to, v.rows(), size)
				}
			})
		}
	}
}

// walk checks that the lines of v partition its payload, and that going up
// takes the same steps as going down.
func walk(tb testing.TB, v *ByteView) {
	starts := []int64{}
	for off := int64(0); off < v.size(); {
		starts = append(starts, off)
		to := v.skipLine(off)
		if to <= off || to > v.size() {
			tb.Fatalf("line at %d ends at %d of %d", off, to, v.size())
		}
		off = to
	}
	for i := len(starts) - 1; i > 0; i-- {
		if got := v.linesBefore(starts[i], 1); got != starts[i-1] {
			tb.Fatalf("line above %d begins at %d, want %d", starts[i], got, starts[i-1])
		}
		if got := v.lineStart(starts[i] - 1); got != starts[i-1] {
			tb.Fatalf("byte %d is on the line at %d, want %d", starts[i]-1, got, starts[i-1])
		}
	}
	v.first, v.page.fresh = 0, false
	for before := int64(0); ; v.scrollBy(1) {
		for _, line := range v.load().lines {
			at, last := line.from, byteRange{-1, -1}
			for _, s := range v.page.steps[line.begin:line.end] {
				if s == last { // another letter of one code
					continue
				}
				last = s
				if s.from != at || s.to <= s.from {
					tb.Fatalf("line %v has a step %v at %d", line, s, at)
				}
				at = s.to
			}
			if at != line.to {
				tb.Fatalf("line %v has steps up to %d only", line, at)
			}
		}
		if v.first >= v.lastFirst() {
			return
		}
		if v.first < before {
			tb.Fatalf("a line down from %d led to %d", before, v.first)
		}
		before = v.first + 1
	}
}

func TestByteViewTextLines(t *testing.T) {
	for name, in := range map[string]string{
		"empty":      "",
		"one":        "x",
		"line ends":  "\n\n\nabc\n\n",
		"no end":     "abc\ndef",
		"long":       strings.Repeat("0123456789", 300),
		"wide":       strings.Repeat("站北", 300),
		"cr lf":      strings.Repeat("GET / HTTP/1.1\r\n", 60),
		"binary":     string([]byte{0, 1, 2, 0xff, 0xfe, 0xe7, 0xab}) + strings.Repeat("\x80", 400),
		"exact":      strings.Repeat("x", 20) + "\n" + strings.Repeat("y", 21) + "\n",
		"only marks": strings.Repeat("\u0301", 500),
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := showBytes(t, text(in), TextMode, 260, 200)
			walk(t, v)
		})
	}
}

func FuzzByteViewText(f *testing.F) {
	f.Add([]byte("hello\r\n\x00世界\xe7\xab"))
	f.Add([]byte(strings.Repeat("a", 300) + "\n"))
	test.NewTempApp(f)
	v := NewByteView(nil, TextMode)
	v.Resize(fyne.NewSize(150, 120))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 600 { // the walk is quadratic, and up and down may differ beyond a block without a line end
			return
		}
		v.SetBytes(bytes.NewReader(in))
		walk(t, v)
		v.generate(150, 120)
	})
}

func TestByteViewCallersSpans(t *testing.T) {
	v, _ := showBytes(t, text("a\x00b\x00\n\x00c\x00"), TextMode, 300, 200)
	v.LineEnd = []byte("\n\x00")
	v.Spans = func(dst []Span, _ int64, b []byte) []Span { // UTF-16, as far as this test needs it
		for i := 0; i+1 < len(b); i += 2 {
			if b[i] == '\n' {
				dst = append(dst, Span{Text: "LF", Style: Code, Bytes: 2, Break: true})
			} else {
				dst = append(dst, Span{Text: string(rune(b[i])), Bytes: 2})
			}
		}
		return dst
	}
	v.Reread()
	pg := v.load()
	if len(pg.lines) != 2 || pg.lines[0].to != 6 || pg.lines[1].to != 8 {
		t.Errorf("lines %+v, want two, to 6 and 8", pg.lines)
	}
	if got := v.linesBefore(6, 1); got != 0 {
		t.Errorf("the line above begins at %d, want 0", got)
	}
	v.SetBytes(text("a\x00\x58\x0a\x00\x4e")) // a line end only if read across two characters
	if got := v.hardStart(6); got != 0 {
		t.Errorf("a line end was found at an odd offset: %d, want none", got)
	}
	v.SetBytes(text("a\x00b\x00\n\x00c\x00"))
	if s := v.stepAt(3); s != (byteRange{2, 4}) {
		t.Errorf("byte 3 belongs to %v, want the character 2…4", s)
	}
}

func TestByteViewKeepsStepsWhole(t *testing.T) {
	v, _ := showBytes(t, text("xxxxxxxx12345678"), TextMode, 150, 200)
	room := (v.textWidth() - codeRoom*v.p.text.cell) / v.p.text.cell
	v.Spans = func(dst []Span, _ int64, b []byte) []Span {
		return append(dst, Span{Text: strings.Repeat("x", room-2), Bytes: 8}, Span{Text: "yyyy", Bytes: len(b) - 8})
	}
	v.Reread()
	if to := v.load().lines[0].to; to != 8 {
		t.Errorf("the line ends at %d, want 8: a step was cut in two", to)
	}
}

func TestByteViewFollowsTheTheme(t *testing.T) {
	v, _ := showBytes(t, text("hello"), TextMode, 300, 200)
	before := v.load().items[0].g
	test.ApplyTheme(t, test.NewTheme())
	v.generate(300, 200)
	if v.load().items[0].g == before {
		t.Error("the glyphs of the theme before are still drawn")
	}
}

func TestByteViewGroupsOfEight(t *testing.T) {
	v, _ := showBytes(t, text(strings.Repeat("x", 64)), HexMode, 900, 200)
	if gap := v.hexColumn(8) - v.hexColumn(7); gap != 4 {
		t.Errorf("the second group is %d columns from the first, want 4", gap)
	}
}

// at returns the middle of a byte's digits.
func (v *ByteView) digitsAt(off int64) fyne.Position {
	i := off - v.first
	n := int64(v.perLine())
	x := v.columnX(v.hexColumn(int(i%n))) + v.p.text.cell
	y := v.top() + int(i/n)*v.pitch() + v.pitch()/2
	return fyne.NewPos(float32(x)/v.ratio(), float32(y)/v.ratio())
}

func TestByteViewSelects(t *testing.T) {
	v, w := showBytes(t, text(strings.Repeat("0123456789abcdef", 100)), HexMode, 900, 300)
	var log []string
	v.OnCursor = func(off int64) { log = append(log, fmt.Sprint("cursor ", off)) }
	v.OnSelect = func(a, b int64) { log = append(log, fmt.Sprint("select ", a, "-", b)) }
	v.OnCopy = func(a, b int64) { log = append(log, fmt.Sprint("copy ", a, "-", b)) }
	v.OnMenu = func(fyne.Position) { log = append(log, "menu") }
	want := func(what string, want ...string) {
		t.Helper()
		if !slices.Equal(log, want) {
			t.Errorf("%s: announced %q, want %q", what, log, want)
		}
		log = nil
	}
	key := func(k fyne.KeyName) { v.TypedKey(&fyne.KeyEvent{Name: k}) }

	v.TypedShortcut(&fyne.ShortcutCopy{})
	want("copy of everything", "copy 0-1600")
	press(v, v.digitsAt(5), desktop.MouseButtonPrimary, 0)
	want("click", "cursor 5")
	if w.Canvas().Focused() != v {
		t.Error("a click did not give the view the focus")
	}
	drag(v, v.digitsAt(18))
	drag(v, v.digitsAt(2))
	v.DragEnd()
	drag(v, v.digitsAt(9))
	want("drag", "cursor 18", "select 5-19", "cursor 2", "select 2-6")
	v.TypedShortcut(&fyne.ShortcutCopy{})
	want("copy", "copy 2-6")
	press(v, v.digitsAt(9), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	want("shift click", "cursor 9", "select 5-10")
	v.MouseUp(nil)
	key(fyne.KeyRight)
	want("right", "cursor 10", "select 10-10")
	v.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	key(fyne.KeyDown)
	key(fyne.KeyLeft)
	v.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	want("shift and arrows", "cursor 26", "select 10-27", "cursor 25", "select 10-26")
	key(fyne.KeyHome)
	key(fyne.KeyEnd)
	key(fyne.KeyUp)
	key(fyne.KeyUp)
	want("line keys", "cursor 16", "select 16-16", "cursor 31", "cursor 15")
	v.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierControl})
	key(fyne.KeyDown)
	key(fyne.KeyRight)
	want("end", "cursor 1599")
	if last := v.load().lines; last[len(last)-1].to != 1600 {
		t.Error("the end is not in sight")
	}
	v.TypedShortcut(&fyne.ShortcutSelectAll{})
	want("select all", "select 0-1600")
	test.TapSecondaryAt(v, fyne.NewPos(20, 20))
	key(desktop.KeyMenu)
	want("menu", "menu", "menu")
	v.SetCursor(3)
	v.Select(4, 9)
	v.SetMode(TextMode)
	v.SetBytes(nil)
	key(fyne.KeyDown)
	press(v, fyne.NewPos(30, 30), desktop.MouseButtonPrimary, 0)
	v.TypedShortcut(&fyne.ShortcutCopy{})
	want("setters")
}

func TestByteViewTextKeys(t *testing.T) {
	v, _ := showBytes(t, text("ab站\nlonger line\n\x00z"), TextMode, 400, 200)
	var log []int64
	v.OnCursor = func(off int64) { log = append(log, off) }
	for _, k := range []fyne.KeyName{
		fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyDown, fyne.KeyEnd, fyne.KeyDown, fyne.KeyHome, fyne.KeyUp, fyne.KeyUp,
	} {
		v.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if want := []int64{1, 2, 5, 2, 8, 17, 19, 18, 6, 0}; !slices.Equal(log, want) {
		t.Errorf("cursor went %v, want %v", log, want)
	}
}

func TestByteViewScrollBar(t *testing.T) {
	for _, m := range []ByteMode{HexMode, TextMode} {
		b := &countedBytes{size: 1 << 30, fill: func(off int64) byte {
			if off%40 == 0 {
				return '\n'
			}
			return 'x'
		}}
		v, _ := showBytes(t, b, m, 900, 300)
		x := 900 - float32(barWidth)/2
		press(v, fyne.NewPos(x, 3), desktop.MouseButtonPrimary, 0)
		drag(v, fyne.NewPos(x, 900))
		v.MouseUp(nil)
		if lines := v.load().lines; lines[len(lines)-1].to != b.size {
			t.Errorf("%v: dragged to the end, the last line ends at %d of %d", m, lines[len(lines)-1].to, b.size)
		}
		v.generate(900, 300)
		press(v, fyne.NewPos(x, 5), desktop.MouseButtonPrimary, 0)
		if top := v.Top(); top >= v.lastFirst() || top < b.size-10_000 {
			t.Errorf("%v: a page up from %d went to %d", m, v.lastFirst(), top)
		}
	}
}

type brokenBytes struct{ *bytes.Reader }

func (b brokenBytes) ReadAt(p []byte, off int64) (int, error) {
	return 0, errors.New("read payload: input/output error")
}

func TestByteViewShowsReadErrors(t *testing.T) {
	for _, m := range []ByteMode{HexMode, TextMode} {
		v, _ := showBytes(t, brokenBytes{bytes.NewReader([]byte("12345"))}, m, 600, 200)
		v.generate(600, 200)
		if v.page.err == nil || v.p.inked(v.p.img.Rect, v.p.pal.back) < 50 {
			t.Errorf("%v: an error is not shown", m)
		}
		v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		v.scrollBy(-1)
	}
}

func TestByteViewDrawsInAnySize(t *testing.T) {
	for _, m := range []ByteMode{HexMode, TextMode} {
		v, _ := showBytes(t, text(strings.Repeat("a站\n\x00", 50)), m, 300, 200)
		for _, z := range [][2]int{{0, 0}, {1, 1}, {5, 300}, {400, 3}, {30, 30}, {0, 10}} {
			v.Resize(fyne.NewSize(float32(z[0]), float32(z[1])))
			v.generate(z[0], z[1])
			press(v, fyne.NewPos(1, 1), desktop.MouseButtonPrimary, 0)
			v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
			v.Reveal(60)
		}
	}
}

func TestByteViewDraws(t *testing.T) {
	v, _ := showBytes(t, text("A\x00"), HexMode, 900, 200)
	line := func(c0, c1 int) int {
		r := rowRectAt(v, 0)
		r.Min.X, r.Max.X = v.columnX(c0), v.columnX(c1)
		return v.p.inked(r, v.p.pal.back)
	}
	if line(0, 8) == 0 || line(v.hexColumn(1), v.hexColumn(1)+2) == 0 || line(v.charColumn(16)+1, v.charColumn(16)+2) == 0 {
		t.Error("offset, digits or character is missing")
	}
	if line(v.hexColumn(2), v.hexColumn(2)+2) != 0 {
		t.Error("a byte was drawn that is not there")
	}
	v.Select(0, 2)
	v.generate(900, 200)
	if v.p.count(rowRectAt(v, 0), v.p.pal.selected) == 0 {
		t.Error("the selection does not show")
	}
}

func BenchmarkByteViewDraw(b *testing.B) {
	data := &countedBytes{size: 100 << 20, fill: func(off int64) byte {
		if off%91 == 90 {
			return '\n'
		}
		return 'a' + byte(off%26)
	}}
	for _, m := range []ByteMode{HexMode, TextMode} {
		b.Run(m.String(), func(b *testing.B) {
			v, _ := showBytes(b, data, m, 1200, 800)
			b.ReportAllocs()
			for b.Loop() {
				v.scrollBy(1)
				v.generate(1200, 800)
			}
		})
	}
}

// rowRectAt is where the k-th line is drawn.
func rowRectAt(v *ByteView, k int) image.Rectangle {
	y := v.top() + k*v.pitch()
	return image.Rect(0, y, v.p.img.Rect.Dx()-v.p.px(barWidth), y+v.pitch())
}

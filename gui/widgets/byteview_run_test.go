package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// sevens are runs of seven bytes.
func sevens(size int64) func(int64) (int64, int64) {
	return func(off int64) (from, to int64) { return off / 7 * 7, min(size, off/7*7+7) }
}

func lineStarts(v *ByteView) (starts []int64) {
	for _, l := range v.load().lines {
		starts = append(starts, l.from)
	}
	return starts
}

func TestByteViewRuns(t *testing.T) {
	const in = "abcdefgABCDE\nGhijklmnopqrst"
	for m, want := range map[ByteMode][]int64{
		HexMode:  {0, 4, 7, 11, 14, 18, 21, 25},
		TextMode: {0, 7, 13, 14, 21},
	} {
		v, _ := showBytes(t, text(in), m, 260, 400)
		v.Run = sevens(int64(len(in)))
		v.Reread()
		if got := lineStarts(v); !slices.Equal(got, want) {
			t.Errorf("%v: lines begin at %v, want %v", m, got, want)
		}
		for i := len(want) - 1; i > 0; i-- {
			if got := v.linesBefore(want[i], 1); got != want[i-1] {
				t.Errorf("%v: the line above %d begins at %d, want %d", m, want[i], got, want[i-1])
			}
		}
		v.SetCursor(12)
		v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if m == HexMode && v.CursorOffset() != 15 {
			t.Errorf("down from 12 leads to %d, want 15", v.CursorOffset())
		}
	}
	v, _ := showBytes(t, text(strings.Repeat(in, 9)), TextMode, 150, 120)
	v.Run = sevens(int64(9 * len(in)))
	v.Reread()
	walk(t, v)
}

func TestByteViewRunsScroll(t *testing.T) {
	for _, m := range []ByteMode{HexMode, TextMode} {
		b := &countedBytes{size: 1 << 30, fill: func(off int64) byte { return 'a' + byte(off%26) }}
		v, _ := showBytes(t, b, m, 500, 300)
		v.Run = sevens(b.size)
		v.Reread()
		scrolls := 0
		v.OnScrolled = func() { scrolls++ }
		b.read = 0
		v.scrollTo(b.size / 2)
		v.scrollBy(3)
		v.ScrollToEnd()
		v.generate(500, 300)
		if lines := v.load().lines; lines[len(lines)-1].to != b.size || !v.AtEnd() || b.read > 1<<20 || scrolls != 2 {
			t.Errorf("%v: the last line ends at %d, %d bytes read, %d scrolls", m, lines[len(lines)-1].to, b.read, scrolls)
		}
	}
}

func TestByteViewSyncsFarFromALineEnd(t *testing.T) {
	b := &countedBytes{size: 1 << 20, fill: func(int64) byte { return 'x' }}
	v, _ := showBytes(t, b, TextMode, 500, 300)
	asked := int64(-1)
	v.Sync = func(off int64, b []byte) int { asked = off; return 3 }
	if got := v.hardStart(1 << 19); asked < 0 || got != asked+3 {
		t.Errorf("lines are laid out from %d, want 3 behind %d", got, asked)
	}
}

func TestByteViewMarks(t *testing.T) {
	for _, m := range []ByteMode{HexMode, TextMode} {
		v, _ := showBytes(t, text("abcdefgh"), m, 900, 200)
		v.generate(900, 200)
		if v.p.count(rowRectAt(v, 0), v.p.pal.changed) != 0 {
			t.Fatalf("%v: marked before it is", m)
		}
		on := true
		v.Marks = func(dst []Mark, from, to int64) []Mark {
			if !on {
				return dst
			}
			return append(dst, Mark{From: 2, To: 4, Style: Out, Filled: true})
		}
		v.SetCursor(7)
		v.generate(900, 200)
		if v.p.count(rowRectAt(v, 0), v.p.pal.changed) == 0 || v.markAt(2).Style != Out || v.markAt(4) != (Mark{}) {
			t.Errorf("%v: the marks do not show", m)
		}
		on = false
		v.generate(900, 200)
		if m == TextMode && v.page.items[2].style != Normal {
			t.Error("a mark stays when it is gone")
		}
	}
}

func TestByteViewGapsAndNumbers(t *testing.T) {
	v, _ := showBytes(t, text("\x11\x11\x11\x11"), HexMode, 900, 200)
	v.Marks = func(dst []Mark, from, to int64) []Mark { return append(dst, Mark{From: 1, To: 2, Gap: true}) }
	numbered := int64(-1)
	v.Number = func(off int64) int64 { numbered = off; return 0xabc }
	v.generate(900, 200)
	ink := func(i int) int {
		r := rowRectAt(v, 0)
		r.Min.X, r.Max.X = v.columnX(v.hexColumn(i)), v.columnX(v.hexColumn(i)+2)
		return v.p.inked(r, v.p.pal.stripe)
	}
	if ink(1) != 0 || ink(2) == 0 || numbered != 0 {
		t.Errorf("a gap has %d pixels, a byte %d, asked for the number of %d", ink(1), ink(2), numbered)
	}
}

func TestByteViewGutter(t *testing.T) {
	v, _ := showBytes(t, text("abc\ndef"), TextMode, 300, 200)
	left := v.left()
	v.Gutter = func(off int64) (string, Style) { return "→", Out }
	v.Reread()
	v.generate(300, 200)
	r := rowRectAt(v, 1)
	r.Max.X = v.left()
	if v.left() <= left || v.p.inked(r, v.p.pal.back) == 0 {
		t.Error("there is no mark before the second line")
	}
	if off, _ := v.offsetAt(fyne.NewPos(float32(v.left()+v.p.text.cell/2)/v.ratio(), float32(v.top()+2)/v.ratio())); off != 0 {
		t.Errorf("the first character is at %d", off)
	}
}

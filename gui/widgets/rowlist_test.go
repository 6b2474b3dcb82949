package widgets

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// testRows is a source of n made-up rows.
type testRows struct {
	n        int
	selected map[int]bool
	asked    int
	row      func(i int, r *Row)
}

func (s *testRows) Len() int { return s.n }

func (s *testRows) Row(i int, r *Row) {
	s.asked++
	r.Selected = s.selected[i]
	if s.row != nil {
		s.row(i, r)
		return
	}
	r.Add(fmt.Sprintf("row %d", i), Normal)
}

func bigColumns() []Column {
	return []Column{{Title: "Time", Chars: 15}, {Title: "Size", Chars: 8, Align: Trailing}, {Title: "Message"}}
}

// showList puts a list into a window of the given size.
func showList(tb testing.TB, src Source, cols []Column, w, h float32) (*RowList, fyne.Window) {
	tb.Helper()
	test.NewTempApp(tb)
	l := NewRowList(src, cols)
	win := test.NewTempWindow(tb, l)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return l, win
}

// heard collects what a list announces.
type heard struct{ log []string }

func (h *heard) listen(l *RowList) {
	add := func(f string, a ...any) { h.log = append(h.log, fmt.Sprintf(f, a...)) }
	l.OnSelect = func(i int, how Selecting) { add("select %d %v", i, how) }
	l.OnSelectAll = func() { add("select all") }
	l.OnActivate = func(i int) { add("activate %d", i) }
	l.OnMenu = func(i int, _ fyne.Position) { add("menu %d", i) }
	l.OnCopy = func() { add("copy") }
	l.OnScrolled = func(top int, end bool) { add("scrolled %d %v", top, end) }
	l.OnTitleMenu = func(c int, _ fyne.Position) { add("titles %d", c) }
	l.OnEscape = func() { add("escape") }
	l.OnColumnWidth = func(c, n int) { add("column %d %d", c, n) }
}

// want compares what was announced since the last call.
func (h *heard) want(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(h.log, want) {
		t.Errorf("announced %q, want %q", h.log, want)
	}
	h.log = nil
}

// rowPos is a position within the k-th row on screen.
func rowPos(l *RowList, k int) fyne.Position {
	s := l.ratio()
	return fyne.NewPos(100, (float32(l.top())+(float32(k)+0.5)*float32(l.pitch()))/s)
}

func press(l desktop.Mouseable, pos fyne.Position, b desktop.MouseButton, m fyne.KeyModifier) {
	l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}, Button: b, Modifier: m})
}

func drag(d fyne.Draggable, pos fyne.Position) {
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: pos}})
}

func TestRowListPlace(t *testing.T) {
	src := &testRows{n: 1000}
	l, _ := showList(t, src, bigColumns(), 600, 400)
	rows := l.VisibleRows()
	if rows < 10 || rows > 30 {
		t.Fatalf("VisibleRows = %d in 400 units", rows)
	}
	for _, c := range []struct {
		name string
		do   func()
		want int
		end  bool
	}{
		{"at first", func() {}, 0, false},
		{"SetTop", func() { l.SetTop(500) }, 500, false},
		{"SetTop before the start", func() { l.SetTop(-3) }, 0, false},
		{"SetTop after the end", func() { l.SetTop(5000) }, 1000 - rows, true},
		{"ScrollToEnd", func() { l.SetTop(0); l.ScrollToEnd() }, 1000 - rows, true},
		{"Reveal above", func() { l.Reveal(17) }, 17, false},
		{"Reveal in sight", func() { l.Reveal(17 + rows - 1) }, 17, false},
		{"Reveal below", func() { l.Reveal(17 + rows) }, 18, false},
		{"rows added", func() { l.ScrollToEnd(); src.n = 1001; l.RefreshRows() }, 1000 - rows, false},
		{"rows lost", func() { src.n = 500; l.RefreshRows() }, 500 - rows, true},
		{"few rows", func() { src.n = 3; l.RefreshRows() }, 0, true},
		{"no rows", func() { src.n = 0; l.RefreshRows() }, 0, true},
	} {
		c.do()
		if l.Top() != c.want || l.AtEnd() != c.end {
			t.Errorf("%s: top %d at end %v, want %d %v", c.name, l.Top(), l.AtEnd(), c.want, c.end)
		}
		l.generate(600, 400)
	}
}

func TestRowListStaysAtEndWhenResized(t *testing.T) {
	l, w := showList(t, &testRows{n: 1000}, bigColumns(), 600, 400)
	l.ScrollToEnd()
	w.Resize(fyne.NewSize(600, 200))
	if !l.AtEnd() {
		t.Errorf("made smaller: top %d with %d rows of 1000, want the end", l.Top(), l.VisibleRows())
	}
	w.Resize(fyne.NewSize(600, 500))
	if !l.AtEnd() || l.Top()+l.VisibleRows() != 1000 {
		t.Errorf("made larger: top %d with %d rows of 1000, want the end", l.Top(), l.VisibleRows())
	}
	l.SetTop(10)
	w.Resize(fyne.NewSize(600, 300))
	if l.Top() != 10 {
		t.Errorf("resized away from the end: top %d, want 10", l.Top())
	}
}

func TestRowListAsksForVisibleRowsOnly(t *testing.T) {
	src := &testRows{n: 10_000_000}
	l, _ := showList(t, src, bigColumns(), 600, 400)
	src.asked = 0
	l.ScrollToEnd()
	l.generate(600, 400)
	if rows := l.VisibleRows(); src.asked != rows {
		t.Errorf("asked for %d rows to draw %d", src.asked, rows)
	}
}

func TestRowListKeys(t *testing.T) {
	src := &testRows{n: 1000}
	l, w := showList(t, src, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	w.Canvas().Focus(l)
	rows := l.VisibleRows()
	key := func(k fyne.KeyName) { l.TypedKey(&fyne.KeyEvent{Name: k}) }

	key(fyne.KeyReturn)
	h.want(t) // no cursor yet
	key(fyne.KeyDown)
	h.want(t, "select 0 Only")
	key(fyne.KeyDown)
	h.want(t, "select 1 Only")
	l.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(fyne.KeyDown)
	key(fyne.KeyPageDown)
	l.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	h.want(t, "select 2 Extend", fmt.Sprintf("scrolled %d false", 2), fmt.Sprintf("select %d Extend", rows+1))
	key(fyne.KeyEnd)
	h.want(t, fmt.Sprintf("scrolled %d true", 1000-rows), "select 999 Only")
	key(fyne.KeyDown)
	h.want(t, "select 999 Only")
	key(fyne.KeyPageUp)
	h.want(t, fmt.Sprintf("select %d Only", 1000-rows))
	key(fyne.KeyHome)
	h.want(t, "scrolled 0 false", "select 0 Only")
	key(fyne.KeyReturn)
	key(fyne.KeySpace)
	key(desktop.KeyMenu)
	key(fyne.KeyF10)
	h.want(t, "activate 0", "select 0 Toggle", "menu 0")
	l.TypedShortcut(&fyne.ShortcutCopy{})
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	l.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	h.want(t, "copy", "select all", fmt.Sprintf("scrolled %d true", 1000-rows), "select 999 Extend")
	l.TypedRune('x')
	key(fyne.KeyF5)
	h.want(t)
	key(fyne.KeyEscape)
	h.want(t, "escape")
	src.n = 0
	key(fyne.KeyDown)
	key(fyne.KeyReturn)
	h.want(t)
}

func TestRowListMouse(t *testing.T) {
	src := &testRows{n: 1000, selected: map[int]bool{}}
	l, w := showList(t, src, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	press(l, rowPos(l, 3), desktop.MouseButtonPrimary, 0)
	h.want(t, "select 3 Only")
	if w.Canvas().Focused() != l {
		t.Error("a click did not give the list the focus")
	}
	l.MouseUp(nil)
	l.DoubleTapped(nil)
	h.want(t) // only one of the clicks was on a row
	press(l, rowPos(l, 4), desktop.MouseButtonPrimary, 0)
	press(l, rowPos(l, 4), desktop.MouseButtonPrimary, 0)
	l.DoubleTapped(nil)
	h.want(t, "select 4 Only", "select 4 Only", "activate 4")
	press(l, rowPos(l, 7), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	press(l, rowPos(l, 9), desktop.MouseButtonPrimary, fyne.KeyModifierShortcutDefault)
	h.want(t, "select 7 Extend", "select 9 Toggle")

	press(l, rowPos(l, 5), desktop.MouseButtonSecondary, 0)
	test.TapSecondaryAt(l, rowPos(l, 5))
	h.want(t, "select 5 Only", "menu 5")
	src.selected[6] = true
	press(l, rowPos(l, 6), desktop.MouseButtonSecondary, 0)
	test.TapSecondaryAt(l, rowPos(l, 6))
	h.want(t, "menu 6") // the selection stays

	press(l, rowPos(l, 2), desktop.MouseButtonPrimary, 0)
	drag(l, rowPos(l, 4))
	drag(l, rowPos(l, 4))
	drag(l, fyne.NewPos(50, 1000))
	l.DragEnd()
	drag(l, rowPos(l, 1))
	rows := l.VisibleRows()
	h.want(t, "select 2 Only", "select 4 Extend", "scrolled 1 false", fmt.Sprintf("select %d Extend", rows))

	src.n = 3
	l.RefreshRows()
	press(l, rowPos(l, 8), desktop.MouseButtonPrimary, 0)
	test.TapSecondaryAt(l, rowPos(l, 8))
	h.want(t, "menu -1")
}

func TestRowListWheel(t *testing.T) {
	l, w := showList(t, &testRows{n: 1000}, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	turn := func(units float32) { test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, units) }
	turn(25)
	h.want(t) // at the top already
	row := float32(l.pitch()) / l.scale() / wheelGain
	turn(-row * 0.6)
	h.want(t)
	turn(-row * 0.6)
	h.want(t, "scrolled 1 false")
	turn(-row * 3)
	h.want(t, "scrolled 4 false")
	turn(row * 0.5)
	turn(row * 0.6)
	h.want(t, "scrolled 3 false")
}

func TestRowListSettersAnnounceNothing(t *testing.T) {
	l, _ := showList(t, &testRows{n: 100}, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	l.SetTop(5)
	l.Reveal(90)
	l.ScrollToEnd()
	l.SetCursorRow(4)
	l.SetColumns(bigColumns()[:1])
	l.Shown(0)
	l.RefreshRows()
	l.SetSource(&testRows{n: 4})
	h.want(t)
	if l.CursorRow() != -1 || l.Top() != 0 {
		t.Errorf("after SetSource: cursor %d top %d, want -1 and 0", l.CursorRow(), l.Top())
	}
	l.SetCursorRow(99)
	if l.CursorRow() != 3 {
		t.Errorf("cursor %d beyond the last row, want 3", l.CursorRow())
	}
}

func TestRowListHitsAtAnyScale(t *testing.T) {
	for _, scale := range []float32{0.77, 1, 1.33, 1.5, 2.6} {
		l, _ := showList(t, &testRows{n: 1000}, bigColumns(), 600, 900)
		l.generate(int(600*scale), int(900*scale))
		var h heard
		h.listen(l)
		k := l.VisibleRows() - 1
		mid := float32(rowRect(l, k).Min.Y+rowRect(l, k).Max.Y) / 2 // in pixels of the raster
		press(l, fyne.NewPos(50, mid*900/float32(l.p.img.Rect.Dy())), desktop.MouseButtonPrimary, 0)
		h.want(t, fmt.Sprintf("select %d Only", k))
	}
}

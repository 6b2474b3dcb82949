package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const barX = 600 - float32(barWidth)/2

// showBar puts a list of n rows into a window, with the track from y0 to y1.
func showBar(t *testing.T, n int) (l *RowList, src *testRows, h *heard, y0, y1 float32) {
	src, h = &testRows{n: n}, new(heard)
	l, _ = showList(t, src, bigColumns(), 600, 400)
	l.generate(600, 400)
	h.listen(l)
	return l, src, h, float32(l.top()), 400
}

func TestRowListScrollBar(t *testing.T) {
	const n = 10_000_000
	l, _, h, y0, _ := showBar(t, n)
	rows := l.VisibleRows()
	press(l, fyne.NewPos(barX, y0+3), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(barX, 9000))
	h.want(t, "scrolled 0 false", fmt.Sprintf("scrolled %d false", n-rows)) // not the end before it is let go of there
	l.generate(600, 400)
	drag(l, fyne.NewPos(barX, -9000))
	h.want(t, "scrolled 0 false")
	l.generate(600, 400)
	drag(l, fyne.NewPos(barX, 200))
	if top := l.Top(); top < n/4 || top > 3*n/4 {
		t.Errorf("dragged to the middle: top %d of %d", top, n)
	}
	if !l.Held() {
		t.Error("the thumb is not held")
	}
	l.MouseUp(nil)
	l.DragEnd()
	h.want(t, fmt.Sprintf("scrolled %d false", l.Top()), fmt.Sprintf("scrolled %d false", l.Top()))
	if l.Held() {
		t.Error("the thumb is held for ever")
	}
	l.SetTop(0)
	l.generate(600, 400)
	press(l, fyne.NewPos(barX, 390), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(barX, 395)) // the track is no handle
	l.MouseUp(nil)
	h.want(t, fmt.Sprintf("scrolled %d false", rows))
}

// Rows that come while the thumb is dragged neither move it nor change the rows on screen; where it is moved to counts with
// the rows there are by then.
func TestRowListDragWhileRowsCome(t *testing.T) {
	l, src, h, y0, y1 := showBar(t, 10_000_000)
	press(l, fyne.NewPos(barX, y0+3), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(barX, 200))
	top, th := l.Top(), l.bar.thumb()
	for range 10 {
		src.n += 500_000
		l.RefreshRows()
		l.generate(600, 400)
		if l.Top() != top || l.bar.thumb() != th {
			t.Fatalf("with %d rows: top %d and thumb %v, want %d and %v", src.n, l.Top(), l.bar.thumb(), top, th)
		}
	}
	drag(l, fyne.NewPos(barX, 201))
	way := float64(l.bar.way())
	want := float64(src.n) * float64(201-int(y0)-3) / way
	if got := float64(l.Top()); got < want*0.999 || got > want*1.001 {
		t.Errorf("moved with %d rows: top %.0f, want %.0f", src.n, got, want)
	}
	h.log = nil
	drag(l, fyne.NewPos(barX, y1+50))
	src.n += 12345
	l.RefreshRows()
	l.MouseUp(nil)
	last := src.n - l.VisibleRows()
	h.want(t, fmt.Sprintf("scrolled %d false", last-12345), fmt.Sprintf("scrolled %d true", last))
	if l.generate(600, 400); l.bar.thumb().Max.Y != 400 {
		t.Errorf("let go of at the foot, the thumb is at %v", l.bar.thumb())
	}
}

func TestRowListDragWhileRowsGo(t *testing.T) {
	l, src, h, y0, _ := showBar(t, 10_000)
	press(l, fyne.NewPos(barX, y0+3), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(barX, 300))
	src.n = 3 // all fit
	l.RefreshRows()
	l.generate(600, 400)
	drag(l, fyne.NewPos(barX, 100))
	l.MouseUp(nil)
	if l.Top() != 0 || l.bar.dragging {
		t.Errorf("top %d, dragging %v, with three rows", l.Top(), l.bar.dragging)
	}
	if len(h.log) == 0 || h.log[len(h.log)-1] != "scrolled 0 true" {
		t.Errorf("announced %q, want the end at last", h.log)
	}
}

func TestRowListJumpsToThePlacePressed(t *testing.T) {
	const n = 10_000_000
	for _, c := range []struct {
		name   string
		button desktop.MouseButton
		mod    fyne.KeyModifier
	}{{"middle", desktop.MouseButtonTertiary, 0}, {"shift", desktop.MouseButtonPrimary, fyne.KeyModifierShift}} {
		l, _, h, y0, y1 := showBar(t, n)
		press(l, fyne.NewPos(barX, (y0+y1)/2), c.button, c.mod)
		if top := l.Top(); top < n*49/100 || top > n*51/100 {
			t.Errorf("%s: pressed in the middle, top %d of %d", c.name, top, n)
		}
		drag(l, fyne.NewPos(barX, -1))
		l.MouseUp(nil)
		if l.Top() != 0 {
			t.Errorf("%s: then dragged to the top: %d", c.name, l.Top())
		}
		h.log = nil
		press(l, fyne.NewPos(barX, y1-1), c.button, c.mod)
		l.MouseUp(nil)
		h.want(t, fmt.Sprintf("scrolled %d false", n-l.VisibleRows()), fmt.Sprintf("scrolled %d true", n-l.VisibleRows()))
	}
	l, _, h, _, y1 := showBar(t, n)
	press(l, fyne.NewPos(barX, y1-1), desktop.MouseButtonSecondary, 0)
	h.want(t)
	if l.bar.dragging {
		t.Error("the right button drags")
	}
}

// The text beside the thumb is there while it is dragged, on the list at both ends of the track.
func TestRowListTellsThePlace(t *testing.T) {
	l, _, _, y0, _ := showBar(t, 10_000_000)
	asked := -1
	l.PlaceText = func(top int) string { asked = top; return fmt.Sprintf("row %d", top+1) }
	label := func() int { return l.p.count(l.p.img.Rect, l.p.pal.focus) }
	l.generate(600, 400)
	if asked != -1 || label() > 0 {
		t.Fatal("a place is told though nothing is dragged")
	}
	press(l, fyne.NewPos(barX, y0+3), desktop.MouseButtonPrimary, 0)
	for _, y := range []float32{-100, 200, 900} {
		drag(l, fyne.NewPos(barX, y))
		l.focused = false // its frame is of the colour that is counted
		l.generate(600, 400)
		if asked != l.Top() || label() < 50 {
			t.Errorf("dragged to %v: asked for %d with top %d, %d pixels of label", y, asked, l.Top(), label())
		}
	}
	l.MouseUp(nil)
	l.generate(600, 400)
	if label() > 0 {
		t.Error("the label stays")
	}
}

// With more rows than an int32 counts, every row can be reached by keys from where the thumb was let go of.
func TestRowListReachesEveryRow(t *testing.T) {
	n := 1<<31 + 12345
	l, src, _, y0, _ := showBar(t, n)
	press(l, fyne.NewPos(barX, y0+3), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(barX, 233))
	l.MouseUp(nil)
	top := l.Top()
	key := func(k fyne.KeyName) { l.TypedKey(&fyne.KeyEvent{Name: k}) }
	l.SetCursorRow(top)
	for i := range 100 {
		if key(fyne.KeyDown); l.CursorRow() != top+i+1 {
			t.Fatalf("Down leads to %d, want %d", l.CursorRow(), top+i+1)
		}
	}
	key(fyne.KeyEnd)
	key(fyne.KeyUp)
	if l.CursorRow() != n-2 {
		t.Errorf("End and Up lead to %d, want %d", l.CursorRow(), n-2)
	}
	src.asked = 0
	if l.generate(600, 400); src.asked > l.VisibleRows() {
		t.Errorf("%d rows asked for, of %d on screen", src.asked, l.VisibleRows())
	}
}

package widgets

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// edgeOf is a position on the right edge of a column's title.
func edgeOf(l *RowList, column int) fyne.Position {
	w, _ := l.pixels()
	_, x1 := l.columnAt(column, w)
	return fyne.NewPos(float32(x1+l.gap()/2)/l.ratio(), 5)
}

func TestRowListColumnDrag(t *testing.T) {
	l, _ := showList(t, &testRows{n: 10}, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	edge := edgeOf(l, 0)
	move := func(pos fyne.Position) {
		l.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}})
	}
	move(edge)
	if l.Cursor() != desktop.HResizeCursor {
		t.Error("the pointer does not show that an edge can be dragged")
	}
	press(l, edge, desktop.MouseButtonPrimary, 0)
	drag(l, edge)
	drag(l, edge.AddXY(float32(5*l.p.text.cell), 0))
	if got := l.Columns()[0].Chars; got != 20 {
		t.Errorf("column is %d wide, want 20", got)
	}
	drag(l, fyne.NewPos(-100, 5))
	h.want(t) // not before it is let go of
	l.MouseUp(nil)
	l.DragEnd()
	h.want(t, "column 0 2")
	press(l, edgeOf(l, 0), desktop.MouseButtonPrimary, 0)
	l.MouseUp(nil)
	h.want(t) // it is as wide as it was
	press(l, edgeOf(l, 0), desktop.MouseButtonPrimary, 0)
	drag(l, fyne.NewPos(9000, 5))
	l.DragEnd()
	if _, x1 := l.columnAt(0, 600); x1 > 600-4*l.p.text.cell {
		t.Errorf("the edge was dragged off the list, to %d of 600", x1)
	}
	move(fyne.NewPos(300, 200))
	if l.Cursor() != desktop.DefaultCursor {
		t.Error("the pointer stays that of an edge")
	}
}

func TestRowListColumnFits(t *testing.T) {
	src := &testRows{n: 1000}
	src.row = func(i int, r *Row) {
		r.Add(strings.Repeat("x", 20+i), Normal)
		r.Add("站站", Normal)
	}
	l, _ := showList(t, src, bigColumns(), 900, 400)
	var h heard
	h.listen(l)
	for c := range 2 {
		for range 2 {
			press(l, edgeOf(l, c), desktop.MouseButtonPrimary, 0)
			l.MouseUp(nil)
		}
		l.DoubleTapped(nil)
	}
	h.want(t, fmt.Sprintf("column 0 %d", 20+l.VisibleRows()-1), "column 1 4") // as wide as its title
	press(l, edgeOf(l, 0), desktop.MouseButtonPrimary, 0)
	press(l, edgeOf(l, 1), desktop.MouseButtonPrimary, 0)
	l.DoubleTapped(nil)
	h.want(t)
	l.FitColumns()
	h.want(t) // they fit already
	l.SetTop(500)
	l.FitColumns()
	h.want(t, fmt.Sprintf("column 0 %d", maxChars))
}

func TestRowListHidesColumns(t *testing.T) {
	cols := []Column{{Title: "A", Chars: 10, Yield: 2}, {Title: "B", Chars: 10, Yield: 1}, {Title: "C", Chars: 10}, {Title: "D", Chars: 10, Hidden: true}, {Title: "E"}}
	l, w := showList(t, &testRows{n: 10}, cols, 2000, 300)
	shown := func() (s string) {
		for i, c := range cols {
			if l.Shown(i) {
				s += c.Title
			}
		}
		return s
	}
	need := func(columns int) float32 { // the width that so many and the last one have room in
		cell := l.p.text.cell
		return float32(l.gutter()+columns*(10*cell+l.gap())+roomForLast*cell+l.p.px(barWidth)+l.p.px(4)) / l.ratio()
	}
	for _, c := range []struct {
		width float32
		want  string
	}{
		{2000, "ABCE"}, {need(3), "ABCE"}, {need(3) - 1, "ACE"}, {need(2), "ACE"}, {need(2) - 1, "CE"}, {need(1) - 1, "CE"}, {40, "CE"}, {need(3), "ABCE"},
	} {
		w.Resize(fyne.NewSize(c.width, 300))
		if got := shown(); got != c.want {
			t.Errorf("%v wide: %s is shown, want %s", c.width, got, c.want)
		}
	}
	w.Resize(fyne.NewSize(need(2), 300))
	cols[1].Yield = 0 // the person chose it
	l.SetColumns(cols)
	if got := shown(); got != "BCE" {
		t.Errorf("with B to stay %s is shown, want BCE", got)
	}
	cols[4].Hidden = true
	l.SetColumns(cols)
	if _, x1 := l.columnAt(2, 900); x1 != 900-l.p.px(barWidth)-l.p.px(4) {
		t.Errorf("the last column shown ends at %d of 900", x1)
	}
}

// A column that is dragged wider does not push others off the list before it is let go of.
func TestRowListHidesNothingUnderThePointer(t *testing.T) {
	cols := []Column{{Title: "A", Chars: 10, Yield: 1}, {Title: "B", Chars: 10}, {Title: "C"}}
	l, _ := showList(t, &testRows{n: 10}, cols, 600, 300)
	edge := edgeOf(l, 1)
	press(l, edge, desktop.MouseButtonPrimary, 0)
	drag(l, edge.AddXY(200, 0))
	if !l.Shown(0) {
		t.Fatal("A has gone while B is dragged")
	}
	l.MouseUp(nil)
	if l.Shown(0) {
		t.Error("A is still there though C has no room")
	}
}

func TestRowListTitleMenu(t *testing.T) {
	cols := bigColumns()
	cols[1].Hidden = true
	l, _ := showList(t, &testRows{n: 10}, cols, 600, 300)
	var h heard
	h.listen(l)
	x0, _ := l.columnAt(0, 600)
	x2, _ := l.columnAt(2, 600)
	for _, x := range []int{1, x0 + 3, x2 + 50} {
		press(l, fyne.NewPos(float32(x), 5), desktop.MouseButtonSecondary, 0)
		test.TapSecondaryAt(l, fyne.NewPos(float32(x), 5))
	}
	h.want(t, "titles -1", "titles 0", "titles 2")
}

func TestRowListGutter(t *testing.T) {
	src := &testRows{n: 4}
	src.row = func(i int, r *Row) {
		r.Mark, r.Tint = i == 1, Tint(i)
		r.Add("████", Tinted)
	}
	l, _ := showList(t, src, bigColumns(), 400, 300)
	l.generate(400, 300)
	p := &l.p
	for k := range src.n {
		all := rowRect(l, k)
		gutter := image.Rect(all.Min.X, all.Min.Y, l.gutter(), all.Max.Y)
		if marked := p.count(gutter, p.pal.styles[Accent]) > 20; marked != (k == 1) {
			t.Errorf("row %d is marked: %v", k, marked)
		}
		if k > 0 && p.count(gutter, p.tintAt(k)) == 0 {
			t.Errorf("row %d has no bar in its tint", k)
		}
		gutter.Min.X, gutter.Max.X = gutter.Max.X, all.Max.X
		if p.count(gutter, p.tintAt(k)) == 0 {
			t.Errorf("the text of row %d is not in its tint", k)
		}
	}
}

func (p *painter) tintAt(k int) color.RGBA { return p.pal.tint(Tint(k)) }

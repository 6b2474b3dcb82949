package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
)

// selectBoth selects the rows of the log whose messages contain one text or the other.
func (p *person) selectBoth(a, b string) {
	p.t.Helper()
	p.selectMessage(a)
	p.logged(b)
	for i := range p.bench.Rows() {
		if cells := p.row(i).cells; strings.Contains(cells[len(cells)-1], b) {
			p.log.selectRow(i, widgets.Toggle)
		}
	}
	p.lay()
}

func TestCompareTwoRows(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	p.key(fyne.KeyM, ctrlShift)
	has(t, "with none selected", p.dialogText(), "Which two rows?")
	p.answer("OK")
	c.Write([]byte("begin of both rows, and more\n"))
	p.logged("begin of both")
	c.Write([]byte("begin of it and both rows, AND more\n"))
	p.selectBoth("of both", "of it and")
	p.key(fyne.KeyM, ctrlShift)
	v := p.compare
	p.until("the counts", func() bool { return strings.Contains(v.counts.Text, "different") })
	if got, want := v.counts.Text, "26 bytes alike, 10 different (insertions found)"; got != want {
		t.Errorf("counts %q, want %q", got, want)
	}
	left, right := v.sides[0].view, v.sides[1].view
	p.click(buttonIn(p.compare.content, "Back").(fyne.CanvasObject))
	if v.c != nil || !p.reachable(p.inspector.view) {
		t.Error("Back does not lead back")
	}
	p.key(fyne.KeyM, ctrlShift)
	p.until("the counts", func() bool { return strings.Contains(v.counts.Text, "different") })
	v.next(false)
	p.until("a difference", func() bool { from, to := left.Selection(); return to > from })
	from, to := left.Selection()
	if a, z := right.Selection(); a != from || z != to || to-from != 7 {
		t.Errorf("the first difference is %d–%d, and %d–%d on the right", from, to, a, z)
	}
	if marks := v.sides[0].marks(nil, 0, 40); len(marks) != 2 || !marks[0].Gap || marks[0].Filled || !marks[1].Filled {
		t.Errorf("the marks on the left are %+v", marks)
	}
	right.OnCopy(from, to)
	if got := p.app.Clipboard().Content(); got != hexText([]byte("it and ")) {
		t.Errorf("copied %q", got)
	}
	v.next(false)
	p.until("the next one", func() bool { a, _ := left.Selection(); return a > from })
	v.next(false)
	p.until("the end", func() bool { return v.found.Text == "No further difference" })
	v.next(true)
	p.until("the first one", func() bool { a, _ := left.Selection(); return a == from })
	p.clickAt(v.mode, 0.75)
	if left.Mode() != widgets.TextMode {
		t.Error("Text shows no text")
	}
	text, n := "", 0
	b := make([]byte, v.c.Size())
	v.c.Side(0).ReadAt(b, 0)
	for _, s := range v.sides[0].spans(nil, 0, b) {
		text += s.Text
		if n += s.Bytes; s.Bytes == 0 {
			n += len(s.Text)
		}
	}
	if text != "begin of both rows, and moreLF" || n != len(b) {
		t.Errorf("the text on the left is %q, of %d bytes", text, n)
	}
	right.SetCursor(3)
	p.win.Canvas().Focus(right)
	p.press(fyne.KeyRight)
	if left.CursorOffset() != 4 {
		t.Errorf("the cursor on the left is at %d, want with the other at 4", left.CursorOffset())
	}
}

func TestCompareIsOfferedForTwo(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("row A"))
	p.logged("row A")
	c.Write([]byte("row B"))
	p.selectMessage("row A")
	i, _ := p.bench.IndexOf(p.inspector.seq)
	offered := func() bool {
		p.t.Helper()
		p.log.menu(i, fyne.NewPos(300, 100))
		defer p.overlay().Hide()
		for _, item := range p.menuItems() {
			if m := menuItem(item); m.Label == "Compare the two rows" {
				return !m.Disabled
			}
		}
		t.Fatalf("the menu is %q", p.menuLabels())
		return false
	}
	if offered() {
		t.Error("one row can be compared")
	}
	p.selectBoth("row A", "row B")
	if !offered() {
		t.Error("two rows can't be compared")
	}
}

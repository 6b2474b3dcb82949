package gui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestFindInTheLog(t *testing.T) {
	p := sitDown(t)
	p.chat() // needle is in three of eight rows: one received, two sent
	p.key(fyne.KeyH, ctrl)
	bar := p.log.search
	says := func(want string) {
		t.Helper()
		p.until("the bar to say "+want, func() bool { return bar.result.Text == want })
	}
	p.write("needle")
	says("3 found")
	chosen := func() int { i, _ := p.bench.IndexOf(p.bench.Selection().Cursor()); return i }
	first := -1
	for _, want := range []string{"1 of 3", "2 of 3", "3 of 3", "1 of 3 · from the start again"} {
		p.press(fyne.KeyReturn)
		says(want)
		if first < 0 {
			first = chosen()
		}
		if i := chosen(); !p.row(i).selected || p.log.list.CursorRow() != i {
			t.Errorf("%s: row %d is not selected", want, i)
		}
	}
	if chosen() != first {
		t.Errorf("it begins again at row %d, want %d", chosen(), first)
	}
	if p.win.Canvas().Focused() != fyne.Focusable(bar.text) {
		t.Errorf("the focus went to %T", p.win.Canvas().Focused())
	}
	view := p.inspector.view
	p.until("the mark in the inspector", func() bool { from, to := view.Selection(); return from == 0 && to == 6 })
	p.key(fyne.KeyN, ctrlShift)
	says("3 of 3 · from the end again")
	p.press(fyne.KeyUp)
	says("2 of 3")
	p.key(fyne.KeyN, ctrl)
	says("3 of 3")
	if p.bench.Rows() != 8 || p.bench.Selection().Len() != 1 {
		t.Errorf("%d rows, %d selected: a search hides none", p.bench.Rows(), p.bench.Selection().Len())
	}

	p.fill(p.log.text, "received or kind:received")
	p.rows(2)
	says("1 found")
	p.key(fyne.KeyN, ctrl)
	says("1 of 1 · from the start again")
	p.fill(p.log.text, "")
	p.rows(8)

	p.fill(bar.text, "needle (")
	has(t, "the mistake", bar.mistake.said(), "(")
	p.fill(bar.text, "needle or")
	p.until("what stands before the or", func() bool { return p.log.state.Search.Hits == 3 })
	has(t, "the mistake", bar.mistake.said(), "nothing follows or")
	p.fill(bar.text, "nowhere")
	says("Not in the log")
	p.press(fyne.KeyReturn)
	says("Not in the log")
	if got := bar.mistake.said(); got != "" {
		t.Errorf("what can be read is complained of: %q", got)
	}
	p.fill(bar.text, "later")
	says("Not in the log")
	c := p.dial(p.serve())
	c.Write([]byte("it comes later"))
	says("1 found")
	p.win.Canvas().Focus(bar.text)
	height := p.log.list.Size().Height
	p.press(fyne.KeyEscape)
	if p.log.list.Size().Height <= height {
		t.Error("the rows don't get the room of the bar")
	}
	if bar.content.Visible() || p.win.Canvas().Focused() != fyne.Focusable(p.log.list) {
		t.Errorf("Escape leaves the bar %v and the focus on %T", bar.content.Visible(), p.win.Canvas().Focused())
	}
	p.until("the end of the search", func() bool { return !p.log.state.Search.On })
	p.key(fyne.KeyN, ctrl)
	says("1 found")
	if bar.text.Text != "later" || !bar.content.Visible() {
		t.Errorf("the key for the next one brings the bar back: %v, with %q", bar.content.Visible(), bar.text.Text)
	}
}

// The next row found is brought to the middle of the log when it is not on screen, and following ends.
func TestFoundRowIsBroughtOnScreen(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	list := p.log.list
	p.fillLog(c, 10)
	c.Write([]byte("rare"))
	p.logged("rare")
	p.fillLog(c, 3*list.VisibleRows())
	p.key(fyne.KeyH, ctrl)
	p.write("rare")
	p.until("the row found", func() bool { return p.log.search.result.Text == "1 found" })
	p.press(fyne.KeyReturn)
	at, _ := p.bench.IndexOf(p.bench.Selection().Cursor())
	if p.log.follow.On() || at < list.Top() || at >= list.Top()+list.VisibleRows() {
		t.Errorf("follow %v, row %d is not among those from %d on", p.log.follow.On(), at, list.Top())
	}
	top := list.Top()
	p.press(fyne.KeyReturn)
	if list.Top() != top {
		t.Errorf("what is on screen moved from %d to %d", top, list.Top())
	}
}

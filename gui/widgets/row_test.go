package widgets

import "testing"

func TestRowIsReused(t *testing.T) {
	var r Row
	fill := func() {
		r.Reset()
		r.Add("time", Dim)
		r.Add("text", Normal)
		r.Append("LF", Code)
	}
	fill()
	r.Selected, r.Key, r.Mark, r.Tint = true, 9, true, 3
	if n := testing.AllocsPerRun(10, fill); n != 0 {
		t.Errorf("a reused row took %v allocations", n)
	}
	if len(r.Cells) != 2 || len(r.Cells[0].Spans) != 1 || len(r.Cells[1].Spans) != 2 {
		t.Errorf("row = %+v, want one span and two", r.Cells)
	}
	if r.Selected || r.Key != 0 || r.Mark || r.Tint != 0 {
		t.Error("Reset kept Selected, Key, Mark or Tint")
	}
}

func TestAppendToEmptyRow(t *testing.T) {
	var r Row
	r.Append("x", Normal)
	if len(r.Cells) != 1 || r.Cells[0].Spans[0].Text != "x" {
		t.Errorf("row = %+v, want one cell with x", r.Cells)
	}
}

package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestParsePlace(t *testing.T) {
	clock := func(h, m, s, ns int) place { return place{at: time.Date(0, 1, 1, h, m, s, ns, time.Local)} }
	for text, want := range map[string]place{
		"1": {row: 1}, " 1,234,567 ": {row: 1234567}, "12 345": {row: 12345},
		"14:02": clock(14, 2, 0, 0), "9:02": clock(9, 2, 0, 0), "14:02:03": clock(14, 2, 3, 0), " 14:02:03.5": clock(14, 2, 3, 5e8),
		"14:02:03.004182":           clock(14, 2, 3, 4182000),
		"2026-03-04 14:02":          {at: time.Date(2026, 3, 4, 14, 2, 0, 0, time.Local), dated: true},
		"2026-03-04T14:02:03.25":    {at: time.Date(2026, 3, 4, 14, 2, 3, 25e7, time.Local), dated: true},
		"2026-03-04   14:02:03.250": {at: time.Date(2026, 3, 4, 14, 2, 3, 25e7, time.Local), dated: true},
	} {
		if got, err := parsePlace(text); err != nil || got.row != want.row || !got.at.Equal(want.at) || got.dated != want.dated {
			t.Errorf("%q is %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "x", "14", "14:", "25:00", "14:61", "99999999999999999999999", "2026-02-30 14:02", "14:02 tomorrow"} {
		if got, err := parsePlace(text); err == nil && text != "14" {
			t.Errorf("%q is %+v, want an error", text, got)
		}
	}
}

func TestOnDay(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2026, 3, d, h, 0, 0, 0, time.Local) }
	for _, tt := range []struct {
		name        string
		hour        int
		first, last time.Time
		want        time.Time
	}{
		{"today", 14, day(4, 10), day(4, 16), day(4, 14)},
		{"later than all", 18, day(4, 10), day(4, 16), day(4, 18)},
		{"earlier than all", 8, day(4, 10), day(4, 16), day(4, 8)},
		{"before midnight", 23, day(3, 22), day(4, 1), day(3, 23)},
		{"after midnight", 0, day(3, 22), day(4, 1), day(4, 0)},
		{"the last of many days", 12, day(1, 0), day(9, 11), day(8, 12)},
	} {
		if got := onDay(time.Date(0, 1, 1, tt.hour, 0, 0, 0, time.Local), tt.first, tt.last); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestGoToRowOrTime(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.KeyJ, ctrl)
	p.write("1")
	p.press(fyne.KeyReturn)
	has(t, "the dialog", p.dialogText(), "There are no rows.")
	p.press(fyne.KeyEscape)

	c := p.dial(p.serve())
	p.fillLog(c, 3*p.log.list.VisibleRows())
	n := p.bench.Rows()
	p.key(fyne.KeyJ, ctrl)
	p.write("nowhere")
	p.press(fyne.KeyReturn)
	has(t, "the dialog", p.dialogText(), "Write the number of a row")
	p.fill(p.win.Canvas().Focused(), "1000")
	if text := p.dialogText(); len(text) == 0 || p.overlay() == nil {
		t.Fatal("the dialog has gone")
	}
	p.answer("Go")
	has(t, "the dialog", p.dialogText(), "The last row is number")
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Fatalf("Escape leaves %q", p.dialogText())
	}
	if !p.log.follow.On() {
		t.Error("what led nowhere stopped following")
	}
	p.key(fyne.KeyJ, ctrl)
	p.write("12")
	p.press(fyne.KeyReturn)
	if !p.row(11).selected || p.log.list.CursorRow() != 11 || p.log.list.Top() > 11 || p.log.follow.On() {
		t.Errorf("row 12 is selected: %v, the cursor at %d, the top %d, following %v", p.row(11).selected, p.log.list.CursorRow(), p.log.list.Top(), p.log.follow.On())
	}
	p.press(fyne.KeyDown)
	if !p.row(12).selected {
		t.Error("the keys do not go on from there")
	}
	e, _ := p.bench.Entry(n-3, 0)
	p.key(fyne.KeyJ, ctrl)
	p.write(e.Time.Format("15:04:05.999999999"))
	p.press(fyne.KeyReturn)
	if !p.row(n - 3).selected {
		t.Errorf("the time of row %d leads to %d", n-3, p.log.list.CursorRow())
	}
}

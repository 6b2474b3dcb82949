package gui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/netcore"
)

func TestElapsedText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.000000", 46 * time.Microsecond: "0.000046", 46_499: "0.000046", 46_500: "0.000047", -time.Second: "-1.000000", 59_999_999_900: "1:00.000000",
		time.Minute + 2345678*time.Microsecond: "1:02.345678", 26*time.Hour + 3*time.Second: "26:00:03.000000",
	} {
		if got := elapsedText(d); got != want {
			t.Errorf("%d ns are %q, want %q", d, got, want)
		}
	}
}

// rowsOfTwo are rows of sessions 1 and 2 in turn, a second apart, after one of none.
func rowsOfTwo(n int) (rows someRows) {
	at := time.Date(2026, 3, 4, 14, 2, 3, 0, time.Local)
	rows = append(rows, msglog.Entry{Kind: netcore.Opened, Time: at})
	for i := 1; i < n; i++ {
		rows = append(rows, msglog.Entry{Kind: netcore.Received, Session: netcore.SessionID(1 + i%2), Time: at.Add(time.Duration(i) * time.Second)})
	}
	return rows
}

func TestTimes(t *testing.T) {
	rows := rowsOfTwo(6)
	for _, tt := range []struct {
		mode timeMode
		want []string
	}{
		{0, []string{"14:02:03.000000", "14:02:04.000000"}},
		{timeOfDay, []string{"14:02:03.000000", "14:02:04.000000"}},
		{timeWithDate, []string{"2026-03-04 14:02:03.000000"}},
		{timeSinceFirst, []string{"0.000000", "1.000000", "2.000000"}},
		{timeSinceMark, []string{"-2.000000", "-1.000000", "0.000000", "1.000000"}},
		{timeSinceRow, []string{"", "1.000000", "1.000000"}},
		{timeInSession, []string{"", "", "", "2.000000", "2.000000", "2.000000"}},
	} {
		s := &logSource{log: rows, times: logClock{mode: tt.mode, mark: rows[2].Time}}
		s.Len()
		var got []string
		for i := range tt.want {
			var r widgets.Row
			s.Row(i, &r)
			got = append(got, r.Cells[columnTime].Spans[0].Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: %q, want %q", tt.mode, got, tt.want)
		}
	}
}

// What a filter changed before the rows of the next frame counts for them.
func TestTimesInSessionOfAnotherFilter(t *testing.T) {
	all := rowsOfTwo(20)
	s := &logSource{log: all, times: logClock{mode: timeInSession}}
	draw := func(i int) string {
		var r widgets.Row
		s.Row(i, &r)
		return r.Cells[columnTime].Spans[0].Text
	}
	s.Len()
	for i := range 10 {
		draw(i)
	}
	s.log = append(slices.Clone(all[:5]), all[10:]...) // row 10 is the one that was 15
	s.log.(someRows)[8].Session = 9
	s.Len()
	if got := draw(10); got != "4.000000" {
		t.Errorf("row 10 is %q after the one before of its session, want 4 s", got)
	}
}

// countedRows count how often they are asked for.
type countedRows struct {
	someRows
	asked *int
}

func (r countedRows) Entry(i, max int) (msglog.Entry, bool) {
	*r.asked++
	return r.someRows.Entry(i, max)
}

// A frame of rows with times of their sessions asks for a bounded number of others, wherever it is, and draws the same
// whatever was drawn before.
func TestTimesInSessionAreBounded(t *testing.T) {
	asked := 0
	s := &logSource{log: countedRows{rowsOfTwo(5000), &asked}, times: logClock{mode: timeInSession}}
	const page = 40
	for _, top := range []int{0, 4000, 4040, 100, 4900} {
		asked = 0
		s.Len()
		for i := top; i < top+page; i++ {
			var r widgets.Row
			s.Row(i, &r)
			if got := r.Cells[columnTime].Spans[0].Text; i > 2 && got != "2.000000" {
				t.Fatalf("row %d is %q after the one before of its session", i, got)
			}
		}
		if most := lookBack + 3*page; asked > most {
			t.Errorf("at %d: %d rows were asked for, want %d at most", top, asked, most)
		}
	}
}

func TestTimesAreChosenAndKept(t *testing.T) {
	p := sitDown(t)
	p.chat()
	time := func(i int) string { return p.row(i).cells[columnTime] }
	p.titles(40)
	p.pickMenu("Since the first row")
	if got := time(0); got != "0.000000" || p.log.list.Columns()[columnTime].Title != "Since first" {
		t.Errorf("the first row is %q after itself below %q", got, p.log.list.Columns()[columnTime].Title)
	}
	p.key(fyne.KeyT, ctrl)
	p.pickMenu("Since the row counted from")
	has(t, "the dialog", p.dialogText(), "Which row?")
	p.answer("OK")
	p.log.selectRow(3, widgets.Only)
	p.key(fyne.Key0, ctrl)
	if time(3) != "0.000000" || time(2)[0] != '-' {
		t.Errorf("counted from row 3, rows 2 and 3 are %q and %q", time(2), time(3))
	}
	p.log.menu(5, fyne.NewPos(600, 200))
	p.pickMenu("Count times from this row")
	if time(5) != "0.000000" || time(3)[0] != '-' {
		t.Errorf("counted from row 5, rows 3 and 5 are %q and %q", time(3), time(5))
	}
	last := p.kept[len(p.kept)-1]
	if len(p.kept) != 2 || last.Times != "mark" {
		t.Errorf("kept %+v", p.kept)
	}
	if got := timeModeOf(last.Times); got != timeSinceFirst {
		t.Errorf("the next window counts %v", got)
	}
	for _, m := range timeModes {
		if m != timeSinceMark && timeModeOf(m.String()) != m {
			t.Errorf("%v is kept as %q, which is %v", m, m, timeModeOf(m.String()))
		}
	}
}

// Once the log was cleared its first row is another.
func TestFirstRowAfterClearing(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	p.log.setTimes(timeSinceFirst)
	p.fillLog(c, 2)
	p.row(0)
	p.key(fyne.KeyK, ctrlShift)
	p.rows(0)
	p.fillLog(c, 2)
	p.until("the rows", func() bool { return p.log.state.Rows == p.bench.Rows() })
	for i := range p.bench.Rows() {
		if got := p.row(i).cells[columnTime]; i == 0 && got != "0.000000" {
			t.Errorf("the first row is %q after itself", got)
		}
	}
}

func TestColourByPeer(t *testing.T) {
	p := sitDown(t)
	p.chat()
	tint := func() widgets.Tint {
		var r widgets.Row
		p.log.source.Row(3, &r)
		return r.Tint
	}
	item := func() *fyne.MenuItem {
		for _, m := range p.win.MainMenu().Items {
			for _, item := range m.Items {
				if s, ok := item.Shortcut.(*desktop.CustomShortcut); ok && s.KeyName == fyne.KeyP && s.Modifier == ctrl {
					return item
				}
			}
		}
		t.Fatal("no item")
		return nil
	}
	if tint() == 0 || !item().Checked {
		t.Errorf("at first the tint is %d, the menu checked: %v", tint(), item().Checked)
	}
	p.key(fyne.KeyP, ctrl)
	if tint() != 0 || item().Checked || !p.kept[0].PlainPeers {
		t.Errorf("switched off the tint is %d, the menu checked: %v, kept %+v", tint(), item().Checked, p.kept)
	}
	q := sitDownWith(t, p.kept[0], nil)
	if !q.log.source.plain {
		t.Error("the next window colours peers")
	}
}

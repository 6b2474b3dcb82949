package gui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wirevise/gui/workbench"
)

// columnsShown are the names of the columns on screen.
func (p *person) columnsShown() string {
	var names []string
	for i, name := range columnNames {
		if p.log.list.Shown(i) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// titles opens the menu of the log's titles, by the mouse.
func (p *person) titles(x float32) {
	p.t.Helper()
	p.lay()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.log.list)
	test.TapSecondaryAt(p.log.list, fyne.NewPos(x, 8))
	if p.overlay() == nil {
		p.t.Fatalf("a right click on the titles at %v opens nothing", at.AddXY(x, 8))
	}
}

func TestColumnsAreChosenAndKept(t *testing.T) {
	p := sitDown(t)
	const all = "time delta endpoint direction peer size message"
	p.win.Resize(usualWindow)
	p.lay()
	if got := p.columnsShown(); got != all {
		t.Fatalf("at first there are %s", got)
	}
	p.titles(700)
	labels := p.menuLabels()
	if slices.Contains(labels, "Message") || slices.Contains(labels, "Time of day") {
		t.Errorf("the menu offers %q", labels)
	}
	p.pickMenu("Endpoint")
	p.key(fyne.KeyL, ctrlShift)
	p.pickMenu("Row")
	if got := p.columnsShown(); got != "row time delta direction peer size message" {
		t.Errorf("chosen are %s", got)
	}
	p.log.list.OnColumnWidth(columnPeer, 33)
	if len(p.kept) != 3 || len(p.kept[0].Columns) != 1 || len(p.kept[2].Columns) != 3 {
		t.Fatalf("kept %+v", p.kept)
	}

	q := sitDownWith(t, p.kept[2], nil)
	q.win.Resize(usualWindow)
	q.lay()
	if got := q.columnsShown(); got != "row time delta direction peer size message" {
		t.Errorf("the next window shows %s", got)
	}
	if got := q.log.list.Columns()[columnPeer].Chars; got != 33 {
		t.Errorf("the next window's peer column is %d wide", got)
	}
	q.key(fyne.KeyL, ctrlShift)
	q.pickMenu("As wide as what is in them")
	if got := q.log.list.Columns()[columnPeer].Chars; got != len("Peer") || q.settings.Columns["peer"].Chars != got {
		t.Errorf("without rows the peer column is %d wide, kept %+v", got, q.settings.Columns)
	}
	q.key(fyne.KeyL, ctrlShift)
	q.pickMenu("As they come")
	if got := q.columnsShown(); got != all || q.log.list.Columns()[columnPeer].Chars != logColumns[columnPeer].Chars {
		t.Errorf("as they come there are %s", got)
	}
	if last := q.kept[len(q.kept)-1]; last.Columns != nil {
		t.Errorf("kept %+v", last)
	}
}

// In a narrow window columns give way, but not those that the person asked for there.
func TestColumnsGiveWay(t *testing.T) {
	p := sitDown(t)
	p.win.Resize(smallWindow)
	p.lay()
	if got := p.columnsShown(); got != "time endpoint direction peer message" {
		t.Fatalf("there are %s", got)
	}
	p.key(fyne.KeyL, ctrlShift)
	p.pickMenu("Size")
	if got := p.columnsShown(); got != "time direction peer size message" {
		t.Errorf("with the size asked for there are %s", got)
	}
	p.win.Resize(usualWindow)
	p.lay()
	if got := p.columnsShown(); got != "time delta endpoint direction peer size message" {
		t.Errorf("with room again there are %s", got)
	}
}

func TestSettingsOfColumnsThatAreNone(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true, Times: "nonsense", Columns: map[string]workbench.Column{
		"message": {Hidden: true, Chars: 5}, "colour": {Hidden: true}, "peer": {Chars: -4}}}, nil)
	p.win.Resize(usualWindow)
	p.lay()
	if got := p.columnsShown(); got != "time delta endpoint direction peer size message" {
		t.Errorf("there are %s", got)
	}
	if p.log.source.times.mode != timeOfDay {
		t.Errorf("times are %v", p.log.source.times.mode)
	}
}

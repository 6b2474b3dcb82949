package gui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
)

func TestCopyForms(t *testing.T) {
	p := sitDown(t)
	p.chat()
	first := 0
	for !strings.Contains(p.row(first).cells[columnMessage], "hay from b") {
		first++
	}
	copied := func(what string, do func()) string {
		t.Helper()
		p.app.Clipboard().SetContent("")
		do()
		p.until("the copy as "+what, func() bool { return p.app.Clipboard().Content() != "" })
		return p.app.Clipboard().Content()
	}
	p.log.selectRow(first, widgets.Only)
	for _, tt := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyC, "hay from b\n"}, {fyne.KeyJ, `"text":"hay from b"`}, {fyne.KeyX, "68 61 79 20 66 72 6f 6d 20 62\n"}, {fyne.KeyP, "hay from b\n"}} {
		if got := copied(string(tt.key), func() { p.key(tt.key, ctrlShift) }); !strings.Contains(got, tt.want) || strings.Count(got, "\n") != 1 {
			t.Errorf("Ctrl+Shift+%s copies %q, want %q", tt.key, got, tt.want)
		}
	}
	p.key(fyne.KeyL, ctrl)
	p.shortcut(&fyne.ShortcutSelectAll{})
	menu := func(label string) func() {
		return func() {
			p.log.menu(0, fyne.NewPos(600, 200)) // a row without bytes
			p.pickMenu(label)
		}
	}
	if got := copied("JSON", menu("Copy as JSON")); strings.Count(got, "\n") != 8 || strings.Count(got, `{"seq":`) != 8 {
		t.Errorf("eight rows as JSON are %q", got)
	}
	if got := copied("hex", menu("Copy payload as hex")); strings.Contains(got, "listening") || !strings.Contains(got, "68 61 79") {
		t.Errorf("the payloads of eight rows as hex are %q", got)
	}
	if got := copied("text", menu("Copy payload as text")); strings.Contains(got, "listening") || !strings.Contains(got, "hay from b\n") {
		t.Errorf("the payloads of eight rows as text are %q", got)
	}
}

// Dragging the scroll bar stops following at once, and letting go of it at the foot follows again.
func TestScrollBarAndFollow(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	list := p.log.list
	p.fillLog(c, 3*list.VisibleRows())
	n := p.bench.Rows()
	x, foot := list.Size().Width-5, list.Size().Height-4
	hold(list, x, foot)
	if p.log.follow.On() {
		t.Error("it follows while the thumb is held")
	}
	move(list, x, foot-80)
	top := list.Top()
	if top == 0 || top >= n-list.VisibleRows() {
		t.Fatalf("dragged to row %d of %d", top, n)
	}
	p.fillLog(c, 20)
	if list.Top() != top || p.log.below.Visible() {
		t.Errorf("the rows moved from %d to %d as others came; the button shows: %v", top, list.Top(), p.log.below.Visible())
	}
	has(t, "the place", p.log.placeText(top), fmt.Sprintf("row %d · ", top+1), ":")
	if got := p.log.placeText(-1); got != "" {
		t.Errorf("no row is at %q", got)
	}
	list.MouseUp(nil)
	p.lay()
	if p.log.follow.On() || list.Top() != top || p.log.below.Text != "▼ 20 new" || !p.log.below.Visible() {
		t.Errorf("let go of: follow %v, top %d, %q", p.log.follow.On(), list.Top(), p.log.below.Text)
	}
	p.win.Canvas().Capture()
	p.press(fyne.KeyEnd)
	hold(list, x, foot)
	move(list, x, foot-50)
	move(list, x, foot+500)
	p.fillLog(c, 5)
	if p.log.follow.On() {
		t.Error("it follows before the thumb is let go of")
	}
	list.MouseUp(nil)
	if !p.log.follow.On() || !list.AtEnd() {
		t.Errorf("let go of at the foot: follow %v, top %d of %d", p.log.follow.On(), list.Top(), p.bench.Rows())
	}
}

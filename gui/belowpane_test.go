package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestBelowPaneLendsItsRoom(t *testing.T) {
	test.NewTempApp(t)
	log, inspector, first, second := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	left, backs := "", 0
	b := newBelowPane(log, inspector, func() { backs++ })
	b.back()
	b.split.SetOffset(0.7)
	b.lend(first, func() { left += "first " })
	if b.stack.Objects[0] != fyne.CanvasObject(first) || b.split.Offset != guestBelow {
		t.Errorf("a guest has no room: %v", b.split.Offset)
	}
	b.lend(second, func() { left += "second " })
	b.back()
	b.back()
	if left != "first second " || backs != 1 || b.split.Offset != 0.7 || b.stack.Objects[0] != fyne.CanvasObject(inspector) {
		t.Errorf("told to leave: %s, back %d times, offset %v", left, backs, b.split.Offset)
	}
}

func TestEscapeLeadsBackFromTheStream(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("Q30"))
	p.selectMessage("Q30")
	p.key(fyne.KeyG, ctrlShift)
	p.until("the bytes", func() bool { return p.stream.bytes.Size() == 3 })
	p.press(fyne.KeyEscape)
	if p.stream.session != 0 || p.win.Canvas().Focused() != fyne.Focusable(p.log.list) {
		t.Errorf("session %d, the focus is on %T", p.stream.session, p.win.Canvas().Focused())
	}
}

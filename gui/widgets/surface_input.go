package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// turned adds a wheel movement and returns the whole rows it makes up.
func (s *surface) turned(units float32) int {
	rows := -units * wheelGain * s.ratio() / float32(s.pitch())
	if (rows > 0) != (s.wheel > 0) {
		s.wheel = 0
	}
	s.wheel += rows
	whole := int(s.wheel)
	s.wheel -= float32(whole)
	return whole
}

// hoverAt tints the line at a position, now and whatever line comes to stand
// there.
func (s *surface) hoverAt(pos fyne.Position) {
	pt := s.at(pos)
	line := s.lineAt(pt.Y)
	if pt.Y < s.self.top() || s.inBar(pt) {
		line = -1
	}
	s.setHovered(line)
}

func (s *surface) setHovered(line int) {
	if line == s.hovered {
		return
	}
	s.hovered = line
	s.layHover()
	s.hover.Refresh()
}

func (s *surface) layHover() {
	s.hover.Hidden = s.hovered < 0 || s.hovered >= s.self.lines()
	if s.hover.Hidden {
		return
	}
	k := s.ratio()
	s.hover.Move(fyne.NewPos(0, float32(s.self.top()+s.hovered*s.pitch())/k))
	s.hover.Resize(fyne.NewSize(max(0, s.Size().Width-barWidth), float32(s.pitch())/k))
}

// MouseOut takes the tint off the hovered line.
func (s *surface) MouseOut() { s.setHovered(-1) }

// takeFocus makes the widget the one the keys go to.
func (s *surface) takeFocus() {
	if s.focused {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.self); c != nil {
		c.Focus(s.self)
	}
}

// FocusGained shows the focus frame.
func (s *surface) FocusGained() { s.setFocused(true) }

// FocusLost hides it.
func (s *surface) FocusLost() {
	s.shift = false
	s.setFocused(false)
}

func (s *surface) setFocused(on bool) {
	s.focused = on
	s.redraw()
}

// TypedRune ignores what is typed.
func (s *surface) TypedRune(rune) {}

// KeyDown keeps note of Shift.
func (s *surface) KeyDown(ev *fyne.KeyEvent) { s.key(ev, true) }

// KeyUp keeps note of Shift.
func (s *surface) KeyUp(ev *fyne.KeyEvent) { s.key(ev, false) }

func (s *surface) key(ev *fyne.KeyEvent, down bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		s.shift = down
	}
}

// shifted reports whether Shift is held: by the driver's word where it has one,
// since a key pressed before the focus came is not announced.
func (s *surface) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return s.shift
}

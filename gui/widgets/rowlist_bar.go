package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func (l *RowList) layBar() {
	l.setBar(l.top(), int64(l.first), int64(max(1, l.VisibleRows())), int64(l.len()))
}

// pressBar takes hold of the thumb, pages, or with Shift or the middle button
// jumps to the place pressed.
func (l *RowList) pressBar(ev *desktop.MouseEvent, y int) {
	l.layBar()
	middle := ev.Button == desktop.MouseButtonTertiary
	switch {
	case !middle && ev.Button != desktop.MouseButtonPrimary:
		return
	case middle || ev.Modifier&fyne.KeyModifierShift != 0:
		l.hold(int(l.bar.jump(y)))
	default:
		if to := int(l.bar.press(y)); l.bar.dragging {
			l.hold(to)
		} else {
			l.scrolled(to)
		}
	}
}

// dragBar moves to what the thumb's place stands for with the rows there are
// now.
func (l *RowList) dragBar(y int) {
	if l.layBar(); l.bar.dragging {
		l.hold(int(l.bar.drag(y)))
	}
}

// hold goes to the row the thumb is held at. That is never the end, whatever row
// it is: the end is where the thumb is let go of.
func (l *RowList) hold(top int) {
	if !l.bar.dragging {
		return
	}
	taken, before := l.drag != dragBar, l.first
	l.drag = dragBar
	l.SetTop(top)
	if (taken || l.first != before) && l.OnScrolled != nil {
		l.OnScrolled(l.first, false)
	}
}

// Held reports whether a person holds the thumb of the scroll bar.
func (l *RowList) Held() bool { return l.drag == dragBar }

// letGo ends the drag of the thumb. At the foot of the track it leads to the
// last row there is by now.
func (l *RowList) letGo() {
	foot := l.bar.atFoot()
	l.bar.release()
	if foot {
		l.SetTop(l.len())
	}
	if l.OnScrolled != nil {
		l.OnScrolled(l.first, foot)
	}
	l.redraw()
}

// drawPlace writes beside the thumb, while it is dragged, what is there.
func (l *RowList) drawPlace() {
	if l.drag != dragBar || l.PlaceText == nil || l.count == 0 {
		return
	}
	p, th := &l.p, l.bar.thumb()
	text := l.PlaceText(l.first)
	if th.Empty() || text == "" {
		return
	}
	spans := [1]Span{{Text: text}}
	pad, right := p.px(8), th.Min.X-p.px(6)
	room := right - 2*pad
	items, _, _, _ := p.place(p.items[:0], spans[:], room)
	p.items = items
	if len(items) == 0 {
		return
	}
	width := items[len(items)-1].right
	h := l.pitch() + p.px(6)
	y := (th.Min.Y+th.Max.Y)/2 - h/2
	y = max(l.top(), min(y, p.img.Rect.Dy()-h))
	box := image.Rect(right-width-2*pad, y, right, y+h)
	p.box(box, p.pal.focus)
	p.box(box.Inset(p.px(1)), p.pal.codeBox)
	p.line(spans[:], image.Rect(box.Min.X+pad, y, box.Max.X-pad, y+h), l.baseline(y+(h-l.pitch())/2), Leading, p.pal.codeBox)
}

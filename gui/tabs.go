package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A tab is one of the titles at the top of the window, with a dot that shows whether something of it is open. Arrow keys
// go to its neighbours.
type tab struct {
	widget.BaseWidget
	title    string
	dot      tabDot
	chosen   bool
	hovered  bool
	focused  bool
	onChoose func()
	onStep   func(by int)
}

// tabDot is what the dot shows.
type tabDot uint8

const (
	dotNone tabDot = iota
	dotOff
	dotOpen
	dotBusy
)

var (
	_ fyne.Focusable    = (*tab)(nil)
	_ fyne.Tappable     = (*tab)(nil)
	_ desktop.Hoverable = (*tab)(nil)
)

func newTab(title string, dot tabDot, onChoose func(), onStep func(by int)) *tab {
	t := &tab{title: title, dot: dot, onChoose: onChoose, onStep: onStep}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tab) set(chosen bool, dot tabDot) {
	if t.chosen != chosen || t.dot != dot {
		t.chosen, t.dot = chosen, dot
		t.Refresh()
	}
}

func (t *tab) Tapped(*fyne.PointEvent)        { t.onChoose() }
func (t *tab) MouseIn(*desktop.MouseEvent)    { t.hovered = true; t.Refresh() }
func (t *tab) MouseMoved(*desktop.MouseEvent) {}
func (t *tab) MouseOut()                      { t.hovered = false; t.Refresh() }
func (t *tab) FocusGained()                   { t.focused = true; t.Refresh() }
func (t *tab) FocusLost()                     { t.focused = false; t.Refresh() }
func (t *tab) TypedRune(r rune)               {}

func (t *tab) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		t.onStep(-1)
	case fyne.KeyRight:
		t.onStep(1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.onChoose()
	}
}

func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{tab: t, text: canvas.NewText(t.title, color.Black), dot: canvas.NewCircle(color.Transparent),
		line: canvas.NewRectangle(color.Transparent), back: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type tabRenderer struct {
	tab        *tab
	text       *canvas.Text
	dot        *canvas.Circle
	line, back *canvas.Rectangle
}

const (
	tabDotSize = 8
	tabGap     = 14
	tabHeight  = 34
	tabLine    = 2
)

func (r *tabRenderer) MinSize() fyne.Size {
	bold := fyne.MeasureText(r.tab.title, theme.TextSize(), fyne.TextStyle{Bold: true})
	w := bold.Width + 2*tabGap
	if r.tab.dot != dotNone {
		w += tabDotSize + 8
	}
	return fyne.NewSize(w, tabHeight)
}

func (r *tabRenderer) Layout(size fyne.Size) {
	x := float32(tabGap)
	if r.tab.dot != dotNone {
		r.dot.Resize(fyne.NewSquareSize(tabDotSize))
		r.dot.Move(fyne.NewPos(x, (size.Height-tabDotSize)/2))
		x += tabDotSize + 8
	}
	min := r.text.MinSize()
	r.text.Resize(min)
	r.text.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
	r.line.Resize(fyne.NewSize(size.Width, tabLine))
	r.line.Move(fyne.NewPos(0, size.Height-tabLine))
	r.back.Resize(size)
}

func (r *tabRenderer) Refresh() {
	t := r.tab
	r.text.Text = t.title
	r.text.TextSize = theme.TextSize()
	r.text.TextStyle = fyne.TextStyle{Bold: t.chosen}
	r.text.Color = theme.Color(theme.ColorNameForeground)
	r.line.FillColor = color.Transparent
	if t.chosen {
		r.text.Color = theme.Color(theme.ColorNamePrimary)
		r.line.FillColor = theme.Color(theme.ColorNamePrimary)
	}
	r.back.FillColor = color.Transparent
	switch {
	case t.focused:
		r.back.FillColor = theme.Color(theme.ColorNameFocus)
	case t.hovered:
		r.back.FillColor = theme.Color(theme.ColorNameHover)
	}
	r.dot.Hidden = t.dot == dotNone
	r.dot.FillColor = theme.Color(map[tabDot]fyne.ThemeColorName{dotNone: theme.ColorNameDisabled, dotOff: theme.ColorNameDisabled,
		dotOpen: theme.ColorNameSuccess, dotBusy: theme.ColorNameWarning}[t.dot])
	r.Layout(t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.text, r.dot, r.line}
}

func (r *tabRenderer) Destroy() {}

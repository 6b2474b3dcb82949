package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A DotState is what a StateDot says.
type DotState uint8

// The states, with the theme's colour of each.
const (
	DotOff   DotState = iota + 1 // ColorNameDisabled
	DotOpen                      // ColorNameSuccess
	DotBusy                      // ColorNameWarning
	DotError                     // ColorNameError
)

// String returns the state's name.
func (s DotState) String() string {
	switch s {
	case DotOff:
		return "Off"
	case DotOpen:
		return "Open"
	case DotBusy:
		return "Busy"
	case DotError:
		return "Error"
	default:
		return "DotState?"
	}
}

func (s DotState) colour() fyne.ThemeColorName {
	switch s {
	case DotOpen:
		return theme.ColorNameSuccess
	case DotBusy:
		return theme.ColorNameWarning
	case DotError:
		return theme.ColorNameError
	default:
		return theme.ColorNameDisabled
	}
}

// A StateDot is a small disc in the colour of a state. It is as large as a line
// of text is high, so that it stands beside one without being placed. Colour
// alone is not for everyone: say the state in words nearby.
type StateDot struct {
	widget.BaseWidget
	state DotState
}

// NewStateDot returns a dot in the given state.
func NewStateDot(s DotState) *StateDot {
	d := &StateDot{state: s}
	d.ExtendBaseWidget(d)
	return d
}

// State returns the state shown.
func (d *StateDot) State() DotState { return d.state }

// SetState shows another state.
func (d *StateDot) SetState(s DotState) {
	if d.state != s {
		d.state = s
		d.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (d *StateDot) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	r := &dotRenderer{d: d, disc: canvas.NewCircle(nil)}
	r.objects = []fyne.CanvasObject{r.disc}
	r.dress()
	return r
}

type dotRenderer struct {
	d       *StateDot
	disc    *canvas.Circle
	objects []fyne.CanvasObject
}

func (r *dotRenderer) dress() {
	r.disc.FillColor = r.d.Theme().Color(r.d.state.colour(), fyne.CurrentApp().Settings().ThemeVariant())
}

func (r *dotRenderer) diameter() float32 {
	return r.d.Theme().Size(theme.SizeNameText) * 0.6
}

func (r *dotRenderer) Layout(size fyne.Size) {
	n := r.diameter()
	r.disc.Resize(fyne.NewSquareSize(n))
	r.disc.Move(fyne.NewPos((size.Width-n)/2, (size.Height-n)/2))
}

func (r *dotRenderer) MinSize() fyne.Size {
	th := r.d.Theme()
	return fyne.NewSize(r.diameter()+th.Size(theme.SizeNamePadding), th.Size(theme.SizeNameText))
}

func (r *dotRenderer) Refresh() {
	r.dress()
	r.Layout(r.d.Size())
	r.disc.Refresh()
}

func (r *dotRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *dotRenderer) Destroy()                     {}

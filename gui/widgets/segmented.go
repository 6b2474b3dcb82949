package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

var (
	_ fyne.Tappable     = (*SegmentedControl)(nil)
	_ fyne.Focusable    = (*SegmentedControl)(nil)
	_ fyne.Disableable  = (*SegmentedControl)(nil)
	_ desktop.Hoverable = (*SegmentedControl)(nil)
)

// A SegmentedControl is a row of names of which one is chosen: Text | Hex | File.
type SegmentedControl struct {
	control
	OnChanged func(i int) // a person chose another

	names    []string
	selected int
}

// NewSegmentedControl returns a control with the first name chosen.
func NewSegmentedControl(names []string, changed func(i int)) *SegmentedControl {
	s := &SegmentedControl{names: slices.Clone(names), OnChanged: changed}
	s.ExtendBaseWidget(s)
	return s
}

// Selected returns which name is chosen.
func (s *SegmentedControl) Selected() int { return s.selected }

// SetSelected chooses a name without announcing it; one there is not changes nothing.
func (s *SegmentedControl) SetSelected(i int) {
	if i >= 0 && i < len(s.names) && i != s.selected {
		s.selected = i
		s.Refresh()
	}
}

// Tapped chooses the name under the pointer.
func (s *SegmentedControl) Tapped(ev *fyne.PointEvent) {
	s.takeFocus(s)
	x := ev.Position.X
	edges := s.edges(s.Size().Width)
	for i := range s.names {
		if x < edges[i+1] || i == len(s.names)-1 {
			s.choose(i)
			return
		}
	}
}

// TypedKey chooses the next name on Left and Right, the outer ones on Home and End.
func (s *SegmentedControl) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		s.choose(s.selected - 1)
	case fyne.KeyRight:
		s.choose(s.selected + 1)
	case fyne.KeyHome:
		s.choose(0)
	case fyne.KeyEnd:
		s.choose(len(s.names) - 1)
	}
}

func (s *SegmentedControl) choose(i int) {
	if s.Disabled() || i < 0 || i >= len(s.names) || i == s.selected {
		return
	}
	s.SetSelected(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// widths returns how wide each name has to be.
func (s *SegmentedControl) widths() (each []float32, height float32) {
	th := s.Theme()
	pad, size := th.Size(theme.SizeNamePadding), th.Size(theme.SizeNameText)
	for _, n := range s.names {
		m := fyne.MeasureText(n, size, fyne.TextStyle{})
		each = append(each, m.Width+5*pad)
		height = max(height, m.Height+2.5*pad)
	}
	return each, height
}

// edges returns where the names begin, and where the last one ends, when what
// width there is to spare is shared out.
func (s *SegmentedControl) edges(width float32) []float32 {
	each, _ := s.widths()
	spare := width
	for _, w := range each {
		spare -= w
	}
	out := make([]float32, 1, len(each)+1)
	for i, w := range each {
		out = append(out, out[i]+w+spare/float32(len(each)))
	}
	return out
}

// CreateRenderer is called by Fyne.
func (s *SegmentedControl) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &segmentedRenderer{s: s, back: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	r.objects = []fyne.CanvasObject{r.back, r.mark}
	for _, n := range s.names {
		t := canvas.NewText(n, nil)
		t.Alignment = fyne.TextAlignCenter
		r.texts = append(r.texts, t)
		r.objects = append(r.objects, t)
	}
	r.dress()
	return r
}

type segmentedRenderer struct {
	s          *SegmentedControl
	back, mark *canvas.Rectangle
	texts      []*canvas.Text
	objects    []fyne.CanvasObject
}

func (r *segmentedRenderer) dress() {
	s, th := r.s, r.s.Theme()
	radius := th.Size(theme.SizeNameInputRadius)
	r.back.CornerRadius, r.mark.CornerRadius = radius, radius
	r.back.FillColor = s.ground(theme.ColorNameInputBackground, 255)
	r.back.StrokeColor, r.back.StrokeWidth = s.edge(theme.ColorNameInputBorder)
	r.mark.FillColor = s.colour(theme.ColorNamePrimary)
	if s.Disabled() {
		r.mark.FillColor = s.colour(theme.ColorNameDisabledButton)
	}
	for i, t := range r.texts {
		t.TextSize = th.Size(theme.SizeNameText)
		switch {
		case s.Disabled():
			t.Color = s.colour(theme.ColorNameDisabled)
		case i == s.selected:
			t.Color = s.colour(theme.ColorNameForegroundOnPrimary)
		default:
			t.Color = s.colour(theme.ColorNamePlaceHolder)
		}
	}
}

func (r *segmentedRenderer) Layout(size fyne.Size) {
	edges := r.s.edges(size.Width)
	in := r.back.StrokeWidth
	r.back.Resize(size)
	for i, t := range r.texts {
		w := edges[i+1] - edges[i]
		t.Move(fyne.NewPos(edges[i], 0))
		t.Resize(fyne.NewSize(w, size.Height))
		if i == r.s.selected {
			r.mark.Move(fyne.NewPos(edges[i]+in, in))
			r.mark.Resize(fyne.NewSize(max(0, w-2*in), max(0, size.Height-2*in)))
		}
	}
}

func (r *segmentedRenderer) MinSize() fyne.Size {
	each, height := r.s.widths()
	var width float32
	for _, w := range each {
		width += w
	}
	return fyne.NewSize(width, height)
}

func (r *segmentedRenderer) Refresh() {
	r.dress()
	r.Layout(r.s.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *segmentedRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *segmentedRenderer) Destroy()                     {}

package widgets

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// show puts o at its smallest into a window.
func show(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(o.MinSize())
	return w
}

func typeKey(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestChip(t *testing.T) {
	test.NewTempApp(t)
	var log []string
	c := NewChip("Received", true, func(on bool) { log = append(log, fmt.Sprint(on)) })
	w := show(t, c)
	on := w.Canvas().Capture()
	test.Tap(c)
	if w.Canvas().Focused() != c {
		t.Error("a tap did not give the chip the focus")
	}
	w.Canvas().Unfocus()
	if fmt.Sprint(w.Canvas().Capture()) == fmt.Sprint(on) {
		t.Error("off looks like on")
	}
	typeKey(c, fyne.KeySpace)
	typeKey(c, fyne.KeyReturn)
	typeKey(c, fyne.KeyLeft)
	c.TypedRune(' ')
	c.SetOn(true)
	c.Disable()
	test.Tap(c)
	typeKey(c, fyne.KeySpace)
	wantLog(t, &log, "false", "true", "false")
	if !c.On() {
		t.Error("SetOn did not switch it on")
	}
	small := c.MinSize()
	c.SetText("Received and more")
	if c.MinSize().Width <= small.Width {
		t.Error("a longer text is no wider")
	}
}

func TestSegmentedControl(t *testing.T) {
	test.NewTempApp(t)
	var log []string
	s := NewSegmentedControl([]string{"Text", "Hex", "Escapes", "File"}, func(i int) { log = append(log, fmt.Sprint(i)) })
	w := show(t, s)
	for _, width := range []float32{s.MinSize().Width, 600} {
		w.Resize(fyne.NewSize(width, 40))
		edges := s.edges(s.Size().Width)
		for i := range 4 {
			test.TapAt(s, fyne.NewPos((edges[i]+edges[i+1])/2, 10))
			if s.Selected() != i {
				t.Errorf("tapped name %d of a control %v wide, chose %d", i, width, s.Selected())
			}
		}
	}
	wantLog(t, &log, "1", "2", "3", "0", "1", "2", "3")
	test.TapAt(s, fyne.NewPos(s.Size().Width-1, 1)) // chosen already
	typeKey(s, fyne.KeyRight)
	wantLog(t, &log)
	typeKey(s, fyne.KeyLeft)
	typeKey(s, fyne.KeyHome)
	typeKey(s, fyne.KeyLeft)
	typeKey(s, fyne.KeyEnd)
	wantLog(t, &log, "2", "0", "3")
	s.SetSelected(1)
	s.SetSelected(7)
	s.SetSelected(-1)
	s.Disable()
	typeKey(s, fyne.KeyHome)
	wantLog(t, &log)
	if s.Selected() != 1 {
		t.Errorf("chosen %d, want 1", s.Selected())
	}
	empty := NewSegmentedControl(nil, nil)
	show(t, empty)
	test.Tap(empty)
	typeKey(empty, fyne.KeyEnd)
}

func TestStateDot(t *testing.T) {
	test.NewTempApp(t)
	d := NewStateDot(DotOff)
	w := show(t, d)
	seen := map[color.Color]DotState{}
	for _, s := range []DotState{DotOff, DotOpen, DotBusy, DotError} {
		d.SetState(s)
		z := d.Size()
		c := w.Canvas().Capture().At(int(z.Width/2), int(z.Height/2))
		if other, ok := seen[c]; ok {
			t.Errorf("%v looks like %v", s, other)
		}
		seen[c] = s
		if d.State() != s {
			t.Errorf("State = %v, want %v", d.State(), s)
		}
	}
}

func TestSparkline(t *testing.T) {
	test.NewTempApp(t)
	s := NewSparkline(4)
	show(t, s)
	bar := func(i int) (n int) {
		img := s.draw(40, 20)
		for y := range 20 {
			if _, _, _, a := img.At(i*10+5, y).RGBA(); a > 0 {
				n++
			}
		}
		return n
	}
	for name, c := range map[string]struct {
		values []float64
		want   [4]int
	}{
		"none":        {nil, [4]int{1, 1, 1, 1}},
		"few":         {[]float64{5, 10}, [4]int{1, 1, 10, 20}},
		"many":        {[]float64{99, 99, 1, 2, 3, 4}, [4]int{5, 10, 15, 20}},
		"tiny":        {[]float64{0.001, 1000}, [4]int{1, 1, 2, 20}},
		"not numbers": {[]float64{-3, nan(), 1 / zero, 2}, [4]int{1, 1, 1, 20}},
	} {
		s.SetValues(c.values)
		if got := [4]int{bar(0), bar(1), bar(2), bar(3)}; got != c.want {
			t.Errorf("%s: bars %v, want %v", name, got, c.want)
		}
	}
	v := []float64{1, 2, 3, 4}
	s.SetValues(v)
	v[0] = 100
	if bar(0) != 5 {
		t.Error("the values are the caller's slice")
	}
	s.draw(0, 0)
	s.draw(2, 1)
}

var zero float64

func nan() float64 { return zero / zero }

func TestProblemLabel(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.DefaultTheme())
	p := NewProblemLabel()
	if p.Visible() {
		t.Error("shown with nothing to say")
	}
	p.SetError(fmt.Errorf("odd number of hex digits at the end of a text that is too long for one line"))
	if !p.Visible() {
		t.Error("hidden with something to say")
	}
	if w := p.MinSize().Width; w > 100 {
		t.Errorf("takes at least %v of width", w)
	}
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(600, 400))
	one := p.MinSize().Height
	w.Resize(fyne.NewSize(150, 400))
	if p.MinSize().Height <= one {
		t.Errorf("%v high when narrow, %v when wide: not wrapped", p.MinSize().Height, one)
	}
	red, found := over(theme.Color(theme.ColorNameError), color.RGBA{A: 255}), false
	img := w.Canvas().Capture()
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			found = found || uint8(r>>8) == red.R && uint8(g>>8) == red.G && uint8(b>>8) == red.B
		}
	}
	if !found {
		t.Error("not in the colour of errors")
	}
	p.SetError(nil)
	if p.Visible() || p.Text != "" {
		t.Error("still shown when all is well")
	}
}

func TestNames(t *testing.T) {
	for v, want := range map[fmt.Stringer]string{
		Style(0): "Normal", Accent: "Accent", Style(99): "Style?", Leading: "Leading", Trailing: "Trailing", Center: "Center",
		Only: "Only", Extend: "Extend", Toggle: "Toggle", Selecting(0): "Selecting?", HexMode: "Hex", TextMode: "Text",
		ByteMode(0): "ByteMode?", DotOff: "Off", DotBusy: "Busy", DotState(0): "DotState?",
	} {
		if got := v.String(); got != want {
			t.Errorf("%T(%d) is called %q, want %q", v, v, got, want)
		}
	}
}

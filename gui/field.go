package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
)

// labelWidth is the width of the names left of the fields, so that they stand in one line.
const labelWidth = 72

// A form lays fields one below the other and shows what is wrong with each right under it.
type form struct {
	box      *fyne.Container
	problems map[string]*widgets.ProblemLabel
	general  *widgets.ProblemLabel // of no field
	options  *fyne.Container       // hidden rows, or nil
	more     *form                 // what fills options
}

func newForm() *form {
	f := &form{box: container.NewVBox(), problems: make(map[string]*widgets.ProblemLabel), general: widgets.NewProblemLabel()}
	return f
}

// row adds a line: a name, its fields, and under them the place for the problems of the fields named.
func (f *form) row(name string, content fyne.CanvasObject, fields ...string) {
	f.box.Add(labelled(name, content))
	for _, field := range fields {
		f.problem(field)
	}
}

// problem adds the place for a field's problem.
func (f *form) problem(field string) {
	p := widgets.NewProblemLabel()
	f.problems[field] = p
	f.box.Add(p)
}

// section adds a part of the form that is hidden at first.
func (f *form) section() *form {
	f.more = newForm()
	f.options = f.more.box
	f.options.Hide()
	f.box.Add(f.options)
	return f.more
}

// show marks a problem at its field, or under everything where it belongs to none. An empty text clears all. It returns
// how far down in the box the problem of a field stands.
func (f *form) show(field, text string) (y float32, ok bool) {
	f.clear()
	switch {
	case f.problems[field] != nil:
		f.problems[field].SetText(text)
		f.box.Refresh()
		return f.problems[field].Position().Y, true
	case f.more != nil && f.more.problems[field] != nil:
		f.more.problems[field].SetText(text)
		f.options.Show()
		f.options.Refresh()
		f.box.Refresh()
		return f.options.Position().Y + f.more.problems[field].Position().Y, true
	}
	f.general.SetText(text)
	return 0, false
}

// telling reports whether a problem is shown.
func (f *form) telling() bool {
	for _, p := range f.problems {
		if p.Visible() {
			return true
		}
	}
	return f.general.Visible() || f.more != nil && f.more.telling()
}

// toggleOptions shows the hidden part or hides it again.
func (f *form) toggleOptions() {
	f.options.Hidden = f.options.Visible()
	f.box.Refresh()
}

func (f *form) clear() {
	for _, p := range f.problems {
		p.SetText("")
	}
	f.general.SetText("")
	if f.more != nil {
		f.more.clear()
	}
}

// labelled puts a dim name of fixed width before content.
func labelled(name string, content fyne.CanvasObject) fyne.CanvasObject {
	return labelledWide(labelWidth, name, content)
}

func labelledWide(width float32, name string, content fyne.CanvasObject) fyne.CanvasObject {
	l := widget.NewLabel(name)
	l.Importance = widget.LowImportance
	l.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(width, l.MinSize().Height), l), nil, content)
}

// fixed gives an object a width of its own.
func fixed(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(widthLayout(width), o)
}

// A widthLayout gives its one object a width and its own height.
type widthLayout float32

func (w widthLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), o[0].MinSize().Height)
}

func (w widthLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// title is the head of a part of the left side.
func title(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.TextStyle.Bold = true
	l.SizeName = theme.SizeNameText
	return l
}

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// An activityRow is one line of the bar.
type activityRow struct {
	id      workbench.ActivityID
	dot     *widgets.StateDot
	title   *widget.Label
	text    *widget.Label
	level   *levelBar
	stop    *button
	content *fyne.Container
}

func newActivityRow(bench *workbench.Workbench) *activityRow {
	r := &activityRow{dot: widgets.NewStateDot(widgets.DotBusy), title: small(), text: small(), level: newLevelBar()}
	r.title.TextStyle.Bold = true
	r.title.Truncation, r.text.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	r.stop = newIconButton("", nil, func() { bench.StopActivity(r.id) })
	r.stop.Importance = widget.LowImportance
	r.content = container.New(activityLayout{}, container.NewCenter(r.dot), r.title, r.text, r.level.content, r.stop)
	return r
}

func (r *activityRow) show(a workbench.Activity) {
	r.id = a.ID
	dot, icon, press := widgets.DotBusy, theme.MediaStopIcon(), tr("Stop")
	text, importance := a.Text, widget.MediumImportance
	if a.State.Ended() {
		dot, icon, press = widgets.DotOff, theme.CancelIcon(), tr("Close")
	}
	switch a.State {
	case workbench.Stopping:
		text = withText(tr("stopping…"), a.Text)
	case workbench.Finished:
		dot, text = widgets.DotOpen, withText(tr("done"), a.Text)
	case workbench.Stopped:
		text = withText(tr("stopped"), a.Text)
	case workbench.Failed:
		importance, text = widget.DangerImportance, withText(netcore.Explain(a.Err).String(), a.Text)
	}
	r.dot.SetState(dot)
	setText(r.title, a.Title)
	if r.text.Importance != importance {
		r.text.Importance = importance
		r.text.Refresh()
	}
	setText(r.text, text)
	r.level.set(a.Done, a.Total)
	if r.stop.Text != press {
		r.stop.Text, r.stop.Icon = press, icon
		r.stop.Refresh()
	}
	r.content.Layout.Layout(r.content.Objects, r.content.Size())
}

func withText(state, text string) string {
	if text == "" {
		return state
	}
	return state + " · " + text
}

// An activityLayout lays out a line: a dot, what it is, how far it is, a bar where that is known, a button.
type activityLayout struct{}

const (
	activityDot    = 18
	activityTitle  = 0.34 // of the room of both texts, at most
	activityButton = 92
	levelWidth     = 110
)

func (activityLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return fyne.NewSize(activityDot+levelWidth+activityButton+60, h)
}

func (activityLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	title := o[1].(*widget.Label)
	room := size.Width - activityDot - activityButton
	if o[3].Visible() {
		room -= levelWidth
	}
	natural := fyne.MeasureText(title.Text, theme.CaptionTextSize(), title.TextStyle).Width + 4*theme.InnerPadding()
	named := min(natural, room*activityTitle)
	x := float32(0)
	for i, width := range []float32{activityDot, named, room - named, levelWidth, activityButton} {
		if !o[i].Visible() {
			continue
		}
		height := min(o[i].MinSize().Height, size.Height)
		if i == 4 {
			height = size.Height
		}
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		o[i].Resize(fyne.NewSize(width, height))
		x += width
	}
}

package gui

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// An openedBar says, above the rows, that they are those of a log that was opened, and leads back.
type openedBar struct {
	w       *Window
	title   string // shown; "" is the live log
	label   *widget.Label
	content *fyne.Container
	whole   *fyne.Container // with the rows below
}

func newOpenedBar(w *Window) *openedBar {
	b := &openedBar{w: w, label: widget.NewLabel("")}
	b.label.Importance = widget.WarningImportance
	b.label.Truncation = fyne.TextTruncateEllipsis
	b.content = container.NewBorder(nil, nil, nil,
		container.NewHBox(newButton(tr("Replay…"), w.askReplay), newButton(tr("Back to the live log"), w.showLive)), b.label)
	b.content.Hide()
	return b
}

// above puts the bar above the rows.
func (b *openedBar) above(rows fyne.CanvasObject) fyne.CanvasObject {
	b.whole = container.NewBorder(b.content, nil, nil, nil, rows)
	return b.whole
}

// show takes the log as it stands and reports whether it is another one than before.
func (b *openedBar) show(st workbench.LogState) (turned bool) {
	if st.Opened == b.title {
		return false
	}
	b.title = st.Opened
	_, report, opened := b.w.bench.Opened()
	if !opened {
		b.content.Hide()
		b.whole.Refresh()
		return true
	}
	b.label.SetText(trf("%s, opened to read: %s rows", st.Opened, countText(report.Rows)) + reportText(report))
	b.content.Show()
	b.whole.Refresh()
	return true
}

// reportText tells what opening a log found that is not as it should be.
func reportText(r msglog.Report) (text string) {
	if r.Recovered {
		text += " · " + tr("recovered")
	}
	if r.Cut > 0 {
		text += " · " + trf("%s incomplete rows at the end cut off", countText(r.Cut))
	}
	if r.Damaged > 0 {
		text += " · " + trf("%s rows can't be read and say so", countText(r.Damaged))
	}
	return text
}

func (w *Window) showLive() { w.bench.ShowLive() }

// openLog asks for a log to open.
func (w *Window) openLog() {
	s := w.askWhich(tr("Open a session's folder or JSON lines"), w.openLogAt)
	if live := w.bench.SessionPath(); w.savedIn == "" && live != "" {
		s.path.SetText(filepath.Dir(live) + string(filepath.Separator))
	}
}

// openLogAt opens a log, showing how far it is, with a button that calls it off.
func (w *Window) openLogAt(path string) {
	bar := widget.NewProgressBar()
	d := w.pop(trf("Opening %s", filepath.Base(path)), tr("Cancel"), bar)
	cancel := w.bench.OpenLog(path, func(read, total int64) {
		bar.SetValue(float64(read) / float64(max(total, 1)))
	}, func(_ msglog.Report, err error) {
		d.Hide()
		if err != nil && !errors.Is(err, context.Canceled) {
			s := w.askWhich(tr("Not opened"), w.openLogAt)
			s.path.SetText(path)
			s.problem.SetText(netcore.Explain(err).String())
		}
	})
	d.SetOnClosed(cancel)
}

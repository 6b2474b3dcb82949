package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// A statusBar tells, along the bottom of the window, what is open, the rates, and what the log holds and lost.
type statusBar struct {
	dot            *widgets.StateDot
	open           *widget.Label
	in, out        *widget.Label
	inLine, outRun *widgets.Sparkline
	rows           *widget.Label
	lost           *widget.Label
	waited         *widget.Label
	held, filter   string // what rows says
	trouble        bool   // rows are in memory only
	content        fyne.CanvasObject
}

func newStatusBar() *statusBar {
	s := &statusBar{dot: widgets.NewStateDot(widgets.DotOff), open: small(), in: small(), out: small(), inLine: widgets.NewSparkline(40),
		outRun: widgets.NewSparkline(40), rows: small(), lost: small(), waited: small()}
	s.content = container.NewVBox(widget.NewSeparator(), container.NewHBox(
		fixed(3, container.NewHBox()), container.NewCenter(s.dot), s.open,
		s.in, fixed(80, s.inLine), s.out, fixed(80, s.outRun), s.rows, s.lost, s.waited))
	s.show(workbench.Status{})
	s.endpoints(nil)
	return s
}

func small() *widget.Label {
	l := widget.NewLabel("")
	l.SizeName = theme.SizeNameCaptionText
	return l
}

func (s *statusBar) endpoints(infos []netcore.EndpointInfo) {
	endpoints, sessions := 0, 0
	state := widgets.DotOff
	for _, e := range infos {
		switch e.State {
		case netcore.EndpointClosed:
			continue
		case netcore.EndpointOpen:
			state = widgets.DotOpen
		default:
			if state == widgets.DotOff {
				state = widgets.DotBusy
			}
		}
		endpoints++
		sessions += len(e.Sessions)
	}
	s.dot.SetState(state)
	setText(s.open, trf("%d open, %d sessions", endpoints, sessions))
}

func (s *statusBar) show(st workbench.Status) {
	setText(s.in, trf("in %s/s", bytesText(st.ReceiveRate)))
	setText(s.out, trf("out %s/s", bytesText(st.SendRate)))
	s.inLine.SetValues(st.Received)
	s.outRun.SetValues(st.Sent)
	s.held, s.trouble = logText(st), st.LogTrouble != nil
	s.showRows()
	lost := trf("%s lost", countText(st.Dropped))
	if st.Dropped > 0 {
		lost = trf("%s lost (dropped by the system)", countText(st.Dropped))
	}
	if st.Trimmed > 0 {
		lost += " · " + trf("%s oldest rows given up", countText(st.Trimmed))
	}
	s.lost.Importance = widget.MediumImportance
	if st.Dropped > 0 {
		s.lost.Importance = widget.DangerImportance
	}
	setText(s.lost, lost)
	setText(s.waited, trf("sockets waited %s for the log", st.Waited.Round(time.Millisecond)))
}

// filtered says what the filter lets through, in place of how many rows there are; "" without a filter.
func (s *statusBar) filtered(text string) {
	s.filter = text
	s.showRows()
}

func (s *statusBar) showRows() {
	text, importance := s.held, widget.MediumImportance
	switch {
	case s.trouble:
		importance = widget.DangerImportance
		if s.filter != "" {
			text += " · " + s.filter
		}
	case s.filter != "":
		text = s.filter
	}
	if s.rows.Importance != importance {
		s.rows.Importance = importance
		s.rows.Refresh()
	}
	setText(s.rows, text)
}

func setText(l *widget.Label, text string) {
	if l.Text != text {
		l.SetText(text)
	}
}

// logText tells how big the log is, and what of it is not on disk when that is much or won't get there.
func logText(st workbench.Status) string {
	rows := countText(st.Held)
	if st.LogTrouble != nil {
		why := netcore.Explain(st.LogTrouble)
		if why.Name == "" {
			why.Name = tr("error")
		}
		return trf("%s rows, not on disk (%s): %s of %s of memory", rows, why.Name, bytesText(float64(st.LogUnsaved)), bytesText(float64(st.LogRoom)))
	}
	text := trf("%s rows, %s on disk", rows, bytesText(float64(st.LogBytes)))
	if st.LogCleared > 0 {
		text += " · " + trf("%s cleared", countText(st.LogCleared))
	}
	return text
}

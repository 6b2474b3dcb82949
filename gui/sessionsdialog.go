package gui

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
)

// A sessionsDialog lists the sessions of the log that lie on disk: to open, to remove, and how much room they may take.
type sessionsDialog struct {
	w       *Window
	d       *dialog.CustomDialog
	saved   []msglog.Saved
	chosen  int // row, -1 for none
	list    *widgets.RowList
	about   *widget.Label
	limit   *entry
	problem *widgets.ProblemLabel
	open    *button
	remove  *button
	sure    string // the session whose removal was asked for once
}

var sessionColumns = []widgets.Column{{Title: "Started", Chars: 19}, {Title: "Rows", Chars: 12, Align: widgets.Trailing},
	{Title: "On disk", Chars: 10, Align: widgets.Trailing}, {Title: "State"}}

// showSessions shows the sessions of the log.
func (w *Window) showSessions() { w.sessions() }

func (w *Window) sessions() *sessionsDialog {
	s := &sessionsDialog{w: w, chosen: -1, about: widget.NewLabel(""), problem: widgets.NewProblemLabel()}
	s.list = widgets.NewRowList(s, translated(sessionColumns))
	s.list.OnSelect = func(i int, _ widgets.Selecting) { s.choose(i) }
	s.list.OnEscape = func() { s.d.Hide() }
	s.list.OnActivate = func(i int) { s.choose(i); s.openChosen() }
	s.open, s.remove = newButton(tr("Open"), s.openChosen), newButton(tr("Remove"), s.removeChosen)
	s.about.Truncation = fyne.TextTruncateEllipsis
	s.limit = newEntry("", func() { s.d.Hide() })
	s.limit.SetText(limitText(w.bench.LogLimit()))
	s.limit.OnChanged = func(string) { s.problem.SetText("") }
	s.limit.OnSubmitted = func(string) { s.setLimit() }
	keep := container.NewBorder(nil, nil, widget.NewLabel(tr("All sessions take at most, in GiB:")), newButton(tr("Set"), s.setLimit), s.limit)
	below := container.NewVBox(s.about, s.problem, keep)
	s.d = dialog.NewCustomWithoutButtons(tr("Sessions of the log"), container.NewBorder(nil, below, nil, nil, s.list), w.win)
	hide := newButton(tr("Close"), s.d.Hide)
	for _, b := range []*button{s.open, s.remove, hide} {
		b.escape = s.d.Hide
	}
	s.d.SetButtons([]fyne.CanvasObject{s.open, s.remove, hide})
	size := w.win.Canvas().Size()
	s.d.Show()
	s.d.Resize(fyne.NewSize(min(820, size.Width-60), min(560, size.Height-80)))
	w.win.Canvas().Focus(s.list)
	s.choose(-1)
	s.read()
	return s
}

// read lists the sessions anew.
func (s *sessionsDialog) read() {
	s.w.bench.Sessions(func(list []msglog.Saved, err error) {
		if err != nil {
			s.problem.SetText(err.Error())
		}
		s.saved = list
		total := int64(0)
		for _, x := range list {
			total += x.Disk
		}
		place := tr("The log is in memory only.")
		if path := s.w.bench.SessionPath(); path != "" {
			place = filepath.Dir(path)
		}
		s.about.SetText(trf("%d sessions, %s", len(list), bytesText(float64(total))) + " · " + place)
		said := s.problem.Text
		s.choose(min(s.chosen, len(list)-1))
		s.problem.SetText(said)
	})
}

// Len implements [widgets.Source].
func (s *sessionsDialog) Len() int { return len(s.saved) }

// Row implements [widgets.Source].
func (s *sessionsDialog) Row(i int, r *widgets.Row) {
	x := s.saved[i]
	r.Selected = i == s.chosen
	r.Add(x.Started.Local().Format(time.DateTime), widgets.Normal)
	r.Add(countText(x.Rows), widgets.Normal)
	r.Add(bytesText(float64(x.Disk)), widgets.Normal)
	switch {
	case x.Problem != nil:
		r.Add(x.Problem.Error(), widgets.Error)
	case x.Path == s.w.bench.SessionPath():
		r.Add(tr("this one"), widgets.Accent)
	case x.Live:
		r.Add(tr("another program is writing it"), widgets.Status)
	case x.Recovered:
		r.Add(tr("recovered"), widgets.Status)
	case !x.Clean:
		r.Add(tr("was not ended: opening it recovers it"), widgets.Error)
	default:
		r.Add(trf("ended %s", x.Ended.Local().Format(time.DateTime)), widgets.Status)
	}
}

func (s *sessionsDialog) choose(i int) {
	s.chosen, s.sure = i, ""
	s.open.Disable()
	s.remove.Disable()
	if i >= 0 && i < len(s.saved) && !s.saved[i].Live {
		s.remove.Enable()
		if s.saved[i].Problem == nil {
			s.open.Enable()
		}
	}
	s.problem.SetText("")
	s.list.RefreshRows()
}

func (s *sessionsDialog) openChosen() {
	if s.chosen < 0 || s.open.Disabled() {
		return
	}
	s.d.Hide()
	s.w.openLogAt(s.saved[s.chosen].Path)
}

// removeChosen removes a session when it is asked to twice.
func (s *sessionsDialog) removeChosen() {
	if s.chosen < 0 || s.remove.Disabled() {
		return
	}
	x := s.saved[s.chosen]
	if s.sure != x.Path {
		s.sure = x.Path
		s.problem.SetText(trf("%s rows will be gone for good: press Remove again to do it", countText(x.Rows)))
		return
	}
	s.w.bench.RemoveSession(x.Path, func(err error) {
		s.read()
		if err != nil {
			s.problem.SetText(err.Error())
		}
	})
}

const gibibyte = 1 << 30

func limitText(bytes int64) string {
	return strconv.FormatFloat(float64(bytes)/gibibyte, 'f', -1, 64)
}

var errLimit = errors.New("the limit is a number of GiB from 0.1 to 100000")

// readLimit reads a number of GiB.
func readLimit(text string) (bytes int64, err error) {
	gib, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), 64)
	if err != nil || !(gib >= 0.1 && gib <= 100_000) {
		return 0, errLimit
	}
	return int64(gib * gibibyte), nil
}

func (s *sessionsDialog) setLimit() {
	bytes, err := readLimit(s.limit.Text)
	if err != nil {
		s.problem.SetText(tr(errLimit.Error()))
		return
	}
	s.w.bench.SetLogLimit(bytes)
	s.w.settings.LogMebi = bytes >> 20
	s.w.keep()
	s.problem.SetText("")
	s.about.SetText(trf("All sessions take at most %s GiB: the oldest go when there is more.", limitText(bytes)))
}

// OfferRecovery looks for sessions that were not ended and asks what to do with the newest. It is called once, when the
// window is there.
func (w *Window) OfferRecovery() {
	w.bench.Unclean(func(list []msglog.Saved) {
		if len(list) == 0 {
			return
		}
		x := list[0]
		text := trf("The session of %s was not ended, as when a program is killed. %s rows of it are on disk.",
			x.Started.Local().Format(time.DateTime), countText(x.Rows))
		if len(list) > 1 {
			text += "\n" + trf("There are %d more such sessions: see Sessions of the log in the File menu.", len(list)-1)
		}
		w.ask(tr("Recover the last session?"), text, tr("Open it"), tr("Later"), func(yes bool) {
			if yes {
				w.openLogAt(x.Path)
			}
		})
	})
}

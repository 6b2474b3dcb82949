package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// A replayDialog asks which rows are sent again, to whom, and how fast.
type replayDialog struct {
	w        *Window
	d        *dialog.CustomDialog
	scopes   []workbench.Scope
	sessions []netcore.SessionID
	rows     *widget.Select
	to       *widget.Select
	pace     *widget.Select
	problem  *widgets.ProblemLabel
}

// paces are the options of the dialog.
var paces = []workbench.Pace{workbench.AsLogged, workbench.AtOnce}

// askReplay asks where to send the sent rows again.
func (w *Window) askReplay() {
	r := &replayDialog{w: w, problem: widgets.NewProblemLabel()}
	r.rows, r.to, r.pace = widget.NewSelect(nil, nil), widget.NewSelect(nil, nil), widget.NewSelect(nil, nil)
	offer := func(s workbench.Scope, name string) {
		r.scopes = append(r.scopes, s)
		r.rows.Options = append(r.rows.Options, name)
	}
	if w.bench.Selection().Len() > 0 {
		offer(workbench.SelectedRows, tr("selected rows"))
	}
	offer(workbench.FilteredRows, tr("rows that are shown"))
	offer(workbench.AllRows, tr("all rows"))
	r.rows.SetSelectedIndex(0)
	here := 0 // the first connection of the tab that is in front
	for _, e := range w.bench.Endpoints() {
		for _, s := range e.Sessions {
			if w.chosen < len(w.sockets) && e.Role == w.sockets[w.chosen].role && here == 0 {
				here = len(r.sessions)
			}
			r.sessions = append(r.sessions, s.ID)
			r.to.Options = append(r.to.Options, e.Name+" "+sessionName(s))
		}
	}
	if len(r.sessions) > 0 {
		r.to.SetSelectedIndex(here)
	}
	for _, p := range paces {
		r.pace.Options = append(r.pace.Options, tr(p.String()))
	}
	r.pace.SetSelectedIndex(0)
	content := container.NewVBox(labelled(tr("Rows"), r.rows), labelled(tr("To"), r.to), labelled(tr("Pace"), r.pace), r.problem)
	r.d = dialog.NewCustomWithoutButtons(tr("Replay sent rows"), content, w.win)
	ok := newButton(tr("Replay"), r.begin)
	ok.Importance = widget.HighImportance
	ok.escape = r.d.Hide
	r.d.SetButtons([]fyne.CanvasObject{newButton(tr("Cancel"), r.d.Hide), ok})
	r.d.Show()
	r.d.Resize(fyne.NewSize(min(saveWidth, w.win.Canvas().Size().Width-40), r.d.MinSize().Height))
	w.win.Canvas().Focus(ok)
}

func sessionName(s netcore.SessionInfo) string {
	name := "#" + countText(uint64(s.ID))
	if s.Peer != "" {
		name += " " + s.Peer
	}
	return name
}

func (r *replayDialog) begin() {
	i := r.to.SelectedIndex()
	if i < 0 {
		r.problem.SetText(tr("Nothing is open to send to: connect first."))
		return
	}
	r.d.Hide()
	bar := widget.NewProgressBar()
	d := r.w.pop(tr("Replay sent rows"), tr("Stop"), bar)
	cancel := r.w.bench.Replay(r.scopes[r.rows.SelectedIndex()], r.sessions[i], paces[r.pace.SelectedIndex()], func(rows, total int) {
		bar.SetValue(float64(rows) / float64(max(total, 1)))
	}, func(queued int, err error) {
		d.Hide()
		switch {
		case errors.Is(err, context.Canceled):
			r.w.say(tr("Replay ended early"), trf("%s messages were sent.", countText(uint64(queued))))
		case err != nil && queued > 0:
			r.w.say(tr("Replay ended early"), trf("%s messages were sent; then: %s", countText(uint64(queued)), netcore.Explain(err).String()))
		case err != nil:
			r.w.problem(tr("Nothing was replayed"), err)
		default:
			r.w.say(tr("Replayed"), trf("%s messages were sent.", countText(uint64(queued))))
		}
	})
	d.SetOnClosed(cancel)
}

package gui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// copy puts a text on the clipboard, which ends at a NUL: so what stands for one is copied in its place, and that is told.
func (w *Window) copy(text string) {
	if n := strings.Count(text, "\x00"); n > 0 {
		text = strings.ReplaceAll(text, "\x00", nulSign)
		w.say(tr("Copied, with ␀ for NUL"), trf("The clipboard takes no NUL characters: %d of them are copied as ␀. Copy as hex, or save the payload, to keep them.", n))
	}
	w.app.Clipboard().SetContent(text)
}

// nulSign is U+2400, symbol for null.
const nulSign = "\u2400"

// copyRows copies the selected rows as text.
func (w *Window) copyRows() { w.copyRowsAs(workbench.CopyText) }

// copyRowsAs copies the selected rows in a form.
func (w *Window) copyRowsAs(form workbench.CopyForm) {
	w.bench.CopyRows(form, w.inspector.reading.encoding, func(text string, rows int, err error) {
		if err != nil {
			w.problem(tr("The rows were not copied"), err)
			return
		}
		if rows > 0 {
			w.copy(text)
		}
	})
}

func (w *Window) sendAgain(seq uint64) {
	if seq == 0 {
		return
	}
	w.bench.SendAgain(seq, func(_ int, err error) {
		switch {
		case errors.Is(err, netcore.ErrEnded):
			w.say(tr("Not sent"), tr("The connection of this row has ended."))
		case err != nil:
			w.problem(tr("Not sent"), err)
		}
	})
}

func (w *Window) savePayload(seq uint64) {
	if seq == 0 {
		return
	}
	w.askWhere(tr("Save payload"), "payload.bin", nil, func(path string) {
		w.bench.SavePayload(seq, path, func(err error) {
			if err != nil {
				w.problem(tr("Not saved"), err)
			}
		})
	})
}

// clearLog empties the log. When its rows are in memory only it asks first, for then there is no way back.
func (w *Window) clearLog() {
	const many = 1000
	held := w.log.state.Held
	if held < many || w.bench.LogOnDisk() {
		w.clearNow()
		return
	}
	w.ask(tr("Clear the log?"), trf("%s rows will be gone. Nothing that is open is closed.", countText(held)), tr("Clear"), tr("Keep"), func(yes bool) {
		if yes {
			w.clearNow()
		}
	})
}

func (w *Window) clearNow() {
	if err := w.bench.ClearLog(); err != nil {
		w.problem(tr("Not cleared"), err)
	}
}

// details shows all that is known of a session or endpoint.
func (w *Window) details(r sessionRow) {
	items := container.NewVBox()
	for _, line := range r.details() {
		value := widget.NewLabel(line[1])
		value.Selectable = true
		value.Wrapping = fyne.TextWrapWord
		items.Add(labelledWide(answerWidth, line[0], value))
	}
	d := w.pop(tr("Details"), tr("Close"), items)
	d.Resize(fyne.NewSize(620, items.MinSize().Height+140))
}

// askToClose asks once when something is open, and says what will end.
func (w *Window) askToClose() {
	open, sessions := w.bench.OpenEndpoints(), 0
	for _, e := range w.bench.Endpoints() {
		sessions += len(e.Sessions)
	}
	unsaved, why := w.bench.Unsaved()
	running := w.bench.RunningActivities()
	if open == 0 && unsaved == 0 && running == 0 {
		w.o.Quit()
		return
	}
	if w.asking {
		return
	}
	var text []string
	if open > 0 {
		text = append(text, trf("%d open endpoints with %d sessions will end.", open, sessions))
	}
	if running > 0 {
		text = append(text, trf("%d things run and will be stopped.", running))
	}
	if unsaved > 0 {
		text = append(text, trf("%s of the log are in memory only and will be gone: %s", bytesText(float64(unsaved)), netcore.Explain(why).String()))
	}
	w.asking = true
	w.ask(tr("Close Wirevise?"), strings.Join(text, "\n"), tr("Close"), tr("Stay"), func(yes bool) {
		w.asking = false
		if yes {
			w.o.Quit()
		}
	})
}

// keep saves the settings; a failure is told, and the choice holds until the window closes.
func (w *Window) keep() {
	if err := w.o.SaveSettings(w.settings); err != nil {
		w.problem(tr("The settings were not saved"), err)
	}
}

func (w *Window) setAppearance(a string) {
	w.settings.Appearance = a
	w.app.Settings().SetTheme(newLook(a))
	w.keep()
}

func (w *Window) applyEnterSends() {
	for _, p := range w.sockets {
		p.composer.entry.SubmitOnEnter = w.settings.EnterSends
	}
}

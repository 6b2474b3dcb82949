package gui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
)

// saveLog saves what the log shows: the rows that pass the filter, which without one are all.
func (w *Window) saveLog() { w.saveRows(workbench.FilteredRows) }

// exportSelected saves the selected rows, or with none selected all that are shown.
func (w *Window) exportSelected() {
	if w.bench.Selection().Len() > 0 {
		w.saveRows(workbench.SelectedRows)
		return
	}
	w.saveLog()
}

// An exportDialog asks which rows are written, as what, and where. The format and the end of the name follow one another.
type exportDialog struct {
	file   *fileDialog
	scopes []workbench.Scope // of rows' options
	rows   *widget.Select
	format *widget.Select
}

// saveRows asks where to save rows, those of a scope unless another is chosen.
func (w *Window) saveRows(scope workbench.Scope) { w.newExportDialog(scope).show() }

func (w *Window) newExportDialog(scope workbench.Scope) *exportDialog {
	x := &exportDialog{}
	x.rows = widget.NewSelect(nil, nil)
	x.format = widget.NewSelect(nil, nil)
	for _, f := range workbench.Formats {
		x.format.Options = append(x.format.Options, tr(f.Name))
	}
	offer := func(s workbench.Scope, name string, n int) {
		x.scopes = append(x.scopes, s)
		x.rows.Options = append(x.rows.Options, name+" ("+countText(uint64(n))+")")
		if s == scope {
			x.rows.SetSelectedIndex(len(x.scopes) - 1)
		}
	}
	if n := w.bench.Selection().Len(); n > 0 {
		offer(workbench.SelectedRows, tr("selected rows"), n)
	}
	if w.log.state.Filtered || scope == workbench.FilteredRows {
		offer(workbench.FilteredRows, tr("rows that are shown"), w.bench.Rows())
	}
	if w.log.state.Filtered || w.log.state.Cut || scope == workbench.AllRows {
		offer(workbench.AllRows, tr("all rows"), int(w.log.state.Held))
	}
	x.file = w.newFileDialog("wirevise-log"+workbench.Formats[w.savedAs].Extension, nil, func(path string) {
		w.savedAs = x.format.SelectedIndex()
		w.saveRowsTo(path, workbench.Formats[w.savedAs], x.scopes[max(x.rows.SelectedIndex(), 0)])
	})
	x.file.check = x.check
	x.format.SetSelectedIndex(w.savedAs)
	x.format.OnChanged = func(string) { x.follow() }
	changed := x.file.path.OnChanged
	x.file.path.OnChanged = func(path string) {
		changed(path)
		x.lead(path)
	}
	return x
}

func (x *exportDialog) show() {
	x.file.show(tr("Save rows of the log"), tr("Save"), labelled(tr("Rows"), x.rows), labelled(tr("As"), x.format))
}

func (x *exportDialog) chosen() workbench.Format {
	return workbench.Formats[max(x.format.SelectedIndex(), 0)]
}

// follow gives the name the end of the format that was chosen.
func (x *exportDialog) follow() {
	path := x.file.path.Text
	if end := filepath.Ext(path); end != x.chosen().Extension {
		x.file.path.SetText(strings.TrimSuffix(path, end) + x.chosen().Extension)
	}
}

// lead chooses the format that the name asks for.
func (x *exportDialog) lead(path string) {
	f, err := workbench.FormatFor(path)
	if err != nil || f.Name == x.chosen().Name {
		return
	}
	changed := x.format.OnChanged
	x.format.OnChanged = nil
	x.format.SetSelected(tr(f.Name))
	x.format.OnChanged = changed
}

// check refuses names that would lie about what is in the file. Raw bytes may be called anything.
func (x *exportDialog) check(path string) error {
	if x.chosen().Extension == rawExtension {
		return nil
	}
	_, err := workbench.FormatFor(path)
	return err
}

// rawExtension is that of the formats that are nothing but bytes.
const rawExtension = ".bin"

// saveRowsTo saves rows to a file, showing how far it is, with a button that calls it off.
func (w *Window) saveRowsTo(path string, format workbench.Format, scope workbench.Scope) {
	bar := widget.NewProgressBar()
	d := w.pop(tr("Saving the log"), tr("Cancel"), bar)
	cancel := w.bench.SaveLog(path, format, scope, func(written, total int) {
		bar.SetValue(float64(written) / float64(max(total, 1)))
	}, func(rows, gone int, err error) {
		d.Hide()
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			w.problem(tr("Not saved"), err)
		default:
			text := trf("%s rows are in %s.", countText(uint64(rows)), filepath.Base(path))
			if gone > 0 {
				text += " " + trf("%s more were given up by the log before their turn came.", countText(uint64(gone)))
			}
			w.say(tr("Saved"), text)
		}
	})
	d.SetOnClosed(cancel)
}

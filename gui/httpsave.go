package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// copyRange copies [from, to), or all there is, as it is shown.
func (p *httpPane) copyRange(from, to int64) {
	if p.shown == nil {
		return
	}
	if from >= to {
		from, to = 0, p.shown.Size()
	}
	if to-from > maxClipboard {
		p.w.say(tr("Too much for the clipboard"), trf("%s are selected, and 4 MiB fit: save the body to a file instead.", bytesText(float64(to-from))))
		return
	}
	b := make([]byte, to-from)
	n, _ := p.shown.ReadAt(b, from)
	if p.way == asHex {
		p.w.copy(hexText(b[:n]))
		return
	}
	p.w.copy(p.reading.text(b[:n]))
}

// saveBody writes the body to a file.
func (p *httpPane) saveBody() {
	if p.at < 0 {
		return
	}
	m, h := p.state.Messages[p.at], p.http
	raw := widget.NewCheck(trf("As it came, without decoding %s", m.Coding()), nil)
	var besides []fyne.CanvasObject
	if m.Coding() != "" {
		besides = append(besides, raw)
	}
	p.w.newFileDialog("body.bin", nil, func(path string) {
		d := p.w.pop(tr("Saving the body"), tr("Cancel"), widget.NewLabel(path))
		var cancel context.CancelFunc = h.SaveBody(m, m.Coding() != "" && !raw.Checked, path, func(_ int64, err error) {
			d.Hide()
			if err != nil {
				p.w.problem(tr("Not saved"), err)
			}
		})
		d.SetOnClosed(cancel)
	}).show(tr("Save body"), tr("Save"), besides...)
}

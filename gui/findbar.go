package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
)

// A findBar looks for text, or for bytes after hex:, in the payload that the inspector shows.
type findBar struct {
	in      *inspector
	text    *entry
	result  *widget.Label
	cancel  context.CancelFunc
	turn    int
	content fyne.CanvasObject
}

func newFindBar(in *inspector) *findBar {
	f := &findBar{in: in, result: quietLabel()}
	f.text = newEntry(tr("Find in the bytes: text, or hex: 0d 0a"), f.close)
	f.text.OnSubmitted = func(string) { f.look(false) }
	previous := newIconButton("", theme.MoveUpIcon(), func() { f.look(true) })
	next := newIconButton("", theme.MoveDownIcon(), func() { f.look(false) })
	shut := newIconButton("", theme.CancelIcon(), f.close)
	right := container.NewHBox(previous, next, shut)
	f.content = container.NewBorder(nil, nil, nil, right, container.NewGridWithColumns(2, f.text, f.result))
	f.content.Hide()
	return f
}

// open shows the bar, ready to type.
func (f *findBar) open() {
	if f.in.payload == nil {
		return
	}
	f.content.Show()
	f.in.w.win.Canvas().Focus(f.text)
}

func (f *findBar) close() {
	f.stop()
	f.content.Hide()
	f.in.w.win.Canvas().Focus(f.in.view)
}

func (f *findBar) stop() {
	if f.cancel != nil {
		f.cancel()
	}
	f.cancel = nil
	f.turn++
}

// needle is what is typed, as bytes: text in the encoding that is shown.
func (f *findBar) needle() ([]byte, error) {
	if digits, ok := strings.CutPrefix(f.text.Text, "hex:"); ok {
		return codec.ParseHex(digits)
	}
	if f.in.way == asEscapes {
		return codec.ParseEscapes(f.text.Text, f.in.reading.encoding)
	}
	return f.in.reading.encoding.Encode(f.text.Text)
}

// look goes to the next place, or the one before.
func (f *findBar) look(back bool) {
	f.stop()
	in := f.in
	needle, err := f.needle()
	if in.payload == nil || err != nil || len(needle) == 0 {
		f.result.SetText("")
		if err != nil {
			f.result.SetText(err.Error())
		}
		return
	}
	if in.way == asJSON { // the place is one of the payload
		in.mode.SetSelected(0)
		in.setMode(0)
	}
	from, to := in.view.Selection()
	if from < to && !back {
		from++
	}
	f.result.SetText(tr("Searching…"))
	turn := f.turn
	f.cancel = in.w.bench.Find(in.payload, needle, from, back, func(at int64, err error) {
		switch {
		case turn != f.turn:
			return
		case err != nil:
			f.result.SetText(err.Error())
		case at < 0:
			f.result.SetText(tr("Not in these bytes"))
		default:
			in.view.Select(at, at+int64(len(needle)))
			in.view.Reveal(at)
			in.tellPlace()
			f.result.SetText(trf("at byte %s (0x%x)", countText(uint64(at)), at))
		}
		f.cancel = nil
	})
}

package gui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
)

// A jsonView is the JSON that a payload is laid out as, by a task.
type jsonView struct {
	cancel context.CancelFunc
	turn   int // of the task: what an older one brings is not wanted
}

func (j *jsonView) stop() {
	if j.cancel != nil {
		j.cancel()
	}
	j.cancel = nil
	j.turn++
}

func (in *inspector) setMode(i int) {
	in.way = inspectorWays[i]
	in.apply()
}

// toggle goes from one way to show the bytes to the next.
func (in *inspector) toggle() {
	in.mode.SetSelected((in.mode.Selected() + 1) % len(inspectorWays))
	in.setMode(in.mode.Selected())
}

func (in *inspector) setEncoding(name string) {
	var head []byte
	if in.payload != nil {
		head = headOf(in.payload)
	}
	if in.reading.choose(name, head) {
		in.apply()
	}
}

// apply shows the payload in the chosen way and encoding.
func (in *inspector) apply() {
	in.json.stop()
	in.reading.escapes = in.way == asEscapes
	if in.payload == nil {
		in.layNumbers()
		return
	}
	if in.way == asJSON {
		in.layJSON()
		return
	}
	in.setBytes(in.payload)
	in.reading.on(in.view)
	in.showNote(false)
	in.view.SetMode(in.way.mode())
	in.tellPlace()
}

// setBytes shows bytes from their start, unless they are shown.
func (in *inspector) setBytes(b workbench.Bytes) {
	if in.shown != b {
		in.shown = b
		in.view.SetBytes(b)
	}
}

// layJSON has the payload laid out as JSON and shows that, or says where it is none.
func (in *inspector) layJSON() {
	in.note.SetText(tr("Reading the JSON…"))
	in.showNote(true)
	turn := in.json.turn
	in.json.cancel = in.w.bench.IndentJSON(in.payload, in.reading.encoding, func(laid codec.Indented, err error) {
		if turn != in.json.turn {
			return
		}
		in.json.cancel = nil
		var wrong *codec.JSONError
		switch {
		case errors.As(err, &wrong):
			in.note.SetText(trf("This is no JSON: at byte %s, %s.", countText(uint64(wrong.Offset)), wrong.Text))
			in.setBytes(in.payload)
			in.view.SetCursor(wrong.Offset)
			in.view.Reveal(wrong.Offset)
		case err != nil:
			in.note.SetText(err.Error())
		default:
			in.setBytes(strings.NewReader(string(laid.Text)))
			in.view.LineEnd, in.view.Sync = nil, nil
			in.view.SetMode(widgets.TextMode)
			in.view.Reread()
			in.showNote(false)
			in.place.SetText(jsonText(laid))
		}
	})
}

// jsonText says what was laid out.
func jsonText(laid codec.Indented) string {
	switch {
	case laid.Cut:
		return trf("JSON: the first %s", bytesText(float64(laid.Read)))
	case laid.Values > 1:
		return trf("JSON: %s values", countText(uint64(laid.Values)))
	}
	return "JSON"
}

// spans draws bytes in the chosen encoding.
func (in *inspector) spans(dst []widgets.Span, off int64, b []byte) []widgets.Span {
	if in.payload != nil && in.shown != workbench.Bytes(in.payload) { // the text of JSON, which needs no codes for its line ends
		plain := reading{}
		for _, s := range plain.spans(nil, codec.Window{Bytes: b}) {
			if s.Break {
				s.Text, s.Style = "", widgets.Normal
			}
			dst = append(dst, s)
		}
		return dst
	}
	return in.reading.spans(dst, in.reading.window(in.payload, off, b))
}

// tellPlace tells where the cursor is, or what is selected, and reads the numbers there.
func (in *inspector) tellPlace() {
	if in.payload == nil || in.shown != workbench.Bytes(in.payload) {
		in.place.SetText("")
		in.numbers.show(nil)
		return
	}
	from, to := in.view.Selection()
	in.place.SetText(placeText(in.payload, from, to))
	b := make([]byte, codec.NumberBytes)
	n, _ := in.payload.ReadAt(b, from)
	in.numbers.show(b[:n])
}

// maxSummed bounds the selection whose sum is told, in bytes: it is read on the window's goroutine.
const maxSummed = 1 << 20

// placeText tells of the byte at from, or of a range: where, how much, and the sum of the bytes.
func placeText(b workbench.Bytes, from, to int64) string {
	if from >= to {
		return trf("byte %s (0x%x)", countText(uint64(from)), from)
	}
	text := trf("%s–%s (0x%x–0x%x): %s bytes", countText(uint64(from)), countText(uint64(to-1)), from, to-1, countText(uint64(to-from)))
	if to-from > maxSummed {
		return text
	}
	sum, part := uint64(0), make([]byte, to-from)
	n, _ := b.ReadAt(part, from)
	for _, c := range part[:n] {
		sum += uint64(c)
	}
	return text + ", " + trf("sum %s (0x%x)", countText(sum), sum)
}

// layNumbers shows the numbers beside hex, and beside the rest when asked to.
func (in *inspector) layNumbers() {
	hidden := in.view.Hidden || in.way == asJSON || in.way != asHex && !in.number.On()
	if in.numbers.content.Visible() == hidden {
		if hidden {
			in.numbers.content.Hide()
		} else {
			in.numbers.content.Show()
		}
		in.numbers.content.Refresh()
		in.relayout()
	}
}

// relayout gives the bytes the room that the numbers leave.
func (in *inspector) relayout() {
	if in.bytes != nil {
		in.bytes.Layout.Layout(in.bytes.Objects, in.bytes.Size())
	}
}

// copyShown copies what is selected, or all that is shown, the way it is shown.
func (in *inspector) copyShown() {
	if in.view.Hidden {
		in.w.copy(in.note.Text)
		return
	}
	in.copyRange(in.view.Selection())
}

func (in *inspector) copyRange(from, to int64) {
	if in.shown == nil {
		return
	}
	if from >= to {
		from, to = 0, in.shown.Size()
	}
	if to-from > maxClipboard {
		in.w.say(tr("Too much for the clipboard"), trf("%s are selected, and 4 MiB fit: save the payload to a file instead.", bytesText(float64(to-from))))
		return
	}
	b := make([]byte, to-from)
	n, _ := in.shown.ReadAt(b, from)
	switch {
	case in.way == asHex:
		in.w.copy(hexText(b[:n]))
	case in.way == asJSON:
		in.w.copy(string(b[:n]))
	default:
		in.w.copy(in.reading.text(b[:n]))
	}
}

func hexText(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for i, c := range b {
		if i > 0 {
			s.WriteByte(" \n"[b2i(i%16 == 0)])
		}
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&15])
	}
	return s.String()
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (in *inspector) copyText(seq uint64) { in.copyPayload(seq, in.reading.encoding.Decode) }
func (in *inspector) copyHex(seq uint64)  { in.copyPayload(seq, hexText) }

func (in *inspector) copyPayload(seq uint64, text func([]byte) string) {
	e, ok := in.w.bench.EntryBySeq(seq, maxClipboard)
	switch {
	case !ok:
		return
	case e.Size > maxClipboard:
		in.w.say(tr("Too much for the clipboard"), trf("The payload has %s, and 4 MiB fit: save it to a file instead.", bytesText(float64(e.Size))))
	default:
		in.w.copy(text(e.Payload))
	}
}

// A besideLayout gives its second object, when it shows, up to half the width.
type besideLayout struct{}

// besideWidth is what the second object takes at most.
const besideWidth = 470

func (besideLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (besideLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	var side float32
	if o[1].Visible() {
		side = min(besideWidth, size.Width/2)
		o[1].Move(fyne.NewPos(size.Width-side, 0))
		o[1].Resize(fyne.NewSize(side, size.Height))
	}
	o[0].Resize(fyne.NewSize(size.Width-side, size.Height))
}

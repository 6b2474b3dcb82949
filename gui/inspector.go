package gui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// maxClipboard bounds what one payload puts on the clipboard, in bytes; more is for a file.
const maxClipboard = 4 << 20

// An inspector shows one row of the log whole: where it came from, and its bytes as text or hex.
type inspector struct {
	w        *Window
	seq      uint64 // 0: nothing is shown
	payload  *workbench.Payload
	encoding codec.Encoding
	pieces   []codec.Piece
	mode     *widgets.SegmentedControl
	charset  *widget.Select
	about    *widget.Label
	view     *widgets.ByteView
	note     *widget.Label // of rows that are not about bytes
	copy     *button
	again    *button
	save     *button
	content  fyne.CanvasObject
}

func newInspector(w *Window) *inspector {
	in := &inspector{w: w}
	in.view = widgets.NewByteView(nil, widgets.TextMode)
	in.view.Spans = in.spans
	in.view.OnCopy = in.copyRange
	in.mode = widgets.NewSegmentedControl([]string{tr("Text"), tr("Hex")}, in.setMode)
	in.charset = widget.NewSelect(nil, in.setEncoding)
	for _, e := range codec.Encodings() {
		in.charset.Options = append(in.charset.Options, e.Name)
	}
	in.charset.SetSelectedIndex(0)
	in.about = widget.NewLabel("")
	in.about.Importance = widget.LowImportance
	in.about.Truncation = fyne.TextTruncateEllipsis
	in.note = widget.NewLabel("")
	in.note.Wrapping = fyne.TextWrapWord
	in.note.Selectable = true
	in.copy = newButton(tr("Copy"), in.copyShown)
	in.again = newButton(tr("Send again"), func() { w.sendAgain(in.seq) })
	in.save = newButton(tr("Save payload…"), func() { w.savePayload(in.seq) })
	head := container.NewBorder(nil, nil, container.NewHBox(in.mode, in.charset), container.NewHBox(in.copy, in.again, in.save), in.about)
	in.content = container.NewBorder(container.NewPadded(head), nil, nil, nil, container.NewStack(in.view, container.NewVScroll(in.note)))
	in.clear()
	return in
}

func (in *inspector) clear() {
	in.seq, in.payload = 0, nil
	in.view.SetBytes(nil)
	in.about.SetText("")
	in.note.SetText(tr("Select a row of the log to see it whole."))
	in.enable(false)
}

func (in *inspector) enable(bytes bool) {
	for _, b := range []*button{in.again, in.save} {
		if bytes {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	if in.seq == 0 {
		in.copy.Disable()
	} else {
		in.copy.Enable()
	}
	in.view.Hidden = !bytes
	in.note.Hidden = bytes
	in.view.Refresh()
	in.note.Refresh()
}

// show shows a row.
func (in *inspector) show(seq uint64) {
	e, ok := in.w.bench.EntryBySeq(seq, 0)
	if !ok {
		in.clear()
		return
	}
	if seq == in.seq {
		return
	}
	in.seq = seq
	in.w.dismissCard()
	in.about.SetText(about(e))
	bytes := e.Kind == netcore.Received || e.Kind == netcore.Sent || e.Size > 0
	if bytes {
		in.payload = in.w.bench.Payload(seq)
		in.view.SetBytes(in.payload)
	} else {
		in.payload = nil
		in.note.SetText(rowText(e))
	}
	in.enable(bytes)
}

// follow gives up a row that the log has given up.
func (in *inspector) follow() {
	if in.seq == 0 {
		return
	}
	if _, ok := in.w.bench.EntryBySeq(in.seq, 0); !ok {
		in.clear()
	}
}

func (in *inspector) focus() {
	if in.payload != nil {
		in.w.win.Canvas().Focus(in.view)
	}
}

// about says where a row came from.
func about(e msglog.Entry) string {
	parts := []string{tr(e.Kind.String()), e.Name}
	if e.Session != 0 {
		parts = append(parts, "#"+strconv.Itoa(int(e.Session)))
	}
	if e.Peer != "" {
		parts = append(parts, e.Peer)
	}
	if e.Size > 0 || e.Kind == netcore.Received || e.Kind == netcore.Sent {
		parts = append(parts, sizeText(int(e.Size)))
	}
	if e.Flags&netcore.Truncated != 0 {
		parts = append(parts, tr("truncated"))
	}
	if e.Flags&netcore.Automatic != 0 {
		parts = append(parts, tr("automatic reply"))
	}
	if e.HasFault && e.Size > 0 {
		parts = append(parts, e.Fault.String())
	}
	return strings.Join(append(parts, e.Time.Format("2006-01-02 "+timeLayout)), " · ")
}

// rowText is a row that is not about bytes, in full.
func rowText(e msglog.Entry) string {
	var parts []string
	if e.HasFault {
		parts = append(parts, e.Fault.String())
	}
	if e.Note != "" {
		parts = append(parts, e.Note)
	}
	if e.Local != "" {
		parts = append(parts, trf("local address %s", e.Local))
	}
	return strings.Join(parts, "\n")
}

func (in *inspector) setMode(i int) {
	if in.view == nil {
		return
	}
	mode := widgets.TextMode
	if i == 1 {
		mode = widgets.HexMode
	}
	in.view.SetMode(mode)
}

// toggle goes from text to hex and back.
func (in *inspector) toggle() {
	in.mode.SetSelected(1 - in.mode.Selected())
	in.setMode(in.mode.Selected())
}

func (in *inspector) setEncoding(name string) {
	if e, ok := codec.Lookup(name); ok && in.view != nil {
		in.encoding = e
		in.view.LineEnd = nil
		if lf, err := e.Encode("\n"); err == nil && strings.HasPrefix(e.Name, "utf-16") {
			in.view.LineEnd = lf[len(lf)-2:]
		}
		in.view.Reread()
	}
}

// spans draws bytes in the chosen encoding.
func (in *inspector) spans(dst []widgets.Span, _ int64, b []byte) []widgets.Span {
	in.pieces = in.encoding.Pieces(in.pieces[:0], b, len(b))
	utf8 := in.encoding.Name == "" || in.encoding.Name == codec.Encodings()[0].Name
	for _, p := range in.pieces {
		s := widgets.Span{Text: p.Text, Style: pieceStyle(p), Bytes: p.Len}
		if p.Kind == codec.PlainText && utf8 {
			s.Bytes = 0
		}
		s.Break = p.Kind == codec.ControlCode && p.Text == "LF"
		dst = append(dst, s)
	}
	return dst
}

// copyShown copies what is selected, or all that is shown, the way it is shown.
func (in *inspector) copyShown() {
	if in.payload == nil {
		in.w.copy(in.note.Text)
		return
	}
	in.copyRange(in.view.Selection())
}

func (in *inspector) copyRange(from, to int64) {
	if in.payload == nil {
		return
	}
	if from >= to {
		from, to = 0, in.payload.Size()
	}
	if to-from > maxClipboard {
		in.w.say(tr("Too much for the clipboard"), trf("%s are selected, and 4 MiB fit: save the payload to a file instead.", bytesText(float64(to-from))))
		return
	}
	b := make([]byte, to-from)
	n, _ := in.payload.ReadAt(b, from)
	if in.view.Mode() == widgets.HexMode {
		in.w.copy(hexText(b[:n]))
	} else {
		in.w.copy(in.encoding.Decode(b[:n]))
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

func (in *inspector) copyText(seq uint64) { in.copyPayload(seq, in.encoding.Decode) }
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

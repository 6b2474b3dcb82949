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

// An inspector shows one row of the log whole: where it came from, and its bytes as text, escapes, hex or JSON, with the
// numbers at the cursor beside them.
type inspector struct {
	w       *Window
	seq     uint64 // 0: nothing is shown
	payload *workbench.Payload
	shown   workbench.Bytes // what the view shows: the payload, or the text made of it as JSON
	way     showing
	reading reading
	json    jsonView
	find    *findBar
	numbers *numberPanel
	mode    *widgets.SegmentedControl
	charset *widget.Select
	number  *widgets.Chip // shows the numbers outside hex too
	about   *widget.Label
	place   *widget.Label // the cursor, or what is selected
	view    *widgets.ByteView
	note    *widget.Label // of rows that are not about bytes, and of bytes that are no JSON
	copy    *button
	again   *button
	save    *button
	http    *button         // shows what begins like HTTP as that
	bytes   *fyne.Container // the view, and the numbers beside it
	content fyne.CanvasObject
}

// inspectorWays are the inspector's modes in the order of its control.
var inspectorWays = []showing{asText, asEscapes, asHex, asJSON}

func newInspector(w *Window) *inspector {
	in := &inspector{w: w, way: asText}
	in.view = widgets.NewByteView(nil, widgets.TextMode)
	in.view.Spans = in.spans
	in.view.OnCopy = in.copyRange
	in.view.OnCursor = func(int64) { in.tellPlace() }
	in.view.OnSelect = func(int64, int64) { in.tellPlace() }
	in.numbers = newNumberPanel(w)
	in.find = newFindBar(in)
	in.mode = widgets.NewSegmentedControl(showings(inspectorWays...), in.setMode)
	in.charset = newEncodingSelect(in.setEncoding)
	in.number = widgets.NewChip(tr("Numbers"), false, func(bool) { in.layNumbers() })
	in.about = quietLabel()
	in.place = quietLabel()
	in.note = widget.NewLabel("")
	in.note.Wrapping = fyne.TextWrapWord
	in.note.Selectable = true
	in.copy = newButton(tr("Copy"), in.copyShown)
	in.again = newButton(tr("Send again"), func() { w.sendAgain(in.seq) })
	in.save = newButton(tr("Save payload…"), func() { w.savePayload(in.seq) })
	in.http = newButton("HTTP", func() {
		if e, ok := w.bench.EntryBySeq(in.seq, 0); ok {
			w.http.open(e)
		}
	})
	first := container.NewBorder(nil, nil, container.NewHBox(in.mode, in.charset, in.number), nil, in.place)
	second := container.NewBorder(nil, nil, nil, container.NewHBox(in.http, in.copy, in.again, in.save), in.about)
	head := container.NewPadded(container.NewVBox(first, second, in.find.content))
	in.bytes = container.New(&besideLayout{}, in.view, in.numbers.content)
	in.content = container.NewBorder(head, nil, nil, nil, container.NewStack(in.bytes, container.NewVScroll(in.note)))
	in.clear()
	return in
}

// quietLabel is a line of small importance that is cut where it doesn't fit.
func quietLabel() *widget.Label {
	l := widget.NewLabel("")
	l.Importance = widget.LowImportance
	l.Truncation = fyne.TextTruncateEllipsis
	return l
}

// newEncodingSelect is the choice of an encoding, UTF-8 at first.
func newEncodingSelect(chosen func(name string)) *widget.Select {
	s := widget.NewSelect(nil, nil)
	for _, e := range codec.Encodings() {
		s.Options = append(s.Options, e.Name)
	}
	s.SetSelectedIndex(0)
	s.OnChanged = chosen
	return s
}

func (in *inspector) clear() {
	in.json.stop()
	in.seq, in.payload, in.shown = 0, nil, nil
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
	in.http.Hidden = !bytes || !workbench.LooksLikeHTTP(in.payload)
	in.http.Refresh()
	in.showNote(!bytes)
	in.tellPlace()
}

// showNote shows the note in place of the bytes.
func (in *inspector) showNote(note bool) {
	in.view.Hidden = note
	in.note.Hidden = !note
	in.view.Refresh()
	in.note.Refresh()
	in.layNumbers()
}

// show shows a row.
func (in *inspector) show(seq uint64) {
	e, ok := in.w.bench.EntryBySeq(seq, 0)
	if !ok {
		in.clear()
		return
	}
	in.w.stream.reveal(e)
	if seq == in.seq {
		return
	}
	in.json.stop()
	in.seq = seq
	in.w.dismissCard()
	in.about.SetText(about(e, in.w.cutText(e)))
	if e.Carries() {
		in.payload = in.w.bench.Payload(seq)
		in.reading.choose(in.charset.Selected, headOf(in.payload))
		in.enable(true)
		in.apply()
		return
	}
	in.payload, in.shown = nil, nil
	in.note.SetText(rowText(e))
	in.enable(false)
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

// about says where a row came from, and more, if there is more to say.
func about(e msglog.Entry, more string) string {
	parts := []string{tr(e.Kind.String()), e.Name}
	if e.Session != 0 {
		parts = append(parts, "#"+strconv.Itoa(int(e.Session)))
	}
	if e.Peer != "" {
		parts = append(parts, e.Peer)
	}
	if e.Carries() {
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
	if e.Kind == netcore.Framed && e.Note != "" {
		parts = append(parts, e.Note)
	}
	if more != "" {
		parts = append(parts, more)
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

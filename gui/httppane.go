package gui

import (
	"context"
	"errors"
	"mime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/httpview"
)

// An httpPane shows the HTTP messages of a stream one by one, in the inspector's place: header and body told apart, the body
// without chunks and decoded. It goes on while the session does.
type httpPane struct {
	w       *Window
	http    *workbench.HTTP // nil: closed
	state   workbench.HTTPState
	at      int    // the message that is shown; -1: none
	seq     uint64 // of the row that was asked about, until its message has come
	drawn   httpview.Range
	content workbench.HTTPContent
	loading bool // content is being read
	stale   bool // and there is more by now
	shown   workbench.Bytes
	reading reading
	way     showing
	json    jsonView
	title   *widget.Label
	about   *widget.Label
	note    *widget.Label
	parts   *widgets.SegmentedControl
	mode    *widgets.SegmentedControl
	charset *widget.Select
	copy    *button
	save    *button
	moves   [2]*button
	view    *widgets.ByteView
	body    fyne.CanvasObject
}

// An httpPart is a part of a message that the pane shows.
type httpPart int

const (
	httpWhole httpPart = iota
	httpHeader
	httpBody
)

func newHTTPPane(w *Window) *httpPane {
	p := &httpPane{w: w, way: asText, at: -1, title: widget.NewLabel(""), about: quietLabel(), note: widget.NewLabel("")}
	p.title.Truncation = fyne.TextTruncateEllipsis
	p.note.Wrapping = fyne.TextWrapWord
	p.note.Selectable = true
	p.view = widgets.NewByteView(nil, widgets.TextMode)
	p.view.Spans = p.spans
	p.view.OnCopy = p.copyRange
	p.view.OnEscape = w.below.back
	p.moves[0] = newIconButton("", theme.MoveUpIcon(), func() { p.show(p.at - 1) })
	p.moves[1] = newIconButton("", theme.MoveDownIcon(), func() { p.show(p.at + 1) })
	p.parts = widgets.NewSegmentedControl([]string{tr("Message"), tr("Header"), tr("Body")}, func(int) { p.apply() })
	p.mode = widgets.NewSegmentedControl(showings(inspectorWays...), func(int) { p.apply() })
	p.charset = newEncodingSelect(func(string) { p.apply() })
	p.copy = newButton(tr("Copy"), func() { p.copyRange(p.view.Selection()) })
	p.save = newButton(tr("Save body…"), p.saveBody)
	first := container.NewBorder(nil, nil, container.NewHBox(p.parts, p.mode, p.charset), nil)
	second := container.NewBorder(nil, nil, container.NewHBox(p.moves[0], p.moves[1]), container.NewHBox(p.copy, p.save, newButton(tr("Back"), w.below.back)), p.title)
	head := container.NewPadded(container.NewVBox(first, second, p.about))
	p.body = container.NewBorder(head, nil, nil, nil, container.NewStack(p.view, container.NewVScroll(p.note)))
	return p
}

// open shows the message that a row is of.
func (p *httpPane) open(e msglog.Entry) {
	p.w.below.back()
	p.http, p.seq = p.w.bench.OpenHTTP(e), e.Seq
	p.clear(tr("Looking for HTTP messages…"))
	p.w.dismissCard()
	p.w.below.lend(p.body, p.close)
	p.w.log.inSight()
	p.update()
	p.w.win.Canvas().Focus(p.view)
}

func (p *httpPane) close() {
	p.json.stop()
	p.http.Close()
	p.http, p.state, p.content, p.shown = nil, workbench.HTTPState{}, workbench.HTTPContent{}, nil
	p.view.SetBytes(nil)
}

// clear shows no message, and why.
func (p *httpPane) clear(why string) {
	p.at, p.drawn, p.content, p.shown = -1, httpview.Range{}, workbench.HTTPContent{}, nil
	p.loading, p.stale = false, false
	p.view.SetBytes(nil)
	p.title.SetText("")
	p.about.SetText("")
	p.note.SetText(why)
	p.enable()
}

func (p *httpPane) enable() {
	on := map[*button]bool{p.moves[0]: p.at > 0, p.moves[1]: p.at >= 0 && p.at < len(p.state.Messages)-1, p.copy: p.shown != nil, p.save: p.at >= 0}
	for b, on := range on {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	p.view.Hidden, p.note.Hidden = p.note.Text != "", p.note.Text == ""
	p.view.Refresh()
	p.note.Refresh()
}

// update takes in the rows that have come since.
func (p *httpPane) update() {
	if h := p.http; h != nil {
		h.Update(func(st workbench.HTTPState) {
			if p.http == h {
				p.take(st)
			}
		})
	}
}

// take shows what has been found: the message that was asked about, or what was shown with what has come of it.
func (p *httpPane) take(st workbench.HTTPState) {
	p.state = st
	switch {
	case st.Err != nil:
		p.clear(st.Err.Error())
	case len(st.Messages) == 0 && len(st.Rest) > 0:
		p.clear(tr("No HTTP message is in this stream."))
	case len(st.Messages) == 0:
	case p.at < 0:
		p.show(p.find(p.seq))
	default:
		p.tell()
		if m := st.Messages[min(p.at, len(st.Messages)-1)]; m.Range() != p.drawn {
			p.show(p.at)
		}
	}
}

// find is the message that a row is of: the first one that begins in it, or else the one that goes on in it.
func (p *httpPane) find(seq uint64) int {
	found := 0
	e, ok := p.w.bench.EntryBySeq(seq, 0)
	for i, m := range p.state.Messages {
		if !ok || m.Seq > seq {
			break
		}
		if m.Way != workbench.WayOf(e) {
			continue
		}
		if found = i; m.Seq == seq {
			break
		}
	}
	return found
}

// show shows the i-th message.
func (p *httpPane) show(i int) {
	if i < 0 || i >= len(p.state.Messages) {
		return
	}
	other := i != p.at
	m := p.state.Messages[i]
	p.at = i
	p.tell()
	if p.loading && !other { // or what grows quickly would never show
		p.stale = true
		return
	}
	p.drawn, p.loading, p.stale = m.Range(), true, false
	h := p.http
	h.Load(m, func(c workbench.HTTPContent) {
		if p.http != h || p.at != i {
			return
		}
		p.content, p.loading = c, false
		if name := charsetOf(c.Header); other && name != "" {
			p.charset.Selected = name
			p.charset.Refresh()
		}
		p.apply()
		if p.stale {
			p.show(i)
		}
	})
}

// charsetOf is the encoding that a header names for the body, "" when it names none that is known.
func charsetOf(h httpview.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	e, ok := codec.Lookup(params["charset"])
	if !ok || params["charset"] == "" {
		return ""
	}
	return e.Name
}

// part is the bytes that are to be shown.
func (p *httpPane) part() workbench.Bytes {
	switch httpPart(p.parts.Selected()) {
	case httpHeader:
		return p.content.Head
	case httpBody:
		return p.content.Body
	}
	return workbench.Join(p.content.Head, p.content.Body)
}

// apply shows the chosen part in the chosen way and encoding.
func (p *httpPane) apply() {
	p.json.stop()
	if p.http == nil || p.content.Head == nil {
		return
	}
	p.way = inspectorWays[p.mode.Selected()]
	p.reading.escapes = p.way == asEscapes
	p.reading.choose(p.charset.Selected, nil)
	p.view.Marks = nil
	if httpPart(p.parts.Selected()) == httpWhole {
		p.view.Marks = p.marks
	}
	p.note.SetText("")
	if p.way == asJSON {
		p.layJSON()
		return
	}
	p.setBytes(p.part())
	p.reading.on(p.view)
	p.view.SetMode(p.way.mode())
	if p.shown.Size() == 0 {
		p.note.SetText(tr("There is no body."))
	}
	p.tell()
	p.enable()
}

// setBytes shows bytes from their start, or from where a person was if they are those shown before, grown.
func (p *httpPane) setBytes(b workbench.Bytes) {
	top := p.view.Top()
	grown := p.shown != nil && b.Size() >= p.shown.Size() && p.shown.Size() > 0 && top > 0
	p.shown = b
	p.view.SetBytes(b)
	if grown {
		p.view.SetTop(top)
	}
}

// layJSON has the body laid out as JSON and shows that, or says where it is none.
func (p *httpPane) layJSON() {
	p.note.SetText(tr("Reading the JSON…"))
	p.view.Marks = nil
	p.enable()
	turn := p.json.turn
	p.json.cancel = p.w.bench.IndentJSON(p.content.Body, p.reading.encoding, func(laid codec.Indented, err error) {
		if turn != p.json.turn {
			return
		}
		p.json.cancel = nil
		var wrong *codec.JSONError
		switch {
		case errors.As(err, &wrong):
			p.note.SetText(trf("The body is no JSON: at byte %s, %s.", countText(uint64(wrong.Offset)), wrong.Text))
		case err != nil:
			p.note.SetText(err.Error())
		default:
			p.note.SetText("")
			p.reading = reading{}
			p.setBytes(strings.NewReader(string(laid.Text)))
			p.reading.on(p.view)
			p.view.SetMode(widgets.TextMode)
		}
		p.enable()
	})
}

// spans draws bytes in the chosen encoding.
func (p *httpPane) spans(dst []widgets.Span, off int64, b []byte) []widgets.Span {
	if p.way == asJSON { // a layout, which needs no codes for its line ends
		for _, s := range p.reading.spans(nil, codec.Window{Bytes: b}) {
			if s.Break {
				s.Text, s.Style = "", widgets.Normal
			}
			dst = append(dst, s)
		}
		return dst
	}
	return p.reading.spans(dst, p.reading.window(p.shown, off, b))
}

// marks tells the header from the body.
func (p *httpPane) marks(dst []widgets.Mark, from, to int64) []widgets.Mark {
	if end := min(to, p.content.Head.Size()); from < end {
		dst = append(dst, widgets.Mark{From: from, To: end, Style: widgets.Accent})
	}
	return dst
}

// tell says which message this is, how it ends, and what is wrong with it.
func (p *httpPane) tell() {
	if p.at < 0 || p.at >= len(p.state.Messages) {
		return
	}
	m := p.state.Messages[p.at]
	way := tr("received")
	if m.Way == workbench.SentWay {
		way = tr("sent")
	}
	title := trf("%d of %d", p.at+1, len(p.state.Messages)) + " · " + way
	if p.content.Header.Start != "" {
		title += " · " + p.content.Header.Start
	}
	p.title.SetText(title)
	p.about.Importance = widget.LowImportance
	if len(m.Problems) > 0 || p.content.Err != nil {
		p.about.Importance = widget.DangerImportance
	}
	p.about.SetText(strings.Join(p.facts(m), " · "))
	p.enable()
}

// facts says what is known of a message.
func (p *httpPane) facts(m workbench.HTTPMessage) (facts []string) {
	for _, wrong := range m.Problems {
		facts = append(facts, trf("at byte %s: %s", countText(uint64(wrong.At)), wrong.Text))
	}
	if err := p.content.Err; err != nil && errors.Is(err, httpview.ErrTooMuch) {
		facts = append(facts, trf("decoded, only the first %s are shown", bytesText(workbench.MaxHTTPBody)))
	} else if err != nil {
		facts = append(facts, err.Error())
	}
	facts = append(facts, trf("header %s", bytesText(float64(m.Head.Len()))))
	switch size := bytesText(float64(m.Length)); m.End {
	case httpview.ByLength:
		facts = append(facts, trf("body %s by Content-Length", size))
	case httpview.ByChunks:
		facts = append(facts, trf("body %s in %s chunks", size, countText(uint64(m.Chunks))))
	case httpview.UntilClose:
		facts = append(facts, trf("body %s, to the end of the stream", size))
	default:
		facts = append(facts, tr("no body"))
	}
	if c := m.Coding(); c != "" && p.content.Decoded && p.content.Body != nil {
		facts = append(facts, trf("%s, decoded %s", c, bytesText(float64(p.content.Body.Size()))))
	} else if c != "" {
		facts = append(facts, c)
	}
	if !m.Whole && len(m.Problems) == 0 {
		facts = append(facts, tr("not complete yet"))
	}
	for _, rest := range p.state.Rest {
		if rest.Way == m.Way && p.at == len(p.state.Messages)-1 && !m.Broken {
			facts = append(facts, trf("from byte %s on: %s", countText(uint64(rest.At)), rest.Text))
		}
	}
	return facts
}

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

package gui

import (
	"errors"
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

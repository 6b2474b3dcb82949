package gui

import (
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// A streamView shows one session's bytes as they flowed, in the inspector's place: both ways told apart by colour and a
// mark before each line, or one of them. It goes on while the session does.
type streamView struct {
	w       *Window
	session netcore.SessionID // 0: closed
	stream  *workbench.Stream
	bytes   *workbench.StreamBytes // of the chosen way
	own     map[workbench.Way]*workbench.StreamBytes
	reading reading
	way     showing
	title   string
	ways    *widgets.SegmentedControl
	mode    *widgets.SegmentedControl
	charset *widget.Select
	follow  *widgets.Chip
	about   *widget.Label
	view    *widgets.ByteView
	content fyne.CanvasObject
}

// The ways and modes in the order of their controls.
var (
	streamWays  = []workbench.Way{workbench.BothWays, workbench.ReceivedWay, workbench.SentWay}
	streamModes = []showing{asText, asEscapes, asHex}
)

func newStreamView(w *Window) *streamView {
	s := &streamView{w: w, way: asText, about: quietLabel()}
	s.view = widgets.NewByteView(nil, widgets.TextMode)
	s.view.Spans = s.spans
	s.view.Marks = s.marks
	s.view.Number = func(off int64) int64 { return s.place(off).Own }
	s.view.OnCopy = s.copyRange
	s.view.OnEscape = w.below.back
	s.view.OnScrolled = func() { s.follow.SetOn(s.view.AtEnd()) }
	s.view.OnCursor = func(int64) { s.tell() }
	s.view.OnSelect = func(int64, int64) { s.tell() }
	s.ways = widgets.NewSegmentedControl([]string{tr("Both ways"), tr("Received"), tr("Sent")}, func(int) { s.choose() })
	s.mode = widgets.NewSegmentedControl(showings(streamModes...), func(int) { s.apply() })
	s.charset = newEncodingSelect(func(string) { s.apply() })
	s.follow = widgets.NewChip(tr("Follow"), true, func(bool) { s.grown() })
	first := container.NewBorder(nil, nil, container.NewHBox(s.ways, s.mode, s.charset), nil)
	buttons := container.NewHBox(s.follow, newButton(tr("Copy"), func() { s.copyRange(s.view.Selection()) }), newButton(tr("Save…"), s.save), newButton("HTTP", s.showHTTP),
		newButton(tr("Back"), w.below.back))
	second := container.NewBorder(nil, nil, nil, buttons, s.about)
	s.content = container.NewBorder(container.NewPadded(container.NewVBox(first, second)), nil, nil, nil, s.view)
	return s
}

// open shows the stream of a session.
func (s *streamView) open(e msglog.Entry) {
	if e.Session == 0 {
		return
	}
	if s.session != e.Session {
		s.w.below.back()
		s.session, s.stream = e.Session, s.w.bench.OpenStream(e.Session)
		s.title = trf("Stream of #%d", e.Session)
		if e.Peer != "" {
			s.title += " " + e.Peer
		}
		s.follow.SetOn(true)
		s.choose()
		s.w.dismissCard()
		s.w.below.lend(s.content, s.close)
		s.w.log.inSight()
	}
	s.update()
	s.w.win.Canvas().Focus(s.view)
}

func (s *streamView) close() {
	s.stream.Close()
	s.session, s.stream, s.bytes = 0, nil, nil
	s.view.SetBytes(nil)
}

// update has the rows read that have come since.
func (s *streamView) update() {
	if s.session == 0 {
		return
	}
	stream := s.stream
	stream.Update(func(workbench.StreamState) {
		if s.stream == stream {
			s.rebase()
			s.grown()
		}
	})
}

// choose shows another way.
func (s *streamView) choose() {
	way := streamWays[s.ways.Selected()]
	s.bytes = s.stream.Bytes(way)
	s.own = map[workbench.Way]*workbench.StreamBytes{workbench.ReceivedWay: s.stream.Bytes(workbench.ReceivedWay),
		workbench.SentWay: s.stream.Bytes(workbench.SentWay)}
	s.view.Run, s.view.Gutter = nil, nil
	if way == workbench.BothWays {
		s.view.Run = func(off int64) (int64, int64) { return s.bytes.Run(off) }
		s.view.Gutter = s.gutter
	}
	s.view.SetBytes(s.bytes)
	s.apply()
	s.grown()
}

// apply shows the stream in the chosen mode and encoding.
func (s *streamView) apply() {
	if s.session == 0 {
		return
	}
	s.way = streamModes[s.mode.Selected()]
	s.reading.escapes = s.way == asEscapes
	var head []byte
	if s.bytes.Base() == 0 {
		head = headOf(s.bytes)
	}
	s.reading.choose(s.charset.Selected, head)
	s.reading.on(s.view)
	s.view.Sync = func(off int64, b []byte) int { return s.reading.encoding.Sync(s.place(off).Own, b) }
	s.view.SetMode(s.way.mode())
	s.grown()
}

// rebase leaves out what the log has given up.
func (s *streamView) rebase() {
	by := s.bytes.Rebase()
	for _, own := range s.own {
		own.Rebase()
	}
	if by > 0 {
		top := s.view.Top()
		s.view.SetBytes(s.bytes)
		s.view.SetTop(max(0, top-by))
	}
}

// grown shows what has come, at the end when following.
func (s *streamView) grown() {
	s.view.Grown()
	if s.follow.On() {
		s.view.ScrollToEnd()
	}
	s.tell()
}

// manyUnread is how many rows of the log have to be unread for that to be told: while rows pour in there are always some.
const manyUnread = 50_000

// tell says how much there is, and what is selected.
func (s *streamView) tell() {
	if s.session == 0 {
		return
	}
	st := s.stream.State()
	text := s.title + " · " + trf("%s rows · %s received · %s sent", countText(uint64(st.Rows)), bytesText(float64(st.Received)), bytesText(float64(st.Sent)))
	switch from, to := s.view.Selection(); {
	case st.Total-min(st.Done, st.Total) > manyUnread:
		text = trf("reading: %s of %s rows", countText(st.Done), countText(st.Total)) + " · " + text
	case from < to:
		text = placeText(s.bytes, from, to) + " · " + text
	case s.bytes.Base() > 0:
		text += " · " + trf("the first %s were given up by the log", bytesText(float64(s.bytes.Base())))
	}
	s.about.SetText(text)
}

// reveal selects the bytes of a row, if it is of this stream.
func (s *streamView) reveal(e msglog.Entry) {
	if s.session == 0 || e.Session != s.session || e.Size == 0 {
		return
	}
	seq, within := e.Seq, int64(0)
	if o, ok := s.w.bench.OriginOf(seq); ok && o.Offset >= 0 { // the stream is of reads
		seq, within = o.Read, o.Offset
	}
	if off, ok := s.bytes.OffsetOf(seq); ok {
		off += within
		s.view.Reveal(off)
		s.view.Select(off, off+e.Size)
		s.tell()
	}
}

// place is of which row and way a byte is.
func (s *streamView) place(off int64) workbench.Place {
	p, ok := s.bytes.At(off)
	if !ok {
		p.Own = off
	}
	return p
}

func (s *streamView) style(off int64) widgets.Style {
	if s.place(off).Way == workbench.SentWay {
		return widgets.Out
	}
	return widgets.In
}

// gutter marks a line as the log marks a row.
func (s *streamView) gutter(off int64) (string, widgets.Style) {
	if style := s.style(off); style == widgets.Out {
		return "→", style
	}
	return "←", widgets.In
}

func (s *streamView) marks(dst []widgets.Mark, from, to int64) []widgets.Mark {
	for from < to {
		_, end := s.bytes.Run(from)
		end = max(from+1, min(end, to))
		dst = append(dst, widgets.Mark{From: from, To: end, Style: s.style(from)})
		from = end
	}
	return dst
}

// window is b, which begins a line at off, with what stands around it in its own way: a character that another way's bytes
// part, or the end of a row, is whole.
func (s *streamView) window(off int64, b []byte) codec.Window {
	p := s.place(off)
	w := codec.Window{Bytes: b, Offset: p.Own}
	own := s.own[p.Way]
	if own == nil {
		return w
	}
	from, to := s.bytes.Run(off)
	if off == from || s.reading.encoding.Stateful() {
		w.Before = s.reading.before(own, p.Own-own.Base())
	}
	if end := off + int64(len(b)); end == to && s.bytes.Way() == workbench.BothWays {
		after := make([]byte, codec.LookAhead)
		n, _ := own.ReadAt(after, p.Own-own.Base()+int64(len(b)))
		w.After = after[:n]
	}
	return w
}

func (s *streamView) spans(dst []widgets.Span, off int64, b []byte) []widgets.Span {
	return s.reading.spans(dst, s.window(off, b))
}

// copyRange copies [from, to), or all there is, as it is shown.
func (s *streamView) copyRange(from, to int64) {
	if s.session == 0 {
		return
	}
	if from >= to {
		from, to = 0, s.bytes.Size()
	}
	if to-from > maxClipboard {
		s.w.say(tr("Too much for the clipboard"), trf("%s are selected, and 4 MiB fit: save the stream to a file instead.", bytesText(float64(to-from))))
		return
	}
	b := make([]byte, to-from)
	n, err := s.bytes.ReadAt(b, from)
	if err != nil && err != io.EOF {
		s.w.problem(tr("Not copied"), err)
		return
	}
	b = b[:n]
	if s.way == asHex {
		s.w.copy(hexText(b))
		return
	}
	var text []byte
	for off := from; len(b) > 0; {
		_, end := s.bytes.Run(off)
		part := b[:max(1, min(int64(len(b)), end-off))]
		text = s.reading.appendText(text, s.window(off, part))
		b, off = b[len(part):], off+int64(len(part))
	}
	s.w.copy(string(text))
}

// save writes the bytes of the chosen way to a file.
func (s *streamView) save() {
	if s.session == 0 {
		return
	}
	way, stream := s.bytes.Way(), s.stream
	s.w.askWhere(tr("Save stream"), "stream.bin", nil, func(path string) {
		d := s.w.pop(tr("Saving the stream"), tr("Cancel"), widget.NewLabel(path))
		cancel := stream.SaveStream(way, path, func(_ int64, err error) {
			d.Hide()
			if err != nil {
				s.w.problem(tr("Not saved"), err)
			}
		})
		d.SetOnClosed(cancel)
	})
}

// showHTTP shows the stream's HTTP messages, from the one that the cursor is in.
func (s *streamView) showHTTP() {
	if s.session == 0 {
		return
	}
	e := msglog.Entry{Session: s.session, Seq: s.place(s.view.CursorOffset()).Seq}
	s.w.http.open(e)
}

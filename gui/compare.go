package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
)

// A compareView shows the payloads of two rows side by side, in the inspector's place, with what differs marked.
type compareView struct {
	w       *Window
	c       *workbench.Comparison // nil: closed
	sides   [2]*compareSide
	reading reading
	way     showing
	stops   []context.CancelFunc // of the tasks under way
	turn    int                  // of the comparison: what an older one brings is not wanted
	mode    *widgets.SegmentedControl
	charset *widget.Select
	counts  *widget.Label
	found   *widget.Label
	content fyne.CanvasObject
}

// A compareSide is one of the two.
type compareSide struct {
	v        *compareView
	i        int
	payload  *workbench.Payload
	title    *widget.Label
	view     *widgets.ByteView
	findings []workbench.Difference
}

var compareModes = []showing{asHex, asText}

func newCompareView(w *Window) *compareView {
	v := &compareView{w: w, way: asHex, counts: quietLabel(), found: quietLabel()}
	for i := range v.sides {
		v.sides[i] = newCompareSide(v, i)
	}
	v.mode = widgets.NewSegmentedControl(showings(compareModes...), func(int) { v.apply() })
	v.charset = newEncodingSelect(func(string) { v.apply() })
	previous := newIconButton("", theme.MoveUpIcon(), func() { v.next(true) })
	next := newIconButton("", theme.MoveDownIcon(), func() { v.next(false) })
	tools := container.NewHBox(v.mode, v.charset, previous, next)
	head := container.NewVBox(container.NewBorder(nil, nil, tools, newButton(tr("Back"), w.below.back), v.found), v.counts)
	titles := container.NewGridWithColumns(2, v.sides[0].title, v.sides[1].title)
	views := container.NewGridWithColumns(2, v.sides[0].view, v.sides[1].view)
	v.content = container.NewBorder(container.NewVBox(container.NewPadded(head), titles), nil, nil, nil, views)
	return v
}

func newCompareSide(v *compareView, i int) *compareSide {
	s := &compareSide{v: v, i: i, title: quietLabel(), view: widgets.NewByteView(nil, widgets.HexMode)}
	s.view.Spans = s.spans
	s.view.Marks = s.marks
	s.view.Number = func(off int64) int64 { own, _ := v.c.Own(i, off); return own }
	s.view.OnCopy = s.copyRange
	s.view.OnEscape = v.w.below.back
	s.view.OnScrolled = func() { s.other().SetTop(s.view.Top()) }
	s.view.OnCursor = func(off int64) { s.other().SetCursor(off) }
	return s
}

func (s *compareSide) other() *widgets.ByteView { return s.v.sides[1-s.i].view }

// compareSelected compares the two selected rows.
func (w *Window) compareSelected() {
	if w.bench.Selection().Len() != 2 {
		w.say(tr("Which two rows?"), tr("Select two rows of the log first: click one, then the other with Ctrl."))
		return
	}
	var seqs []uint64
	for seq := range w.bench.Selection().Snapshot().All() {
		seqs = append(seqs, seq)
	}
	w.compare.open(seqs[0], seqs[1])
}

// open compares two rows.
func (v *compareView) open(a, b uint64) {
	v.w.below.back()
	for i, seq := range []uint64{a, b} {
		e, _ := v.w.bench.EntryBySeq(seq, 0)
		v.sides[i].payload = v.w.bench.Payload(seq)
		v.sides[i].title.SetText(about(e, v.w.cutText(e)))
	}
	v.show(v.w.bench.Compare(v.sides[0].payload, v.sides[1].payload))
	v.apply()
	turn := v.turn
	v.counts.SetText(tr("Counting…"))
	v.stops = append(v.stops, v.c.Align(func(better *workbench.Comparison, err error) {
		if v.turn != turn {
			return
		}
		if better != nil && err == nil {
			v.show(better)
		}
		v.count()
	}))
	v.w.dismissCard()
	v.w.below.lend(v.content, v.close)
	v.w.log.inSight()
	v.w.win.Canvas().Focus(v.sides[0].view)
}

// show shows a comparison of the payloads from its start.
func (v *compareView) show(c *workbench.Comparison) {
	v.c = c
	for i, s := range v.sides {
		s.view.SetBytes(c.Side(i))
	}
}

func (v *compareView) close() {
	v.turn++
	for _, stop := range v.stops {
		stop()
	}
	v.stops, v.c = nil, nil
	v.found.SetText("")
	for _, s := range v.sides {
		s.view.SetBytes(nil)
	}
}

// count has the differences counted.
func (v *compareView) count() {
	turn, size := v.turn, v.c.Size()
	how := tr("byte by byte")
	if v.c.Aligned {
		how = tr("insertions found")
	}
	v.stops = append(v.stops, v.c.Count(func(looked int64) {
		if v.turn == turn {
			v.counts.SetText(trf("counting: %s of %s", bytesText(float64(looked)), bytesText(float64(size))))
		}
	}, func(alike, different int64, err error) {
		switch {
		case v.turn != turn:
		case err != nil:
			v.counts.SetText(err.Error())
		default:
			v.counts.SetText(trf("%s bytes alike, %s different (%s)", countText(uint64(alike)), countText(uint64(different)), how))
		}
	}))
}

// apply shows both in the chosen mode and encoding.
func (v *compareView) apply() {
	if v.c == nil {
		return
	}
	v.way = compareModes[v.mode.Selected()]
	v.reading.choose(v.charset.Selected, headOf(v.sides[0].payload))
	for _, s := range v.sides {
		v.reading.on(s.view)
		s.view.Sync = func(off int64, b []byte) int {
			own, _ := v.c.Own(s.i, off)
			return v.reading.encoding.Sync(own, b)
		}
		s.view.SetMode(v.way.mode())
	}
}

// next goes to the next difference, or the one before.
func (v *compareView) next(back bool) {
	if v.c == nil {
		return
	}
	from, to := v.sides[0].view.Selection()
	if from < to && !back {
		from = to - 1
	}
	turn := v.turn
	v.found.SetText(tr("Searching…"))
	v.stops = append(v.stops, v.c.Next(from, back, func(from, to int64, err error) {
		switch {
		case v.turn != turn:
			return
		case err != nil:
			v.found.SetText(err.Error())
			return
		case from == to:
			v.found.SetText(tr("No further difference"))
			return
		}
		v.found.SetText(trf("%s bytes differ", countText(uint64(to-from))))
		for _, s := range v.sides {
			s.view.Reveal(from)
			s.view.Select(from, to)
		}
	}))
}

// marks marks what differs of the bytes on screen.
func (s *compareSide) marks(dst []widgets.Mark, from, to int64) []widgets.Mark {
	s.findings, _ = s.v.c.Differences(s.findings[:0], from, to) // an error shows where the bytes would
	for _, d := range s.findings {
		dst = append(dst, widgets.Mark{From: d.From, To: d.To, Filled: !d.Gap[s.i], Gap: d.Gap[s.i]})
	}
	return dst
}

// spans is the text of a side, without its gaps.
func (s *compareSide) spans(dst []widgets.Span, off int64, b []byte) []widgets.Span {
	for len(b) > 0 {
		own, gap := s.v.c.Own(s.i, off)
		n := 1
		for ; n < len(b); n++ {
			if next, nextGap := s.v.c.Own(s.i, off+int64(n)); nextGap != gap || !gap && next != own+int64(n) {
				break
			}
		}
		if gap {
			dst = append(dst, widgets.Span{Style: widgets.Normal, Bytes: n})
		} else {
			w := s.v.reading.window(s.payload, own, b[:n])
			if n < len(b) { // a gap follows, amid a character perhaps
				after := make([]byte, codec.LookAhead)
				got, _ := s.payload.ReadAt(after, own+int64(n))
				w.After = after[:got]
			}
			if _, before := s.v.c.Own(s.i, off-1); off > 0 && before {
				w.Before = s.v.reading.before(s.payload, own)
			}
			dst = s.v.reading.spans(dst, w)
		}
		b, off = b[n:], off+int64(n)
	}
	return dst
}

// copyRange copies what a side has of [from, to).
func (s *compareSide) copyRange(from, to int64) {
	a, _ := s.v.c.Own(s.i, from)
	z, _ := s.v.c.Own(s.i, to-1)
	if _, gap := s.v.c.Own(s.i, to-1); !gap {
		z++
	}
	if z-a > maxClipboard {
		s.v.w.say(tr("Too much for the clipboard"), trf("%s are selected, and 4 MiB fit: save the payload to a file instead.", bytesText(float64(z-a))))
		return
	}
	b := make([]byte, z-a)
	n, _ := s.payload.ReadAt(b, a)
	if s.v.way == asHex {
		s.v.w.copy(hexText(b[:n]))
	} else {
		s.v.w.copy(s.v.reading.text(b[:n]))
	}
}

package gui

import (
	"slices"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// A pieceSwitch chooses what the log shows of streams that are cut: frames, reads or both. Before there is such a stream it would
// change nothing, and is not there.
type pieceSwitch struct {
	p       *logPane
	control *widgets.SegmentedControl
	frame   uint64 // the row that stays where it is, while its read does so in its place
}

// pieceChoices are the control's, in its order.
var pieceChoices = []msglog.Pieces{msglog.Frames, msglog.Reads, msglog.Both}

func newPieceSwitch(p *logPane) *pieceSwitch {
	s := &pieceSwitch{p: p}
	s.control = widgets.NewSegmentedControl([]string{tr("Frames"), tr("Reads"), tr("Both")}, func(int) { s.changed() })
	for i, c := range pieceChoices {
		if c == p.w.settings.LogPieces() {
			s.control.SetSelected(i)
		}
	}
	s.control.Hide()
	return s
}

func (s *pieceSwitch) chosen() msglog.Pieces { return pieceChoices[s.control.Selected()] }

// show brings the switch when there is something to choose.
func (s *pieceSwitch) show(st workbench.LogState) {
	switch {
	case st.Cut == s.control.Visible():
		return
	case st.Cut:
		s.control.Show()
	default:
		s.control.Hide()
	}
	s.p.content.Refresh()
}

// next goes on to the next choice, behind the last to the first.
func (s *pieceSwitch) next() {
	s.control.SetSelected((s.control.Selected() + 1) % len(pieceChoices))
	s.changed()
}

// changed shows other rows; the one that stays where it is does so as the read that its frame was cut from, when frames are
// hidden, and as the frame again.
func (s *pieceSwitch) changed() {
	p, bench := s.p, s.p.w.bench
	p.hold()
	if o, ok := bench.OriginOf(s.frame); s.chosen() != msglog.Reads && ok && o.Read == p.top {
		p.top = s.frame
	}
	if o, ok := bench.OriginOf(p.top); s.chosen() == msglog.Reads && ok {
		s.frame, p.top = p.top, o.Read
	}
	s.keep()
}

// keep shows what is chosen, and remembers it.
func (s *pieceSwitch) keep() {
	s.p.w.settings.Pieces = s.chosen().String()
	s.p.w.keep()
	s.p.filter()
}

// showRead selects the read that a frame came from, where the frame is, and shows reads too.
func (s *pieceSwitch) showRead(frame uint64) {
	p := s.p
	o, ok := p.w.bench.OriginOf(frame)
	if !ok {
		return
	}
	if s.chosen() == msglog.Frames {
		s.control.SetSelected(slices.Index(pieceChoices, msglog.Both))
	}
	if top := p.list.Top(); p.follow.On() {
		p.setFollow(false)
		p.list.SetTop(top)
	}
	p.hold()
	p.top = o.Read
	p.w.bench.Selection().Only(o.Read)
	p.w.inspector.show(o.Read)
	s.keep()
}

// cutText says of a frame which read it came from, and of a read how many frames it was cut into; "" of other rows.
func (w *Window) cutText(e msglog.Entry) string {
	if o, ok := w.bench.OriginOf(e.Seq); ok {
		if o.Offset < 0 {
			return trf("ends in read %s", countText(o.Read))
		}
		return trf("in read %s at byte %s", countText(o.Read), countText(uint64(o.Offset)))
	}
	if msglog.Frames.Show(e.Kind, e.Flags) {
		return ""
	}
	switch n, more := w.bench.FramesOf(e.Seq); {
	case more:
		return trf("cut into %d frames or more", n)
	case n == 0:
		return tr("no frame ends in it")
	default:
		return trf("%d frames end in it", n)
	}
}

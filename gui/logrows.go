package gui

import (
	"strconv"
	"time"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// previewBytes is how much of a payload one row of the log looks at.
const previewBytes = 512

// logRows are the rows that a logSource shows; a workbench has them.
type logRows interface {
	Rows() int
	Entry(i, max int) (msglog.Entry, bool)
	Selected(seq uint64) bool
	Bookmarked(seq uint64) bool
	Oldest() (msglog.Entry, bool)
}

var _ logRows = (*workbench.Workbench)(nil)

// A logSource makes the text of the rows on screen, when they are drawn.
type logSource struct {
	log     logRows
	times   logClock
	plain   bool // peers are not told apart by colour
	preview preview
}

// Len implements [widgets.Source]. Each frame begins with it.
func (s *logSource) Len() int {
	s.times.frame()
	return s.log.Rows()
}

// Row implements [widgets.Source].
func (s *logSource) Row(i int, r *widgets.Row) {
	e, ok := s.log.Entry(i, previewBytes+codec.LookAhead)
	if !ok { // given up by the log since it was counted
		return
	}
	r.Key = e.Seq
	r.Selected = s.log.Selected(e.Seq)
	r.Mark = s.log.Bookmarked(e.Seq)
	if !s.plain {
		r.Tint = widgets.TintOf(e.Peer)
	}
	r.Add(countText(e.Seq), widgets.Dim)
	r.Add(s.times.text(s.log, i, e), widgets.Dim)
	delta := ""
	if before, ok := s.log.Entry(i-1, 0); ok {
		delta = deltaText(e.Time.Sub(before.Time).Round(time.Microsecond))
	}
	r.Add(delta, widgets.Dim)
	r.Add(e.Name, widgets.Normal)
	mark, style := direction(e)
	r.Add(mark, style)
	peer := e.Peer
	if e.Session != 0 && peer != "" {
		peer = "#" + strconv.Itoa(int(e.Session)) + " " + peer
	}
	r.Add(peer, widgets.Tinted)
	if carries(e) {
		r.Add(rowSize(e.Size), widgets.Normal)
	} else {
		r.Add("", widgets.Normal)
	}
	s.message(e, r)
}

// frameMark is the mark of a frame: received, up to where it ends.
const frameMark = "⇤"

// direction is the mark of a row: where its bytes went, or what sort of news it is.
func direction(e msglog.Entry) (string, widgets.Style) {
	switch {
	case e.HasFault && e.Kind != netcore.Received && e.Kind != netcore.Framed, e.Kind == netcore.Failed:
		return "✕", widgets.Error
	case e.Kind == netcore.Framed && e.Flags&netcore.Broken != 0:
		return frameMark, widgets.Accent
	case e.Kind == netcore.Framed:
		return frameMark, widgets.In
	case e.Kind == netcore.Received:
		return "←", widgets.In
	case e.Kind == netcore.Sent:
		return "→", widgets.Out
	}
	return "●", widgets.Status
}

// carries reports whether a row is about bytes.
func carries(e msglog.Entry) bool { return e.Carries() }

// rowSize is exact as long as that fits.
func rowSize(n int64) string {
	if n < 100_000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	return bytesText(float64(n))
}

// message adds the last column: what a person wants to read of the row.
func (s *logSource) message(e msglog.Entry, r *widgets.Row) {
	r.Next()
	if e.HasFault {
		r.Append(e.Fault.String(), widgets.Error)
		if e.Note != "" {
			r.Append(" — "+e.Note, widgets.Error)
		}
		if e.Kind != netcore.Received && e.Kind != netcore.Framed {
			return
		}
		r.Append("  ", widgets.Normal)
	} else if e.Note != "" && e.Kind == netcore.Framed { // why it is broken
		r.Append(e.Note, widgets.Accent)
		r.Append("  ", widgets.Normal)
	} else if e.Note != "" {
		style := widgets.Status
		if e.Kind == netcore.Failed {
			style = widgets.Error
		}
		r.Append(e.Note, style)
		return
	}
	if !carries(e) { // there is nothing to say of it but what it is
		r.Append(tr(e.Kind.String()), widgets.Status)
		return
	}
	if e.Size == 0 {
		r.Append(tr("0 bytes"), widgets.Code)
		return
	}
	s.preview.add(r, e.Payload)
	if e.Size > previewBytes {
		r.Append("…", widgets.Dim)
	}
}

func pieceStyle(p codec.Piece) widgets.Style {
	if p.Kind == codec.ControlCode {
		return widgets.Code
	}
	return widgets.Normal
}

package gui

import (
	"io"
	"strconv"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A showing is a way to show bytes.
type showing uint8

const (
	asText showing = iota + 1
	asEscapes
	asHex
	asJSON
)

// String returns the way's name.
func (s showing) String() string {
	switch s {
	case asText:
		return "Text"
	case asEscapes:
		return "Escapes"
	case asHex:
		return "Hex"
	case asJSON:
		return "JSON"
	}
	return "showing(" + strconv.Itoa(int(s)) + ")"
}

// showings are the names of ways, for a control.
func showings(ways ...showing) (names []string) {
	for _, s := range ways {
		names = append(names, tr(s.String()))
	}
	return names
}

// mode is the byte view's mode.
func (s showing) mode() widgets.ByteMode {
	if s == asHex {
		return widgets.HexMode
	}
	return widgets.TextMode
}

// A reading is how bytes are read as text: in what encoding, and whether with escapes. It makes the spans of a byte view.
type reading struct {
	encoding codec.Encoding
	escapes  bool
	pieces   []codec.Piece
	around   []byte
}

// choose takes an encoding by its name, for bytes that begin with head.
func (r *reading) choose(name string, head []byte) bool {
	e, ok := codec.Lookup(name)
	if ok {
		r.encoding = e.Marked(head)
	}
	return ok
}

// headOf is what tells the byte order.
func headOf(b io.ReaderAt) []byte {
	head := make([]byte, 4)
	n, _ := b.ReadAt(head, 0)
	return head[:n]
}

// on makes a view read its text so.
func (r *reading) on(v *widgets.ByteView) {
	v.LineEnd = r.encoding.LineFeed()
	v.Sync = r.encoding.Sync
	v.Reread()
}

// verbatim reports whether what is shown is, but for codes, the bytes themselves.
func (r *reading) verbatim() bool {
	return !r.escapes && (r.encoding.Name == "" || r.encoding.Name == codec.Encodings()[0].Name)
}

// spans adds what a window shows.
func (r *reading) spans(dst []widgets.Span, w codec.Window) []widgets.Span {
	switch {
	case r.escapes:
		r.pieces = r.encoding.Escapes(r.pieces[:0], w)
	case r.verbatim() && len(w.Before) == 0 && len(w.After) == 0:
		r.pieces = codec.Pieces(r.pieces[:0], w.Bytes, len(w.Bytes))
		for _, p := range r.pieces {
			s := widgets.Span{Text: p.Text, Style: pieceStyle(p), Bytes: p.Len}
			if p.Kind == codec.PlainText {
				s.Bytes = 0
			}
			s.Break = p.Kind == codec.ControlCode && p.Text == "LF"
			dst = append(dst, s)
		}
		return dst
	default:
		r.pieces = r.encoding.Characters(r.pieces[:0], w)
	}
	for _, p := range r.pieces {
		dst = append(dst, r.span(p))
	}
	return dst
}

func (r *reading) span(p codec.Piece) widgets.Span {
	s := widgets.Span{Text: p.Text, Style: pieceStyle(p), Bytes: p.Len}
	s.Break = p.Kind == codec.ControlCode && p.Text == "LF"
	if r.escapes && p.Kind == codec.ControlCode {
		s.Style, s.Break = widgets.Accent, p.Text == `\n`
	}
	return s
}

// window is b, which begins a line at off of what source holds. A line begins with a character, so only an encoding with
// a state looks back.
func (r *reading) window(source io.ReaderAt, off int64, b []byte) codec.Window {
	w := codec.Window{Bytes: b, Offset: off}
	if r.encoding.Stateful() && off > 0 {
		w.Before = r.before(source, off)
	}
	return w
}

// nearLook is how far back is looked at first, in bytes; that is nearly always enough, and a row may have few.
const nearLook = 32

// before is what stands before off, good until the next call.
func (r *reading) before(source io.ReaderAt, off int64) []byte {
	if cap(r.around) < codec.LookBack {
		r.around = make([]byte, codec.LookBack)
	}
	for look := int64(nearLook); ; look = codec.LookBack {
		from := max(0, off-look)
		b := r.around[:off-from]
		if n, _ := source.ReadAt(b, from); n < len(b) {
			return nil
		}
		if from == 0 || look == codec.LookBack || r.encoding.Settled(b) {
			return b
		}
	}
}

// text is b as text to copy.
func (r *reading) text(b []byte) string {
	if !r.escapes {
		return r.encoding.Decode(b)
	}
	text := make([]byte, 0, len(b))
	for _, p := range r.encoding.Escapes(nil, codec.Window{Bytes: b}) {
		text = append(text, p.Text...)
	}
	return string(text)
}

// appendText appends a window's text to copy, each character once.
func (r *reading) appendText(dst []byte, w codec.Window) []byte {
	at := 0
	pieces := r.encoding.Characters(nil, w)
	if r.escapes {
		pieces = r.encoding.Escapes(nil, w)
	}
	for _, p := range pieces {
		if p.Kind == codec.ControlCode && !r.escapes {
			dst = append(dst, r.encoding.Decode(w.Bytes[at:at+p.Len])...)
		} else {
			dst = append(dst, p.Text...)
		}
		at += p.Len
	}
	return dst
}

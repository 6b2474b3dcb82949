package gui

import (
	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A preview is how the log's rows show their payloads: as what, and in which encoding. Its zero value is text in UTF-8.
type preview struct {
	way     showing
	reading reading
}

// previewWays are what a person may choose.
var previewWays = []showing{asText, asEscapes, asHex}

// choose shows payloads as a way in an encoding, as they are named in the settings; what is not known is as it is at first.
func (p *preview) choose(way, encoding string) {
	p.way = asText
	for _, w := range previewWays {
		if w.String() == way {
			p.way = w
		}
	}
	if !p.reading.choose(encoding, nil) {
		p.reading.encoding = codec.Encoding{}
	}
	p.reading.escapes = p.way == asEscapes
}

// add adds the first previewBytes of a payload to the row's last column; what follows is for a character that begins in
// them.
func (p *preview) add(r *widgets.Row, payload []byte) {
	shown := min(len(payload), previewBytes)
	switch {
	case p.way == asHex:
		r.Append(previewHex(payload[:shown]), widgets.Normal)
		return
	case p.way == asEscapes:
		p.reading.pieces = p.reading.encoding.Escapes(p.reading.pieces[:0], codec.Window{Bytes: payload[:shown], After: payload[shown:]})
	default:
		p.reading.pieces = p.reading.encoding.Pieces(p.reading.pieces[:0], payload, shown)
	}
	for _, piece := range p.reading.pieces {
		s := p.reading.span(piece)
		r.Append(s.Text, s.Style)
	}
}

// previewHex is hex digits in one line.
func previewHex(b []byte) string {
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 3*len(b))
	for i, c := range b {
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(text, digits[c>>4], digits[c&15])
	}
	return string(text)
}

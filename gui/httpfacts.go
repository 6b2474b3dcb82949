package gui

import (
	"errors"
	"mime"
	"strings"

	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/httpview"
)

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

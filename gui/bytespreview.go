package gui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
)

// A bytesPreview shows bytes in two lines, as hex and with escapes. Of more than there is room for it shows how they begin
// and end.
type bytesPreview struct {
	widget.BaseWidget
	bytes    []byte
	encoding codec.Encoding
}

func newBytesPreview() *bytesPreview {
	p := &bytesPreview{}
	p.ExtendBaseWidget(p)
	return p
}

// set shows bytes, which are kept and not written to.
func (p *bytesPreview) set(b []byte, e codec.Encoding) {
	p.bytes, p.encoding = b, e.Marked(b)
	p.Refresh()
}

func (p *bytesPreview) CreateRenderer() fyne.WidgetRenderer {
	r := &bytesPreviewRenderer{p: p}
	for i := range r.lines {
		r.lines[i] = canvas.NewText("", nil)
		r.lines[i].TextStyle.Monospace = true
	}
	r.Refresh()
	return r
}

type bytesPreviewRenderer struct {
	p     *bytesPreview
	lines [2]*canvas.Text
}

// gapSign stands for the bytes that are not shown.
const gapSign = " … "

func (r *bytesPreviewRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, 2*r.lines[0].MinSize().Height+2*theme.Padding())
}

func (r *bytesPreviewRenderer) Layout(size fyne.Size) {
	y := theme.Padding()
	for _, l := range r.lines {
		l.Move(fyne.NewPos(theme.InnerPadding()/2, y))
		l.Resize(fyne.NewSize(size.Width, l.MinSize().Height))
		y += l.MinSize().Height
	}
	r.fill(size.Width - theme.InnerPadding())
}

// fill writes what there is room for.
func (r *bytesPreviewRenderer) fill(width float32) {
	hex, text := "", ""
	if len(r.p.bytes) > 0 && width > 0 {
		room := int(width / r.measure("0"))
		hex = hexEnds(r.p.bytes, room)
		text = textEnds(r.p.bytes, r.p.encoding, room, func(s string) bool { return r.measure(s) <= width })
	}
	for i, s := range []string{hex, text} {
		if r.lines[i].Text != s {
			r.lines[i].Text = s
			r.lines[i].Refresh()
		}
	}
}

func (r *bytesPreviewRenderer) measure(s string) float32 {
	return fyne.MeasureText(s, r.lines[0].TextSize, r.lines[0].TextStyle).Width
}

func (r *bytesPreviewRenderer) Refresh() {
	for i, l := range r.lines {
		l.TextSize = theme.CaptionTextSize()
		l.Color = theme.Color([]fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePlaceHolder}[i])
		l.Refresh()
	}
	r.fill(r.p.Size().Width - theme.InnerPadding())
}

func (r *bytesPreviewRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.lines[0], r.lines[1]}
}

func (r *bytesPreviewRenderer) Destroy() {}

// tailBytes is how many of the last bytes are shown, where there is no room for all.
const tailBytes = 4

// hexEnds is b as hex digits in so many characters at most: with its middle left out, if need be.
func hexEnds(b []byte, room int) string {
	if 3*len(b)-1 <= room {
		return previewHex(b)
	}
	head := max((room-utf8.RuneCountInString(gapSign)-3*tailBytes+2)/3, 0)
	return previewHex(b[:head]) + gapSign + previewHex(b[len(b)-tailBytes:])
}

// textEnds is b with escapes, in so many characters at most that fit: with its middle left out, if need be.
func textEnds(b []byte, e codec.Encoding, room int, fits func(string) bool) string {
	tail := min(tailBytes, len(b))
	end := piecesText(e.Escapes(nil, codec.Window{Bytes: b[len(b)-tail:], Before: b[max(0, len(b)-tail-codec.LookBack) : len(b)-tail], Offset: int64(len(b) - tail)}))
	shown := min(len(b), room)
	pieces := e.Escapes(nil, codec.Window{Bytes: b[:shown], After: b[shown:min(len(b), shown+codec.LookAhead)]})
	if shown == len(b) {
		if all := piecesText(pieces); fits(all) {
			return all
		}
	}
	var parts []string
	for _, p := range pieces {
		if p.Kind == codec.ControlCode {
			parts = append(parts, p.Text)
			continue
		}
		for _, r := range p.Text {
			parts = append(parts, string(r))
		}
	}
	low, high := 0, len(parts) // as many as fit
	for low < high {
		if n := (low + high + 1) / 2; fits(strings.Join(parts[:n], "") + gapSign + end) {
			low = n
		} else {
			high = n - 1
		}
	}
	return strings.Join(parts[:low], "") + gapSign + end
}

// piecesText is the text of pieces.
func piecesText(pieces []codec.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/query"
)

// A mistakeLine repeats a query with the mistake in it marked, and says what is wrong. It lies on what is behind it, so that
// nothing moves while a query is typed that can't be read yet. It is hidden while there is nothing to say.
type mistakeLine struct {
	widget.BaseWidget
	text *widget.RichText
}

func newMistakeLine() *mistakeLine {
	m := &mistakeLine{text: widget.NewRichText()}
	m.text.Wrapping = fyne.TextWrapWord
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

// show marks err's place in text; note follows. Without an error the line goes.
func (m *mistakeLine) show(text string, err *query.SyntaxError, note string) {
	if err == nil {
		m.Hide()
		return
	}
	before, piece, after := around(text, err.Pos, err.End)
	if piece == "" {
		piece = tr("(here)")
	}
	mono := func(text string, colour fyne.ThemeColorName, marked bool) widget.RichTextSegment {
		return &widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: colour, Inline: true,
			SizeName: theme.SizeNameText, TextStyle: fyne.TextStyle{Monospace: true, Bold: marked, Underline: marked}}}
	}
	plain := func(text string, colour fyne.ThemeColorName) widget.RichTextSegment {
		return &widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: colour, Inline: true, SizeName: theme.SizeNameText}}
	}
	m.text.Segments = []widget.RichTextSegment{mono(before, theme.ColorNameForeground, false), mono(piece, theme.ColorNameError, true),
		mono(after+"  ", theme.ColorNameForeground, false), plain(err.Text+". ", theme.ColorNameError),
		plain(note, theme.ColorNamePlaceHolder)}
	m.text.Refresh()
	m.Show()
	m.Refresh()
}

// How many characters around a mistake are repeated, and of it.
const (
	shownBefore  = 40
	shownMistake = 60
	shownAfter   = 30
)

// around cuts a text into what is before, in and after text[pos:end], each not longer than is shown.
func around(text string, pos, end int) (before, piece, after string) {
	pos = min(pos, len(text))
	end = max(pos, min(end, len(text)))
	before, piece, after = text[:pos], text[pos:end], text[end:]
	if r := []rune(before); len(r) > shownBefore {
		before = "…" + string(r[len(r)-shownBefore:])
	}
	return seen(before), seen(head(piece, shownMistake)), seen(head(after, shownAfter))
}

// head is the first n characters of text, or all.
func head(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

// seen writes what would break the line as a space.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, text)
}

// CreateRenderer is called by Fyne.
func (m *mistakeLine) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	r := &mistakeRenderer{m: m, back: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type mistakeRenderer struct {
	m    *mistakeLine
	back *canvas.Rectangle
}

func (r *mistakeRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.m.text.Resize(size)
}

func (r *mistakeRenderer) MinSize() fyne.Size { return r.m.text.MinSize() }

func (r *mistakeRenderer) Refresh() {
	r.back.FillColor = r.m.Theme().Color(theme.ColorNameOverlayBackground, fyne.CurrentApp().Settings().ThemeVariant())
	r.back.Refresh()
	r.m.text.Refresh()
}

func (r *mistakeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.m.text}
}

func (r *mistakeRenderer) Destroy() {}

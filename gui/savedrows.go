package gui

import (
	"strconv"
	"strings"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// A savedSource makes the text of the saved messages on screen.
type savedSource struct {
	rows    []collection.Row
	numbers map[collection.ID]int // of those that Alt and a digit send
	chosen  collection.ID
}

var savedColumns = []widgets.Column{{Title: "Alt+", Chars: 4, Align: widgets.Trailing, Yield: 1}, {Title: "Name", Chars: 20}, {Title: "Message"}}

// savedPreview is how much of a message's text a row shows, in characters.
const savedPreview = 200

// Len implements [widgets.Source].
func (s *savedSource) Len() int { return len(s.rows) }

// Row implements [widgets.Source].
func (s *savedSource) Row(i int, r *widgets.Row) {
	row := s.rows[i]
	it := row.Item
	r.Selected = it.ID == s.chosen
	number := ""
	if n := s.numbers[it.ID]; n > 0 {
		number = strconv.Itoa(n % 10)
	}
	r.Add(number, widgets.Dim)
	r.Add(strings.Repeat("  ", row.Depth)+savedMark(row), widgets.Dim)
	if it.Kind == collection.Folder {
		r.Append(it.Name, widgets.Accent)
		r.Add(countText(uint64(it.Messages())), widgets.Dim)
		return
	}
	r.Append(it.Name, widgets.Normal)
	r.Next()
	if it.Target != (collection.Target{}) {
		r.Append(it.Target.String()+" ", widgets.Status)
	}
	if it.Kind == collection.Sequence {
		r.Append(trf("%d steps", len(it.Steps.Steps)), widgets.Dim)
		return
	}
	savedText(it.Message, r)
}

func savedMark(row collection.Row) string {
	switch {
	case row.Item.Kind == collection.Sequence:
		return "▷ "
	case row.Item.Kind == collection.Message:
		return "  "
	case row.Open:
		return "▾ "
	}
	return "▸ "
}

// savedText shows the beginning of a message: its characters as they were typed, line breaks as codes.
func savedText(c codec.Composition, r *widgets.Row) {
	text := []rune(c.Text[:min(len(c.Text), 4*savedPreview)])
	style := widgets.Dim
	from := 0
	for i, char := range text[:min(len(text), savedPreview)] {
		code := map[rune]string{'\n': "⏎", '\t': "⇥", '\r': "CR"}[char]
		if code == "" {
			continue
		}
		if i > from {
			r.Append(string(text[from:i]), style)
		}
		r.Append(code, widgets.Code)
		from = i + 1
	}
	if rest := text[from:min(len(text), savedPreview)]; len(rest) > 0 {
		r.Append(string(rest), style)
	}
}

// find returns the row of an item, -1 when it does not show.
func (s *savedSource) find(id collection.ID) int {
	for i, row := range s.rows {
		if row.Item.ID == id {
			return i
		}
	}
	return -1
}

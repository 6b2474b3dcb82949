package gui

import (
	"errors"
	"sort"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// placeCursor puts the text cursor where the mistake is.
func (c *composer) placeCursor(err error) {
	var syntax *codec.SyntaxError
	if errors.As(err, &syntax) {
		c.moveCursor(utf8.RuneCountInString(c.entry.Text[:min(syntax.Offset, len(c.entry.Text))]))
	}
	c.w.win.Canvas().Focus(c.entry)
}

// moveCursor puts the text cursor before a character. The entry counts the rows that it breaks long lines into.
func (c *composer) moveCursor(offset int) {
	e := c.entry
	begins := func(row int) int { // 0 of a row that is not there
		e.CursorRow, e.CursorColumn = row, 0
		return e.CursorTextOffset()
	}
	row := sort.Search(offset, func(i int) bool {
		next := begins(i + 1)
		return next == 0 || next > offset
	})
	column := offset - begins(row)
	e.CursorRow, e.CursorColumn = row, column
	e.Refresh()
}

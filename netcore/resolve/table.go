package resolve

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
)

// rowsOf walks the rows of a built-in table: columns separated by tabs, as many in each row; lines that begin with # are
// comments. The table is part of the program, so a row of another shape is an error and not passed over.
func rowsOf(table []byte, columns int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		number := 0
		for line := range bytes.Lines(table) {
			number++
			text := strings.TrimRight(string(line), "\r\n")
			if text == "" || text[0] == '#' {
				continue
			}
			row := strings.Split(text, "\t")
			if len(row) != columns {
				yield(nil, fmt.Errorf("built-in table, line %d: %d columns, want %d", number, len(row), columns))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

package collection

import (
	"strings"
	"unicode"
)

// A Row is an item as a list shows it.
type Row struct {
	Item  *Item
	Depth int // folders above it
	Open  bool
}

// Rows lists a tree as far as its folders are open, in order.
func Rows(root *Item, open func(ID) bool) []Row {
	return appendRows(nil, root, 0, open)
}

func appendRows(list []Row, folder *Item, depth int, open func(ID) bool) []Row {
	for _, it := range folder.Items {
		is := it.Kind == Folder && open(it.ID)
		list = append(list, Row{it, depth, is})
		if is {
			list = appendRows(list, it, depth+1, open)
		}
	}
	return list
}

// Find lists what has all the words of a text in its name, note, target or message, and the folders it is in. Case does not
// count. Of a folder that is found by its own name all is listed.
func Find(root *Item, text string) []Row {
	var words []string
	for _, w := range strings.Fields(text) {
		words = append(words, fold(w))
	}
	return appendFound(nil, root, 0, words)
}

func appendFound(list []Row, folder *Item, depth int, words []string) []Row {
	for _, it := range folder.Items {
		hit := matches(it, words)
		switch {
		case it.Kind != Folder && hit:
			list = append(list, Row{Item: it, Depth: depth})
		case it.Kind == Folder:
			before := len(list)
			list = append(list, Row{Item: it, Depth: depth, Open: true})
			if hit {
				list = appendRows(list, it, depth+1, func(ID) bool { return true })
			} else if list = appendFound(list, it, depth+1, words); len(list) == before+1 {
				list = list[:before]
			}
		}
	}
	return list
}

func matches(it *Item, words []string) bool {
	for _, w := range words {
		if !strings.Contains(fold(it.Name), w) && !strings.Contains(fold(it.Note), w) && !strings.Contains(fold(it.Target.String()), w) &&
			!strings.Contains(fold(it.Message.Text), w) {
			return false
		}
	}
	return true
}

// fold makes case not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, s)
}

package collection

import (
	"slices"
	"strings"
	"unicode"

	"wirevise/netcore/sequence"
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

// Find lists what has all the words of a text, in its name, note, target or message or in the names of the folders it is in,
// and these folders. Case does not count.
func Find(root *Item, text string) []Row {
	var words []string
	for _, w := range strings.Fields(text) {
		words = append(words, fold(w))
	}
	return appendFound(nil, root, 0, words)
}

func appendFound(list []Row, folder *Item, depth int, words []string) []Row {
	for _, it := range folder.Items {
		left := missing(it, words)
		if it.Kind != Folder {
			if len(left) == 0 {
				list = append(list, Row{Item: it, Depth: depth})
			}
			continue
		}
		before := len(list)
		list = appendFound(append(list, Row{it, depth, true}), it, depth+1, left)
		if len(left) > 0 && len(list) == before+1 {
			list = list[:before]
		}
	}
	return list
}

// missing are the words that an item does not have.
func missing(it *Item, words []string) (left []string) {
	for _, w := range words {
		if !strings.Contains(fold(it.Name), w) && !strings.Contains(fold(it.Note), w) && !strings.Contains(fold(it.Target.String()), w) &&
			!strings.Contains(fold(it.Message.Text), w) && !hasStep(it, w) {
			left = append(left, w)
		}
	}
	return left
}

// hasStep reports whether a sequence has a word in one of its steps.
func hasStep(it *Item, word string) bool {
	if it.Steps == nil {
		return false
	}
	var in func(steps sequence.Steps) bool
	in = func(steps sequence.Steps) bool {
		return slices.ContainsFunc(steps, func(s sequence.Step) bool {
			return strings.Contains(fold(s.Text), word) || in(s.Steps)
		})
	}
	return in(it.Steps.Steps)
}

// fold makes case not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, s)
}

package collection

import (
	"fmt"
	"strings"

	"wirevise/netcore/codec"
)

// tree makes a tree of one line: "a b(c d())" is a, and a folder b with c and an empty folder d. An item's ID is its name;
// "a=x" is a message that says x.
func tree(text string) *Item {
	rest := text
	return &Item{Kind: Folder, Items: parseItems(&rest)}
}

func parseItems(rest *string) (items []*Item) {
	for {
		*rest = strings.TrimLeft(*rest, " ")
		n := strings.IndexAny(*rest+" ", " ()")
		if n == 0 {
			return items
		}
		name, says, _ := strings.Cut((*rest)[:n], "=")
		*rest = (*rest)[n:]
		it := &Item{ID: ID(name), Kind: Message, Name: name, Message: codec.Composition{Text: says, Mode: codec.Text}}
		if strings.HasPrefix(*rest, "(") {
			*rest = (*rest)[1:]
			it.Kind, it.Items, it.Message = Folder, parseItems(rest), codec.Composition{}
			*rest = strings.TrimPrefix(*rest, ")")
		}
		items = append(items, it)
	}
}

// line is the reverse of tree. It is by names, for copies have new IDs.
func line(folder *Item) string {
	var parts []string
	for _, it := range folder.Items {
		switch {
		case it.Kind == Folder:
			parts = append(parts, it.Name+"("+line(it)+")")
		case it.Message.Text != "":
			parts = append(parts, it.Name+"="+it.Message.Text)
		default:
			parts = append(parts, it.Name)
		}
	}
	return strings.Join(parts, " ")
}

// sound says what is wrong with a tree: an item that is there twice, or in a message.
func sound(root *Item) error {
	seen := map[ID]bool{RootID: true}
	var look func(folder *Item) error
	look = func(folder *Item) error {
		for _, it := range folder.Items {
			if seen[it.ID] {
				return fmt.Errorf("%s is there twice in %q", it.ID, line(root))
			}
			seen[it.ID] = true
			if it.Kind != Folder && len(it.Items) > 0 {
				return fmt.Errorf("the message %s has things in it", it.ID)
			}
			if err := look(it); err != nil {
				return err
			}
		}
		return nil
	}
	return look(root)
}

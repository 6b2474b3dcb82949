package collection

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxUndo is how many changes can be undone.
const maxUndo = 100

// ErrGone is returned for an item that is not there, as when another window deleted it.
var ErrGone = errors.New("it is not there any more")

// A Collection is the tree of saved messages as a person changes it. It is for one goroutine; what Root returns is for all.
type Collection struct {
	root   *Item
	places map[ID]place // of root; nil: to be made
	undo   []change
}

type change struct{ before, after *Item }

// New returns a collection of what root holds; nil is nothing.
func New(root *Item) *Collection {
	if root == nil {
		root = &Item{Kind: Folder}
	}
	return &Collection{root: root}
}

// Root returns the folder of all. It is never changed.
func (c *Collection) Root() *Item { return c.root }

// Get returns an item, or nil when it is not there.
func (c *Collection) Get(id ID) *Item { return c.at(id).item }

// ParentOf returns the ID of the folder that an item is in.
func (c *Collection) ParentOf(id ID) ID { return c.at(id).parent }

// Path returns the names of the folders that an item is in, from the top, and its own.
func (c *Collection) Path(id ID) (names []string) {
	for id != RootID {
		p := c.at(id)
		if p.item == nil {
			return names
		}
		names = append([]string{p.item.Name}, names...)
		id = p.parent
	}
	return names
}

func (c *Collection) at(id ID) place {
	if c.places == nil {
		c.places = places(c.root)
	}
	return c.places[id]
}

// Join takes what another program made of base into the collection.
func (c *Collection) Join(base, theirs *Item) { c.become(Merge(base, c.root, theirs)) }

func (c *Collection) become(root *Item) {
	if c.root != root {
		c.root, c.places = root, nil
	}
}

// did makes a change that can be undone.
func (c *Collection) did(root *Item) {
	c.undo = append(c.undo, change{c.root, root})
	if len(c.undo) > maxUndo {
		c.undo = slices.Delete(c.undo, 0, 1)
	}
	c.become(root)
}

// CanUndo reports whether there is something to undo.
func (c *Collection) CanUndo() bool { return len(c.undo) > 0 }

// Undo undoes the last change that was not undone yet; what happened since stays. It reports whether there was one.
func (c *Collection) Undo() bool {
	if len(c.undo) == 0 {
		return false
	}
	last := c.undo[len(c.undo)-1]
	c.undo = c.undo[:len(c.undo)-1]
	c.become(Merge(last.after, c.root, last.before))
	return true
}

// Add puts copies of items, and of all in them, into a folder before its i-th item, or at the end when there is none such. It
// returns their IDs. The error may be a [*FieldError].
func (c *Collection) Add(folder ID, i int, items ...*Item) ([]ID, error) {
	at := c.at(folder).item
	if at == nil || at.Kind != Folder {
		return nil, ErrGone
	}
	n, added := c.root.Count(), make([]*Item, len(items))
	for k, it := range items {
		if err := checkAll(it); err != nil {
			return nil, err
		}
		if c.depthOf(folder)+it.depth() > MaxDepth {
			return nil, fmt.Errorf("folders can be %d deep", MaxDepth)
		}
		n += 1 + it.Count()
		added[k] = it.fresh()
	}
	if n > MaxItems {
		return nil, fmt.Errorf("there can be %d saved messages, and this would make %d", MaxItems, n)
	}
	if i < 0 || i > len(at.Items) {
		i = len(at.Items)
	}
	c.did(c.with(folder, at.withItems(slices.Insert(slices.Clone(at.Items), i, added...))))
	return ids(&Item{Items: added}), nil
}

// checkAll checks an item and all in it.
func checkAll(it *Item) error {
	if err := it.Check(); err != nil {
		return err
	}
	for _, child := range it.Items {
		if err := checkAll(child); err != nil {
			return err
		}
	}
	return nil
}

// depthOf returns how many folders deep a folder is: 0 of the root.
func (c *Collection) depthOf(folder ID) int { return len(c.Path(folder)) }

// Change gives an item what another says: name, note, target, message. What is in it stays.
func (c *Collection) Change(id ID, to Item) error {
	it := c.Get(id)
	if it == nil || id == RootID {
		return ErrGone
	}
	to.ID, to.Kind, to.Items = it.ID, it.Kind, it.Items
	if err := to.Check(); err != nil {
		return err
	}
	if !same(it, &to) {
		c.did(c.with(id, &to))
	}
	return nil
}

// Rename gives an item another name.
func (c *Collection) Rename(id ID, name string) error {
	it := c.Get(id)
	if it == nil || id == RootID {
		return ErrGone
	}
	to := *it
	to.Name = strings.TrimSpace(name)
	return c.Change(id, to)
}

// Delete takes items away with all in them.
func (c *Collection) Delete(ids ...ID) error {
	root := c.root
	for _, id := range ids {
		if c.Get(id) == nil || id == RootID {
			return ErrGone
		}
		root = without(root, id)
	}
	c.did(root)
	return nil
}

// Duplicate puts a copy behind an item and returns its ID.
func (c *Collection) Duplicate(id ID) (ID, error) {
	p := c.at(id)
	if p.item == nil || id == RootID {
		return "", ErrGone
	}
	ids, err := c.Add(p.parent, c.IndexOf(id)+1, p.item)
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// IndexOf returns where in its folder an item is.
func (c *Collection) IndexOf(id ID) int {
	return slices.IndexFunc(c.Get(c.ParentOf(id)).Items, func(it *Item) bool { return it.ID == id })
}

// Move puts an item into a folder, before its i-th item as it stands without the one that moves, or at the end.
func (c *Collection) Move(id, folder ID, i int) error {
	it, to := c.Get(id), c.Get(folder)
	switch {
	case it == nil || to == nil || id == RootID || to.Kind != Folder:
		return ErrGone
	case c.within(folder, id):
		return errors.New("a folder can't be moved into itself")
	case c.depthOf(folder)+it.depth() > MaxDepth:
		return fmt.Errorf("folders can be %d deep", MaxDepth)
	}
	moved := New(without(c.root, id))
	to = moved.Get(folder)
	if i < 0 || i > len(to.Items) {
		i = len(to.Items)
	}
	root := moved.with(folder, to.withItems(slices.Insert(slices.Clone(to.Items), i, it)))
	if c.ParentOf(id) != folder || c.IndexOf(id) != i {
		c.did(root)
	}
	return nil
}

// within reports whether an item is another or in it.
func (c *Collection) within(id, other ID) bool {
	for ; id != RootID; id = c.ParentOf(id) {
		if id == other {
			return true
		}
	}
	return other == RootID
}

// with is the tree with another item in an item's place.
func (c *Collection) with(id ID, to *Item) *Item {
	for id != RootID {
		parent := c.at(c.ParentOf(id)).item
		items := slices.Clone(parent.Items)
		items[slices.IndexFunc(items, func(it *Item) bool { return it.ID == id })] = to
		id, to = parent.ID, parent.withItems(items)
	}
	return to
}

// without is a tree less an item.
func without(folder *Item, id ID) *Item {
	for i, it := range folder.Items {
		if it.ID == id {
			return folder.withItems(slices.Delete(slices.Clone(folder.Items), i, i+1))
		}
		if it.Kind != Folder {
			continue
		}
		if less := without(it, id); less != it {
			items := slices.Clone(folder.Items)
			items[i] = less
			return folder.withItems(items)
		}
	}
	return folder
}

// Only is a tree of what the items of a list hold, in their order, for an export. What is in another item of the list comes
// once. IDs that are not there are left out.
func (c *Collection) Only(list ...ID) *Item {
	root := &Item{Kind: Folder}
	for _, id := range list {
		inOther := slices.ContainsFunc(list, func(other ID) bool { return other != id && c.within(id, other) })
		if it := c.Get(id); it != nil && id != RootID && !inOther {
			root.Items = append(root.Items, it)
		}
	}
	return root
}

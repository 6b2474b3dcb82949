package collection

import "slices"

// Merge joins what two made of the same tree: ours and theirs are what base became. Nothing that one of them added or
// changed is lost: what both changed differently is there twice, what one deleted and the other changed stays, and a folder
// stays while something in it does. Of two orders of a folder that differ from base's, ours holds.
func Merge(base, ours, theirs *Item) *Item {
	switch {
	case base == theirs || ours == theirs:
		return ours
	case base == ours:
		return theirs
	}
	m := &merger{base: places(base), ours: places(ours), theirs: places(theirs), parent: make(map[ID]ID), item: make(map[ID]*Item),
		copies: make(map[ID]*Item)}
	for id := range m.ours {
		m.decide(id)
	}
	for id := range m.theirs {
		if _, ok := m.ours[id]; !ok {
			m.decide(id)
		}
	}
	m.keepFolders()
	m.breakCircles()
	return m.build(ours)
}

// A place is an item and the folder it is in.
type place struct {
	item   *Item
	parent ID
}

// places lists all items of a tree, without the root.
func places(root *Item) map[ID]place {
	m := make(map[ID]place)
	m[RootID] = place{item: root}
	var add func(folder *Item)
	add = func(folder *Item) {
		for _, it := range folder.Items {
			m[it.ID] = place{it, folder.ID}
			add(it)
		}
	}
	add(root)
	return m
}

type merger struct {
	base, ours, theirs map[ID]place
	item               map[ID]*Item // what is kept, with the things in it that were in it somewhere
	parent             map[ID]ID
	copies             map[ID]*Item // theirs of what both changed, by its ID
}

// decide says whether an item stays, as what, and where.
func (m *merger) decide(id ID) {
	if id == RootID {
		return
	}
	b, inB := m.base[id]
	o, inO := m.ours[id]
	t, inT := m.theirs[id]
	switch {
	case inO && inT:
		m.item[id], m.parent[id] = o.item, o.parent
		if inB && same(b.item, o.item) {
			m.item[id] = t.item
		} else if !same(o.item, t.item) && !(inB && same(b.item, t.item)) && t.item.Kind != Folder {
			twin := *t.item
			twin.ID = newID()
			m.copies[id] = &twin
		}
		if inB && b.parent == o.parent {
			m.parent[id] = t.parent
		}
	case inO && (!inB || !same(b.item, o.item)):
		m.item[id], m.parent[id] = o.item, o.parent
	case inT && (!inB || !same(b.item, t.item)):
		m.item[id], m.parent[id] = t.item, t.parent
	}
}

// keepFolders brings back the folders of what stays.
func (m *merger) keepFolders() {
	var ids []ID
	for id := range m.item {
		ids = append(ids, id)
	}
	for len(ids) > 0 {
		id := m.parent[ids[len(ids)-1]]
		ids = ids[:len(ids)-1]
		if _, kept := m.item[id]; kept || id == RootID {
			continue
		}
		for _, all := range []map[ID]place{m.ours, m.theirs, m.base} {
			if p, ok := all[id]; ok {
				m.item[id], m.parent[id] = p.item, p.parent
				ids = append(ids, id)
				break
			}
		}
	}
}

// breakCircles puts what was moved into a folder that was moved into it at the top. It is the one of the smallest ID, so
// that two programs that merge do the same.
func (m *merger) breakCircles() {
	for id := range m.item {
		least, at := id, id
		for range len(m.item) + 1 {
			if at = m.parent[at]; at == RootID || at == id {
				break
			}
			least = min(least, at)
		}
		if at == id {
			m.parent[least] = RootID
		}
	}
}

// build puts the tree together.
func (m *merger) build(root *Item) *Item {
	in := make(map[ID]map[ID]bool)
	for id := range m.item {
		if in[m.parent[id]] == nil {
			in[m.parent[id]] = make(map[ID]bool)
		}
		in[m.parent[id]][id] = true
	}
	var fill func(it *Item) *Item
	fill = func(it *Item) *Item {
		var items []*Item
		for _, id := range m.order(it.ID, in[it.ID]) {
			items = append(items, fill(m.item[id]))
			if twin := m.copies[id]; twin != nil {
				items = append(items, twin)
			}
		}
		if slices.Equal(items, it.Items) {
			return it
		}
		return it.withItems(items)
	}
	return fill(root)
}

// order lists what is in a folder: as ours has it, or as theirs where ours left it alone. What only the other has comes after
// what precedes it there.
func (m *merger) order(folder ID, in map[ID]bool) []ID {
	first, second := ids(m.ours[folder].item), ids(m.theirs[folder].item)
	if slices.Equal(first, ids(m.base[folder].item)) {
		first, second = second, first
	}
	list := make([]ID, 0, len(in))
	seen := make(map[ID]bool, len(in))
	for _, id := range first {
		if in[id] {
			list, seen[id] = append(list, id), true
		}
	}
	after := make(map[ID][]ID) // what follows an item of list, or the beginning
	last := RootID
	for _, id := range second {
		switch {
		case seen[id]:
			last = id
		case in[id]:
			after[last], seen[id] = append(after[last], id), true
		}
	}
	var rest []ID // what comes from elsewhere, such as a folder that is gone
	for id := range in {
		if !seen[id] {
			rest = append(rest, id)
		}
	}
	slices.Sort(rest)
	all := append(make([]ID, 0, len(in)), after[RootID]...)
	for _, id := range list {
		all = append(append(all, id), after[id]...)
	}
	return append(all, rest...)
}

// ids lists what is in a folder that may not be there.
func ids(folder *Item) (list []ID) {
	if folder != nil {
		for _, it := range folder.Items {
			list = append(list, it.ID)
		}
	}
	return list
}

package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// moreItems are what can be done with a message beside sending it, each from the file that does it.
func (c *composer) moreItems() []*fyne.MenuItem {
	items := []*fyne.MenuItem{c.saveItem(), c.repeatItem(), c.sequencesItem()}
	if c.to == nil { // whose answer is a stream
		items = append(items, c.requestItem())
	}
	return items
}

// newMore makes the button that offers moreItems, hidden while there are none.
func (c *composer) newMore() *button {
	b := newIconButton("", theme.MoreVerticalIcon(), nil)
	b.OnTapped = func() { c.offer(b, c.moreItems()) }
	b.Hidden = len(c.moreItems()) == 0
	return b
}

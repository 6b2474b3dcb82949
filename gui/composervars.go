package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// offered are the variables of the menu, with what they stand for. The rest is in the help.
var offered = []struct{ text, what string }{
	{"{{seq}}", "counts the messages"},
	{"{{time}}", "the time, as in 2006-01-02T15:04:05+01:00"},
	{"{{time:%H:%M:%S}}", "the time as a layout says"},
	{"{{unix}}", "seconds since 1970"},
	{"{{rand:8}}", "8 random bytes"},
	{"{{rand:8:hex}}", "8 random bytes in hex digits"},
	{"{{rand:1-6}}", "a random number from 1 to 6"},
	{"{{peer}}", "whom it goes to"},
	{"{{clip}}", "the text on the clipboard"},
	{"{{len}}", "how many bytes the message has"},
	{"{{len:body}}", "bytes behind the first empty line"},
	{"{{len:rest:u16be}}", "bytes behind this, as two bytes"},
}

// offerVariables shows the menu of variables above its button.
func (c *composer) offerVariables() {
	on := fyne.NewMenuItem(tr("Variables in double braces"), func() {
		c.vars = !c.vars
		c.showExtras()
		c.check()
	})
	on.Checked = c.vars
	items := []*fyne.MenuItem{on, fyne.NewMenuItemSeparator()}
	for _, v := range offered {
		items = append(items, fyne.NewMenuItem(v.text+"  "+tr(v.what), func() { c.insert(v.text) }))
	}
	if c.counter > 0 {
		again := fyne.NewMenuItem(trf("Count from 1 again; next is %d", c.counter+1), func() {
			c.counter = 0
			c.check()
		})
		items = append(items, fyne.NewMenuItemSeparator(), again)
	}
	c.offer(c.variables, items)
}

// insert puts a variable where the cursor is, and makes variables count.
func (c *composer) insert(text string) {
	c.vars = true
	c.showExtras()
	c.w.win.Canvas().Focus(c.entry)
	c.entry.Insert(text)
	c.check()
}

// offer shows a menu above a button of the composer, its right edge at the button's.
func (c *composer) offer(b *button, items []*fyne.MenuItem) {
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), c.w.win.Canvas())
	at := c.w.app.Driver().AbsolutePositionForObject(b)
	size := menu.MinSize()
	menu.ShowAtPosition(fyne.NewPos(max(0, at.X+b.Size().Width-size.Width), max(0, at.Y-size.Height)))
}

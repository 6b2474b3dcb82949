package gui

import "fyne.io/fyne/v2"

// A queryEntry is an entry of one line in which Up and Down step through something.
type queryEntry struct {
	entry
	step func(back bool) // Up is back
	left func()          // told when the focus goes; or nil
}

func newQueryEntry(hint string, escape func(), step func(back bool)) *queryEntry {
	e := &queryEntry{step: step}
	e.escape = escape
	e.PlaceHolder, e.Wrapping = hint, fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements [fyne.Focusable].
func (e *queryEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp, fyne.KeyDown:
		e.step(k.Name == fyne.KeyUp)
	default:
		e.entry.TypedKey(k)
	}
}

// FocusLost implements [fyne.Focusable].
func (e *queryEntry) FocusLost() {
	e.entry.FocusLost()
	if e.left != nil {
		e.left()
	}
}

// put writes text in place of what stands there, with the cursor behind it.
func (e *queryEntry) put(text string) {
	e.SetText(text)
	e.CursorColumn = len([]rune(text))
	e.Refresh()
}

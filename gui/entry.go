package gui

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// maxEntry is how many characters an entry of one line takes from a person. Fyne measures every part of the text on a click:
// at 10,000 characters that is 21 s in which the window stands still, at this number about 0.2 s.
const maxEntry = 1000

// An entry is Fyne's with a bound, and with something for Escape to do.
type entry struct {
	widget.Entry
	escape func() // or nil
	full   func() // more than maxEntry was typed or pasted, and nothing inserted; or nil
	reveal func() // it has the focus and may be out of sight; or nil
}

func newEntry(hint string, escape func()) *entry {
	e := &entry{escape: escape}
	e.PlaceHolder, e.Wrapping = hint, fyne.TextWrap(fyne.TextTruncateClip) // as NewEntry has it
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained implements [fyne.Focusable].
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	if e.reveal != nil {
		e.reveal()
	}
}

// TypedKey implements [fyne.Focusable].
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape && e.escape != nil {
		e.escape()
		return
	}
	e.Entry.TypedKey(k)
}

// TypedRune implements [fyne.Focusable].
func (e *entry) TypedRune(r rune) {
	if fits(&e.Entry, string(r), e.full) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); !ok || fits(&e.Entry, p.Clipboard.Content(), e.full) {
		e.Entry.TypedShortcut(s)
	}
}

// fits reports whether an entry of one line has room for more text in place of what is selected.
func fits(e *widget.Entry, more string, full func()) bool { return fitsIn(e, maxEntry, more, full) }

// fitsIn is fits for an entry that takes another number of characters.
func fitsIn(e *widget.Entry, most int, more string, full func()) bool {
	n := utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(more) - utf8.RuneCountInString(e.SelectedText())
	if n > most && full != nil {
		full()
	}
	return n <= most
}

// A noteEntry is Fyne's entry of several lines with a bound. Tab and Escape lead out of it, for keys are all that some people have.
type noteEntry struct {
	widget.Entry
	most   int // characters
	escape func()
	full   func() // more than most was typed or pasted, and nothing inserted
}

func newNoteEntry(most int, escape func()) *noteEntry {
	e := &noteEntry{most: most, escape: escape}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab implements [fyne.Tabbable].
func (e *noteEntry) AcceptsTab() bool { return false }

// TypedKey implements [fyne.Focusable].
func (e *noteEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		e.escape()
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if !fitsIn(&e.Entry, e.most, "\n", e.full) {
			return
		}
	}
	e.Entry.TypedKey(k)
}

// TypedRune implements [fyne.Focusable].
func (e *noteEntry) TypedRune(r rune) {
	if fitsIn(&e.Entry, e.most, string(r), e.full) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *noteEntry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); !ok || fitsIn(&e.Entry, e.most, p.Clipboard.Content(), e.full) {
		e.Entry.TypedShortcut(s)
	}
}

// A choiceEntry is Fyne's entry with choices, bounded like an entry.
type choiceEntry struct {
	widget.SelectEntry
	full func()
}

func newChoiceEntry(full func()) *choiceEntry {
	e := &choiceEntry{full: full}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// TypedRune implements [fyne.Focusable].
func (e *choiceEntry) TypedRune(r rune) {
	if fits(&e.Entry, string(r), e.full) {
		e.SelectEntry.TypedRune(r)
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *choiceEntry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); !ok || fits(&e.Entry, p.Clipboard.Content(), e.full) {
		e.SelectEntry.TypedShortcut(s)
	}
}

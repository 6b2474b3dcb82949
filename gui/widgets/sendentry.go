package widgets

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// What a SendEntry takes from a person at most. Fyne's multi-line entry needs
// time by the square of its lines: at these limits a key takes some 100 ms; 64 KiB
// of nothing but line ends would take five seconds.
const (
	MaxEntryText  = 64 << 10 // bytes
	MaxEntryLines = 1000
)

// wrapUpTo is how long a text is wrapped at the entry's edge, unless costlyLine
// says otherwise. Wrapping 64 KiB takes ten times as long as not wrapping them.
const wrapUpTo = 8 << 10

// A SendEntry is a multi-line entry for a message. It announces what is to
// happen to the text and leaves the text alone.
//
// Ctrl+Enter reaches a focused entry as a desktop.CustomShortcut, after the main
// menu has been asked: if a menu item has the shortcut, it is the item that runs.
type SendEntry struct {
	widget.Entry

	// SubmitOnEnter makes Enter send, and Shift+Enter begin a new line.
	SubmitOnEnter bool

	OnSend    func()         // Ctrl+Enter (Cmd+Enter on macOS), or Enter
	OnEscape  func()         // Escape, where Tab does not lead out of the text
	OnRecall  func()         // Up in an empty entry, or in a recalled text nothing was changed in
	OnForward func()         // Down at the end of such a text
	OnTooBig  func(size int) // a key or a paste would have gone over the limits, to this size; nothing was changed

	recalled string
	shift    bool
}

// NewSendEntry returns an empty entry.
func NewSendEntry() *SendEntry {
	e := &SendEntry{}
	e.MultiLine = true
	e.wrap(0)
	e.ExtendBaseWidget(e)
	return e
}

// SetText replaces the text, without a limit: who sets it has checked.
func (e *SendEntry) SetText(text string) {
	e.wrap(len(text), text)
	e.Entry.SetText(text)
}

// Insert puts text where the cursor is, in place of what is selected, if there is room.
func (e *SendEntry) Insert(text string) {
	held := heldText(text)
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &held})
}

// heldText is a clipboard of our own.
type heldText string

func (t *heldText) Content() string        { return string(*t) }
func (t *heldText) SetContent(text string) { *t = heldText(text) }

// wrap wraps what will stand here, of a size and given in parts, unless that takes longer than not to.
func (e *SendEntry) wrap(size int, parts ...string) {
	wraps := size <= wrapUpTo || slices.ContainsFunc(parts, costlyLine)
	e.Wrapping = fyne.TextWrapOff
	if wraps && !slices.ContainsFunc(parts, costlyWrap) {
		e.Wrapping = fyne.TextWrapBreak
	}
}

// costlyLine reports whether a text has characters whose line is better wrapped, however long: Fyne draws a line whole, also what is out of
// sight, and one of 20,000 Chinese or Arabic characters takes it half a minute, at each key.
func costlyLine(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= 0x590 }) >= 0
}

// noWidth is how many characters without a width may follow each other in what is wrapped: none of them fills a line, and
// Fyne needs time by their square to find that out.
const noWidth = 256

// costlyWrap reports whether a text has so many characters without a width in a row.
func costlyWrap(text string) bool {
	n := 0
	for _, r := range text {
		if n++; r == '\t' || r == '\n' || !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me) {
			n = 0
		}
		if n > noWidth {
			return true
		}
	}
	return false
}

// KeyDown keeps note of Shift.
func (e *SendEntry) KeyDown(ev *fyne.KeyEvent) {
	if isShift(ev.Name) {
		e.shift = true
	}
	e.Entry.KeyDown(ev)
}

// KeyUp keeps note of Shift.
func (e *SendEntry) KeyUp(ev *fyne.KeyEvent) {
	if isShift(ev.Name) {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

// FocusLost forgets Shift, whose release goes elsewhere.
func (e *SendEntry) FocusLost() {
	e.shift = false
	e.Entry.FocusLost()
}

func isShift(k fyne.KeyName) bool {
	return k == desktop.KeyShiftLeft || k == desktop.KeyShiftRight
}

// TypedKey sends, recalls, or edits.
func (e *SendEntry) TypedKey(ev *fyne.KeyEvent) {
	if e.Disabled() {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.SubmitOnEnter && !e.shift {
			e.send()
			return
		}
		e.TypedRune('\n') // with Shift the entry itself would do something else
		return
	case fyne.KeyEscape:
		if e.OnEscape != nil {
			e.OnEscape()
			return
		}
	case fyne.KeyUp:
		untouched := e.Text == "" || e.Text == e.recalled && e.CursorRow == 0
		if untouched && !e.shift && e.OnRecall != nil {
			e.OnRecall()
			e.recalled = e.Text
			e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // to the end, where one goes on writing
			return
		}
	case fyne.KeyDown:
		if e.Text != "" && e.Text == e.recalled && e.atEnd() && !e.shift && e.OnForward != nil {
			e.OnForward()
			e.recalled = e.Text
			e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
			return
		}
	}
	e.Entry.TypedKey(ev)
}

// TypedRune inserts r where there is room.
func (e *SendEntry) TypedRune(r rune) {
	if !e.Disabled() && e.fits(string(r)) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut sends on Ctrl+Enter, and pastes what is not too big.
func (e *SendEntry) TypedShortcut(sc fyne.Shortcut) {
	switch sc := sc.(type) {
	case *desktop.CustomShortcut:
		enter := sc.KeyName == fyne.KeyReturn || sc.KeyName == fyne.KeyEnter
		if enter && (sc.Modifier == fyne.KeyModifierControl || sc.Modifier == fyne.KeyModifierShortcutDefault) {
			if !e.Disabled() {
				e.send()
			}
			return
		}
	case *fyne.ShortcutPaste:
		if e.Disabled() || sc.Clipboard == nil || !e.fits(sc.Clipboard.Content()) {
			return
		}
	}
	e.Entry.TypedShortcut(sc)
}

// atEnd reports whether the cursor is in the last line.
func (e *SendEntry) atEnd() bool {
	rest := []rune(e.Text)[min(e.CursorTextOffset(), len([]rune(e.Text))):]
	return !slices.Contains(rest, '\n')
}

func (e *SendEntry) send() {
	if e.OnSend != nil {
		e.OnSend()
	}
}

// fits reports whether text may replace the selection, and announces it if not.
func (e *SendEntry) fits(text string) bool {
	old := e.SelectedText()
	size := len(e.Text) - len(old) + len(text)
	lines := 1 + strings.Count(e.Text, "\n") - strings.Count(old, "\n") + strings.Count(text, "\n")
	grows := len(text) > len(old)
	if grows && (size > MaxEntryText || lines > MaxEntryLines) {
		if e.OnTooBig != nil {
			e.OnTooBig(size)
		}
		return false
	}
	e.wrap(size, e.Text, text)
	return true
}

package gui

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/query"
)

// A filterBox is the log's filter as a text, with what helps to write it. A text that can't be read leaves the filter as it
// was, and says so.
type filterBox struct {
	w       *Window
	changed func() // there is another query
	stop    func() bool
	text    *queryEntry
	clear   *button
	more    *button
	mistake *mistakeLine
	query   *query.Query // the last that could be read
	read    string       // its text
	options string       // how it was read
	terms   map[string]string
	at      int    // which of the filters before stands in the box, from 1; 0: what was typed
	typed   string // what was, while another one stands there
	content fyne.CanvasObject
}

// newFilterBox returns an empty box. Changed is called when it holds another query; stop ends what the last one set off, and
// reports whether there was something to end.
func newFilterBox(w *Window, changed func(), stop func() bool) *filterBox {
	b := &filterBox{w: w, changed: changed, stop: stop, mistake: newMistakeLine(), terms: make(map[string]string)}
	b.query, _ = query.Parse("", query.Options{})
	b.text = newQueryEntry(tr("Filter: text, /regex/i, size>1k"), b.escape, b.step)
	b.text.OnChanged = func(string) { b.at = 0; b.look() }
	b.text.OnSubmitted = func(string) { b.keep() }
	b.text.left = b.keep
	b.clear = newIconButton("", theme.CancelIcon(), b.empty)
	b.clear.Disable()
	help := newIconButton("", theme.QuestionIcon(), b.showHelp)
	b.more = newIconButton("", theme.MoreVerticalIcon(), b.showOptions)
	for _, button := range []*button{b.clear, help, b.more} {
		button.Importance = widget.LowImportance
	}
	b.content = container.NewBorder(nil, nil, nil, container.NewHBox(b.clear, help, b.more), b.text)
	return b
}

// look reads the text and passes it on when it can be read.
func (b *filterBox) look() {
	text := b.text.Text
	if text == "" {
		b.clear.Disable()
	} else {
		b.clear.Enable()
	}
	q, read, wrong := b.w.readQuery(text)
	if options := b.w.readAs(); q != nil && (read != b.read || options != b.options) {
		b.query, b.read, b.options = q, read, options
		b.changed()
	}
	b.mistake.show(text, wrong, b.inForce())
}

// readQuery reads a text. Where only its end can't be read, as after an and, what stands before is meant meanwhile; read is
// what was, and q nil when nothing was.
func (w *Window) readQuery(text string) (q *query.Query, read string, wrong *query.SyntaxError) {
	q, err := query.Parse(text, w.settings.QueryOptions())
	if !errors.As(err, &wrong) {
		return q, text, nil
	}
	for before := wrong; before.End == len(text) && before.Pos < len(text); {
		text = strings.TrimSpace(text[:before.Pos])
		if q, err = query.Parse(text, w.settings.QueryOptions()); !errors.As(err, &before) {
			return q, text, wrong
		}
	}
	return nil, text, wrong
}

// readAs tells apart the ways in which a query is read.
func (w *Window) readAs() string {
	mark := ""
	if w.settings.MatchCase {
		mark = "="
	}
	return mark + strings.Join(w.settings.AlsoIn, "\n")
}

// inForce says what the log shows while the text can't be read.
func (b *filterBox) inForce() string {
	if b.query.All() {
		return tr("Until then no text filters the rows.")
	}
	return trf("Showing the last filter that could be read: %s", head(seen(b.read), shownMistake))
}

// escape stops the filtering, or else empties the box.
func (b *filterBox) escape() {
	if !b.stop() {
		b.empty()
	}
}

func (b *filterBox) empty() {
	b.keep()
	b.text.put("")
}

// keep notes the filter for later, when it can be read.
func (b *filterBox) keep() {
	if b.text.Text == b.read && b.w.settings.KeepFilter(b.read) {
		b.w.keep()
	}
}

// step goes to the filter before, or the one after, and behind the newest to what was typed.
func (b *filterBox) step(back bool) {
	if b.at == 0 {
		b.typed = b.text.Text
	}
	kept := slices.DeleteFunc(slices.Clone(b.w.settings.Filters), func(f string) bool { return f == b.typed })
	at := b.at - 1
	if back {
		at = b.at + 1
	}
	switch {
	case at < 0 || at > len(kept):
		return
	case at == 0:
		b.text.put(b.typed)
	default:
		b.text.put(kept[at-1])
	}
	b.at = at
}

// add puts a term into the filter, in place of the one of its sort that was there. A text that can't be read gives way to
// the last one that could, and is kept.
func (b *filterBox) add(sort, term string) {
	text := b.read
	if before, ok := b.terms[sort]; ok {
		text, _ = withoutTerm(text, before)
	}
	b.w.settings.KeepFilter(b.text.Text)
	b.terms[sort] = term
	b.text.put(withTerm(text, term))
	b.keep()
}

// has reports whether the filter has a term of a sort that was put there.
func (b *filterBox) has(sort string) bool {
	term, ok := b.terms[sort]
	if ok {
		_, ok = withoutTerm(b.read, term)
	}
	return ok
}

// drop takes the term of a sort out again.
func (b *filterBox) drop(sort string) {
	if b.has(sort) {
		rest, _ := withoutTerm(b.read, b.terms[sort])
		b.text.put(rest)
	}
	delete(b.terms, sort)
}

package gui

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// A composer is where a message is written: as text, hex or escapes, with the bytes that will go out counted as it is
// typed, and a mistake shown where it is.
type composer struct {
	w        *Window
	sessions *sessionList
	entry    *widgets.SendEntry
	mode     *widgets.SegmentedControl
	encoding *widget.Select
	ending   *widget.Select
	target   *widget.Select
	choices  []target                     // that target offers
	meant    target                       // what a person chose, or 0
	one      func() []netcore.SessionInfo // of what the form describes
	to       *entry                       // of datagrams; nil elsewhere
	send     *button
	more     *button // see moreItems
	problem  *widgets.ProblemLabel
	said     *widget.Label
	last     workbench.Draft // the last one sent
	content  fyne.CanvasObject
}

var endings = []codec.LineEnding{codec.NoEnding, codec.LF, codec.CRLF, codec.CR, codec.NUL}

func newComposer(w *Window, udp bool) *composer {
	c := &composer{w: w, problem: widgets.NewProblemLabel(), entry: widgets.NewSendEntry()}
	c.entry.SetPlaceHolder(tr("Type a message; Ctrl+Enter sends it"))
	c.entry.SetMinRowsVisible(3)
	c.entry.OnChanged = func(string) { c.check() }
	c.entry.OnSend = c.sendNow
	c.entry.OnRecall = c.recall
	c.entry.OnTooBig = func(size int) {
		c.problem.SetText(trf("The message would have %s; this box takes %s and %s lines. Nothing was inserted.", sizeText(size),
			sizeText(widgets.MaxEntryText), countText(widgets.MaxEntryLines)))
	}
	c.mode = widgets.NewSegmentedControl([]string{tr("Text"), tr("Hex"), tr("Escapes")}, func(int) { c.check() })
	c.encoding = widget.NewSelect(nil, func(string) { c.check() })
	for _, e := range codec.Encodings() {
		c.encoding.Options = append(c.encoding.Options, e.Name)
	}
	c.encoding.SetSelectedIndex(0)
	c.ending = widget.NewSelect(nil, func(string) { c.check() })
	for _, e := range endings {
		c.ending.Options = append(c.ending.Options, trf("End: %s", e))
	}
	c.ending.SetSelectedIndex(0)
	c.target = widget.NewSelect(nil, nil)
	c.send = newButton("", c.sendNow)
	c.send.Importance = widget.HighImportance
	c.more = c.newMore()
	c.said = widget.NewLabel("")
	c.said.Importance = widget.LowImportance
	c.said.Truncation = fyne.TextTruncateEllipsis

	head := container.NewBorder(nil, nil, title(tr("Message")), c.mode, c.said)
	var foot fyne.CanvasObject = container.NewGridWithColumns(2, c.encoding, c.ending)
	if udp {
		c.to = newEntry(tr("host:port; empty: fixed peer or last sender"), nil)
		c.to.full = func() {
			c.problem.SetText(trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
		}
		c.to.OnChanged = func(string) { c.problem.SetText("") }
		c.to.OnSubmitted = func(string) { c.sendNow() }
		foot = container.NewVBox(labelled(tr("To"), c.to), foot)
	}
	c.content = newFrame(container.NewBorder(head, container.NewVBox(c.problem, foot, container.NewBorder(nil, nil, nil, container.NewHBox(c.send, c.more), c.target)), nil, nil, c.entry))
	return c
}

// A target is a choice of receivers.
type target uint8

const (
	targetOne      target = iota + 1 // what the form above describes, when other sessions are open too
	targetAll                        // open
	targetSelected                   // checked in the list
)

// attach names the list whose sessions are sent to; one returns the sessions of what the form describes.
func (c *composer) attach(l *sessionList, one func() []netcore.SessionInfo) {
	c.sessions, c.one = l, one
	c.target.OnChanged = func(string) {
		c.meant = c.receiver()
		c.check()
	}
	c.targets(true)
}

// targets brings the choice of receivers up to date: checking a session means it; else it is what the form describes, or
// the only ones that are open. What a person chose stays, and a session that ends by itself leaves the choice as it is:
// what was meant for one goes to nobody else.
func (c *composer) targets(checked bool) {
	open, selected := len(c.sessions.open), len(c.sessions.selected())
	was := c.receiver()
	c.choices, c.target.Options = c.choices[:0], nil
	offer := func(t target, text string) {
		c.choices = append(c.choices, t)
		c.target.Options = append(c.target.Options, text)
	}
	usual := targetAll
	if one := c.one(); len(one) == 1 && open > 1 {
		offer(targetOne, trf("To %s", fmt.Sprintf("#%d %s", one[0].ID, one[0].Peer)))
		usual = targetOne
	}
	offer(targetAll, trf("To all open (%d)", open))
	offer(targetSelected, trf("To selected (%d)", selected))
	t := was
	switch {
	case checked && selected > 0:
		t = targetSelected
	case checked, open == 0:
		c.meant, t = 0, usual
	case c.meant == 0 && was != targetSelected:
		t = usual
	}
	c.choose(t)
	c.check()
}

// receiver returns the choice that shows; 0 before there is one.
func (c *composer) receiver() target {
	if i := c.target.SelectedIndex(); i >= 0 && i < len(c.choices) {
		return c.choices[i]
	}
	return 0
}

// choose shows a choice, without taking it for what a person meant.
func (c *composer) choose(t target) {
	changed := c.target.OnChanged
	c.target.OnChanged = nil
	c.target.SetSelectedIndex(max(slices.Index(c.choices, t), 0))
	c.target.OnChanged = changed
	c.target.Refresh()
}

func (c *composer) receivers() []netcore.SessionID {
	switch c.receiver() {
	case targetOne:
		if one := c.one(); len(one) == 1 {
			return []netcore.SessionID{one[0].ID}
		}
		return nil
	case targetSelected:
		return c.sessions.selected()
	}
	return c.sessions.open
}

func (c *composer) draft() workbench.Draft {
	d := workbench.Draft{Text: c.entry.Text, Mode: codec.Text, Ending: endings[max(c.ending.SelectedIndex(), 0)],
		Encoding: codec.Encodings()[max(c.encoding.SelectedIndex(), 0)]}
	switch c.mode.Selected() {
	case 1:
		d.Mode = codec.Hex
	case 2:
		d.Mode = codec.Escapes
	}
	return d
}

// check counts the bytes and marks what is wrong with the text.
func (c *composer) check() ([]byte, error) {
	if c.sessions == nil {
		return nil, nil // not built yet
	}
	d := c.draft()
	payload, err := d.Bytes()
	if err != nil {
		c.problem.SetText(mistake(err))
		c.send.SetText(tr("Send"))
		return nil, err
	}
	c.problem.SetText("")
	if len(d.Text) > 0 {
		c.said.SetText("")
	}
	c.send.SetText(trf("Send %s", sizeText(len(payload))))
	return payload, nil
}

// sizeText counts exactly: what is sent is not rounded.
func sizeText(n int) string { return countText(uint64(n)) + " B" }

// mistake tells where in the text something is wrong, and what.
func mistake(err error) string {
	var syntax *codec.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	if syntax.Line > 1 {
		return trf("Line %d, column %d: %s", syntax.Line, syntax.Column, syntax.Text)
	}
	return trf("Column %d: %s", syntax.Column, syntax.Text)
}

func (c *composer) sendNow() {
	payload, err := c.check()
	if err != nil {
		c.placeCursor(err)
		return
	}
	draft, receivers, to := c.draft(), c.receivers(), ""
	if c.to != nil {
		to = c.to.Text
	} else if len(payload) == 0 && len(receivers) > 0 {
		c.problem.SetText(tr("There is nothing to send: a stream has no empty messages"))
		return
	}
	c.said.SetText("")
	c.w.bench.Send(payload, receivers, to, func(queued int, err error) {
		switch {
		case err != nil && len(receivers) == 0:
			c.problem.SetText(c.nobody())
		case err != nil:
			_, text := workbench.FieldOf(err)
			c.problem.SetText(fmt.Sprintf("%s (%s)", text, trf("sent to %d of %d", queued, len(receivers))))
		default:
			if draft.Text != "" {
				c.last = draft
			}
			if c.entry.Text == draft.Text { // a lookup took time, and something else may stand there now
				c.entry.SetText("")
			}
			c.said.SetText(trf("%s, to %d", sizeText(len(payload)), queued))
		}
	})
}

func (c *composer) nobody() string {
	if len(c.sessions.open) > 0 {
		return tr("No connection is selected: check one above, or send to all")
	}
	return tr("Nobody is connected yet: nothing was sent")
}

// placeCursor puts the text cursor where the mistake is.
func (c *composer) placeCursor(err error) {
	var syntax *codec.SyntaxError
	if errors.As(err, &syntax) {
		c.moveCursor(utf8.RuneCountInString(c.entry.Text[:min(syntax.Offset, len(c.entry.Text))]))
	}
	c.w.win.Canvas().Focus(c.entry)
}

// moveCursor puts the text cursor before a character. The entry counts the rows that it breaks long lines into.
func (c *composer) moveCursor(offset int) {
	e := c.entry
	begins := func(row int) int { // 0 of a row that is not there
		e.CursorRow, e.CursorColumn = row, 0
		return e.CursorTextOffset()
	}
	row := sort.Search(offset, func(i int) bool {
		next := begins(i + 1)
		return next == 0 || next > offset
	})
	column := offset - begins(row)
	e.CursorRow, e.CursorColumn = row, column
	e.Refresh()
}

// recall brings the last message back into the empty box.
func (c *composer) recall() {
	if c.last.Text == "" {
		return
	}
	c.mode.SetSelected(int(c.last.Mode) - 1)
	c.entry.SetText(c.last.Text)
}

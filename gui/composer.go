package gui

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// A composer is where a message is written: as text, hex or escapes, with variables and checksums, the bytes that will go out
// shown and counted as it is typed, and a mistake told where it is.
type composer struct {
	w         *Window
	role      string
	sessions  *sessionList
	entry     *widgets.SendEntry
	mode      *widgets.SegmentedControl
	encoding  *widget.Select
	ending    *widget.Select
	variables *button // offers them, and shows whether they count
	checksums *button // offers them, and shows how many there are
	target    *widget.Select
	choices   []target                     // that target offers
	meant     target                       // what a person chose, or 0
	one       func() []netcore.SessionInfo // of what the form describes
	framer    func() netcore.Framer        // of the message, or nil
	to        *entry                       // of datagrams; nil elsewhere
	file      *filePane                    // in the place of the text
	send      *button
	more      *button // see moreItems
	problem   *widgets.ProblemLabel
	preview   *bytesPreview
	said      *widget.Label // in the place of the preview, as the problem is
	content   fyne.CanvasObject

	vars     bool             // {{…}} stands for a variable
	sums     []codec.Checksum // never changed, but replaced
	counter  uint64           // of the messages with {{seq}} that were sent
	went     time.Time        // when a message was sent and taken out of the box, or a file was begun
	recalled int              // which of the last messages stands here, from 1; 0: none
}

var endings = []codec.LineEnding{codec.NoEnding, codec.LF, codec.CRLF, codec.CR, codec.NUL}

func newComposer(w *Window, role string) *composer {
	c := &composer{w: w, role: role, problem: widgets.NewProblemLabel(), entry: widgets.NewSendEntry(), preview: newBytesPreview()}
	c.entry.SetPlaceHolder(tr("Type a message; Ctrl+Enter sends it"))
	c.entry.SetMinRowsVisible(3)
	c.entry.OnChanged = func(string) { c.check() }
	c.entry.OnSend = c.sendNow
	c.entry.OnRecall = c.recall
	c.entry.OnForward = c.forward
	c.entry.OnTooBig = func(size int) {
		c.complain(trf("The message would have %s; this box takes %s and %s lines. Nothing was inserted.", sizeText(size),
			sizeText(widgets.MaxEntryText), countText(widgets.MaxEntryLines)))
	}
	c.mode = widgets.NewSegmentedControl([]string{tr("Text"), tr("Hex"), tr("Escapes"), tr("File")}, func(int) { c.check() })
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
	c.variables = newButton("{{ }}", c.offerVariables)
	c.checksums = newButton("", c.offerChecksums)
	c.showExtras()
	c.target = widget.NewSelect(nil, nil)
	c.send = newButton("", c.pressSend)
	c.send.Importance = widget.HighImportance
	c.more = c.newMore()
	c.said = widget.NewLabel("")
	c.said.Importance = widget.LowImportance
	c.said.Truncation = fyne.TextTruncateEllipsis

	head := container.NewBorder(nil, nil, c.newSaved(), container.NewHBox(c.variables, c.checksums, c.mode))
	texts := container.NewGridWithColumns(2, c.encoding, c.ending)
	c.file = newFilePane(c, role == workbench.RoleUDP, c.entry, c.variables, c.checksums, texts, c.preview)
	var foot fyne.CanvasObject = texts
	if role == workbench.RoleUDP {
		c.to = newEntry(tr("host:port; empty: fixed peer or last sender"), nil)
		c.to.full = c.fieldFull
		c.to.OnChanged = func(string) { c.check() }
		c.to.OnSubmitted = func(string) { c.sendNow() }
		foot = container.NewVBox(labelled(tr("To"), c.to), foot)
	}
	last := container.NewBorder(nil, nil, nil, container.NewHBox(c.send, c.more), c.target)
	c.content = newFrame(container.NewBorder(head, container.NewVBox(container.NewStack(c.preview, c.said, c.problem), foot, last), nil, nil, container.NewStack(c.entry, c.file.content)))
	return c
}

// Composition returns what stands here.
func (c *composer) Composition() codec.Composition {
	m := codec.Composition{Text: c.entry.Text, Mode: codec.Text, Ending: endings[max(c.ending.SelectedIndex(), 0)],
		Encoding: codec.Encodings()[max(c.encoding.SelectedIndex(), 0)], Variables: c.vars, Sums: c.sums}
	switch c.mode.Selected() {
	case 1:
		m.Mode = codec.Hex
	case 2:
		m.Mode = codec.Escapes
	}
	return m
}

// SetComposition puts a message here, in the place of what stands there.
func (c *composer) SetComposition(m codec.Composition) {
	c.mode.SetSelected(max(int(m.Mode), int(codec.Text)) - int(codec.Text))
	c.pick(c.encoding, max(slices.IndexFunc(codec.Encodings(), func(e codec.Encoding) bool { return e.Name == m.Encoding.Name }), 0))
	c.pick(c.ending, max(slices.Index(endings, m.Ending), 0))
	c.vars, c.sums = m.Variables, m.Sums
	c.entry.SetText(m.Text)
	c.showExtras()
	c.check()
}

// pick chooses without a check.
func (c *composer) pick(s *widget.Select, i int) {
	changed := s.OnChanged
	s.OnChanged = nil
	s.SetSelectedIndex(i)
	s.OnChanged = changed
}

// showExtras makes the buttons say whether variables count and how many checksums there are.
func (c *composer) showExtras() {
	c.variables.Importance = widget.MediumImportance
	if c.vars {
		c.variables.Importance = widget.HighImportance
	}
	c.variables.Refresh()
	c.checksums.Importance, c.checksums.Text = widget.MediumImportance, "Σ"
	if len(c.sums) > 0 {
		c.checksums.Importance, c.checksums.Text = widget.HighImportance, fmt.Sprintf("Σ %d", len(c.sums))
	}
	c.checksums.Refresh()
}

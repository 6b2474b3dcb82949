package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// firstStartCard says, once, how the first minute goes. It lies in the corner of the log and hides nothing that it talks of.
func (w *Window) firstStartCard() fyne.CanvasObject {
	text := widget.NewRichTextFromMarkdown("### " + tr("See a socket work") + "\n\n" +
		"1. " + tr("Press **Start**: a server listens on this machine only.") + "\n" +
		"2. " + tr("Go to **TCP Client** (Ctrl+2) and press **Connect**.") + "\n" +
		"3. " + tr("Type **hello** and press **Ctrl+Enter**.") + "\n\n" +
		tr("Both ends stand in the log above."))
	text.Wrapping = fyne.TextWrapWord
	ok := newButton(tr("Got it"), func() {
		w.dismissCard()
		w.win.Canvas().Focus(w.firstField())
	})
	panel := newFrame(container.NewBorder(nil, container.NewHBox(layout.NewSpacer(), ok), nil, nil, text))
	box := container.New(cardLayout{}, panel)
	return box
}

// dismissCard takes the card away for good: it was read, or what it hides is wanted.
func (w *Window) dismissCard() {
	if w.card == nil {
		return
	}
	w.stack.Remove(w.card)
	w.card = nil
	w.settings.CardSeen = true
	w.keep()
}

// showCard brings the card back.
func (w *Window) showCard() {
	if w.card != nil {
		return
	}
	w.card = w.firstStartCard()
	w.stack.Add(w.card)
}

// A cardLayout puts its one object where the inspector is, which has nothing to show yet.
type cardLayout struct{}

const (
	cardWidth  = 400
	cardHeight = 168
	cardLift   = 44 // above the status bar
)

func (cardLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(cardWidth, cardHeight) }

func (cardLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := float32(narrowWidth)
	if size.Width >= roomyWidth {
		left = leftWidth
	}
	o[0].Resize(fyne.NewSize(cardWidth, cardHeight))
	o[0].Move(fyne.NewPos(left+(size.Width-left-cardWidth)/2, size.Height-cardHeight-cardLift))
}

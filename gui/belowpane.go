package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A belowPane is the room below the log: the inspector's, lent to views that need more of it.
type belowPane struct {
	split     *container.Split
	stack     *fyne.Container
	inspector fyne.CanvasObject
	guest     fyne.CanvasObject // in the inspector's place, or nil
	leave     func()            // told the guest
	offset    float64           // of the split before the guest came
	onBack    func()            // the inspector has its room again
}

// The part of the height that the log has above the inspector, and above a guest.
const (
	inspectorBelow = 0.64
	guestBelow     = 0.35
)

func newBelowPane(log, inspector fyne.CanvasObject, onBack func()) *belowPane {
	b := &belowPane{inspector: inspector, onBack: onBack, stack: container.NewStack(inspector)}
	b.split = container.NewVSplit(log, b.stack)
	b.split.Offset = inspectorBelow
	return b
}

// lend gives the room to a guest; leave is called once, when it has to go.
func (b *belowPane) lend(guest fyne.CanvasObject, leave func()) {
	if b.guest == nil {
		b.offset = b.split.Offset
		b.split.SetOffset(min(b.offset, guestBelow))
	} else {
		b.leave()
	}
	b.guest, b.leave = guest, leave
	b.put(guest)
}

// back gives the room to the inspector again.
func (b *belowPane) back() {
	if b.guest == nil {
		return
	}
	b.leave()
	b.guest, b.leave = nil, nil
	b.split.SetOffset(b.offset)
	b.put(b.inspector)
	b.onBack()
}

func (b *belowPane) put(o fyne.CanvasObject) {
	b.stack.Objects = []fyne.CanvasObject{o}
	b.stack.Refresh()
}

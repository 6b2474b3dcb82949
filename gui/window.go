// Package gui is the window: its tabs, panes, dialogs, menus and theme put together from the workbench, the message log
// and the widgets. It opens no app of its own, so all of it builds and is tested without a display.
//
// Everything here runs on Fyne's goroutine. No callback blocks: what may take time is the workbench's to do.
package gui

import (
	"image"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// An Interface is an address of this machine that a server can listen on, with the name of its network interface.
type Interface struct{ Address, Name string }

// Options are what the window needs besides the workbench.
type Options struct {
	App          fyne.App
	Bench        *workbench.Workbench
	Settings     workbench.Settings
	SaveSettings func(workbench.Settings) error
	History      *workbench.History            // of the messages; nil: it begins with this window
	Replies      workbench.Replies             // what the forms answered with last
	SaveReplies  func(workbench.Replies) error // nil: they are not kept
	Interfaces   []Interface
	Quit         func() // asked for by the person, who has confirmed it
	FirstFrame   func() // called once, when the window is drawn for the first time
}

// A Window is the workbench's window. It implements [workbench.Screen].
type Window struct {
	o          Options
	app        fyne.App
	win        fyne.Window
	bench      *workbench.Workbench
	settings   workbench.Settings
	history    *workbench.History
	replies    workbench.Replies
	interfaces []Interface

	tabs         []*tab
	panes        []fyne.CanvasObject
	sockets      []*socketPane // of the first three tabs
	lookups      *lookupPane
	chosen       int
	left         *fyne.Container
	log          *logPane
	opened       *openedBar // what log is shown in the place of the live one
	inspector    *inspector
	below        *belowPane // the inspector, or what stands in its place
	stream       *streamView
	http         *httpPane
	compare      *compareView
	status       *statusBar
	activities   *activityBar
	sequences    *sequenceDialog
	statistics   *statisticsPane
	logSide      *container.Split     // the log and the inspector, which the statistics take the place of
	stack        *fyne.Container      // everything, and the card above it
	card         fyne.CanvasObject    // the first-start card, or nil
	savedIn      string               // the folder of the last file
	savedAs      int                  // its format, of the log's
	programsItem *fyne.MenuItem       // the switch of replies that run programs
	repeated     workbench.RepeatForm // what was typed last
	asking       bool                 // whether to close is being asked
	saved        *savedMessages
}

var _ workbench.Screen = (*Window)(nil)

const (
	tabServer = iota
	tabClient
	tabUDP
	tabLookups
)

// leftWidth is the width of the left side in a window that has room; narrowWidth where it has not.
const (
	leftWidth   = 430
	narrowWidth = 372
	roomyWidth  = 1200
)

// New builds the window. Show it with its ShowAndRun, after the workbench was started with it as its screen.
func New(o Options) *Window {
	w := &Window{o: o, app: o.App, bench: o.Bench, settings: o.Settings, replies: o.Replies, history: o.History, interfaces: o.Interfaces}
	if w.history == nil {
		w.history, _ = workbench.LoadHistory("")
	}
	w.app.Settings().SetTheme(newLook(w.settings.Appearance))
	if w.settings.Programs {
		w.bench.AllowPrograms(true)
	}
	w.win = w.app.NewWindow("Wirevise")
	w.inspector = newInspector(w)
	w.log = newLogPane(w)
	w.applyPreview()
	w.status = newStatusBar()
	w.activities = newActivityBar(w)
	w.sequences = newSequenceDialog(w)
	w.statistics = newStatisticsPane(w)
	w.saved = newSavedMessages(w)
	w.sockets = []*socketPane{newSocketPane(w, workbench.RoleServer, &serverForm{}), newSocketPane(w, workbench.RoleClient, &clientForm{}),
		newSocketPane(w, workbench.RoleUDP, &udpForm{})}
	w.lookups = newLookupPane(w)
	w.saved.read()
	for _, p := range w.sockets {
		w.panes = append(w.panes, p.content)
	}
	w.panes = append(w.panes, w.lookups.content)
	w.win.SetMainMenu(w.menu())
	w.win.SetContent(w.content())
	w.win.SetPadded(false)
	w.win.Resize(fyne.NewSize(1280, 800))
	w.win.SetCloseIntercept(w.askToClose)
	w.win.SetOnDropped(w.dropped)
	w.win.Canvas().SetOnTypedKey(w.unfocusedKey)
	w.choose(tabServer)
	w.applyEnterSends()
	return w
}

// Fyne returns the window to show.
func (w *Window) Fyne() fyne.Window { return w.win }

func (w *Window) content() fyne.CanvasObject {
	step := func(by int) {
		w.choose((w.chosen + by + len(w.tabs)) % len(w.tabs))
		w.win.Canvas().Focus(w.tabs[w.chosen])
	}
	for i, name := range []string{tr("TCP Server"), tr("TCP Client"), tr("UDP Peer"), tr("Lookups")} {
		dot := dotOff
		if i == tabLookups {
			dot = dotNone
		}
		w.tabs = append(w.tabs, newTab(name, dot, func() { w.choose(i) }, step))
	}
	bar := container.New(layout.NewCustomPaddedHBoxLayout(2))
	for _, t := range w.tabs {
		bar.Add(t)
	}
	w.left = container.NewStack(w.panes...)
	w.opened = newOpenedBar(w)
	w.below = newBelowPane(w.opened.above(w.log.content), w.inspector.content, func() { w.win.Canvas().Focus(w.log.list) })
	w.logSide = w.below.split
	body := container.New(&bodyLayout{}, w.left, w.activities.below(container.NewStack(w.logSide, w.statistics.content)))
	w.stream, w.http, w.compare = newStreamView(w), newHTTPPane(w), newCompareView(w)
	whole := container.NewBorder(container.NewVBox(bar, widget.NewSeparator()), w.status.content, nil, nil, body)
	w.stack = container.NewStack(w.firstFrame(), whole)
	if !w.settings.CardSeen {
		w.showCard()
	}
	return w.stack
}

// firstFrame is a pixel behind everything that tells when it is drawn.
func (w *Window) firstFrame() fyne.CanvasObject {
	var once sync.Once
	return canvas.NewRaster(func(int, int) image.Image {
		if w.o.FirstFrame != nil {
			once.Do(w.o.FirstFrame)
		}
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	})
}

// ChooseRole shows the tab of a role.
func (w *Window) ChooseRole(role string) {
	for i, p := range w.sockets {
		if p.role == role {
			w.choose(i)
		}
	}
}

// choose shows the left side of a tab.
func (w *Window) choose(i int) {
	w.chosen = i
	for j, p := range w.panes {
		if j == i {
			p.Show()
		} else {
			p.Hide()
		}
	}
	w.showTabs()
	w.focusIn(w.panes[i], w.firstField())
}

// focusIn gives the focus to something in a pane that was hidden until now. Fyne 2.8.1 forgets what it drew of an object that
// was hidden for longer than FYNE_CACHE, finds nothing in it then, and leaves the focus where it was: what is typed would go
// to a pane that nobody sees. Asking for sizes makes it draw anew.
func (w *Window) focusIn(pane fyne.CanvasObject, o fyne.Focusable) {
	remember(pane)
	c := w.win.Canvas()
	c.Focus(o)
	if c.Focused() != o {
		c.Unfocus()
	}
}

// remember makes Fyne know all that is in o again.
func remember(o fyne.CanvasObject) {
	o.MinSize()
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			remember(child)
		}
	case *container.Scroll:
		remember(x.Content)
	case *container.Split:
		remember(x.Leading)
		remember(x.Trailing)
	}
}

// firstField is what has the focus when a tab is chosen: what one Enter should set off.
func (w *Window) firstField() fyne.Focusable {
	if w.chosen == tabLookups {
		return w.lookups.query
	}
	p := w.sockets[w.chosen]
	if len(p.sessions.open) > 0 {
		return p.messageField()
	}
	return p.start
}

func (w *Window) showTabs() {
	for i, t := range w.tabs {
		dot := dotNone
		if i < len(w.sockets) {
			dot = dotOff
			for _, e := range w.bench.Endpoints() {
				switch {
				case e.Role != w.sockets[i].role || e.State == netcore.EndpointClosed:
				case e.State == netcore.EndpointOpen:
					dot = dotOpen
				case dot == dotOff:
					dot = dotBusy
				}
			}
		}
		t.set(i == w.chosen, dot)
	}
}

// ShowLog implements [workbench.Screen].
func (w *Window) ShowLog(st workbench.LogState) {
	if w.opened.show(st) {
		w.inspector.clear()
		w.below.back()
		w.log.turn(st)
	}
	w.log.show(st)
	w.stream.update()
	w.http.update()
}

// ShowEndpoints implements [workbench.Screen].
func (w *Window) ShowEndpoints(infos []netcore.EndpointInfo) {
	for _, p := range w.sockets {
		p.show(infos)
	}
	w.showTabs()
	w.status.endpoints(infos)
	w.log.endpoints(infos)
	w.sequences.endpoints(infos)
	w.http.update()
}

// ShowStatus implements [workbench.Screen].
func (w *Window) ShowStatus(st workbench.Status) { w.status.show(st) }

// Revive implements [workbench.Screen]. Fyne 2.8.1 forgets, after a pause that is longer than FYNE_CACHE, which canvas its
// objects belong to, and draws none of them again; setting the content makes them known.
func (w *Window) Revive() {
	focused := w.win.Canvas().Focused()
	w.win.SetContent(w.stack)
	w.stack.Refresh()
	if focused != nil && w.win.Canvas().Focused() != focused {
		w.win.Canvas().Focus(focused)
	}
}

// A bodyLayout puts the left side, of fixed width, beside the rest.
type bodyLayout struct{}

const bodyGap = 6

func (bodyLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	left, right := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(narrowWidth+right.Width+3*bodyGap, max(left.Height, right.Height)+2*bodyGap)
}

func (bodyLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := float32(narrowWidth)
	if size.Width >= roomyWidth {
		left = leftWidth
	}
	o[0].Move(fyne.NewPos(bodyGap, bodyGap))
	o[0].Resize(fyne.NewSize(left, size.Height-2*bodyGap))
	o[1].Move(fyne.NewPos(left+2*bodyGap, 0))
	o[1].Resize(fyne.NewSize(size.Width-left-3*bodyGap, size.Height))
}

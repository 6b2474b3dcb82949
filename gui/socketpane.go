package gui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// A socketForm is what the tabs differ in: the fields, and the words.
type socketForm interface {
	build(p *socketPane) *form
	spec() (netcore.Spec, error)
	values() any                             // of the form, comparable: the same again would be the same endpoint
	matches(e *netcore.EndpointInfo) bool    // e is what the form describes, though it was opened otherwise
	open(e *netcore.EndpointInfo) string     // the line that says how it stands
	words() (start, busy, stop, more string) // more is "" where the same can't be opened twice
}

// A socketPane is the left side of a tab of sockets: the form, the sessions, the composer.
type socketPane struct {
	w        *Window
	role     string
	kind     socketForm
	form     *form
	start    *button
	more     *button
	dot      *widgets.StateDot
	state    *widget.Label
	sessions *sessionList
	composer *composer
	opened   map[any]netcore.EndpointID // what the form's values opened last
	cancel   context.CancelFunc         // of the attempt under way, or nil
	content  fyne.CanvasObject
}

func newSocketPane(w *Window, role string, kind socketForm) *socketPane {
	p := &socketPane{w: w, role: role, kind: kind, opened: make(map[any]netcore.EndpointID)}
	start, _, _, more := kind.words()
	p.start = newButton(start, p.press)
	p.start.Importance = widget.HighImportance
	p.more = newButton(more, p.openNew)
	p.more.Hide()
	p.dot = widgets.NewStateDot(widgets.DotOff)
	p.state = widget.NewLabel("")
	p.state.Truncation = fyne.TextTruncateEllipsis
	p.form = kind.build(p)
	p.form.box.Add(p.form.general)
	p.form.box.Add(container.NewBorder(nil, nil, container.NewHBox(p.start, p.more, container.NewCenter(p.dot)), nil, p.state))

	p.composer = newComposer(w, role == workbench.RoleUDP)
	p.sessions = newSessionList(w, role, func() {
		if p.sessions != nil {
			p.composer.targets()
		}
	})
	p.composer.attach(p.sessions)
	p.content = container.New(&columnLayout{}, newFrame(container.NewVScroll(p.form.box)), p.sessions.content, p.composer.content)
	p.refresh()
	return p
}

// current returns the endpoint that the form describes, open or about to be.
func (p *socketPane) current() *netcore.EndpointInfo {
	infos := p.w.bench.Endpoints()
	id := p.opened[p.kind.values()]
	for i := range infos {
		if infos[i].ID == id && id != 0 && infos[i].State != netcore.EndpointClosed {
			return &infos[i]
		}
	}
	for i := range infos {
		if e := &infos[i]; e.Role == p.role && e.State != netcore.EndpointClosed && p.kind.matches(e) {
			return e
		}
	}
	return nil
}

// refresh makes the button and the line beside it say how things stand.
func (p *socketPane) refresh() {
	start, busy, stop, more := p.kind.words()
	e := p.current()
	p.more.Hide()
	p.start.SetIcon(nil)
	switch {
	case p.cancel != nil:
		p.start.SetText(tr("Cancel"))
		p.start.Importance = widget.MediumImportance
		p.dot.SetState(widgets.DotBusy)
		p.state.SetText(busy)
	case e != nil:
		p.start.SetText(stop)
		p.start.Importance = widget.MediumImportance
		p.start.SetIcon(theme.MediaStopIcon())
		p.more.Hidden = more == ""
		p.dot.SetState(widgets.DotOpen)
		if e.State != netcore.EndpointOpen {
			p.dot.SetState(widgets.DotBusy)
		}
		p.state.SetText(p.kind.open(e))
	default:
		p.start.SetText(start)
		p.start.Importance = widget.HighImportance
		p.dot.SetState(widgets.DotOff)
		p.state.SetText("")
	}
	p.start.Refresh()
}

func (p *socketPane) show(infos []netcore.EndpointInfo) {
	p.sessions.show(infos)
	p.refresh()
}

// press does what the primary button says.
func (p *socketPane) press() {
	if p.cancel != nil {
		p.cancel()
		return
	}
	if e := p.current(); e != nil {
		p.w.bench.Stop(e.ID)
		return
	}
	p.openNew()
}

// begin opens what the form describes, unless that is open; it is the menu's Start.
func (p *socketPane) begin() {
	if p.cancel == nil && (p.current() == nil || !p.more.Hidden) {
		p.openNew()
	}
}

// end stops what the form describes, or calls off the attempt; it is the menu's Stop.
func (p *socketPane) end() {
	if p.cancel != nil || p.current() != nil {
		p.press()
	}
}

func (p *socketPane) openNew() {
	p.form.show("", "")
	spec, err := p.kind.spec()
	if err != nil {
		p.form.show(workbench.FieldOf(err))
		return
	}
	values := p.kind.values()
	p.cancel = p.w.bench.Open(spec, func(id netcore.EndpointID, err error) {
		p.cancel = nil
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			p.form.show(workbench.FieldOf(err))
		default:
			p.opened[values] = id
		}
		p.refresh()
	})
	p.refresh()
}

// changed is called when a field changes: what was wrong may be right now.
func (p *socketPane) changed() {
	if p.state == nil {
		return
	}
	p.form.show("", "")
	p.refresh()
}

// entry makes an entry of this form that starts on Enter.
func (p *socketPane) entry(text, hint string) *widget.Entry {
	e := placeholder(widget.NewEntry(), hint)
	e.SetText(text)
	e.OnChanged = func(string) { p.changed() }
	e.OnSubmitted = func(string) { p.begin() }
	return e
}

// A columnLayout gives the form what it wants, as far as there is room, the composer its part at the bottom, and the
// list what is left between.
type columnLayout struct{}

const (
	columnGap  = 6
	leastList  = 96
	leastFrame = 60
)

func (columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, x := range o {
		w = max(w, x.MinSize().Width)
	}
	return fyne.NewSize(w, leastFrame+leastList+o[2].MinSize().Height+2*columnGap)
}

func (columnLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	foot := o[2].MinSize().Height
	wanted := formHeight(o[0])
	head := min(wanted, size.Height-foot-leastList-2*columnGap)
	list := size.Height - head - foot - 2*columnGap
	if list > 3*leastList { // the composer may have some of it
		foot += (list - 3*leastList) / 4
		list = size.Height - head - foot - 2*columnGap
	}
	y := float32(0)
	for i, h := range []float32{head, list, foot} {
		o[i].Move(fyne.NewPos(0, y))
		o[i].Resize(fyne.NewSize(size.Width, h))
		y += h + columnGap
	}
}

// formHeight is the height of a framed form that need not scroll.
func formHeight(o fyne.CanvasObject) float32 {
	return o.(*frame).content.(*container.Scroll).Content.MinSize().Height + 2*frameInset
}

// hostOf takes the address out of a choice such as "127.0.0.1 — this machine only".
func hostOf(choice string) string {
	host, _, _ := strings.Cut(choice, " — ")
	return strings.TrimSpace(host)
}

func hostPort(host, port string) string {
	host, port = strings.TrimSpace(host), strings.TrimSpace(port)
	if strings.Contains(host, ":") && !strings.HasPrefix(host, "[") {
		host = "[" + host + "]"
	}
	return fmt.Sprintf("%s:%s", host, port)
}

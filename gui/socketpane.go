package gui

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	typed() workbench.Form
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
	reply    *replyForm
	scroll   *container.Scroll // around the form's fields
	start    *button
	more     *button
	apply    *button // gives what is open what was changed since
	dot      *widgets.StateDot
	state    *widget.Label
	sessions *sessionList
	composer *composer
	framed   string // what framed its message last, as framing.Text has it
	saved    *savedPane
	opened   map[any]netcore.EndpointID            // what the form's values opened last
	as       map[netcore.EndpointID]workbench.Form // what it was opened as, all of it
	fields   []fyne.Focusable
	cancel   context.CancelFunc // of the attempt under way, or nil
	content  fyne.CanvasObject
}

func newSocketPane(w *Window, role string, kind socketForm) *socketPane {
	p := &socketPane{w: w, role: role, kind: kind, opened: make(map[any]netcore.EndpointID), as: make(map[netcore.EndpointID]workbench.Form)}
	start, _, _, more := kind.words()
	p.start = newButton(start, p.press)
	p.start.Importance = widget.HighImportance
	p.more = newButton(more, p.openNew)
	p.more.Hide()
	p.apply = newButton(tr("Apply"), p.applyNow)
	p.apply.Importance = widget.HighImportance
	p.apply.Hide()
	p.dot = widgets.NewStateDot(widgets.DotOff)
	p.state = widget.NewLabel("")
	p.state.Truncation = fyne.TextTruncateEllipsis
	p.form = kind.build(p)
	p.scroll = container.NewVScroll(p.form.box)
	foot := container.NewVBox(p.form.general,
		container.NewBorder(nil, nil, container.NewHBox(p.start, p.apply, p.more, container.NewCenter(p.dot)), nil, p.state))
	head := newFrame(container.NewBorder(nil, foot, nil, nil, p.scroll))

	p.composer = newComposer(w, role)
	p.composer.framer = p.framer
	p.sessions = newSessionList(w, role, func(checked bool) {
		if p.sessions != nil {
			p.composer.targets(checked)
		}
	})
	p.composer.attach(p.sessions, p.formSessions)
	p.saved = newSavedPane(p)
	p.content = container.New(&columnLayout{fields: p.form.box, foot: foot, tall: p.saved.showing}, head, p.sessions.content, p.saved.content)
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
	p.more.SetText(more)
	p.more.Hide()
	p.apply.Hide()
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
		p.apply.Hidden = !p.changedSince(e)
		p.dot.SetState(widgets.DotOpen)
		if e.State != netcore.EndpointOpen {
			p.dot.SetState(widgets.DotBusy)
		}
		if e.State == netcore.EndpointOpening { // or the list has not come yet that says where it is
			p.state.SetText(busy)
		} else {
			p.state.SetText(p.kind.open(e) + p.differs(e))
		}
	default:
		p.start.SetText(start)
		p.start.Importance = widget.HighImportance
		p.dot.SetState(widgets.DotOff)
		p.state.SetText("")
	}
	p.start.Refresh()
}

// formSessions returns the sessions of the client or socket that the form describes; a server's are chosen in the list.
func (p *socketPane) formSessions() []netcore.SessionInfo {
	if e := p.current(); e != nil && p.role != workbench.RoleServer {
		return e.Sessions
	}
	return nil
}

// goToMessage puts the cursor into the message when what was pressed is done: unless the person has gone elsewhere.
func (p *socketPane) goToMessage() {
	c := p.w.win.Canvas()
	at := c.Focused()
	here := at == nil || at == p.start || at == p.more || slices.Contains(p.fields, at)
	if here && p.content.Visible() && c.Overlays().Top() == nil {
		c.Focus(p.messageField())
	}
}

func (p *socketPane) show(infos []netcore.EndpointInfo) {
	p.sessions.show(infos)
	p.refresh()
	p.reframe()
	p.saved.targets()
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
	p.tell("", "")
	form := p.kind.typed()
	spec, err := form.Spec()
	if err != nil {
		p.tell(workbench.FieldOf(err))
		return
	}
	values := p.kind.values()
	p.cancel = p.open(spec, func(id netcore.EndpointID, err error) {
		p.cancel = nil
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			p.tell(workbench.FieldOf(err))
		default:
			p.opened[values], p.as[id] = id, form
			p.composer.targets(false)
			p.goToMessage()
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
	p.tell("", "")
	p.composer.targets(false)
	p.refresh()
}

// tell shows a problem at its field and brings it in sight; an empty text clears all.
func (p *socketPane) tell(field, text string) {
	if text == "" && !p.form.telling() {
		return
	}
	y, ok := p.form.show(field, text)
	p.relayout()
	if ok {
		line := p.form.general.MinSize().Height
		top, height := p.scroll.Offset.Y, p.scroll.Size().Height
		if y < top || y+2*line > top+height { // with the field above it, and room for two lines
			p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y+3*line-height)))
		}
	}
}

// tooLong says that what was pasted does not fit into a field.
func (p *socketPane) tooLong() {
	p.tell("", trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
}

// entry makes an entry of this form that starts on Enter.
func (p *socketPane) entry(text, hint string) *entry {
	e := newEntry(hint, nil)
	e.full = p.tooLong
	e.SetText(text)
	p.fields = append(p.fields, e)
	e.OnChanged = func(string) { p.changed() }
	e.OnSubmitted = func(string) { p.begin() }
	return e
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

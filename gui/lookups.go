package gui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/netcore"
	"wirevise/netcore/resolve"
)

// historyKept is how many lookups can be asked again by a click.
const historyKept = 12

// answerWidth is the width of the names left of the answers.
const answerWidth = 110

// A lookupPane is the left side of the Lookups tab: one box for whatever people have, and what is known of it.
type lookupPane struct {
	w       *Window
	query   *entry
	look    *button
	machine *button
	problem *widgets.ProblemLabel
	heading *widget.Label
	rows    *fyne.Container
	earlier *fyne.Container
	history []string
	cancel  context.CancelFunc // of the lookup under way, or nil
	round   int                // counts lookups, so that an answer that was called off is not shown
	content fyne.CanvasObject
}

func newLookupPane(w *Window) *lookupPane {
	p := &lookupPane{w: w, problem: widgets.NewProblemLabel(), rows: container.NewVBox(), earlier: container.NewVBox()}
	p.query = newEntry(tr("host, address, URL, host:port, service, port, protocol"), nil)
	p.query.full = func() {
		p.problem.SetText(trf("A field takes %s characters; nothing was inserted", countText(maxEntry)))
	}
	p.query.OnSubmitted = func(string) { p.begin() }
	p.query.OnChanged = func(string) { p.problem.SetText("") }
	p.look = newButton(tr("Look up"), p.press)
	p.look.Importance = widget.HighImportance
	p.machine = newButton(tr("This machine"), p.thisMachine)
	hint := widget.NewLabel(tr("For example: localhost, 127.0.0.1, https://localhost/, smtp, 443, udp"))
	hint.Importance = widget.LowImportance
	hint.Wrapping = fyne.TextWrapWord
	hint.SizeName = theme.SizeNameCaptionText
	box := container.NewVBox(container.NewBorder(nil, nil, nil, p.look, p.query), p.problem,
		container.NewBorder(nil, nil, nil, p.machine, hint))
	p.heading = widget.NewLabel("")
	p.heading.TextStyle.Bold = true
	p.heading.Wrapping = fyne.TextWrapWord
	answers := newFrame(container.NewBorder(p.heading, nil, nil, nil, container.NewVScroll(p.rows)))
	earlier := newFrame(container.NewVBox(title(tr("Earlier")), p.earlier))
	p.content = container.NewBorder(newFrame(box), earlier, nil, nil, container.New(layout.NewCustomPaddedLayout(columnGap, columnGap, 0, 0), answers))
	return p
}

func (p *lookupPane) press() {
	if p.cancel != nil {
		p.stop()
		return
	}
	p.begin()
}

// stop calls the lookup under way off.
func (p *lookupPane) stop() {
	if p.cancel != nil {
		p.cancel()
		p.done()
		p.heading.SetText(tr("Called off"))
	}
}

func (p *lookupPane) done() {
	p.cancel = nil
	p.round++
	p.look.SetText(tr("Look up"))
}

// begin looks up what stands in the box.
func (p *lookupPane) begin() {
	p.stop()
	input := strings.TrimSpace(p.query.Text)
	if input == "" {
		p.problem.SetText(tr("What shall be looked up? A name, an address, a URL, a service, a port or a protocol."))
		p.w.win.Canvas().Focus(p.query)
		return
	}
	p.problem.SetText("")
	p.heading.SetText(trf("Looking up %s …", input))
	p.look.SetText(tr("Cancel"))
	round := p.round
	p.cancel = p.w.bench.Lookup(input, func(a resolve.Answer, err error) {
		if round != p.round {
			return
		}
		p.done()
		p.show(a, err)
		if a.Query.Kind != resolve.NoQuery {
			p.remember(input)
		}
	})
}

func (p *lookupPane) thisMachine() {
	p.stop()
	p.problem.SetText("")
	p.heading.SetText(tr("Looking up this machine …"))
	p.look.SetText(tr("Cancel"))
	round := p.round
	p.cancel = p.w.bench.Machine(func(a resolve.Answer, err error) {
		if round != p.round {
			return
		}
		p.done()
		p.show(a, err)
	})
}

// show lists an answer, and what is wrong where there is none.
func (p *lookupPane) show(a resolve.Answer, err error) {
	p.rows.RemoveAll()
	head := a.Title
	if a.Query.Kind != 0 && a.Query.Kind != resolve.NoQuery {
		head += " — " + tr(a.Query.Kind.String())
	}
	if a.Took > 0 {
		head += " · " + a.Took.Round(10*time.Microsecond).String()
	}
	p.heading.SetText(head)
	var input *resolve.InputError
	switch {
	case errors.As(err, &input):
		p.heading.SetText("")
		p.problem.SetText(input.Error())
	case err != nil:
		p.rows.Add(p.row(tr("error"), netcore.Explain(err).String(), resolve.Row{Err: err}))
	}
	for _, r := range a.Rows {
		value := r.Value
		if s := r.Source.String(); s != "" {
			value += "\n" + s
		}
		p.rows.Add(p.row(tr(r.Label), value, r))
	}
}

// row makes one line of an answer, with what a click can do with it.
func (p *lookupPane) row(label, value string, r resolve.Row) fyne.CanvasObject {
	text := widget.NewLabel(value)
	text.TextStyle.Monospace = true
	text.SizeName = theme.SizeNameCaptionText
	text.Wrapping = fyne.TextWrapBreak
	text.Selectable = true
	if r.Err != nil {
		text.Importance = widget.DangerImportance
	}
	do := newIconButton("", theme.ContentCopyIcon(), func() { p.w.copy(r.Value) })
	if r.Err != nil {
		do.OnTapped = func() { p.w.copy(value) }
	}
	if r.Address.IsValid() || (r.Kind == resolve.HostRow && r.Host != "") {
		do = newButton(tr("Connect"), nil)
		do.OnTapped = func() { p.useMenu(r, do) }
	}
	do.Importance = widget.LowImportance
	return labelledWide(answerWidth, label, container.NewBorder(nil, nil, nil, container.NewVBox(do), text))
}

// useMenu offers the forms that an answer can fill.
func (p *lookupPane) useMenu(r resolve.Row, at fyne.CanvasObject) {
	host := r.Host
	if r.Address.IsValid() {
		host = r.Address.String()
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(tr("Fill the TCP client"), func() { p.w.fillClient(host, r.Port) }),
		fyne.NewMenuItem(tr("Fill the UDP peer's receiver"), func() { p.w.fillUDP(host, r.Port) }),
		fyne.NewMenuItem(tr("Copy"), func() { p.w.copy(host) }),
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.w.win.Canvas(), pos.AddXY(0, at.Size().Height))
}

// remember keeps what was asked, newest first.
func (p *lookupPane) remember(input string) {
	kept := []string{input}
	for _, h := range p.history {
		if h != input && len(kept) < historyKept {
			kept = append(kept, h)
		}
	}
	p.history = kept
	p.earlier.RemoveAll()
	line := container.NewHBox()
	for i, h := range p.history {
		short := h
		if len([]rune(short)) > 18 {
			short = string([]rune(short)[:17]) + "…"
		}
		b := newButton(short, func() {
			p.query.SetText(h)
			p.begin()
		})
		b.Importance = widget.LowImportance
		line.Add(b)
		if i%3 == 2 {
			p.earlier.Add(line)
			line = container.NewHBox()
		}
	}
	if len(line.Objects) > 0 {
		p.earlier.Add(line)
	}
}

// fillClient puts an answer into the client's form and goes there.
func (w *Window) fillClient(host string, port uint16) {
	form := w.sockets[tabClient].kind.(*clientForm)
	form.host.SetText(host)
	if port != 0 {
		form.port.SetText(strconv.Itoa(int(port)))
	}
	w.choose(tabClient)
}

// fillUDP puts an answer into the receiver of the UDP composer and goes there.
func (w *Window) fillUDP(host string, port uint16) {
	p := w.sockets[tabUDP]
	text := ""
	if port != 0 {
		text = strconv.Itoa(int(port))
	}
	p.saved.show(sideMessage)
	p.composer.to.SetText(hostPort(host, text))
	w.choose(tabUDP)
	w.win.Canvas().Focus(p.composer.to)
}

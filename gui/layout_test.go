package gui

import (
	"fmt"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// The smallest window that has to hold everything, less what the menu takes of it, and a usual one.
var (
	smallWindow = fyne.NewSize(1024, 700)
	usualWindow = fyne.NewSize(1440, 900)
)

const menuHeight = 32

var tabNames = []string{"server", "client", "udp", "lookups"}

// capturesDir, when it is set, is where the pictures of the window go.
const capturesDir = "WIREVISE_CAPTURES"

// capture draws the window as it stands.
func (p *person) capture(name string) {
	p.t.Helper()
	dir := os.Getenv(capturesDir)
	if dir == "" {
		return
	}
	p.lay()
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, p.win.Canvas().Capture()); err != nil {
		p.t.Fatal(err)
	}
}

// The window full of things to show, in both appearances and sizes.
func TestCaptures(t *testing.T) {
	if os.Getenv(capturesDir) == "" {
		t.Skip(capturesDir + " says where to put them")
	}
	for _, look := range []string{AppearanceDark, AppearanceLight} {
		t.Run(look, func(t *testing.T) {
			p := sitDownWith(t, workbench.Settings{Appearance: look}, nil)
			p.win.Resize(usualWindow)
			p.capture(look + "-first-start")
			p.dismissCard()
			p.busy()
			for size, at := range map[string]fyne.Size{"1440": usualWindow, "1024": smallWindow.SubtractWidthHeight(0, menuHeight)} {
				p.win.Resize(at)
				for i, name := range tabNames {
					p.Window.choose(i)
					if p.lookups.history == nil && i == tabLookups {
						p.ask("https://localhost/")
					}
					p.capture(fmt.Sprintf("%s-%s-%s", look, size, name))
				}
				for i := range p.sockets {
					p.Window.choose(i)
					p.click(buttonIn(p.sockets[i].content, "Options").(fyne.CanvasObject))
					p.capture(fmt.Sprintf("%s-%s-%s-options", look, size, tabNames[i]))
					p.click(buttonIn(p.sockets[i].content, "Options").(fyne.CanvasObject))
				}
				p.key(fyne.KeyQ, ctrl)
				p.capture(fmt.Sprintf("%s-%s-closing", look, size))
				p.answer("Stay")
				p.showKeys()
				p.capture(fmt.Sprintf("%s-%s-keys", look, size))
				p.answer("Close")
			}
		})
	}
}

// busy fills the window: servers, a client, a UDP peer, messages both ways, an error, a selected row.
func (p *person) busy() {
	p.t.Helper()
	p.serve()
	at := p.serve()
	for _, m := range []string{"GET /status\r\n", "{\"t\":21.5,\"unit\":\"°C\",\"站\":\"北\"}\n", "\x00\x01\xffA\n"} {
		c := p.dial(at)
		c.Write([]byte(m))
	}
	p.logged("北")
	p.logged("GET")
	client := p.sockets[tabClient].kind.(*clientForm)
	p.Window.choose(tabClient)
	for _, port := range []string{portOf(at), freePort(p.t)} {
		p.fill(client.port, port)
		p.press(fyne.KeyReturn)
		p.until("the attempt", func() bool { return p.sockets[tabClient].cancel == nil })
	}
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	p.fill(p.sockets[tabClient].composer.entry, "hello 世界 from the client")
	p.key(fyne.KeyReturn, ctrl)
	p.write("another message\nof two lines")
	p.Window.choose(tabUDP)
	p.fill(listenOnOf(p.sockets[tabUDP]).port, "0")
	p.press(fyne.KeyReturn)
	p.until("the socket", func() bool { return len(p.openSessions(tabUDP)) == 1 })
	p.logged("世界")
	for i := range p.bench.Rows() {
		if e, _ := p.bench.Entry(i, 100); len(e.Payload) > 30 {
			p.log.selectRow(i, widgets.Only)
			break
		}
	}
	first := p.openSessions(tabServer)[0]
	p.sockets[tabServer].sessions.check(first, true)
}

// ask looks something up and waits for the answer.
func (p *person) ask(what string) {
	p.t.Helper()
	p.fill(p.lookups.query, what)
	p.press(fyne.KeyReturn)
	p.until("the answer", func() bool { return p.lookups.cancel == nil })
}

// fits reports what of the window can't be seen whole at a size: objects that leave their parent, text that is cut, and
// neighbours that overlap.
func (p *person) fits(root fyne.CanvasObject, at fyne.Size) {
	p.t.Helper()
	p.win.Resize(at)
	p.lay()
	p.fit(root, nil, func(format string, args ...any) {
		p.t.Helper()
		if text := fmt.Sprintf(format, args...); !p.told[text] {
			p.told[text] = true
			p.t.Errorf("at %v: %s", at, text)
		}
	})
}

func (p *person) fit(o fyne.CanvasObject, path []string, complain func(string, ...any)) {
	if !o.Visible() {
		return
	}
	path = append(path, strings.TrimPrefix(fmt.Sprintf("%T", o), "*"))
	where := strings.Join(path[max(0, len(path)-4):], " > ")
	if s, ok := o.(*container.Scroll); ok && s.Content.MinSize().Width > s.Size().Width+1 && s.Direction == container.ScrollVerticalOnly {
		complain("%s: the content is %v wide in %v", where, s.Content.MinSize().Width, s.Size().Width)
	}
	if min, size := o.MinSize(), o.Size(); (size.Width < min.Width-1 || size.Height < min.Height-1) && size.Width > 0 {
		complain("%s %q has %v and needs %v", where, spoken(o), size, min)
	}
	if e := entryOf(o); e != nil && !e.MultiLine {
		text := e.Text
		if text == "" {
			text = e.PlaceHolder
		}
		needs := fyne.MeasureText(text, theme.TextSize(), e.TextStyle).Width + 2*theme.InnerPadding()
		if e.ActionItem != nil {
			needs += e.ActionItem.MinSize().Width
		}
		if needs > e.Size().Width {
			complain("%s: %q needs %v and has %v", where, text, needs, e.Size().Width)
		}
	}
	if s, ok := o.(*container.Scroll); ok {
		p.fit(s.Content, path, complain)
		return
	}
	switch o.(type) {
	case *widget.Entry, *entry, *queryEntry, *choiceEntry, *widgets.SendEntry, *widget.SelectEntry, *widget.List, *widget.Select, *widget.Check, *widget.Button, *widget.Label, *button:
		return // Fyne's own affair
	}
	for _, c := range children(o) {
		if !c.Visible() {
			continue
		}
		at, size := c.Position(), c.Size()
		if _, text := c.(*canvas.Text); !text && (at.X < -1 || at.Y < -1 || at.X+size.Width > o.Size().Width+1 || at.Y+size.Height > o.Size().Height+1) {
			complain("%s: %T %q at %v, %v leaves its %v", where, c, spoken(c), at, size, o.Size())
		}
		p.fit(c, path, complain)
	}
}

func entryOf(o fyne.CanvasObject) *widget.Entry {
	switch e := o.(type) {
	case *widget.Entry:
		return e
	case *widget.SelectEntry:
		return &e.Entry
	case *entry:
		return &e.Entry
	case *queryEntry:
		return &e.Entry
	case *choiceEntry:
		return &e.Entry
	}
	return nil
}

func TestLayout(t *testing.T) {
	for _, look := range []string{AppearanceDark, AppearanceLight} {
		t.Run(look, func(t *testing.T) {
			p := sitDownWith(t, workbench.Settings{CardSeen: true, Appearance: look}, nil)
			p.busy()
			p.Window.choose(tabLookups)
			p.ask("https://localhost/")
			p.lookups.problem.SetText("a sentence that is long enough to need a second line in the narrow window")
			small := smallWindow.SubtractWidthHeight(0, menuHeight)
			for _, options := range []bool{false, true} {
				for i := range p.panes {
					p.Window.choose(i)
					if options && i < len(p.sockets) {
						p.sockets[i].form.options.Show()
						p.sockets[i].relayout()
					}
					p.lay()
					if min := p.win.Content().MinSize(); min.Width > small.Width || min.Height > small.Height {
						t.Errorf("tab %d, options %v: the window needs %v and has %v", i, options, min, small)
					}
					for _, size := range []fyne.Size{small, usualWindow, fyne.NewSize(2560, 1400)} {
						p.fits(p.win.Content(), size)
					}
					if i < len(p.sockets) {
						p.win.Resize(small)
						p.lay()
						p.inSight(p.sockets[i], p.sockets[i].start)
					}
				}
			}
		})
	}
}

// A problem behind the options shows in the smallest window too, and the button stays where it is.
func TestProblemsInTheSmallWindow(t *testing.T) {
	p := sitDown(t)
	p.win.Resize(smallWindow.SubtractWidthHeight(0, menuHeight))
	for i, pane := range p.sockets {
		p.Window.choose(i)
		for field, label := range pane.form.more.problems {
			pane.form.options.Hide()
			pane.relayout()
			p.lay()
			pane.tell(field, "something is wrong with this, and to say it takes a sentence of two lines")
			p.lay()
			p.inSight(pane, label)
			p.inSight(pane, pane.start)
			pane.tell("", "")
		}
	}
}

// contrast is what WCAG calls so.
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		part := func(v uint32) float64 {
			s := float64(v) / 0xffff
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

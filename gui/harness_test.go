package gui

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/sirupsen/logrus"

	"wirevise/assets"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/resolve"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// A person sits before a window without a display, with a real workbench behind it. The window's goroutine is the test's:
// what is dispatched runs while the test waits.
type person struct {
	*Window
	t      *testing.T
	queue  chan func()
	quits  int
	kept   []workbench.Settings
	keepIt func(workbench.Settings) error // nil: it works
	mins   map[fyne.CanvasObject]fyne.Size
	told   map[string]bool // what fits has complained of

	messages string // the file of the saved ones
}

// sitDown opens the window of a person who has seen the first-start card.
func sitDown(t *testing.T) *person { return sitDownWith(t, workbench.Settings{CardSeen: true}, nil) }

func sitDownWith(t *testing.T, settings workbench.Settings, system resolve.System) *person {
	t.Helper()
	return sitDownAt(t, settings, system, "")
}

// sitDownAt keeps the log on disk, in dir.
func sitDownAt(t *testing.T, settings workbench.Settings, system resolve.System, dir string) *person {
	t.Helper()
	p := &person{t: t, queue: make(chan func(), 10_000), mins: make(map[fyne.CanvasObject]fyne.Size),
		told: make(map[string]bool), messages: filepath.Join(t.TempDir(), "messages.json")}
	left := make(chan struct{})
	log := logrus.New()
	log.SetOutput(io.Discard)
	bench := workbench.New(workbench.Options{
		Dispatch: func(f func()) {
			select {
			case p.queue <- f:
			case <-left:
			}
		},
		Log:      logrus.NewEntry(log),
		LogDir:   dir,
		Messages: p.messages,
		Resolver: &resolve.Resolver{System: system, Services: assets.Services, Protocols: assets.Protocols},
	})
	p.Window = New(Options{
		App: test.NewTempApp(t), Bench: bench, Settings: settings,
		SaveSettings: func(s workbench.Settings) error {
			p.kept = append(p.kept, s)
			if p.keepIt != nil {
				return p.keepIt(s)
			}
			return nil
		},
		Interfaces: []Interface{{"192.0.2.7", "eth0"}},
		Quit:       func() { p.quits++ },
	})
	bench.Start(p.Window)
	t.Cleanup(func() {
		close(left)
		bench.Close()
		p.win.Close()
	})
	p.win.Show()
	p.win.Resize(fyne.NewSize(1280, 800))
	p.lay()
	return p
}

// until runs what is dispatched until cond holds.
func (p *person) until(what string, cond func() bool) {
	p.t.Helper()
	limit := time.After(patience)
	look := time.NewTicker(5 * time.Millisecond) // what a peer of the test's own sees is dispatched by nobody
	defer look.Stop()
	for !cond() {
		select {
		case f := <-p.queue:
			f()
		case <-look.C:
		case <-limit:
			p.t.Fatalf("waited %v for %s; the window:\n%s\nthe log:\n%s", patience, what, texts(p.win.Content()), p.logText())
		}
	}
	p.lay()
}

// lay does for the layout what Fyne's real driver does before each frame: a parent whose child wants another size lays out
// its children again.
func (p *person) lay() {
	for _, root := range append([]fyne.CanvasObject{p.win.Content()}, p.win.Canvas().Overlays().List()...) {
		p.layOut(root, nil)
	}
}

func (p *person) layOut(o, parent fyne.CanvasObject) (changed bool) {
	if !o.Visible() {
		return false
	}
	again := false
	for _, c := range children(o) {
		again = p.layOut(c, o) || again
	}
	if again {
		relay(o)
	}
	if min := o.MinSize(); p.mins[o] != min {
		p.mins[o] = min
		return true
	}
	return false
}

func relay(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		test.WidgetRenderer(o).Layout(o.Size())
	}
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// walk visits what is visible from o on.
func walk(o fyne.CanvasObject, visit func(o fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	for _, c := range children(o) {
		walk(c, visit)
	}
}

// texts is every text to be read in o, a line each.
func texts(o fyne.CanvasObject) string {
	var lines []string
	walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			lines = append(lines, t.Text)
		}
	})
	return strings.Join(lines, "\n")
}

// spoken is the same in one line, so that a wrapped sentence is one.
func spoken(o fyne.CanvasObject) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(texts(o), "\n", " ")), " ")
}

// overlay is the dialog or menu on top, or nil.
func (p *person) overlay() fyne.CanvasObject { return p.win.Canvas().Overlays().Top() }

// dialogText is what the dialog on top says.
func (p *person) dialogText() string {
	if p.overlay() == nil {
		return ""
	}
	return spoken(p.overlay())
}

// centre is the middle of o on the canvas.
func (p *person) centre(o fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return at.AddXY(o.Size().Width/2, o.Size().Height/2)
}

// click presses the mouse button in the middle of o, and hits whatever is there.
func (p *person) click(o fyne.CanvasObject) {
	p.t.Helper()
	p.lay()
	if !p.reachable(o) {
		p.t.Fatalf("%T %q can't be clicked: hidden or of no size", o, spoken(o))
	}
	test.TapCanvas(p.win.Canvas(), p.centre(o))
	p.lay()
}

// clickAt clicks a part of o's width from its left.
func (p *person) clickAt(o fyne.CanvasObject, part float32) {
	p.t.Helper()
	p.lay()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	test.TapCanvas(p.win.Canvas(), at.AddXY(o.Size().Width*part, o.Size().Height/2))
	p.lay()
}

func (p *person) reachable(o fyne.CanvasObject) bool {
	found := false
	for _, root := range append([]fyne.CanvasObject{p.win.Content()}, p.win.Canvas().Overlays().List()...) {
		walk(root, func(x fyne.CanvasObject) { found = found || x == o })
	}
	return found && o.Size().Width > 0 && o.Size().Height > 0
}

// press gives a key to what has the focus.
func (p *person) press(keys ...fyne.KeyName) {
	p.t.Helper()
	for _, k := range keys {
		f := p.win.Canvas().Focused()
		if f == nil {
			p.t.Fatalf("%s is pressed and nothing has the focus", k)
		}
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
	p.lay()
}

// withShift presses a key while Shift is held.
func (p *person) withShift(k fyne.KeyName) {
	p.t.Helper()
	f := p.win.Canvas().Focused().(desktop.Keyable)
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	f.TypedKey(&fyne.KeyEvent{Name: k})
	f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

// shortcut gives a shortcut to what has the focus.
func (p *person) shortcut(s fyne.Shortcut) {
	p.t.Helper()
	p.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(s)
	p.lay()
}

// write types into what has the focus.
func (p *person) write(text string) {
	p.t.Helper()
	f := p.win.Canvas().Focused()
	if f == nil {
		p.t.Fatalf("%q is typed and nothing has the focus", text)
	}
	for _, r := range text {
		if r == '\n' {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		} else {
			f.TypedRune(r)
		}
	}
	p.lay()
}

// fill types text in place of what stands in an entry.
func (p *person) fill(e fyne.Focusable, text string) {
	p.t.Helper()
	p.win.Canvas().Focus(e)
	if p.win.Canvas().Focused() != e {
		p.t.Fatalf("%T does not take the focus: it is hidden", e)
	}
	e.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if text == "" {
		p.press(fyne.KeyBackspace)
		return
	}
	p.write(text)
}

// key chooses the menu's command that has a shortcut, as the driver does when the keys are pressed.
func (p *person) key(name fyne.KeyName, mod fyne.KeyModifier) {
	p.t.Helper()
	for _, m := range p.win.MainMenu().Items {
		for _, item := range m.Items {
			if s, ok := item.Shortcut.(*desktop.CustomShortcut); ok && s.KeyName == name && s.Modifier == mod {
				item.Action()
				p.lay()
				return
			}
		}
	}
	p.t.Fatalf("no command has %v+%s", mod, name)
}

const (
	ctrl      = fyne.KeyModifierShortcutDefault
	ctrlShift = fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift
)

// pick takes an option of a select, from its list.
func (p *person) pick(s *widget.Select, option string) {
	p.t.Helper()
	p.click(s)
	p.pickMenu(option)
}

// menuLabels are the items of the menu on top.
func (p *person) menuLabels() (labels []string) {
	p.t.Helper()
	for _, item := range p.menuItems() {
		labels = append(labels, menuItem(item).Label)
	}
	return labels
}

func menuItem(o fyne.CanvasObject) *fyne.MenuItem {
	f := reflect.ValueOf(o).Elem().FieldByName("Item")
	if !f.IsValid() {
		return &fyne.MenuItem{} // a separator
	}
	return f.Interface().(*fyne.MenuItem)
}

func (p *person) menuItems() []fyne.CanvasObject {
	p.t.Helper()
	var m *widget.PopUpMenu
	walk(p.overlay(), func(o fyne.CanvasObject) {
		if found, ok := o.(*widget.PopUpMenu); ok {
			m = found
		}
	})
	if m == nil {
		p.t.Fatalf("no menu is open but %T %q", p.overlay(), p.dialogText())
	}
	return m.Items
}

// pickMenu takes an item of the menu on top.
func (p *person) pickMenu(label string) {
	p.t.Helper()
	for _, item := range p.menuItems() {
		if menuItem(item).Label == label {
			item.(fyne.Tappable).Tapped(&fyne.PointEvent{})
			p.lay()
			return
		}
	}
	p.t.Fatalf("the menu %q has no %q", p.menuLabels(), label)
}

// answer presses the button of the dialog on top that says text.
func (p *person) answer(text string) {
	p.t.Helper()
	p.lay()
	if b := buttonIn(p.overlay(), text); b != nil {
		test.Tap(b)
		p.lay()
		return
	}
	p.t.Fatalf("the dialog %q has no button %q", p.dialogText(), text)
}

func buttonIn(o fyne.CanvasObject, text string) (found fyne.Tappable) {
	walk(o, func(o fyne.CanvasObject) {
		switch b := o.(type) {
		case *widget.Button:
			if b.Text == text && found == nil {
				found = b
			}
		case *button:
			if b.Text == text && found == nil {
				found = b
			}
		}
	})
	return found
}

// A line is a row of the log as it is drawn.
type line struct {
	cells    []string
	spans    [][]widgets.Span
	selected bool
}

// row draws row i of the log.
func (p *person) row(i int) (l line) {
	var r widgets.Row
	p.log.source.Row(i, &r)
	for _, c := range r.Cells {
		text := ""
		for _, s := range c.Spans {
			text += s.Text
		}
		l.cells, l.spans = append(l.cells, text), append(l.spans, c.Spans)
	}
	l.selected = r.Selected
	return l
}

// logText is the rows that pass the filter, without their times: endpoint, mark, peer, size, message.
func (p *person) logText() string {
	var s strings.Builder
	for i := range p.bench.Rows() {
		cells := p.row(i).cells
		if len(cells) > 5 {
			fmt.Fprintln(&s, strings.Join(cells[len(cells)-5:], " | "))
		}
	}
	return s.String()
}

// logged waits until a row of the log contains text.
func (p *person) logged(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("%q in the log", text), func() bool { return strings.Contains(p.logText(), text) })
}

// serve starts the server form's server on a port that is free, and returns the address.
func (p *person) serve() string {
	p.t.Helper()
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	p.Window.choose(tabServer)
	p.fill(form.at.port, freePort(p.t))
	p.click(pane.start)
	p.until("the server", func() bool { return strings.HasPrefix(pane.state.Text, "Listening on ") })
	return strings.TrimPrefix(pane.state.Text, "Listening on ")
}

// dial connects a program of the test's own to an address.
func (p *person) dial(address string) net.Conn {
	p.t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	pane := p.sockets[tabServer]
	p.until("the session of "+c.LocalAddr().String(), func() bool {
		for _, r := range pane.sessions.rows {
			if r.session != nil && r.session.Peer == c.LocalAddr().String() {
				return true
			}
		}
		return false
	})
	return c
}

// listen is a server of the test's own; what is accepted comes over the channel.
func listen(t *testing.T) (address string, accepted <-chan net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	conns, ended := make(chan net.Conn, 16), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			c.SetDeadline(time.Now().Add(patience))
			conns <- c
		}
	}()
	t.Cleanup(func() { l.Close(); <-ended })
	return l.Addr().String(), conns
}

// next waits for a connection while the window goes on.
func (p *person) next(conns <-chan net.Conn) (c net.Conn) {
	p.t.Helper()
	p.until("a connection", func() bool {
		select {
		case c = <-conns:
		default:
		}
		return c != nil
	})
	return c
}

// udp is a UDP peer of the test's own.
func udp(t *testing.T) *net.UDPConn {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return c
}

// freePort is a port of this machine that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return portOf(l.Addr().String())
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// read reads exactly n bytes of a peer of the test's own.
func read(t *testing.T, c io.Reader, n int) string {
	t.Helper()
	b := make([]byte, n)
	got, err := io.ReadFull(c, b)
	if err != nil {
		t.Errorf("read %q, then %v; want %d bytes", b[:got], err, n)
	}
	return string(b[:got])
}

// silent is a system's resolver whose server does not answer.
type silent struct{}

func (silent) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	return nil, silent{}.wait(ctx)
}
func (silent) LookupCNAME(ctx context.Context, _ string) (string, error) {
	return "", silent{}.wait(ctx)
}
func (silent) LookupAddr(ctx context.Context, _ string) ([]string, error) {
	return nil, silent{}.wait(ctx)
}
func (silent) wait(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// openSessions are those of a pane.
func (p *person) openSessions(tab int) []netcore.SessionID { return p.sockets[tab].sessions.open }

func has(t *testing.T, what, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s = %q, want %q in it", what, got, w)
		}
	}
}

// coded is how a fault is written, as far as the systems agree: its name, and its number on Linux.
func coded(name string) string {
	numbers := map[string]int{"ECONNREFUSED": 111, "ECONNRESET": 104, "EADDRINUSE": 98, "ETIMEDOUT": 110}
	if runtime.GOOS != "linux" {
		return name + " ("
	}
	return fmt.Sprintf("%s (%d)", name, numbers[name])
}

// noSuchHost is how the fault of an unknown host begins.
func noSuchHost() string {
	switch runtime.GOOS {
	case "windows":
		return "WSA"
	case "linux":
		return "EAI_NONAME (-2)"
	}
	return "EAI_NONAME"
}

func isReset(err error) bool { return strings.HasSuffix(netcore.Explain(err).Name, "ECONNRESET") }

// hold presses the mouse button on a list.
func hold(l *widgets.RowList, x, y float32) {
	l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: desktop.MouseButtonPrimary})
}

// move drags what was taken hold of.
func move(l *widgets.RowList, x, y float32) {
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
}

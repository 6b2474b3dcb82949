package gui

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore"
)

func TestStatusBar(t *testing.T) {
	test.NewTempApp(t)
	s := newStatusBar()
	for _, tt := range []struct {
		name string
		st   workbench.Status
		want []string
		bad  bool
	}{
		{"nothing yet", workbench.Status{}, []string{"in 0 B/s", "out 0 B/s", "0 rows", "0 lost", "waited 0s"}, false},
		{"busy", workbench.Status{ReceiveRate: 1_240_000, SendRate: 412_000, Held: 128_402, LogBytes: 61_000_000, Waited: 1234 * time.Millisecond},
			[]string{"in 1.24 MB/s", "out 412 kB/s", "128,402 rows, 61.0 MB on disk", "0 lost", "waited 1.234s"}, false},
		{"dropped", workbench.Status{Dropped: 1200}, []string{"1,200 lost (dropped by the system)"}, true},
		{"disk full", workbench.Status{Held: 7, LogTrouble: syscall.ENOSPC, LogUnsaved: 1000, LogRoom: 512_000_000},
			[]string{"7 rows, not on disk (ENOSPC): 1.00 kB of 512 MB of memory"}, false},
		{"trimmed", workbench.Status{Trimmed: 5000}, []string{"0 lost · 5,000 oldest rows given up"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.show(tt.st)
			has(t, "the bar", spoken(s.content), tt.want...)
			if bad := s.lost.Importance == widget.DangerImportance; bad != tt.bad {
				t.Errorf("it is red: %v, want %v", bad, tt.bad)
			}
		})
	}
	open := netcore.EndpointInfo{State: netcore.EndpointOpen, Sessions: make([]netcore.SessionInfo, 2)}
	s.endpoints([]netcore.EndpointInfo{open, {State: netcore.EndpointClosed}, {State: netcore.EndpointWaiting}})
	has(t, "the bar", spoken(s.content), "2 open, 2 sessions")
	s.endpoints(nil)
	has(t, "the bar", spoken(s.content), "0 open, 0 sessions")
}

func TestStatusBarOfTheRealThing(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write(make([]byte, 5000))
	p.until("the rate", func() bool { return !strings.HasPrefix(p.status.in.Text, "in 0 B/s") })
	has(t, "the bar", spoken(p.status.content), "1 open, 1 sessions", "kB/s", "0 lost")
	p.until("it to fall to nothing", func() bool { return p.status.in.Text == "in 0 B/s" })
}

func TestTabs(t *testing.T) {
	p := sitDown(t)
	for i, k := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4} {
		p.key(k, ctrl)
		p.shows(t, i)
	}
	for i, tab := range p.tabs {
		p.click(tab)
		p.shows(t, i)
	}
	p.win.Canvas().Focus(p.tabs[tabLookups])
	p.press(fyne.KeyRight)
	p.shows(t, tabServer)
	if p.win.Canvas().Focused() != fyne.Focusable(p.tabs[tabServer]) {
		t.Errorf("the arrow key leads to %T, want the tab", p.win.Canvas().Focused())
	}
	p.press(fyne.KeyLeft)
	p.shows(t, tabLookups)
	p.press(fyne.KeyLeft, fyne.KeyReturn)
	p.shows(t, tabUDP)
	if p.win.Canvas().Focused() != fyne.Focusable(p.sockets[tabUDP].start) {
		t.Errorf("Enter on a tab leads to %T, want its button", p.win.Canvas().Focused())
	}

	p.serve()
	p.Window.choose(tabUDP)
	p.fill(listenOnOf(p.sockets[tabUDP]).port, "0")
	p.press(fyne.KeyReturn)
	p.until("the socket", func() bool { return p.tabs[tabUDP].dot == dotOpen })
	want := []tabDot{dotOpen, dotOff, dotOpen, dotNone}
	for i, tab := range p.tabs {
		if tab.dot != want[i] {
			t.Errorf("tab %d has dot %v, want %v", i, tab.dot, want[i])
		}
	}
	p.key(fyne.KeyPeriod, ctrl)
	p.until("its end", func() bool { return p.tabs[tabUDP].dot == dotOff })
	p.ChooseRole(workbench.RoleClient)
	p.shows(t, tabClient)
}

func (p *person) shows(t *testing.T, tab int) {
	t.Helper()
	for i, pane := range p.panes {
		if pane.Visible() != (i == tab) || p.tabs[i].chosen != (i == tab) {
			t.Errorf("tab %d is chosen: %v, its pane visible: %v; want tab %d", i, p.tabs[i].chosen, pane.Visible(), tab)
		}
	}
}

func TestCommandsHaveKeys(t *testing.T) {
	p := sitDown(t)
	keys := make(map[string]string)
	for _, list := range p.commands() {
		for _, c := range list {
			if c.key == "" || c.mod&(fyne.KeyModifierControl|fyne.KeyModifierSuper|fyne.KeyModifierAlt) == 0 {
				t.Errorf("%q has no key with a modifier: %q", c.name, c.keys())
			}
			if other, taken := keys[c.keys()]; taken {
				t.Errorf("%q and %q share %s", c.name, other, c.keys())
			}
			keys[c.keys()] = c.name
		}
	}
	items := make(map[string]bool)
	for _, m := range p.win.MainMenu().Items {
		for _, item := range m.Items {
			if s, ok := item.Shortcut.(*desktop.CustomShortcut); ok {
				items[item.Label] = true
				if name := (command{key: s.KeyName, mod: s.Modifier}).keys(); keys[name] != item.Label {
					t.Errorf("the menu's %q has %s, which is %q", item.Label, name, keys[name])
				}
			} else if !item.IsSeparator && item.Action == nil && item.ChildMenu == nil {
				t.Errorf("%q does nothing", item.Label)
			}
		}
	}
	p.menuOption("Keys")
	text := "\n" + texts(p.overlay()) + "\n"
	for key, name := range keys {
		if !items[name] {
			t.Errorf("%q is not in the menu", name)
		}
		if !strings.Contains(text, "\n"+key+"\n"+name+"\n") {
			t.Errorf("the list of keys does not say %s: %s", key, name)
		}
	}
	for taken, why := range map[string]string{"Ctrl+A": "select all", "Ctrl+C": "copy", "Ctrl+V": "paste", "Ctrl+X": "cut", "Ctrl+Z": "undo", "Ctrl+Y": "redo"} {
		if name, ok := keys[taken]; ok {
			t.Errorf("%s is %q, and in a field it has to be %s", taken, name, why)
		}
	}
}

// Every item of the menu does what it does in every tab, with nothing open and with something, and never panics.
func TestEveryCommandEverywhere(t *testing.T) {
	for _, open := range []bool{false, true} {
		p := sitDown(t)
		if open {
			p.busy()
		}
		for tab := range p.tabs {
			for _, m := range p.win.MainMenu().Items {
				for _, item := range m.Items {
					look := item.Label == "As the system" || item.Label == "Light" || item.Label == "Dark"
					if item.Action == nil || look && tab != tabServer { // which takes long, and is the same in each tab
						continue
					}
					p.Window.choose(tab)
					item.Action()
					p.settle()
					for p.overlay() != nil { // a dialog
						p.win.Canvas().Overlays().Remove(p.overlay())
					}
					p.asking = false
					p.dismissCard()
				}
			}
		}
		if p.quits == 0 && !open {
			t.Error("Quit does not quit")
		}
		if p.quits != 0 && open {
			t.Error("Quit quits without asking")
		}
	}
}

func TestCommandsOfTheChosenTab(t *testing.T) {
	p := sitDown(t)
	p.fill(listenOnOf(p.sockets[tabServer]).port, freePort(t))
	p.key(fyne.KeyR, ctrl)
	p.until("the server", func() bool { return p.bench.OpenEndpoints() == 1 })
	p.key(fyne.KeyR, ctrl) // it is open already
	p.settle()
	if p.sockets[tabServer].form.general.Visible() || p.sockets[tabServer].cancel != nil {
		t.Error("Ctrl+R tries to start what is started")
	}
	p.key(fyne.KeyPeriod, ctrl)
	p.until("the end", func() bool { return p.bench.OpenEndpoints() == 0 })
	p.key(fyne.KeyD, ctrl)
	has(t, "without a session", p.dialogText(), "Which connection?")
	p.answer("OK")
	for k, want := range map[fyne.KeyName]fyne.Focusable{fyne.KeyL: p.log.list, fyne.KeyM: p.sockets[tabServer].composer.entry,
		fyne.KeyG: p.sockets[tabServer].sessions.list, fyne.KeyF: p.log.text} {
		p.key(k, ctrl)
		if got := p.win.Canvas().Focused(); got != want {
			t.Errorf("Ctrl+%s leads to %T, want %T", k, got, want)
		}
	}
	p.Window.choose(tabLookups)
	p.fill(p.lookups.query, "443")
	p.key(fyne.KeyR, ctrl)
	p.until("the answer", func() bool { return p.lookups.cancel == nil })
	has(t, "the answer", spoken(p.lookups.rows), "https")
}

func TestAppearance(t *testing.T) {
	p := sitDown(t)
	for _, tt := range []struct{ item, kept string }{{"Light", AppearanceLight}, {"Dark", AppearanceDark}, {"As the system", AppearanceSystem}} {
		p.menuOption(tt.item)
		if got := p.kept[len(p.kept)-1].Appearance; got != tt.kept {
			t.Errorf("%s is kept as %q", tt.item, got)
		}
		if got := p.app.Settings().Theme().(*look).appearance; got != tt.kept {
			t.Errorf("%s looks as %q", tt.item, got)
		}
		for _, m := range p.win.MainMenu().Items {
			for _, item := range m.Items {
				if (item.Label == "Light" || item.Label == "Dark" || item.Label == "As the system") && item.Checked != (item.Label == tt.item) {
					t.Errorf("with %s chosen, %s is checked: %v", tt.item, item.Label, item.Checked)
				}
			}
		}
	}
	p.keepIt = func(workbench.Settings) error { return errors.New("the disk is full") }
	p.menuOption("Light")
	has(t, "the dialog", p.dialogText(), "The settings were not saved", "the disk is full")
}

// Text and what it stands on differ enough to be read: WCAG asks for 4.5 of text, 3 of what is disabled or a sign.
func TestContrast(t *testing.T) {
	for _, appearance := range []string{AppearanceDark, AppearanceLight} {
		l := newLook(appearance)
		grounds := []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameInputBackground}
		for name, least := range map[fyne.ThemeColorName]float64{theme.ColorNameForeground: 7, theme.ColorNamePlaceHolder: 4.5, theme.ColorNameError: 4.5,
			theme.ColorNameWarning: 4.5, theme.ColorNamePrimary: 4.5, theme.ColorNameSuccess: 3, theme.ColorNameDisabled: 2.5} {
			for _, ground := range grounds {
				if got := contrast(l.Color(name, 0), l.Color(ground, 0)); got < least {
					t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", appearance, name, ground, got, least)
				}
			}
		}
		if got := contrast(l.Color(theme.ColorNameForegroundOnPrimary, 0), l.Color(theme.ColorNamePrimary, 0)); got < 4.5 {
			t.Errorf("%s: the primary button's text has contrast %.2f", appearance, got)
		}
	}
}

func TestClosing(t *testing.T) {
	p := sitDown(t)
	p.askToClose()
	if p.quits != 1 || p.overlay() != nil {
		t.Fatalf("with nothing open: quit %d times, asked %q", p.quits, p.dialogText())
	}
	at := p.serve()
	p.dial(at)
	p.dial(at)
	p.askToClose()
	has(t, "the question", p.dialogText(), "Close Wirevise?", "1 open endpoints with 2 sessions will end")
	p.askToClose() // the person is impatient
	p.key(fyne.KeyQ, ctrl)
	if n := len(p.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs ask", n)
	}
	p.answer("Stay")
	if p.quits != 1 || p.overlay() != nil {
		t.Errorf("Stay: quit %d times, %q", p.quits, p.dialogText())
	}
	p.key(fyne.KeyQ, ctrl)
	p.press(fyne.KeyEscape)
	if p.quits != 1 || p.overlay() != nil {
		t.Errorf("Escape: quit %d times, %q", p.quits, p.dialogText())
	}
	p.key(fyne.KeyQ, ctrl)
	p.press(fyne.KeyReturn)
	if p.quits != 2 {
		t.Errorf("Enter: quit %d times, want 2", p.quits)
	}
	if c, err := net.Dial("tcp", at); err != nil {
		t.Errorf("the server ended before the window closes: %v", err)
	} else {
		c.Close()
	}
}

// Rows that the disk does not take go with the program, which asks first.
func TestClosingUnsaved(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := sitDownAt(t, workbench.Settings{CardSeen: true}, nil, filepath.Join(file, "log"))
	p.until("the row that tells of it", func() bool { n, _ := p.bench.Unsaved(); return n > 0 })
	p.askToClose()
	has(t, "the question", p.dialogText(), "Close Wirevise?", "in memory only and will be gone: ENOTDIR")
	if p.quits != 0 {
		t.Error("it quit before it was answered")
	}
	p.answer("Close")
	if p.quits != 1 {
		t.Errorf("Close: quit %d times", p.quits)
	}
}

func TestNoDriverInTheWindow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "wirevise/gui").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	for dep := range strings.Lines(string(out)) {
		if dep = strings.TrimSpace(dep); strings.Contains(dep, "glfw") || dep == "fyne.io/fyne/v2/app" {
			t.Errorf("gui needs %s, so it can't be tested without a display", dep)
		}
	}
}

// A click beside what can have the focus takes it away, and the keys still lead out.
func TestEscapeWithoutFocus(t *testing.T) {
	p := sitDown(t)
	p.Window.ask("Really?", "A question.", "Yes", "No", func(yes bool) {
		if yes {
			t.Error("Escape says yes")
		}
	})
	p.win.Canvas().Unfocus()
	p.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if p.overlay() != nil {
		t.Errorf("the dialog stays: %s", p.dialogText())
	}
	p.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) // does nothing
}

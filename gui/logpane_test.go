package gui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// rows waits until n rows pass the filter, and until the list knows.
func (p *person) rows(n int) {
	p.t.Helper()
	p.until(fmt.Sprintf("%d rows", n), func() bool { return p.bench.Rows() == n && p.log.state.Rows == n })
}

// chat fills the log: a server with two sessions that said something each, and a refused client.
func (p *person) chat() (server string) {
	p.t.Helper()
	server = p.serve()
	a, b := p.dial(server), p.dial(server)
	a.Write([]byte("needle from a"))
	p.logged("needle from a")
	b.Write([]byte("hay from b"))
	p.logged("hay from b")
	p.fill(p.sockets[tabServer].composer.entry, "NEEDLE to both")
	p.key(fyne.KeyReturn, ctrl)
	pane, _ := p.connect("127.0.0.1:" + freePort(p.t))
	p.until("the refusal", func() bool { return pane.form.general.Text != "" })
	p.logged("✕")
	p.rows(8)
	return server
}

func TestLogFilter(t *testing.T) {
	p := sitDown(t)
	server := p.chat()
	received, sent, status, errs := p.log.kinds[0], p.log.kinds[1], p.log.kinds[2], p.log.kinds[3]
	if strings.Contains(p.status.rows.Text, "filter") {
		t.Errorf("without a filter the log says %q", p.status.rows.Text)
	}
	p.click(received)
	p.rows(6)
	has(t, "what is said of it", p.status.rows.Text, "6 of 8 rows pass the filter")
	p.click(sent)
	p.rows(4)
	p.click(status)
	p.rows(1)
	has(t, "the errors", p.logText(), "ECONNREFUSED")
	p.click(errs)
	p.rows(0)
	has(t, "what is said of nothing", p.status.rows.Text, "0 of 8 rows")
	for _, chip := range []*widgets.Chip{received, sent, status, errs} {
		p.click(chip)
	}
	p.rows(8)

	p.key(fyne.KeyF, ctrl)
	p.write("needle")
	p.rows(3)
	if log := p.logText(); strings.Contains(log, "hay") || !strings.Contains(log, "NEEDLE") {
		t.Errorf("the rows with needle are\n%s", log)
	}
	p.click(sent)
	p.rows(1)
	p.click(sent)
	p.fill(p.log.text, "")
	p.rows(8)

	p.pick(p.log.endpoint, "Server "+portOf(server))
	p.rows(7)
	p.pick(p.log.endpoint, "Client 1 (closed)")
	p.rows(1)
	p.pick(p.log.endpoint, "All endpoints")
	p.rows(8)
}

func TestLogOfOneSession(t *testing.T) {
	p := sitDown(t)
	server := p.chat()
	p.Window.choose(tabServer)
	list := p.sockets[tabServer].sessions
	p.click(p.item(list, "#2 ").more)
	p.pickMenu("Show only its rows")
	p.rows(3)
	if log := p.logText(); !strings.Contains(log, "hay from b") || strings.Contains(log, "#1") {
		t.Errorf("the rows of session 2 are\n%s", log)
	}
	if p.win.Canvas().Focused() != fyne.Focusable(p.log.list) {
		t.Errorf("the focus is on %T, want the log", p.win.Canvas().Focused())
	}
	p.log.menu(0, fyne.NewPos(600, 200))
	p.pickMenu("Show all sessions")
	p.rows(7)
	p.click(p.item(list, "#1 ").more)
	p.pickMenu("Show only its rows")
	p.rows(3)
	p.click(p.item(list, "Server "+portOf(server)).more)
	p.pickMenu("Show only its rows")
	p.rows(7)
	p.log.menu(1, fyne.NewPos(600, 200))
	p.pickMenu("Show only session #1")
	p.rows(3)
	p.pick(p.log.endpoint, "All endpoints")
	p.rows(8)
}

// Two endpoints of one name, which is what starting again on the same port makes, are two choices.
func TestEndpointsOfOneName(t *testing.T) {
	p := sitDown(t)
	pane := p.sockets[tabServer]
	at := p.serve()
	for i := range 3 {
		if i > 0 {
			p.click(pane.start)
			p.until("the server", func() bool { return pane.start.Text == "Stop" })
		}
		c := p.dial(at)
		fmt.Fprintf(c, "round %d", i)
		p.logged(fmt.Sprintf("round %d", i))
		p.click(pane.start)
		p.until("its end", func() bool { return pane.start.Text == "Start" })
		c.Close()
	}
	p.until("all in the log", func() bool { return strings.Count(p.logText(), "stopped listening") == 3 })
	options := p.log.endpoint.Options
	if len(options) != 4 {
		t.Fatalf("the endpoints are %q", options)
	}
	for i, option := range options[1:] {
		p.pick(p.log.endpoint, option)
		p.until(option+"'s rows", func() bool { return p.log.state.Filtered && strings.Contains(p.logText(), fmt.Sprintf("round %d", i)) })
		if n := strings.Count(p.logText(), "round"); n != 1 {
			t.Errorf("%q shows\n%s", option, p.logText())
		}
	}
}

// An endpoint that is forgotten while it is chosen leaves no filter behind.
func TestChosenEndpointIsForgotten(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.pick(p.log.endpoint, "Client 1 (closed)")
	p.rows(1)
	p.Window.choose(tabClient)
	p.click(p.sockets[tabClient].sessions.clear)
	p.rows(8)
	if got := p.log.endpoint.Selected; got != "All endpoints" {
		t.Errorf("the choice says %q", got)
	}
}

// fillLog makes n rows more, by way of lines that one session sends, and waits for them.
func (p *person) fillLog(c interface{ Write([]byte) (int, error) }, n int) {
	p.t.Helper()
	for range n {
		before := p.bench.Rows()
		c.Write([]byte("line"))
		p.until("the line", func() bool { return p.bench.Rows() > before && p.log.state.Rows == p.bench.Rows() })
	}
}

func TestFollow(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	list := p.log.list
	fits := list.VisibleRows()
	p.fillLog(c, fits+10)
	if !p.log.follow.On() || !list.AtEnd() || p.log.below.Visible() {
		t.Fatalf("the log does not follow: %v, at its end %v", p.log.follow.On(), list.AtEnd())
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(list)
	test.Scroll(p.win.Canvas(), at.AddXY(50, 100), 0, 200)
	if p.log.follow.On() {
		t.Fatal("it follows though the person has scrolled up")
	}
	top, first := list.Top(), p.log.top
	p.fillLog(c, 7)
	if list.Top() != top || p.log.top != first {
		t.Errorf("the rows moved from %d to %d", top, list.Top())
	}
	p.lay()
	if !p.log.below.Visible() || p.log.below.Text != "▼ 7 new" {
		t.Errorf("the button says %q, visible %v, want 7 new", p.log.below.Text, p.log.below.Visible())
	}
	p.click(p.log.kinds[0]) // received rows are hidden, and so none of them waits
	p.rows(2)
	if p.log.below.Visible() {
		t.Errorf("%q though the filter hides all of them", p.log.below.Text)
	}
	p.click(p.log.kinds[0])
	p.rows(fits + 10 + 7 + 2)
	if !p.log.below.Visible() || p.log.below.Text != "▼ 7 new" {
		t.Errorf("the button says %q, visible %v, want 7 new again", p.log.below.Text, p.log.below.Visible())
	}
	p.click(p.log.below)
	if !p.log.follow.On() || !list.AtEnd() || p.log.below.Visible() {
		t.Errorf("the button does not go to the end: follow %v, at end %v", p.log.follow.On(), list.AtEnd())
	}
	p.fillLog(c, 3)
	if !list.AtEnd() {
		t.Error("it does not follow after the button")
	}
	p.key(fyne.KeyF, ctrlShift)
	if p.log.follow.On() {
		t.Error("the key does not switch it off")
	}
	p.fillLog(c, 2)
	if p.log.below.Text != "▼ 2 new" {
		t.Errorf("the button says %q", p.log.below.Text)
	}
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyHome)
	if list.Top() != 0 || p.log.follow.On() {
		t.Errorf("Home goes to row %d, follow %v", list.Top(), p.log.follow.On())
	}
	p.press(fyne.KeyEnd)
	if !p.log.follow.On() {
		t.Error("End does not follow again")
	}
	p.click(p.log.follow)
	p.fillLog(c, 1)
	p.key(fyne.KeyK, ctrlShift)
	p.rows(0)
	if p.log.below.Visible() {
		t.Errorf("an empty log says %q", p.log.below.Text)
	}
	p.fillLog(c, 1)
}

func TestSelectAndCopyRows(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown) // the first message
	if !p.row(3).selected || p.row(2).selected {
		t.Error("Down does not select the row, and only it")
	}
	has(t, "the inspector", p.inspector.about.Text, "received", "#1", "13 B")
	p.fill(p.log.text, "hay")
	p.rows(1)
	if p.row(0).selected {
		t.Error("a row that was not selected is")
	}
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyHome, fyne.KeySpace)
	p.press(fyne.KeySpace)
	p.fill(p.log.text, "")
	p.rows(8)
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	p.withShift(fyne.KeyDown)
	p.fill(p.log.text, "NEEDLE")
	p.rows(3)
	if !p.row(0).selected {
		t.Error("the selection does not survive the filter")
	}
	p.fill(p.log.text, "")
	p.rows(8)
	if got := p.bench.Selection().Len(); got != 2 || !p.row(3).selected || !p.row(4).selected {
		t.Errorf("%d rows are selected after filtering and back, want the two", got)
	}
	p.key(fyne.KeyL, ctrl)
	p.shortcut(&fyne.ShortcutCopy{})
	p.until("the copy", func() bool { return p.app.Clipboard().Content() != "" })
	copied := p.app.Clipboard().Content()
	if strings.Count(copied, "\n") != 2 {
		t.Errorf("copied %q, want two lines", copied)
	}
	has(t, "what was copied", copied, "needle from a", "hay from b")
	p.shortcut(&fyne.ShortcutSelectAll{})
	if got := p.bench.Selection().Len(); got != 8 {
		t.Errorf("Ctrl+A selects %d rows", got)
	}
}

func TestLogMenu(t *testing.T) {
	p := sitDown(t)
	p.chat()
	i := 0
	for ; !strings.Contains(strings.Join(p.row(i).cells, "|"), "hay from b"); i++ {
	}
	p.log.menu(i, fyne.NewPos(600, 200))
	labels := strings.Join(p.menuLabels(), "|")
	has(t, "the menu", labels, "Copy 1 rows", "Copy payload as text", "Copy payload as hex", "Send again", "Save payload…", "Save selected rows…", "Show only session #2")
	if !p.row(i).selected {
		t.Error("the row whose menu opens is not selected")
	}
	p.pickMenu("Copy payload as hex")
	if got := p.app.Clipboard().Content(); got != "68 61 79 20 66 72 6f 6d 20 62" {
		t.Errorf("copied %q", got)
	}
	p.log.menu(i, fyne.NewPos(600, 200))
	p.pickMenu("Copy payload as text")
	if got := p.app.Clipboard().Content(); got != "hay from b" {
		t.Errorf("copied %q", got)
	}
	p.log.menu(0, fyne.NewPos(600, 200))
	if labels := strings.Join(p.menuLabels(), "|"); strings.Contains(labels, "payload") {
		t.Errorf("the menu of a row without bytes offers %q", labels)
	}
	p.pickMenu("Copy 1 rows")
	p.until("the copy", func() bool { return strings.Contains(p.app.Clipboard().Content(), "listening on") })
	p.log.menu(-1, fyne.NewPos(600, 200)) // below the rows
	p.log.menu(1000, fyne.NewPos(600, 200))
}

func TestSaveLog(t *testing.T) {
	p := sitDown(t)
	p.chat()
	dir := t.TempDir()
	p.fill(p.log.text, "needle")
	p.rows(3)
	p.log.selectRow(0, widgets.Only)
	for _, tt := range []struct {
		file   string
		format workbench.Format
		scope  workbench.Scope
		says   string
		lines  int
	}{
		{"all.txt", workbench.Formats[0], workbench.AllRows, "8 rows are in all.txt", 8},
		{"filtered.txt", workbench.Formats[0], workbench.FilteredRows, "3 rows are in filtered.txt", 3},
		{"selected.csv", workbench.Formats[1], workbench.SelectedRows, "1 rows are in selected.csv", 2},
	} {
		t.Run(tt.file, func(t *testing.T) {
			p.t = t
			p.saveRowsTo(filepath.Join(dir, tt.file), tt.format, tt.scope)
			has(t, "the dialog", p.dialogText(), "Saving the log", "Cancel")
			p.until("the end", func() bool { return strings.Contains(p.dialogText(), "Saved") })
			has(t, "the dialog", p.dialogText(), tt.says)
			p.answer("OK")
			if p.overlay() != nil {
				t.Errorf("a dialog stays: %q", p.dialogText())
			}
			data, err := os.ReadFile(filepath.Join(dir, tt.file))
			if n := strings.Count(string(data), "\n"); err != nil || n != tt.lines {
				t.Errorf("%d lines, %v, want %d:\n%s", n, err, tt.lines, data)
			}
		})
	}
	p.t = t
	p.saveRowsTo(filepath.Join(dir, "no", "such", "x.txt"), workbench.Formats[0], workbench.AllRows)
	p.until("the failure", func() bool { return strings.Contains(p.dialogText(), "Not saved") })
	has(t, "the dialog", p.dialogText(), "ENOENT")
	p.answer("OK")
	if p.overlay() != nil {
		t.Errorf("a dialog stays: %q", p.dialogText())
	}
	for _, k := range []fyne.KeyName{fyne.KeyS, fyne.KeyE} {
		p.key(k, ctrl)
		has(t, "the dialog", p.dialogText(), "Save")
		p.answer("Cancel")
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 3 {
		t.Errorf("%d files are left, want 3: %v", len(files), files)
	}
}

func TestClearAsksWhenThereIsMuch(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	p.fillLog(c, 1)
	clear := buttonIn(p.log.content, "Clear").(fyne.CanvasObject)
	p.click(clear)
	p.rows(0)
	if p.overlay() != nil {
		t.Errorf("a few rows are asked about: %q", p.dialogText())
	}

	id := p.sockets[tabServer].sessions.open[0]
	for i := range 10 { // what waits to be sent is bounded
		for range 100 {
			p.bench.Send([]byte("x"), []netcore.SessionID{id}, "", func(_ int, err error) {
				if err != nil {
					t.Fatal(err)
				}
			})
		}
		p.rows(100 * (i + 1))
	}
	p.click(clear)
	has(t, "the question", p.dialogText(), "Clear the log?", "1,000 rows will be gone")
	p.answer("Keep")
	p.rows(1000)
	p.key(fyne.KeyK, ctrlShift)
	p.answer("Clear")
	p.rows(0)
	if n := len(p.openSessions(tabServer)); n != 1 {
		t.Errorf("%d sessions are open after clearing, want the one", n)
	}
}

func TestRowsAreSelectedByMouse(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.win.Canvas().Capture() // rows have places once they are drawn
	at := func(row int) fyne.Position { return fyne.NewPos(200, 21+float32(row)*20+10) }
	press := func(row int, mod fyne.KeyModifier) {
		ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: mod}
		ev.Position = at(row)
		p.log.list.MouseDown(ev)
		p.log.list.MouseUp(ev)
	}
	press(1, 0)
	press(3, fyne.KeyModifierShift)
	if got := p.bench.Selection().Len(); got != 3 {
		t.Errorf("Shift-click selects %d rows, want 3", got)
	}
	press(5, fyne.KeyModifierShortcutDefault)
	if got := p.bench.Selection().Len(); got != 4 {
		t.Errorf("Ctrl-click makes it %d rows, want 4", got)
	}
	press(2, 0)
	if got := p.bench.Selection().Len(); got != 1 {
		t.Errorf("a click leaves %d rows selected", got)
	}
}

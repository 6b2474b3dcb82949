package gui

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
)

func (p *person) newFile(content []byte) string {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), "f.bin")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func TestSendFile(t *testing.T) {
	p := sitDown(t)
	content := bytes.Repeat([]byte("0123456789"), 20_000)
	path := p.newFile(content)
	c := p.sockets[tabServer].composer
	p.fill(c.entry, "stays")
	p.clickAt(c.mode, modes["File"])
	if p.reachable(c.entry) || p.reachable(c.encoding) || !p.reachable(c.file.path) || !strings.Contains(c.send.Text, "Send the file") {
		t.Fatalf("File shows no fields for a file; the button says %q", c.send.Text)
	}
	p.click(c.send)
	has(t, "of no path", c.problem.Text, "Which file")
	p.fill(c.file.path, filepath.Dir(path))
	has(t, "of a folder", c.problem.Text, "a folder, and no file")
	p.fill(c.file.path, path)
	has(t, "size", c.said.Text, "200,000 B")
	p.press(fyne.KeyReturn)
	has(t, "nobody is there", c.problem.Text, "Nobody is connected")

	peer := p.dial(p.serve())
	p.until("the session", func() bool { return len(p.sockets[tabServer].sessions.open) == 1 })
	p.fill(c.file.pace, "quick")
	has(t, "of a pace", c.problem.Text, "is no rate")
	p.fill(c.file.pace, "10 MB/s")
	got := make(chan []byte, 1)
	go func() {
		all := make([]byte, len(content))
		n, _ := io.ReadFull(peer, all)
		got <- all[:n]
	}()
	p.click(c.send)
	p.logged("all 200000 bytes were sent")
	if all := <-got; !bytes.Equal(all, content) {
		t.Errorf("%d bytes came, and not what was sent", len(all))
	}
	list := p.bench.Activities()
	if len(list) != 1 || list[0].Title != "Sending f.bin to "+peer.LocalAddr().String() || !strings.HasPrefix(list[0].Text, "200 kB of 200 kB sent") {
		t.Errorf("the activities are %+v", list)
	}
	p.clickAt(c.mode, modes["Text"])
	if !p.reachable(c.entry) || c.entry.Text != "stays" || p.reachable(c.file.path) {
		t.Error("the text did not come back")
	}
}

func TestDropFile(t *testing.T) {
	p := sitDown(t)
	path := p.newFile([]byte("hello"))
	p.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path), storage.NewFileURI(path + "2")})
	c := p.sockets[tabServer].composer
	if c.file.path.Text != path || !p.reachable(c.file.path) {
		t.Errorf("the file to send is %q", c.file.path.Text)
	}
	has(t, "of the second", c.problem.Text, "2 files were dropped")
	p.Window.choose(tabLookups)
	p.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	p.Window.choose(tabUDP)
	p.key(fyne.KeyU, ctrlShift)
	if u := p.sockets[tabUDP].composer; !u.file.on() || u.file.path.Text != "" || u.file.piece == nil {
		t.Error("the command does not lead to the file")
	}
	p.fill(p.win.Canvas().Focused(), path)
	p.answer("Open")
	if u := p.sockets[tabUDP].composer; u.file.path.Text != path {
		t.Errorf("chosen is %q", u.file.path.Text)
	}
}

func TestReceiveIntoFile(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	l := p.sockets[tabServer].sessions
	p.until("the session", func() bool { return len(l.open) == 1 })
	menu := func(want string) {
		t.Helper()
		l.menu(l.rows[1], fyne.NewPos(100, 100))
		p.pickMenu(want)
	}
	path := filepath.Join(t.TempDir(), "r.bin")
	menu("Receive into file…")
	p.fill(p.win.Canvas().Focused(), path)
	p.answer("Save")
	p.until("the mark", func() bool { return strings.HasSuffix(l.rows[1].text(), " — into a file") })
	c.Write([]byte("to be kept"))
	p.logged("to be kept")
	menu("Stop receiving into the file")
	p.logged("10 bytes were received into " + path)
	p.until("no mark", func() bool { return !strings.HasSuffix(l.rows[1].text(), " — into a file") })
	if got, err := os.ReadFile(path); string(got) != "to be kept" || err != nil {
		t.Errorf("the file holds %q, %v", got, err)
	}
	menu("Receive into file…")
	p.fill(p.win.Canvas().Focused(), path)
	p.answer("Save")
	if got := p.dialogText(); !strings.Contains(got, "what is received goes into a new file") {
		t.Errorf("of a file that is there it says %q", got)
	}
	p.answer("Cancel")
}

func TestKeepField(t *testing.T) {
	p := sitDown(t)
	pane, dir := p.sockets[tabServer], t.TempDir()
	form := pane.kind.(*serverForm)
	form.at.port.SetText("0")
	pane.form.toggleOptions()
	pane.relayout()
	p.fill(form.keep, filepath.Join(dir, "none"))
	pane.openNew()
	if !pane.form.telling() {
		t.Error("a folder that is not there is taken")
	}
	p.fill(form.keep, dir)
	pane.openNew()
	p.until("the server", func() bool { return pane.current() != nil && pane.current().Local != "" })
	c := p.dial(pane.current().Local)
	p.until("the mark", func() bool {
		return len(pane.sessions.rows) > 1 && strings.HasSuffix(pane.sessions.rows[1].text(), " — into a file")
	})
	c.Write([]byte("kept"))
	c.Close()
	p.logged("4 bytes were received into " + dir)
}

func TestTwoClicksSendOnce(t *testing.T) {
	p := sitDown(t)
	c, conn := p.talk()
	c.file.take(p.newFile([]byte("the file")))
	test.Tap(c.send)
	test.Tap(c.send)
	p.logged("all 8 bytes were sent")
	if n := strings.Count(p.logText(), "sending "); n != 1 {
		t.Errorf("it is sent %d times", n)
	}
	if got := read(t, conn, 8); got != "the file" {
		t.Errorf("the peer got %q", got)
	}
	p.clickAt(c.mode, modes["Text"])
	c.went = time.Time{}
	p.fill(c.entry, "hello")
	test.Tap(c.send)
	p.until("it to be sent", func() bool { return c.entry.Text == "" })
	test.Tap(c.send)
	if c.problem.Visible() {
		t.Errorf("the second click says %q", c.problem.Text)
	}
}

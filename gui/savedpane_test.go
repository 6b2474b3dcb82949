package gui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// goSaved goes to the saved messages of a tab.
func (p *person) goSaved(tab int) *savedPane {
	p.t.Helper()
	p.Window.choose(tab)
	s := p.sockets[tab].saved
	if !s.showing() {
		p.key(fyne.Key5, ctrl)
	}
	p.lay()
	if p.win.Canvas().Focused() != s.list {
		p.t.Fatalf("the focus is on %T", p.win.Canvas().Focused())
	}
	return s
}

// keepMessage saves a message without the window's dialogs.
func (p *person) keepMessage(folder collection.ID, it collection.Item) collection.ID {
	p.t.Helper()
	ids, err := p.saved.all().Add(folder, -1, &it)
	if err != nil {
		p.t.Fatal(err)
	}
	p.saved.changed()
	return ids[0]
}

func messageOf(name, text string) collection.Item {
	return collection.Item{Kind: collection.Message, Name: name, Message: codec.Composition{Text: text, Mode: codec.Text}}
}

// savedRows is what a pane lists, without the ready-made messages' inside.
func (s *savedPane) savedRows() string {
	var b strings.Builder
	for i := range s.source.rows {
		var r widgets.Row
		s.source.Row(i, &r)
		for _, c := range r.Cells {
			for _, span := range c.Spans {
				b.WriteString(span.Text)
			}
			b.WriteByte('|')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// savedKey presses a key with a modifier, as the driver gives it to the list.
func (p *person) savedKey(k fyne.KeyName, mod fyne.KeyModifier) {
	p.t.Helper()
	p.shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: mod})
}

func (p *person) exportedFile(path string) string {
	p.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// One finds the ready-made GET and sends it with the keys alone: to the server one is connected to, whose name is in it.
func TestSavedMessageIsSentByKey(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.connect(address)
	peer := p.next(accepted)
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	s := p.goSaved(tabClient)
	p.press(fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown)
	if it := p.saved.get(s.source.chosen); it == nil || it.Name != "GET /" {
		t.Fatalf("chosen is %+v of\n%s", it, s.savedRows())
	}
	p.press(fyne.KeyReturn)
	want := "GET / HTTP/1.1\r\nHost: " + address + "\r\n"
	if got := read(t, peer, len(want)); got != want {
		t.Errorf("the server got %q, want %q", got, want)
	}
	has(t, "the note", s.said.Text, "GET /", "to 1")
	p.key(fyne.KeyReturn, ctrl)
	p.until("two messages", func() bool { return strings.Count(p.logText(), "| → |") == 2 })
}

func TestSavedMessageIsSentByTwoClicks(t *testing.T) {
	p := sitDown(t)
	_, peer := p.talk()
	p.keepMessage(collection.RootID, messageOf("one", "first"))
	p.keepMessage(collection.RootID, messageOf("two", "second"))
	s := p.goSaved(tabServer)
	row := s.list.Size().Height / 12
	for y := row; y < s.list.Size().Height && s.source.chosen == collection.RootID; y += row / 3 { // the first row below the titles
		ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		ev.Position = fyne.NewPos(40, y)
		for range 2 {
			s.list.MouseDown(ev)
			s.list.MouseUp(ev)
		}
		if s.source.chosen != collection.RootID {
			s.list.DoubleTapped(&fyne.PointEvent{Position: ev.Position})
		}
	}
	if got := read(t, peer, 5); got != "first" {
		t.Errorf("the peer got %q", got)
	}
}

func TestSavedMessagesByNumber(t *testing.T) {
	p := sitDown(t)
	_, peer := p.talk()
	folder := p.keepMessage(collection.RootID, collection.Item{Kind: collection.Folder, Name: "folder"})
	p.keepMessage(folder, messageOf("inside", "never"))
	for i := range 11 {
		p.keepMessage(collection.RootID, messageOf(fmt.Sprint("m", i), fmt.Sprintf("%02d", i)))
	}
	number := func(k fyne.KeyName) {
		for _, m := range p.win.MainMenu().Items {
			for _, item := range m.Items {
				if item.ChildMenu == nil {
					continue
				}
				for _, child := range item.ChildMenu.Items {
					if sc, ok := child.Shortcut.(*desktop.CustomShortcut); ok && sc.KeyName == k && sc.Modifier == fyne.KeyModifierAlt {
						child.Action()
					}
				}
			}
		}
	}
	number(fyne.Key1)
	number(fyne.Key0)
	if got := read(t, peer, 4); got != "0009" {
		t.Errorf("Alt+1 and Alt+0 sent %q", got)
	}
	s := p.goSaved(tabServer)
	has(t, "the list", s.savedRows(), "1|  m0|", "0|  m9|", "\n|  m10|")
	for _, it := range p.saved.numbered()[5:] {
		if err := p.bench.Messages().Delete(it.ID); err != nil {
			t.Fatal(err)
		}
	}
	number(fyne.Key9)
	has(t, "the problem", s.problem.Text, "There is no saved message 9")
}

func TestComposerIsSavedAndComesBack(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	s := p.sockets[tabServer].saved
	p.win.Canvas().Focus(c.entry)
	p.clickAt(c.mode, modes["Escapes"])
	p.win.Canvas().Focus(c.entry)
	p.write(`ping\x00`)
	p.key(fyne.Key5, ctrlShift)
	has(t, "the dialog", p.dialogText(), "Save a message")
	p.press(fyne.KeyBackspace)
	p.answer("Save")
	has(t, "the dialog", p.dialogText(), "a name is needed")
	p.write("A ping")
	p.press(fyne.KeyReturn)
	if p.overlay() != nil {
		t.Fatalf("the dialog stays: %s", p.dialogText())
	}
	p.until("the file", func() bool { _, err := os.Stat(p.messages); return err == nil })
	if c.entry.Text != `ping\x00` {
		t.Errorf("the composer has %q", c.entry.Text)
	}

	p.fill(c.entry, "something else")
	p.goSaved(tabServer)
	has(t, "the list", s.savedRows(), `1|  A ping|ping\x00|`)
	p.press(fyne.KeySpace)
	if c.entry.Text != `ping\x00` || c.mode.Selected() != 2 || s.showing() || p.win.Canvas().Focused() != c.entry {
		t.Errorf("the composer has %q in mode %d", c.entry.Text, c.mode.Selected())
	}

	// What was brought back and changed may take the place of what it was.
	p.press(fyne.KeyEnd)
	p.write("!")
	p.key(fyne.Key5, ctrlShift)
	p.answer("Replace A ping")
	p.goSaved(tabServer)
	has(t, "the list", s.savedRows(), `1|  A ping|ping\x00!|`)
	p.press(fyne.KeyReturn)
	if got := read(t, peer, 6); got != "ping\x00!" {
		t.Errorf("the peer got %q", got)
	}
	if n := p.saved.all().Root().Count(); n != 1 {
		t.Errorf("there are %d saved messages", n)
	}
}

func TestMistakeIsNotSaved(t *testing.T) {
	p := sitDown(t)
	c := p.sockets[tabServer].composer
	p.clickAt(c.mode, modes["Hex"])
	p.win.Canvas().Focus(c.entry)
	p.write("0g")
	p.key(fyne.Key5, ctrlShift)
	if p.overlay() != nil || !strings.Contains(c.problem.Text, "no hex digit") {
		t.Errorf("asked %q, told %q", p.dialogText(), c.problem.Text)
	}
}

func TestSavedItemsAreChanged(t *testing.T) {
	p := sitDown(t)
	p.keepMessage(collection.RootID, messageOf("a", "1"))
	s := p.goSaved(tabServer)
	p.press(fyne.KeyDown)
	s.newFolder()
	p.write("Plant")
	p.press(fyne.KeyReturn)
	has(t, "the list", s.savedRows(), "1|  a|1|\n|▸ Plant|0|\n")

	p.press(fyne.KeyUp, fyne.KeyF2)
	p.write("b")
	sheet := p.overlay()
	var folders *widgets.RowList
	walk(sheet, func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.RowList); ok {
			folders = l
		}
	})
	p.win.Canvas().Focus(folders)
	p.press(fyne.KeyDown)
	p.answer("Save")
	has(t, "the list", s.savedRows(), "|▾ Plant|1|\n|    b|1|\n")

	p.press(fyne.KeyDelete)
	has(t, "the list", s.savedRows(), "|▾ Plant|0|\n")
	has(t, "the note", s.said.Text, "b is deleted; Ctrl+Z brings it back")
	p.shortcut(&fyne.ShortcutUndo{})
	has(t, "the list", s.savedRows(), "|    b|1|\n")
	if s.said.Text != "" {
		t.Errorf("it still says %q", s.said.Text)
	}

	p.keepMessage(collection.RootID, messageOf("c", "2"))
	p.keepMessage(collection.RootID, messageOf("d", "3"))
	p.press(fyne.KeyEnd)
	for s.source.chosen != p.saved.numbered()[1].ID {
		p.press(fyne.KeyUp)
	}
	p.savedKey(fyne.KeyUp, fyne.KeyModifierAlt)
	has(t, "the list", s.savedRows(), "1|  d|3|\n2|  c|2|\n")
	s.duplicate()
	has(t, "the list", s.savedRows(), "1|  d|3|\n2|  d|3|\n3|  c|2|\n")
	p.until("the file", func() bool {
		text, _ := os.ReadFile(p.messages)
		return strings.Count(string(text), `"name": "d"`) == 2
	})
}

func TestReadyMadeCantBeChanged(t *testing.T) {
	p := sitDown(t)
	s := p.goSaved(tabServer)
	p.press(fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyDelete)
	has(t, "the problem", s.problem.Text, "can't be changed")
	p.click(s.offers.Objects[0])
	has(t, "the list", s.savedRows(), fmt.Sprintf("|▸ Echo and chat|5|\n|▾ Examples|%d|\n|  ▸ Echo and chat|5|\n", p.saved.examples.Root().Messages()))
	if s.problem.Visible() || s.offers.Visible() {
		t.Errorf("it still says %q", s.problem.Text)
	}
}

func TestSavedFilter(t *testing.T) {
	p := sitDown(t)
	p.keepMessage(collection.RootID, messageOf("alpha", "1"))
	s := p.goSaved(tabServer)
	p.fill(s.filter, "MODBUS rtu")
	if got := s.savedRows(); strings.Count(got, "\n") != 3 || !strings.Contains(got, "|    RTU: read holding registers|") && !strings.Contains(got, "|      RTU: read holding registers|") {
		t.Errorf("the list is\n%s", got)
	}
	p.press(fyne.KeyReturn)
	if it := p.saved.get(s.source.chosen); it == nil || it.Name != "RTU: read holding registers" || p.win.Canvas().Focused() != s.list {
		t.Errorf("chosen is %+v", it)
	}
	p.win.Canvas().Focus(s.filter)
	p.press(fyne.KeyEscape)
	has(t, "the list", s.savedRows(), "1|  alpha|1|\n")
	p.press(fyne.KeyEscape)
	p.press(fyne.KeyEscape)
	if s.showing() {
		t.Error("Escape does not lead back to the message")
	}
}

// A message that is meant for somebody is not sent to others without a word.
func TestSavedMessageForSomebody(t *testing.T) {
	p := sitDown(t)
	_, other := p.talk()
	address, accepted := listen(t)
	it := messageOf("meant", "for you")
	it.Target = collection.Target{Protocol: "tcp", Address: address}
	id := p.keepMessage(collection.RootID, it)
	s := p.goSaved(tabServer)
	s.goTo(id)
	p.press(fyne.KeyReturn)
	has(t, "the problem", s.problem.Text, "meant for tcp://"+address, "not connected")
	p.click(buttonIn(s.offers, "Send all the same").(fyne.CanvasObject))
	if got := read(t, other, 7); got != "for you" {
		t.Errorf("the other got %q", got)
	}

	p.press(fyne.KeyReturn)
	p.click(buttonIn(s.offers, "Fill in the form").(fyne.CanvasObject))
	form := p.sockets[tabClient].kind.(*clientForm)
	if p.chosen != tabClient || form.port.Text != portOf(address) || form.host.Text != "127.0.0.1" || p.win.Canvas().Focused() != p.sockets[tabClient].start {
		t.Fatalf("tab %d, %s:%s", p.chosen, form.host.Text, form.port.Text)
	}
	if len(p.openSessions(tabClient)) > 0 {
		t.Error("it is connected already")
	}
	p.press(fyne.KeyReturn)
	p.until("the connection", func() bool { return len(p.openSessions(tabClient)) == 1 })
	p.until("the focus", func() bool { return p.win.Canvas().Focused() == p.sockets[tabClient].saved.list })
	p.press(fyne.KeyReturn)
	if got := read(t, p.next(accepted), 7); got != "for you" {
		t.Errorf("the one it is meant for got %q", got)
	}
	// From elsewhere too it goes to that one only.
	p.goSaved(tabServer)
	p.press(fyne.KeyReturn)
	has(t, "the note", s.said.Text, "to 1")
}

func TestSavedDatagramForSomebody(t *testing.T) {
	p := sitDown(t)
	peer := udp(t)
	it := messageOf("meant", "for you")
	it.Target = collection.Target{Protocol: "udp", Address: peer.LocalAddr().String()}
	id := p.keepMessage(collection.RootID, it)
	s := p.goSaved(tabServer)
	s.goTo(id)
	p.press(fyne.KeyReturn)
	has(t, "the problem", s.problem.Text, "no UDP socket is open here")
	p.click(buttonIn(s.offers, "Fill in the form").(fyne.CanvasObject))
	if to := p.sockets[tabUDP].composer.to.Text; p.chosen != tabUDP || to != peer.LocalAddr().String() {
		t.Fatalf("tab %d, to %q", p.chosen, to)
	}
	p.fill(listenOnOf(p.sockets[tabUDP]).port, "0")
	p.press(fyne.KeyReturn)
	p.until("the socket", func() bool { return len(p.openSessions(tabUDP)) == 1 })
	p.goSaved(tabUDP)
	p.sockets[tabUDP].composer.to.SetText("127.0.0.1:9")
	p.press(fyne.KeyReturn)
	b := make([]byte, 100)
	if n, err := peer.Read(b); err != nil || string(b[:n]) != "for you" {
		t.Errorf("it got %q, %v", b[:n], err)
	}
}

func TestSavedMessageToNobody(t *testing.T) {
	p := sitDown(t)
	p.keepMessage(collection.RootID, messageOf("a", "1"))
	s := p.goSaved(tabServer)
	p.key(fyne.KeyReturn, ctrl)
	has(t, "the problem", s.problem.Text, "Choose a message")
	p.press(fyne.KeyDown, fyne.KeyReturn)
	has(t, "the problem", s.problem.Text, "a: Nobody is connected yet")
	p.press(fyne.KeyDown)
	if s.problem.Visible() {
		t.Errorf("about another row it says %q", s.problem.Text)
	}
}

func TestRowIsSavedAsMessage(t *testing.T) {
	p := sitDown(t)
	_, peer := p.talk()
	fmt.Fprint(peer, "over\r\n")
	p.logged("over")
	for i := range p.bench.Rows() {
		if e, _ := p.bench.Entry(i, -1); string(e.Payload) == "over\r\n" {
			p.log.menu(i, fyne.NewPos(500, 200))
		}
	}
	p.pickMenu("Save as a message…")
	p.answer("Save")
	s := p.goSaved(tabServer)
	has(t, "the list", s.savedRows(), "1|  over|over|")
	if m := p.saved.numbered()[0].Message; m.Ending != codec.CRLF || m.Text != "over" {
		t.Errorf("it is %+v", m)
	}
}

func TestImportIntoTheWindow(t *testing.T) {
	p := sitDown(t)
	path := filepath.Join(t.TempDir(), "packets.json")
	os.WriteFile(path, []byte(`[{"name": "one", "hexstring": "31", "tcporudp": "TCP", "toip": "127.0.0.1", "port": "80"},
		{"name": "two", "hexstring": "32", "tcporudp": "SSL", "toip": "127.0.0.1", "port": "443"}]`), 0o600)
	p.importMessages()
	p.write("/" + strings.TrimPrefix(filepath.ToSlash(path), "/"))
	var e *entry
	walk(p.overlay(), func(o fyne.CanvasObject) {
		if x, ok := o.(*entry); ok {
			e = x
		}
	})
	e.SetText(path)
	p.answer("Open")
	p.until("the remarks", func() bool { return strings.Contains(p.dialogText(), "with 1 remarks") })
	p.answer("Close")
	s := p.sockets[tabServer].saved
	has(t, "the list", s.savedRows(), "|▾ packets|2|\n|    one|tcp://127.0.0.1:80 1|\n|    two|2|\n")

	out := filepath.Join(t.TempDir(), "out.json")
	p.exportAllMessages()
	walk(p.overlay(), func(o fyne.CanvasObject) {
		if x, ok := o.(*entry); ok {
			x.SetText(out)
		}
	})
	p.answer("Save")
	p.until("the file", func() bool { _, err := os.Stat(out); return err == nil })
	has(t, "the file", p.exportedFile(out), `"name": "packets"`, `"target": "tcp://127.0.0.1:80"`)
}

func TestDamagedMessagesAreTold(t *testing.T) {
	p := sitDown(t)
	if err := os.WriteFile(p.messages, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := p.goSaved(tabServer)
	p.until("the problem", func() bool { return strings.Contains(s.problem.Text, "can't be read") })
	p.keepMessage(collection.RootID, messageOf("a", "1"))
	p.until("the other problem", func() bool { return strings.Contains(s.problem.Text, "is kept as") })
	if kept, err := os.ReadFile(p.messages + ".damaged-1"); err != nil || string(kept) != "{" {
		t.Errorf("kept is %q, %v", kept, err)
	}
}

// With ten thousand messages no key takes long.
func TestMessagesThatAreNotOnDiskAreTold(t *testing.T) {
	p := sitDown(t)
	if err := os.MkdirAll(p.messages+".lock", 0o700); err != nil { // where a file belongs
		t.Fatal(err)
	}
	c := p.sockets[tabServer].composer
	p.fill(c.entry, "hello")
	p.Window.saveMessageHere()
	p.press(fyne.KeyReturn)
	p.until("the problem", func() bool { return strings.Contains(c.problem.Text, "Not on disk: ") })
	s := p.goSaved(tabServer)
	has(t, "the pane", s.problem.Text, "Not on disk: ")
	done := false
	p.bench.ReadMessages(func(error) { done = true }) // after the pane's own
	p.until("it is read", func() bool { return done })
	has(t, "the pane", s.problem.Text, "Not on disk: ")
	if err := os.Remove(p.messages + ".lock"); err != nil {
		t.Fatal(err)
	}
	p.keepMessage(collection.RootID, messageOf("a", "1"))
	p.until("no problem", func() bool { return s.problem.Text == "" || !s.problem.Visible() })
}

func TestManySavedMessages(t *testing.T) {
	p := sitDown(t)
	p.fillSaved(10_000)
	s := p.goSaved(tabServer)
	start := time.Now()
	p.press(fyne.KeyDown, fyne.KeyRight, fyne.KeyEnd, fyne.KeyPageUp)
	p.fill(s.filter, "9")
	took := time.Since(start)
	t.Logf("six keys take %v", took)
	if took > 3*time.Second {
		t.Errorf("some keys take %v", took)
	}
	if len(s.source.rows) < 3000 {
		t.Errorf("only %d rows are found", len(s.source.rows))
	}
}

func (p *person) fillSaved(n int) {
	folder := &collection.Item{Kind: collection.Folder, Name: "many"}
	for i := range n {
		it := messageOf(fmt.Sprint("Message ", i), strings.Repeat("payload ", 8)+fmt.Sprint(i))
		folder.Items = append(folder.Items, &it)
	}
	p.keepMessage(collection.RootID, *folder)
}

// The pane keeps within the narrow column.
func TestSavedPaneFits(t *testing.T) {
	p := sitDown(t)
	it := messageOf(strings.Repeat("a long name ", 10), strings.Repeat("text ", 100))
	it.Target = collection.Target{Protocol: "udp", Address: "a-host-with-a-long-name.example.org:65535"}
	p.keepMessage(collection.RootID, it)
	for _, size := range []fyne.Size{smallWindow.SubtractWidthHeight(0, menuHeight), usualWindow} {
		p.win.Resize(size)
		for tab := range p.sockets {
			s := p.goSaved(tab)
			s.goTo(p.saved.numbered()[0].ID)
			s.sendItem(&collection.Item{Kind: collection.Message, Name: "x", Target: collection.Target{Protocol: "tcp", Address: it.Target.Address}})
			p.lay()
			p.fits(p.win.Content(), size)
			if s.list.Size().Height < leastSaved {
				t.Errorf("tab %d at %v: the list is %v high", tab, size, s.list.Size().Height)
			}
			p.capture(fmt.Sprintf("saved-%v-%d", size.Width, tab))
			s.show(sideMessage)
		}
		p.Window.choose(tabServer)
		p.win.Canvas().Focus(p.sockets[tabServer].composer.entry)
		p.write("x")
		p.saveMessageHere()
		p.lay()
		if m := p.overlay().MinSize(); m.Width > size.Width || m.Height > size.Height {
			t.Errorf("the dialog needs %v of %v", m, size)
		}
		p.answer("Cancel")
	}
}

func BenchmarkSavedFilter10000(b *testing.B) {
	root := &collection.Item{Kind: collection.Folder}
	for i := range 10_000 {
		it := messageOf(fmt.Sprint("Message ", i), strings.Repeat("payload ", 8))
		root.Items = append(root.Items, &it)
	}
	for b.Loop() {
		if len(collection.Find(root, "message 77")) == 0 {
			b.Fatal("nothing is found")
		}
	}
}

// What went wrong stays told when the file has been read.
func TestSavedProblemStays(t *testing.T) {
	p := sitDown(t)
	p.keepMessage(collection.RootID, messageOf("a", "1"))
	s := p.goSaved(tabServer)
	p.press(fyne.KeyDown, fyne.KeyReturn)
	p.saved.read()
	read := false
	p.bench.ReadMessages(func(error) { read = true })
	p.until("the file to be read", func() bool { return read })
	has(t, "the problem", s.problem.Text, "Nobody is connected yet")
}

func TestSavedSequenceIsOpened(t *testing.T) {
	p := sitDown(t)
	s := p.goSaved(tabClient)
	p.fill(s.filter, "as a sequence")
	p.press(fyne.KeyReturn)
	if s.send.Text != "Run…" || s.send.Disabled() {
		t.Errorf("the button says %q", s.send.Text)
	}
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace} {
		p.press(k)
		has(t, "the dialog", p.dialogText(), "Sequences", "Run on")
		p.sequences.close()
		p.win.Canvas().Focus(s.list)
	}
	if it := p.saved.get(s.source.chosen); len(p.sequences.tree.rows) != len(it.Steps.Steps) {
		t.Errorf("%d steps of %d are there", len(p.sequences.tree.rows), len(it.Steps.Steps))
	}
}

func TestDroppedFilesAreRead(t *testing.T) {
	p := sitDown(t)
	dir := t.TempDir()
	var files []fyne.URI
	for _, name := range []string{"a.txt", "b.txt"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, storage.NewFileURI(path))
	}
	s := p.goSaved(tabServer)
	p.dropped(fyne.NewPos(10, 10), files)
	p.until("the messages", func() bool { return p.saved.all().Root().Count() == 3 })
	has(t, "the list", s.savedRows(), "|    a.txt|a.txt|\n|    b.txt|b.txt|\n")
}

func TestNoteIsLeftByKeysAndBounded(t *testing.T) {
	p := sitDown(t)
	p.fill(p.sockets[tabServer].composer.entry, "hello")
	p.Window.saveMessageHere()
	p.win.Canvas().FocusNext()
	p.win.Canvas().FocusNext()
	note, ok := p.win.Canvas().Focused().(*noteEntry)
	if !ok {
		t.Fatalf("the focus is on %T", p.win.Canvas().Focused())
	}
	if note.AcceptsTab() {
		t.Error("Tab does not lead out of the note")
	}
	p.write("unit 1")
	p.app.Clipboard().SetContent(strings.Repeat("word ", 200_000))
	begun := time.Now()
	p.shortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	if took := time.Since(begun); note.Text != "unit 1" || took > 5*time.Second {
		t.Errorf("after %v the note has %d bytes", took, len(note.Text))
	}
	has(t, "the dialog", p.dialogText(), "A field takes 4,000 characters; nothing was inserted")
	p.fill(note, strings.Repeat("word ", 799)+"12345")
	p.press(fyne.KeyReturn)
	has(t, "the dialog", p.dialogText(), "A field takes 4,000 characters; nothing was inserted")
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Error("Escape leaves the dialog open")
	}
}

package gui

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// talk is a server's composer with one peer.
func (p *person) talk() (*composer, net.Conn) {
	p.t.Helper()
	c := p.dial(p.serve())
	return p.sockets[tabServer].composer, c
}

var modes = map[string]float32{"Text": 0.1, "Hex": 0.35, "Escapes": 0.6, "File": 0.95}

func TestComposerCountsWhatWillGoOut(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	tests := []struct {
		mode, text, encoding, ending string
		count                        string
		want                         string
	}{
		{"Text", "hello", "utf-8", "End: none", "Send 5 B", "hello"},
		{"Text", "世界", "utf-8", "End: none", "Send 6 B", "世界"},
		{"Text", "世界", "gbk", "End: LF", "Send 5 B", "\xca\xc0\xbd\xe7\n"},
		{"Text", "a\nb", "utf-8", "End: CRLF", "Send 6 B", "a\r\nb\r\n"},
		{"Text", "é", "latin1", "End: CR", "Send 2 B", "\xe9\r"},
		{"Text", "x", "utf-16le", "End: LF", "Send 4 B", "x\x00\n\x00"},
		{"Text", "end", "utf-8", "End: NUL", "Send 4 B", "end\x00"},
		{"Hex", "00 ff 7B", "utf-8", "End: LF", "Send 3 B", "\x00\xff{"},
		{"Escapes", `a\n\x00\u4e16`, "utf-8", "End: none", "Send 6 B", "a\n\x00世"},
		{"Escapes", `a`, "utf-8", "End: CRLF", "Send 3 B", "a\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.mode+" "+tt.text+" "+tt.encoding+" "+tt.ending, func(t *testing.T) {
			p.t = t
			p.clickAt(c.mode, modes[tt.mode])
			if tt.mode != "Hex" {
				p.pick(c.encoding, tt.encoding)
				p.pick(c.ending, tt.ending)
			} else if !c.encoding.Disabled() || !c.ending.Disabled() {
				t.Error("hex offers an encoding or an end, and has neither")
			}
			p.win.Canvas().Focus(c.entry)
			p.write(tt.text)
			if c.send.Text != tt.count || c.problem.Visible() {
				t.Errorf("the button says %q, want %q; problem %q", c.send.Text, tt.count, c.problem.Text)
			}
			p.click(c.send)
			if got := read(t, peer, len(tt.want)); got != tt.want {
				t.Errorf("the peer got %q, want %q", got, tt.want)
			}
			if c.entry.Text != "" {
				t.Errorf("%q stands there after it was sent", c.entry.Text)
			}
			has(t, "the note", c.said.Text, strings.TrimPrefix(tt.count, "Send ")+", to 1")
		})
	}
}

func TestComposerCountsWhileTyping(t *testing.T) {
	p := sitDown(t)
	c, _ := p.talk()
	p.win.Canvas().Focus(c.entry)
	for i, want := range []string{"Send 1 B", "Send 3 B", "Send 6 B", "Send 10 B"} {
		p.write(string([]rune("aéह😀")[i]))
		if c.send.Text != want {
			t.Errorf("after %q the button says %q, want %q", c.entry.Text, c.send.Text, want)
		}
	}
}

func TestComposerShowsAMistakeWhereItIs(t *testing.T) {
	p := sitDown(t)
	c, _ := p.talk()
	p.rows(2) // the server and its connection
	sent := p.bench.Rows()
	tests := []struct {
		mode, text, encoding string
		says                 string
		row, column          int
	}{
		{"Hex", "00 ff 7", "utf-8", "Column 7: ", 0, 6},
		{"Hex", "00 zz", "utf-8", "Column 4: ", 0, 3},
		{"Hex", "00\n11\n2g", "utf-8", "Line 3, column ", 2, -1},
		{"Escapes", `ab\q`, "utf-8", "Column 3: ", 0, 2},
		{"Escapes", `ab\x1`, "utf-8", "Column 3: ", 0, 2},
		{"Text", "pay 5 €", "latin1", "Column 7: \"€\" (U+20AC) is not in latin1", 0, 6},
		{"Text", "one\n二世界", "latin1", "Line 2, column 1: ", 1, 0},
		{"Text", "a😀", "gbk", "Column 2: ", 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.mode+" "+tt.text, func(t *testing.T) {
			p.t = t
			p.clickAt(c.mode, modes[tt.mode])
			if tt.mode != "Hex" {
				p.pick(c.encoding, tt.encoding)
			}
			p.fill(c.entry, tt.text)
			if !c.problem.Visible() || !strings.HasPrefix(c.problem.Text, tt.says) {
				t.Errorf("the problem is %q, want %q", c.problem.Text, tt.says)
			}
			if c.send.Text != "Send" {
				t.Errorf("the button says %q, want no count of what can't be sent", c.send.Text)
			}
			p.win.Canvas().Focus(nil)
			p.key(fyne.KeyReturn, ctrl)
			if p.win.Canvas().Focused() != fyne.Focusable(c.entry) {
				t.Errorf("the focus is on %T, want the message", p.win.Canvas().Focused())
			}
			if c.entry.CursorRow != tt.row || tt.column >= 0 && c.entry.CursorColumn != tt.column {
				t.Errorf("the cursor is at %d:%d, want %d:%d", c.entry.CursorRow, c.entry.CursorColumn, tt.row, tt.column)
			}
			if c.entry.Text != tt.text {
				t.Errorf("the message is %q now, want what was typed, %q", c.entry.Text, tt.text)
			}
		})
	}
	p.fill(c.entry, "")
	if c.problem.Visible() || c.send.Text != "Send 0 B" {
		t.Errorf("an empty message has the problem %q and %q", c.problem.Text, c.send.Text)
	}
	if got := p.bench.Rows(); got != sent {
		t.Errorf("something was sent:\n%s", p.logText())
	}
}

// In a line that the entry wraps, the cursor's row is not the text's.
func TestMistakeInAWrappedLine(t *testing.T) {
	p := sitDown(t)
	c, _ := p.talk()
	p.clickAt(c.mode, modes["Hex"])
	p.fill(c.entry, strings.Repeat("00 ", 60)+"zz")
	p.key(fyne.KeyReturn, ctrl)
	p.write("-")
	if want := strings.Repeat("00 ", 60) + "-zz"; c.entry.Text != want {
		t.Errorf("what is typed at the cursor makes %q, want it before the mistake", c.entry.Text)
	}
}

func TestCtrlEnterInTheMessageSends(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.fill(c.entry, "by key")
	p.key(fyne.KeyReturn, ctrl) // the menu has it before the entry does
	if got := read(t, peer, 6); got != "by key" {
		t.Errorf("the peer got %q", got)
	}
	p.press(fyne.KeyUp)
	if c.entry.Text != "by key" {
		t.Errorf("Up brings back %q", c.entry.Text)
	}
	p.write("!")
	if c.entry.Text != "by key!" {
		t.Errorf("going on to write makes %q", c.entry.Text)
	}
	p.fill(c.entry, "")
	p.key(fyne.KeyReturn, ctrl) // nothing, by mistake
	p.press(fyne.KeyUp)
	if c.entry.Text != "by key" {
		t.Errorf("Up after an empty one brings back %q, want the last message", c.entry.Text)
	}
}

func TestRecallBringsTheModeBack(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.clickAt(c.mode, modes["Hex"])
	p.fill(c.entry, "41 42")
	p.key(fyne.KeyReturn, ctrl)
	read(t, peer, 2)
	p.clickAt(c.mode, modes["Text"])
	p.win.Canvas().Focus(c.entry)
	p.press(fyne.KeyUp)
	if c.mode.Selected() != 1 || c.entry.Text != "41 42" || c.send.Text != "Send 2 B" {
		t.Errorf("Up brings back mode %d, %q and %q, want hex, 41 42, 2 bytes", c.mode.Selected(), c.entry.Text, c.send.Text)
	}
}

func TestEnterSendsWhenAskedTo(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.fill(c.entry, "one")
	p.press(fyne.KeyReturn)
	p.write("two")
	if c.entry.Text != "one\ntwo" {
		t.Errorf("Enter makes %q, want a line break", c.entry.Text)
	}
	p.menuOption("Enter sends (Shift+Enter breaks the line)")
	if len(p.kept) != 1 || !p.kept[0].EnterSends {
		t.Errorf("the setting was kept as %+v", p.kept)
	}
	p.withShift(fyne.KeyReturn)
	p.write("three")
	p.press(fyne.KeyReturn)
	if got := read(t, peer, 13); got != "one\ntwo\nthree" {
		t.Errorf("the peer got %q", got)
	}
	if c.entry.Text != "" {
		t.Errorf("%q stands there after Enter", c.entry.Text)
	}
	p.menuOption("Enter sends (Shift+Enter breaks the line)")
	p.write("x")
	p.press(fyne.KeyReturn)
	if c.entry.Text != "x\n" || p.kept[1].EnterSends {
		t.Errorf("switched off, Enter makes %q, and %v is kept", c.entry.Text, p.kept[1].EnterSends)
	}

	q := sitDownWith(t, workbench.Settings{CardSeen: true, EnterSends: true}, nil)
	if !q.sockets[tabUDP].composer.entry.SubmitOnEnter {
		t.Error("the setting is forgotten when the window opens")
	}
}

// menuOption chooses an item of the Options menu.
func (p *person) menuOption(label string) {
	p.t.Helper()
	for _, m := range p.win.MainMenu().Items {
		for _, item := range m.Items {
			if item.Label == label {
				item.Action()
				p.lay()
				return
			}
		}
	}
	p.t.Fatalf("no menu has %q", label)
}

func TestTooBigAPaste(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.fill(c.entry, "here")
	p.app.Clipboard().SetContent(strings.Repeat("x", widgets.MaxEntryText))
	p.shortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	has(t, "the problem", c.problem.Text, "65,540 B", "65,536 B", "Nothing was inserted")
	if c.entry.Text != "here" || c.send.Text != "Send 4 B" {
		t.Errorf("the message is %d bytes, the button says %q", len(c.entry.Text), c.send.Text)
	}
	p.app.Clipboard().SetContent(" and there")
	p.shortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	if c.problem.Visible() {
		t.Errorf("the problem %q stays", c.problem.Text)
	}
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, peer, 14); got != "here and there" {
		t.Errorf("the peer got %q", got)
	}
}

func TestNobodyIsConnected(t *testing.T) {
	p := sitDown(t)
	for i, pane := range p.sockets {
		p.Window.choose(i)
		c := pane.composer
		p.fill(c.entry, "anybody?")
		p.key(fyne.KeyReturn, ctrl)
		has(t, pane.role+": the problem", c.problem.Text, "Nobody is connected yet")
		if c.entry.Text != "anybody?" {
			t.Errorf("%s: the message is %q now", pane.role, c.entry.Text)
		}
	}
	c, _ := p.talk()
	p.pick(c.target, "To selected (0)")
	p.fill(c.entry, "one of you")
	p.key(fyne.KeyReturn, ctrl)
	has(t, "the problem", c.problem.Text, "No connection is selected")
	if c.entry.Text != "one of you" {
		t.Errorf("the message is %q now", c.entry.Text)
	}
}

func TestPeerThatResets(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	peer.(*net.TCPConn).SetLinger(0)
	p.fill(c.entry, "too late")
	peer.Close()
	p.until("the reset", func() bool { return len(p.openSessions(tabServer)) == 0 })
	p.logged(coded("ECONNRESET"))
	p.key(fyne.KeyReturn, ctrl)
	if c.entry.Text != "too late" || !strings.Contains(c.problem.Text, "Nobody is connected") {
		t.Errorf("the message is %q, the problem %q", c.entry.Text, c.problem.Text)
	}
}

func TestUDP(t *testing.T) {
	peer := udp(t)
	p := sitDown(t)
	p.Window.choose(tabUDP)
	pane := p.sockets[tabUDP]
	c := pane.composer
	p.fill(listenOnOf(pane).port, "0")
	p.press(fyne.KeyReturn)
	p.until("the socket", func() bool { return len(p.openSessions(tabUDP)) == 1 })

	p.fill(c.entry, "ping")
	p.key(fyne.KeyReturn, ctrl)
	has(t, "without a receiver the problem", c.problem.Text, "nobody to send to")
	for _, tt := range []struct{ to, says string }{
		{"localhost", "port"}, {"localhost:0", "port"}, {"127.0.0.1:70000", "65535"}, {":9", "host"}, {"[::1:9", "]"},
		{"no-such-host.invalid:9", noSuchHost()}, {"a b:9", "no spaces"}, {"127.0.0:9", "IPv4"},
	} {
		t.Run("to "+tt.to, func(t *testing.T) {
			p.t = t
			p.fill(c.to, tt.to)
			p.win.Canvas().Focus(c.entry)
			p.key(fyne.KeyReturn, ctrl)
			p.until("an answer", func() bool { return c.problem.Text != "" })
			has(t, "the problem", c.problem.Text, tt.says)
			if c.entry.Text != "ping" || c.to.Text != tt.to {
				t.Errorf("the message is %q, the receiver %q", c.entry.Text, c.to.Text)
			}
		})
	}
	p.t = t
	buf := make([]byte, 100)
	for i, to := range []string{peer.LocalAddr().String(), "localhost:" + portOf(peer.LocalAddr().String())} {
		text := fmt.Sprintf("ping %d", i)
		p.fill(c.entry, text)
		p.fill(c.to, to)
		p.press(fyne.KeyReturn) // Enter in the receiver's field sends
		p.until("it to be sent", func() bool { return c.entry.Text == "" })
		n, from, err := peer.ReadFrom(buf)
		if err != nil || string(buf[:n]) != text {
			t.Fatalf("the peer got %q, %v", buf[:n], err)
		}
		if i == 1 {
			peer.WriteTo([]byte("pong"), from)
			peer.WriteTo(nil, from)
		}
	}
	p.logged("4 B | pong")
	p.logged("0 B | 0 bytes")
	p.fill(c.to, "")
	p.fill(c.entry, "back to you")
	p.key(fyne.KeyReturn, ctrl)
	if n, _, err := peer.ReadFrom(buf); err != nil || string(buf[:n]) != "back to you" {
		t.Errorf("who sent last got %q, %v", buf[:n], err)
	}
	p.key(fyne.KeyReturn, ctrl) // an empty datagram is a datagram
	if n, _, err := peer.ReadFrom(buf); err != nil || n != 0 {
		t.Errorf("the peer got %q, %v, want an empty datagram", buf[:n], err)
	}
}

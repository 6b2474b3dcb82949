package gui

import (
	"bytes"
	"net"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// shown is the two lines of a composer's preview.
func (c *composer) shown() (hex, text string) {
	lines := strings.Split(texts(c.preview)+"\n\n", "\n")
	return lines[0], lines[1]
}

func TestPreviewShowsTheBytes(t *testing.T) {
	p := sitDown(t)
	c, _ := p.talk()
	tests := []struct{ mode, text, encoding, ending, hex, shown string }{
		{"Text", "hi", "utf-8", "End: none", "68 69", "hi"},
		{"Text", "hi", "utf-8", "End: CRLF", "68 69 0d 0a", `hi\r\n`},
		{"Text", "世", "gbk", "End: none", "ca c0", "世"},
		{"Hex", "00 ff", "utf-8", "End: none", "00 ff", `\x00\xFF`},
		{"Escapes", `\x01`, "utf-8", "End: LF", "01 0a", `\x01\n`},
		{"Hex", "zz", "utf-8", "End: none", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.mode+" "+tt.text+" "+tt.ending, func(t *testing.T) {
			p.t = t
			p.clickAt(c.mode, modes[tt.mode])
			if tt.mode != "Hex" {
				p.pick(c.encoding, tt.encoding)
				p.pick(c.ending, tt.ending)
			}
			p.fill(c.entry, tt.text)
			if hex, text := c.shown(); hex != tt.hex || text != tt.shown {
				t.Errorf("it shows %q and %q, want %q and %q", hex, text, tt.hex, tt.shown)
			}
		})
	}
}

// Of a long message the preview shows how it begins and ends, within its width.
func TestPreviewOfALongMessage(t *testing.T) {
	p := sitDown(t)
	c, _ := p.talk()
	for _, text := range []string{strings.Repeat("0123456789", 6000) + "the end", strings.Repeat("世界", 10000) + "end!", strings.Repeat("\x01", 1000) + "end."} {
		c.entry.SetText(text)
		p.lay()
		hex, shown := c.shown()
		if !strings.HasSuffix(shown, gapSign+text[len(text)-4:]) || !strings.Contains(hex, gapSign) {
			t.Errorf("it shows %q and %q", hex, shown)
		}
		for _, line := range []string{hex, shown} {
			if w := fyne.MeasureText(line, theme.CaptionTextSize(), fyne.TextStyle{Monospace: true}).Width; w > c.preview.Size().Width {
				t.Errorf("%q is %v wide in %v", line, w, c.preview.Size().Width)
			}
		}
	}
}

func TestVariablesOfTheMessage(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.fill(c.entry, "{{seq}}")
	if hex, _ := c.shown(); hex != "7b 7b 73 65 71 7d 7d" {
		t.Errorf("without variables it shows %s", hex)
	}
	p.click(c.variables)
	p.pickMenu("Variables in double braces")
	if c.send.Text != "Send 1 B" {
		t.Errorf("with variables the button says %q", c.send.Text)
	}
	p.key(fyne.KeyReturn, ctrl)
	for _, want := range []string{"1", "2", "3"} {
		if got := read(t, peer, 1); got != want {
			t.Errorf("the peer got %q, want %q", got, want)
		}
		p.fill(c.entry, "{{seq}}")
		p.key(fyne.KeyReturn, ctrl)
	}
	read(t, peer, 1)
	p.fill(c.entry, "no number")
	p.key(fyne.KeyReturn, ctrl)
	read(t, peer, 9)
	p.click(c.variables)
	p.pickMenu("Count from 1 again; next is 5")
	p.fill(c.entry, "")
	p.click(c.variables)
	p.pickMenu("{{seq}}  counts the messages")
	p.write(" {{clip}} {{len}}")
	p.app.Clipboard().SetContent("世")
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, peer, 7); got != "1 世 7" {
		t.Errorf("the peer got %q", got)
	}
	p.fill(c.entry, "ab {{nothing}}")
	has(t, "the problem", c.problem.Text, "Column 4: ", `there is no variable "nothing" here`)
	p.key(fyne.KeyReturn, ctrl)
	if c.entry.CursorColumn != 3 {
		t.Errorf("the cursor is at column %d", c.entry.CursorColumn)
	}
}

// Each peer gets its own message where it says who it is, and the same one where it does not.
func TestEachPeerGetsItsOwn(t *testing.T) {
	p := sitDown(t)
	at := p.serve()
	peers := []net.Conn{p.dial(at), p.dial(at)}
	c := p.sockets[tabServer].composer
	c.SetComposition(codec.Composition{Text: "{{peer}} {{seq}}\n", Variables: true})
	p.key(fyne.KeyReturn, ctrl)
	for _, peer := range peers {
		want := peer.LocalAddr().String() + " 1\n"
		if got := read(t, peer, len(want)); got != want {
			t.Errorf("the peer got %q, want %q", got, want)
		}
	}
	c.SetComposition(codec.Composition{Text: "{{rand:8}}", Mode: codec.Hex, Variables: true})
	p.key(fyne.KeyReturn, ctrl)
	if first, second := read(t, peers[0], 8), read(t, peers[1], 8); first != second {
		t.Errorf("one peer got %q, the other %q", first, second)
	}
}

func TestChecksumsOfTheMessage(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	p.fill(c.entry, "123456789")
	p.click(c.checksums)
	p.pickMenu("Modbus RTU: CRC-16, lowest byte first")
	if hex, _ := c.shown(); hex != "31 32 33 34 35 36 37 38 39 37 4b" || c.checksums.Text != "Σ 1" {
		t.Errorf("it shows %s, the button %q", hex, c.checksums.Text)
	}
	p.click(c.checksums)
	p.pickMenu("1. crc-16/modbus of bytes 0 to the end, lowest byte first, appended…")
	has(t, "the dialog", p.dialogText(), "CRC-16/MODBUS", "Lowest byte first", "Behind the message", "31 32 33 34 35 36 37 38 39 37 4b")
	p.answer("Remove")
	if len(c.sums) > 0 || c.checksums.Text != "Σ" || c.send.Text != "Send 9 B" {
		t.Errorf("there are %v, the buttons say %q and %q", c.sums, c.checksums.Text, c.send.Text)
	}
	c.askChecksum(0)
	p.lay()
	entries := dialogEntries(p)
	p.fill(entries[0], "x")
	p.answer("OK")
	has(t, "the dialog", p.dialogText(), `"x" is no place`)
	p.fill(entries[0], "20")
	has(t, "the dialog", p.dialogText(), "Checksum 1: its range begins at 20, and the message has 9 bytes")
	p.fill(entries[0], "1")
	p.fill(entries[1], "-1")
	p.answer("OK")
	if want := []codec.Checksum{{Sum: sumNamed("crc-16/modbus"), From: 1, To: -1, Little: true}}; !slices.Equal(c.sums, want) {
		t.Errorf("the checksums are %v, want %v", c.sums, want)
	}
	p.fill(c.entry, "")
	has(t, "the problem of a message that is too short", c.problem.Text, "Checksum 1: ")
	c.setSums([]codec.Checksum{usual[2].sum})
	p.pick(c.ending, "End: CRLF")
	p.fill(c.entry, "$GPGGA*")
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, peer, 11); got != "$GPGGA*56\r\n" {
		t.Errorf("the peer got %q", got)
	}
}

// dialogEntries are the fields of the dialog on top.
func dialogEntries(p *person) (list []*entry) {
	walk(p.overlay(), func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok {
			list = append(list, e)
		}
	})
	return list
}

func TestUpBringsMessagesBack(t *testing.T) {
	p := sitDown(t)
	c, peer := p.talk()
	for _, m := range []codec.Composition{
		{Text: "one", Ending: codec.LF},
		{Text: "32", Mode: codec.Hex, Sums: []codec.Checksum{{Sum: sumNamed("xor-8")}}},
		{Text: "{{seq}}", Mode: codec.Escapes, Encoding: mustEncoding(t, "utf-16le"), Variables: true},
	} {
		c.SetComposition(m)
		p.key(fyne.KeyReturn, ctrl)
	}
	if got := read(t, peer, 8); got != "one\n221\x00" {
		t.Fatalf("the peer got %q", got)
	}
	p.win.Canvas().Focus(c.entry)
	steps := []struct {
		key        fyne.KeyName
		text, send string
	}{
		{fyne.KeyUp, "{{seq}}", "Send 2 B"}, {fyne.KeyUp, "32", "Send 2 B"}, {fyne.KeyUp, "one", "Send 4 B"}, {fyne.KeyUp, "one", "Send 4 B"},
		{fyne.KeyDown, "32", "Send 2 B"}, {fyne.KeyDown, "{{seq}}", "Send 2 B"}, {fyne.KeyDown, "", "Send 0 B"}, {fyne.KeyUp, "{{seq}}", "Send 2 B"},
	}
	for i, s := range steps {
		p.press(s.key)
		if c.entry.Text != s.text || c.send.Text != s.send && s.text != "" {
			t.Errorf("step %d, %s: %q and %q, want %q and %q", i, s.key, c.entry.Text, c.send.Text, s.text, s.send)
		}
	}
	p.write("x")
	p.press(fyne.KeyUp, fyne.KeyDown)
	if c.entry.Text != "{{seq}}x" {
		t.Errorf("what was changed is %q now", c.entry.Text)
	}
	if other := p.sockets[tabClient].composer; other.entry.Text == "" {
		other.recall()
		if other.entry.Text != "" {
			t.Errorf("the client's message is %q, which a server sent", other.entry.Text)
		}
	}
}

func mustEncoding(t *testing.T, name string) codec.Encoding {
	t.Helper()
	e, ok := codec.Lookup(name)
	if !ok {
		t.Fatalf("no encoding %s", name)
	}
	return e
}

// What is put into the composer and taken out again is the same.
func TestCompositionThroughTheComposer(t *testing.T) {
	p := sitDown(t)
	c := p.sockets[tabServer].composer
	m := codec.Composition{Text: "a\nb", Mode: codec.Escapes, Encoding: mustEncoding(t, "gbk"), Ending: codec.CRLF, Variables: true,
		Sums: []codec.Checksum{{Sum: sumNamed("lrc")}}}
	c.SetComposition(m)
	got := c.Composition()
	if got.Text != m.Text || got.Mode != m.Mode || got.Encoding != m.Encoding || got.Ending != m.Ending || !got.Variables || !slices.Equal(got.Sums, m.Sums) {
		t.Errorf("got %+v, want %+v", got, m)
	}
	if c.SetComposition(codec.Composition{}); c.Composition().Mode != codec.Text || c.Composition().Encoding.Name != "utf-8" || c.Composition().Sums != nil {
		t.Errorf("the empty message is %+v", c.Composition())
	}
}

// The bytes that are shown and counted are those on the wire, with what makes a frame of them.
func TestPreviewShowsTheFrame(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.Window.choose(tabClient)
	spec, err := workbench.ClientForm{Host: hostOnly(address), Port: portOf(address), Timeout: "5s", Common: workbench.Common{Framing: "lines:crlf"}}.Spec()
	if err != nil {
		t.Fatal(err)
	}
	p.bench.Open(spec, func(netcore.EndpointID, error) {})
	peer := p.next(accepted)
	p.until("the session", func() bool { return len(p.openSessions(tabClient)) == 1 })
	c := p.sockets[tabClient].composer
	p.fill(c.entry, "hi")
	if hex, text := c.shown(); hex != "68 69 0d 0a" || text != `hi\r\n` || c.send.Text != "Send 4 B" {
		t.Errorf("it shows %q, %q, the button %q", hex, text, c.send.Text)
	}
	p.key(fyne.KeyReturn, ctrl)
	if got := read(t, peer, 4); got != "hi\r\n" {
		t.Errorf("the peer got %q", got)
	}
	has(t, "the note", c.said.Text, "4 B, to 1")
}

func hostOnly(address string) string {
	host, _, _ := net.SplitHostPort(address)
	return host
}

// hexEnds and textEnds never show more than there is room for, nor a byte twice.
func TestEndsOfBytes(t *testing.T) {
	fits := func(room int) func(string) bool {
		return func(s string) bool { return len([]rune(s)) <= room }
	}
	for n := 1; n < 80; n++ {
		b := bytes.Repeat([]byte("abcdefgh"), 10)[:n]
		for room := 24; room < 60; room++ {
			if hex := hexEnds(b, room); len([]rune(hex)) > room || !strings.Contains(hex, "…") && hex != previewHex(b) {
				t.Fatalf("%d bytes in %d: %q", n, room, hex)
			}
			text := textEnds(b, codec.Encoding{}, room, fits(room))
			head, tail, cut := strings.Cut(text, gapSign)
			if !cut && text != string(b) || cut && (len(head)+len(tail) >= n || !bytes.HasPrefix(b, []byte(head)) || !bytes.HasSuffix(b, []byte(tail))) || !fits(room)(text) {
				t.Fatalf("%d bytes in %d: %q", n, room, text)
			}
		}
	}
}

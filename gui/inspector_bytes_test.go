package gui

import (
	"bytes"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// inspect sends bytes to a server of the window's own and selects their row, whose message contains text.
func (p *person) inspect(payload, text string) {
	p.t.Helper()
	c := p.dial(p.serve())
	c.Write([]byte(payload))
	p.selectMessage(text)
}

func TestInspectorShowsEscapes(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	p.inspect("\xc4\xe3\\\x00\xff\nQ8", "Q8")
	p.pick(in.charset, "gbk")
	p.clickAt(in.mode, 0.35)
	p.click(in.copy)
	const want = `你\\\x00\xFF\nQ8`
	if got := p.app.Clipboard().Content(); got != want {
		t.Errorf("copied %s, want %s", got, want)
	}
	gbk, _ := codec.Lookup("gbk")
	if b, err := codec.ParseEscapes(want, gbk); err != nil || string(b) != "\xc4\xe3\\\x00\xff\nQ8" {
		t.Errorf("typed again: %q, %v", b, err)
	}
	breaks := 0
	for _, s := range in.spans(nil, 0, []byte("a\nb\n")) {
		if s.Break && s.Text == `\n` && s.Style == widgets.Accent {
			breaks++
		}
	}
	if breaks != 2 {
		t.Errorf("%d line breaks, want 2", breaks)
	}
}

func TestInspectorShowsJSON(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	p.inspect(`{"b":1.50,"a":["Q9"]}`, "Q9")
	p.clickAt(in.mode, 0.95)
	p.until("the JSON", func() bool { return !in.view.Hidden })
	p.click(in.copy)
	if got, want := p.app.Clipboard().Content(), "{\n  \"b\": 1.50,\n  \"a\": [\n    \"Q9\"\n  ]\n}"; got != want {
		t.Errorf("copied %s, want %s", got, want)
	}
	if in.place.Text != "JSON" || in.numbers.content.Visible() {
		t.Errorf("place %q, numbers visible %v", in.place.Text, in.numbers.content.Visible())
	}
	for _, s := range in.spans(nil, 0, []byte("{\n}")) {
		if s.Style == widgets.Code {
			t.Errorf("a line end of the layout is shown as %q", s.Text)
		}
	}
	p.inspect("{\"a\":1 \"Q10\"}", "Q10")
	p.until("the mistake", func() bool { return strings.Contains(in.note.Text, "at byte 7") && !in.note.Hidden })
	has(t, "the note", in.note.Text, `This is no JSON: at byte 7, """ stands where a comma or } is wanted.`)
	p.clickAt(in.mode, 0.6)
	if in.view.Hidden || in.view.CursorOffset() != 7 {
		t.Errorf("in hex the cursor is at %d, want at the mistake", in.view.CursorOffset())
	}
}

func TestInspectorTellsPlaceAndNumbers(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	p.inspect("\x01\x02\x03\x04Q11", "Q11")
	if in.numbers.content.Visible() {
		t.Error("the numbers stand beside text before anybody asked")
	}
	p.click(in.number)
	if !in.numbers.content.Visible() {
		t.Error("the numbers don't show when they are switched on")
	}
	p.click(in.number)
	p.clickAt(in.mode, 0.6)
	if !in.numbers.content.Visible() {
		t.Error("no numbers beside hex")
	}
	p.win.Canvas().Focus(in.view)
	p.press(fyne.KeyRight)
	if in.place.Text != "byte 1 (0x1)" {
		t.Errorf("place %q", in.place.Text)
	}
	row := func(name string) codec.Number {
		for _, n := range in.numbers.numbers {
			if n.Name == name {
				return n
			}
		}
		return codec.Number{}
	}
	if n := row("u16"); n.Little != "770" || n.Big != "515" {
		t.Errorf("u16 at byte 1: %+v", n)
	}
	in.numbers.menu(2, fyne.NewPos(10, 10))
	p.pickMenu("Copy, high byte first")
	if got := p.app.Clipboard().Content(); got != "515" {
		t.Errorf("copied %q", got)
	}
	in.numbers.list.OnCopy()
	if got := p.app.Clipboard().Content(); got != "770" {
		t.Errorf("copied by key: %q", got)
	}
	p.win.Canvas().Focus(in.view)
	p.withShift(fyne.KeyRight)
	p.withShift(fyne.KeyRight)
	if in.place.Text != "1–3 (0x1–0x3): 3 bytes, sum 9 (0x9)" {
		t.Errorf("place %q", in.place.Text)
	}
	in.setBytes(bytes.NewReader(nil))
	in.view.Select(0, 0)
}

func TestFindInTheBytes(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	p.key(fyne.KeyI, ctrlShift)
	if in.find.content.Visible() {
		t.Error("there is something to look through with no row chosen")
	}
	p.inspect("one \xc4\xe3 two \xc4\xe3 Q12\r\n", "Q12")
	p.pick(in.charset, "gbk")
	p.key(fyne.KeyI, ctrlShift)
	p.write("你")
	found := func(from, to int64) {
		t.Helper()
		p.until("the find", func() bool { a, b := in.view.Selection(); return a == from && b == to && in.find.cancel == nil })
	}
	p.press(fyne.KeyReturn)
	found(4, 6)
	p.press(fyne.KeyReturn)
	found(11, 13)
	in.find.look(true)
	found(4, 6)
	p.fill(in.find.text, "hex: 0d0a")
	p.press(fyne.KeyReturn)
	found(17, 19)
	p.fill(in.find.text, "nothing like it")
	p.press(fyne.KeyReturn)
	p.until("the answer", func() bool { return in.find.result.Text == "Not in these bytes" })
	p.fill(in.find.text, "hex: 0")
	p.press(fyne.KeyReturn)
	has(t, "the mistake", in.find.result.Text, "half a byte")
	p.press(fyne.KeyEscape)
	if in.find.content.Visible() || p.win.Canvas().Focused() != fyne.Focusable(in.view) {
		t.Error("Escape does not lead back to the bytes")
	}
}

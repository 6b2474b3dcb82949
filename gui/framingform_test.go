package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/netcore/framing"
)

func TestFramingChangesWhileOpen(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	p.pick(form.reply.choice, "Echo what arrives")
	p.pick(form.framing.choice, "Length in front: 1 byte")
	at := p.serve()
	c := p.dial(at)
	c.Write([]byte("\x02ab\x03cde"))
	if got := read(t, c, 7); got != "\x02ab\x03cde" {
		t.Errorf("the echo of two frames is %q", got)
	}
	p.pick(form.framing.choice, "Lines ending in LF or CRLF")
	if !pane.apply.Visible() {
		t.Fatal("there is nothing to apply")
	}
	p.click(pane.apply)
	p.until("the change", func() bool { return !pane.apply.Visible() })
	c.Write([]byte("one\r\ntwo\n"))
	if got := read(t, c, 8); got != "one\ntwo\n" {
		t.Errorf("the echo of two lines is %q", got)
	}
}

func TestPreviewFollowsTheFraming(t *testing.T) {
	p := sitDown(t)
	pane, form := p.sockets[tabServer], p.sockets[tabServer].kind.(*serverForm)
	p.fill(pane.composer.entry, "abc")
	sends := func(want string) {
		t.Helper()
		if got := pane.composer.send.Text; got != want {
			t.Errorf("the button says %q, want %q", got, want)
		}
	}
	sends("Send 3 B")
	p.pick(form.framing.choice, "Length in front: 2 bytes, big-endian")
	sends("Send 5 B")
	c := p.dial(p.serve())
	p.until("the connection", func() bool { return len(p.openSessions(tabServer)) == 1 })
	sends("Send 5 B")
	p.pick(form.framing.choice, "Length in front: 1 byte") // not applied
	sends("Send 5 B")
	p.click(pane.apply)
	p.until("the change", func() bool { return pane.composer.send.Text == "Send 4 B" })
	p.click(pane.composer.send)
	if got := read(t, c, 4); got != "\x03abc" {
		t.Errorf("%q went out", got)
	}
}

// framingDialog opens the dialog with these framings; got is what came of it.
func (p *person) framingDialog(receive, send string) (f *framingDialog, got *[2]string) {
	got = new([2]string)
	f = p.askFraming(receive, send, func(receive, send string) { *got = [2]string{receive, send} })
	p.lay()
	return f, got
}

func TestFramingDialogKeepsWhatItIsGiven(t *testing.T) {
	p := sitDown(t)
	sends := []string{"", "none", "lines:lf", `fixed:10,pad=" "`, "length:decimal,width=4"}
	for i, receive := range []string{"", "lines", "lines:crlf,limit=64k", `delimiter:"\r\n\r\n"`, "delimiter:fffe", "fixed:64", "fixed:64,pad=00",
		"length:u16be,offset=2,counts=frame,limit=64k", `length:u64le,counts=self,tail="\n"`, "length:varint", `length:decimal,end=":"`,
		"length:decimal,end=none", "length:decimal,width=10,fill=right", "netstring", "gap:20ms,limit=4k"} {
		send := sends[i%len(sends)]
		_, got := p.framingDialog(receive, send)
		p.answer("OK")
		if *got != [2]string{receive, send} {
			t.Errorf("%q and %q became %q", receive, send, *got)
		}
	}
}

func TestFramingDialogTellsMistakesAtTheirFields(t *testing.T) {
	p := sitDown(t)
	for _, test := range []struct {
		name, receive string
		field         func(e *framingEditor) *entry
		typed         string
		part          framing.Part
		want          string
	}{
		{"delimiter", `delimiter:00`, func(e *framingEditor) *entry { return e.delimiter }, "0", framing.PartDelimiter, "neither hex such as 0d0a nor text in quotes"},
		{"no delimiter", `delimiter:00`, func(e *framingEditor) *entry { return e.delimiter }, "", framing.PartDelimiter, "1 to 256 bytes"},
		{"size", "fixed:4", func(e *framingEditor) *entry { return e.size }, "many", framing.PartSize, "is no number of bytes"},
		{"pad", "fixed:4", func(e *framingEditor) *entry { return e.pad }, "0000", framing.PartPad, "one byte"},
		{"offset", "length:u8", func(e *framingEditor) *entry { return e.offset }, "99999", framing.PartOffset, "from 0 to 65535"},
		{"limit", "length:u8", func(e *framingEditor) *entry { return e.top }, "9999m", framing.PartLimit, "is no number of bytes"},
		{"limit of nothing", "lines", func(e *framingEditor) *entry { return e.top }, "0", framing.PartLimit, "at least 1 byte"},
		{"end", "length:decimal", func(e *framingEditor) *entry { return e.end }, `"5"`, framing.PartEnd, "can't end in a digit"},
		{"width", "length:decimal", func(e *framingEditor) *entry { return e.width }, "65", framing.PartWidth, "from 0 to 64"},
		{"no width", "length:decimal,width=4", func(e *framingEditor) *entry { return e.width }, "0", framing.PartWidth, "from 1 to 64"},
		{"tail", "length:u8", func(e *framingEditor) *entry { return e.tail }, "zz", framing.PartTail, "neither hex"},
		{"pause", "gap:20ms", func(e *framingEditor) *entry { return e.pause }, "soon", framing.PartPause, `"soon" is no time`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, got := p.framingDialog(test.receive, "")
			e := d.edit[0]
			p.fill(test.field(e), test.typed)
			if problem := e.fields[test.part].problem; !problem.Visible() || !strings.Contains(problem.Text, test.want) {
				t.Errorf("the field says %q, want %q", problem.Text, test.want)
			}
			if !d.ok.Disabled() {
				t.Error("OK can be pressed")
			}
			p.press(fyne.KeyReturn)
			if *got != [2]string{} || p.overlay() == nil {
				t.Error("the mistake was taken")
			}
			p.press(fyne.KeyEscape)
			if p.overlay() != nil {
				t.Error("Escape does not close the dialog")
			}
		})
	}
}

func TestFramingDialogBringsTheMistakeInSight(t *testing.T) {
	p := sitDown(t)
	d, _ := p.framingDialog("fixed:4", "fixed:8")
	d.sides.SetSelected(1)
	d.turn(1)
	p.fill(d.edit[1].size, "0")
	d.sides.SetSelected(0)
	d.turn(0)
	p.fill(d.edit[0].size, "5")
	p.press(fyne.KeyReturn)
	if d.sides.Selected() != 1 || !d.edit[1].content.Visible() {
		t.Error("what is wrong with what is sent is out of sight")
	}
}

func TestFramingRowSaysWhatIsSentOtherwise(t *testing.T) {
	p := sitDown(t)
	row := p.sockets[tabClient].kind.(*clientForm).framing
	p.Window.choose(tabClient)
	p.click(row.more)
	has(t, "the dialog", p.dialogText(), "What is received", `"hello" on the wire: 68 65 6c 6c 6f`, "frame=none")
	p.answer("Cancel")
	row.set("length:u16le,offset=4", "none")
	p.lay()
	if got := row.choice.Selected; got != "Length in front: 2 bytes, little-endian, behind 4 B" {
		t.Errorf("the row says %q", got)
	}
	if !row.sent.Visible() || row.sent.Text != "Sent otherwise: as it is" {
		t.Errorf("of what is sent the row says %q", row.sent.Text)
	}
	p.pick(row.choice, "None: each read is a message")
	if row.receive != "" || row.send != "none" {
		t.Errorf("got %q and %q", row.receive, row.send)
	}
}

// TestFramingWordsAreDistinct wants every choice of the row to read differently.
func TestFramingWordsAreDistinct(t *testing.T) {
	words := map[string]string{}
	for _, text := range append(framingPresets, "lines:lf", "lines,limit=5", "fixed:5", `fixed:5,pad="x"`, "length:u16le", "length:u64be", "length:u64le", "length:u8,offset=1",
		"length:u8,counts=self", "length:u8,counts=frame", `length:u8,tail="x"`, "length:decimal", "length:decimal,width=4", "length:decimal,end=none", "netstring,limit=5") {
		f, err := framing.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		said := framingWords(f)
		if other, twice := words[said]; twice {
			t.Errorf("%s and %s both read %q", other, text, said)
		}
		words[said] = text
	}
}

func TestOnTheWire(t *testing.T) {
	for text, want := range map[string]string{
		"":                       `"hello" on the wire: 68 65 6c 6c 6f`,
		"lines:crlf":             `"hello" on the wire: 68 65 6c 6c 6f 0d 0a`,
		"length:u32le":           `"hello" on the wire: 05 00 00 00 68 65 6c 6c 6f`,
		"length:u16be,offset=2":  `"\x00\x00hello" on the wire: 00 00 00 05 68 65 6c 6c 6f`,
		"length:u8,offset=65535": `"` + strings.Repeat(`\x00`, 16) + `hello" on the wire: ` + strings.Repeat("00 ", 16) + "05 68 65 6c …",
		"fixed:4":                `"hello" can't be sent so: the message has 5 bytes, its frame holds 4`,
		"fixed:64":               `"hello" can't be sent so: the message has 5 bytes, its frame needs 64 and there is no byte to fill it with`,
		"fixed:64m,pad=00":       `"hello" on the wire: 68 65 6c 6c 6f ` + strings.Repeat("00 ", 15) + "…",
		"gap:1500ms":             "What comes without a pause of 1.5s is one message.",
	} {
		f, err := framing.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := onTheWire(f); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

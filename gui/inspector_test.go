package gui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
)

// selectMessage clicks the row of the log whose message contains text.
func (p *person) selectMessage(text string) {
	p.t.Helper()
	p.logged(text)
	for i := range p.bench.Rows() {
		if cells := p.row(i).cells; strings.Contains(cells[len(cells)-1], text) {
			p.log.selectRow(i, widgets.Only)
			p.lay()
			return
		}
	}
}

func TestInspector(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	if !in.copy.Disabled() || !in.again.Disabled() || !in.save.Disabled() || !in.note.Visible() {
		t.Error("with no row chosen something can be copied, sent or saved")
	}
	at := p.serve()
	c := p.dial(at)
	c.Write([]byte("\xca\xc0\xbd\xe7 Q7\n"))
	p.selectMessage("Q7")
	has(t, "where it came from", in.about.Text, "received · Server "+portOf(at)+" · #1 · "+c.LocalAddr().String()+" · 8 B · 20")
	if in.view.Hidden || in.note.Visible() || in.copy.Disabled() || in.again.Disabled() || in.save.Disabled() {
		t.Error("the bytes are hidden, or nothing can be done with them")
	}
	p.click(in.copy)
	if got := p.app.Clipboard().Content(); got != "\\xCA\\xC0\\xBD\\xE7 Q7\n" {
		t.Errorf("copied as utf-8: %q", got)
	}
	p.pick(in.charset, "gbk")
	p.click(in.copy)
	if got := p.app.Clipboard().Content(); got != "世界 Q7\n" {
		t.Errorf("copied as gbk: %q", got)
	}
	in.view.Select(0, 4)
	p.click(in.copy)
	if got := p.app.Clipboard().Content(); got != "世界" {
		t.Errorf("copied of a selection: %q", got)
	}
	p.clickAt(in.mode, 0.6)
	if in.view.Mode() != widgets.HexMode {
		t.Fatal("Hex shows no hex")
	}
	p.click(in.copy)
	if got := p.app.Clipboard().Content(); got != "ca c0 bd e7" {
		t.Errorf("copied as hex: %q", got)
	}
	p.win.Canvas().Focus(in.view)
	in.view.Select(0, 0)
	p.shortcut(&fyne.ShortcutCopy{})
	if got := p.app.Clipboard().Content(); got != "ca c0 bd e7 20 51 37 0a" {
		t.Errorf("copied by key: %q", got)
	}

	p.click(in.again)
	if got := read(t, c, 8); got != "\xca\xc0\xbd\xe7 Q7\n" {
		t.Errorf("sent again: %q", got)
	}

	p.selectMessage("listening on")
	if !in.view.Hidden || !in.note.Visible() || !in.again.Disabled() || !in.save.Disabled() || in.copy.Disabled() {
		t.Error("a row without bytes is shown with some")
	}
	has(t, "the row in full", in.note.Text, "listening on "+at, "SO_REUSEADDR")
	p.click(in.copy)
	has(t, "what was copied of it", p.app.Clipboard().Content(), "listening on "+at)

	c.Close()
	p.until("the end", func() bool { return len(p.openSessions(tabServer)) == 0 })
	p.selectMessage("Q7")
	p.click(in.again)
	has(t, "sending to who is gone", p.dialogText(), "Not sent", "has ended")
	p.answer("OK")

	p.clearLog()
	p.rows(0)
	if in.seq != 0 || !in.copy.Disabled() || !in.note.Visible() {
		t.Error("a row that the log has given up is still there")
	}
}

func TestInspectorOfAFault(t *testing.T) {
	p := sitDown(t)
	pane, _ := p.connect("127.0.0.1:" + freePort(t))
	p.until("the refusal", func() bool { return pane.form.general.Text != "" })
	p.selectMessage("ECONNREFUSED")
	has(t, "the row in full", p.inspector.note.Text, coded("ECONNREFUSED"), "opening tcp://")
	has(t, "where it came from", p.inspector.about.Text, "failed · Client 1 · ")
}

func TestInspectorReadsLinesInTheEncoding(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	c := p.dial(p.serve())
	c.Write([]byte("a\x00\n\x00b\x00"))
	p.selectMessage("a")
	p.pick(in.charset, "utf-16le")
	spans := in.spans(nil, 0, []byte("a\x00\n\x00b\x00"))
	breaks, bytes := 0, 0
	for _, s := range spans {
		if s.Break {
			breaks++
		}
		bytes += s.Bytes
	}
	if breaks != 1 || bytes != 6 || string(in.view.LineEnd) != "\n\x00" {
		t.Errorf("utf-16le: %+v, line end %q; want one break and 6 bytes", spans, in.view.LineEnd)
	}
	p.pick(in.charset, "utf-8")
	if string(in.view.LineEnd) != "\n" {
		t.Errorf("utf-8: line end %q", in.view.LineEnd)
	}
}

// Each encoding says what its bytes are, so that the cursor stands on one.
func TestSpansAddUpToTheBytes(t *testing.T) {
	p := sitDown(t)
	in := p.inspector
	data := []byte("a\r\n\x00\xff\xfe世界\x1b$B\x80\x81é\u202e")
	for _, name := range in.charset.Options {
		p.pick(in.charset, name)
		n := 0
		for _, s := range in.spans(nil, 0, data) {
			if s.Bytes == 0 {
				n += len(s.Text)
			} else {
				n += s.Bytes
			}
		}
		if n != len(data) {
			t.Errorf("%s: the spans stand for %d bytes of %d", name, n, len(data))
		}
	}
}

func TestSavePayload(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("\x00payload\xff"))
	p.selectMessage("payload")
	p.click(p.inspector.save)
	has(t, "the dialog", p.dialogText(), "payload.bin")
	p.answer("Cancel")
	path := filepath.Join(t.TempDir(), "payload.bin")
	done := false
	p.bench.SavePayload(p.inspector.seq, path, func(err error) {
		if done = true; err != nil {
			t.Error(err)
		}
	})
	p.until("the file", func() bool { return done })
	if data, err := os.ReadFile(path); err != nil || string(data) != "\x00payload\xff" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestEnterInTheLogGoesToTheBytes(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("look at me"))
	p.logged("look at me")
	p.key(fyne.KeyL, ctrl)
	p.press(fyne.KeyEnd, fyne.KeyReturn)
	if p.win.Canvas().Focused() != fyne.Focusable(p.inspector.view) {
		t.Errorf("Enter goes to %T, want the bytes", p.win.Canvas().Focused())
	}
}

func TestInspectorStaysWithItsRow(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("first"))
	p.selectMessage("first")
	seq := p.inspector.seq
	for i := range 20 {
		fmt.Fprintf(c, "more %d", i)
		p.logged(fmt.Sprintf("more %d", i))
	}
	p.fill(p.log.text, "nothing like it")
	p.rows(0)
	if p.inspector.seq != seq || p.inspector.view.Hidden {
		t.Error("a row that the filter hides is no longer shown whole")
	}
}

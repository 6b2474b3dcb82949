package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

// streamText is the text that the stream view shows from its start, run by run.
func (p *person) streamText() string {
	var text strings.Builder
	s := p.stream
	b := make([]byte, s.bytes.Size())
	n, _ := s.bytes.ReadAt(b, 0)
	for off := int64(0); off < int64(n); {
		_, to := s.bytes.Run(off)
		if s.view.Gutter != nil {
			mark, _ := s.view.Gutter(off)
			text.WriteString(mark)
		}
		for _, span := range s.spans(nil, off, b[off:to]) {
			text.WriteString(span.Text)
		}
		text.WriteByte('\n')
		off = to
	}
	return text.String()
}

func TestStreamView(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	say := func(text string, rows int) {
		t.Helper()
		c.Write([]byte(text))
		p.until("the row", func() bool { return p.stream.session == 0 || p.stream.stream.State().Rows == rows })
	}
	c.Write([]byte("one \xc4"))
	p.selectMessage("one")
	seq := p.inspector.seq
	p.Window.choose(tabServer)
	p.fill(p.sockets[tabServer].composer.entry, "between")
	p.key(fyne.KeyReturn, ctrl)
	p.logged("between")
	p.key(fyne.KeyG, ctrlShift)
	p.until("the stream", func() bool { return p.stream.session != 0 && p.stream.stream.State().Rows == 2 })
	if p.inspector.content.Visible() && p.reachable(p.inspector.content) || !p.reachable(p.stream.view) {
		t.Fatal("the stream does not stand in the inspector's place")
	}
	sent := "between\n"
	if st := p.stream.stream.State(); st.Sent == 7 {
		sent = "between"
	}
	say("\xe3 two\n", 3)
	p.pick(p.stream.charset, "gbk")
	mark := strings.ReplaceAll(sent, "\n", "LF")
	if got, want := p.streamText(), "←one 你\n→"+mark+"\n← twoLF\n"; got != want {
		t.Errorf("both ways:\n%s, want\n%s", got, want)
	}
	p.click(buttonIn(p.stream.content, "Copy").(fyne.CanvasObject))
	if got, want := p.app.Clipboard().Content(), "one 你"+sent+" two\n"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	p.clickAt(p.stream.ways, 0.5)
	if got := p.streamText(); got != "one 你 twoLF\n" || p.stream.view.Gutter != nil {
		t.Errorf("received: %s", got)
	}
	p.clickAt(p.stream.mode, 0.5)
	if got := p.streamText(); got != `one 你 two\n`+"\n" {
		t.Errorf("received, with escapes: %s", got)
	}
	p.clickAt(p.stream.ways, 0.9)
	p.clickAt(p.stream.mode, 0.9)
	if p.stream.view.Mode() != widgets.HexMode || p.stream.bytes.Way() != workbench.SentWay {
		t.Errorf("%v in %v", p.stream.bytes.Way(), p.stream.view.Mode())
	}
	p.click(buttonIn(p.stream.content, "Copy").(fyne.CanvasObject))
	if got := p.app.Clipboard().Content(); got != hexText([]byte(sent)) {
		t.Errorf("copied %q", got)
	}
	p.clickAt(p.stream.ways, 0.1)
	if from, to := p.stream.view.Selection(); from != to {
		t.Errorf("%d–%d are selected", from, to)
	}
	p.inspector.show(seq)
	if from, to := p.stream.view.Selection(); from != 0 || to != 5 {
		t.Errorf("of the row in the log %d–%d are selected, want 0–5", from, to)
	}
	has(t, "about", p.stream.about.Text, "0–4", "Stream of #1 "+c.LocalAddr().String(), "3 rows", "11 B received")
	p.click(buttonIn(p.stream.content, "Back").(fyne.CanvasObject))
	if p.stream.session != 0 || !p.reachable(p.inspector.view) {
		t.Error("Back does not lead back")
	}
}

func TestStreamViewFollows(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("begin\n"))
	p.selectMessage("begin")
	p.key(fyne.KeyG, ctrlShift)
	s := p.stream
	grow := func(size int64) {
		t.Helper()
		c.Write([]byte(strings.Repeat("a line of the stream\n", 200)))
		p.until("the bytes", func() bool { return s.bytes.Size() == size && strings.Contains(s.about.Text, bytesText(float64(size))) })
	}
	grow(6 + 4200)
	if !s.view.AtEnd() || s.view.Top() == 0 {
		t.Errorf("following, the first byte on screen is %d", s.view.Top())
	}
	s.view.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 200)})
	top := s.view.Top()
	if s.follow.On() {
		t.Error("it follows though a person scrolled up")
	}
	grow(6 + 8400)
	if s.view.Top() != top {
		t.Errorf("not following, it moved from %d to %d", top, s.view.Top())
	}
	p.click(s.follow)
	if !s.view.AtEnd() {
		t.Error("Follow does not lead to the end")
	}
}

func TestStreamViewSaves(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("\x00saved\xff"))
	p.selectMessage("saved")
	p.key(fyne.KeyG, ctrlShift)
	p.until("the stream", func() bool { return p.stream.bytes.Size() == 7 })
	path := filepath.Join(t.TempDir(), "s.bin")
	p.click(buttonIn(p.stream.content, "Save…").(fyne.CanvasObject))
	p.write(path)
	p.answer("Cancel")
	done := false
	p.stream.stream.SaveStream(workbench.BothWays, path, func(int64, error) { done = true })
	p.until("the file", func() bool { return done })
	if data, err := os.ReadFile(path); err != nil || string(data) != "\x00saved\xff" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

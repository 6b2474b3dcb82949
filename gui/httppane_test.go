package gui

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
)

// httpText is what the pane shows.
func (p *person) httpText() string {
	if p.http.shown == nil {
		return ""
	}
	b := make([]byte, p.http.shown.Size())
	n, _ := p.http.shown.ReadAt(b, 0)
	return string(b[:n])
}

// httpAnswer is a response whose body is in chunks and zipped.
func httpAnswer(body string) string {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte(body))
	w.Close()
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=gbk\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"+
		"5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", z.Bytes()[:5], z.Len()-5, z.Bytes()[5:])
}

func TestHTTPPane(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	body := "{\"name\":\"\xc4\xe3\"}"
	c.Write([]byte(httpAnswer(body) + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"))
	p.selectMessage("HTTP/1.1 200")
	if p.inspector.http.Hidden {
		t.Fatal("the inspector offers no HTTP for what begins so")
	}
	p.click(p.inspector.http)
	h := p.http
	p.until("the message", func() bool { return strings.HasSuffix(p.httpText(), body) })
	if got := p.httpText(); !strings.HasPrefix(got, "HTTP/1.1 200 OK\r\nContent-Type: application/json") || !p.reachable(h.view) {
		t.Errorf("the whole message: %q", got)
	}
	if m := h.view.Marks(nil, 0, 1000); len(m) != 1 || m[0].To != h.content.Head.Size() {
		t.Errorf("the header is marked as %v", m)
	}
	has(t, "which", h.title.Text, "1 of 2 · received · HTTP/1.1 200 OK")
	has(t, "facts", h.about.Text, "body", "in 2 chunks", "gzip, decoded "+bytesText(float64(len(body))))
	p.clickAt(h.parts, 0.9)
	p.click(h.copy)
	if got := p.app.Clipboard().Content(); got != `{"name":"你"}` {
		t.Errorf("the body, in the encoding that the header names: %q", got)
	}
	p.clickAt(h.parts, 0.5)
	if got := p.httpText(); !strings.HasSuffix(got, "chunked\r\n\r\n") {
		t.Errorf("the header: %q", got)
	}
	p.clickAt(h.mode, 0.95)
	p.until("the JSON", func() bool { return strings.Contains(p.httpText(), "\"name\": ") })
	p.clickAt(h.mode, 0.6)
	if h.view.Mode() != widgets.HexMode {
		t.Error("Hex shows no hex")
	}
	p.clickAt(h.mode, 0.1)

	p.click(h.moves[1])
	p.until("the second", func() bool { return strings.Contains(p.httpText(), "Content-Length: 5") })
	has(t, "facts", h.about.Text, "body 2 B by Content-Length", "not complete yet")
	if !h.moves[1].Disabled() {
		t.Error("there is a third message")
	}
	p.clickAt(h.parts, 0.9)
	c.Write([]byte("llo"))
	p.until("the rest", func() bool { return p.httpText() == "hello" })
	c.Close()
	p.click(h.moves[0])
	p.until("the first", func() bool { return p.httpText() == body })

	path := filepath.Join(t.TempDir(), "body.bin")
	p.click(h.save)
	p.fill(p.win.Canvas().Focused(), path)
	p.answer("Save")
	p.until("the file", func() bool { b, err := os.ReadFile(path); return err == nil && string(b) == body })
	p.until("the end of saving", func() bool { return p.overlay() == nil })
	p.click(buttonIn(h.body, "Back").(fyne.CanvasObject))
	if h.http != nil || !p.reachable(p.inspector.view) {
		t.Error("Back does not lead back")
	}
}

func TestHTTPPaneWithoutHTTP(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("no such thing\n"))
	p.selectMessage("no such")
	if !p.inspector.http.Hidden {
		t.Error("the inspector offers HTTP for what is none")
	}
	p.key(fyne.KeyG, ctrlShift)
	p.until("the stream", func() bool { return p.stream.bytes.Size() == 14 })
	p.click(buttonIn(p.stream.content, "HTTP").(fyne.CanvasObject))
	p.until("the answer", func() bool { return p.http.note.Text == "No HTTP message is in this stream." })
	if !p.http.save.Disabled() || p.stream.session != 0 {
		t.Error("something can be saved, or the stream is open still")
	}
}

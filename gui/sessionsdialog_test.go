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

// oldLog is a file of JSON lines.
func oldLog(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "old.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	oldSent     = `{"seq":1,"time":"2026-01-02T03:04:05Z","kind":"sent","endpoint":"old","session":3,"peer":"192.0.2.1:7","text":"ping"}`
	oldReceived = `{"seq":2,"time":"2026-01-02T03:04:06Z","kind":"received","endpoint":"old","session":3,"peer":"192.0.2.1:7","text":"pong"}`
)

// A log that is opened takes the place of the live one, says so, and leads back.
func TestOpenLog(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	p.fillLog(c, 3)
	live := p.log.state.Rows
	p.log.selectRow(0, widgets.Only)
	p.openLogAt(oldLog(t, oldSent, oldReceived, "{broken"))
	p.until("the old log", func() bool { return p.overlay() == nil && p.opened.title == "old.jsonl" })
	p.rows(3)
	if !p.opened.content.Visible() {
		t.Error("nothing says that this is an old log")
	}
	has(t, "the bar", p.opened.label.Text, "old.jsonl, opened to read: 3 rows", "1 rows can't be read and say so")
	if p.log.follow.On() || p.inspector.seq != 0 {
		t.Errorf("following is %t, the inspector shows row %d", p.log.follow.On(), p.inspector.seq)
	}
	p.log.selectRow(0, widgets.Only)
	p.sendAgain(p.inspector.seq)
	has(t, "the dialog", p.dialogText(), "Not sent", "Replay")
	p.answer("OK")
	p.clearLog()
	has(t, "the dialog", p.dialogText(), "Not cleared")
	p.answer("OK")
	p.click(buttonIn(p.opened.content, "Back to the live log").(fyne.CanvasObject))
	p.until("the live log", func() bool { return p.opened.title == "" })
	p.rows(live)
	if p.opened.content.Visible() || !p.log.follow.On() {
		t.Error("the bar stays, or following is off")
	}
}

func TestOpenLogMistakes(t *testing.T) {
	p := sitDown(t)
	s := p.newFileDialog("", nil, p.openLogAt)
	s.reads = true
	s.show("Open", "Open")
	s.path.SetText("nothing here")
	s.submit()
	has(t, "the dialog", p.dialogText(), "ENOENT")
	if s.path.Text != "nothing here" {
		t.Errorf("what was typed became %q", s.path.Text)
	}
	p.answer("Cancel")
	p.openLogAt(oldLog(t, "this is no JSON"))
	p.until("the mistake", func() bool { return strings.Contains(p.dialogText(), "Not opened") })
	has(t, "the dialog", p.dialogText(), "line 1", "old.jsonl")
	p.answer("Cancel")
	if p.opened.content.Visible() {
		t.Error("something was opened")
	}
}

// Rows of an old log are sent again to a connection that is open now.
func TestReplayDialog(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	p.openLogAt(oldLog(t, oldSent, oldReceived))
	p.until("the old log", func() bool { return p.overlay() == nil && p.opened.title == "old.jsonl" })
	p.askReplay()
	has(t, "the dialog", p.dialogText(), "Replay sent rows")
	p.answer("Replay")
	p.until("the end", func() bool { return strings.Contains(p.dialogText(), "1 messages were sent.") })
	p.answer("OK")
	buf := make([]byte, 4)
	if _, err := c.Read(buf); err != nil || string(buf) != "ping" {
		t.Errorf("the peer got %q, %v", buf, err)
	}
}

func TestReplayToNobody(t *testing.T) {
	p := sitDown(t)
	p.askReplay()
	p.answer("Replay")
	has(t, "the dialog", p.dialogText(), "Nothing is open to send to")
	p.answer("Cancel")
}

func TestExportDialog(t *testing.T) {
	p := sitDown(t)
	x := p.newExportDialog(workbench.FilteredRows)
	x.show()
	x.format.SetSelected("Wireshark (pcapng)")
	if got := filepath.Base(x.file.path.Text); got != "wirevise-log.pcapng" {
		t.Errorf("the name is %q", got)
	}
	x.file.path.SetText(filepath.Join(t.TempDir(), "mine.csv"))
	if got := x.format.Selected; got != "Table (CSV)" {
		t.Errorf("the format is %q", got)
	}
	x.file.path.SetText(filepath.Join(t.TempDir(), "mine.exe"))
	x.file.submit()
	has(t, "the dialog", p.dialogText(), ".pcapng (Wireshark)")
	if got := filepath.Base(x.file.path.Text); got != "mine.exe" {
		t.Errorf("what was typed became %q", got)
	}
	x.format.SetSelected("Sent bytes")
	if got := filepath.Base(x.file.path.Text); got != "mine.bin" {
		t.Errorf("the name is %q", got)
	}
	p.answer("Cancel")
}

// A session of a program that was killed is offered at the start; the list tells of all, opens and removes them.
func TestSessions(t *testing.T) {
	dir := t.TempDir()
	first := sitDownAt(t, workbench.Settings{CardSeen: true}, nil, dir)
	first.fillLog(first.dial(first.serve()), 5)
	first.until("the rows on disk", func() bool {
		info, err := os.Stat(filepath.Join(first.bench.SessionPath(), "000001.rows"))
		return err == nil && info.Size() > 200
	})
	killed := filepath.Join(dir, "2020-02-02T02-02-02-c0ffee")
	if err := os.CopyFS(killed, os.DirFS(first.bench.SessionPath())); err != nil {
		t.Fatal(err)
	}
	if err := first.bench.Close(); err != nil {
		t.Fatal(err)
	}
	p := sitDownAt(t, workbench.Settings{CardSeen: true}, nil, dir)
	p.OfferRecovery()
	p.until("the offer", func() bool { return p.overlay() != nil })
	has(t, "the offer", p.dialogText(), "Recover the last session?", "rows of it are on disk")
	p.answer("Open it")
	p.until("the session", func() bool { return p.overlay() == nil && p.opened.title == filepath.Base(killed) })
	has(t, "the bar", p.opened.label.Text, "recovered")

	p.key(fyne.KeyY, ctrlShift)
	p.until("the list", func() bool { return strings.Contains(p.dialogText(), "3 sessions") })
	p.answer("Close")
	p.showLive()
	p.until("the live log", func() bool { return p.opened.title == "" })
	s := p.sessions()
	p.until("the list", func() bool { return s.Len() == 3 })
	at := -1
	for i, x := range s.saved {
		if x.Path == killed {
			at = i
		}
	}
	s.choose(at)
	s.removeChosen()
	has(t, "the dialog", p.dialogText(), "press Remove again")
	s.removeChosen()
	p.until("the removal", func() bool { return s.Len() == 2 })
	if _, err := os.Stat(killed); !os.IsNotExist(err) {
		t.Errorf("the session is there: %v", err)
	}
	for i, x := range s.saved {
		if s.choose(i); x.Path == p.bench.SessionPath() && (!s.remove.Disabled() || !s.open.Disabled()) {
			t.Error("the live session can be opened or removed")
		}
	}
	s.limit.SetText("much")
	s.setLimit()
	has(t, "the dialog", p.dialogText(), "the limit is a number")
	s.limit.SetText("2")
	s.setLimit()
	if got := p.bench.LogLimit(); got != 2<<30 || p.settings.LogMebi != 2048 {
		t.Errorf("the limit is %d, kept %d MiB", got, p.settings.LogMebi)
	}
	s.choose(0)
	p.answer("Close")
}

func TestReadLimit(t *testing.T) {
	for text, want := range map[string]int64{"4": 4 << 30, " 0.5 ": 1 << 29, "0,5": 1 << 29, "": 0, "x": 0, "0": 0, "-1": 0, "NaN": 0, "1e9": 0} {
		if got, err := readLimit(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("readLimit(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	if got := limitText(1 << 29); got != "0.5" {
		t.Errorf("limitText: got %q", got)
	}
}

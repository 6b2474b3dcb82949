package gui

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// cutLog has reads of session 1, of four lines each, with the lines as frames behind them: five rows a read.
func cutLog(reads int) (lines []string) {
	row := func(kind, payload, flags string) {
		lines = append(lines, fmt.Sprintf(`{"seq":%d,"time":"2026-11-20T14:02:11.%06dZ","kind":%q,"endpoint":"e","session":1,"peer":"127.0.0.1:5","data":%q,"flags":[%s]}`,
			len(lines)+1, len(lines), kind, base64.StdEncoding.EncodeToString([]byte(payload)), flags))
	}
	for i := range reads {
		var each []string
		for k := range 4 {
			each = append(each, fmt.Sprintf("line %d of %d", k, i))
		}
		row("received", strings.Join(each, "\n")+"\n", `"cut"`)
		for _, line := range each {
			row("framed", line, "")
		}
	}
	return lines
}

func (p *person) openCutLog(reads int) {
	p.t.Helper()
	p.openLogAt(oldLog(p.t, cutLog(reads)...))
	p.until("the log", func() bool { return p.overlay() == nil && p.opened.title == "old.jsonl" })
}

func TestFramesReadsBoth(t *testing.T) {
	p := sitDown(t)
	p.openCutLog(200)
	p.rows(800)
	if strings.Contains(p.status.rows.Text, "filter") {
		t.Errorf("without a filter the log says %q", p.status.rows.Text)
	}
	at, _ := p.bench.IndexOf(503) // line 1 of 100
	p.log.goTo(at)
	line := p.log.list.CursorRow() - p.log.list.Top()
	has(t, "the inspector", p.inspector.about.Text, "framed", "ends in read 501")

	p.key(fyne.KeyK, ctrl)
	p.rows(200)
	if got := p.log.list.Top() + line; got != 100 {
		t.Errorf("row %d stands where the frame did, want that of its read, 100", got)
	}
	if got := p.log.list.CursorRow(); got != 100 {
		t.Errorf("the keys start from row %d, want 100", got)
	}
	if sel := slices.Collect(p.bench.Selection().Seqs()); !slices.Equal(sel, []uint64{503}) {
		t.Errorf("selected are %v, want what was", sel)
	}
	p.key(fyne.KeyK, ctrl)
	p.rows(1000)
	if got := p.log.list.Top() + line; got != 502 {
		t.Errorf("row %d stands where the frame did, want the frame, 502", got)
	}
	p.key(fyne.KeyK, ctrl)
	p.rows(800)
	if got := p.log.list.Top() + line; got != at {
		t.Errorf("row %d stands where the frame did, want the frame, %d", got, at)
	}

	p.clickAt(p.log.pieces.control, 0.9)
	p.rows(1000)
	if got := p.settings.Pieces; got != "both" {
		t.Errorf("kept is %q, want both", got)
	}
	at, _ = p.bench.IndexOf(501)
	p.log.goTo(at)
	has(t, "the inspector of a read", p.inspector.about.Text, "received", "4 frames end in it")
	p.fill(p.log.text, `"line 2 of"`)
	p.rows(400)
	has(t, "what is said of a filter", p.status.rows.Text, "400 of 1,000 rows pass the filter")
}

// A frame leads to the read that it came from.
func TestShowItsRead(t *testing.T) {
	p := sitDown(t)
	p.openCutLog(200)
	p.rows(800)
	at, _ := p.bench.IndexOf(503)
	p.log.goTo(at)
	line := p.log.list.CursorRow() - p.log.list.Top()
	p.log.menu(at, fyne.NewPos(300, 300))
	p.pickMenu("Show its read")
	p.rows(1000)
	if sel := slices.Collect(p.bench.Selection().Seqs()); !slices.Equal(sel, []uint64{501}) {
		t.Errorf("selected are %v, want the read, 501", sel)
	}
	if got := p.log.list.CursorRow(); got != 500 || got-p.log.list.Top() != line {
		t.Errorf("the cursor is at row %d, line %d, want 500, line %d", got, got-p.log.list.Top(), line)
	}
	has(t, "the inspector", p.inspector.about.Text, "received", "4 frames end in it")
}

// Nothing is to be chosen before a stream is cut.
func TestSwitchIsThereWithFrames(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true, Pieces: "reads"}, nil)
	p.chat()
	if p.log.pieces.control.Visible() {
		t.Error("there is a switch where nothing is cut")
	}
	if got := p.bench.Criteria().Pieces; got != msglog.Reads {
		t.Errorf("%v show, want what was kept, reads", got)
	}
	p.openCutLog(3)
	p.rows(3)
	if !p.log.pieces.control.Visible() {
		t.Error("there is no switch")
	}
	p.clickAt(p.log.pieces.control, 0.1)
	p.rows(12)
	p.bench.ShowLive()
	p.until("the live log", func() bool { return !p.log.pieces.control.Visible() })
}

// Frames are told beside the reads that they came in.
func TestFramesAreCounted(t *testing.T) {
	info := netcore.SessionInfo{ID: 1, Frames: 1234, Traffic: netcore.Traffic{ReceivedBytes: 5000, ReceivedMessages: 12}}
	has(t, "the session's details", fmt.Sprint(sessionRow{&netcore.EndpointInfo{}, &info}.details()), "5,000 bytes in 12 reads, 1,234 frames")
	info.Frames = 0
	has(t, "those of one that is not cut", fmt.Sprint(sessionRow{&netcore.EndpointInfo{}, &info}.details()), "5,000 bytes in 12 messages")
	facts := fmt.Sprint(factsOf(&workbench.StatisticsRow{Key: workbench.StatisticsKey{Session: 1}, Frames: 1234}, &workbench.Statistics{}))
	has(t, "the statistics", facts, "{Frames 1,234 received")
}

// The switch comes with the first frame, and the stream shows where in it a frame is.
func TestFrameInTheStream(t *testing.T) {
	p := sitDown(t)
	spec, err := workbench.ServerForm{Host: "127.0.0.1", Port: "0"}.Spec()
	if err == nil {
		spec.Receive, err = framing.Parse("lines")
	}
	if err != nil {
		t.Fatal(err)
	}
	p.bench.Open(spec, func(_ netcore.EndpointID, err error) {
		if err != nil {
			t.Error(err)
		}
	})
	p.rows(1)
	e, _ := p.bench.Entry(0, 0)
	c := p.dial(e.Local)
	p.rows(2)
	if p.log.pieces.control.Visible() {
		t.Error("there is a switch before the first frame")
	}
	fmt.Fprint(c, "one\ntwo\nthree\n")
	p.logged("three")
	p.until("the switch", p.log.pieces.control.Visible)
	p.rows(5)
	p.log.goTo(3)
	has(t, "the inspector", p.inspector.about.Text, "framed", "3 B", "in read 3 at byte 4")
	p.key(fyne.KeyG, ctrlShift)
	p.until("the stream", func() bool { return p.stream.bytes != nil && p.stream.bytes.Size() == 14 })
	p.log.goTo(4)
	if from, to := p.stream.view.Selection(); from != 8 || to != 13 {
		t.Errorf("selected in the stream are bytes %d to %d, want those of the frame, 8 to 13", from, to)
	}
}

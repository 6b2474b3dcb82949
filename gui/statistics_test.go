package gui

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// cells is row i of a source, its columns apart by a bar.
func cells(s widgets.Source, i int) string {
	var r widgets.Row
	s.Row(i, &r)
	var b strings.Builder
	writeCells(&b, &r)
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "\t", "|")
}

func TestStatisticsPane(t *testing.T) {
	p := sitDown(t)
	st := p.statistics
	address := p.serve()
	c := p.dial(address)
	fmt.Fprint(c, "hello")
	p.key(fyne.KeyU, ctrl)
	if p.win.Canvas().Focused() != st.table || p.logSide.Visible() || !st.content.Visible() {
		t.Fatal("the statistics are not there, or the log still is")
	}
	p.until("the bytes of the session", func() bool {
		return len(st.rows) == 3 && st.rows[2].Total.ReceivedBytes == 5
	})
	for i, want := range []string{"Everything|5 B|", "Server " + portOf(address) + "|5 B|", "  #1 " + c.LocalAddr().String() + "|5 B|"} {
		has(t, "the row", cells(st.source, i), want)
	}

	p.press(fyne.KeyEnd)
	if st.chosen != (workbench.StatisticsKey{Endpoint: 1, Session: 1}) {
		t.Fatalf("%+v is chosen by the keys", st.chosen)
	}
	p.until("its facts", func() bool { return strings.Contains(st.lines.text(), "First received") })
	has(t, "the facts", st.lines.text(), "Received\t5 B in 1 messages", "fullest second\t5 B/s, 1 messages/s", "Longest silence\t", "gaps from 1s on\t")
	has(t, "what is said of the replies", st.replies.Text, "No request has had a reply yet")

	p.bench.Send([]byte("answer"), []netcore.SessionID{1}, "", func(int, error) {})
	p.until("the reply", func() bool { return strings.Contains(st.replies.Text, "This side's replies: the last 1 of 1") })
	has(t, "the facts", st.lines.text(), "Sent\t6 B in 1 messages", "Reply times\t1: last ", "50 · 90 · 99 %\t")

	st.sort.SetSelected("received")
	if len(st.rows) != 2 || st.rows[1].Key.Session != 1 {
		t.Errorf("sorted by received: %+v", st.rows)
	}
	c.Close()
	p.until("the end of the session", func() bool { return len(st.rows) == 2 && st.rows[1].Ended })
	p.click(st.ended)
	if len(st.rows) != 1 {
		t.Errorf("%d rows without what has ended, want 1", len(st.rows))
	}

	p.win.Canvas().Focus(st.close)
	p.press(fyne.KeyEscape)
	if st.content.Visible() || !p.logSide.Visible() || st.watch != nil || p.win.Canvas().Focused() != p.log.list {
		t.Error("Escape did not bring the log back")
	}
	st.hide() // again, which does nothing
}

// What is about the log closes the statistics.
func TestStatisticsMakeRoomForTheLog(t *testing.T) {
	p := sitDown(t)
	for _, key := range []fyne.KeyName{fyne.KeyL, fyne.KeyF, fyne.KeyI, fyne.KeyU} {
		p.key(fyne.KeyU, ctrl)
		if !p.statistics.content.Visible() {
			t.Fatal("the statistics did not open")
		}
		p.key(key, ctrl)
		if p.statistics.content.Visible() || !p.logSide.Visible() {
			t.Errorf("Ctrl+%s leaves the statistics open", key)
		}
	}
}

func TestStatisticsOfARow(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	list := p.sockets[tabServer].sessions
	it := p.item(list, c.LocalAddr().String())
	it.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, 300)})
	p.pickMenu("Statistics")
	p.until("the row", func() bool { return p.statistics.st.Row(workbench.StatisticsKey{Endpoint: 1, Session: 1}) != nil })
	if p.statistics.chosen.Session != 1 || p.statistics.lines.columns("")[0].Chars == 0 {
		t.Errorf("%+v is chosen", p.statistics.chosen)
	}
	has(t, "the title of the facts", p.statistics.facts.Columns()[0].Title, "#1 "+c.LocalAddr().String())
	it = p.item(list, c.LocalAddr().String())
	it.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, 300)})
	p.pickMenu("Show only its rows")
	if p.statistics.content.Visible() {
		t.Error("the statistics hide the rows that were asked for")
	}
}

func TestStatisticsCopied(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	fmt.Fprint(c, "hello")
	p.showStatistics(workbench.StatisticsKey{})
	p.until("the rows", func() bool { return len(p.statistics.rows) == 3 && p.statistics.rows[0].Total.ReceivedBytes == 5 })
	p.shortcut(&fyne.ShortcutCopy{})
	has(t, "what was copied", p.app.Clipboard().Content(), "Connection\tReceived\tnow\tpeak\t", "\nEverything\t5 B\t", "\nReceived\t5 B in 1 messages\n")
	p.win.Canvas().Focus(p.statistics.facts)
	p.shortcut(&fyne.ShortcutCopy{})
	if got := p.app.Clipboard().Content(); !strings.HasPrefix(got, "Received\t5 B") {
		t.Errorf("copied %q, want the facts", got)
	}
}

func TestStatisticsFit(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1024, Height: 700}, {Width: 1440, Height: 900}} {
		p := sitDown(t)
		p.win.Resize(size)
		p.key(fyne.KeyU, ctrl)
		p.until("the statistics", func() bool { return len(p.statistics.rows) == 1 })
		if got := p.win.Canvas().Size(); got.Width > size.Width || got.Height > size.Height {
			t.Errorf("the window of %v became %v", size, got)
		}
		if narrow := size.Width < 1200; p.statistics.source.narrow != narrow || p.statistics.facts.VisibleRows() < 5 || p.statistics.table.VisibleRows() < 5 {
			t.Errorf("at %v: narrow %v, %d facts and %d rows", size, p.statistics.source.narrow, p.statistics.facts.VisibleRows(), p.statistics.table.VisibleRows())
		}
	}
}

// What is known of datagrams that were dropped is said, and so is that nothing is.
func TestDropsInStatistics(t *testing.T) {
	key := workbench.StatisticsKey{Endpoint: 1, Session: 1}
	for _, tt := range []struct {
		name       string
		row        workbench.StatisticsRow
		has, hasNo string
	}{
		{"none", workbench.StatisticsRow{Datagrams: true, TellsDrops: true}, "Dropped\t0 dropped by the system", "tell"},
		{"some", workbench.StatisticsRow{Datagrams: true, TellsDrops: true, Dropped: 1234}, "Dropped\t1,234 dropped by the system", "tell"},
		{"not told", workbench.StatisticsRow{Datagrams: true}, "Dropped\tthe system does not tell", "by the system"},
		{"a stream", workbench.StatisticsRow{}, "Received", "Dropped"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.row.Key = key
			s := factSource{factsOf(&tt.row, &workbench.Statistics{UDP: []transport.UDPCounter{{Network: "udp", Name: "RcvbufErrors", Value: 7, Lost: true}}})}
			has(t, "the facts", s.text(), tt.has, "udp RcvbufErrors\t7\n")
			if strings.Contains(s.text(), tt.hasNo) {
				t.Errorf("%q in the facts:\n%s", tt.hasNo, s.text())
			}
		})
	}
	s := factSource{factsOf(&workbench.StatisticsRow{}, &workbench.Statistics{UDPError: io.ErrUnexpectedEOF})}
	has(t, "the facts", s.text(), "unexpected EOF")
}

func TestReplyText(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0 µs", 999 * time.Microsecond: "999 µs", 1250 * time.Microsecond: "1.25 ms", 3210 * time.Millisecond: "3.21 s"} {
		if got := replyText(d); got != want {
			t.Errorf("replyText(%v) = %q, want %q", d, got, want)
		}
	}
	if got := agoText(90 * time.Second); got != "00:01:30" {
		t.Errorf("agoText = %q", got)
	}
	if got := agoText(-time.Second); got != "0.0 s" {
		t.Errorf("agoText = %q", got)
	}
}

package workbench

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore"
)

// tryOpen opens a log and returns what came of it; the window's goroutine must survive it.
func (b *bench) tryOpen(path string) (err error) {
	b.t.Helper()
	done := false
	b.OpenLog(path, func(int64, int64) {}, func(_ msglog.Report, e error) { err, done = e, true })
	b.until("opening "+path, func() bool { return done })
	return err
}

// An empty file, or one of empty lines, is no log, and says so.
func TestRudeOpenEmptyFile(t *testing.T) {
	for _, text := range []string{"", "\n\n  \n", "\ufeff"} {
		b := newBench(t)
		path := filepath.Join(t.TempDir(), "empty.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("%q: the window's goroutine panics: %v", text, r)
				}
			}()
			if err := b.tryOpen(path); err == nil {
				t.Errorf("%q: opened", text)
			}
		}()
		_ = b.Close()
	}
}

// Times beyond what nanoseconds can say must not become others.
func TestRudeImportTimes(t *testing.T) {
	for _, at := range []string{"0000-01-01T00:00:00Z", "1500-06-01T00:00:00Z", "2262-04-12T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01T00:00:00Z"} {
		b := newBench(t)
		path := filepath.Join(t.TempDir(), "t.jsonl")
		line := `{"seq":1,"time":"` + at + `","kind":"received","session":1,"data":"YQ=="}` + "\n" +
			`{"seq":2,"time":"2026-01-01T00:00:00Z","kind":"received","session":1,"data":"YQ=="}` + "\n"
		if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := b.tryOpen(path); err != nil {
			t.Logf("%s: %v", at, err)
			continue
		}
		b.until("rows", func() bool { return b.Rows() == 2 })
		e, _ := b.Entry(0, -1)
		if got := e.Time.UTC().Format(time.RFC3339); got != at && !e.HasFault {
			t.Errorf("%s became %s (zero %t)", at, got, e.Time.IsZero())
		}
	}
}

// jsonl writes a log of n rows.
func jsonl(t *testing.T, n int, kind string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, `{"seq":%d,"time":"2026-01-01T00:00:00Z","kind":%q,"session":1,"text":"message %d"}`+"\n", i+1, kind, i+1)
	}
	if _, err := f.WriteString(s.String()); err != nil {
		t.Fatal(err)
	}
	f.Close()
	return path
}

// Turning back to the live log while the opened one is saved must not make a file of half the rows that passes for whole.
func TestRudeShowLiveDuringExport(t *testing.T) {
	b := newBench(t)
	const n = 300_000
	b.openLog(jsonl(t, n, "received"))
	out := filepath.Join(t.TempDir(), "out.txt")
	if err := os.WriteFile(out, []byte("what was there before"), 0o600); err != nil {
		t.Fatal(err)
	}
	var rows, gone int
	var err error
	done := false
	b.SaveLog(out, Formats[0], AllRows, nil, func(r, g int, e error) { rows, gone, err, done = r, g, e, true })
	b.ShowLive()
	b.until("saving", func() bool { return done })
	data, _ := os.ReadFile(out)
	if lines := strings.Count(string(data), "\n"); err == nil && lines != n {
		t.Errorf("saved without error: %d rows, %d gone, of %d; the file that was there is replaced by %d lines", rows, gone, n, lines)
	}
}

// The same for replay: it may not stop in silence.
func TestRudeShowLiveDuringReplay(t *testing.T) {
	b := newBench(t)
	_, port := b.server("none")
	client := b.open(ClientForm{Host: "127.0.0.1", Port: port, Timeout: "5s"}.Spec())
	b.until("the client", func() bool { return len(b.info(client).Sessions) == 1 })
	to := b.info(client).Sessions[0].ID
	const n = 200_000
	b.openLog(jsonl(t, n, "sent"))
	queued, done := 0, false
	var err error
	b.Replay(AllRows, to, AtOnce, func(int, int) {}, func(q int, e error) { queued, err, done = q, e, true })
	b.ShowLive()
	b.until("replay", func() bool { return done })
	if err == nil && queued != n {
		t.Errorf("replay ended without error after %d of %d", queued, n)
	}
}

// A Sent row whose payload is damaged must not be sent as an empty message.
func TestRudeReplayDamaged(t *testing.T) {
	dir := t.TempDir()
	first := diskBench(t, dir)
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	first.live.store.Append([]netcore.Event{{Time: time.Now(), Kind: netcore.Sent, Session: 1, Network: "udp", Peer: pc.LocalAddr().String(), Payload: []byte("the payload")}})
	path := first.SessionPath()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(path, "000001.payload")
	data, _ := os.ReadFile(name)
	data[66] ^= 1
	os.WriteFile(name, data, 0o600)
	b := diskBench(t, dir)
	udp := b.open(UDPForm{Host: "127.0.0.1", Port: "0"}.Spec())
	b.until("the peer", func() bool { return len(b.info(udp).Sessions) == 1 })
	b.openLog(path)
	done, queued := false, 0
	b.Replay(AllRows, b.info(udp).Sessions[0].ID, AtOnce, func(int, int) {}, func(q int, e error) { queued, err, done = q, e, true })
	b.until("replay", func() bool { return done })
	pc.SetReadDeadline(time.Now().Add(time.Second))
	buf := make([]byte, 100)
	n, _, rerr := pc.ReadFrom(buf)
	if rerr == nil {
		t.Errorf("a damaged row was replayed as %q (%d queued, error %v)", buf[:n], queued, err)
	}
}

// What is brought back after Clear is searched too.
func TestRudeRestoreSearch(t *testing.T) {
	b := diskBench(t, t.TempDir())
	b.note("needle one", "other", "needle two")
	q, err := query.Parse("needle", query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.SetSearch(q); err != nil {
		t.Fatal(err)
	}
	b.until("two hits", func() bool { return b.log.Search.Hits == 2 })
	if err := b.ClearLog(); err != nil {
		t.Fatal(err)
	}
	b.until("no hits", func() bool { return b.log.Search.Hits == 0 && b.Rows() == 0 })
	b.RestoreLog()
	b.until("the rows", func() bool { return b.Rows() == 3 })
	b.until("the hits to be back", func() bool { return b.log.Search.Hits == 2 })
}

// A search is among the rows that pass the filter, whatever options each was read with.
func TestRudeSearchOptions(t *testing.T) {
	b := newBench(t)
	b.note("Hello needle", "hello needle")
	f, _ := query.Parse("Hello", query.Options{MatchCase: true})
	b.SetFilter(msglog.Criteria{Query: f})
	b.until("the filter", func() bool { return b.Rows() == 1 })
	q, _ := query.Parse("NEEDLE", query.Options{})
	if err := b.SetSearch(q); err != nil {
		t.Fatal(err)
	}
	b.until("hits", func() bool { return b.log.Search.On && b.log.Search.Done == b.log.Search.Total })
	if b.log.Search.Hits != 1 {
		t.Errorf("%d rows pass the filter, and %d of them are found", b.Rows(), b.log.Search.Hits)
	}
}

package workbench

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// diskBench is a bench whose log is on disk in dir.
func diskBench(t *testing.T, dir string) *bench {
	t.Helper()
	b := &bench{t: t, window: make(chan func(), 10_000)}
	log := logrus.New()
	log.SetOutput(io.Discard)
	b.Workbench = New(Options{Dispatch: func(f func()) { b.window <- f }, Log: logrus.NewEntry(log), LogDir: dir})
	b.Start(b)
	t.Cleanup(func() {
		if err := b.Close(); err != nil && b.noFolder() == nil {
			t.Errorf("Close: %v", err)
		}
	})
	return b
}

func (b *bench) note(texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		b.hub.Note("test", "", text, nil)
	}
	b.until("the notes", func() bool { return strings.Contains(b.text(), texts[len(texts)-1]) })
}

// open opens a log and waits until it is shown.
func (b *bench) openLog(path string) msglog.Report {
	b.t.Helper()
	var report msglog.Report
	var err error
	done := false
	b.OpenLog(path, func(int64, int64) {}, func(r msglog.Report, e error) { report, err, done = r, e, true })
	b.until("opening", func() bool { return done })
	if err != nil {
		b.t.Fatal(err)
	}
	b.until("the log that was opened", func() bool { return b.log.Opened == filepath.Base(path) && b.log.Total == b.log.Done })
	return report
}

func TestOpenSession(t *testing.T) {
	dir := t.TempDir()
	first := diskBench(t, dir)
	first.note("one", "two")
	path := first.SessionPath()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	b := diskBench(t, dir)
	b.note("live")
	if report := b.openLog(path); report.Rows != 2 || report.Damaged != 0 {
		t.Errorf("got %+v", report)
	}
	if got := b.text(); !strings.Contains(got, "one") || strings.Contains(got, "live") {
		t.Errorf("the log shows:\n%s", got)
	}
	if err := b.ClearLog(); err == nil {
		t.Error("a log that was opened was cleared")
	}
	b.hub.Note("test", "", "later", nil)
	b.ShowLive()
	b.until("the live log", func() bool { return strings.Contains(b.text(), "later") && b.log.Opened == "" })
	if got := b.text(); !strings.Contains(got, "live") || strings.Contains(got, "one") {
		t.Errorf("the log shows:\n%s", got)
	}
	var list []msglog.Saved
	b.Sessions(func(l []msglog.Saved, err error) { list = l })
	b.until("the sessions", func() bool { return list != nil })
	if len(list) != 2 || !list[0].Live || list[1].Path != path {
		t.Errorf("got %+v", list)
	}
	removed := make(chan error, 1)
	b.RemoveSession(path, func(err error) { removed <- err })
	b.until("the removal", func() bool { return len(removed) > 0 })
	if err := <-removed; err != nil {
		t.Error(err)
	}
}

// A session of a program that was killed is offered, and can be opened.
func TestUnclean(t *testing.T) {
	dir := t.TempDir()
	killed := diskBench(t, dir)
	killed.note("before the kill")
	killed.until("the file", func() bool { return killed.live.store.Stats().Unsaved == 0 })
	copied := filepath.Join(dir, "2020-01-01T00-00-00-abcdef")
	if err := os.CopyFS(copied, os.DirFS(killed.SessionPath())); err != nil {
		t.Fatal(err)
	}
	var unclean []msglog.Saved
	killed.Unclean(func(l []msglog.Saved) { unclean = l })
	killed.until("the unclean sessions", func() bool { return unclean != nil })
	if len(unclean) != 1 || unclean[0].Path != copied || unclean[0].Rows != 1 {
		t.Fatalf("got %+v", unclean)
	}
	if report := killed.openLog(copied); !report.Recovered || report.Rows != 1 {
		t.Errorf("got %+v", report)
	}
}

func TestOpenJSONLines(t *testing.T) {
	b := diskBench(t, t.TempDir())
	b.note("één", "twee")
	path := filepath.Join(t.TempDir(), "log.jsonl")
	done := false
	b.SaveLog(path, formatFor(t, path), AllRows, nil, func(_, _ int, err error) {
		if done = true; err != nil {
			t.Error(err)
		}
	})
	b.until("the file", func() bool { return done })
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("{broken\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if report := b.openLog(path); report.Rows != 3 || report.Damaged != 1 {
		t.Errorf("got %+v", report)
	}
	if got := b.text(); !strings.Contains(got, "één") || !strings.Contains(got, "line 3") {
		t.Errorf("the log shows:\n%s", got)
	}
	leftovers, _ := filepath.Glob(filepath.Join(os.TempDir(), "wirevise-open-*"))
	b.ShowLive()
	b.until("the folder to go", func() bool {
		now, _ := filepath.Glob(filepath.Join(os.TempDir(), "wirevise-open-*"))
		return len(now) < len(leftovers)
	})
}

func TestOpenLogFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.jsonl")
	if err := os.WriteFile(file, []byte("no JSON\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := diskBench(t, t.TempDir())
	for name, path := range map[string]string{"nothing there": filepath.Join(dir, "nothing"), "no session": dir, "no rows": file} {
		t.Run(name, func(t *testing.T) {
			var err error
			b.OpenLog(path, func(int64, int64) {}, func(_ msglog.Report, e error) { err = e })
			b.until("the failure", func() bool { return err != nil })
			if _, _, opened := b.Opened(); opened {
				t.Error("something was opened")
			}
		})
	}
	var err error
	cancel := b.OpenLog(file, func(int64, int64) {}, func(_ msglog.Report, e error) { err = e })
	cancel()
	b.until("the end", func() bool { return err != nil })
}

// The log is in memory when it can't be on disk, and that is told.
func TestLogFolderFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := diskBench(t, filepath.Join(file, "log"))
	b.until("the trouble", func() bool {
		return len(b.status) > 0 && b.status[len(b.status)-1].LogTrouble != nil && strings.Contains(b.text(), "kept in memory")
	})
	if err := b.Close(); err == nil || b.Final().NotSaved == 0 || b.Final().Lost == 0 {
		t.Errorf("at the end: %v, %+v", err, b.Final())
	}
}

// Rows that were sent are sent again, to a connection that python answers on.
func TestReplay(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	sink := exec.CommandContext(ctx, python, "-c", `
import socket,sys
s=socket.create_server(("127.0.0.1",int(sys.argv[1])))
print("ready",flush=True)
c,_=s.accept()
data=b""
while len(data)<9: data+=c.recv(100)
print(data.decode())`, port)
	out, err := sink.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sink.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(out)
	if line, err := said.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	b := diskBench(t, t.TempDir())
	old := filepath.Join(t.TempDir(), "old.jsonl")
	lines := `{"seq":1,"time":"2026-01-01T00:00:00Z","kind":"sent","session":7,"text":"one"}
{"seq":2,"time":"2026-01-01T00:00:00Z","kind":"received","session":7,"text":"no"}
{"seq":3,"time":"2026-01-01T00:00:00.005Z","kind":"sent","session":7,"text":"two"}
{"seq":4,"time":"2026-01-01T00:00:00Z","kind":"sent","session":7,"text":"six"}
`
	if err := os.WriteFile(old, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	b.openLog(old)
	session := netcore.SessionID(0)
	b.Open(clientTo(t, addr), func(_ netcore.EndpointID, err error) {
		if err != nil {
			t.Error(err)
		}
	})
	b.until("the connection", func() bool {
		for _, e := range b.endpoints {
			for _, s := range e.Sessions {
				session = s.ID
			}
		}
		return session != 0
	})
	queued := -1
	b.Replay(AllRows, session, AsLogged, func(int, int) {}, func(n int, err error) {
		if queued = n; err != nil {
			t.Error(err)
		}
	})
	b.until("the replay", func() bool { return queued >= 0 })
	rest, err := io.ReadAll(said)
	if err != nil || string(rest) != "onetwosix\n" || queued != 3 {
		t.Errorf("got %q, %v, %d queued", rest, err, queued)
	}
	if err := sink.Wait(); err != nil {
		t.Error(err)
	}
	var none error
	b.SetFilter(msglog.Criteria{Kinds: msglog.ReceivedRows})
	b.until("the filter", func() bool { return b.log.Filtered && b.log.Rows == 1 })
	b.Replay(FilteredRows, session, AtOnce, func(int, int) {}, func(_ int, err error) { none = err })
	b.until("the refusal", func() bool { return none != nil })
	if !errors.Is(none, errNothingSent) {
		t.Errorf("got %v", none)
	}
}

func clientTo(t *testing.T, addr string) netcore.Spec {
	t.Helper()
	tr, _, err := transport.Parse(transport.Connect, "tcp://"+addr)
	if err != nil {
		t.Fatal(err)
	}
	return netcore.Spec{Name: "client", Role: RoleClient, Transport: tr}
}

//go:build unix

package transfer

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

const transferSize = 64 << 20

// A hub whose events are read, those that are not of bytes kept.
type hub struct {
	*netcore.Hub
	t    *testing.T
	mu   sync.Mutex
	told []netcore.Event
	more chan struct{}
}

func newHub(t *testing.T) *hub {
	h := &hub{Hub: netcore.NewHub(), t: t, more: make(chan struct{}, 1)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for batch := range h.Events() {
			h.mu.Lock()
			for _, ev := range batch {
				if len(ev.Payload) == 0 {
					h.told = append(h.told, ev)
				}
			}
			h.mu.Unlock()
			select {
			case h.more <- struct{}{}:
			default:
			}
		}
	}()
	t.Cleanup(func() {
		_ = h.Close()
		<-ended
	})
	return h
}

// await waits for an event.
func (h *hub) await(what string, is func(netcore.Event) bool) netcore.Event {
	h.t.Helper()
	limit := time.After(netcoretest.Patience)
	for {
		h.mu.Lock()
		for _, ev := range h.told {
			if is(ev) {
				h.mu.Unlock()
				return ev
			}
		}
		h.mu.Unlock()
		select {
		case <-h.more:
		case <-limit:
			h.t.Fatalf("waited %v for %s; told %v", netcoretest.Patience, what, h.told)
		}
	}
}

// tool starts a program and returns its output.
func tool(t *testing.T, name string, args ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("there is no " + name)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said %s", name, errs.String())
		}
	})
	return cmd, bufio.NewReader(out)
}

func line(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	s, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s)
}

func (h *hub) connect(port string) netcore.SessionID {
	h.t.Helper()
	var n uint16
	fmt.Sscan(port, &n)
	if _, err := h.Open(context.Background(), netcore.Spec{Name: "client", Transport: transport.TCPClient{Host: "127.0.0.1", Port: n}}); err != nil {
		h.t.Fatal(err)
	}
	return h.await("the connection", func(ev netcore.Event) bool { return ev.Kind == netcore.Opened }).Session
}

func (h *hub) serve(keeper netcore.Attacher) (port string) {
	h.t.Helper()
	if _, err := h.Open(context.Background(), netcore.Spec{Name: "Server {port}", Transport: transport.TCPServer{Host: "127.0.0.1"}, Keeper: keeper}); err != nil {
		h.t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(h.await("the server", func(ev netcore.Event) bool { return ev.Kind == netcore.Opened }).Local)
	if err != nil {
		h.t.Fatal(err)
	}
	return port
}

func (h *hub) sendTo(id netcore.SessionID, f File) (Sent, error) {
	return f.Send(h.t.Context(), func(ctx context.Context, m netcore.Message) error { return h.Send(ctx, id, m) }, nil)
}

func sumOf(t *testing.T, path string) (n int64, sum string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := sha256.New()
	if n, err = io.Copy(d, f); err != nil {
		t.Fatal(err)
	}
	return n, fmt.Sprintf("%x", d.Sum(nil))
}

func TestSendToPython(t *testing.T) {
	_, out := tool(t, "python3", "testdata/peer.py", "take", fmt.Sprint(transferSize))
	h := newHub(t)
	path := fileOf(t, noise(transferSize))
	sent, err := h.sendTo(h.connect(line(t, out)), File{Path: path})
	_, sum := sumOf(t, path)
	if want := fmt.Sprintf("%d %s", transferSize, sum); err != nil || sent.Wrote != transferSize || line(t, out) != want || fmt.Sprintf("%x", sent.Sum) != sum {
		t.Errorf("%v, %v, want %s", sent, err, want)
	}
}

func TestReceiveFromPython(t *testing.T) {
	h, dir := newHub(t), t.TempDir()
	port := h.serve(IntoFolder{dir})
	_, out := tool(t, "python3", "testdata/peer.py", "send", fmt.Sprint(transferSize), port)
	_, sum, _ := strings.Cut(line(t, out), " ")
	ev := h.await("the file", func(ev netcore.Event) bool { return strings.Contains(ev.Note, "SHA-256") })
	if want := fmt.Sprintf("%d bytes were received into %s", transferSize, dir); !strings.HasPrefix(ev.Note, want) || !strings.HasSuffix(ev.Note, sum) {
		t.Errorf("the log says %s, want %s … %s", ev.Note, want, sum)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*_Server-"+port+"_#1_127.0.0.1-*.bin"))
	if len(files) != 1 {
		t.Fatalf("the files are %q", files)
	}
	if n, got := sumOf(t, files[0]); n != transferSize || got != sum {
		t.Errorf("%d bytes with %s, want %s", n, got, sum)
	}
}

func TestSocatBothWays(t *testing.T) {
	h, dir := newHub(t), t.TempDir()
	port := h.serve(IntoFolder{dir})
	path, theirs := fileOf(t, noise(transferSize)), filepath.Join(t.TempDir(), "theirs")
	cmd, _ := tool(t, "socat", "-b", "65536", "FILE:"+path+"!!CREATE:"+theirs, "TCP:127.0.0.1:"+port)
	id := h.await("socat", func(ev netcore.Event) bool { return ev.Kind == netcore.Accepted }).Session
	if sent, err := h.sendTo(id, File{Path: path}); err != nil || sent.Wrote != transferSize {
		t.Fatalf("%v, %v", sent, err)
	}
	if err := h.EndSession(id, netcore.EndHalfClose); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	h.await("the file", func(ev netcore.Event) bool { return strings.Contains(ev.Note, "SHA-256") })
	files, _ := filepath.Glob(filepath.Join(dir, "*.bin"))
	_, want := sumOf(t, path)
	for _, got := range append(files, theirs) {
		if n, sum := sumOf(t, got); n != transferSize || sum != want || len(files) != 1 {
			t.Errorf("%s has %d bytes with %s, want %s", got, n, sum, want)
		}
	}
}

// A peer that goes away in the midst of it.
func TestSendToWhoLeaves(t *testing.T) {
	_, out := tool(t, "python3", "testdata/peer.py", "take", "5000000")
	h := newHub(t)
	sent, err := h.sendTo(h.connect(line(t, out)), File{Path: fileOf(t, noise(transferSize))})
	if err != ErrPeerGone || sent.Wrote < 5_000_000 || sent.Wrote >= transferSize {
		t.Errorf("%v, %v", sent, err)
	}
	h.await("the end", func(ev netcore.Event) bool { return ev.Kind == netcore.Ended })
	if got := h.Stats().SentBytes; int64(got) != sent.Wrote {
		t.Errorf("told that %d bytes went, and %d did", sent.Wrote, got)
	}
}

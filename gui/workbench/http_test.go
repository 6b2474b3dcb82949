package workbench

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/httpview"
)

// python starts a program of testdata and returns the first line that it prints.
func python(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	cmd := exec.CommandContext(t.Context(), path, append([]string{filepath.Join("testdata", name)}, args...)...)
	cmd.Stderr = os.Stderr
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
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// pythonContent is what content() of http_server.py returns.
func pythonContent(name string) []byte {
	var out []byte
	for block := []byte(name); len(out) < 300_000; out = append(out, block...) {
		sum := sha256.Sum256(block)
		block = sum[:]
	}
	return out[:300_000]
}

func TestHTTPFromPython(t *testing.T) {
	port := python(t, "http_server.py")
	for _, test := range []struct {
		name, request string
		path          string // of the last answer
		end           []httpview.Delimiting
	}{
		{"length", "GET /length HTTP/1.1\r\nHost: a\r\n\r\n", "/length", []httpview.Delimiting{httpview.NoBody, httpview.ByLength}},
		{"close", "GET /close HTTP/1.0\r\n\r\n", "/close", []httpview.Delimiting{httpview.NoBody, httpview.UntilClose}},
		{"chunked", "GET /chunked HTTP/1.1\r\nHost: a\r\n\r\n", "/chunked", []httpview.Delimiting{httpview.NoBody, httpview.ByChunks}},
		{"pipelined, after HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /length HTTP/1.1\r\nHost: a\r\n\r\n", "/length",
			[]httpview.Delimiting{httpview.NoBody, httpview.NoBody, httpview.NoBody, httpview.ByLength}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			client := b.open(ClientForm{Host: "127.0.0.1", Port: port, Timeout: "5s"}.Spec())
			b.until("the connection", func() bool { return len(b.info(client).Sessions) == 1 })
			id := b.info(client).Sessions[0].ID
			b.Send([]byte(test.request), []netcore.SessionID{id}, "", func(int, error) {})
			h := b.OpenHTTP(msglog.Entry{Session: id})
			defer h.Close()
			var st HTTPState
			b.until("the messages", func() bool {
				h.Update(func(got HTTPState) { st = got })
				return len(st.Messages) == len(test.end) && st.Messages[len(test.end)-1].Whole
			})
			for i, m := range st.Messages {
				if m.End != test.end[i] || len(m.Problems) > 0 || m.IsResponse() != (m.Way == ReceivedWay) {
					t.Errorf("message %d is %+v", i, m)
				}
			}
			want := pythonContent(test.path)
			m := st.Messages[len(st.Messages)-1]
			path := filepath.Join(t.TempDir(), "body")
			saved := false
			h.SaveBody(m, true, path, func(n int64, err error) {
				if saved = true; err != nil || n != int64(len(want)) {
					t.Errorf("saved %d bytes, %v", n, err)
				}
			})
			b.until("the file", func() bool { return saved })
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
				t.Errorf("the file holds %d bytes, %v, and not what was served", len(got), err)
			}
			var c HTTPContent
			h.Load(m, func(got HTTPContent) { c = got })
			b.until("the content", func() bool { return c.Body != nil })
			got := make([]byte, c.Body.Size())
			if n, err := c.Body.ReadAt(got, 0); !bytes.Equal(got, want) || c.Err != nil || c.Decoded != (test.name == "chunked") {
				t.Errorf("read %d bytes, %v, %v, decoded %t", n, err, c.Err, c.Decoded)
			}
			if !strings.HasPrefix(c.Header.Start, "HTTP/1.") {
				t.Errorf("the header begins with %q", c.Header.Start)
			}
		})
	}
}

// httpOf is the messages of rows.
func httpOf(t *testing.T, b *bench, rows ...said) (*HTTP, HTTPState) {
	t.Helper()
	sayAll(b.Workbench, rows)
	h := b.OpenHTTP(msglog.Entry{Session: 1})
	t.Cleanup(h.Close)
	var st HTTPState
	done := false
	b.until("the messages", func() bool {
		if len(st.Messages)+len(st.Rest) == 0 {
			h.Update(func(got HTTPState) { st, done = got, true })
		}
		return done && len(st.Messages)+len(st.Rest) > 0
	})
	return h, st
}

func TestHTTPOrder(t *testing.T) {
	b := newBench(t)
	_, st := httpOf(t, b, said{way: ReceivedWay, text: "HEAD / HTTP/1.1\r\n\r\nGET /a"}, said{way: SentWay, text: "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"},
		said{way: ReceivedWay, text: " HTTP/1.1\r\n\r\n"}, said{way: SentWay, text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok?"})
	var got []string
	for _, m := range st.Messages {
		got = append(got, m.Way.String()+" "+m.Method+" "+m.End.String())
	}
	if want := "received HEAD no body, received GET no body, sent  no body, sent  length"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
	if len(st.Rest) != 1 || st.Rest[0].Way != SentWay || st.Rest[0].At != 78 {
		t.Errorf("rest: %+v", st.Rest)
	}
}

func TestHTTPBodyLimit(t *testing.T) {
	b := newBench(t)
	bomb := zipped(t, make([]byte, MaxHTTPBody+1))
	h, st := httpOf(t, b, said{way: ReceivedWay, text: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(bomb)})
	var c HTTPContent
	h.Load(st.Messages[0], func(got HTTPContent) { c = got })
	b.until("the content", func() bool { return c.Body != nil })
	if !errors.Is(c.Err, httpview.ErrTooMuch) || c.Body.Size() != MaxHTTPBody {
		t.Errorf("%d bytes, %v", c.Body.Size(), c.Err)
	}
}

func zipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(b); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return z.Bytes()
}

func TestJoin(t *testing.T) {
	b := Join(strings.NewReader("abc"), strings.NewReader("defg"))
	for from := range 8 {
		for to := from; to <= 7; to++ {
			got := make([]byte, to-from)
			if n, err := b.ReadAt(got, int64(from)); n != len(got) || string(got) != "abcdefg"[from:to] {
				t.Errorf("%d–%d: %q, %d, %v", from, to, got, n, err)
			}
		}
	}
	if n, err := b.ReadAt(make([]byte, 9), 2); n != 5 || err != io.EOF || b.Size() != 7 {
		t.Errorf("past the end: %d, %v, of %d", n, err, b.Size())
	}
}

func TestHTTPOfADatagram(t *testing.T) {
	b := newBench(t)
	seq := b.live.store.Append([]netcore.Event{{Kind: netcore.Received, Session: 1, Network: "udp", Payload: []byte("M-SEARCH * HTTP/1.1\r\nMX: 1\r\n\r\n")},
		{Kind: netcore.Received, Session: 1, Network: "udp", Payload: []byte("another")}})
	e, _ := b.EntryBySeq(seq, 0)
	if !LooksLikeHTTP(b.Payload(seq)) {
		t.Error("it does not look like HTTP")
	}
	h := b.OpenHTTP(e)
	defer h.Close()
	var st HTTPState
	h.Update(func(got HTTPState) { st = got })
	b.until("the message", func() bool { return len(st.Messages) == 1 })
	if m := st.Messages[0]; m.Method != "M-SEARCH" || !m.Whole || m.Seq != seq || len(st.Rest) > 0 {
		t.Errorf("found %+v, %v", m, st.Rest)
	}
}

func TestHTTPUntilTheEnd(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	c, id := b.caller(server, port)
	c.Write([]byte("HTTP/1.0 200 OK\r\n\r\nhello"))
	h := b.OpenHTTP(msglog.Entry{Session: id})
	defer h.Close()
	var st HTTPState
	look := func() { h.Update(func(got HTTPState) { st = got }) }
	b.until("the beginning", func() bool { look(); return len(st.Messages) == 1 && st.Messages[0].Length == 5 })
	if st.Messages[0].Whole {
		t.Error("it ends before the stream does")
	}
	c.Close()
	b.until("the end", func() bool { look(); return st.Messages[0].Whole })
}

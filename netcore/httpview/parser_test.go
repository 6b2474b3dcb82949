package httpview

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// parse reads a whole stream, in pieces of n bytes.
func parse(t testing.TB, stream string, n int, ended bool, method func(int) string) *Parser {
	t.Helper()
	p := NewParser(strings.NewReader(stream))
	p.Method = method
	for size := min(n, len(stream)); ; size = min(size+n, len(stream)) {
		if err := p.Read(context.Background(), int64(size), ended && size == len(stream)); err != nil {
			t.Fatal(err)
		}
		if size == len(stream) {
			return p
		}
	}
}

// describe writes what was found, a line a message.
func describe(p *Parser) string {
	var text strings.Builder
	for _, m := range p.Messages() {
		what := m.Method
		if m.IsResponse() {
			what = fmt.Sprint(m.Status)
		}
		fmt.Fprintf(&text, "%s %d-%d body %d-%d %s %d whole=%t", what, m.Head.From, m.Head.To, m.Body.From, m.Body.To, m.End, m.Length, m.Whole)
		if m.End == ByChunks {
			fmt.Fprintf(&text, " chunks=%d", m.Chunks)
		}
		for _, wrong := range m.Problems {
			fmt.Fprintf(&text, " !%d %s", wrong.At, wrong.Text)
		}
		text.WriteByte('\n')
	}
	if from, why, ok := p.Rest(); ok {
		fmt.Fprintf(&text, "rest %d: %s\n", from, why)
	}
	return text.String()
}

var streams = []struct {
	name, stream string
	open         bool // more may come
	method       string
	want         string
}{
	{name: "nothing", want: ""},
	{name: "length", stream: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
		want: "200 0-38 body 38-43 length 5 whole=true\n"},
	{name: "pipelined", stream: "GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nok\r\n\r\nGET /y HTTP/1.0\r\n\r\n",
		want: "GET 0-27 body 27-27 no body 0 whole=true\nPOST 27-66 body 66-68 length 2 whole=true\nGET 72-91 body 91-91 no body 0 whole=true\n"},
	{name: "until close", stream: "HTTP/1.0 200 OK\r\n\r\n12\r\n345",
		want: "200 0-19 body 19-26 until close 7 whole=true\n"},
	{name: "until close, open", stream: "HTTP/1.0 200 OK\r\n\r\n12\r\n345", open: true,
		want: "200 0-19 body 19-26 until close 7 whole=false\n"},
	{name: "chunked", stream: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
		want: "200 0-47 body 47-75 chunked 11 whole=true chunks=2\n204 83-102 body 102-102 no body 0 whole=true\n"},
	{name: "chunk cut", stream: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
		want: "200 0-47 body 47-53 chunked 3 whole=false chunks=0 !53 the stream ends within the chunks: 3 bytes of the body are there\n"},
	{name: "chunk size", stream: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
		want: "200 0-47 body 47-57 chunked 5 whole=false chunks=1 !57 \"zz\" is no size of a chunk\nrest 57: \"zz\" is no size of a chunk\n"},
	{name: "chunk end", stream: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n",
		want: "200 0-47 body 47-54 chunked 4 whole=false chunks=0 !54 no line end stands behind the chunk: its size is wrong\nrest 54: no line end stands behind the chunk: its size is wrong\n"},
	{name: "trailer cut", stream: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n",
		want: "200 0-47 body 47-50 chunked 0 whole=false chunks=0 !56 the stream ends within the trailer\n"},
	{name: "header cut", stream: "HTTP/1.1 200 OK\r\nContent-",
		want: "200 0-25 body 0-0 Delimiting(0) 0 whole=false !25 the stream ends within the header\n"},
	{name: "header open", stream: "GE", open: true,
		want: " 0-2 body 0-0 Delimiting(0) 0 whole=false\n"},
	{name: "body cut", stream: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
		want: "200 0-38 body 38-43 length 5 whole=false !43 the stream ends within the body: 5 of 9 bytes are there\n"},
	{name: "body cut, open", stream: "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nhello", open: true,
		want: "200 0-56 body 56-61 length 5 whole=false\n"},
	{name: "of HEAD", stream: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n", method: "HEAD",
		want: "200 0-38 body 38-38 no body 0 whole=true\n404 38-83 body 83-83 no body 0 whole=true\n"},
	{name: "continue", stream: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
		want: "100 0-25 body 25-25 no body 0 whole=true\n304 25-73 body 73-73 no body 0 whole=true\n"},
	{name: "upgrade", stream: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02hi",
		want: "101 0-56 body 56-56 no body 0 whole=true\nrest 56: the connection was switched to websocket\n"},
	{name: "tunnel", stream: "HTTP/1.1 200 OK\r\n\r\n\x16\x03", method: "CONNECT",
		want: "200 0-19 body 19-19 no body 0 whole=true\nrest 19: what follows CONNECT is a tunnel\n"},
	{name: "both lengths", stream: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		want: "200 0-66 body 66-69 chunked 0 whole=true chunks=0 !36 Transfer-Encoding and Content-Length exclude each other: the length is not regarded (RFC 9112, 6.3)\n"},
	{name: "lengths that differ", stream: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
		want: "200 0-57 body 57-57 length 0 whole=false !17 the lengths contradict each other: 5, 6\nrest 57: the lengths contradict each other: 5, 6\n"},
	{name: "length twice", stream: "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
		want: "200 0-41 body 41-46 length 5 whole=true !17 Content-Length is given more than once\n"},
	{name: "no length", stream: "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
		want: "POST 0-39 body 39-39 length 0 whole=false !17 \"-5\" is no length\nrest 39: \"-5\" is no length\n"},
	{name: "gzip request", stream: "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
		want: "POST 0-44 body 44-44 no body 0 whole=false !17 of a request, the last transfer coding has to be chunked: nobody knows where it ends\nrest 44: of a request, the last transfer coding has to be chunked: nobody knows where it ends\n"},
	{name: "bare LF and folds", stream: "GET / HTTP/1.1\nA: b\n c\nD : e\nf\n\n",
		want: "GET 0-32 body 32-32 no body 0 whole=true !20 the line goes on with the field before it, which is obsolete (RFC 9112, 5.2)" +
			" !23 there is white space, or nothing, where the field's name should be !29 the line is no field: it has no colon !0 lines of the header end in LF alone, and should in CRLF\n"},
	{name: "no HTTP", stream: "hello world\r\n", want: "rest 0: this begins no HTTP message\n"},
	{name: "no HTTP, open", stream: "\x00\x01", open: true, want: "rest 0: this begins no HTTP message\n"},
	{name: "TLS", stream: "\x16\x03\x01\x02\x00", want: "rest 0: this is TLS, it seems: what it carries can't be read\n"},
	{name: "behind a message", stream: "GET / HTTP/1.1\r\n\r\nhello\r\n",
		want: "GET 0-18 body 18-18 no body 0 whole=true\nrest 18: this begins no HTTP message\n"},
}

func TestParser(t *testing.T) {
	for _, test := range streams {
		t.Run(test.name, func(t *testing.T) {
			method := func(int) string { return test.method }
			for n := 1; n <= len(test.stream)+1; n++ {
				if got := describe(parse(t, test.stream, n, !test.open, method)); got != test.want {
					t.Fatalf("in pieces of %d:\n%s, want\n%s", n, got, test.want)
				}
			}
		})
	}
}

func TestLimits(t *testing.T) {
	long := "GET / HTTP/1.1\r\nA: " + strings.Repeat("a", MaxHead) + "\r\n\r\n"
	if got, want := describe(parse(t, long, 300_000, true, nil)), "rest 1048576: the header is longer than 1 MiB\n"; !strings.HasSuffix(got, want) {
		t.Errorf("a long header: %s", got)
	}
	long = "GET / HTTP/1.1\r\nA: a\r\n" + strings.Repeat(" a\n", MaxHead/4) + "\r\n"
	begun := time.Now()
	m := parse(t, long, 1<<30, true, nil).Messages()[0]
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("a field of very many lines took %v", took)
	}
	if h, err := m.Header(strings.NewReader(long)); err != nil || len(h.Fields) != 1 || h.Fields[0].Value != strings.Repeat("a ", MaxHead/4)+"a" {
		t.Errorf("a field of very many lines: %d fields, %v", len(h.Fields), err)
	}
	long = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("a", maxChunkLine) + "\r\n"
	if got, want := describe(parse(t, long, 1000, true, nil)), "!47 the line before a chunk is longer than 8 KiB"; !strings.Contains(got, want) {
		t.Errorf("a long chunk line: %s", got)
	}
	p := parse(t, strings.Repeat("GET / HTTP/1.1\r\n\r\n", MaxMessages+1), 1<<30, true, nil)
	if from, _, ok := p.Rest(); len(p.Messages()) != MaxMessages || !ok || from != 18*MaxMessages {
		t.Errorf("%d messages, the rest from %d", len(p.Messages()), from)
	}
}

// A bigBody is a response whose body nobody could keep.
type bigBody struct{ head, tail string }

const bigLength = 6 << 30

func (b bigBody) ReadAt(p []byte, off int64) (n int, err error) {
	if off < int64(len(b.head)) {
		return copy(p, b.head[off:]), nil
	}
	if off -= int64(len(b.head)); off < bigLength {
		clear(p)
		return min(len(p), int(bigLength-off)), nil
	}
	n = copy(p, b.tail[off-bigLength:])
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

func TestBigBody(t *testing.T) {
	b := bigBody{fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", int64(bigLength)), "HTTP/1.1 204 None\r\n\r\n"}
	p := NewParser(b)
	if err := p.Read(context.Background(), int64(len(b.head)+len(b.tail))+bigLength, true); err != nil {
		t.Fatal(err)
	}
	if m := p.Messages(); len(m) != 2 || m[0].Length != bigLength || m[1].Status != 204 {
		t.Errorf("found %s", describe(p))
	}
}

func TestReadFails(t *testing.T) {
	p := NewParser(strings.NewReader("GET"))
	if err := p.Read(context.Background(), 10, true); err != io.ErrUnexpectedEOF {
		t.Errorf("got %v, want %v", err, io.ErrUnexpectedEOF)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := NewParser(strings.NewReader("GET")).Read(ctx, 3, true); err != context.Canceled {
		t.Errorf("called off: %v", err)
	}
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{"GET / HTTP/1.1\r\nA: b": true, "HTTP/1.0 200 OK\r\n": true, "HTT": true, "GET /long": true, "\r\nGET / HTTP/1.1\n": true,
		"GET": false, "": false, "hello world\n": false, "a /b\n": false, "\x16\x03\x01": false, "CONNECT a:1 HTTP/1.1\r\n": true, "CONNECT a:1 ": true} {
		if got := Looks([]byte(text)); got != want {
			t.Errorf("Looks(%q) = %t", text, got)
		}
	}
}

func zipped(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(b)
	w.Close()
	return z.Bytes()
}

func FuzzParser(f *testing.F) {
	for _, s := range streams {
		f.Add([]byte(s.stream), 3, s.method)
	}
	f.Add(slices.Concat([]byte("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"), zipped([]byte("hello"))), 7, "GET")
	f.Fuzz(func(t *testing.T, stream []byte, n int, method string) {
		n = min(max(n, 1+len(stream)/64), 1+len(stream))
		methods := func(int) string { return method }
		whole := parse(t, string(stream), len(stream)+1, true, methods)
		pieces := parse(t, string(stream), n, true, methods)
		if got, want := describe(pieces), describe(whole); got != want {
			t.Fatalf("in pieces of %d:\n%s, want\n%s", n, got, want)
		}
		r, at := bytes.NewReader(stream), int64(0)
		for _, m := range whole.Messages() {
			in := m.Range()
			if in.From < at || in.To < in.From || in.To > int64(len(stream)) || m.Body.From < m.Head.From && m.Body.To > 0 {
				t.Fatalf("%+v, behind %d of %d", m, at, len(stream))
			}
			at = in.To
			body, err := io.ReadAll(m.Content(r))
			if err != nil || int64(len(body)) != m.Length {
				t.Fatalf("read %d bytes, %v, of %+v", len(body), err, m)
			}
			if d, err := m.Decoded(r, 1000); err == nil {
				if text, _ := io.ReadAll(d); len(text) > 1000 {
					t.Fatalf("decoded %d bytes", len(text))
				}
			}
			if _, err := m.Header(r); err != nil {
				t.Fatal(err)
			}
		}
		if from, _, ok := whole.Rest(); ok && from < at {
			t.Fatalf("the rest begins at %d, before %d", from, at)
		}
	})
}

package httpview

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func chunks(b []byte, n int) []byte {
	var c bytes.Buffer
	for len(b) > 0 {
		part := b[:min(n, len(b))]
		fmt.Fprintf(&c, "%x\r\n%s\r\n", len(part), part)
		b = b[len(part):]
	}
	c.WriteString("0\r\nDigest: x\r\n\r\n")
	return c.Bytes()
}

func deflated(b []byte, frame bool) []byte {
	var z bytes.Buffer
	var w io.WriteCloser = zlib.NewWriter(&z)
	if !frame {
		w, _ = flate.NewWriter(&z, 9)
	}
	w.Write(b)
	w.Close()
	return z.Bytes()
}

func TestDecoded(t *testing.T) {
	text := []byte(strings.Repeat("some text that goes on and on, ", 3000))
	for _, test := range []struct {
		name, fields string
		body         []byte
		want         []byte
	}{
		{"plain", "", text, text},
		{"chunked", "Transfer-Encoding: chunked\r\n", chunks(text, 4096), text},
		{"small chunks", "Transfer-Encoding: chunked\r\n", chunks(text, 1), text},
		{"gzip", "Content-Encoding: gzip\r\n", zipped(text), text},
		{"chunked gzip", "Content-Encoding: x-gzip\r\nTransfer-Encoding: chunked\r\n", chunks(zipped(text), 100), text},
		{"transfer gzip", "Transfer-Encoding: gzip, chunked\r\n", chunks(zipped(text), 100), text},
		{"deflate", "Content-Encoding: deflate\r\n", deflated(text, true), text},
		{"deflate without its frame", "Content-Encoding: deflate\r\n", deflated(text, false), text},
		{"twice", "Content-Encoding: deflate, gzip\r\n", zipped(deflated(text, true)), text},
		{"identity", "Content-Encoding: identity\r\n", text, text},
	} {
		t.Run(test.name, func(t *testing.T) {
			stream := "HTTP/1.1 200 OK\r\n" + test.fields + "\r\n" + string(test.body)
			p := parse(t, stream, len(stream), true, nil)
			m := p.Messages()[0]
			r, err := m.Decoded(strings.NewReader(stream), 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, test.want) {
				t.Errorf("got %d bytes, %v, want %d", len(got), err, len(test.want))
			}
			if r, err = m.Decoded(strings.NewReader(stream), 1000); err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); !errors.Is(err, ErrTooMuch) || !bytes.Equal(got, test.want[:1000]) {
				t.Errorf("limited: got %d bytes, %v", len(got), err)
			}
		})
	}
}

func TestBadCodings(t *testing.T) {
	for _, test := range []struct{ name, fields, body, want string }{
		{"brotli", "Content-Encoding: br\r\n", "x", "br is not decoded here: these are the bytes as they came"},
		{"no gzip", "Content-Encoding: gzip\r\n", "hello, this is text", "the body is no gzip: gzip: invalid header"},
		{"very many", "Content-Encoding: " + strings.Repeat("deflate,", 100_000) + "\r\n", "x", "a body with 100000 codings is not decoded here: these are the bytes as they came"},
		{"a long name", "Content-Encoding: " + strings.Repeat("x", 100_000) + "\r\n", "x", strings.Repeat("x", 40) + "… is not decoded here: these are the bytes as they came"},
		{"nothing", "Content-Encoding: gzip\r\n", "", "the body is no gzip: EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			stream := "HTTP/1.1 200 OK\r\n" + test.fields + "\r\n" + test.body
			m := parse(t, stream, len(stream), true, nil).Messages()[0]
			if _, err := m.Decoded(strings.NewReader(stream), 10); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	stream := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(zipped([]byte(strings.Repeat("abc", 100)))[:20])
	m := parse(t, stream, len(stream), true, nil).Messages()[0]
	r, err := m.Decoded(strings.NewReader(stream), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a gzip that is cut: %v", err)
	}
}

// What comes to nothing at the end is limited on its way there.
func TestBombOfNothing(t *testing.T) {
	stream := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n" + string(zipped(bytes.Repeat(zipped(nil), 10_000)))
	m := parse(t, stream, len(stream), true, nil).Messages()[0]
	r, err := m.Decoded(strings.NewReader(stream), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); n != 0 || !errors.Is(err, ErrTooMuch) {
		t.Errorf("got %d bytes, %v", n, err)
	}
}

func TestHeader(t *testing.T) {
	stream := "HTTP/1.1 200 Fine\r\nA:  b \r\nSet-Cookie: x\r\nset-cookie: y\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: u\r\n\r\n"
	r := strings.NewReader(stream)
	m := parse(t, stream, 9, true, nil).Messages()[0]
	h, err := m.Header(r)
	if err != nil || h.Start != "HTTP/1.1 200 Fine" || len(h.Fields) != 4 || h.Fields[0] != (Field{"A", "b", 19}) || h.Get("SET-cookie") != "x, y" || h.Get("none") != "" {
		t.Errorf("got %+v, %v", h, err)
	}
	if f, err := m.Trailers(r); err != nil || len(f) != 1 || f[0] != (Field{"T", "u", 90}) {
		t.Errorf("trailer: %+v, %v", f, err)
	}
}

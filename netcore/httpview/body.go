package httpview

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Content reads the body of m as far as it is there, from the stream it was found in, without the lines of chunks.
func (m *Message) Content(r io.ReaderAt) io.Reader {
	if m.End != ByChunks {
		return io.NewSectionReader(r, m.Body.From, m.Body.Len())
	}
	return &dechunker{w: window{r: r, size: m.Body.To}, at: m.Body.From}
}

// A dechunker reads the bytes of chunks, whose lines a Parser has found to be good.
type dechunker struct {
	w    window
	at   int64
	left int64 // of the chunk
}

func (d *dechunker) Read(p []byte) (n int, err error) {
	for d.left == 0 {
		line, next, err := d.w.line(d.at, maxChunkLine)
		if errors.Is(err, errMore) || errors.Is(err, errLong) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, err
		}
		if d.at = next; len(line) == 0 { // behind a chunk
			continue
		}
		size, wrong := chunkSize(line)
		if size == 0 || wrong != "" {
			return 0, io.EOF
		}
		d.left = size
	}
	if len(p) == 0 {
		return 0, nil
	}
	b, err := d.w.from(d.at)
	if errors.Is(err, errMore) {
		return 0, io.EOF
	}
	if err != nil {
		return 0, err
	}
	n = copy(p, b[:min(int64(len(b)), d.left)])
	d.at, d.left = d.at+int64(n), d.left-int64(n)
	return n, nil
}

// A CodingError is of a coding that is not known here.
type CodingError struct{ Coding string }

func (e *CodingError) Error() string {
	return fmt.Sprintf("%s is not decoded here: these are the bytes as they came", e.Coding)
}

// ErrTooMuch is why a decoded body ends before its end.
var ErrTooMuch = errors.New("decoded, the body is longer than what is read of it")

// Decoded reads the body of m without its codings, gzip and deflate, and at most limit bytes of it, after which it fails with
// ErrTooMuch: a few bytes can stand for any number. What one coding gives to the next is limited too, a little above that, for it need
// not come to anything. The error is a [*CodingError] or says what is wrong with the
// beginning.
func (m *Message) Decoded(r io.ReaderAt, limit int64) (io.Reader, error) {
	body := m.Content(r)
	codings := list(m.coding)
	between := limit + limit/8 + 1<<16
	for i := len(codings) - 1; i >= 0; i-- {
		if i < len(codings)-1 {
			body = &limited{body, between}
		}
		var err error
		if body, err = decoder(codings[i], body); err != nil {
			return nil, err
		}
	}
	return &limited{body, limit}, nil
}

// maxCodings is how many codings a body may have one around the other: each costs memory, and multiplies what the next one reads.
const maxCodings = 8

// codingNames joins names of codings; of what is none that is known here it is short, however long that is.
func codingNames(codings []string) string {
	if len(codings) > maxCodings {
		return fmt.Sprintf("a body with %d codings", len(codings))
	}
	for i, c := range codings {
		codings[i] = short(c)
	}
	return strings.Join(codings, ", ")
}

// short is the beginning of what a peer says, for a sentence.
func short(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

func decoder(coding string, r io.Reader) (io.Reader, error) {
	switch coding {
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("the body is no gzip: %w", err)
		}
		return z, nil
	case "deflate": // zlib (RFC 9110, 8.4.1.2), though some send it without its frame
		b := bufio.NewReader(r)
		head, _ := b.Peek(2)
		if len(head) == 2 && head[0]&15 == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(b)
		}
		return flate.NewReader(b), nil
	}
	return nil, &CodingError{strings.ToValidUTF8(coding, "?")}
}

// limited is an io.LimitedReader that tells of its limit.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	if l.left == 0 {
		var b [1]byte
		if n, err = io.ReadFull(l.r, b[:]); n > 0 {
			err = ErrTooMuch
		}
		return 0, err
	}
	n, err = l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

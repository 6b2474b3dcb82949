package workbench

import (
	"bytes"
	"context"
	"io"

	"wirevise/netcore/capture"
	"wirevise/netcore/httpview"
)

// source is the bytes of a message's way, for any one goroutine, and how far the message's places are from theirs.
func (h *HTTP) source(m HTTPMessage) (b Bytes, shift int64) {
	if h.stream == nil {
		return h.payload, 0
	}
	s := h.stream.Bytes(m.Way)
	return s, h.ways[m.Way-1].base - s.Base()
}

// shifted reads at places of a stream whose front has been given up since.
type shifted struct {
	io.ReaderAt
	by int64
}

func (s shifted) ReadAt(p []byte, off int64) (int, error) {
	if off+s.by < 0 {
		return 0, errGone
	}
	return s.ReaderAt.ReadAt(p, off+s.by)
}

func (h *HTTP) reader(m HTTPMessage) io.ReaderAt {
	b, by := h.source(m)
	return shifted{b, by}
}

// HTTPContent is a message to look at.
type HTTPContent struct {
	Header  httpview.Header
	Head    Bytes // as it came
	Body    Bytes // decoded where it could be
	Decoded bool  // Body is not what the stream holds
	Err     error // Body ends where it does, or is not decoded, because of this
}

// Load reads a message, in a task, and calls off what it read before.
func (h *HTTP) Load(m HTTPMessage, done func(HTTPContent)) {
	if h.loading != nil {
		h.loading()
	}
	r := h.reader(m)
	h.load++
	turn := h.load
	h.log.hold()
	h.loading = h.w.tasks.run(func(ctx context.Context) {
		defer h.log.release()
		c := content(ctx, m, r)
		h.w.dispatch(func() {
			if h.load == turn && !h.closed {
				done(c)
			}
		})
	})
}

func content(ctx context.Context, m HTTPMessage, r io.ReaderAt) HTTPContent {
	c := HTTPContent{Head: section(r, m.Head), Body: section(r, m.Message.Body)}
	if c.Header, c.Err = m.Header(r); c.Err != nil {
		return c
	}
	if m.End != httpview.ByChunks && m.Coding() == "" {
		return c
	}
	d, err := m.Decoded(r, MaxHTTPBody)
	if err != nil {
		c.Err = err
		if m.End != httpview.ByChunks {
			return c
		}
		d = io.LimitReader(m.Content(r), MaxHTTPBody)
	}
	var text bytes.Buffer
	_, err = io.Copy(&text, cancelled{ctx, d})
	if c.Err == nil {
		c.Err = err
	}
	c.Body, c.Decoded = bytes.NewReader(text.Bytes()), true
	return c
}

func section(r io.ReaderAt, in httpview.Range) Bytes {
	return io.NewSectionReader(r, in.From, in.Len())
}

// SaveBody writes a message's body to a file, whole or not at all, in a task: decoded, or as it came, without the lines of chunks
// in either case.
func (h *HTTP) SaveBody(m HTTPMessage, decoded bool, path string, done func(bytes int64, err error)) (cancel context.CancelFunc) {
	r := h.reader(m)
	h.log.hold()
	return h.w.tasks.run(func(ctx context.Context) {
		defer h.log.release()
		var n int64
		err := capture.File(ctx, path, func(f io.Writer) (err error) {
			body := m.Content(r)
			if decoded {
				if body, err = m.Decoded(r, MaxHTTPFile); err != nil {
					return err
				}
			}
			n, err = io.Copy(f, cancelled{ctx, body})
			return err
		}, nil)
		h.w.dispatch(func() { done(n, err) })
	})
}

// joined is one run of bytes behind another.
type joined struct{ a, b Bytes }

// Join puts b behind a.
func Join(a, b Bytes) Bytes { return joined{a, b} }

// Size implements [Bytes].
func (j joined) Size() int64 { return j.a.Size() + j.b.Size() }

// ReadAt implements [io.ReaderAt].
func (j joined) ReadAt(p []byte, off int64) (n int, err error) {
	if front := j.a.Size(); off < front {
		n, err = j.a.ReadAt(p[:min(int64(len(p)), front-off)], off)
		if n == len(p) || err != nil && err != io.EOF {
			return n, err
		}
		off = front - int64(n)
	}
	m, err := j.b.ReadAt(p[n:], off+int64(n)-j.a.Size())
	return n + m, err
}

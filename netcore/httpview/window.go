package httpview

import (
	"bytes"
	"errors"
	"io"
)

// windowSize is how many bytes are read at a time to look for lines.
const windowSize = 16 << 10

var (
	errMore = errors.New("the line is not complete")
	errLong = errors.New("the line is too long")
)

// A window reads lines of a stream at any place; it keeps the block that it read last.
type window struct {
	r    io.ReaderAt
	size int64
	at   int64
	buf  []byte
	mem  []byte
}

// grow makes w see size bytes.
func (w *window) grow(size int64) {
	if size != w.size {
		w.size, w.buf = size, w.buf[:0]
	}
}

// from returns bytes at a place, one at least, or errMore at the end.
func (w *window) from(at int64) ([]byte, error) {
	if w.at <= at && at < w.at+int64(len(w.buf)) {
		return w.buf[at-w.at:], nil
	}
	if at >= w.size {
		return nil, errMore
	}
	if w.mem == nil {
		w.mem = make([]byte, windowSize)
	}
	w.buf = w.mem[:min(windowSize, w.size-at)]
	n, err := w.r.ReadAt(w.buf, at)
	w.at, w.buf = at, w.buf[:n]
	if n > 0 {
		return w.buf, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return nil, err
}

// line returns the line at a place without its end, LF or CRLF, and where the next one begins. The bytes are good until the
// next call. With errMore and errLong it returns what there is.
func (w *window) line(at int64, most int) (line []byte, next int64, err error) {
	b, err := w.from(at)
	if err != nil {
		return nil, at, err
	}
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		long := bytes.Clone(b)
		for i < 0 && len(long) <= most {
			if b, err = w.from(at + int64(len(long))); err != nil {
				return long, at, err
			}
			if i = bytes.IndexByte(b, '\n'); i >= 0 {
				i += len(long)
			}
			long = append(long, b...)
		}
		b = long
	}
	if i < 0 || i > most {
		return b[:max(0, min(len(b), most))], at, errLong
	}
	next = at + int64(i) + 1
	return bytes.TrimSuffix(b[:i], []byte("\r")), next, nil
}

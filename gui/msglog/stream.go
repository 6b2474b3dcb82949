package msglog

import (
	"fmt"
	"io"
	"os"
)

// A segment is three streams of bytes that only grow. Each begins in memory, in chunks; what the writer has put into the
// stream's file leaves memory a chunk at a time.
type streamKind int

const (
	rowStream streamKind = iota
	payloadStream
	nameStream
	streams
)

func (k streamKind) String() string { return [...]string{"rows", "payload", "names"}[k] }

// chunkSizes are those of big segments; small ones have smaller chunks.
var chunkSizes = [streams]int64{256 << 10, 1 << 20, 64 << 10}

type stream struct {
	kind  streamKind
	chunk int64 // bytes of a chunk

	// The appender's, under Store.writing.
	tail int64  // bytes put in, published or not
	cur  []byte // the chunk that tail lies in

	// Under Store.mu.
	size   int64 // bytes that readers see
	saved  int64 // of these, in the file
	base   int64 // where chunks begin
	chunks [][]byte
	file   *os.File // nil until the writer has made it, and when rows are kept in memory only
}

// copy fills the end of p, the bytes at off, as far as they are in memory and returns how many at its front are not.
// The caller holds Store.mu, if only for reading.
func (st *stream) copyLocked(p []byte, off int64) (missing int) {
	at := max(off, st.base)
	if at >= off+int64(len(p)) {
		return len(p)
	}
	missing = int(at - off)
	for rest := p[missing:]; len(rest) > 0; {
		i := (at - st.base) / st.chunk
		n := copy(rest, st.chunks[i][(at-st.base)%st.chunk:])
		rest, at = rest[n:], at+int64(n)
	}
	return missing
}

// forgetLocked gives up the chunks that are in the file whole.
func (st *stream) forgetLocked() (freed int64) {
	n := (st.saved - st.base) / st.chunk
	if n <= 0 {
		return 0
	}
	clear(st.chunks[:n])
	st.chunks = st.chunks[n:]
	st.base += n * st.chunk
	return n * st.chunk
}

// create makes the stream's file and writes its head.
func (st *stream) create(path string, head []byte) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) { // an attempt before failed halfway
		f, err = os.OpenFile(path, os.O_RDWR|os.O_TRUNC, 0o600)
	}
	if err != nil {
		return nil, err
	}
	if _, err := f.WriteAt(head, 0); err != nil {
		f.Close()
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return f, nil
}

// readFile reads the bytes at off of a stream from its file.
func readFile(f *os.File, p []byte, off int64) error {
	if f == nil {
		return io.ErrUnexpectedEOF
	}
	_, err := f.ReadAt(p, headSize+off)
	return err
}

package capture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxJSONLine is the longest line that [ReadJSON] reads, in bytes. A payload of 100 MB takes some 140 MB in base64, and up to
// six times its length more as text.
const MaxJSONLine = 1 << 30

// A JSONError says what is wrong with a line of JSON lines.
type JSONError struct {
	Line int    // from 1
	Byte int    // of the line, from 1; 0 when no place is to be named
	Text string // lower case, no full stop
}

func (e *JSONError) Error() string {
	if e.Byte == 0 {
		return "line " + strconv.Itoa(e.Line) + ": " + e.Text
	}
	return "line " + strconv.Itoa(e.Line) + ", byte " + strconv.Itoa(e.Byte) + ": " + e.Text
}

// errReadOnce is what the second reading of something that can't be read again gives.
var errReadOnce = errors.New("these rows come from what can be read only once")

// ReadJSON reads what [WriteJSON] writes, and what wirevise -headless prints: one JSON object a line, as [AppendJSON] has it.
// A byte order mark, empty lines and carriage returns at the ends of lines are taken no notice of, nor are members that
// AppendJSON does not know.
//
// Of the members seq, time and kind must be there. When there is no data, the payload is text; when both are there, they
// must say the same. The size, if it is there, must be that of the payload. What is not as AppendJSON has it, a member that
// stands twice, invalid UTF-8 and a line longer than [MaxJSONLine] give a [*JSONError]; who goes on ranging gets the next
// line. Any other error is one of r, and the last.
//
// Each row has memory of its own; otherwise memory goes with the longest line. The rows can be ranged over again when r is an
// [io.Seeker]: they begin where r stood when ReadJSON was called. When it is none, a second time gives an error.
func ReadJSON(r io.Reader) Rows { return readJSON(r, MaxJSONLine) }

func readJSON(r io.Reader, maxLine int) Rows {
	rewind := rewinder(r)
	return func(yield func(Row, error) bool) {
		if err := rewind(); err != nil {
			yield(Row{}, err)
			return
		}
		lines := lineReader{r: bufio.NewReaderSize(r, flushSize), max: maxLine}
		for {
			line, err := lines.next()
			if err == io.EOF {
				return
			}
			var row Row
			if err == nil {
				if len(bytes.TrimLeft(line, " \t\r")) == 0 {
					continue
				}
				row, err = parseJSON(line)
			}
			var bad *JSONError
			if errors.As(err, &bad) {
				bad.Line = lines.n
				row = Row{}
			}
			if !yield(row, err) || err != nil && bad == nil {
				return
			}
		}
	}
}

// rewinder returns what sets r to where it stands now, from its second call on.
func rewinder(r io.Reader) func() error {
	again := false
	seeker, ok := r.(io.Seeker)
	var start int64
	if ok {
		var err error
		start, err = seeker.Seek(0, io.SeekCurrent)
		ok = err == nil // a pipe is an os.File, too
	}
	return func() error {
		if !again {
			again = true
			return nil
		}
		if !ok {
			return errReadOnce
		}
		_, err := seeker.Seek(start, io.SeekStart)
		return err
	}
}

// A lineReader reads lines of at most max bytes.
type lineReader struct {
	r    *bufio.Reader
	max  int
	n    int    // the number of the line read last
	long []byte // holds a line longer than the buffer of r
}

// next returns the next line without its end, good until the next call. A line that is too long is a *JSONError, and is
// skipped. At the end there is io.EOF.
func (l *lineReader) next() ([]byte, error) {
	if cap(l.long) > keepLine {
		l.long = nil
	}
	l.long = l.long[:0]
	tooLong := false
	for first := true; ; first = false {
		piece, err := l.r.ReadSlice('\n')
		if err == io.EOF && first && len(piece) == 0 {
			return nil, io.EOF
		}
		if first {
			if l.n++; l.n == 1 {
				piece = bytes.TrimPrefix(piece, []byte("\ufeff"))
			}
		}
		switch {
		case err != nil && err != io.EOF && err != bufio.ErrBufferFull:
			return nil, err
		case len(l.long)+len(piece) > l.max+len("\n"):
			tooLong, l.long = true, l.long[:0]
		case err == nil && first:
			return l.ended(piece)
		case !tooLong:
			l.long = append(l.long, piece...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if tooLong {
			return nil, l.tooLong()
		}
		return l.ended(l.long)
	}
}

// keepLine is how much memory for a long line is kept for the next one.
const keepLine = 1 << 20

func (l *lineReader) ended(line []byte) ([]byte, error) {
	line = bytes.TrimSuffix(line, []byte("\n"))
	if len(line) > l.max {
		return nil, l.tooLong()
	}
	return line, nil
}

func (l *lineReader) tooLong() error {
	return &JSONError{Text: fmt.Sprintf("longer than the %d bytes that are read", l.max)}
}

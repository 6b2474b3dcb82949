package httpview

import (
	"fmt"
	"io"
	"strconv"
)

// A Range is the bytes [From, To).
type Range struct{ From, To int64 }

// Len is how many bytes that are.
func (r Range) Len() int64 { return r.To - r.From }

// Delimiting says how the end of a body is known.
type Delimiting uint8

const (
	NoBody     Delimiting = iota + 1
	ByLength              // Content-Length
	ByChunks              // Transfer-Encoding: chunked
	UntilClose            // it ends with the stream
)

var delimitingNames = [...]string{NoBody: "no body", ByLength: "length", ByChunks: "chunked", UntilClose: "until close"}

func (d Delimiting) String() string {
	if d == 0 || int(d) >= len(delimitingNames) {
		return "Delimiting(" + strconv.Itoa(int(d)) + ")"
	}
	return delimitingNames[d]
}

// A Problem is what is wrong at a place, as a plain sentence.
type Problem struct {
	At   int64
	Text string
}

func (p Problem) Error() string { return fmt.Sprintf("byte %d: %s", p.At, p.Text) }

// A Message is one request or response, or as much of one as there is. It holds places, not bytes: [Message.Header],
// [Message.Content] and [Message.Decoded] read them.
type Message struct {
	Head    Range // from the start line to the empty line, with it
	Body    Range // as it stands in the stream: with the lines of chunks, without trailers
	Trailer Range // behind the last chunk, with the empty line
	Method  string
	Status  int // of a response; 0 of a request
	End     Delimiting
	Length  int64 // of the body without the lines of chunks, as far as it came
	Chunks  int64 // complete ones, but for the last of size 0
	Whole   bool  // all of it is there
	Broken  bool  // the last of Problems leaves no way to tell where it ends
	// Problems are in the order of their places. Those of a message that is not Broken did not keep it from being read.
	Problems []Problem

	coding string // Transfer-Encoding without the last chunked, and Content-Encoding, in the order of their application
	needs  int64  // ByLength: Content-Length
}

// Range is all of the message.
func (m *Message) Range() Range {
	return Range{m.Head.From, max(m.Head.To, m.Body.To, m.Trailer.To)}
}

// IsResponse reports whether m is a response.
func (m *Message) IsResponse() bool { return m.Status != 0 }

// Expected is how long the header says that the body is; ok is false where it does not say.
func (m *Message) Expected() (n int64, ok bool) { return m.needs, m.End == ByLength }

// Coding names how the body is coded besides chunks, as in "gzip"; "" when it is not.
func (m *Message) Coding() string { return m.coding }

// A Field is one line of a header, or several that were folded into one.
type Field struct {
	Name, Value string
	At          int64
}

// A Header is the start line and the fields of a message.
type Header struct {
	Start  string // without its line end
	Fields []Field
}

// Header reads the header of m from the stream it was found in.
func (m *Message) Header(r io.ReaderAt) (Header, error) { return readHeader(r, m.Head) }

// Trailers reads the fields behind the last chunk.
func (m *Message) Trailers(r io.ReaderAt) ([]Field, error) {
	b, err := bytesOf(r, m.Trailer)
	fields, _ := parseFields(b, m.Trailer.From)
	return fields, err
}

func (m *Message) problem(at int64, format string, args ...any) {
	m.Problems = append(m.Problems, Problem{at, fmt.Sprintf(format, args...)})
}

func (m *Message) broken(at int64, format string, args ...any) {
	m.problem(at, format, args...)
	m.Broken = true
}

func bytesOf(r io.ReaderAt, in Range) ([]byte, error) {
	b := make([]byte, min(in.Len(), MaxHead))
	n, err := r.ReadAt(b, in.From)
	if n == len(b) || err == io.EOF {
		err = nil
	}
	return b[:n], err
}

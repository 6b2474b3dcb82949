package framing

import (
	"bytes"
	"fmt"

	"wirevise/netcore"
)

// MaxDelimiter is the longest delimiter, in bytes.
const MaxDelimiter = 256

// Delimiter frames a stream by bytes that stand between messages and are not part of them.
type Delimiter struct {
	Bytes string // 1 to MaxDelimiter
	Limit int    // of a frame, in bytes without the delimiter; 0: DefaultLimit
}

var _ netcore.Framer = Delimiter{}

// Cutter implements [netcore.Framer].
func (d Delimiter) Cutter() netcore.Cutter {
	if len(d.Bytes) == 1 {
		return newEndCutter(oneByte(d.Bytes[0]), limitOf(d.Limit), "the frame", "the delimiter")
	}
	return newEndCutter(sequence(d.Bytes), limitOf(d.Limit), "the frame", "the delimiter")
}

// Wrap implements [netcore.Framer]. The delimiter within the payload, or across its end, makes two frames of it.
func (d Delimiter) Wrap(size int64) (netcore.Wrap, error) {
	return netcore.Wrap{Tail: []byte(d.Bytes), Once: true}, nil
}

func (d Delimiter) String() string {
	return "frames ending in " + BytesText(d.Bytes) + limitWords(d.Limit)
}

// Check implements the check of [Parse]. The error is an [*Error].
func (d Delimiter) Check() error {
	if d.Bytes == "" || len(d.Bytes) > MaxDelimiter {
		return &Error{PartDelimiter, fmt.Sprintf("a delimiter has 1 to %d bytes, this one has %d", MaxDelimiter, len(d.Bytes))}
	}
	return checkLimit(d.Limit)
}

// A terminator is what ends a frame, as it is looked for. Both methods find the first one and return where it starts and
// ends; start is -1 if there is none.
type terminator interface {
	size() int // of the longest one, in bytes
	find(b []byte) (start, end int)
	across(held, data []byte) (start, end int) // in data behind held, which is not empty and has none in itself
}

type oneByte byte

func (o oneByte) size() int { return 1 }

func (o oneByte) find(b []byte) (start, end int) {
	i := bytes.IndexByte(b, byte(o))
	return i, i + 1
}

func (o oneByte) across(held, data []byte) (start, end int) {
	i := bytes.IndexByte(data, byte(o))
	if i < 0 {
		return -1, 0
	}
	return len(held) + i, len(held) + i + 1
}

type sequence []byte

func (s sequence) size() int { return len(s) }

func (s sequence) find(b []byte) (start, end int) {
	i := bytes.Index(b, s)
	return i, i + len(s)
}

func (s sequence) across(held, data []byte) (start, end int) {
	most := len(s) - 1
	tail := held[max(0, len(held)-most):]
	var room [2 * MaxDelimiter]byte
	joint := append(append(room[:0], tail...), data[:min(most, len(data))]...)
	i := bytes.Index(joint, s)
	if i >= 0 {
		i -= len(tail)
	} else if i = bytes.Index(data, s); i < 0 {
		return -1, 0
	}
	return len(held) + i, len(held) + i + len(s)
}

// An endCutter cuts by what stands at the end of a frame. A stream is the bytes between terminators, looked for from left to
// right; what is longer than the limit is cut into pieces.
type endCutter struct {
	tape
	end   terminator
	limit int
	long  bool   // the frame has shown to be over the limit
	over  string // what is said of it
	rest  string // what is said of what has no terminator
}

func newEndCutter(end terminator, limit int, what, terminated string) *endCutter {
	return &endCutter{end: end, limit: limit, over: fmt.Sprintf("%s is longer than its limit of %s", what, bytesWords(limit)),
		rest: fmt.Sprintf("the stream ended without %s", terminated)}
}

// Cut implements [netcore.Cutter].
func (c *endCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	if len(data) == 0 {
		return dst
	}
	c.data = data
	if len(c.held) > 0 {
		start, end := c.end.across(c.held, c.data)
		if start < 0 {
			return c.wait(dst)
		}
		dst = c.frame(dst, start, end)
	}
	for len(c.data) > 0 {
		start, end := c.end.find(c.data)
		if start < 0 {
			return c.wait(dst)
		}
		if start <= c.limit && !c.long {
			dst = append(dst, netcore.Frame{Payload: c.data[:start]})
			c.data = c.data[end:]
			continue
		}
		dst = c.frame(dst, start, end)
	}
	return dst
}

// frame takes what is before start and drops what is from there to end.
func (c *endCutter) frame(dst []netcore.Frame, start, end int) []netcore.Frame {
	if start > c.limit || c.long {
		dst = c.pieces(dst, start, c.limit, c.over)
	} else {
		dst = append(dst, netcore.Frame{Payload: c.next(start)})
	}
	c.long = false
	c.skip(end - start)
	return dst
}

// wait holds what no terminator has ended yet. A piece goes once none can begin in it or right behind it, so that something is
// left for the last one.
func (c *endCutter) wait(dst []netcore.Frame) []netcore.Frame {
	for c.len()-(c.end.size()-1) > c.limit {
		c.long = true
		dst = append(dst, netcore.Frame{Payload: c.next(c.limit), Broken: c.over})
	}
	c.keep(0)
	return dst
}

// End implements [netcore.Cutter].
func (c *endCutter) End(dst []netcore.Frame) []netcore.Frame {
	if c.long || c.len() > c.limit {
		return c.pieces(dst, c.len(), c.limit, c.over)
	}
	return c.pieces(dst, c.len(), c.limit, c.rest)
}

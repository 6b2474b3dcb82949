package framing

import (
	"bytes"
	"fmt"

	"wirevise/netcore"
)

// A lengthCutter is at the beginning of a frame, or in one of two states: passing by a frame that is over the limit, or lost
// where a decimal length belongs and is not.
type lengthCutter struct {
	tape
	Length
	limit   int
	want    int    // bytes that the tape must have before it is worth another look
	passing uint64 // bytes of the wire that are still of a frame over the limit
	lost    bool
	from    int    // while lost, where the next frame may begin
	broken  string // what is said while passing or lost
	slab    []byte // room for payloads that are put together
	scratch [maxField + MaxDelimiter]byte
}

// Cutter implements [netcore.Framer].
func (l Length) Cutter() netcore.Cutter { return &lengthCutter{Length: l, limit: limitOf(l.Limit)} }

// Cut implements [netcore.Cutter].
func (c *lengthCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	c.data = data
	if c.len() >= c.want {
		c.want = 0
		for more := true; more && c.len() > 0; {
			switch {
			case c.passing > 0:
				dst, more = c.pass(dst)
			case c.lost:
				dst, more = c.search(dst)
			default:
				dst, more = c.frame(dst)
			}
		}
	}
	c.keep(c.want)
	return dst
}

// frame takes what is at the beginning of the tape; it is false when more has to come first.
func (c *lengthCutter) frame(dst []netcore.Frame) ([]netcore.Frame, bool) {
	if c.len() <= c.Offset {
		return dst, false
	}
	n, field, broken := c.read(c.view(c.Offset, maxField, c.scratch[:0]))
	if field == 0 {
		return dst, false
	}
	body, ok := uint64(0), true
	if broken == "" {
		if body, ok = c.body(n, field); !ok {
			broken = fmt.Sprintf("the length is %d, less than the %s that it counts", n, bytesWords(int(c.says(0, field))))
		}
	}
	switch {
	case broken != "" && c.Number == Decimal:
		c.lost, c.from, c.broken = true, 1, broken
		return dst, true
	case broken != "":
		return c.pieces(dst, c.Offset+field, c.limit, broken), true
	case body > uint64(c.limit-c.Offset):
		c.passing = c.whole(body, field)
		c.broken = fmt.Sprintf("the length is %d, more than the limit of %s", n, bytesWords(c.limit))
		return dst, true
	}
	whole := int(c.whole(body, field))
	if c.len() < whole {
		c.want = whole
		return dst, false
	}
	behind := whole - len(c.Tail)
	if c.Tail != "" && !bytes.Equal(c.view(behind, len(c.Tail), c.scratch[:0]), []byte(c.Tail)) {
		return c.pieces(dst, behind, c.limit, "the frame does not end in "+BytesText(c.Tail)), true
	}
	return append(dst, netcore.Frame{Payload: c.payload(field, behind)}), true
}

// payload takes a frame off the tape and returns what is not its length or its tail.
func (c *lengthCutter) payload(field, behind int) []byte {
	var p []byte
	if c.Offset == 0 {
		c.skip(field)
		p = c.next(behind - field)
	} else {
		p = c.room(behind - field)
		n := copy(p, c.next(c.Offset))
		c.skip(field)
		copy(p[n:], c.next(behind-field-c.Offset))
	}
	c.skip(len(c.Tail))
	return p
}

// mostSlab is how much memory is taken at once for payloads that are put together, in bytes.
const mostSlab = 16 << 10

// room returns n bytes of memory to give away; what one read brings shares it.
func (c *lengthCutter) room(n int) []byte {
	if len(c.slab) < n {
		c.slab = make([]byte, max(n, min(c.len(), mostSlab)))
	}
	p := c.slab[:n:n]
	c.slab = c.slab[n:]
	return p
}

// pass takes a piece of a frame over the limit.
func (c *lengthCutter) pass(dst []netcore.Frame) ([]netcore.Frame, bool) {
	n := int(min(c.passing, uint64(c.limit)))
	if c.len() < n {
		return dst, false
	}
	c.passing -= uint64(n)
	return append(dst, netcore.Frame{Payload: c.next(n), Broken: c.broken}), true
}

// search looks for a frame within the limit whose length does not begin within a number.
func (c *lengthCutter) search(dst []netcore.Frame) ([]netcore.Frame, bool) {
	for ; c.from+c.Offset < c.len(); c.from++ {
		if c.from > c.limit {
			dst = append(dst, netcore.Frame{Payload: c.next(c.limit), Broken: c.broken})
			c.from -= c.limit
		}
		at := c.from + c.Offset
		if first := c.at(at); isDigit(c.at(at-1)) || !isDigit(first) && (first != ' ' || c.Fill != FillLeft) {
			continue
		}
		n, field, broken := c.read(c.view(at, maxField, c.scratch[:0]))
		if field == 0 {
			return dst, false
		}
		if body, ok := c.body(n, field); broken == "" && ok && body <= uint64(c.limit-c.Offset) {
			c.lost = false
			return c.pieces(dst, c.from, c.limit, c.broken), true
		}
	}
	return dst, false
}

// End implements [netcore.Cutter].
func (c *lengthCutter) End(dst []netcore.Frame) []netcore.Frame {
	broken := "the stream ended within a frame"
	if c.passing > 0 || c.lost {
		broken = c.broken
	}
	return c.pieces(dst, c.len(), c.limit, broken)
}

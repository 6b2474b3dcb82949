package framing

import (
	"bytes"
	"fmt"

	"wirevise/netcore"
)

// Fixed frames a stream by cutting it every Size bytes.
type Fixed struct {
	Size int    // 1 to MaxLimit
	Pad  string // one byte that fills what is shorter when it is sent, or "": what is shorter can't be sent
}

var _ netcore.Framer = Fixed{}

// Cutter implements [netcore.Framer]. Padding is not taken off: no receiver can know it from the message.
func (f Fixed) Cutter() netcore.Cutter {
	return &fixedCutter{size: f.Size, rest: fmt.Sprintf("the stream ended within a frame of %s", bytesWords(f.Size))}
}

// Wrap implements [netcore.Framer].
func (f Fixed) Wrap(size int64) (netcore.Wrap, error) {
	switch missing := int64(f.Size) - size; {
	case missing < 0:
		return netcore.Wrap{}, fmt.Errorf("the message has %d bytes, its frame holds %d", size, f.Size)
	case missing == 0:
		return netcore.Wrap{}, nil
	case f.Pad == "":
		return netcore.Wrap{}, fmt.Errorf("the message has %d bytes, its frame needs %d and there is no byte to fill it with", size, f.Size)
	default:
		return netcore.Wrap{Tail: bytes.Repeat([]byte(f.Pad), int(missing))}, nil
	}
}

func (f Fixed) String() string {
	name := fmt.Sprintf("frames of %s", bytesWords(f.Size))
	if f.Pad != "" {
		name += ", filled with " + BytesText(f.Pad)
	}
	return name
}

// Check implements the check of [Parse]. The error is an [*Error].
func (f Fixed) Check() error {
	if f.Size < 1 || f.Size > MaxLimit {
		return &Error{PartSize, fmt.Sprintf("a frame has 1 to %d bytes", MaxLimit)}
	}
	if len(f.Pad) > 1 {
		return &Error{PartPad, "what fills a frame is one byte"}
	}
	return nil
}

type fixedCutter struct {
	tape
	size int
	rest string
}

// Cut implements [netcore.Cutter].
func (c *fixedCutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	c.data = data
	for c.len() >= c.size {
		dst = append(dst, netcore.Frame{Payload: c.next(c.size)})
	}
	c.keep(c.size)
	return dst
}

// End implements [netcore.Cutter].
func (c *fixedCutter) End(dst []netcore.Frame) []netcore.Frame {
	return c.pieces(dst, c.len(), c.size, c.rest)
}

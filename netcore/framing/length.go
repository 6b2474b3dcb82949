package framing

import (
	"fmt"
	"math"

	"wirevise/netcore"
)

// Counts says what a length counts.
type Counts uint8

const (
	CountsBody  Counts = iota + 1 // what comes behind the length
	CountsSelf                    // the length itself and what comes behind it
	CountsFrame                   // the whole frame, from its first byte to its last
)

func (c Counts) String() string {
	switch c {
	case CountsSelf:
		return "self"
	case CountsFrame:
		return "frame"
	}
	return "body"
}

// Length frames a stream by a length in front. A frame is, in this order:
//
//	Offset bytes   part of the payload
//	the length     as Number says, with End behind a decimal one
//	the body       the rest of the payload
//	Tail           not part of it
//
// What is wrong in a length: one that is over the limit or less than what it counts, a varint that does not end, something
// that is no number. The body of a frame over the limit is passed by; a decimal length that is none is looked for
// byte by byte; otherwise the stream goes on right behind the length.
type Length struct {
	Number Number
	Offset int    // bytes before the length, 0 to MaxOffset
	Counts Counts // zero: CountsBody
	End    string // one byte behind a decimal length without Width; "": the first byte that is no digit begins the body
	Width  int    // bytes of a decimal length that always has as many; 0: as many as it needs
	Fill   Fill   // how Width is filled; zero: FillZeros
	Tail   string // what stands behind each frame, up to MaxDelimiter bytes
	Limit  int    // of a payload, in bytes; 0: DefaultLimit
}

// MaxOffset is the most that may come before a length, in bytes.
const MaxOffset = 65535

// Netstring is the form of https://cr.yp.to/proto/netstrings.txt: "5:hello,".
var Netstring = Length{Number: Decimal, End: ":", Tail: ","}

var _ netcore.Framer = Length{}

// Wrap implements [netcore.Framer]. Where a decimal length has neither an end nor a width, a body that begins with a
// digit is read as part of it.
func (l Length) Wrap(size int64) (netcore.Wrap, error) {
	body := size - int64(l.Offset)
	if body < 0 {
		return netcore.Wrap{}, fmt.Errorf("the message has %d bytes, and the length goes behind the first %d", size, l.Offset)
	}
	if body == 0 && l.endless() {
		return netcore.Wrap{}, fmt.Errorf("a length with nothing behind it has no end")
	}
	for field := 0; ; { // the length may count itself, and its size depends on it
		written, err := l.write(l.says(uint64(body), field))
		if err != nil {
			return netcore.Wrap{}, err
		}
		if len(written) == field || l.Counts <= CountsBody {
			return netcore.Wrap{At: l.Offset, Insert: written, Tail: []byte(l.Tail)}, nil
		}
		field = len(written)
	}
}

// endless reports whether only what comes behind a length tells where it ends.
func (l Length) endless() bool { return l.Number == Decimal && l.Width == 0 && l.End == "" }

// says returns what the length of a frame says whose length takes field bytes.
func (l Length) says(body uint64, field int) uint64 {
	switch l.Counts {
	case CountsSelf:
		return body + uint64(field)
	case CountsFrame:
		return body + uint64(field+l.Offset+len(l.Tail))
	}
	return body
}

// body is the inverse of says. It is false where n is less than what it counts.
func (l Length) body(n uint64, field int) (uint64, bool) {
	least := l.says(0, field)
	return n - least, n >= least
}

// whole returns the bytes of a frame, or the most there can be.
func (l Length) whole(body uint64, field int) uint64 {
	if more := uint64(l.Offset + field + len(l.Tail)); body < math.MaxUint64-more {
		return body + more
	}
	return math.MaxUint64
}

var numberWords = [...]string{U8: "1 byte", U16BE: "2 bytes, big-endian", U16LE: "2 bytes, little-endian", U32BE: "4 bytes, big-endian",
	U32LE: "4 bytes, little-endian", U64BE: "8 bytes, big-endian", U64LE: "8 bytes, little-endian", Varint: "a varint", Decimal: "decimal digits"}

func (l Length) String() string {
	name := "frames with their length in " + numberWords[l.Number]
	switch {
	case l.Width > 0:
		name += fmt.Sprintf(", %d of them", l.Width)
	case l.End != "":
		name += " and " + BytesText(l.End)
	}
	if l.Offset > 0 {
		name += fmt.Sprintf(" behind %s", bytesWords(l.Offset))
	}
	switch l.Counts {
	case CountsSelf:
		name += ", counting itself"
	case CountsFrame:
		name += ", counting the whole frame"
	}
	if l.Tail != "" {
		name += ", ending in " + BytesText(l.Tail)
	}
	return name + limitWords(l.Limit)
}

// Check implements the check of [Parse]. The error is an [*Error].
func (l Length) Check() error {
	switch decimal := l.Number == Decimal; {
	case l.Number < U8 || l.Number > Decimal:
		return &Error{PartNumber, "how is the length written? " + numberList()}
	case l.Offset < 0 || l.Offset > MaxOffset:
		return &Error{PartOffset, fmt.Sprintf("before the length may come 0 to %d bytes", MaxOffset)}
	case l.Offset > limitOf(l.Limit):
		return &Error{PartOffset, "what comes before the length is more than the limit of a frame"}
	case !decimal && (l.End != "" || l.Width != 0 || l.Fill > FillZeros):
		return &Error{PartNumber, fmt.Sprintf("end, width and fill go with decimal only, not with %s", l.Number)}
	case l.Width < 0 || l.Width > MaxWidth:
		return &Error{PartWidth, fmt.Sprintf("a decimal length has 1 to %d characters", MaxWidth)}
	case l.Width > 0 && l.End != "":
		return &Error{PartWidth, "a length that always has the same width needs no end"}
	case l.Width == 0 && l.Fill > FillZeros:
		return &Error{PartWidth, "only a length that always has the same width is filled"}
	case len(l.End) > 1:
		return &Error{PartEnd, "a decimal length ends in one byte"}
	case l.End != "" && isDigit(l.End[0]):
		return &Error{PartEnd, "a decimal length can't end in a digit"}
	case len(l.Tail) > MaxDelimiter:
		return &Error{PartTail, fmt.Sprintf("behind a frame may stand up to %d bytes, these are %d", MaxDelimiter, len(l.Tail))}
	}
	return checkLimit(l.Limit)
}

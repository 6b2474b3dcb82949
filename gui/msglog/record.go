package msglog

import (
	"encoding/binary"
	"math"
	"time"
)

// A record is the fixed part of a row. It holds no pointers, so that the garbage collector never looks into millions
// of them. 40 bytes.
type record struct {
	time    int64 // Unix nanoseconds, or noTime
	payload ref
	extra   ref // an encoded extra; size 0: there is none
	session uint32
	flow    uint32 // index in the segment's flows
	kind    uint8
	flags   uint8
	fault   bool // the extra holds a fault
}

// A ref says where bytes lie: in the segment's slab, or, with bigBit, in a slab of their own.
type ref struct{ at, size uint32 }

const bigBit = 1 << 31 // of ref.at: the rest is an index in segment.big

// A flow is what many rows have in common. The strings lie in the slab.
type flow struct {
	endpoint          uint32
	name, local, peer ref
}

// noTime stands for the zero time, which has no Unix nanoseconds.
const noTime = math.MinInt64

func packTime(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func unpackTime(ns int64) time.Time {
	if ns == noTime {
		return time.Time{}
	}
	return time.Unix(0, ns)
}

// An extra is what few rows have: a note, a fault. Encoded it is
//
//	uvarint length of note, note [, varint number, uvarint length of name, name, text]
type extra struct {
	note, name, text []byte
	number           int
}

func appendExtra(dst []byte, note string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(note)))
	return append(dst, note...)
}

func appendFault(dst []byte, number int, name, text string) []byte {
	dst = binary.AppendVarint(dst, int64(number))
	dst = binary.AppendUvarint(dst, uint64(len(name)))
	dst = append(dst, name...)
	return append(dst, text...)
}

// decodeExtra reads what appendExtra and, with fault, appendFault wrote. The result shares b.
func decodeExtra(b []byte, fault bool) extra {
	if len(b) == 0 {
		return extra{}
	}
	var x extra
	x.note, b = cutCounted(b)
	if fault {
		number, n := binary.Varint(b)
		x.number = int(number)
		x.name, x.text = cutCounted(b[n:])
	}
	return x
}

// cutCounted takes a piece with its length in front off b.
func cutCounted(b []byte) (piece, rest []byte) {
	size, n := binary.Uvarint(b)
	b = b[n:]
	return b[:size], b[size:]
}

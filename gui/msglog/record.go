package msglog

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"time"
)

// A record is the fixed part of a row. Row number n of a segment lies at n × recordSize of its rows stream, so there is
// no index. docs/log-format.md draws it.
type record struct {
	time    int64  // Unix nanoseconds, or noTime
	payload uint32 // where it begins in the payload stream
	size    uint32 // of it
	session uint32
	flow    uint32 // where the flow lies in the names stream
	extra   uint32 // where the extra lies there; 0: there is none, for a flow comes first
	kind    uint8
	flags   uint8
	marks   uint8 // of the format: hasFault
	sum     uint32
}

const (
	recordSize = 40
	hasFault   = 1 // the extra holds a fault
)

// castagnoli is the polynomial that processors compute by themselves (RFC 3720, CRC32C).
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(p []byte) uint32 { return crc32.Checksum(p, castagnoli) }

// encode writes the record of row seq into b.
func (r *record) encode(b *[recordSize]byte, seq uint64) {
	le := binary.LittleEndian
	le.PutUint64(b[0:], uint64(r.time))
	le.PutUint32(b[8:], r.payload)
	le.PutUint32(b[12:], r.size)
	le.PutUint32(b[16:], r.session)
	le.PutUint32(b[20:], r.flow)
	le.PutUint32(b[24:], r.extra)
	b[28], b[29], b[30], b[31] = r.kind, r.flags, r.marks, 0
	le.PutUint32(b[32:], r.sum)
	le.PutUint32(b[36:], recordSum(b, seq))
}

// recordSum covers the record and its number, so that one in the wrong place is found out.
func recordSum(b *[recordSize]byte, seq uint64) uint32 {
	return checksum(b[:36]) ^ uint32(seq) ^ uint32(seq>>32)
}

// decode reads the record of row seq. ok is false when the checksum does not fit.
func (r *record) decode(b *[recordSize]byte, seq uint64) (ok bool) {
	le := binary.LittleEndian
	r.time = int64(le.Uint64(b[0:]))
	r.payload = le.Uint32(b[8:])
	r.size = le.Uint32(b[12:])
	r.session = le.Uint32(b[16:])
	r.flow = le.Uint32(b[20:])
	r.extra = le.Uint32(b[24:])
	r.kind, r.flags, r.marks = b[28], b[29], b[30]
	r.sum = le.Uint32(b[32:])
	return le.Uint32(b[36:]) == recordSum(b, seq)
}

func (r *record) fault() bool { return r.marks&hasFault != 0 }

// noTime stands for the zero time, which has no Unix nanoseconds.
const noTime = math.MinInt64

// Storable reports whether the log can keep a time: from the year 1678 to 2262, or none.
func Storable(t time.Time) bool { return t.IsZero() || time.Unix(0, t.UnixNano()).Equal(t) }

func packTime(t time.Time) int64 {
	if t.IsZero() || !Storable(t) {
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

// addChecksum goes on with a checksum.
func addChecksum(sum uint32, p []byte) uint32 { return crc32.Update(sum, castagnoli, p) }

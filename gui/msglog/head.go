package msglog

import (
	"bytes"
	"encoding/binary"
	"time"
)

// headSize is how many bytes each file of a segment begins with.
const headSize = 64

var magic = [8]byte{'W', 'V', 'L', 'O', 'G', '\r', '\n', 0x1a}

// A head says what a file is, so that one that was renamed or came from elsewhere is found out.
//
//	0  8  magic         12  4  segment number       32  16  session
//	8  2  format        16  8  first row            48  12  zero
//	10 1  R, P or N     24  8  Unix nanoseconds     60   4  CRC32C of what is before
//	11 1  record size
type head struct {
	kind   streamKind
	number uint32
	first  uint64
	made   int64
	id     sessionID
}

func headOf(id sessionID, k streamKind, g *segment) head {
	return head{kind: k, number: uint32(g.number), first: g.base, made: time.Now().UnixNano(), id: id}
}

const kindLetters = "RPN"

func (h head) encode() []byte {
	b := make([]byte, headSize)
	le := binary.LittleEndian
	copy(b, magic[:])
	le.PutUint16(b[8:], formatVersion)
	b[10], b[11] = kindLetters[h.kind], recordSize
	le.PutUint32(b[12:], h.number)
	le.PutUint64(b[16:], h.first)
	le.PutUint64(b[24:], uint64(h.made))
	copy(b[32:], h.id[:])
	le.PutUint32(b[60:], checksum(b[:60]))
	return b
}

// decodeHead reads a head of the given kind. ok is false when it is none.
func decodeHead(b []byte, k streamKind) (h head, ok bool) {
	le := binary.LittleEndian
	if len(b) < headSize || !bytes.Equal(b[:8], magic[:]) || le.Uint16(b[8:]) != formatVersion || b[10] != kindLetters[k] ||
		b[11] != recordSize || le.Uint32(b[60:]) != checksum(b[:60]) {
		return head{}, false
	}
	h = head{kind: k, number: le.Uint32(b[12:]), first: le.Uint64(b[16:]), made: int64(le.Uint64(b[24:]))}
	copy(h.id[:], b[32:])
	return h, true
}

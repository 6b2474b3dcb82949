package msglog

import (
	"unsafe"

	"wirevise/netcore"
)

// A segment is a run of rows with everything they need, so that the oldest rows go by letting go of one pointer.
// A published segment never changes: what grows is the builder's, which publishes a new one over the same memory, and
// writes only behind what is published.
type segment struct {
	base    uint64 // the sequence number of the first row
	rows    uint64
	slab    []byte         // payloads, extras and strings
	big     [][]byte       // payloads too big for the slab, one each
	records []*recordChunk // the last is filled in part
	flows   []flow
	payload int64 // bytes of payload in all rows
	owned   int64 // bytes in big
}

// Records come in chunks, so that a segment of few big rows doesn't pay for many small ones.
const (
	chunkShift = 9
	chunkRows  = 1 << chunkShift
)

type recordChunk [chunkRows]record

// end is the sequence number behind the last row.
func (g *segment) end() uint64 { return g.base + g.rows }

// memory is what the segment takes, near enough.
func (g *segment) memory() int64 {
	const chunk, slice = int64(unsafe.Sizeof(recordChunk{})), 24
	return int64(unsafe.Sizeof(*g)) + int64(cap(g.slab)) + g.owned + slice*int64(cap(g.big)) +
		(chunk+8)*int64(len(g.records)) + int64(unsafe.Sizeof(flow{}))*int64(cap(g.flows))
}

func (g *segment) record(seq uint64) *record {
	i := seq - g.base
	return &g.records[i>>chunkShift][i%chunkRows]
}

// bytes are those r refers to. They must not be written to.
func (g *segment) bytes(r ref) []byte {
	if r.at&bigBit != 0 {
		return g.big[r.at&^bigBit]
	}
	return g.slab[r.at : r.at+r.size : r.at+r.size]
}

// entry makes the entry of a row it holds, with at most max bytes of the payload, all when max is negative.
func (g *segment) entry(seq uint64, max int) Entry {
	r := g.record(seq)
	f := &g.flows[r.flow]
	payload := g.bytes(r.payload)
	e := Entry{
		Seq:      seq,
		Time:     unpackTime(r.time),
		Kind:     netcore.EventKind(r.kind),
		Flags:    netcore.EventFlags(r.flags),
		Endpoint: netcore.EndpointID(f.endpoint),
		Session:  netcore.SessionID(r.session),
		Name:     string(g.bytes(f.name)),
		Local:    string(g.bytes(f.local)),
		Peer:     string(g.bytes(f.peer)),
		Size:     int64(len(payload)),
		Payload:  payload,
		HasFault: r.fault,
	}
	if max >= 0 && max < len(payload) {
		e.Payload = payload[:max:max]
	}
	if r.extra.size > 0 {
		x := decodeExtra(g.bytes(r.extra), r.fault)
		e.Note = string(x.note)
		e.Fault = netcore.Fault{Name: string(x.name), Number: x.number, Text: string(x.text)}
	}
	return e
}

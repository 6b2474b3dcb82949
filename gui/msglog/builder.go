package msglog

import (
	"math"

	"wirevise/netcore"
)

// sizes are the measures of a segment.
type sizes struct {
	slab  int    // bytes
	big   int    // a payload longer than this gets a slab of its own
	owned int64  // bytes in slabs of their own
	rows  uint64 // rows
}

const (
	maxSlab = 1 << 20
	minSlab = 16 << 10
)

// sizesFor makes segments a small part of limit, since trimming drops whole ones.
func sizesFor(limit int64) sizes {
	slab := int(min(max(limit/16, minSlab), maxSlab))
	return sizes{slab: slab, big: slab / 16, owned: 4 * int64(slab), rows: uint64(slab / 32)}
}

// A builder fills the newest segment. It belongs to the store's writer.
type builder struct {
	sizes   sizes
	seg     segment
	flows   flowIndex
	filled  bool   // the last segment filled its slab: the next is likely to as well
	scratch []byte // an extra being encoded
}

func newBuilder(sizes sizes, base uint64) *builder {
	b := &builder{sizes: sizes}
	b.reset(base)
	return b
}

// reset begins a new segment.
func (b *builder) reset(base uint64) {
	b.filled = cap(b.seg.slab) == b.sizes.slab
	b.seg = segment{base: base}
	b.flows.reset()
}

// add appends a row, or returns false when the segment is full. It copies what it keeps.
func (b *builder) add(e *netcore.Event) bool {
	b.scratch = b.scratch[:0]
	if e.Note != "" || e.Err != nil {
		b.encodeExtra(e)
	}
	need := b.small(len(e.Payload)) + b.small(len(b.scratch)) +
		b.small(len(e.Name)) + b.small(len(e.Local)) + b.small(len(e.Peer))
	if b.full(need, len(e.Payload)) {
		return false
	}
	b.reserve(need)
	g := &b.seg
	if g.rows%chunkRows == 0 {
		g.records = append(g.records, new(recordChunk))
	}
	r := &g.records[g.rows>>chunkShift][g.rows%chunkRows]
	r.time = packTime(e.Time)
	r.session = uint32(e.Session)
	r.kind = uint8(e.Kind)
	r.flags = uint8(e.Flags)
	r.flow = b.flow(e)
	r.payload = put(b, e.Payload)
	if len(b.scratch) > 0 {
		r.extra = put(b, b.scratch)
		r.fault = e.Err != nil
	}
	g.payload += int64(len(e.Payload))
	g.rows++
	return true
}

func (b *builder) encodeExtra(e *netcore.Event) {
	b.scratch = appendExtra(b.scratch, e.Note)
	if e.Err != nil {
		f := netcore.Explain(e.Err)
		b.scratch = appendFault(b.scratch, f.Number, f.Name, f.Text)
	}
}

// small is how much of n bytes goes into the slab.
func (b *builder) small(n int) int {
	if n > b.sizes.big {
		return 0
	}
	return n
}

func (b *builder) full(need, payload int) bool {
	g := &b.seg
	switch {
	case g.rows == 0:
		return false // any one row fits
	case g.rows == b.sizes.rows, len(g.slab)+need > b.sizes.slab:
		return true
	}
	return payload > b.sizes.big && g.owned > 0 && g.owned+int64(payload) > b.sizes.owned
}

// reserve makes room in the slab. It starts small, for a segment of big payloads, and is copied once at most: readers
// go on with the old one.
func (b *builder) reserve(need int) {
	g := &b.seg
	if len(g.slab)+need <= cap(g.slab) {
		return
	}
	size := b.sizes.slab
	if small := b.sizes.slab / 8; !b.filled && len(g.slab)+need <= small {
		size = small
	}
	g.slab = append(make([]byte, 0, size), g.slab...)
}

// put copies p to where it will stay.
func put[T string | []byte](b *builder, p T) ref {
	g := &b.seg
	size := uint32(min(len(p), math.MaxUint32)) // of a bigger one the slice knows
	if len(p) > b.sizes.big {
		g.big = append(g.big, append(make([]byte, 0, len(p)), p...))
		g.owned += int64(len(p))
		return ref{at: bigBit | uint32(len(g.big)-1), size: size}
	}
	at := uint32(len(g.slab))
	g.slab = append(g.slab, p...)
	return ref{at: at, size: size}
}

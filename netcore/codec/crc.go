package codec

import (
	"math/bits"
	"sync"
)

// A crcModel is a cyclic redundancy check by the parameters of R. Williams, "A Painless Guide to CRC Error Detection
// Algorithms" (1993), the Rocksoft model. init and xorOut are as they would be without refIn and refOut.
type crcModel struct {
	width         int // 8 to 64
	poly, init    uint64
	refIn, refOut bool
	xorOut        uint64

	once  *sync.Once
	table *[256]uint64
}

func newCRC(width int, poly, init uint64, refIn, refOut bool, xorOut uint64) *crcModel {
	return &crcModel{width: width, poly: poly, init: init, refIn: refIn, refOut: refOut, xorOut: xorOut, once: new(sync.Once), table: new([256]uint64)}
}

// fill makes the table. The register stands at the lower end, mirrored, of one that takes the lowest bit first, and else at the
// upper end of 64 bits: so both go a byte at a time, whatever the width.
func (m *crcModel) fill() {
	for b := range m.table {
		if m.refIn {
			poly, r := bits.Reverse64(m.poly)>>(64-m.width), uint64(b)
			for range 8 {
				r = r>>1 ^ poly&-(r&1)
			}
			m.table[b] = r
		} else {
			poly, r := m.poly<<(64-m.width), uint64(b)<<56
			for range 8 {
				r = r<<1 ^ poly&-(r>>63)
			}
			m.table[b] = r
		}
	}
}

func (m *crcModel) sum(data []byte) uint64 {
	m.once.Do(m.fill)
	up := 64 - m.width
	if m.refIn {
		r := bits.Reverse64(m.init) >> up
		for _, b := range data {
			r = m.table[byte(r)^b] ^ r>>8
		}
		if !m.refOut {
			r = bits.Reverse64(r) >> up
		}
		return r ^ m.xorOut
	}
	r := m.init << up
	for _, b := range data {
		r = m.table[byte(r>>56)^b] ^ r<<8
	}
	r >>= up
	if m.refOut {
		r = bits.Reverse64(r) >> up
	}
	return r ^ m.xorOut
}

package netcore

// Sizes of the blocks that payloads are cut from. A session starts with the least, so that thousands of idle
// connections cost little, and one whose reads fill the block gets a larger one.
const (
	leastBlock = 2 << 10
	mostBlock  = 64 << 10
	blockGrows = 4 // times
)

// A block is the memory that a receive loop reads into. What a read brought is cut off its front and given away, so
// an event costs no allocation of its own and no copy.
type block struct {
	buf  []byte // what is left
	size int    // of the next block
	most int    // a read takes no more; 0: mostBlock
}

// space returns where the next read goes.
func (b *block) space() []byte {
	if b.size == 0 {
		b.size = leastBlock
	}
	if b.most == 0 {
		b.most = mostBlock
	}
	if len(b.buf) < min(b.size/4, b.most) {
		b.buf = make([]byte, max(b.size, min(b.most, leastBlock)))
	}
	return b.buf[:min(len(b.buf), b.most)]
}

// room returns n bytes to fill, which cut(n) then gives away.
func (b *block) room(n int) []byte {
	if len(b.buf) < n {
		b.buf = make([]byte, max(b.size, n))
	}
	return b.buf[:n]
}

// cut gives away the first n bytes of space, which are never written to again.
func (b *block) cut(n int) []byte {
	full := n == len(b.buf)
	p := b.buf[:n:n]
	b.buf = b.buf[n:]
	if full && b.size < mostBlock {
		b.size = min(b.size*blockGrows, mostBlock)
	}
	return p
}

// large reports whether the block costs more than an idle session should.
func (b *block) large() bool { return b.size > leastBlock }

// shrink gives a large block up; the next read starts small again.
func (b *block) shrink() { b.buf, b.size = nil, leastBlock }

package framing

import "wirevise/netcore"

// A tape is what no frame has taken yet of a stream: held, from earlier reads and in memory of its own, and behind it data,
// of this read. Memory behind what next returned of held is never written to again.
type tape struct{ held, data []byte }

func (t *tape) len() int { return len(t.held) + len(t.data) }

// next takes n bytes off the front. They are a slice of data with its capacity, or else memory that is given away.
func (t *tape) next(n int) []byte {
	switch rest := n - len(t.held); {
	case len(t.held) == 0:
		p := t.data[:n]
		t.data = t.data[n:]
		return p
	case rest < 0:
		p := t.held[:n:n]
		t.held = t.held[n:]
		return p
	default:
		p := append(t.held, t.data[:rest]...)
		t.held, t.data = nil, t.data[rest:]
		return p[:n:n]
	}
}

// skip drops n bytes off the front.
func (t *tape) skip(n int) {
	k := min(n, len(t.held))
	if t.held = t.held[k:]; len(t.held) == 0 {
		t.held = nil
	}
	t.data = t.data[n-k:]
}

// at returns byte i.
func (t *tape) at(i int) byte {
	if i < len(t.held) {
		return t.held[i]
	}
	return t.data[i-len(t.held)]
}

// view returns up to n bytes from byte i on, which is none beyond the end; scratch is used when they lie in two places.
func (t *tape) view(i, n int, scratch []byte) []byte {
	if h := len(t.held); i >= h {
		d := t.data[i-h:]
		return d[:min(n, len(d))]
	} else if i+n <= h || len(t.data) == 0 {
		return t.held[i:min(i+n, h)]
	}
	scratch = append(scratch[:0], t.held[i:]...)
	return append(scratch, t.data[:min(n-len(scratch), len(t.data))]...)
}

// mostReady is how much memory is taken at once for a frame of which only the length is there, in bytes.
const mostReady = 64 << 10

// keep holds what is left of data until the next read. want is the length of what is being waited for, or 0.
func (t *tape) keep(want int) {
	if len(t.data) == 0 {
		return
	}
	if len(t.held) == 0 {
		t.held = make([]byte, 0, max(len(t.data), min(want, mostReady)))
	} else if need := len(t.held) + len(t.data); cap(t.held) < need && need <= want {
		grown := make([]byte, len(t.held), min(want, max(2*need, mostReady)))
		copy(grown, t.held)
		t.held = grown
	}
	t.held = append(t.held, t.data...)
	t.data = nil
}

// pieces takes n bytes off the front as broken frames of at most limit bytes.
func (t *tape) pieces(dst []netcore.Frame, n, limit int, broken string) []netcore.Frame {
	for n > 0 {
		k := min(n, limit)
		dst = append(dst, netcore.Frame{Payload: t.next(k), Broken: broken})
		n -= k
	}
	return dst
}

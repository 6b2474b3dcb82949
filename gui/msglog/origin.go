package msglog

import "wirevise/netcore"

// nearRows is how far from a read its frames are looked for, and from a frame its read: a read of 64 KiB has no more, unless
// other sessions' rows come between.
const nearRows = 64 << 10

// An Origin is where a frame came from.
type Origin struct {
	Read   uint64 // the row of the read in which it ended
	Offset int64  // where in that read it begins; -1 when it began in one before, or that is not known
}

// OriginOf tells where the frame that is row seq came from. ok is false when the log does not have that near it, or the row is no
// frame.
func (s *Store) OriginOf(seq uint64) (o Origin, ok bool) {
	var frame, r record
	in, ok := s.recordOf(seq, &frame)
	if !ok || netcore.EventKind(frame.kind) != netcore.Framed {
		return Origin{}, false
	}
	first, _ := s.Bounds()
	for at := seq; at > first && seq-at < nearRows; {
		at--
		g, ok := s.recordOf(at, &r)
		if !ok || r.session != frame.session || netcore.EventKind(r.kind) != netcore.Received {
			continue
		}
		o = Origin{Read: at, Offset: -1}
		if off := int64(frame.payload) - int64(r.payload); g == in && frame.size > 0 && off >= 0 && off+int64(frame.size) <= int64(r.size) {
			o.Offset = off
		}
		return o, true
	}
	return Origin{}, false
}

// FramesOf counts the frames that ended in the read that is row seq; more says that there may be others, further off.
func (s *Store) FramesOf(seq uint64) (n int, more bool) {
	var read, r record
	if _, ok := s.recordOf(seq, &read); !ok || !isCut(netcore.EventKind(read.kind), netcore.EventFlags(read.flags)) {
		return 0, false
	}
	_, next := s.Bounds()
	for at := seq + 1; at < next; at++ {
		if at-seq > nearRows {
			return n, true
		}
		if _, ok := s.recordOf(at, &r); !ok || r.session != read.session {
			continue
		}
		switch netcore.EventKind(r.kind) {
		case netcore.Framed:
			n++
		case netcore.Received, netcore.Ended:
			return n, false
		}
	}
	return n, false
}

// recordOf reads the record of row seq, which lies in g. ok is false when it is not held or damaged.
func (s *Store) recordOf(seq uint64, r *record) (g *segment, ok bool) {
	g, _ = s.segmentOf(seq)
	if g == nil || s.damagedAt(seq) == wholeRow {
		return nil, false
	}
	var b [recordSize]byte
	if s.read(g, rowStream, int64(seq-g.base)*recordSize, b[:]) != nil || !r.decode(&b, seq) {
		return nil, false
	}
	return g, true
}

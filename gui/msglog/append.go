package msglog

import (
	"math"

	"wirevise/netcore"
)

// An appender fills the newest segment. It belongs to whoever holds Store.writing.
type appender struct {
	seg     *segment
	seq     uint64 // of the next row
	put     int64  // bytes ever put into streams
	recent  [recentFlows]knownFlow
	flows   map[flow]uint32
	scratch []byte
	reads   [recentFlows]lastRead
	calls   uint64 // of Append
	cut     uint64 // the first row that is a frame, or a read of which frames are rows; 0: none
}

// recentFlows is how many sessions' flows are found without hashing their strings.
const recentFlows = 64

type knownFlow struct {
	flow flow
	at   uint32
	ok   bool
}

// begin turns to a fresh segment.
func (a *appender) begin(g *segment) {
	a.seg, a.seq = g, g.base
	a.reads = [recentFlows]lastRead{}
	a.recent = [recentFlows]knownFlow{}
	if a.flows == nil || len(a.flows) > 1024 { // an emptied map keeps its memory
		a.flows = make(map[flow]uint32)
	}
	clear(a.flows)
}

// need is at most how many bytes a row takes.
func need(e *netcore.Event) int64 {
	n := int64(recordSize + len(e.Payload) + 2*nameHead + 64)
	n += int64(len(e.Name) + len(e.Network) + len(e.Local) + len(e.Peer) + len(e.Note))
	if e.Err != nil {
		n += 512
	}
	return n
}

// full reports whether the segment takes no more rows.
func (a *appender) full(e *netcore.Event, size int64) bool {
	g := a.seg
	payload, names := g.streams[payloadStream].tail, g.streams[nameStream].tail
	return payload+names+g.streams[rowStream].tail >= size || payload+int64(len(e.Payload)) > math.MaxUint32 || names >= maxNames
}

// add puts a row in, payload and names before the record. It copies what it keeps, but for the bytes of a frame that are there
// already.
func (s *Store) add(e *netcore.Event) {
	a := &s.appender
	r := record{time: packTime(e.Time), session: uint32(e.Session), kind: uint8(e.Kind), flags: uint8(e.Flags)}
	r.flow = s.flow(e)
	if e.Note != "" || e.Err != nil {
		a.scratch = appendExtra(a.scratch[:0], e.Note, e.Err)
		r.extra = uint32(s.put(nameStream, a.scratch))
		if e.Err != nil {
			r.marks |= hasFault
		}
	}
	r.payload, r.size = s.payload(e), uint32(len(e.Payload))
	r.sum = checksum(e.Payload)
	var b [recordSize]byte
	r.encode(&b, a.seq)
	s.put(rowStream, b[:])
	if a.cut == 0 && isCut(e.Kind, e.Flags) {
		a.cut = a.seq
	}
	a.seq++
}

// payload is where the payload of e lies, which is put there unless it is a part of what does.
func (s *Store) payload(e *netcore.Event) uint32 {
	a := &s.appender
	if e.Kind == netcore.Framed {
		if at, ok := a.partOfRead(e); ok {
			return at
		}
	}
	at := uint32(s.put(payloadStream, e.Payload))
	if e.Kind == netcore.Received && e.Flags&netcore.Cut != 0 {
		a.reads[e.Session%recentFlows] = lastRead{payload: e.Payload, at: at, call: a.calls}
	}
	return at
}

// flow is where the flow of e lies among the names, to which it is added when it is not known.
func (s *Store) flow(e *netcore.Event) uint32 {
	a := &s.appender
	f := flow{endpoint: e.Endpoint, name: e.Name, network: e.Network, local: e.Local, peer: e.Peer}
	recent := &a.recent[e.Session%recentFlows]
	if recent.ok && recent.flow == f {
		return recent.at
	}
	at, ok := a.flows[f]
	if !ok {
		a.scratch = appendFlow(a.scratch[:0], f)
		at = uint32(s.put(nameStream, a.scratch))
		if len(a.flows) >= knownFlows {
			clear(a.flows)
		}
		a.flows[f] = at
	}
	*recent = knownFlow{flow: f, at: at, ok: true}
	return at
}

// put appends bytes to a stream of the newest segment and returns where they begin. Readers see them once they are
// published.
func (s *Store) put(k streamKind, p []byte) (at int64) {
	st := &s.appender.seg.streams[k]
	at = st.tail
	s.appender.put += int64(len(p))
	for len(p) > 0 {
		within := st.tail % st.chunk
		if within == 0 {
			st.cur = make([]byte, st.chunk)
			s.mu.Lock()
			st.chunks = append(st.chunks, st.cur)
			s.mu.Unlock()
		}
		n := copy(st.cur[within:], p)
		st.tail += int64(n)
		p = p[n:]
	}
	return at
}

package msglog

import "wirevise/netcore"

// A matcher applies a filter to the rows of one segment where they lie. What it finds of a flow it finds once.
type matcher struct {
	filter Filter
	seg    *segment
	flows  []flowMatch
}

type flowMatch uint8

const (
	flowUnknown flowMatch = iota
	flowOut               // not the endpoint that is wanted
	flowIn
	flowFound // flowIn, and the peer or the name holds the text
)

// on turns to a segment.
func (m *matcher) on(g *segment) {
	m.seg = g
	if cap(m.flows) < len(g.flows) {
		m.flows = make([]flowMatch, len(g.flows))
	}
	m.flows = m.flows[:len(g.flows)]
	clear(m.flows)
}

// match reports whether row seq of the segment passes, and how many bytes were looked at.
func (m *matcher) match(seq uint64) (ok bool, read int) {
	c := &m.filter.criteria
	r := m.seg.record(seq)
	if c.Kinds != 0 && c.Kinds&kindsOf(netcore.EventKind(r.kind), r.fault) == 0 {
		return false, 0
	}
	if c.Session != 0 && c.Session != netcore.SessionID(r.session) {
		return false, 0
	}
	flow := m.flow(r.flow)
	if flow == flowOut {
		return false, 0
	}
	if c.Text == "" || flow == flowFound {
		return true, 0
	}
	payload := m.seg.bytes(r.payload)
	if m.filter.text.in(payload) {
		return true, len(payload)
	}
	if r.extra.size == 0 {
		return false, len(payload)
	}
	x := decodeExtra(m.seg.bytes(r.extra), r.fault)
	t := &m.filter.text
	return t.in(x.note) || t.in(x.name) || t.in(x.text), len(payload) + len(x.note)
}

func (m *matcher) flow(i uint32) flowMatch {
	if m.flows[i] == flowUnknown {
		m.flows[i] = m.findFlow(&m.seg.flows[i])
	}
	return m.flows[i]
}

func (m *matcher) findFlow(f *flow) flowMatch {
	c := &m.filter.criteria
	switch {
	case c.Endpoint != 0 && c.Endpoint != netcore.EndpointID(f.endpoint),
		c.EndpointName != "" && c.EndpointName != string(m.seg.bytes(f.name)):
		return flowOut
	case c.Text != "" && (m.filter.text.in(m.seg.bytes(f.peer)) || m.filter.text.in(m.seg.bytes(f.name))):
		return flowFound
	}
	return flowIn
}

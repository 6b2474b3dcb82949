package query

// A Matcher asks a query of many rows and remembers what it found of each flow, so that addresses and names are searched
// once and not in every row. It is for one goroutine.
type Matcher struct {
	q     *Query
	flows []flow // by Row.Flow
}

const (
	maxFlowTerms = 63
	maxFlows     = 1 << 20 // flows with higher numbers are not remembered
)

// Matcher returns a Matcher that knows no flow yet.
func (q *Query) Matcher() *Matcher { return &Matcher{q: q} }

// Reset forgets all flows: their numbers mean others from now on.
func (m *Matcher) Reset() { m.flows = m.flows[:0] }

// Known reports whether all is known of a flow, so that the next row of it may come without Name, Network, Local and Peer.
func (m *Matcher) Known(number uint32) bool {
	return !m.q.needs.Flow || m.q.kept && int64(number) < int64(len(m.flows)) && m.flows[number] != 0
}

// Match is [Query.Match].
func (m *Matcher) Match(r *Row) bool {
	if m.q.folded == nil {
		return true
	}
	return m.q.folded.match(r, m.flow(r))
}

func (m *Matcher) flow(r *Row) flow {
	number := int64(r.Flow)
	if number < int64(len(m.flows)) {
		if f := m.flows[number]; f != 0 {
			return f
		}
	}
	if number == 0 || number >= maxFlows || len(m.q.flows) == 0 {
		return 0
	}
	for int64(len(m.flows)) <= number {
		m.flows = append(m.flows, 0)
	}
	f := flowKnown
	for i, t := range m.q.flows {
		if t.matchFlow(r) {
			f |= 1 << i
		}
	}
	m.flows[number] = f
	return f
}

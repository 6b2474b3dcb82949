package msglog

import (
	"context"

	"wirevise/gui/query"
	"wirevise/netcore"
)

// A matcher applies a filter to rows where they lie, for one goroutine.
type matcher struct {
	store  *Store
	filter *Filter
	runner runner
	row    query.Row
	ask    *query.Matcher // nil: everything passes
	also   *query.Matcher // nil without a second query

	seg     *segment // whose flows are numbered
	flows   []*flow  // by number-1
	numbers map[uint32]uint32
	recent  [64]numbered
}

// numbered is a flow by its place among the names and the number it has here.
type numbered struct{ at, number uint32 }

// bigPayload is how much a payload has, at least, whose matching is called off.
const bigPayload = 32 << 10

// maxNumbers is how many flows have numbers at once.
const maxNumbers = 64 << 10

// on turns to a segment.
func (m *matcher) on(g *segment) {
	m.seg, m.flows, m.numbers, m.recent = g, m.flows[:0], make(map[uint32]uint32), [64]numbered{}
	if m.ask != nil {
		m.ask.Reset()
	}
	if m.also != nil {
		m.also.Reset()
	}
}

// flow returns the flow that lies at a place among the names, and its number.
func (m *matcher) flow(at uint32) (*flow, uint32, error) {
	recent := &m.recent[at/8%64]
	if recent.at == at && recent.number != 0 {
		return m.flows[recent.number-1], recent.number, nil
	}
	number := m.numbers[at]
	if number == 0 {
		f, err := m.store.flowAt(m.seg, at)
		if err != nil {
			return nil, 0, err
		}
		if len(m.flows) >= maxNumbers {
			m.on(m.seg)
		}
		m.flows = append(m.flows, f)
		number = uint32(len(m.flows))
		m.numbers[at] = number
	}
	*recent = numbered{at, number}
	return m.flows[number-1], number, nil
}

func newMatcher(s *Store, f *Filter) *matcher {
	m := &matcher{store: s, filter: f, runner: runner{s: s}}
	if f.query != nil {
		m.ask = f.query.Matcher()
	}
	if f.also != nil {
		m.also = f.also.Matcher()
	}
	return m
}

// unit notes in passed which of the rows lo to hi-1, all of one block, pass. It returns the first row it did not look at, which
// is hi unless ctx ended or the payloads were many.
func (m *matcher) unit(ctx context.Context, lo, hi uint64, passed *words) (next uint64) {
	bytes := 0
	m.row.Stop = func() bool { return ctx.Err() != nil }
	for seq := lo; seq < hi; {
		m.store.mu.RLock()
		if first := m.store.firstLocked(); seq < first { // trimmed or cleared meanwhile
			seq = min(first, hi)
		}
		g := m.store.findLocked(seq)
		end := hi
		if g != nil {
			end = min(hi, g.end())
		}
		m.store.mu.RUnlock()
		switch {
		case g == nil:
			return hi
		case seq < g.base:
			end = min(hi, g.base)
			m.gone(seq, end, passed)
			seq = end
			continue
		}
		if g != m.seg {
			m.on(g)
		}
		n := m.runner.on(g, seq, end)
		for i := range n {
			if i%checkEvery == 0 && ctx.Err() != nil {
				return seq
			}
			ok, read := m.match(i, seq)
			if read > bigPayload && ctx.Err() != nil { // what it says may be wrong
				return seq
			}
			if ok {
				passed.set(seq % blockRows)
			}
			seq++
			if bytes += read; bytes > unitBytes && seq < hi {
				return seq
			}
		}
		m.gone(seq, end, passed)
		seq = end
	}
	return hi
}

// gone notes rows that are lost from their files.
func (m *matcher) gone(lo, hi uint64, passed *words) {
	for ; lo < hi; lo++ {
		if m.filter.Match(damagedEntry(lo)) {
			passed.set(lo % blockRows)
		}
	}
}

// match reports whether row seq passes, and how many bytes were looked at. Record i of those read is the row's.
func (m *matcher) match(i int, seq uint64) (ok bool, read int) {
	f, c := m.filter, &m.filter.criteria
	var r record
	if !m.runner.record(i, seq, &r) {
		return f.Match(damagedEntry(seq)), 0
	}
	kind, flags := netcore.EventKind(r.kind), netcore.EventFlags(r.flags)
	if !c.Pieces.Show(kind, flags) || c.Kinds != 0 && c.Kinds&kindsOf(kind, flags, r.fault()) == 0 {
		return false, 0
	}
	if c.Session != 0 && c.Session != netcore.SessionID(r.session) {
		return false, 0
	}
	q := &m.row
	if c.Endpoint != 0 || c.EndpointName != "" || f.needs.Flow {
		flow, number, err := m.flow(r.flow)
		if err != nil {
			return m.asShown(seq), 0
		}
		if c.Endpoint != 0 && c.Endpoint != flow.endpoint || c.EndpointName != "" && c.EndpointName != flow.name {
			return false, 0
		}
		if q.Flow = number; m.unknown(number) {
			q.Endpoint, q.Name, q.Network, q.Local, q.Peer = flow.endpoint, flow.name, flow.network, flow.local, flow.peer
		}
	}
	if m.ask == nil {
		return true, 0
	}
	q.Seq, q.Time, q.Kind, q.Flags, q.Fault = seq, r.time, kind, flags, r.fault()
	q.Session, q.Size = netcore.SessionID(r.session), int64(r.size)
	q.Payload, q.Note, q.FaultName, q.FaultText, q.FaultNumber = nil, "", "", "", 0
	if f.needs.Texts && r.extra != 0 {
		x, err := m.store.extraAt(m.runner.seg, r.extra, r.fault())
		if err != nil {
			return m.asShown(seq), 0
		}
		q.Note, q.FaultName, q.FaultText, q.FaultNumber = x.note, x.fault.Name, x.fault.Text, x.fault.Number
	}
	if f.needs.Payload && r.size > 0 && !(m.runner.damaged && m.store.damagedAt(seq) != undamaged) {
		p, err := m.runner.payload(i, &r)
		if err == nil {
			q.Payload = p
		}
		read = len(p)
	}
	return m.ask.Match(q) && (m.also == nil || m.also.Match(q)), read
}

// asShown reports whether a row with damaged names passes as it is shown.
func (m *matcher) asShown(seq uint64) bool {
	e, ok := m.store.Get(seq, -1)
	return ok && m.filter.Match(e)
}

// unknown reports whether a query wants to see a flow.
func (m *matcher) unknown(number uint32) bool {
	return m.ask != nil && !m.ask.Known(number) || m.also != nil && !m.also.Known(number)
}

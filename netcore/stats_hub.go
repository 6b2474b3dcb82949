package netcore

import (
	"slices"
	"time"
)

// Statistics is all that is measured, as it stood at one time. See [SessionStatistics] for Now and Peak.
type Statistics struct {
	At        time.Time
	Total     Traffic
	Now, Peak Traffic
	Dropped   uint64 // datagrams that the system threw away unread, as far as it told
	Endpoints []EndpointStatistics
}

// EndpointStatistics sums up an endpoint's sessions, those that have ended too. Its EndpointInfo lists none.
type EndpointStatistics struct {
	EndpointInfo
	Total     Traffic
	Now, Peak Traffic
	Dropped   uint64
	Sessions  []SessionStatistics
	Ended     []SessionStatistics // the last ones
}

// Statistics returns what is measured of all that Snapshot tells of. Of the session detailed, the last times of its replies
// are there too.
func (h *Hub) Statistics(detailed SessionID) Statistics {
	now := time.Now()
	h.mu.Lock()
	h.turnLocked(bucketOf(now.Sub(h.began)))
	endpoints := slices.Clone(h.endpoints)
	st := Statistics{At: now, Total: h.totalLocked(), Now: h.meters.rate(), Dropped: h.pastDrops, Endpoints: make([]EndpointStatistics, len(endpoints))}
	st.Peak = h.meters.most(st.Total)
	for i, e := range endpoints {
		to := &st.Endpoints[i]
		to.Total, to.Now = e.traffic.load(), e.meters.rate()
		to.Peak = e.meters.most(to.Total)
	}
	h.mu.Unlock()
	for i, e := range endpoints {
		e.statistics(&st.Endpoints[i], now, detailed)
		st.Dropped += st.Endpoints[i].Dropped
	}
	return st
}

func (e *endpoint) statistics(to *EndpointStatistics, now time.Time, detailed SessionID) {
	e.mu.Lock()
	to.EndpointInfo = e.infoLocked()
	sessions := slices.Clone(e.sessions)
	to.Ended = slices.Clone(e.ended)
	to.Dropped = e.endedDrops
	e.mu.Unlock()
	for i := range to.Ended {
		if to.Ended[i].ID != detailed {
			to.Ended[i].Replies.Recent = nil
		}
	}
	to.Sessions = make([]SessionStatistics, len(sessions))
	for i, s := range sessions {
		to.Sessions[i] = s.statistics(now, s.info(), s.id == detailed)
		to.Dropped += to.Sessions[i].Dropped
	}
}

// forgetLocked keeps the sums of a closed endpoint that is not told of any more.
func (h *Hub) forgetLocked(e *endpoint) {
	h.past.add(e.traffic.load())
	e.mu.Lock()
	h.pastDrops += e.endedDrops
	e.mu.Unlock()
}

// total is all that was received and sent since the hub was made.
func (h *Hub) total() Traffic {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.totalLocked()
}

func (h *Hub) totalLocked() Traffic {
	total := h.past
	for _, e := range h.endpoints {
		total.add(e.traffic.load())
	}
	return total
}

// turn goes on to another bucket of all meters but the sessions', before a message at a time is counted.
func (h *Hub) turn(at time.Duration) {
	if at >= time.Duration(h.ends.Load()) {
		h.mu.Lock()
		h.turnLocked(bucketOf(at))
		h.mu.Unlock()
	}
}

func (h *Hub) turnLocked(bucket int64) {
	if bucket <= h.meters.in.bucket {
		return
	}
	h.meters.turn(bucket, h.totalLocked())
	for _, e := range h.endpoints {
		e.meters.turn(bucket, e.traffic.load())
	}
	h.ends.Store(int64(beginOf(bucket + 1)))
}

// count counts a message received.
func (s *session) count(now time.Time, n int) {
	at := now.Sub(s.h.began)
	s.h.turn(at)
	s.measures.received(now, at, n)
	s.e.traffic.received(n)
}

// countSent counts a message of which n bytes were sent since began.
func (s *session) countSent(began time.Time, n int, err error) {
	h := s.h
	from := began.Sub(h.began)
	to := from
	if n > spreadFrom {
		to = time.Since(h.began)
	}
	s.measures.sent(began, from, to, n)
	if n == 0 && err != nil {
		s.measures.notSent(from)
	}
	if to == from {
		h.turn(to)
		s.e.traffic.sent(n)
		return
	}
	h.mu.Lock() // so that the meters are turned before all of it, or after
	defer h.mu.Unlock()
	h.turnLocked(bucketOf(to))
	s.e.traffic.sent(n)
	h.meters.out.spread(n, from, to)
	s.e.meters.out.spread(n, from, to)
}

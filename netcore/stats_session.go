package netcore

import (
	"sync"
	"sync/atomic"
	"time"
)

// GapLength is how long nothing must be received for the silence to count as a gap.
const GapLength = time.Second

// spreadFrom is how long a message must be for its write to be timed: its bytes may go over several buckets of a meter.
const spreadFrom = 64 << 10

// SessionStatistics is a session as it stood when asked, with all that is measured of it. Rates are those of a second:
// Now is what the ten whole tenths of a second before this one brought, Peak the most that ten such in a row ever did,
// each of its fields by itself.
type SessionStatistics struct {
	SessionInfo
	Now, Peak                   Traffic
	FirstReceived, LastReceived time.Time     // zero: nothing yet
	FirstSent, LastSent         time.Time     // zero: nothing yet
	Silence                     time.Duration // the longest without receiving, between start and end, the present one too
	Gaps                        uint64        // silences of GapLength and more, the present one too
	Dropped                     uint64        // datagrams that the system threw away unread
	TellsDrops                  bool          // whether the system tells of them
	Replies                     Replies
}

// measures is what is counted and timed of a session. It costs an idle session little: the meters come with the second
// message of a direction, the replies with the first. Each direction is its loop's, so that the two do not wait for each
// other; the replies are guarded by the direction that times them: in for PeerReplies, out for HereReplies.
type measures struct {
	in      direction
	silence time.Duration // the longest that is over; guarded by in
	gaps    uint64        // that are over; guarded by in
	dropped atomic.Uint64 // 1 more, once the system has told
	side    atomic.Uint32 // a ReplySide; 0: the first message decides
	asked   atomic.Int64  // when the request was made that waits for its reply, in ns since the hub began; 0: none does
	replies *replies
	out     direction
}

// A direction is when messages went one way, and how many. Times are since the hub began, but for the first.
type direction struct {
	mu    sync.Mutex // guards what follows
	total amount
	last  time.Duration // of the last message
	ends  time.Duration // of the meter's bucket; 0: there is no meter
	first time.Time
	meter *meter
}

// turnLocked goes on to the bucket of a message at now, before it is counted.
func (d *direction) turnLocked(now time.Time, at time.Duration) {
	if d.total.messages == 0 {
		d.first = now
		return
	}
	if d.meter == nil {
		d.meter = new(meter)
		d.meter.begin(d.last)
	}
	bucket := bucketOf(at)
	d.meter.turn(bucket, d.total)
	d.ends = beginOf(bucket + 1)
}

// received counts a message of n bytes; at is now since the hub began.
func (m *measures) received(now time.Time, at time.Duration, n int) {
	d := &m.in
	d.mu.Lock()
	if quiet := at - d.last; quiet > m.silence || quiet >= GapLength {
		m.silence = max(m.silence, quiet)
		if quiet >= GapLength {
			m.gaps++
		}
	}
	if at >= d.ends {
		d.turnLocked(now, at)
	}
	d.last = at
	d.total.count(n)
	if asked := m.speaks(at, PeerReplies); asked != 0 {
		m.repliedLocked(at - asked)
	}
	d.mu.Unlock()
}

// sends takes in that a message is about to be written.
func (m *measures) sends(at time.Duration) {
	if asked := m.speaks(at, HereReplies); asked != 0 {
		m.out.mu.Lock()
		m.repliedLocked(at - asked)
		m.out.mu.Unlock()
	}
}

// sent counts a message of n bytes that were written from one time, which is began, to another.
func (m *measures) sent(began time.Time, from, to time.Duration, n int) {
	d := &m.out
	d.mu.Lock()
	if to >= d.ends {
		d.turnLocked(began, to)
	}
	d.last = to
	d.total.count(n)
	if to > from && d.meter != nil {
		d.meter.spread(n, from, to)
	}
	d.mu.Unlock()
}

// notSent takes back that a message was about to be written at a time, as nothing of it was.
func (m *measures) notSent(at time.Duration) {
	if ReplySide(m.side.Load()) == PeerReplies {
		m.asked.CompareAndSwap(int64(at), 0)
	}
}

// speaks takes in a message; by is the side whose reply it is, if it is one. Then it returns when the request was made,
// else 0.
func (m *measures) speaks(at time.Duration, by ReplySide) (asked time.Duration) {
	side := ReplySide(m.side.Load())
	if side == 0 {
		m.side.CompareAndSwap(0, uint32(PeerReplies+HereReplies-by))
		side = ReplySide(m.side.Load())
	}
	since := m.asked.Load()
	switch {
	case by != side && since == 0:
		m.asked.CompareAndSwap(0, int64(at))
	case by == side && since != 0 && m.asked.CompareAndSwap(since, 0):
		return time.Duration(since)
	}
	return 0
}

func (m *measures) repliedLocked(after time.Duration) {
	if m.replies == nil {
		m.replies = new(replies)
	}
	m.replies.add(after)
}

func (m *measures) total() Traffic {
	m.in.mu.Lock()
	in := m.in.total
	m.in.mu.Unlock()
	m.out.mu.Lock()
	defer m.out.mu.Unlock()
	return bothWays(in, m.out.total)
}

// drops takes in how many datagrams the system has dropped so far.
func (m *measures) drops(n uint64) {
	for {
		before := m.dropped.Load()
		if n+1 <= before || m.dropped.CompareAndSwap(before, n+1) {
			return
		}
	}
}

// statistics tells all of a session, of which info is known. With recent, the last times of replies are there.
func (s *session) statistics(now time.Time, info SessionInfo, recent bool) SessionStatistics {
	m, at := &s.measures, now.Sub(s.h.began)
	if d, ok := s.conn.(DropCounter); ok {
		if n, told := d.Drops(); told {
			m.drops(n)
		}
	}
	st := SessionStatistics{SessionInfo: info}
	if n := m.dropped.Load(); n > 0 {
		st.Dropped, st.TellsDrops = n-1, true
	}
	side := ReplySide(m.side.Load())
	st.Replies.Side = side
	m.in.mu.Lock()
	quiet := at - m.in.last
	if st.Silence, st.Gaps = max(m.silence, quiet), m.gaps; quiet >= GapLength {
		st.Gaps++
	}
	st.FirstReceived, st.LastReceived = m.in.timesLocked(now, at)
	in := m.in.total
	inNow, inPeak := m.in.ratesLocked(at)
	if side == PeerReplies {
		st.Replies = m.replies.info(side, recent)
	}
	m.in.mu.Unlock()
	m.out.mu.Lock()
	st.FirstSent, st.LastSent = m.out.timesLocked(now, at)
	outNow, outPeak := m.out.ratesLocked(at)
	st.Traffic = bothWays(in, m.out.total)
	if side == HereReplies {
		st.Replies = m.replies.info(side, recent)
	}
	m.out.mu.Unlock()
	st.Now, st.Peak = bothWays(inNow, outNow), bothWays(inPeak, outPeak)
	return st
}

// timesLocked returns when the first and the last message went; now is at since the hub began.
func (d *direction) timesLocked(now time.Time, at time.Duration) (first, last time.Time) {
	if d.total.messages == 0 {
		return time.Time{}, time.Time{}
	}
	return d.first, now.Add(d.last - at)
}

// ratesLocked returns what the last second and the fullest one brought. Without a meter there was one message at most.
func (d *direction) ratesLocked(at time.Duration) (rate, most amount) {
	switch {
	case d.meter != nil:
		d.meter.turn(bucketOf(at), d.total)
		return d.meter.rate(), d.meter.most(d.total)
	case at-d.last < meterBuckets*meterStep:
		return d.total, d.total
	}
	return amount{}, d.total
}

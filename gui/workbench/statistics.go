package workbench

import (
	"cmp"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

const (
	statisticsEvery = 500 * time.Millisecond // between two looks, while they are watched
	historyPoints   = 120                    // rates of a row that are kept while watched: a minute
)

// A StatisticsKey names a row of the statistics: a session, with Session 0 an endpoint, and the zero key is everything.
type StatisticsKey struct {
	Endpoint netcore.EndpointID
	Session  netcore.SessionID
}

// A StatisticsRow is what is measured of a session, an endpoint, or everything.
type StatisticsRow struct {
	Key                         StatisticsKey
	Name                        string // the endpoint's, or the session's number and peer; "" of everything
	Ended                       bool
	Total, Now, Peak            netcore.Traffic // Now and Peak in a second
	Since                       time.Time       // of a session, as what follows but for the drops
	FirstReceived, LastReceived time.Time
	FirstSent, LastSent         time.Time
	Silence                     time.Duration
	Gaps                        uint64
	Frames                      uint64 // received, where the stream is cut
	Replies                     netcore.Replies
	Dropped                     uint64
	Datagrams, TellsDrops       bool // whether it is of datagrams, and the system tells what it dropped
}

// Statistics is what the statistics show.
type Statistics struct {
	At       time.Time
	Rows     []StatisticsRow // everything, then each endpoint with its sessions, those that have ended last
	Chosen   StatisticsKey   // whose replies have their last times, and whose rates these are:
	In, Out  []float64       // bytes a second, the oldest first
	UDP      []transport.UDPCounter
	UDPError error // why there is none
}

// Row returns the row of a key, or nil.
func (s *Statistics) Row(key StatisticsKey) *StatisticsRow {
	i := slices.IndexFunc(s.Rows, func(r StatisticsRow) bool { return r.Key == key })
	if i < 0 {
		return nil
	}
	return &s.Rows[i]
}

// A StatisticsOrder is what the rows are sorted by.
type StatisticsOrder uint8

const (
	ByEndpoint StatisticsOrder = iota + 1 // as they were opened, sessions below their endpoint
	ByReceived
	ByReceiveRate
	BySent
	BySendRate
	ByPeak
	BySilence
	ByReply
	ByDropped
)

var orderNames = [...]string{"order of opening", "received", "rate received", "sent", "rate sent", "peak", "silence", "reply time", "dropped"}

func (o StatisticsOrder) String() string { return orderNames[o-ByEndpoint] }

// Sorted returns rows in an order, the most first, without those of endpoints, which would be the most always; with
// ByEndpoint, all as they are.
func (o StatisticsOrder) Sorted(rows []StatisticsRow) []StatisticsRow {
	if o == ByEndpoint {
		return rows
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r StatisticsRow) bool { return r.Key.Session == 0 && r.Key.Endpoint != 0 })
	if len(rows) > 0 {
		slices.SortStableFunc(rows[1:], func(a, b StatisticsRow) int { return cmp.Compare(o.weight(&b), o.weight(&a)) })
	}
	return rows
}

func (o StatisticsOrder) weight(r *StatisticsRow) uint64 {
	switch o {
	case ByReceived:
		return r.Total.ReceivedBytes
	case ByReceiveRate:
		return r.Now.ReceivedBytes
	case BySent:
		return r.Total.SentBytes
	case BySendRate:
		return r.Now.SentBytes
	case ByPeak:
		return max(r.Peak.ReceivedBytes, r.Peak.SentBytes)
	case BySilence:
		return uint64(r.Silence)
	case ByReply:
		return uint64(r.Replies.Median)
	}
	return r.Dropped
}

// A StatisticsWatch has the statistics shown until Stop. Its methods are called on the window's goroutine.
type StatisticsWatch struct {
	w       *Workbench
	show    func(Statistics)
	chosen  atomic.Pointer[StatisticsKey]
	stopped bool

	// The pump's own.
	at      time.Time
	asked   StatisticsKey
	history map[StatisticsKey]*rates
}

type rates struct{ in, out []float64 }

// WatchStatistics has show called, on the window's goroutine, soon and then twice a second. Nothing is measured for it while
// nobody watches. There is one watch: another one ends it.
func (w *Workbench) WatchStatistics(chosen StatisticsKey, show func(Statistics)) *StatisticsWatch {
	s := &StatisticsWatch{w: w, show: show, asked: chosen, history: make(map[StatisticsKey]*rates)}
	s.chosen.Store(&chosen)
	w.watch.Store(s)
	w.wakePump()
	return s
}

// Choose asks for the details of another row, which are shown soon.
func (s *StatisticsWatch) Choose(key StatisticsKey) {
	s.chosen.Store(&key)
	s.w.wakePump()
}

// Stop ends it: show is not called any more.
func (s *StatisticsWatch) Stop() {
	s.stopped = true
	s.w.watch.CompareAndSwap(s, nil)
}

// statistics is the pump's look at what is watched.
func (p *pump) statistics(now time.Time) func() {
	s := p.watch.Load()
	if s == nil {
		return nil
	}
	chosen := *s.chosen.Load()
	due := now.Sub(s.at) >= statisticsEvery
	if !due && chosen == s.asked {
		return nil
	}
	s.asked = chosen
	st := statisticsOf(p.hub.Statistics(chosen.Session))
	st.UDP, st.UDPError = transport.UDPCounters()
	st.Chosen = chosen
	if due {
		s.at = now
		s.remember(st.Rows)
	}
	if h := s.history[chosen]; h != nil {
		st.In, st.Out = slices.Clone(h.in), slices.Clone(h.out)
	}
	return func() {
		if !s.stopped {
			s.show(st)
		}
	}
}

// remember takes the rates of now into the history of each row; one that never moved has none, and one that is gone neither.
func (s *StatisticsWatch) remember(rows []StatisticsRow) {
	before := s.history
	s.history = make(map[StatisticsKey]*rates, len(before))
	for i := range rows {
		r := &rows[i]
		h := before[r.Key]
		if h == nil && r.Now == (netcore.Traffic{}) {
			continue
		}
		if h == nil {
			h = new(rates)
		}
		h.in, h.out = push(h.in, float64(r.Now.ReceivedBytes), historyPoints), push(h.out, float64(r.Now.SentBytes), historyPoints)
		s.history[r.Key] = h
	}
}

func statisticsOf(hub netcore.Statistics) Statistics {
	st := Statistics{At: hub.At, Rows: []StatisticsRow{{Total: hub.Total, Now: hub.Now, Peak: hub.Peak, Dropped: hub.Dropped}}}
	for i := range hub.Endpoints {
		e := &hub.Endpoints[i]
		st.Rows = append(st.Rows, StatisticsRow{Key: StatisticsKey{Endpoint: e.ID}, Name: e.Name, Ended: e.State == netcore.EndpointClosed,
			Total: e.Total, Now: e.Now, Peak: e.Peak, Dropped: e.Dropped})
		for j := range e.Sessions {
			st.Rows = append(st.Rows, statisticsRow(e.ID, &e.Sessions[j]))
		}
		for j := len(e.Ended) - 1; j >= 0; j-- {
			st.Rows = append(st.Rows, statisticsRow(e.ID, &e.Ended[j]))
		}
	}
	return st
}

func statisticsRow(endpoint netcore.EndpointID, s *netcore.SessionStatistics) StatisticsRow {
	who := s.SessionInfo.Peer
	if who == "" {
		who = s.Local
	}
	return StatisticsRow{Key: StatisticsKey{endpoint, s.ID}, Name: "#" + strconv.Itoa(int(s.ID)) + " " + who,
		Ended: s.State == netcore.SessionEnded, Total: s.Traffic, Now: s.Now, Peak: s.Peak, Since: s.Since,
		FirstReceived: s.FirstReceived, LastReceived: s.LastReceived, FirstSent: s.FirstSent, LastSent: s.LastSent,
		Silence: s.Silence, Gaps: s.Gaps, Frames: s.Frames, Replies: s.Replies, Dropped: s.Dropped, Datagrams: s.Boundary == netcore.Datagram, TellsDrops: s.TellsDrops}
}

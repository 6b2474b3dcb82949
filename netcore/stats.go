package netcore

import (
	"slices"
	"sync/atomic"
	"time"
)

// Traffic counts payload: messages are reads of a stream or datagrams, and writes asked for.
type Traffic struct {
	ReceivedBytes, SentBytes       uint64
	ReceivedMessages, SentMessages uint64
}

type traffic struct {
	receivedBytes, sentBytes, receivedMessages, sentMessages atomic.Uint64
}

func (t *traffic) received(n int) {
	t.receivedMessages.Add(1)
	t.receivedBytes.Add(uint64(n))
}

func (t *traffic) sent(n int) {
	t.sentMessages.Add(1)
	t.sentBytes.Add(uint64(n))
}

func (t *traffic) load() Traffic {
	return Traffic{t.receivedBytes.Load(), t.sentBytes.Load(), t.receivedMessages.Load(), t.sentMessages.Load()}
}

// Stats sums up a hub since it was made.
type Stats struct {
	Traffic
	Events   uint64        // emitted
	Dropped  uint64        // datagrams that the system threw away unread, as far as it told
	Waited   time.Duration // the sockets' time of waiting for the reader of the events
	Sessions int           // open now
	Changes  uint64        // grows whenever Snapshot tells something else, except for what grows with Events and Traffic
}

// Stats returns the counters as they are now.
func (h *Hub) Stats() Stats {
	return Stats{Traffic: h.total(), Events: h.emitted.Load(), Dropped: h.drops.Load(),
		Waited: time.Duration(h.blocked.Load()), Sessions: int(h.sessions.Load()), Changes: h.changes.Load()}
}

// EndpointState says how an endpoint stands.
type EndpointState uint8

const (
	EndpointOpening EndpointState = iota + 1 // binding, connecting
	EndpointOpen
	EndpointWaiting // to connect again
	EndpointClosed
)

func (s EndpointState) String() string {
	return [...]string{"none", "opening", "open", "waiting", "closed"}[s]
}

// SessionState says how a session stands.
type SessionState uint8

const (
	SessionOpen       SessionState = iota + 1
	SessionHalfClosed              // this side has finished sending
	SessionPeerShut                // the peer has finished sending
	SessionEnding
	SessionEnded
)

func (s SessionState) String() string {
	return [...]string{"none", "open", "half-closed", "peer finished", "ending", "ended"}[s]
}

// EndpointInfo is an endpoint as it stood when asked.
type EndpointInfo struct {
	ID       EndpointID
	Name     string
	Role     string // of the Spec
	URL      string // of the transport
	Local    string // "" until open
	Details  string // what was set on the socket
	State    EndpointState
	Since    time.Time // of State
	Fault    error     // why it could not be opened, or the last attempt's
	Does     Behaviour // how it frames and answers
	Sessions []SessionInfo
	Ended    []SessionInfo // the last ones
	EndedAll int           // how many there were
}

// SessionInfo is a session as it stood when asked.
type SessionInfo struct {
	Traffic
	ID           SessionID
	Name         string // the endpoint's
	Boundary     Boundary
	Local, Peer  string
	Details      string   // what was set on the socket
	Frames       uint64   // whole ones that were received, where the stream is cut into frames
	Attached     []string // what was put into it while it is open, by name
	State        SessionState
	Since        time.Time // of its start
	Waiting      int       // messages not yet written
	WaitingBytes int
	EndNote      string // why it ended, in words, or
	EndFault     error  // by what
}

// Snapshot returns what is open, and what was until lately, in the order in which it was asked for.
func (h *Hub) Snapshot() []EndpointInfo {
	h.mu.Lock()
	endpoints := slices.Clone(h.endpoints)
	h.mu.Unlock()
	infos := make([]EndpointInfo, len(endpoints))
	for i, e := range endpoints {
		infos[i] = e.info()
	}
	return infos
}

// Sessions returns the sessions that are open, in the order of their beginning.
func (h *Hub) Sessions() []SessionID {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := make([]SessionID, 0, len(h.live))
	for id := range h.live {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (e *endpoint) info() EndpointInfo {
	e.mu.Lock()
	info := e.infoLocked()
	for i := range e.ended {
		info.Ended = append(info.Ended, e.ended[i].SessionInfo)
	}
	sessions := slices.Clone(e.sessions)
	e.mu.Unlock()
	info.Sessions = make([]SessionInfo, len(sessions))
	for i, s := range sessions {
		info.Sessions[i] = s.info()
	}
	return info
}

// infoLocked is what is to be told of an endpoint, without its sessions.
func (e *endpoint) infoLocked() EndpointInfo {
	return EndpointInfo{ID: e.id, Name: e.name, Role: e.spec.Role, URL: e.spec.Transport.String(), Local: e.local, Details: e.details,
		Does: *e.behaviour.Load(), State: e.st, Since: e.since, Fault: e.fault, EndedAll: e.endedAll}
}

func (s *session) info() SessionInfo {
	info := SessionInfo{Traffic: s.measures.total(), ID: s.id, Name: s.name, Boundary: s.conn.Boundary(), Local: s.local, Details: s.details, Frames: s.frameCount.Load(), Attached: s.attachedNames(), Peer: *s.peerText.Load(), Since: s.since}
	info.Waiting, info.WaitingBytes = s.out.waiting()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.cause != 0:
		info.State = SessionEnding
	case s.halfClosed:
		info.State = SessionHalfClosed
	case s.peerShut:
		info.State = SessionPeerShut
	default:
		info.State = SessionOpen
	}
	return info
}

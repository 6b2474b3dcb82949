package capture

import (
	"math/rand/v2"
	"time"

	"wirevise/netcore"
)

// A script makes rows in order, a microsecond apart.
type script struct {
	rows    []Row
	session netcore.SessionID
	network string
	local   string
	peer    string
}

func (s *script) at(session netcore.SessionID, network, local, peer string) *script {
	s.session, s.network, s.local, s.peer = session, network, local, peer
	return s
}

func (s *script) add(kind netcore.EventKind, payload string) *Row {
	seq := uint64(len(s.rows) + 1)
	s.rows = append(s.rows, Row{Seq: seq, Time: time.Unix(1_700_000_000, int64(seq)*1000), Kind: kind, Endpoint: "e", Session: s.session,
		Network: s.network, Local: s.local, Peer: s.peer, Payload: []byte(payload), Size: int64(len(payload))})
	return &s.rows[len(s.rows)-1]
}

func (s *script) fault(kind netcore.EventKind, name string) *Row {
	r := s.add(kind, "")
	r.HasFault, r.Fault = true, netcore.Fault{Name: name, Text: "odd"}
	return r
}

// short says how much of the last Sent row went out.
func (s *script) short(payload string) {
	r := s.fault(netcore.Failed, "ETIMEDOUT")
	r.Flags, r.Payload = netcore.Short, []byte(payload)
}

func noise(n int) string {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	r.Read(b)
	return string(b)
}

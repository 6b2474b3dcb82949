package capture

import (
	"strconv"
	"strings"
	"time"

	"github.com/gopacket/gopacket/layers"

	"wirevise/netcore"
)

const (
	// tcpWindow is the window that is always open, and windowScale how it is to be read: 1 GiB (RFC 7323).
	tcpWindow   = 65535
	windowScale = 14
	// ackEvery is how much goes one way before the other side acknowledges it in a packet of its own.
	ackEvery = 4 * maxSegment
)

// A connection is a session at one address pair.
type connection struct {
	session netcore.SessionID
	ends    ends
}

// A stream is a TCP connection in the file, by [side].
type stream struct {
	conn  connection
	next  [2]uint32 // the number of the next byte
	acked [2]uint32 // up to which the other side has acknowledged
	fin   [2]bool   // was sent
	last  time.Time
	note  []string // comments of its next packet
}

// A pairUse is what became of the sessions at an address pair.
type pairUse struct {
	begun [2]int // sessions, by whether the local address is the higher
	live  *stream
	used  bool      // there was a stream before
	next  [2]uint32 // where it ended: of the lower address, of the higher
	last  time.Time
}

// tcpRow writes what a row does to its TCP stream. It reports whether the row is dealt with: bytes of a session that has no
// stream are not.
func (p *pcapng) tcpRow(r *Row, e ends) bool {
	conn := connection{r.Session, e}
	if r.Kind == netcore.Ended {
		if s := p.streams[conn]; s != nil {
			p.ended(s, r)
		}
		delete(p.streams, conn)
		return true
	}
	opens := r.Session != 0 && (r.Kind == netcore.Accepted || r.Kind == netcore.Opened)
	if !opens && (!moved(r.Kind) || len(r.Payload) == 0) {
		if s := p.streams[conn]; s != nil {
			p.shut(s, r)
		}
		return true
	}
	s, known := p.streams[conn]
	from := sender(r.Kind)
	if s != nil && (opens || s.fin[from]) { // what ended begins again
		p.close(s, from, r.Time)
		known = false
	}
	if !known {
		s = p.begin(conn, client(r, e), r.Time)
	}
	if s == nil {
		return opens
	}
	if !opens {
		p.data(s, from, r.Payload, r.Time)
	}
	p.shut(s, r)
	return true
}

// client is the side that dialled.
func client(r *Row, e ends) side {
	switch {
	case r.Kind == netcore.Accepted:
		return peer
	case r.Kind == netcore.Opened, e[local].Port() > e[peer].Port():
		return local
	}
	return peer
}

// begin begins the stream of a session. It returns nil for one that can't have a stream: the second end of a connection, or
// a socket connected to itself.
func (p *pcapng) begin(conn connection, client side, at time.Time) *stream {
	key, swapped := conn.ends.pair()
	use := p.pairs[key]
	if use == nil {
		use = &pairUse{}
		p.pairs[key] = use
	}
	use.begun[swapped]++
	if use.begun[swapped] <= use.begun[1-swapped] || key.lower == key.higher {
		p.streams[conn] = nil
		return nil
	}
	if use.live != nil {
		p.close(use.live, client, at)
	}
	s := &stream{conn: conn, last: use.last}
	p.streams[conn], use.live = s, s
	if use.used {
		s.next[swapped], s.next[1-swapped] = use.next[0], use.next[1]
		s.acked = s.next
		s.note = []string{"session " + strconv.FormatUint(uint64(conn.session), 10) + " begins, at addresses that were used before"}
		return s
	}
	use.used = true
	s.next = [2]uint32{p.isn(p.halves), p.isn(p.halves + 1)}
	s.acked = s.next
	p.halves += 2
	p.segment(s, client, tcpFlags{syn: true}, nil, at)
	p.segment(s, client.other(), tcpFlags{syn: true, ack: true}, nil, at)
	p.segment(s, client, tcpFlags{ack: true}, nil, at)
	return s
}

// data writes the bytes of a row.
func (p *pcapng) data(s *stream, from side, b []byte, at time.Time) {
	for len(b) > 0 && p.err == nil {
		n := min(len(b), maxSegment)
		p.segment(s, from, tcpFlags{ack: true, psh: n == len(b)}, b[:n], at)
		b = b[n:]
		if s.next[from]-s.acked[from] >= ackEvery {
			p.acknowledge(s, from.other(), at)
		}
	}
}

// acknowledge lets a side tell that it has what the other sent. There must be something new to tell.
func (p *pcapng) acknowledge(s *stream, side side, at time.Time) {
	p.segment(s, side, tcpFlags{ack: true}, nil, at)
}

// shut writes the FIN that a row tells of.
func (p *pcapng) shut(s *stream, r *Row) {
	if r.Flags&netcore.PeerShut != 0 {
		p.finish(s, peer, r.Time)
	}
	if r.Kind == netcore.Noted && r.Note == netcore.NoteHalfClosed {
		p.finish(s, local, r.Time)
	}
}

func (p *pcapng) finish(s *stream, from side, at time.Time) {
	if !s.fin[from] {
		s.fin[from] = true
		p.segment(s, from, tcpFlags{fin: true, ack: true}, nil, at)
		p.acknowledge(s, from.other(), at)
	}
}

// ended ends a stream as its Ended row says.
func (p *pcapng) ended(s *stream, r *Row) {
	p.shut(s, r)
	switch name := strings.TrimPrefix(r.Fault.Name, "WSA"); {
	case r.HasFault && (name == "ECONNRESET" || name == "EPIPE"):
		p.reset(s, peer, r.Time)
	case r.HasFault && name == "ECONNABORTED", r.Note == netcore.NoteAborted:
		p.reset(s, local, r.Time)
	default:
		p.close(s, local, r.Time)
	}
}

// close ends a stream with what is missing of its two FINs, first's before the other.
func (p *pcapng) close(s *stream, first side, at time.Time) {
	p.finish(s, first, at)
	p.finish(s, first.other(), at)
	p.forget(s)
}

func (p *pcapng) reset(s *stream, from side, at time.Time) {
	p.segment(s, from, tcpFlags{rst: true, ack: true}, nil, at)
	p.forget(s)
}

// forget takes a stream out of what lives.
func (p *pcapng) forget(s *stream) {
	delete(p.streams, s.conn)
	key, swapped := s.conn.ends.pair()
	use := p.pairs[key]
	use.live, use.next, use.last = nil, [2]uint32{s.next[swapped], s.next[1-swapped]}, s.last
}

type tcpFlags struct{ syn, ack, psh, fin, rst bool }

// segment writes a packet of the stream, which acknowledges all that came the other way.
func (p *pcapng) segment(s *stream, from side, flags tcpFlags, payload []byte, at time.Time) {
	if p.err != nil {
		return
	}
	to := from.other()
	src, dst := s.conn.ends[from], s.conn.ends[to]
	t := &p.packet.tcp
	t.SrcPort, t.DstPort = layers.TCPPort(src.Port()), layers.TCPPort(dst.Port())
	t.SYN, t.ACK, t.PSH, t.FIN, t.RST = flags.syn, flags.ack, flags.psh, flags.fin, flags.rst
	t.Seq, t.Ack, t.Window, t.Options, t.Padding = s.next[from], 0, tcpWindow, nil, nil
	if flags.ack {
		t.Ack = s.next[to]
		s.acked[to] = t.Ack
	}
	if flags.syn {
		t.Options = synOptions
	}
	data, err := p.packet.build(src, dst, layers.IPProtocolTCP, t, payload)
	if err != nil {
		p.err = err
		return
	}
	s.next[from] += uint32(len(payload))
	if flags.syn || flags.fin {
		s.next[from]++
	}
	if at = pcapngTime(at); at.After(s.last) {
		s.last = at
	}
	p.write(s.last, ipInterface, data, from, s.note...)
	s.note = nil
}

// synOptions are those of the handshake: the segments of [maxSegment], and how to read the window.
var synOptions = []layers.TCPOption{
	{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{maxSegment >> 8, maxSegment & 255}},
	{OptionType: layers.TCPOptionKindWindowScale, OptionLength: 3, OptionData: []byte{windowScale}},
	{OptionType: layers.TCPOptionKindNop},
}

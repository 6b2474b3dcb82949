package capture

import (
	"bufio"
	"io"
	"math"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"wirevise/netcore"
)

// WritePcapng writes a pcapng file (draft-ietf-opsawg-pcapng) for Wireshark and its like. A row is a read or a write of a
// socket and no packet, so all headers are made up, in such a way that the bytes, their order, their times and their
// directions are those of the rows, checksums are right, and an analysis finds nothing to complain of:
//
//   - A "tcp" session is a TCP stream: a handshake at the row that opens it or else at its first row, one or more segments a
//     Received or Sent row, acknowledgements, and FIN from both sides where it ended, or RST where it was reset. Without
//     the row that opens it, the side with the higher port is taken for the client. When an address pair is used again, the
//     stream before is ended, and what follows goes on in its sequence numbers, without a handshake: Wireshark has one
//     stream for both and remarks on anything else. A comment says where a session begins so. Of a connection whose both
//     ends are among the rows the end that comes first is the stream; the other is written as upper PDUs.
//   - A "udp" row is a datagram, of no bytes too. Of a truncated one there is what was read; a comment says so. A local
//     address that means every interface becomes the loopback address when the peer's is one.
//   - Everything else, and a row whose addresses are no addresses, is an upper PDU (link type 252) on the second interface,
//     with the addresses it has, its direction, and its session in a comment; in pieces when it is longer than 255 KiB.
//   - A Framed row is none: its bytes are those of the reads.
//
// What stands in a Sent row and did not go out is left out, see [netcore.Short]; for that, rows are ranged over twice, and
// must tell Sent rows of one session apart by their numbers. Times are to the nanosecond; within a TCP stream they never go
// back. Times that pcapng has no number for, before 1970 and after 2262, become the nearest.
//
// Memory goes with the number of sessions among the rows, and of writes that fell short, not with their bytes.
func WritePcapng(w io.Writer, rows Rows) error { return writePcapng(w, rows, initialSeq) }

// initialSeq is where the sequence numbers of the n-th half of a stream begin: in the lower half of all numbers, for Wireshark
// takes an acknowledgement of 0 for one that came before.
func initialSeq(n uint32) uint32 { return 1 + n*0x9E3779B1>>1 }

func writePcapng(w io.Writer, rows Rows, isn func(uint32) uint32) error {
	// A bufio.Writer of this size is the one that NgWriter writes to, so its Flush is this one's.
	p, err := newPcapng(bufio.NewWriterSize(w, flushSize), isn)
	if err != nil {
		return err
	}
	for row, err := range wentOut(rows) {
		if err != nil {
			return err
		}
		if p.row(&row); p.err != nil {
			return p.err
		}
	}
	return p.file.Flush()
}

// The interfaces of the file.
const (
	ipInterface = iota
	pduInterface
)

// linkTypeUpperPDU is LINKTYPE_WIRESHARK_UPPER_PDU.
const linkTypeUpperPDU layers.LinkType = 252

const pcapngComment = "IP, TCP and UDP headers, handshakes and acknowledgements are made up by Wirevise from the reads and writes of sockets. " +
	"Bytes, times and directions are real; packet boundaries are not."

// A pcapng is a file being written. Its first error stays in err and makes it do nothing more.
type pcapng struct {
	file    *pcapgo.NgWriter
	err     error
	packet  packet
	pdu     []byte // reused
	isn     func(uint32) uint32
	halves  uint32 // of streams that have begun
	streams map[connection]*stream
	pairs   map[pair]*pairUse
}

func newPcapng(w io.Writer, isn func(uint32) uint32) (*pcapng, error) {
	ip := pcapgo.NgInterface{Name: "wirevise", LinkType: layers.LinkTypeRaw,
		Description: "TCP and UDP sockets; headers are made up by Wirevise"}
	pdu := pcapgo.NgInterface{Name: "wirevise-pdu", LinkType: linkTypeUpperPDU,
		Description: "Other sockets and what was encrypted; no headers"}
	file, err := pcapgo.NewNgWriterInterface(w, ip, pcapgo.NgWriterOptions{
		SectionInfo: pcapgo.NgSectionInfo{Application: "Wirevise", Comment: pcapngComment}})
	if err == nil {
		_, err = file.AddInterface(pdu)
	}
	return &pcapng{file: file, packet: newPacket(), isn: isn, streams: map[connection]*stream{}, pairs: map[pair]*pairUse{}}, err
}

// row writes what a row stands for.
func (p *pcapng) row(r *Row) {
	ends, ok := addresses(r.Local, r.Peer)
	if ok && (r.Network == "tcp" || r.Kind == netcore.Ended) && p.tcpRow(r, ends) {
		return
	}
	if !moved(r.Kind) {
		return
	}
	if ok && r.Network == "udp" && p.udpRow(r, ends) {
		return
	}
	p.pduRow(r)
}

// write writes a packet of an interface.
func (p *pcapng) write(at time.Time, iface int, data []byte, from side, comments ...string) {
	if p.err != nil {
		return
	}
	ci := gopacket.CaptureInfo{Timestamp: at, CaptureLength: len(data), Length: len(data), InterfaceIndex: iface}
	p.err = p.file.WritePacketWithOptions(ci, data, pcapgo.NgPacketOptions{Comments: comments, Flags: from.flags()})
}

var (
	firstTime = time.Unix(0, 0)
	lastTime  = time.Unix(0, math.MaxInt64)
)

// pcapngTime is the nearest time that pcapgo can write.
func pcapngTime(t time.Time) time.Time {
	switch {
	case t.Before(firstTime):
		return firstTime
	case t.After(lastTime):
		return lastTime
	}
	return t
}

// A side is one of the two of a conversation.
type side uint8

const (
	local side = iota
	peer
)

func (s side) other() side { return 1 - s }

var (
	outbound = &pcapgo.NgEpbFlags{Direction: pcapgo.NgEpbFlagDirectionOutbound}
	inbound  = &pcapgo.NgEpbFlags{Direction: pcapgo.NgEpbFlagDirectionInbound}
)

// flags are those of a packet that s sent.
func (s side) flags() *pcapgo.NgEpbFlags {
	if s == local {
		return outbound
	}
	return inbound
}

// sender is the side that sent the bytes of a row of the kind.
func sender(k netcore.EventKind) side {
	if k == netcore.Sent {
		return local
	}
	return peer
}

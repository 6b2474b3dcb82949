package capture

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"wirevise/netcore"
)

// maxPDU is how much of a row one packet takes. Wireshark takes packets of up to 256 KiB, tags and all.
const maxPDU = 255 << 10

// The tags of Wireshark's exported PDUs (wsutil/exported_pdu_tlvs.h) that are used here.
const (
	tagEnd       = 0
	tagDissector = 12
	tagIPv4Src   = 20 // + 1: destination
	tagIPv6Src   = 22 // + 1: destination
	tagPortType  = 24
	tagSrcPort   = 25 // + 1: destination
	tagProtocol  = 33 // what Wireshark's column of that name shows
	tagDirection = 35

	portNone, portTCP, portUDP   = 0, 2, 3
	directionSent, directionCame = 0, 1
)

// pduRow writes the bytes of a row without IP.
func (p *pcapng) pduRow(r *Row) {
	rest := r.Payload
	if len(rest) == 0 && streams(r.Network) {
		return
	}
	head := appendTags(p.pdu[:0], r)
	pieces := max(1, (len(rest)+maxPDU-1)/maxPDU)
	for i := range pieces {
		n := min(len(rest), maxPDU)
		p.pdu = append(head, rest[:n]...)
		rest = rest[n:]
		comments := append(truncatedComment(r), whoComment(r))
		if pieces > 1 {
			comments = append(comments, fmt.Sprintf("piece %d of %d", i+1, pieces))
		}
		p.write(pcapngTime(r.Time), pduInterface, p.pdu, sender(r.Kind), comments...)
	}
}

// streams reports whether a network is one of streams, where no bytes are no message.
func streams(network string) bool { return network == "tcp" || network == "tls" || network == "unix" }

// appendTags appends what stands before the bytes: which dissector, from where to where, and which way.
func appendTags(dst []byte, r *Row) []byte {
	dst = appendTag(dst, tagDissector, []byte("data"))
	dst = appendTag(dst, tagProtocol, []byte(protocolText(r.Network)))
	direction := directionCame
	if r.Kind == netcore.Sent {
		direction = directionSent
	}
	dst = appendTagUint(dst, tagDirection, direction)
	l, lerr := netip.ParseAddrPort(r.Local)
	p, perr := netip.ParseAddrPort(r.Peer)
	if lerr == nil || perr == nil {
		dst = appendTagUint(dst, tagPortType, portType(r.Network))
	}
	isLocal, isPeer := uint16(0), uint16(1) // source, destination
	if r.Kind != netcore.Sent {
		isLocal, isPeer = 1, 0
	}
	if lerr == nil {
		dst = appendTagAddr(dst, isLocal, l)
	}
	if perr == nil {
		dst = appendTagAddr(dst, isPeer, p)
	}
	return appendTag(dst, tagEnd, nil)
}

// protocolText pads with the null bytes that tags of text may end in.
func protocolText(network string) string {
	if network == "" {
		network = "unknown"
	}
	network = string(appendEscaped(nil, network))
	network = network[:min(len(network), maxProtocol)]
	return network + "\x00\x00\x00"[:-len(network)&3]
}

func portType(network string) int {
	switch network {
	case "tcp", "tls":
		return portTCP
	case "udp":
		return portUDP
	}
	return portNone
}

func appendTagAddr(dst []byte, destination uint16, a netip.AddrPort) []byte {
	addr, tag := a.Addr().Unmap(), uint16(tagIPv6Src)
	if addr.Is4() {
		tag = tagIPv4Src
	}
	dst = appendTag(dst, tag+destination, addr.AsSlice())
	return appendTagUint(dst, tagSrcPort+destination, int(a.Port()))
}

func appendTagUint(dst []byte, tag uint16, value int) []byte {
	return appendTag(dst, tag, binary.BigEndian.AppendUint32(nil, uint32(value)))
}

// appendTag appends a tag; values here are of whole words.
func appendTag(dst []byte, tag uint16, value []byte) []byte {
	dst = binary.BigEndian.AppendUint16(dst, tag)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(value)))
	return append(dst, value...)
}

// maxProtocol bounds the name of a network; those there are have a few letters.
const maxProtocol = 32

// maxComment bounds what a name adds to a comment.
const maxComment = 500

// whoComment says whose bytes they are, as no header does.
func whoComment(r *Row) string {
	var b strings.Builder
	for _, s := range []string{r.Endpoint, r.Network, r.Local, r.Peer} {
		if s == "" {
			s = "-"
		}
		text := appendEscaped(nil, s)
		b.Write(text[:min(len(text), maxComment)])
		b.WriteByte(' ')
	}
	return strings.ToValidUTF8(b.String(), "\ufffd") + "session " + strconv.FormatUint(uint64(r.Session), 10)
}

func truncatedComment(r *Row) []string {
	if r.Kind == netcore.Received && r.Flags&netcore.Truncated != 0 {
		return []string{"truncated: the datagram was longer than what was read, by how much is not known"}
	}
	return nil
}

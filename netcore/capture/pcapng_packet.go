package capture

import (
	"net/netip"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

const (
	// maxSegment is how much of a stream one packet takes: an IPv4 packet has 65,535 bytes, 40 of them headers. Over IPv6
	// it would be 20 more.
	maxSegment = 65535 - 40
	// maxDatagram4 and maxDatagram6 are the longest datagrams; over IPv6 the length of its own header does not count.
	maxDatagram4 = 65535 - 28
	maxDatagram6 = 65535 - 8

	hopLimit = 64
)

// A packet builds IP packets, one after the other in the same memory.
type packet struct {
	buf gopacket.SerializeBuffer
	ip4 layers.IPv4
	ip6 layers.IPv6
	tcp layers.TCP
	udp layers.UDP
}

func newPacket() packet {
	return packet{buf: gopacket.NewSerializeBuffer(),
		ip4: layers.IPv4{Version: 4, TTL: hopLimit, Flags: layers.IPv4DontFragment},
		ip6: layers.IPv6{Version: 6, HopLimit: hopLimit}}
}

// build returns the packet with the transport header, which is p.tcp or p.udp; it is good until the next call.
func (p *packet) build(from, to netip.AddrPort, protocol layers.IPProtocol, transport gopacket.SerializableLayer, payload []byte) ([]byte, error) {
	var network interface {
		gopacket.SerializableLayer
		gopacket.NetworkLayer
	}
	if from.Addr().Is4() {
		p.ip4.Protocol, p.ip4.SrcIP, p.ip4.DstIP = protocol, from.Addr().AsSlice(), to.Addr().AsSlice()
		network = &p.ip4
	} else {
		p.ip6.NextHeader, p.ip6.SrcIP, p.ip6.DstIP = protocol, from.Addr().AsSlice(), to.Addr().AsSlice()
		network = &p.ip6
	}
	if err := p.tcp.SetNetworkLayerForChecksum(network); err != nil {
		return nil, err
	}
	if err := p.udp.SetNetworkLayerForChecksum(network); err != nil {
		return nil, err
	}
	err := gopacket.SerializeLayers(p.buf, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true},
		network, transport, gopacket.Payload(payload))
	return p.buf.Bytes(), err
}

// udpRow writes a datagram; it reports whether there can be such a one.
func (p *pcapng) udpRow(r *Row, e ends) bool {
	most := maxDatagram6
	if e[local].Addr().Is4() {
		most = maxDatagram4
	}
	if len(r.Payload) > most {
		return false
	}
	from := sender(r.Kind)
	src, dst := e[from], e[from.other()]
	p.packet.udp.SrcPort, p.packet.udp.DstPort = layers.UDPPort(src.Port()), layers.UDPPort(dst.Port())
	data, err := p.packet.build(src, dst, layers.IPProtocolUDP, &p.packet.udp, r.Payload)
	if err != nil {
		p.err = err
		return true
	}
	p.write(pcapngTime(r.Time), ipInterface, data, from, truncatedComment(r)...)
	return true
}

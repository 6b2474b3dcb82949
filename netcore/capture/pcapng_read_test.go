package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// A readPacket is a packet read back.
type readPacket struct {
	at       time.Time
	out      bool
	pdu      bool
	comments []string
	src, dst netip.AddrPort
	tcp      *layers.TCP
	payload  []byte
}

// flow is from where to where.
type flow struct{ src, dst netip.AddrPort }

// readCapture reads a capture and checks every header by itself.
func readCapture(t *testing.T, file []byte) (packets []readPacket) {
	t.Helper()
	r, err := pcapgo.NewNgReader(bytes.NewReader(file), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.SectionInfo().Comment; got != pcapngComment {
		t.Errorf("section comment %q", got)
	}
	for {
		data, ci, opts, err := r.ReadPacketDataWithOptions()
		if err == io.EOF {
			return packets
		}
		if err != nil {
			t.Fatal(err)
		}
		if ci.CaptureLength != ci.Length || ci.Length != len(data) {
			t.Fatalf("lengths %d, %d of %d bytes", ci.CaptureLength, ci.Length, len(data))
		}
		p := readPacket{at: ci.Timestamp, comments: opts.Comments, out: opts.Flags.Direction == pcapgo.NgEpbFlagDirectionOutbound}
		if ci.InterfaceIndex == pduInterface {
			p.pdu = true
			p.payload = afterTags(t, data)
		} else {
			p.readIP(t, data)
		}
		packets = append(packets, p)
	}
}

func afterTags(t *testing.T, data []byte) []byte {
	t.Helper()
	for len(data) >= 4 {
		tag, n := binary.BigEndian.Uint16(data), int(binary.BigEndian.Uint16(data[2:]))
		data = data[4+n:]
		if tag == tagEnd {
			return data
		}
	}
	t.Fatal("tags without an end")
	return nil
}

func (p *readPacket) readIP(t *testing.T, data []byte) {
	t.Helper()
	packet := gopacket.NewPacket(data, layers.LayerTypeIPv4, gopacket.NoCopy)
	if data[0]>>4 == 6 {
		packet = gopacket.NewPacket(data, layers.LayerTypeIPv6, gopacket.NoCopy)
	}
	if f := packet.ErrorLayer(); f != nil {
		t.Fatal(f.Error())
	}
	network, transport := packet.NetworkLayer(), packet.TransportLayer()
	segment := network.LayerPayload()
	protocol := 6
	addr := func(b []byte, port uint16) netip.AddrPort {
		a, _ := netip.AddrFromSlice(b)
		return netip.AddrPortFrom(a, port)
	}
	src, dst := network.NetworkFlow().Src().Raw(), network.NetworkFlow().Dst().Raw()
	switch l := transport.(type) {
	case *layers.TCP:
		p.tcp, p.payload = l, l.Payload
		p.src, p.dst = addr(src, uint16(l.SrcPort)), addr(dst, uint16(l.DstPort))
	case *layers.UDP:
		protocol = 17
		p.payload = l.Payload
		p.src, p.dst = addr(src, uint16(l.SrcPort)), addr(dst, uint16(l.DstPort))
		if int(l.Length) != len(segment) || l.Checksum == 0 {
			t.Errorf("a datagram of %d bytes says %d, checksum %d", len(segment), l.Length, l.Checksum)
		}
	default:
		t.Fatalf("neither TCP nor UDP: %v", packet)
	}
	if head := network.LayerContents(); len(src) == 4 && onesSum(head) != 0xffff {
		t.Errorf("the checksum of IP %x is wrong", head)
	}
	pseudo := append(append(append([]byte(nil), src...), dst...), 0, byte(protocol))
	pseudo = binary.BigEndian.AppendUint32(pseudo, uint32(len(segment)))
	if onesSum(pseudo, segment) != 0xffff {
		t.Errorf("a checksum of protocol %d is wrong", protocol)
	}
}

// onesSum is the sum of RFC 1071 of parts of even length, but for the last.
func onesSum(parts ...[]byte) uint32 {
	var sum uint32
	for _, b := range parts {
		for i, c := range b {
			sum += uint32(c) << (8 * (1 - i%2))
			sum = sum&0xffff + sum>>16
		}
	}
	return sum
}

// checkStreams checks that what each side sends is without a gap and that no byte is acknowledged that was not sent.
func checkStreams(t *testing.T, packets []readPacket) {
	t.Helper()
	next, acked, window, last := map[flow]uint32{}, map[flow]uint32{}, map[flow]uint32{}, map[flow]time.Time{}
	for i, p := range packets {
		if p.tcp == nil {
			continue
		}
		f, back := flow{p.src, p.dst}, flow{p.dst, p.src}
		want, known := next[f]
		if p.tcp.SYN {
			if known {
				t.Errorf("packet %d: a second SYN of %v", i, f)
			}
			want = p.tcp.Seq
			next[f]++
			for _, o := range p.tcp.Options {
				if o.OptionType == layers.TCPOptionKindWindowScale {
					window[back] = uint32(p.tcp.Window) << o.OptionData[0]
				}
			}
		} else if !known {
			t.Errorf("packet %d: %v begins without SYN", i, f)
		}
		if p.tcp.Seq != want {
			t.Fatalf("packet %d: seq %d, want %d", i, p.tcp.Seq, want)
		}
		if p.tcp.ACK && p.tcp.Ack != next[back] {
			t.Errorf("packet %d: ack %d, want %d", i, p.tcp.Ack, next[back])
		}
		next[f] = want + uint32(len(p.payload))
		if p.tcp.ACK {
			if p.tcp.Ack == acked[back] && len(p.payload) == 0 && !p.tcp.SYN && !p.tcp.FIN && !p.tcp.RST {
				t.Errorf("packet %d: the same is acknowledged again", i)
			}
			acked[back] = p.tcp.Ack
		}
		if n := next[f] - acked[f]; known && (n >= ackEvery+maxSegment || n >= window[f]) {
			t.Errorf("packet %d: %d bytes are not acknowledged", i, n)
		}
		if p.tcp.SYN || p.tcp.FIN {
			next[f]++
		}
		if p.at.Before(last[f]) || p.at.Before(last[back]) {
			t.Errorf("packet %d: time goes back", i)
		}
		last[f] = p.at
	}
}

// String writes a packet in short.
func (p readPacket) String() string {
	way := "<"
	if p.out {
		way = ">"
	}
	switch {
	case p.pdu:
		return fmt.Sprintf("%s pdu %q %q", way, p.payload, p.comments)
	case p.tcp == nil:
		return fmt.Sprintf("%s udp %v %v %q %q", way, p.src, p.dst, p.payload, p.comments)
	}
	flags := ""
	for _, f := range []struct {
		set  bool
		name string
	}{{p.tcp.SYN, "S"}, {p.tcp.FIN, "F"}, {p.tcp.RST, "R"}, {p.tcp.PSH, "P"}, {p.tcp.ACK, "."}} {
		if f.set {
			flags += f.name
		}
	}
	s := fmt.Sprintf("%s tcp %d %d %s", way, p.src.Port(), p.dst.Port(), flags)
	if len(p.payload) > 0 {
		s += fmt.Sprintf(" %q", p.payload)
	}
	if len(p.comments) > 0 {
		s += fmt.Sprintf(" %q", p.comments)
	}
	return s
}

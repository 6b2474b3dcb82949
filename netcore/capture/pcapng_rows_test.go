package capture

import (
	"bytes"
	"time"

	"wirevise/netcore"
)

// pcapngRows has one of every case that WritePcapng tells apart. Each conversation has an address pair of its own, unless
// that is the case.
func pcapngRows() []Row {
	const (
		opened, accepted, received = netcore.Opened, netcore.Accepted, netcore.Received
		sent, noted, ended         = netcore.Sent, netcore.Noted, netcore.Ended
	)
	s := &script{}
	s.at(0, "", "127.0.0.1:9000", "").add(opened, "")
	// Accepted, a request and a reply, both sides finish.
	s.at(1, "tcp", "127.0.0.1:9000", "127.0.0.1:50001").add(accepted, "")
	s.add(received, "hello")
	s.add(sent, "HELLO")
	s.add(noted, "").Flags = netcore.PeerShut
	s.add(sent, "more")
	s.add(ended, "").Flags = netcore.PeerShut
	// A client over IPv6, large messages, half close here, the time steps back, a byte at a time.
	s.at(2, "tcp", "[::1]:50002", "[::1]:9000").add(opened, "")
	s.add(sent, noise(5<<20))
	s.add(received, noise(64<<10))
	s.add(received, "").Time = time.Unix(1_600_000_000, 0)
	s.add(received, "back in time").Time = time.Unix(1_600_000_000, 0)
	for range 5 {
		s.add(received, "x")
		s.add(sent, "y")
	}
	s.add(noted, "").Note = netcore.NoteHalfClosed
	s.add(received, "the rest")
	s.add(ended, "").Flags = netcore.PeerShut
	// No row that opens, no end, in between others; mapped addresses and zones.
	s.at(3, "tcp", "[::ffff:10.0.0.1]:9000", "10.0.0.2:50003").add(received, "first")
	s.at(4, "tcp", "[fe80::1%eth0]:50004", "[fe80::2%eth0]:9000").add(sent, "second")
	s.at(3, "tcp", "[::ffff:10.0.0.1]:9000", "10.0.0.2:50003").add(sent, "third")
	// Reset by the peer, aborted here, by Windows' name.
	s.at(5, "tcp", "127.0.0.1:9000", "127.0.0.1:50005").add(accepted, "")
	s.add(received, "a")
	s.fault(ended, "ECONNRESET")
	s.at(6, "tcp", "127.0.0.1:9000", "127.0.0.1:50006").add(accepted, "")
	s.add(sent, "a")
	s.add(ended, "").Note = netcore.NoteAborted
	s.at(7, "tcp", "127.0.0.1:9000", "127.0.0.1:50007").add(accepted, "")
	s.add(received, "a")
	s.fault(ended, "WSAECONNRESET")
	// A write falls short while a reply comes, and one of which nothing went out.
	s.at(8, "tcp", "127.0.0.1:50008", "127.0.0.1:9000").add(opened, "")
	s.add(sent, "whole")
	s.add(sent, "only half of this")
	s.add(received, "reply")
	s.short("only half")
	s.fault(ended, "ETIMEDOUT")
	s.at(9, "tcp", "127.0.0.1:50009", "127.0.0.1:9000").add(opened, "")
	s.add(sent, "nothing of this")
	s.short("")
	s.fault(ended, "EPIPE")
	// The same addresses again and again: after an end, after a reset, without an end, with much to send, from no opening.
	for i := range netcore.SessionID(6) {
		s.at(10+i, "tcp", "127.0.0.1:9000", "127.0.0.1:50010").add(accepted, "")
		s.add(received, noise(300<<10))
		s.add(sent, noise(600<<10))
		switch i {
		case 0:
			s.add(ended, "")
		case 1:
			s.fault(ended, "ECONNRESET")
		}
	}
	s.at(16, "tcp", "127.0.0.1:9000", "127.0.0.1:50010").add(sent, "from here first")
	s.add(ended, "")
	// Rows after the end, bytes after the peer's FIN.
	s.at(20, "tcp", "127.0.0.1:9000", "127.0.0.1:50020").add(received, "a").Flags = netcore.PeerShut
	s.add(received, "b")
	s.add(ended, "")
	s.add(received, "c")
	// Both ends of one connection.
	s.at(21, "tcp", "127.0.0.1:50021", "127.0.0.1:9000").add(opened, "")
	s.at(22, "tcp", "127.0.0.1:9000", "127.0.0.1:50021").add(accepted, "")
	s.at(21, "tcp", "127.0.0.1:50021", "127.0.0.1:9000").add(sent, "seen twice")
	s.add(ended, "")
	s.at(22, "tcp", "127.0.0.1:9000", "127.0.0.1:50021").add(received, "seen twice")
	s.add(ended, "")
	// Addresses that are none, and a socket connected to itself.
	s.at(23, "tcp", "127.0.0.1:9000", "").add(received, "from nowhere")
	s.at(24, "tcp", "here", "example.org:80").add(sent, "to a name")
	s.at(25, "tcp", "127.0.0.1:9000", "127.0.0.1:9000").add(sent, "to myself")
	// Datagrams.
	s.at(30, "udp", "127.0.0.1:9001", "127.0.0.1:50030").add(received, "")
	s.add(sent, "")
	s.add(received, "ping")
	s.add(sent, noise(maxDatagram4))
	s.add(received, "the head of").Flags = netcore.Truncated
	s.add(sent, "not sent")
	s.short("")
	s.at(31, "udp", "[::]:9001", "127.0.0.1:50031").add(received, "to any")
	s.add(sent, "from any")
	s.at(31, "udp", "[::]:9001", "[::1]:50031").add(received, noise(maxDatagram6))
	s.at(31, "udp", "0.0.0.0:9001", "10.0.0.7:50031").add(received, "from afar")
	s.at(31, "udp", "[::]:9001", "[2001:db8::7]:50031").add(sent, "to afar")
	s.at(31, "udp", "10.0.0.1:9001", "[2001:db8::7]:50031").add(sent, "of two families")
	s.at(32, "udp", "127.0.0.1:9001", "").add(received, "nobody")
	s.at(32, "udp", "127.0.0.1:9001", "127.0.0.1:1").add(sent, noise(maxDatagram4+1))
	// Everything else.
	s.at(40, "unix", "/tmp/s", "@").add(received, "over a path")
	s.add(sent, noise(maxPDU+1))
	s.at(41, "unixgram", "/tmp/g", "").add(received, "")
	s.at(42, "tls", "127.0.0.1:9443", "[2001:db8::1]:50042").add(received, "decrypted")
	s.add(sent, "to be encrypted")
	s.at(43, "", "\xff\x00", "10.0.0.1:1").add(received, "who knows")
	s.at(44, "udp", "127.0.0.1:9001", "127.0.0.1:50044").add(received, "old").Time = time.Unix(-1, 0)
	s.add(received, "new").Time = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	return s.rows
}

// concat is the bytes of the rows of a kind and session that went out or came in.
func concat(rows []Row, session netcore.SessionID, kind netcore.EventKind) []byte {
	var b bytes.Buffer
	if err := WriteRaw(&b, OnlySession(OnlyKind(sequence(rows...), kind), session)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

package capture

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"wirevise/netcore"
)

// randomRows has rows of a few sessions with few addresses, times a microsecond apart.
func randomRows(r *rand.Rand, n int) []Row {
	networks := []string{"tcp", "tcp", "tcp", "udp", "udp", "unix", "unixgram", "tls", ""}
	addrs := []string{"127.0.0.1:9000", "127.0.0.1:50001", "[::1]:50002", "[::]:9000", "10.0.0.1:80", "[fe80::1%1]:80", "no address"}
	kinds := []netcore.EventKind{netcore.Opened, netcore.Accepted, netcore.Ended, netcore.Noted, netcore.Failed}
	type flavour struct{ network, local, peer string }
	sessions := make([]flavour, 6)
	for i := range sessions {
		sessions[i] = flavour{networks[r.IntN(len(networks))], addrs[r.IntN(len(addrs))], addrs[r.IntN(len(addrs))]}
	}
	rows := make([]Row, n)
	for i := range rows {
		s := r.IntN(len(sessions))
		row := randomRow(r)
		row.Seq, row.Session, row.Time = uint64(i), netcore.SessionID(s+1), time.Unix(1_700_000_000, int64(i)*1000).UTC()
		row.Network, row.Local, row.Peer = sessions[s].network, sessions[s].local, sessions[s].peer
		row.Flags &^= netcore.Short
		row.Payload = []byte(noise(r.IntN(1 << r.IntN(18))))
		switch r.IntN(5) {
		case 0:
			row.Kind = kinds[r.IntN(len(kinds))]
			if row.Kind == netcore.Failed {
				row.Flags |= netcore.Short
				row.Payload = row.Payload[:min(len(row.Payload), 5)]
			}
		case 1, 2:
			row.Kind = netcore.Sent
		default:
			row.Kind = netcore.Received
		}
		row.Size = int64(len(row.Payload))
		rows[i] = row
	}
	return rows
}

// Whatever the rows, each byte that went out or came in stands in the file once, at its time and in its direction, and the
// headers hold together.
func TestPcapngLosesNothing(t *testing.T) {
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 7))
		rows := randomRows(r, 300)
		isn := func(n uint32) uint32 { return 0xFFFFFF00 + n*7 } // the numbers soon begin anew
		var b bytes.Buffer
		if err := writePcapng(&b, sequence(rows...), isn); err != nil {
			t.Fatal(err)
		}
		packets := readCapture(t, b.Bytes())
		checkStreams(t, packets)
		type moment struct {
			ns  int64
			out bool
		}
		got := map[moment][]byte{}
		for _, p := range packets {
			m := moment{p.at.UnixNano(), p.out}
			got[m] = append(got[m], p.payload...)
		}
		for row, err := range wentOut(sequence(rows...)) {
			if err != nil {
				t.Fatal(err)
			}
			if !moved(row.Kind) {
				continue
			}
			m := moment{row.Time.UnixNano(), row.Kind == netcore.Sent}
			if !bytes.Equal(got[m], row.Payload) {
				t.Fatalf("seed %d: row %d, %s %s: got %d bytes, want %d", seed, row.Seq, row.Network, row.Kind, len(got[m]), len(row.Payload))
			}
			delete(got, m)
		}
		for m, b := range got {
			if len(b) > 0 {
				t.Fatalf("seed %d: %d bytes at %d are of no row", seed, len(b), m.ns)
			}
		}
	}
}

func TestPcapngPackets(t *testing.T) {
	const server, client = "127.0.0.1:9000", "127.0.0.1:50001"
	tests := []struct {
		name string
		rows func(s *script)
		want []string
	}{
		{"accepted, the peer closes", func(s *script) {
			s.at(1, "tcp", server, client).add(netcore.Accepted, "")
			s.add(netcore.Received, "a")
			s.add(netcore.Ended, "").Flags = netcore.PeerShut
		}, []string{"< tcp 50001 9000 S", "> tcp 9000 50001 S.", "< tcp 50001 9000 .", `< tcp 50001 9000 P. "a"`, "< tcp 50001 9000 F.",
			"> tcp 9000 50001 .", "> tcp 9000 50001 F.", "< tcp 50001 9000 ."}},
		{"opened, closed here", func(s *script) {
			s.at(1, "tcp", client, server).add(netcore.Opened, "")
			s.add(netcore.Ended, "")
		}, []string{"> tcp 50001 9000 S", "< tcp 9000 50001 S.", "> tcp 50001 9000 .", "> tcp 50001 9000 F.", "< tcp 9000 50001 .",
			"< tcp 9000 50001 F.", "> tcp 50001 9000 ."}},
		{"no opening, reset", func(s *script) {
			s.at(1, "tcp", server, client).add(netcore.Sent, "a")
			s.fault(netcore.Ended, "ECONNRESET")
		}, []string{"< tcp 50001 9000 S", "> tcp 9000 50001 S.", "< tcp 50001 9000 .", `> tcp 9000 50001 P. "a"`, "< tcp 50001 9000 R."}},
		{"aborted here", func(s *script) {
			s.at(1, "tcp", server, client).add(netcore.Accepted, "")
			s.add(netcore.Ended, "").Note = netcore.NoteAborted
		}, []string{"< tcp 50001 9000 S", "> tcp 9000 50001 S.", "< tcp 50001 9000 .", "> tcp 9000 50001 R."}},
		{"half closed here", func(s *script) {
			s.at(1, "tcp", client, server).add(netcore.Opened, "")
			s.add(netcore.Noted, "").Note = netcore.NoteHalfClosed
			s.add(netcore.Received, "a")
			s.add(netcore.Ended, "").Flags = netcore.PeerShut
		}, []string{"> tcp 50001 9000 S", "< tcp 9000 50001 S.", "> tcp 50001 9000 .", "> tcp 50001 9000 F.", "< tcp 9000 50001 .",
			`< tcp 9000 50001 P. "a"`, "< tcp 9000 50001 F.", "> tcp 50001 9000 ."}},
		{"the same addresses again", func(s *script) {
			s.at(1, "tcp", client, server).add(netcore.Opened, "")
			s.at(2, "tcp", client, server).add(netcore.Opened, "")
			s.add(netcore.Sent, "a")
		}, []string{"> tcp 50001 9000 S", "< tcp 9000 50001 S.", "> tcp 50001 9000 .", "> tcp 50001 9000 F.", "< tcp 9000 50001 .",
			"< tcp 9000 50001 F.", "> tcp 50001 9000 .", `> tcp 50001 9000 P. "a" ["session 2 begins, at addresses that were used before"]`}},
		{"both ends", func(s *script) {
			s.at(1, "tcp", client, server).add(netcore.Opened, "")
			s.at(2, "tcp", server, client).add(netcore.Accepted, "")
			s.add(netcore.Received, "a")
		}, []string{"> tcp 50001 9000 S", "< tcp 9000 50001 S.", "> tcp 50001 9000 .",
			`< pdu "a" ["e tcp 127.0.0.1:9000 127.0.0.1:50001 session 2"]`}},
		{"a short write", func(s *script) {
			s.at(1, "udp", server, client).add(netcore.Sent, "never")
			s.add(netcore.Received, "reply")
			s.short("")
		}, []string{`< udp 127.0.0.1:50001 127.0.0.1:9000 "reply" []`}},
		{"truncated, every interface", func(s *script) {
			s.at(1, "udp", "[::]:9000", client).add(netcore.Received, "head").Flags = netcore.Truncated
		}, []string{`< udp 127.0.0.1:50001 127.0.0.1:9000 "head" ["truncated: the datagram was longer than what was read, by how much is not known"]`}},
		{"a path", func(s *script) {
			s.at(1, "unix", "/tmp/s", "").add(netcore.Sent, "a")
			s.add(netcore.Received, "")
		}, []string{`> pdu "a" ["e unix /tmp/s - session 1"]`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &script{}
			tt.rows(s)
			var b bytes.Buffer
			if err := WritePcapng(&b, sequence(s.rows...)); err != nil {
				t.Fatal(err)
			}
			packets := readCapture(t, b.Bytes())
			checkStreams(t, packets)
			for i := range max(len(packets), len(tt.want)) {
				got, want := "nothing", "nothing"
				if i < len(packets) {
					got = packets[i].String()
				}
				if i < len(tt.want) {
					want = tt.want[i]
				}
				if got != want {
					t.Errorf("packet %d: got %s, want %s", i, got, want)
				}
			}
		})
	}
}

// What is made of the times and the addresses that come again, of streams that never end and of bytes after an end.
func TestPcapngStreams(t *testing.T) {
	var b bytes.Buffer
	if err := WritePcapng(&b, sequence(pcapngRows()...)); err != nil {
		t.Fatal(err)
	}
	checkStreams(t, readCapture(t, b.Bytes()))
}

func TestPcapngErrors(t *testing.T) {
	if err := WritePcapng(&failingWriter{left: 100_000}, sequence(pcapngRows()...)); !errors.Is(err, errFull) {
		t.Errorf("got error %v, want %v", err, errFull)
	}
	wrong := errors.New("wrong")
	rows := func(yield func(Row, error) bool) { _ = yield(Row{}, nil) && yield(Row{}, wrong) }
	if err := WritePcapng(io.Discard, rows); !errors.Is(err, wrong) {
		t.Errorf("got error %v, want %v", err, wrong)
	}
}

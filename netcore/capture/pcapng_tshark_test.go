package capture

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

// tshark reads a file. What the packets hold is dissected as data and nothing else, whatever the ports are those of.
func tshark(t *testing.T, file string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("no tshark")
	}
	cmd := exec.CommandContext(t.Context(), path, append([]string{"-n", "-d", "tcp.port==1-65535,data", "-d", "udp.port==1-65535,data", "-r", file}, args...)...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tshark %v: %v\n%s", args, err, complaints.String())
	}
	return string(out)
}

func writeCapture(t *testing.T, rows []Row) string {
	t.Helper()
	return writeCaptureFrom(t, rows, initialSeq)
}

func writeCaptureFrom(t *testing.T, rows []Row, isn func(uint32) uint32) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rows.pcapng")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := writePcapng(f, sequence(rows...), isn); err != nil {
		t.Fatal(err)
	}
	return file
}

func wantNoComplaint(t *testing.T, file string) {
	t.Helper()
	out := tshark(t, file, "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
		"tcp.analysis.flags || tcp.checksum.status==0 || udp.checksum.status==0 || ip.checksum.status==0 || _ws.malformed")
	if out != "" {
		t.Errorf("tshark complains:\n%.4000s", out)
	}
}

func TestTsharkRows(t *testing.T) {
	wantNoComplaint(t, writeCapture(t, pcapngRows()))
	// The sequence numbers begin anew in the midst of a stream.
	wantNoComplaint(t, writeCaptureFrom(t, pcapngRows(), func(n uint32) uint32 { return 0xFFFFFFF0 - n*100 }))
}

// tsharkBytes is what tshark finds that each side sent: by "proto from:port to:port", and of upper PDUs by "pdu way session".
func tsharkBytes(t *testing.T, file string) map[string][]byte {
	t.Helper()
	out := tshark(t, file, "-T", "fields", "-E", "aggregator=|", "-e", "ip.src", "-e", "ip.dst", "-e", "ipv6.src", "-e", "ipv6.dst", "-e", "tcp.srcport",
		"-e", "tcp.dstport", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "tcp.payload", "-e", "udp.payload", "-e", "frame.interface_id",
		"-e", "data.data", "-e", "frame.comment", "-e", "frame.packet_flags_direction")
	got := map[string][]byte{}
	for line := range strings.Lines(out) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		src, dst, key, payload := f[0]+f[2], f[1]+f[3], "", f[8]+f[9]
		switch {
		case f[10] == "1":
			_, session, _ := strings.Cut(f[12], "session ")
			session, _, _ = strings.Cut(session, "|")
			key, payload = "pdu "+strings.TrimLeft(f[13], "0x")+" "+session, f[11]
		case f[4] != "":
			key = "tcp " + src + " " + f[4] + " " + dst + " " + f[5]
		default:
			key = "udp " + src + " " + f[6] + " " + dst + " " + f[7]
		}
		b, err := hex.DecodeString(payload)
		if err != nil {
			t.Fatalf("payload %.100q: %v", payload, err)
		}
		got[key] = append(got[key], b...)
	}
	return got
}

func TestTsharkBytes(t *testing.T) {
	const in, out = netcore.Received, netcore.Sent
	rows := pcapngRows()
	of := func(kind netcore.EventKind, sessions ...netcore.SessionID) (b []byte) {
		for _, id := range sessions {
			b = append(b, concat(rows, id, kind)...)
		}
		return b
	}
	got := tsharkBytes(t, writeCapture(t, rows))
	reused := []netcore.SessionID{10, 11, 12, 13, 14, 15, 16}
	for key, want := range map[string][]byte{
		"tcp 127.0.0.1 50001 127.0.0.1 9000":         []byte("hello"),
		"tcp 127.0.0.1 9000 127.0.0.1 50001":         []byte("HELLOmore"),
		"tcp ::1 50002 ::1 9000":                     of(out, 2),
		"tcp ::1 9000 ::1 50002":                     of(in, 2),
		"tcp 10.0.0.2 50003 10.0.0.1 9000":           []byte("first"),
		"tcp 10.0.0.1 9000 10.0.0.2 50003":           []byte("third"),
		"tcp fe80::1 50004 fe80::2 9000":             []byte("second"),
		"tcp 127.0.0.1 50008 127.0.0.1 9000":         []byte("wholeonly half"),
		"tcp 127.0.0.1 9000 127.0.0.1 50008":         []byte("reply"),
		"tcp 127.0.0.1 50009 127.0.0.1 9000":         nil,
		"tcp 127.0.0.1 50010 127.0.0.1 9000":         of(in, reused...),
		"tcp 127.0.0.1 9000 127.0.0.1 50010":         of(out, reused...),
		"tcp 127.0.0.1 50020 127.0.0.1 9000":         []byte("abc"),
		"tcp 127.0.0.1 50021 127.0.0.1 9000":         []byte("seen twice"),
		"pdu 1 22":                                   []byte("seen twice"),
		"pdu 1 23":                                   []byte("from nowhere"),
		"pdu 2 24":                                   []byte("to a name"),
		"pdu 2 25":                                   []byte("to myself"),
		"udp 127.0.0.1 50030 127.0.0.1 9001":         of(in, 30),
		"udp 127.0.0.1 9001 127.0.0.1 50030":         of(out, 30),
		"udp 127.0.0.1 50031 127.0.0.1 9001":         []byte("to any"),
		"udp 127.0.0.1 9001 127.0.0.1 50031":         []byte("from any"),
		"udp ::1 50031 ::1 9001":                     []byte(noise(maxDatagram6)),
		"udp 10.0.0.7 50031 0.0.0.0 9001":            []byte("from afar"),
		"udp :: 9001 2001:db8::7 50031":              []byte("to afar"),
		"udp ::ffff:10.0.0.1 9001 2001:db8::7 50031": []byte("of two families"),
		"pdu 1 32": []byte("nobody"),
		"pdu 2 32": of(out, 32),
		"pdu 1 40": []byte("over a path"),
		"pdu 2 40": of(out, 40),
		"pdu 1 41": nil,
		"pdu 1 42": []byte("decrypted"),
		"pdu 2 42": []byte("to be encrypted"),
		"pdu 1 43": []byte("who knows"),
	} {
		b, ok := got[key]
		if !ok || !bytes.Equal(b, want) {
			t.Errorf("%s: got %d bytes %.20q (there: %t), want %d", key, len(b), b, ok, len(want))
		}
		delete(got, key)
	}
	for _, key := range []string{"5", "6", "7"} {
		delete(got, "tcp 127.0.0.1 5000"+key+" 127.0.0.1 9000")
		delete(got, "tcp 127.0.0.1 9000 127.0.0.1 5000"+key)
	}
	for _, key := range []string{"tcp fe80::2 9000 fe80::1 50004", "tcp 127.0.0.1 9000 127.0.0.1 50009", "tcp 127.0.0.1 9000 127.0.0.1 50020",
		"tcp 127.0.0.1 9000 127.0.0.1 50021", "udp 127.0.0.1 50044 127.0.0.1 9001"} {
		delete(got, key)
	}
	for key, b := range got {
		t.Errorf("%s: %d bytes that were not expected", key, len(b))
	}
}

func TestTsharkTimes(t *testing.T) {
	s := &script{}
	s.at(1, "tcp", "127.0.0.1:9000", "127.0.0.1:50001").add(netcore.Received, "a").Time = time.Unix(1_700_000_000, 123456789)
	got := tshark(t, writeCapture(t, s.rows), "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.interface_name", "-Y", "tcp.len==1")
	if want := "1700000000.123456789\twirevise\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

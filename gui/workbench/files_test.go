package workbench

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/framing"
	"wirevise/netcore/transfer"
)

// words are in English, and short.
var words = FileWords{Title: func(name, peer string) string { return name + " to " + peer },
	Progress: func(s transfer.Sent) string { return fmt.Sprintf("%d of %d", s.Wrote, s.Size) }}

func (b *bench) file(content []byte) string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "f.bin")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// caller connects to a server from outside and returns its session too.
func (b *bench) caller(server netcore.EndpointID, port string) (net.Conn, netcore.SessionID) {
	b.t.Helper()
	known := len(b.info(server).Sessions)
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { c.Close() })
	b.until("the connection", func() bool { return len(b.info(server).Sessions) == known+1 })
	return c, b.info(server).Sessions[known].ID
}

func TestSendFile(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	content := bytes.Repeat([]byte("0123456789"), 30_000)
	path := b.file(content)
	got := make(chan []byte, 2)
	var ids []netcore.SessionID
	for range 2 {
		c, id := b.caller(server, port)
		ids = append(ids, id)
		go func() {
			all := make([]byte, len(content))
			n, _ := io.ReadFull(c, all)
			got <- all[:n]
		}()
	}
	if err := b.SendFile(FileSending{Path: path}, ids, words); err != nil {
		t.Fatal(err)
	}
	b.until("both ends", func() bool { return strings.Count(b.text(), "all 300000 bytes were sent") == 2 })
	for range ids {
		if all := <-got; !bytes.Equal(all, content) {
			t.Errorf("%d bytes came, and not what was sent", len(all))
		}
	}
	list := b.Activities()
	if len(list) != 2 || list[0].State != Finished || !strings.HasPrefix(list[0].Title, "f.bin to 127.0.0.1:") || list[1].Text != "300000 of 300000" {
		t.Errorf("the activities are %+v", list)
	}
	has := func(want string) {
		t.Helper()
		if !strings.Contains(b.text(), want) {
			t.Errorf("the log has no %q", want)
		}
	}
	has(fmt.Sprintf("sending %s to #%d 127.0.0.1:", path, ids[1]))
	has("SHA-256 ")
}

func TestSendFileFramed(t *testing.T) {
	b := newBench(t)
	server := b.open(ServerForm{Common: Common{Framing: "netstring"}, Host: "127.0.0.1", Port: "0"}.Spec())
	b.until("the server's address", func() bool { return b.info(server).Local != "" })
	_, port, _ := net.SplitHostPort(b.info(server).Local)
	f, err := framing.Parse("netstring")
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.Repeat([]byte("x"), 200_000)
	w, err := f.Wrap(int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	want := w.Append(nil, content)
	c, id := b.caller(server, port)
	if err := b.SendFile(FileSending{Path: b.file(content)}, []netcore.SessionID{id}, words); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); !bytes.Equal(got, want) {
		t.Errorf("%d bytes came, %v, want %d, framed", n, err, len(want))
	}
	b.until("the end", func() bool { return strings.Contains(b.text(), "all 200000 bytes were sent") })
}

func TestSendFileIsStopped(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	_, id := b.caller(server, port)
	if err := b.SendFile(FileSending{Path: b.file(make([]byte, 1_000_000)), Pace: "10 kB/s"}, []netcore.SessionID{id}, words); err != nil {
		t.Fatal(err)
	}
	b.until("some of it", func() bool { l := b.Activities(); return len(l) == 1 && l[0].Done > 0 })
	b.StopActivities()
	b.until("the end", func() bool { return b.Activities()[0].State == Stopped })
	b.until("the word in the log", func() bool { return strings.Contains(b.text(), ": stopped, ") })
	if strings.Contains(b.text(), "all 1000000") {
		t.Error("all of it went")
	}
}

func TestNothingIsSentIntoAFile(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	c, id := b.caller(server, port)
	path := b.file(make([]byte, 64<<20)) // which nobody reads yet
	if err := b.SendFile(FileSending{Path: path}, []netcore.SessionID{id}, words); err != nil {
		t.Fatal(err)
	}
	sendsOne := func() (err error) {
		b.Send([]byte("x"), []netcore.SessionID{id}, "", func(_ int, e error) { err = e })
		return err
	}
	if err := sendsOne(); !errors.Is(err, errFiling) {
		t.Errorf("Send = %v, want that a file is going out", err)
	}
	if err := b.SendFile(FileSending{Path: path}, []netcore.SessionID{id}, words); !errors.Is(err, errFiling) {
		t.Errorf("SendFile = %v, want that a file is going out", err)
	}
	b.StopActivities()
	go io.Copy(io.Discard, c)
	b.until("the end of the file", func() bool { return !b.filing[id] })
	if err := sendsOne(); err != nil {
		t.Errorf("Send after the file = %v", err)
	}
}

func TestSendFileMistakes(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	_, id := b.caller(server, port)
	path := b.file([]byte("x"))
	for _, test := range []struct {
		name  string
		f     FileSending
		field string
	}{
		{"no path", FileSending{}, FieldPath},
		{"nothing there", FileSending{Path: path + "x"}, FieldPath},
		{"a folder", FileSending{Path: filepath.Dir(path)}, FieldPath},
		{"pace", FileSending{Path: path, Pace: "fast"}, FieldPace},
	} {
		err := b.SendFile(test.f, []netcore.SessionID{id}, words)
		if field, text := FieldOf(err); field != test.field || text == "" {
			t.Errorf("%s: %v is of %q", test.name, err, field)
		}
	}
	if err := b.SendFile(FileSending{Path: path}, nil, words); !errors.Is(err, errNobody) {
		t.Errorf("to nobody: %v", err)
	}
	udp := FileSending{Path: path, Piece: "65508"}
	if _, err := udp.Size(netcore.Datagram); err == nil {
		t.Error("a datagram of 65508 bytes is taken")
	}
	if n, err := udp.Size(netcore.Stream); n != 1 || err != nil {
		t.Errorf("in a stream: %d, %v", n, err)
	}
	if len(b.Activities()) > 0 {
		t.Errorf("something has begun: %+v", b.Activities())
	}
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]int64{"": 0, " ": 0, "1": 1, "1500": 1500, "1500 B/s": 1500, "64 KiB": 65536, "1.5MB/s": 1_500_000, "2k": 2000, "3 MiB/s": 3 << 20, "1 GB": 1e9} {
		if got, err := ParseRate(text); got != want || err != nil {
			t.Errorf("ParseRate(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"0", "-1", "x", "1 XB", "NaN", "inf", "1e30", "0.5"} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("ParseRate(%q) = %d", text, got)
		}
	}
}

func TestSendFileDatagrams(t *testing.T) {
	b := newBench(t)
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	udp := b.open(UDPForm{Host: "127.0.0.1", Port: "0"}.Spec())
	b.until("the socket", func() bool { return len(b.info(udp).Sessions) == 1 })
	content := bytes.Repeat([]byte("0123456789"), 1000)
	if err := b.SendFile(FileSending{Path: b.file(content), Piece: "1000", Pace: "1 MB", To: conn.LocalAddr().String()}, []netcore.SessionID{b.info(udp).Sessions[0].ID}, words); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for range 10 {
		buf := make([]byte, 2000)
		n, _, err := conn.ReadFrom(buf)
		if err != nil || n != 1000 {
			t.Fatalf("a datagram of %d bytes, %v", n, err)
		}
		got = append(got, buf[:n]...)
	}
	if !bytes.Equal(got, content) {
		t.Error("what came is not what was sent")
	}
	b.until("the end", func() bool { return strings.Contains(b.text(), "all 10000 bytes were sent") })
}

func TestReceiveInto(t *testing.T) {
	b := newBench(t)
	server, port := b.server("none")
	c, id := b.caller(server, port)
	path := filepath.Join(t.TempDir(), "r.bin")
	say := func(text string) {
		t.Helper()
		c.Write([]byte(text))
		b.until("the row", func() bool { return strings.Contains(b.text(), fmt.Sprintf("%q", text)) })
	}
	say("before")
	begun := false
	b.ReceiveInto(id, path, func(err error) {
		if begun = true; err != nil {
			t.Error(err)
		}
	})
	b.until("the beginning", func() bool { return begun })
	say("while it is")
	if !b.ReceivingInto(id) {
		t.Error("it does not say so")
	}
	b.StopReceiving(id)
	b.until("the end", func() bool { return strings.Contains(b.text(), "11 bytes were received into "+path+", SHA-256 ") })
	say("after")
	if got, err := os.ReadFile(path); string(got) != "while it is" || err != nil {
		t.Errorf("the file holds %q, %v", got, err)
	}
	failed := false
	b.ReceiveInto(9999, path+"2", func(err error) { failed = errors.Is(err, netcore.ErrEnded) })
	b.until("the error", func() bool { return failed })
}

func TestKeep(t *testing.T) {
	b, dir := newBench(t), t.TempDir()
	form := ServerForm{Common: Common{Keep: dir}, Host: "127.0.0.1", Port: "0"}
	server := b.open(form.Spec())
	b.until("the server's address", func() bool { return b.info(server).Local != "" })
	_, port, _ := net.SplitHostPort(b.info(server).Local)
	for range 2 {
		c, _ := b.caller(server, port)
		c.Write([]byte("to be kept"))
		c.Close()
		b.until("its end", func() bool { return len(b.info(server).Sessions) == 0 })
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		if got, _ := os.ReadFile(f); string(got) != "to be kept" {
			t.Errorf("%s holds %q", f, got)
		}
	}
	if len(files) != 2 {
		t.Errorf("the files are %q", files)
	}
	form.Keep = filepath.Join(dir, "none")
	if _, err := form.Spec(); err == nil {
		t.Error("a folder that is not there is taken")
	} else if field, _ := FieldOf(err); field != FieldKeep {
		t.Errorf("%v is of %q", err, field)
	}
	form.Keep = files[0]
	if _, err := form.Spec(); err == nil {
		t.Error("a file is taken for a folder")
	}
}

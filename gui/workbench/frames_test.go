package workbench

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// lineServer opens a server of lines and a connection to it.
func (b *bench) lineServer() (id netcore.EndpointID, c net.Conn) {
	b.t.Helper()
	spec, err := ServerForm{Host: "127.0.0.1", Port: "0"}.Spec()
	if err == nil {
		spec.Receive, err = framing.Parse("lines")
		spec.Send = spec.Receive
	}
	id = b.open(spec, err)
	b.until("the server's address", func() bool { return b.info(id).Local != "" })
	if c, err = net.Dial("tcp", b.info(id).Local); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	b.until("the session", func() bool { return len(b.info(id).Sessions) == 1 })
	return id, c
}

// Lines that came over a socket: each is a row with its bytes, which are on disk once, and what is saved and shown as a stream is
// what came.
func TestFramesOfASocket(t *testing.T) {
	b := newBench(t)
	id, c := b.lineServer()
	b.SetFilter(msglog.Criteria{Pieces: msglog.Frames, Kinds: msglog.ReceivedRows})
	var sent []byte
	const lines = 20_000
	for i := range lines {
		sent = fmt.Appendf(sent, "%s %d\n", bytes.Repeat([]byte("x"), i%100), i)
	}
	if _, err := c.Write(sent); err != nil {
		t.Fatal(err)
	}
	b.until("all lines", func() bool { return b.Rows() == lines })
	for i := range lines {
		want := fmt.Sprintf("%s %d", bytes.Repeat([]byte("x"), i%100), i)
		if e, _ := b.Entry(i, -1); e.Kind != netcore.Framed || string(e.Payload) != want {
			t.Fatalf("row %d: got %v %q, want %q", i, e.Kind, e.Payload, want)
		}
	}
	reads := int64(0)
	for seq := range b.rowsOf(AllRows).All() {
		if e, ok := b.EntryBySeq(seq, 0); ok && e.Kind == netcore.Received {
			reads++
		}
	}
	if got, most := b.live.store.Stats().Bytes, int64(len(sent))+reads*200; got > most {
		t.Errorf("%d bytes of payload are kept, want %d at most: each once, but for lines that two reads have", got, most)
	}
	path := filepath.Join(t.TempDir(), "x.bin")
	rows := -1
	b.SaveLog(path, Formats[4], FilteredRows, nil, func(n, _ int, err error) {
		if rows = n; err != nil {
			t.Error(err)
		}
	})
	b.until("the file", func() bool { return rows >= 0 })
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("saved are %d bytes, %v, want the %d that came", len(got), err, len(sent))
	}
	if int64(rows) != reads {
		t.Errorf("%d rows are saved, want the %d reads", rows, reads)
	}
	s := b.OpenStream(b.info(id).Sessions[0].ID)
	done := false
	s.Update(func(st StreamState) { done = st.Done == st.Total && st.Received == int64(len(sent)) })
	b.until("the stream", func() bool { return done })
	if got, err := io.ReadAll(io.NewSectionReader(s.Bytes(ReceivedWay), 0, int64(len(sent)))); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("the stream has %d bytes, %v", len(got), err)
	}
}

// A frame goes out as a message does; what was written goes out as it was.
func TestFrameIsSentAgain(t *testing.T) {
	b := newBench(t)
	id, c := b.lineServer()
	if _, err := io.WriteString(c, "hello\r\n"); err != nil {
		t.Fatal(err)
	}
	row := func(kind netcore.EventKind) (seq uint64) {
		b.until(kind.String(), func() bool {
			for i := range b.Rows() {
				if e, _ := b.Entry(i, 0); e.Kind == kind {
					seq = e.Seq
				}
			}
			return seq > 0
		})
		return seq
	}
	again := func(seq uint64, want string) {
		t.Helper()
		b.SendAgain(seq, func(n int, err error) {
			if n != 1 || err != nil {
				t.Errorf("SendAgain = %d, %v", n, err)
			}
		})
		buf := make([]byte, len(want))
		if _, err := io.ReadFull(c, buf); err != nil || string(buf) != want {
			t.Errorf("the peer got %q, %v, want %q", buf, err, want)
		}
	}
	again(row(netcore.Framed), "hello\n")
	again(row(netcore.Sent), "hello\n")
	again(row(netcore.Received), "hello\r\n")
	b.until("three rows of what was sent", func() bool {
		n := 0
		for i := range b.Rows() {
			if e, _ := b.Entry(i, 0); e.Kind == netcore.Sent {
				n++
			}
		}
		return n == 3
	})
	sent := slices.Collect(b.rowsOf(AllRows).All())
	var done error = io.EOF
	for _, seq := range sent {
		b.Selection().Toggle(seq)
	}
	b.Replay(SelectedRows, b.info(id).Sessions[0].ID, AtOnce, func(int, int) {}, func(n int, err error) { done = err })
	want := "hello\nhello\nhello\r\n"
	buf := make([]byte, len(want))
	if _, err := io.ReadFull(c, buf); err != nil || string(buf) != want {
		t.Errorf("replayed: the peer got %q, %v, want %q", buf, err, want)
	}
	b.until("the replay", func() bool { return done == nil })
}

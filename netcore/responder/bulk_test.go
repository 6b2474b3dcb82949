package responder_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

const bulkMebi = 64

// A tool is another program: it is killed when the test ends.
type tool struct {
	t     *testing.T
	lines *bufio.Reader
}

func start(t *testing.T, name string, args ...string) *tool {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s: %s", name, stderr.String())
		}
	})
	return &tool{t, bufio.NewReader(out)}
}

func (p *tool) fields() []string {
	p.t.Helper()
	line, err := p.lines.ReadString('\n')
	if err != nil {
		p.t.Fatalf("it said %q: %v", line, err)
	}
	return strings.Fields(line)
}

// 64 MiB go to the echo here and come back from it as they went.
func TestBulkEchoToPython(t *testing.T) {
	port := serve(t, responder.Config{Kind: responder.KindEcho}, transport.TCPServer{Host: "127.0.0.1"})
	got := start(t, "python3", "testdata/hash_client.py", "127.0.0.1", port, strconv.Itoa(bulkMebi)).fields()
	if len(got) != 3 || got[0] != strconv.Itoa(bulkMebi<<20) || got[1] != got[2] {
		t.Errorf("got %q, want %d bytes and twice the same sum", got, bulkMebi<<20)
	}
}

func TestBulkEchoToSocat(t *testing.T) {
	port := serve(t, responder.Config{Kind: responder.KindEcho}, transport.TCPServer{Host: "127.0.0.1"})
	if _, err := exec.LookPath("socat"); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*netcoretest.Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "socat", "-t60", "-", "TCP:127.0.0.1:"+port)
	sent, got := sha256.New(), sha256.New()
	cmd.Stdin = io.TeeReader(io.LimitReader(rand.NewChaCha8([32]byte{1}), bulkMebi<<20), sent)
	cmd.Stdout = got
	if err := cmd.Run(); err != nil || string(sent.Sum(nil)) != string(got.Sum(nil)) {
		t.Errorf("%v, or other bytes came back than went", err)
	}
}

// And the same from a client here, to servers that are not ours.
func TestBulkFromAClient(t *testing.T) {
	t.Run("python3", func(t *testing.T) {
		server := start(t, "python3", "-u", "testdata/hash_server.py")
		sum := bulkThrough(t, server.fields()[0], 1<<20)
		if got, want := strings.Join(server.fields(), " "), fmt.Sprintf("%d %x", bulkMebi<<20, sum); got != want {
			t.Errorf("the server got %s, want %s", got, want)
		}
	})
	t.Run("socat", func(t *testing.T) {
		if _, err := exec.LookPath("socat"); err != nil {
			t.Skip(err)
		}
		server := start(t, "sh", "-c", "exec socat -d -d TCP-LISTEN:0,bind=127.0.0.1 PIPE 2>&1")
		for { // ... N listening on AF=2 127.0.0.1:41234
			line := server.fields()
			if at := line[len(line)-1]; strings.Contains(strings.Join(line, " "), "listening on") {
				bulkThrough(t, at[strings.LastIndexByte(at, ':')+1:], socatPipe/2)
				return
			}
		}
	})
}

// socatPipe is what socat's PIPE holds, in bytes: with more than that under way socat waits for itself for ever.
const socatPipe = 64 << 10

// bulkThrough sends to an echo, no more than so many bytes ahead of what came back, and compares that; it returns the sum of it.
func bulkThrough(t *testing.T, port string, ahead int) []byte {
	t.Helper()
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	h := netcore.NewHub()
	got, received, ended := sha256.New(), 0, make(chan struct{})
	all, over := make(chan struct{}), make(chan struct{})
	var back atomic.Int64
	more := make(chan struct{}, 1)
	go func() {
		defer close(ended)
		for batch := range h.Events() {
			for _, ev := range batch {
				switch ev.Kind {
				case netcore.Received:
					got.Write(ev.Payload)
					back.Add(int64(len(ev.Payload)))
					select {
					case more <- struct{}{}:
					default:
					}
					if received += len(ev.Payload); received == bulkMebi<<20 {
						close(all)
					}
				case netcore.Failed:
					t.Logf("failed: %s: %v", ev.Note, ev.Err)
				case netcore.Ended:
					t.Logf("ended: %s %v", ev.Note, ev.Err)
					close(over)
				}
			}
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 3*netcoretest.Patience)
	defer cancel()
	closeHub := func() { h.Close(); <-ended }
	if _, err := h.Open(ctx, netcore.Spec{Name: "Client", Transport: transport.TCPClient{Host: "127.0.0.1", Port: uint16(number)}}); err != nil {
		closeHub()
		t.Fatal(err)
	}
	id := h.Sessions()[0]
	sent := sha256.New()
	source := rand.NewChaCha8([32]byte{2})
	size := min(ahead/4, 1<<16)
	for i := range bulkMebi << 20 / size {
		block := make([]byte, size)
		source.Read(block)
		sent.Write(block)
		for int64((i+1)*size)-back.Load() > int64(ahead) {
			select {
			case <-more:
			case <-ctx.Done():
				t.Fatal("nothing more comes back")
			}
		}
		if err := h.Send(ctx, id, netcore.Message{Payload: block}); err != nil {
			t.Errorf("Send: %v", err)
			break
		}
	}
	select {
	case <-all:
	case <-time.After(3 * netcoretest.Patience):
		t.Error("not all of it came back")
	}
	if err := h.EndSession(id, netcore.EndHalfClose); err != nil {
		t.Errorf("EndSession: %v", err)
	}
	select {
	case <-over:
	case <-ctx.Done():
		t.Error("the session does not end")
	}
	closeHub()
	if string(sent.Sum(nil)) != string(got.Sum(nil)) {
		t.Errorf("%d bytes came back, which are not those that went", received)
	}
	return sent.Sum(nil)
}

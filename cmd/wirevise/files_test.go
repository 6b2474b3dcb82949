//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/transfer"
)

const fileEcho = `
import socket
s=socket.create_server(("127.0.0.1",0))
print(s.getsockname()[1],flush=True)
c,_=s.accept()
got=b""
while True:
    b=c.recv(65536)
    if not b: break
    got+=b
c.sendall(got[::-1])
c.close()
print(len(got),flush=True)
`

// A file goes to python3, which sends it back turned round, and that goes into a file.
func TestSendFileAndReceiveInto(t *testing.T) {
	need(t, "python3")
	content := make([]byte, 3_000_000)
	for i := range content {
		content[i] = byte(i * i >> 7)
	}
	path, back := filepath.Join(t.TempDir(), "f.bin"), filepath.Join(t.TempDir(), "back.bin")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	peer := startTool(t, "python3", "-c", fileEcho)
	code, out, errs := runBriefly(t, "-headless", "-connect", "tcp://127.0.0.1:"+peer.line(), "-send-file", path, "-receive-into", back)
	if got := peer.line(); code != exitOK || got != "3000000" {
		t.Fatalf("exit code %d, the peer got %s bytes; %s", code, got, errs)
	}
	got, err := os.ReadFile(back)
	for i, b := range content {
		if err != nil || len(got) != len(content) || got[len(got)-1-i] != b {
			t.Fatalf("%d bytes came back, %v, and not those that were sent", len(got), err)
		}
	}
	for _, want := range []string{"all 3000000 bytes were sent", fmt.Sprintf("SHA-256 %x", sha256.Sum256(content)),
		"3000000 bytes were received into " + back, fmt.Sprintf("SHA-256 %x", sha256.Sum256(got)), netcore.NoteHalfClosed} {
		if !strings.Contains(out, want) {
			t.Errorf("the log has no %q", want)
		}
	}
}

// A peer that resets is why a file did not go, and nobody called it off.
func TestSendFileToOneWhoResets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.bin")
	if err := os.WriteFile(path, make([]byte, 10_000_000), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var peer sync.WaitGroup
	peer.Go(func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		io.ReadFull(c, make([]byte, 1000))
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
	})
	code, out, errs := runBriefly(t, "-headless", "-connect", "tcp://"+l.Addr().String(), "-send-file", path, "-pace", "50kB/s")
	peer.Wait()
	if want := transfer.ErrPeerGone.Error(); code != exitError || !strings.Contains(out, want) {
		t.Errorf("exit code %d, and the log has no %q:\n%s%s", code, want, out, errs)
	}
}

func TestSendFileAsDatagrams(t *testing.T) {
	path, theirs := filepath.Join(t.TempDir(), "f.bin"), filepath.Join(t.TempDir(), "theirs")
	content := bytes.Repeat([]byte("0123456789"), 5000)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	receiver := startHeadless(t, "-udp", "udp://127.0.0.1:0?name=there", "-receive-into", theirs)
	at := receiver.kind("opened", 1).Local
	code, out, errs := runBriefly(t, "-headless", "-udp", "udp://127.0.0.1:0?peer="+at, "-send-file", path, "-piece", "1000", "-pace", "1MB")
	if code != exitOK || !strings.Contains(out, "all 50000 bytes were sent") {
		t.Fatalf("exit code %d; %s", code, errs)
	}
	receiver.wait("the last datagram", 50, func(r row) bool { return r.Kind == "received" })
	receiver.end(os.Interrupt, exitOK)
	if got, err := os.ReadFile(theirs); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes came, %v", len(got), err)
	}
}

func TestFileFlags(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const connect, serve = "-connect=tcp://127.0.0.1:1", "-serve=tcp://127.0.0.1:0"
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"nobody", []string{"-headless", serve, "-send-file", there}, "-send-file needs somebody to send to"},
		{"in the window", []string{connect, "-send-file", there}, "-send-file is for -headless"},
		{"no file", []string{"-headless", connect, "-send-file", filepath.Join(dir, "none")}, "no such file"},
		{"a folder", []string{"-headless", connect, "-send-file", dir}, "is a folder, and no file"},
		{"pace", []string{"-headless", connect, "-send-file", there, "-pace", "fast"}, "is no rate"},
		{"into one file", []string{"-headless", serve, "-receive-into", filepath.Join(dir, "new")}, "only one -connect or -udp can go into a file"},
		{"into a file that is there", []string{"-headless", connect, "-receive-into", there}, "is not overwritten"},
		{"into nowhere", []string{"-headless", connect, "-receive-into", filepath.Join(dir, "none", "new")}, "no such file"},
	} {
		if _, err := parseFlags(tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	c, err := parseFlags([]string{"-headless", serve, connect, "-send-file", there, "-pace", "1.5 MB/s", "-receive-into", dir})
	if err != nil || c.files.pace != 1_500_000 || c.specs[0].Keeper == nil || c.specs[1].Keeper != c.specs[0].Keeper {
		t.Errorf("%+v, %v", c.files, err)
	}
}

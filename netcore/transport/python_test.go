package transport

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"wirevise/netcore"
)

// python runs a script that prints lines; each is read by the function returned, "" at the end.
func python(t *testing.T, script string, args ...string) func() string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, append([]string{"-u", "-c", script}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	t.Cleanup(func() {
		cancel()
		cmd.Wait()
		if t.Failed() && stderr.Len() > 0 {
			t.Logf("python3: %s", stderr.String())
		}
	})
	return func() string {
		line, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		return strings.TrimSpace(line)
	}
}

const pythonServer = `
import socket, struct
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); s.settimeout(20)
print(s.getsockname()[1])
c, a = s.accept(); c.settimeout(20)
`

func toPython(t *testing.T, script string) (netcore.Conn, func() string) {
	t.Helper()
	line := python(t, pythonServer+script)
	port, err := strconv.Atoi(line())
	if err != nil {
		t.Fatal(err)
	}
	return openConn(t, TCPClient{Host: "127.0.0.1", Port: uint16(port)}), line
}

func TestPythonSeesAbort(t *testing.T) {
	c, line := toPython(t, `
print(c.recv(5))
try: print(c.recv(5))
except OSError as e: print(type(e).__name__)
`)
	c.Send(context.Background(), []byte("hello"), netcore.Peer{})
	if got := line(); got != "b'hello'" {
		t.Errorf("python3 received %s, want hello", got)
	}
	c.(netcore.Aborter).Abort()
	if got := line(); got != "ConnectionResetError" {
		t.Errorf("after Abort python3 saw %s, want ConnectionResetError", got)
	}
}

func TestPythonSeesHalfClose(t *testing.T) {
	c, line := toPython(t, `
n = 0
while True:
    b = c.recv(4096)
    if not b: break
    n += len(b)
print(n)
c.sendall(b"x" * 100000); c.shutdown(socket.SHUT_WR)
print(c.recv(1))
`)
	c.Send(context.Background(), make([]byte, 300000), netcore.Peer{})
	c.(netcore.HalfCloser).CloseWrite()
	if got := line(); got != "300000" {
		t.Errorf("python3 received %s bytes, want 300000", got)
	}
	got, buf := 0, make([]byte, 4096)
	for {
		n, _, err := c.Receive(buf)
		got += n
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got != 100000 {
		t.Errorf("received %d bytes after CloseWrite, want 100000", got)
	}
	if got := line(); got != "b''" {
		t.Errorf("python3 received %s at last, want the end", got)
	}
}

func TestPythonResets(t *testing.T) {
	c, _ := toPython(t, `
c.recv(1)
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
c.close()
`)
	c.Send(context.Background(), []byte("x"), netcore.Peer{})
	_, _, err := c.Receive(make([]byte, 1))
	if f := netcore.Explain(err); f.Name != "ECONNRESET" {
		t.Errorf("Receive: %v (%v), want ECONNRESET", err, f)
	}
}

func TestPythonDatagrams(t *testing.T) {
	line := python(t, `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); s.settimeout(20)
print(s.getsockname()[1])
for i in range(3):
    b, a = s.recvfrom(65536)
    print(len(b), a[1])
    s.sendto(b[::-1], a)
`)
	port, err := strconv.Atoi(line())
	if err != nil {
		t.Fatal(err)
	}
	c := openConn(t, UDP{Family: IPv4, PeerHost: "127.0.0.1", PeerPort: uint16(port)})
	own := strconv.Itoa(int(addrOf(t, c.LocalAddr()).Port()))
	for _, n := range []int{0, 3, 65507} { // 65,507 is the most over IPv4
		payload := make([]byte, n)
		if _, err := c.Send(context.Background(), payload, netcore.Peer{}); err != nil {
			t.Fatal(err)
		}
		if got, want := line(), strconv.Itoa(n)+" "+own; got != want {
			t.Errorf("python3 received %s, want %s", got, want)
		}
		if got, from, err := c.Receive(make([]byte, 65536)); got != n || err != nil || from != c.RemotePeer() {
			t.Errorf("Receive = %d from %v, %v, want %d from %v", got, from, err, n, c.RemotePeer())
		}
	}
}

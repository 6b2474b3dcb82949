package responder_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// serve opens an endpoint that answers by c and returns its port.
func serve(t *testing.T, c responder.Config, tr netcore.Transport) (port string) {
	t.Helper()
	r, err := c.Responder(responder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := netcore.NewHub()
	opened, drained := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(drained)
		for batch := range h.Events() {
			for _, ev := range batch {
				if ev.Kind == netcore.Opened {
					opened <- ev.Local
				}
			}
		}
	}()
	t.Cleanup(func() {
		h.Close()
		<-drained
	})
	if _, err := h.Open(context.Background(), netcore.Spec{Name: "Server", Transport: tr, Responder: r}); err != nil {
		t.Fatal(err)
	}
	local := <-opened
	return local[strings.LastIndex(local, ":")+1:]
}

// python runs a client and returns what it printed.
func python(t *testing.T, script string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	ctx, cancel := context.WithTimeout(context.Background(), netcoretest.Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, append([]string{"-c", "import socket, sys, time, threading\nport = int(sys.argv[1])\n" +
		"def connect():\n    s = socket.create_connection(('127.0.0.1', port)); s.settimeout(20); return s\n" + script}, args...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.String())
	}
	return strings.TrimSpace(string(out))
}

// rules are those of a file or of a text.
func rules(t *testing.T, text string) responder.Config {
	t.Helper()
	if strings.HasSuffix(text, ".json") {
		data, err := os.ReadFile("../../docs/rules/" + text)
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	return responder.Config{Kind: responder.KindRules, Rules: text}
}

func TestPython(t *testing.T) {
	tcp := transport.TCPServer{Host: "127.0.0.1"}
	for _, tt := range []struct {
		name      string
		config    responder.Config
		transport netcore.Transport
		client    string
		want      string
	}{
		{"greeting server", rules(t, "greeting.json"), tcp, `
s = connect()
print(s.recv(1024).decode())
for name in ("Ann", "Bob\r\n"):
    s.sendall(name.encode()); print(s.recv(1024).decode())
s.sendall(b"exit"); print(s.recv(1024))
`, "hello word!\nHello Ann\nHello Bob\nb''"},
		{"twenty clients at once", rules(t, "greeting.json"), tcp, `
bad = []
def client(i):
    s = connect()
    if s.recv(1024) != b"hello word!": bad.append(i)
    for k in range(50):
        s.sendall(b"client %d, %d" % (i, k))
        if s.recv(1024) != b"Hello client %d, %d" % (i, k): bad.append((i, k))
    s.sendall(b"exit")
    if s.recv(1024): bad.append((i, "exit"))
t = [threading.Thread(target=client, args=(i,)) for i in range(20)]
[x.start() for x in t]; [x.join() for x in t]
print(bad)
`, "[]"},
		{"chat room", rules(t, "chat.json"), tcp, `
def line(f): return f.readline().strip()
a = connect(); fa = a.makefile(); hello = line(fa); first = hello.split()[4]
b = connect(); fb = b.makefile(); second = line(fb).split()[4]
def say(text): print(text.replace(first + ":", "A:").replace(second + ":", "B:").replace("* " + second, "* B").replace("* " + first, "* A"))
print("of", hello.split()[-1]); say(line(fa))
a.sendall(b"hi\n"); say(line(fb))
b.sendall(b"/me waves\n"); say(line(fa))
b.sendall(b"/quit\n"); say(line(fb)); say(line(fa)); print(fb.read() == "")
`, "of 1\n* B comes in\nA: hi\n* B waves\nbye\n* B goes\nTrue"},
		{"modbus", rules(t, "modbus.json"), tcp, `
s = connect()
for m in ("1234 0000 0006 07 03 0010 0001", "00ff 0000 0006 01 03 0010 0002"):
    s.sendall(bytes.fromhex(m)); print(s.recv(100).hex())
s.sendall(b"GET / HTTP/1.0\r\n\r\n")
try: print(s.recv(100))
except OSError as e: print(type(e).__name__)
`, "123400000005070302002a\n00ff00000003018303\nConnectionResetError"},
		{"a delay, in order", rules(t, `{"rules":[{"when":"equals","pattern":"slow","do":[{"do":"wait","wait":"150ms"},{"do":"reply","message":{"text":"slow."}}]},
			{"when":"message","do":[{"do":"reply","message":{"text":"quick."}}]}]}`), tcp, `
s = connect(); begin = time.monotonic()
s.sendall(b"slow"); time.sleep(0.05); s.sendall(b"quick")
got = b""
while len(got) < 11: got += s.recv(100)
print(got.decode(), time.monotonic() - begin >= 0.15)
`, "slow.quick. True"},
		{"half-close, and the last word at the end", rules(t, `{"rules":[{"when":"equals","pattern":"enough","do":[{"do":"half-close"}]},
			{"when":"message","do":[{"do":"reply"}]},{"when":"finish","do":[{"do":"reply","message":{"text":"good bye"}}]}]}`), tcp, `
s = connect(); s.sendall(b"enough"); print(s.recv(10)); s.sendall(b"still heard"); s.close()
s = connect(); s.sendall(b"same"); print(s.recv(10)); s.shutdown(socket.SHUT_WR); print(s.recv(10)); print(s.recv(10))
`, "b''\nb'same'\nb'good bye'\nb''"},
		{"UDP with a time", responder.Config{Kind: responder.KindFixed, Message: `{"text":"{{seq}} {{message}} from {{peer}}","variables":true}`},
			transport.UDP{Host: "127.0.0.1"}, `
for i in range(2):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(20); s.connect(("127.0.0.1", port))
    s.send(b"hi"); print(s.recv(100).decode().replace(str(s.getsockname()[1]), "PORT"))
`, "1 hi from 127.0.0.1:PORT\n2 hi from 127.0.0.1:PORT"},
		{"upper case with a time, over UDP", responder.Config{Kind: responder.KindUpper, Prefix: "[{{time}}] "}, transport.UDP{Host: "127.0.0.1"}, `
import re
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(20); s.connect(("127.0.0.1", port))
s.send(b"hello"); print(re.sub(r"\d", "9", s.recv(100).decode()))
`, "[9999-99-99 99:99:99.999] HELLO"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			netcoretest.NoLeaks(t)
			if got := python(t, tt.client, serve(t, tt.config, tt.transport)); got != tt.want {
				t.Errorf("python3 printed\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

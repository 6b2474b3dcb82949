//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The little programs that people learn sockets from, in testdata, at one end, and this one at the other.

// tutorial starts one of them.
func tutorial(t *testing.T, script string, args ...string) *tool {
	t.Helper()
	need(t, "python3")
	return startTool(t, "python3", append([]string{"-u", filepath.Join("testdata", script)}, args...)...)
}

// serving starts this program as a server of one endpoint and returns its port.
func serving(t *testing.T, args ...string) (h *headlessRun, port string) {
	t.Helper()
	h = startHeadless(t, args...)
	return h, h.kind("opened", 1).port()
}

// numbers is what seq 1 n prints.
func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintln(&b, i+1)
	}
	return b.String()
}

func TestChatWithATutorialsClient(t *testing.T) {
	h, port := serving(t, "-serve", "tcp://127.0.0.1:0")
	c := tutorial(t, "tutorial_chat.py", "client", "127.0.0.1", port)
	session := h.kind("accepted", 1).Session
	h.say("who are you?\n")
	c.reads("who are you?\n")
	c.say("小明\n")
	h.got(session, "小明\n")
	h.say("welcome, 小明\n")
	c.reads("welcome, 小明\n")
	c.stdin.Close()
	c.ends()
	h.kind("ended", 1)
	h.end(syscall.SIGTERM, exitOK)
}

func TestChatWithATutorialsServer(t *testing.T) {
	s := tutorial(t, "tutorial_chat.py", "server")
	h := startHeadless(t, "-connect", "tcp://127.0.0.1:"+s.line())
	session := h.kind("opened", 1).Session
	h.say("hello, anybody here?\n")
	s.reads("hello, anybody here?\n")
	s.say("我在\n")
	h.got(session, "我在\n")
	s.stdin.Close() // its FIN ends the connection, and with that the program
	h.end(nil, exitOK)
	s.ends()
}

func TestEchoToTutorialsClients(t *testing.T) {
	for _, tt := range []struct {
		name, flag, url string
		client          []string
	}{
		{"TCP", "-serve", "tcp://127.0.0.1:0?reply=echo", []string{"tcp"}},
		{"UDP", "-udp", "udp://127.0.0.1:0?reply=echo", []string{"udp"}},
		{"UDP in upper case", "-udp", "udp://127.0.0.1:0?reply=upper", []string{"udp", "upper"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, port := serving(t, tt.flag, tt.url)
			tutorial(t, "tutorial_echo_client.py", append([]string{tt.client[0], "127.0.0.1", port, "20"}, tt.client[1:]...)...).ends()
			h.end(syscall.SIGTERM, exitOK)
		})
	}
}

func TestEchoOfTutorialsServers(t *testing.T) {
	for _, tt := range []struct {
		name, flag, url string
		server          []string
		said, want      string
	}{
		{"TCP", "-connect", "tcp://127.0.0.1:%s", []string{"tcp"}, "hello 世界\n", "hello 世界\n"},
		{"UDP", "-udp", "udp://127.0.0.1:0?peer=127.0.0.1:%s", []string{"udp"}, "hello 世界\n", "hello 世界\n"},
		{"UDP in upper case", "-udp", "udp://127.0.0.1:0?peer=127.0.0.1:%s", []string{"udp", "upper"}, "hello 世界\n", "HELLO 世界\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tutorial(t, "tutorial_echo_server.py", tt.server...)
			h := startHeadless(t, tt.flag, fmt.Sprintf(tt.url, s.line()))
			session := h.kind("opened", 1).Session
			h.say(tt.said)
			h.got(session, tt.want)
			h.end(syscall.SIGTERM, exitOK)
		})
	}
}

func TestGreetingToATutorialsClient(t *testing.T) {
	h, port := serving(t, "-serve", "tcp://127.0.0.1:0?reply=rules&rules="+filepath.Join("..", "..", "docs", "rules", "greeting.json"))
	c := tutorial(t, "tutorial_greeting_client.py", "127.0.0.1", port, "Alice", "小明")
	c.reads("hello word!\nHello Alice\nHello 小明\nclosed\n")
	c.ends()
	h.kind("ended", 1)
	h.end(syscall.SIGTERM, exitOK)
}

func TestGreetingOfATutorialsServer(t *testing.T) {
	s := tutorial(t, "tutorial_greeting_server.py")
	h := startHeadless(t, "-connect", "tcp://127.0.0.1:"+s.line())
	session := h.kind("opened", 1).Session
	h.got(session, "hello word!")
	h.say("小明\n")
	h.got(session, "hello word!Hello 小明\n")
	h.end(syscall.SIGTERM, exitOK)
}

// HTTP by hand: a request is typed, the answer is read to the end, and its body is the file to the byte.
func TestHTTPByHandOfPythonsServer(t *testing.T) {
	need(t, "python3")
	dir := t.TempDir()
	want := make([]byte, 300_000)
	for i := range want {
		want[i] = byte(i*i>>3 ^ i)
	}
	if err := os.WriteFile(filepath.Join(dir, "picture.bin"), want, 0o600); err != nil {
		t.Fatal(err)
	}
	s := startTool(t, "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", dir)
	var port string
	if _, err := fmt.Sscanf(s.line(), "Serving HTTP on 127.0.0.1 port %s", &port); err != nil {
		t.Fatal(err)
	}
	h := startHeadless(t, "-connect", "tcp://127.0.0.1:"+port)
	h.kind("opened", 1)
	for _, line := range []string{"GET /picture.bin HTTP/1.1\r\n", "Host: 127.0.0.1\r\n", "Connection: close\r\n", "\r\n"} {
		h.say(line)
	}
	h.end(nil, exitOK) // with the server's FIN
	var answer []byte
	for _, r := range h.rows {
		if r.Kind == "received" {
			answer = append(answer, r.Data...)
		}
	}
	head, body, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
	if !bytes.HasPrefix(head, []byte("HTTP/1.0 200 OK\r\n")) || !bytes.Equal(body, want) {
		t.Errorf("the header is %.100q, the body %d bytes; want 200 and the %d bytes of the file", head, len(body), len(want))
	}
}

// And a client that is one finds in a fixed answer what was written there.
func TestHTTPByHandToAClient(t *testing.T) {
	const body = "<h1>by hand</h1>"
	answer := fmt.Sprintf("HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s", len(body), body)
	h, port := serving(t, "-serve", "tcp://127.0.0.1:0?reply=fixed&mode=escapes&text="+strings.NewReplacer(" ", "%20", "\\", "%5C", ":", "%3A", "/", "%2F", "<", "%3C", ">", "%3E").Replace(answer))
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get("http://127.0.0.1:" + port + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err != nil || string(got) != body {
		t.Errorf("got %q, %v, want %q", got, err, body)
	}
	h.kind("ended", 1)
	h.end(syscall.SIGTERM, exitOK)
}

const tutorialCommands = "seq 1 100000\ntrue\nfalse\nno-such-command\necho done\n"

func TestCommandsOfATutorialsClient(t *testing.T) {
	for _, ready := range []string{"OK", "ready to recv"} {
		t.Run(ready, func(t *testing.T) {
			h, port := serving(t, "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=commands")
			c := tutorial(t, "tutorial_command_client.py", "127.0.0.1", port, ready)
			c.say(tutorialCommands)
			c.stdin.Close()
			want := numbers(100000)
			if len(want) != 588895 {
				t.Fatalf("seq 1 100000 is %d bytes", len(want))
			}
			c.reads(want + "(no output)\n" + "(exit status 1)\n" + "(there is no program \"no-such-command\")\n" + "done\n")
			c.ends()
			h.end(syscall.SIGTERM, exitOK)
		})
	}
	t.Run("length 0", func(t *testing.T) {
		h, port := serving(t, "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=commands&nooutput=zero")
		c := tutorial(t, "tutorial_command_client.py", "127.0.0.1", port, "OK")
		c.say("true\necho next\n")
		c.reads("next\n")
		c.stdin.Close()
		c.ends()
		h.end(syscall.SIGTERM, exitOK)
	})
}

func TestTwentyTutorialsClientsAtOnce(t *testing.T) {
	h, port := serving(t, "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=commands")
	clients := make([]*tool, 20)
	for i := range clients {
		clients[i] = tutorial(t, "tutorial_command_client.py", "127.0.0.1", port, "OK")
	}
	h.wait("all of them", len(clients), func(r row) bool { return r.Kind == "accepted" })
	want := numbers(100000)
	for _, c := range clients {
		c.say("seq 1 100000\necho again\n")
		c.stdin.Close()
	}
	var reading sync.WaitGroup
	for i, c := range clients {
		reading.Add(1)
		go func() {
			defer reading.Done()
			got, err := io.ReadAll(c.stdout)
			if err != nil || string(got) != want+"again\n" {
				t.Errorf("client %d got %d bytes, %v, want %d", i, len(got), err, len(want)+6)
			}
		}()
	}
	reading.Wait()
	for _, c := range clients {
		c.ends()
	}
	h.end(syscall.SIGTERM, exitOK)
}

func TestRequestsToATutorialsServer(t *testing.T) {
	s := tutorial(t, "tutorial_command_server.py")
	c := program(t, "-headless", "-connect", "tcp://127.0.0.1:"+s.line(), "-request")
	c.Stdin = strings.NewReader("seq 1 100000\ntrue\nfalse\necho 世界\n")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	stop := time.AfterFunc(patience, func() { c.Process.Kill() })
	got, err := c.Output()
	if !stop.Stop() || err != nil || string(got) != numbers(100000)+"世界\n" {
		t.Errorf("got %d bytes, %v, want %d; it said %s", len(got), err, len(numbers(100000))+7, stderr.String())
	}
}

// The client here and the server here, and what the program says when there is no answer.
func TestRequestsToOurServer(t *testing.T) {
	h, port := serving(t, "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=commands")
	c := program(t, "-headless", "-connect", "tcp://127.0.0.1:"+port, "-request")
	c.Stdin = strings.NewReader("\nseq 1 3\n\ntrue\n")
	if got, err := c.Output(); err != nil || string(got) != "1\n2\n3\n(no output)\n" {
		t.Errorf("got %q, %v", got, err)
	}
	h.end(syscall.SIGTERM, exitOK)

	echo, port := serving(t, "-serve", "tcp://127.0.0.1:0?reply=echo")
	c = program(t, "-headless", "-connect", "tcp://127.0.0.1:"+port, "-request")
	c.Stdin = strings.NewReader("date\n")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	got, err := c.Output()
	if exitCode(t, err) != exitError || len(got) > 0 || !strings.Contains(stderr.String(), "a length in decimal digits was to come, but it was “date”") {
		t.Errorf("got %q, %v, and %s", got, err, stderr.String())
	}
	echo.end(syscall.SIGTERM, exitOK)
}

// A character that two reads cut is one: framing puts the command together before it is read as GBK.
func TestGBKSplitInsideACharacter(t *testing.T) {
	h, port := serving(t, "-allow-programs", "-show", "both", "-serve", "tcp://127.0.0.1:0?reply=commands&encoding=gbk&frame=lines&sendframe=none")
	c := tutorial(t, "gbk_client.py", "127.0.0.1", port)
	h.wait("the first half", 1, func(r row) bool {
		return r.Kind == "received" && bytes.HasSuffix(r.Data, []byte("\xd6\xd0\xce"))
	})
	c.say("go on\n")
	c.reads("中文\n")
	c.ends()
	h.end(syscall.SIGTERM, exitOK)
}

// A program of the python kind answers on each end.
func TestAProgramAnswersItsClient(t *testing.T) {
	need(t, "python3")
	code := `import sys
for line in sys.stdin:
    print("got", len(line.strip()), flush=True)`
	script := filepath.Join(t.TempDir(), "count.py")
	if err := os.WriteFile(script, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	h, port := serving(t, "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=program&command=python3+-u+"+script)
	c := tutorial(t, "tutorial_chat.py", "client", "127.0.0.1", port)
	c.say("four\n")
	c.reads("got 4\n")
	c.say("fifteen letters\n")
	c.reads("got 15\n")
	c.stdin.Close()
	c.ends()
	h.wait("the end of the program", 1, func(r row) bool { return r.Kind == "noted" && strings.HasPrefix(r.Note, "ended pid") })
	h.end(syscall.SIGTERM, exitOK)
}

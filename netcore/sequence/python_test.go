package sequence

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// servers are peers in python3; each serves one connection, c.
var servers = map[string]string{
	"smtp": `
c.sendall(b"220 mail.example ESMTP\r\n")
f=c.makefile("rb")
for line in f:
    verb=line.split()[0].upper()
    if verb==b"EHLO": c.sendall(b"250-mail.example greets "+line.split()[1]+b"\r\n250-SIZE 1000\r\n250 HELP\r\n")
    elif verb==b"RCPT": c.sendall(b"550 no such user\r\n")
    elif verb==b"QUIT":
        c.sendall(b"221 bye\r\n"); break
    else: c.sendall(b"250 ok\r\n")
`,
	"echo": `
while True:
    d=c.recv(4096)
    if not d: break
    c.sendall(d)
`,
	"byte by byte": `
c.setsockopt(socket.IPPROTO_TCP,socket.TCP_NODELAY,1)
while True:
    d=c.recv(4096)
    if not d: break
    for b in b"answer %d: "%len(d)+d+b"\r\nnext":
        c.sendall(bytes([b])); time.sleep(0.001)
`,
	"silent": `
while c.recv(4096): pass
`,
	"closes midway": `
c.recv(4096)
c.sendall(b"half an ans")
c.close()
`,
	"resets": `
c.recv(4096)
c.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,struct.pack("ii",1,0))
c.close()
`,
	"speaks and finishes": `
c.sendall(b"your name?\n")
c.shutdown(socket.SHUT_WR)
print(c.makefile().read().strip(),flush=True)
`,
}

// serve runs a server in python3, and returns its port and what it says.
func serve(t *testing.T, name string) (port string, said *bufio.Scanner) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	cmd := exec.CommandContext(ctx, python, "-c", "import socket,struct,time\ns=socket.create_server(('127.0.0.1',0))\nprint(s.getsockname()[1],flush=True)\nc,_=s.accept()\n"+servers[name])
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = cmd.Wait() })
	said = bufio.NewScanner(out)
	if !said.Scan() {
		t.Fatal("the server says nothing")
	}
	return said.Text(), said
}

// A room is a hub with a connection to a server, whose events are noted.
type room struct {
	*netcore.Hub
	session netcore.SessionID
	events  chan []string // of Close
}

func connect(t *testing.T, server string, spec netcore.Spec) (*room, *bufio.Scanner) {
	t.Helper()
	port, said := serve(t, server)
	tr, _, err := transport.Parse(transport.Connect, "tcp://127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	r := &room{Hub: netcore.NewHub(), events: make(chan []string, 1)}
	opened := make(chan netcore.SessionID, 1)
	go func() {
		var list []string
		for batch := range r.Events() {
			for _, e := range batch {
				if e.Kind == netcore.Opened {
					opened <- e.Session
				}
				list = append(list, e.Kind.String()+" "+e.Note+" "+string(e.Payload)+" "+netcore.Explain(e.Err).String())
			}
		}
		r.events <- list
	}()
	t.Cleanup(func() { r.Close() })
	spec.Name, spec.Transport = "client", tr
	if _, err := r.Open(t.Context(), spec); err != nil {
		t.Fatal(err)
	}
	r.session = <-opened
	return r, said
}

// log closes the hub and returns all that was told.
func (r *room) log() string {
	r.Close()
	list := <-r.events
	r.events <- list
	return strings.Join(list, "\n")
}

const smtp = `{"do":"expect","match":"regex","text":"^220 (\\S+) .*\\r\\n"},{"do":"capture","name":"host","take":"1"},
	{"do":"send","text":"EHLO {{host}}","ending":"CRLF","variables":true},
	{"do":"expect","match":"regex","text":"(?m)^250 .*\\r\\n"},
	{"do":"send","text":"MAIL FROM:<a@b>","ending":"CRLF"},{"do":"expect","match":"starts","text":"250 ok\r\n"},
	{"do":"send","text":"RCPT TO:<c@d>","ending":"CRLF"},{"do":"expect","match":"starts","text":"250 ","onFail":"ONFAIL"},
	{"do":"expect","match":"regex","text":"^5\\d\\d .*\\r\\n"},
	{"do":"send","text":"QUIT","ending":"CRLF"},{"do":"expect","text":"221"},{"do":"close"}`

func TestAgainstPython(t *testing.T) {
	for name, tt := range map[string]struct {
		server, steps string
		want          string // of the result
		fails         string
		log           []string
	}{
		"smtp, all of it": {"smtp", strings.Replace(smtp, "ONFAIL", "go on", 1), "done after * 12 steps were done, 1 failed", "",
			[]string{`{{host}} is "mail.example"`, `took 63 bytes, with "250 HELP\r\n"`, `step 8, expect starts “250 ”: failed after`, `something else came: "550 no such user\r\n"`}},
		"smtp, to the first failure": {"smtp", strings.Replace(smtp, "ONFAIL", "stop", 1), "ended early after * 8 steps were done, 1 failed",
			`step 8, expect starts “250 ”: something else came: "550 no such user\r\n"`, nil},
		"echo, in a loop": {"echo", `{"do":"loop","times":50,"steps":[{"do":"send","text":"{{seq:04}}:{{rand:100:hex}}\n","variables":true},{"do":"expect","match":"regex","text":"^(\\d+):(.*)\n"},
			{"do":"capture","name":"n","take":"1"},{"do":"capture","name":"r","take":"2"},{"do":"send","text":"{{r}}{{n}}","variables":true},{"do":"expect","match":"equals","text":"{{r}}{{n}}","variables":true}]}`,
			"done after * 300 steps were done, 0 failed", "", nil},
		"byte by byte": {"byte by byte", `{"do":"send","text":"hello"},{"do":"expect","match":"regex","text":"answer (\\d+): (?P<what>.*)\r\n"},{"do":"capture","name":"what","take":"what"},
			{"do":"expect","match":"equals","text":"next"},{"do":"send","text":"{{what}}{{what}}","variables":true},{"do":"expect","text":"answer 10: hellohello\r\n"}`,
			"done after * 6 steps were done, 0 failed", "", nil},
		"no answer": {"silent", `{"do":"send","text":"hello?"},{"do":"expect","text":"yes","timeout":"150ms"}`,
			"ended early after * 2 steps were done, 1 failed", "step 2, expect “yes”: what was expected took longer than 150 ms, the limit set here", []string{"ETIMEDOUT", "nothing came"}},
		"it closes midway": {"closes midway", `{"do":"send","text":"?"},{"do":"expect","text":"an answer"},{"do":"send","text":"never"}`,
			"ended early after * 2 steps were done, 1 failed", "step 2, expect “an answer”: the peer has finished sending (FIN)", []string{`11 bytes came that don't fit: "half an ans"`}},
		"it closes, and that was enough": {"closes midway", `{"do":"send","text":"?"},{"do":"expect","match":"size","size":4},{"do":"capture","name":"x","take":"1:"},{"do":"expect","text":"ans"},{"do":"comment","text":"{{x}}","variables":true}`,
			"done after * 5 steps were done, 0 failed", "", []string{"step 5: alf"}},
		"it resets": {"resets", `{"do":"send","text":"?"},{"do":"wait","for":"1h"}`,
			"ended early after * 2 steps were done, 1 failed", "step 2, wait 1h0m0s: the connection has ended", []string{"ECONNRESET"}},
		"it finishes sending and listens": {"speaks and finishes", `{"do":"expect","text":"name?\n"},{"do":"wait","for":"100ms"},{"do":"send","text":"wirevise"},{"do":"close"}`,
			"done after * 4 steps were done, 0 failed", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			begin := program(t, tt.steps).AtBeginning()
			r, said := connect(t, tt.server, netcore.Spec{Responder: begin})
			result, err := begin.Run(t.Context(), r, Options{})
			if err != nil {
				t.Fatal(err)
			}
			head, tail, _ := strings.Cut(tt.want, " * ")
			if got := result.String(); !strings.HasPrefix(got, head) || !strings.HasSuffix(got, tail) {
				t.Errorf("got %q, %v, want %q", got, result.Err, tt.want)
			}
			if tt.fails == "" && result.Err != nil || tt.fails != "" && (result.Err == nil || result.Err.Error() != tt.fails) {
				t.Errorf("it ended because of %v, want %q", result.Err, tt.fails)
			}
			if tt.server == "speaks and finishes" && (!said.Scan() || said.Text() != "wirevise") {
				t.Errorf("the server got %q", said.Text())
			}
			log := r.log()
			for _, want := range append(tt.log, "sequence “test”: "+result.String()) {
				if !strings.Contains(log, want) {
					t.Errorf("the log has not %q:\n%s", want, log)
				}
			}
		})
	}
}

// What a sequence tells of itself at the end of a session stands before that end.
func TestTheEndIsToldBeforeTheSessionEnds(t *testing.T) {
	r, _ := connect(t, "closes midway", netcore.Spec{})
	if _, err := program(t, `{"do":"send","text":"?"},{"do":"expect","text":"whole"}`).Run(t.Context(), r, r.session, Options{}); err != nil {
		t.Fatal(err)
	}
	log := r.log()
	if told, ended := strings.Index(log, "ended early after"), strings.Index(log, "\nended "); told < 0 || ended < told {
		t.Errorf("it was told at %d, the session ended at %d:\n%s", told, ended, log)
	}
}

// A program that begins with a session is given up when there is none, and runs in the first one only.
func TestBeginningWithoutASession(t *testing.T) {
	begin := program(t, `{"do":"expect","text":"x"}`).AtBeginning()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := begin.Run(ctx, nil, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	r, _ := connect(t, "echo", netcore.Spec{Responder: begin})
	r.Close() // would wait for ever for a run that has ended
}

func TestStopAndGoOn(t *testing.T) {
	r, _ := connect(t, "echo", netcore.Spec{})
	ctx, cancel := context.WithCancel(t.Context())
	result, err := program(t, `{"do":"send","text":"x"},{"do":"expect","text":"never","timeout":"1h"}`).Run(ctx, r, r.session, Options{Watch: func(m Moment) {
		if m.Path == "2" && !m.Ended {
			cancel()
		}
	}})
	if err != nil || !errors.Is(result.Err, context.Canceled) || result.Passed() {
		t.Errorf("got %+v, %v", result, err)
	}
	// The session goes on, and another sequence runs on it.
	result, err = program(t, `{"do":"send","text":"y"},{"do":"expect","text":"y"}`).Run(t.Context(), r, r.session, Options{})
	if err != nil || !result.Passed() {
		t.Errorf("got %+v, %v", result, err)
	}
	if err := r.EndSession(r.session, netcore.EndAbort); err != nil {
		t.Fatal(err)
	}
	r.Close()
	if _, err := program(t, `{"do":"close"}`).Run(t.Context(), r, r.session, Options{}); err == nil {
		t.Error("it ran on a session that has ended")
	}
	if log := r.log(); !strings.Contains(log, "stopped after") {
		t.Errorf("the log does not say that it was stopped:\n%s", log)
	}
}

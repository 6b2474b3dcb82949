//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const mailServer = `
import socket
s=socket.create_server(("127.0.0.1",0))
print(s.getsockname()[1],flush=True)
c,_=s.accept()
c.sendall(b"220 mail.example\r\n")
for line in c.makefile("rb"):
    c.sendall(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 ok\r\n")
`

// sequenceFile writes a sequence to a file.
func sequenceFile(t *testing.T, steps string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sequence.json")
	if err := os.WriteFile(path, []byte(`{"name":"mail","steps":[`+steps+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRunSequence(t *testing.T) {
	const greeting = `{"do":"expect","match":"regex","text":"220 (\\S+)\\r\\n"},{"do":"capture","name":"host","take":"1"},
		{"do":"send","text":"EHLO {{host}}","ending":"CRLF","variables":true},{"do":"expect","match":"starts","text":"250"}`
	for name, tt := range map[string]struct {
		steps string
		code  int
		want  []string // of each line, a regular expression
	}{
		"passes": {greeting, exitOK, []string{
			`ok      step 1, expect regex “220 \(\\S\+\)\\r\\n”: \d.*; took 18 bytes: "220 mail.example\\r\\n"`,
			`ok      step 2, capture group 1 as {{host}}: .*; {{host}} is "mail.example"`,
			`ok      step 3, send “EHLO {{host}}”: .*; 19 bytes`,
			`ok      step 4, expect starts “250”: .*; took 3 bytes: "250"`,
			`passed: done after .*: 4 steps were done, 0 failed`}},
		"fails": {`{"do":"expect","text":"220"},{"do":"expect","text":"never","timeout":"50ms"}`, exitError, []string{
			`ok      step 1, .*`,
			`failed  step 2, expect “never”: .*ETIMEDOUT .*; 15 bytes came that don't fit: .*`,
			`failed: ended early after .*: 2 steps were done, 1 failed; step 2, expect “never”: .*`}},
		"goes on, and fails": {`{"do":"expect","text":"never","timeout":"50ms","onFail":"go on"},{"do":"close"}`, exitError, []string{
			`failed  step 1, .*`, `ok      step 2, close: .*`, `failed: done after .*: 2 steps were done, 1 failed`}},
	} {
		t.Run(name, func(t *testing.T) {
			server := startTool(t, "python3", "-c", mailServer)
			code, stdout, stderr := runBriefly(t, "-connect", "tcp://127.0.0.1:"+server.line(), "-run", sequenceFile(t, tt.steps))
			if code != tt.code || stderr != "" {
				t.Errorf("exit code %d, want %d; %s", code, tt.code, stderr)
			}
			want := regexp.MustCompile(`\A` + strings.Join(tt.want, "\n") + `\n\z`)
			if !want.MatchString(stdout) {
				t.Errorf("got\n%s\nwant\n%s", stdout, want)
			}
		})
	}
}

// With -headless the rows of the log come instead.
func TestRunSequenceAndTellAll(t *testing.T) {
	server := startTool(t, "python3", "-c", mailServer)
	code, stdout, _ := runBriefly(t, "-headless", "-connect", "tcp://127.0.0.1:"+server.line(), "-run", sequenceFile(t, `{"do":"expect","text":"220"}`))
	if code != exitOK || !strings.Contains(stdout, `"kind":"received"`) || !strings.Contains(stdout, "sequence “mail”: step 1, expect “220”: ok after") {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
}

func TestRunSequenceToNobody(t *testing.T) {
	code, stdout, stderr := runBriefly(t, "-connect", "tcp://127.0.0.1:1", "-run", sequenceFile(t, `{"do":"close"}`))
	if code != exitError || stdout != "" || !strings.Contains(stderr, "ECONNREFUSED") {
		t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
	}
}

func TestRunSequenceWrong(t *testing.T) {
	good := sequenceFile(t, `{"do":"close"}`)
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"nothing to run on": {[]string{"-run", good}, "-run needs one connection to run on"},
		"a server":          {[]string{"-serve", "tcp://127.0.0.1:0", "-run", good}, "-run needs one connection to run on"},
		"two":               {[]string{"-connect", "tcp://127.0.0.1:1", "-connect", "tcp://127.0.0.1:2", "-run", good}, "-run needs one connection to run on"},
		"a reply":           {[]string{"-connect", "tcp://127.0.0.1:1?reply=echo", "-run", good}, "reply= has no place"},
		"reconnect":         {[]string{"-connect", "tcp://127.0.0.1:1?reconnect=1s", "-run", good}, "reconnect= has no place"},
		"no file":           {[]string{"-connect", "tcp://127.0.0.1:1", "-run", "/nothing/here.json"}, "no such file"},
		"no JSON":           {[]string{"-connect", "tcp://127.0.0.1:1", "-run", "main.go"}, "main.go: line 1: this is no JSON"},
		"wrong steps":       {[]string{"-connect", "tcp://127.0.0.1:1", "-run", sequenceFile(t, `{"do":"wait"},{"do":"expect"}`)}, "step 1, for: how long to wait?"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := runBriefly(t, tt.args...)
			if code != exitUsage || stdout != "" || !strings.Contains(stderr, tt.want) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("exit code %d, %q, %q, want %q", code, stdout, stderr, tt.want)
			}
		})
	}
}

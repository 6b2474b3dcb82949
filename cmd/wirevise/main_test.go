package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// asProgram, set in its environment, makes the test binary be the program: so what is tested is built with the tests' own
// flags, the race detector among them.
const asProgram = "WIREVISE_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) // Fyne starts one before main does
}

// patience is how long a test waits for what has to happen; much longer than it takes, for slow machines under load.
const patience = 60 * time.Second

// program is the program, to be started with args, and to be killed at the end of the test if it still runs.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	// Without the second the race detector waits for a second at every end.
	c.Env = append(os.Environ(), asProgram+"=1", "GORACE=atexit_sleep_ms=0 halt_on_error=0")
	c.WaitDelay = patience
	return c
}

// exitCode is what a program ended with; -1: it did not end by itself.
func exitCode(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return exit.ExitCode()
}

// runBriefly runs the program to its end.
func runBriefly(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	c := program(t, args...)
	c.Stdout, c.Stderr = &out, &errs
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	defer context.AfterFunc(ctx, func() { c.Process.Kill() })()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return exitCode(t, c.Wait()), out.String(), errs.String()
}

func TestWrongCommandLines(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want string // in the one line
	}{
		{"unknown flag", []string{"-colour"}, "-colour"},
		{"flag without its value", []string{"-serve"}, "-serve"},
		{"not a flag", []string{"tcp://127.0.0.1:0"}, `"tcp://127.0.0.1:0" is no flag`},
		{"flag after what is none", []string{"x", "-headless"}, `"x"`},
		{"headless with nothing to open", []string{"-headless"}, "-serve, -connect or -udp"},
		{"wrong truth", []string{"-headless=perhaps"}, "perhaps"},
		{"counters into no folder", []string{"-stats", "/no/such/folder/x.json"}, "/no/such/folder"},
		{"nothing that shows", []string{"-show", "bytes"}, "frames, reads and both"},
		{"no scheme", []string{"-serve", "127.0.0.1:9000"}, "tcp://127.0.0.1:9000"},
		{"empty URL", []string{"-serve", ""}, "tcp://127.0.0.1:9000"},
		{"wrong scheme", []string{"-serve", "http://127.0.0.1:9000"}, "tcp, tcp4, tcp6"},
		{"scheme of the other kind", []string{"-udp", "tcp://127.0.0.1:9000"}, "udp, udp4, udp6"},
		{"no port", []string{"-serve", "tcp://127.0.0.1"}, "port"},
		{"port too large", []string{"-serve", "tcp://127.0.0.1:65536"}, "65535"},
		{"port below 0", []string{"-serve", "tcp://127.0.0.1:-1"}, "65535"},
		{"port in letters", []string{"-serve", "tcp://127.0.0.1:http"}, "65535"},
		{"port 0 to connect to", []string{"-connect", "tcp://127.0.0.1:0"}, "1 to 65535"},
		{"no host to connect to", []string{"-connect", "tcp://:9000"}, "host"},
		{"address without brackets", []string{"-serve", "tcp://::1:9000"}, "[::1]:9000"},
		{"open bracket", []string{"-serve", "tcp://[::1:9000"}, "bracket"},
		{"impossible address", []string{"-serve", "tcp://[::g]:9000"}, "IPv6"},
		{"address of the other family", []string{"-serve", "tcp6://127.0.0.1:9000"}, "127.0.0.1"},
		{"impossible host", []string{"-connect", "tcp://a b:9000"}, "a b"},
		{"path", []string{"-serve", "tcp://127.0.0.1:9000/x"}, "path"},
		{"unknown reply", []string{"-serve", "tcp://127.0.0.1:0?reply=shout"}, "shout"},
		{"prefix of an echo", []string{"-serve", "tcp://127.0.0.1:0?reply=echo&prefix=x"}, "prefix goes with reply=upper only"},
		{"fixed answer without one", []string{"-serve", "tcp://127.0.0.1:0?reply=fixed"}, "reply=fixed needs text=TEXT"},
		{"fixed answer that can't be made", []string{"-serve", "tcp://127.0.0.1:0?reply=fixed&text=0g&mode=hex"}, `reply=fixed: line 1, column 2: "g" is no hex digit`},
		{"wrong mode", []string{"-serve", "tcp://127.0.0.1:0?reply=fixed&text=a&mode=loud"}, "mode=loud: must be text, hex or escapes"},
		{"rules without a file", []string{"-serve", "tcp://127.0.0.1:0?reply=rules"}, "reply=rules needs rules=FILE"},
		{"rules of no file", []string{"-serve", "tcp://127.0.0.1:0?reply=rules&rules=/no/such/rules"}, "/no/such/rules"},
		{"rules that are none", []string{"-serve", "tcp://127.0.0.1:0?reply=rules&rules=main.go"}, "reply=rules: no file of rules"},
		{"unknown framing", []string{"-serve", "tcp://127.0.0.1:0?frame=lime"}, `frame=lime: "lime" is no framing`},
		{"wrong limit", []string{"-connect", "tcp://127.0.0.1:1?sendframe=lines,limit=no"}, `sendframe=lines,limit=no: "no" is no number of bytes`},
		{"framing of datagrams", []string{"-udp", "udp://127.0.0.1:0?frame=lines"}, "unknown option frame"},
		{"unknown option", []string{"-serve", "tcp://127.0.0.1:0?colour=red"}, "colour"},
		{"two unknown options", []string{"-serve", "tcp://127.0.0.1:0?b=1&a=2"}, "a, b"},
		{"option twice", []string{"-serve", "tcp://127.0.0.1:0?reply=echo&reply=upper"}, "reply"},
		{"option of another kind", []string{"-serve", "tcp://127.0.0.1:0?reconnect=1s"}, "reconnect"},
		{"broadcast on TCP", []string{"-serve", "tcp://127.0.0.1:0?broadcast=on"}, "broadcast"},
		{"wrong time", []string{"-serve", "tcp://127.0.0.1:0?idle=soon"}, "idle=soon"},
		{"time below 0", []string{"-connect", "tcp://127.0.0.1:1?reconnect=-1s"}, "reconnect=-1s"},
		{"wrong size", []string{"-serve", "tcp://127.0.0.1:0?readsize=0"}, "readsize=0"},
		{"neither on nor off", []string{"-serve", "tcp://127.0.0.1:0?keepopen=yes"}, "keepopen=yes"},
		{"wrong escape", []string{"-serve", "tcp://127.0.0.1:0?name=%zz"}, "%zz"},
		{"wrong peer", []string{"-udp", "udp://127.0.0.1:0?peer=nowhere"}, "port"},
		{"right, then wrong", []string{"-headless", "-serve", "tcp://127.0.0.1:0", "-udp", "udp://127.0.0.1:x"}, "65535"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			code, stdout, stderr := runBriefly(t, test.args...)
			if code != exitUsage {
				t.Errorf("exit code: got %d, want %d", code, exitUsage)
			}
			if stdout != "" {
				t.Errorf("standard output: got %q, want nothing", stdout)
			}
			if strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "wirevise: ") || !strings.HasSuffix(stderr, "\n") {
				t.Errorf("standard error: got %q, want one line that begins with wirevise:", stderr)
			}
			if !strings.Contains(stderr, test.want) {
				t.Errorf("standard error: got %q, want something with %q", stderr, test.want)
			}
		})
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, flag := range []string{"-help", "-h", "--help"} {
		code, stdout, stderr := runBriefly(t, flag)
		if code != exitOK || stderr != "" || stdout != usage {
			t.Errorf("%s: got exit code %d, %q and %q on standard error, want the usage", flag, code, stdout, stderr)
		}
	}
	for _, name := range []string{"-serve", "-connect", "-udp", "-headless", "-stats", "-v", "-version"} {
		if !strings.Contains(usage, "\n  "+name+" ") {
			t.Errorf("the usage does not explain %s", name)
		}
	}
	code, stdout, stderr := runBriefly(t, "-version")
	if code != exitOK || stderr != "" || !strings.HasPrefix(stdout, "wirevise ") || strings.Count(stdout, "\n") != 1 {
		t.Errorf("-version: got exit code %d, %q and %q on standard error, want one line", code, stdout, stderr)
	}
}

func TestStatsWithoutFolderOpensNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no", "stats.json")
	if code, stdout, _ := runBriefly(t, "-headless", "-serve", "tcp://127.0.0.1:0", "-stats", path); code != exitUsage || stdout != "" {
		t.Errorf("got exit code %d and %q, want %d and nothing", code, stdout, exitUsage)
	}
}

//go:build unix

package program

import (
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

// gone waits until no process has this number, or it is a zombie that is not ours.
func gone(t *testing.T, pid int) {
	t.Helper()
	for end := time.Now().Add(netcoretest.Patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if syscall.Kill(pid, 0) == syscall.ESRCH || zombie(pid) {
			return
		}
	}
	t.Errorf("process %d is still there", pid)
}

func TestOneProcessAConnection(t *testing.T) {
	s := serve(t, Program{Line: "cat", Each: EachConnection})
	c := s.call()
	c.say("one\n")
	c.reads("one\n")
	c.say("two\x00\xff\n")
	c.reads("two\x00\xff\n")
	c.finish()
	if got := c.rest(); got != "" {
		t.Errorf("got %q behind the FIN, want nothing", got)
	}
	s.row(netcore.Noted, 1, `^started pid \d+: cat$`)
	s.row(netcore.Noted, 1, `^ended pid \d+: cat: exit status 0 after .*, 10 bytes in, 10 bytes out$`)
	s.row(netcore.Ended, 1, "")
}

func TestWhatIsSaidAfterTheFINIsSent(t *testing.T) {
	s := serve(t, Program{Line: "wc -c", Each: EachConnection})
	c := s.call()
	c.say(strings.Repeat("x", 100000))
	c.finish()
	if got := strings.TrimSpace(c.rest()); got != "100000" {
		t.Errorf("wc counted %q, want 100000", got)
	}
}

func TestAConnectionEndsWithItsProgram(t *testing.T) {
	tests := []struct{ name, line, want, status string }{
		{"at once", "true", "", "exit status 0"},
		{"with a failure", "false", "", "exit status 1"},
		{"after a greeting", "echo hello", "hello\n", "exit status 0"},
		{"much output", "seq 1 100000", seq(100000), "exit status 0"},
		{"by a signal", `sh -c 'kill -KILL $$'`, "", "signal: killed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, Program{Line: tt.line, Each: EachConnection})
			if got := s.call().rest(); got != tt.want {
				t.Errorf("got %d bytes %.40q, want %d", len(got), got, len(tt.want))
			}
			s.row(netcore.Noted, 1, "^ended pid .*"+tt.status)
		})
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	for _, tt := range []struct{ line, dir, want string }{
		{"no-such-program-here -x", "", `not started: .*there is no program "no-such-program-here"`},
		{"/etc/passwd", "", `not started: .*"/etc/passwd" may not be run`},
		{"cat", "/no/such/folder", `not started: cat: there is no folder /no/such/folder`},
		{`cat "x`, "", `not started: .*the quote " in column 5 has no end`},
	} {
		s := serve(t, Program{Line: tt.line, Dir: tt.dir, Each: EachConnection})
		if got := s.call().rest(); got != "" {
			t.Errorf("%s: got %q, want nothing", tt.line, got)
		}
		s.row(netcore.Failed, 1, tt.want)
	}
}

func TestAProgramRunsInItsFolderAndKnowsItsPeer(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, Program{Line: `pwd; echo $WIREVISE_PEER $WIREVISE_LOCAL`, Shell: true, Dir: dir, Each: EachConnection})
	c := s.call()
	want := dir + "\n" + c.LocalAddr().String() + " " + s.at + "\n"
	if got := c.rest(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStandardError(t *testing.T) {
	line := `sh -c 'echo out; echo err >&2'`
	s := serve(t, Program{Line: line, Each: EachConnection})
	if got := s.call().rest(); got != "out\n" {
		t.Errorf("told: got %q, want only standard output", got)
	}
	s.row(netcore.Noted, 1, `^pid \d+, standard error: err$`)

	s = serve(t, Program{Line: line, Each: EachConnection, Errors: true})
	if got := s.call().rest(); got != "out\nerr\n" {
		t.Errorf("sent: got %q, want both", got)
	}
}

func TestMuchStandardErrorIsCounted(t *testing.T) {
	s := serve(t, Program{Line: `sh -c 'seq 1 100000 >&2; echo done'`, Each: EachMessage})
	c := s.call()
	c.say("x")
	c.reads("done\n")
	s.row(netcore.Noted, 1, `^pid \d+, standard error: 52\d\d\d\d bytes more$`)
}

// What a connection's program started ends with the connection, however it is made.
func TestTheWholeGroupEndsWithTheConnection(t *testing.T) {
	tests := []struct{ name, line string }{
		{"a child", `sleep 1000 & echo $!; wait`},
		{"SIGTERM ignored", `trap "" TERM; sleep 1000 & echo $!; while :; do sleep 1000; done`},
		{"standard output closed", `sleep 1000 & echo $!; exec 1>&- 2>&-; wait`},
		{"standard input closed", `sleep 1000 & echo $!; exec 0<&-; wait`},
	}
	ends := []struct {
		name string
		end  func(*served, *caller)
	}{
		{"reset by the peer", func(_ *served, c *caller) { c.reset() }},
		{"closed here", func(s *served, c *caller) {
			s.hub.EndSession(s.row(netcore.Accepted, 1, "").Session, netcore.EndClose)
		}},
		{"aborted here", func(s *served, c *caller) {
			s.hub.EndSession(s.row(netcore.Accepted, 1, "").Session, netcore.EndAbort)
		}},
		{"endpoint closed", func(s *served, _ *caller) { s.hub.CloseEndpoint(s.id) }},
		{"another reply", func(s *served, _ *caller) { s.hub.SetBehaviour(s.id, netcore.Behaviour{}) }},
		{"hub closed", func(s *served, _ *caller) { s.hub.Close() }},
	}
	for _, tt := range tests {
		for _, how := range ends {
			t.Run(tt.name+", "+how.name, func(t *testing.T) {
				s := serve(t, Program{Line: tt.line, Shell: true, Each: EachConnection})
				c := s.call()
				child := c.number()
				leader := s.pid(1)
				how.end(s, c)
				gone(t, leader)
				gone(t, child)
				s.row(netcore.Noted, 1, "^ended pid .*; ended with its connection$")
			})
		}
	}
}

// A peer that went away without a reset has finished sending: the program has Time left to say something.
func TestASilentProgramEndsAfterTheFIN(t *testing.T) {
	s := serve(t, Program{Line: "sleep 1000", Each: EachConnection, Time: 50 * time.Millisecond})
	c := s.call()
	pid := s.pid(1)
	c.Close()
	gone(t, pid)
	s.row(netcore.Failed, 1, "^ended pid .*after the peer's FIN, the program took longer than 50 ms")
	s.row(netcore.Ended, 1, "")
}

func TestAProgramThatDoesNotRead(t *testing.T) {
	s := serve(t, Program{Line: `exec 0<&-; echo closed; sleep 1000`, Shell: true, Each: EachConnection})
	c := s.call()
	c.reads("closed\n")
	c.say("for nobody")
	s.row(netcore.Noted, 1, `reads no more: what comes is not given to it`)
	s.hub.CloseEndpoint(s.id)
	s.row(netcore.Noted, 1, `did not read 10 bytes`)
}

// A program that is full holds the session up, and the session's end still ends both.
func TestASessionThatWaitsForItsProgramCanBeEnded(t *testing.T) {
	s := serve(t, Program{Line: "sleep 1000", Each: EachConnection})
	c := s.call()
	pid := s.pid(1)
	c.say(strings.Repeat("x", 200000)) // more than a pipe holds
	s.row(netcore.Received, 1, "")
	s.hub.CloseEndpoint(s.id)
	gone(t, pid)
}

func TestAFloodIsCutAtTheLimit(t *testing.T) {
	s := serve(t, Program{Line: "yes", Each: EachConnection, Output: 100001})
	if got := s.call().rest(); len(got) != 100001 {
		t.Errorf("got %d bytes, want 100001", len(got))
	}
	s.row(netcore.Failed, 1, "^ended pid .* 100001 bytes out: it said more than 100001 bytes, the limit set here$")
}

// A peer that does not read holds the program up, not the memory.
func TestAFloodToAPeerThatDoesNotRead(t *testing.T) {
	s := serve(t, Program{Line: "yes", Each: EachConnection})
	c := s.call()
	c.reads("y\n")
	pid := s.pid(1)
	c.reset()
	gone(t, pid)
	s.row(netcore.Ended, 1, "")
}

func TestManyBytesThroughAProgram(t *testing.T) {
	const size = 16 << 20
	s := serve(t, Program{Line: "cat", Each: EachConnection})
	c := s.call()
	sent, got := sha256.New(), sha256.New()
	wrote := make(chan error, 1)
	go func() {
		block := make([]byte, 1<<16)
		var err error
		for i := 0; i < size/len(block) && err == nil; i++ {
			for j := range block {
				block[j] = byte(i*31 + j*7)
			}
			sent.Write(block)
			_, err = c.Write(block)
		}
		if err == nil {
			err = c.closeWrite()
		}
		wrote <- err
	}()
	n, err := io.Copy(got, c)
	if werr := <-wrote; err != nil || werr != nil || n != size || string(got.Sum(nil)) != string(sent.Sum(nil)) {
		t.Errorf("%d bytes came back (%v, %v), or others than %d that went", n, err, werr, size)
	}
}

func TestOneProcessAMessage(t *testing.T) {
	s := serve(t, Program{Line: "tr a-z A-Z", Each: EachMessage})
	c := s.call()
	for _, text := range []string{"one\n", "two", "three\n"} {
		c.say(text)
		c.reads(strings.ToUpper(text))
	}
	s.row(netcore.Noted, 3, `^ended pid \d+: tr a-z A-Z: exit status 0 after`)
	c.say("last")
	c.finish() // its answer comes all the same
	if got := c.rest(); got != "LAST" {
		t.Errorf("got %q, want LAST", got)
	}
}

func TestAMessageIsLeftUnread(t *testing.T) {
	s := serve(t, Program{Line: "echo answer", Each: EachMessage})
	c := s.call()
	c.say(strings.Repeat("x", 1<<20))
	c.reads("answer\n")
}

func TestLimitsOfAMessage(t *testing.T) {
	t.Run("time", func(t *testing.T) {
		s := serve(t, Program{Line: `trap "" TERM; sleep 1000 & echo $!; wait; while :; do sleep 1000; done`, Shell: true, Each: EachMessage, Time: 100 * time.Millisecond})
		c := s.call()
		c.say("x")
		child := c.number() // what was said in time is the answer
		s.row(netcore.Failed, 1, "^ended pid .*the program took longer than 100 ms, the limit set here$")
		gone(t, s.pid(1))
		gone(t, child)
		c.say("y") // and the connection stays
		c.number()
	})
	t.Run("output", func(t *testing.T) {
		s := serve(t, Program{Line: "yes", Each: EachMessage, Output: 5})
		c := s.call()
		c.say("x")
		c.reads("y\ny\ny")
		s.row(netcore.Failed, 1, "it said more than 5 bytes, the limit set here$")
	})
	t.Run("what left the group", func(t *testing.T) {
		if _, err := os.Stat("/usr/bin/setsid"); err != nil {
			t.Skip("no setsid")
		}
		s := serve(t, Program{Line: `setsid sleep 3 & sleep 0.2; echo answer`, Shell: true, Each: EachMessage})
		c := s.call()
		c.say("x")
		began := time.Now()
		c.reads("answer\n")
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("the answer took %v: it waited for what holds the output open", took)
		}
	})
}

func TestDatagrams(t *testing.T) {
	for _, each := range []Each{EachMessage, EachConnection} {
		s := serveOn(t, transport.UDP{Host: "127.0.0.1"}, Permit(Program{Line: "tr a-z A-Z", Each: each}, allowed()))
		var peers []*caller
		for range 20 {
			peers = append(peers, s.callOver("udp"))
		}
		for i, p := range peers {
			p.say(strings.Repeat("a", i+1))
		}
		for i, p := range peers {
			p.reads(strings.Repeat("A", i+1))
		}
		s.row(netcore.Noted, 20, `^ended pid`)
	}
}

func TestTheSlotsAreGivenBack(t *testing.T) {
	s := serve(t, Program{Line: "echo x", Each: EachMessage})
	c := s.call()
	for range MaxAtOnce + 5 {
		c.say("x")
		c.reads("x\n")
	}
}

func TestNoMoreThanMayRun(t *testing.T) {
	for range MaxAtOnce {
		if err := tryClaim(); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, Program{Line: "cat", Each: EachConnection})
	if got := s.call().rest(); got != "" {
		t.Errorf("got %q, want the end", got)
	}
	s.row(netcore.Failed, 1, "not started: cat: as many programs are running as may, which is 64")

	w := serve(t, Program{Line: "echo x", Each: EachMessage})
	c := w.call()
	c.say("waits")
	w.row(netcore.Received, 1, "")
	release() // its turn
	c.reads("x\n")
	w.row(netcore.Noted, 1, "^ended")
	w.hub.Close()
	for range MaxAtOnce - 1 {
		release()
	}
}

// A reply that is changed in something else goes on with its process.
func TestAProgramOutlivesAChangeOfFraming(t *testing.T) {
	r := Permit(Program{Line: "cat", Each: EachConnection}, allowed())
	s := serveOn(t, transport.TCPServer{Host: "127.0.0.1"}, r)
	c := s.call()
	c.say("1")
	c.reads("1")
	if err := s.hub.SetBehaviour(s.id, netcore.Behaviour{Responder: r}); err != nil {
		t.Fatal(err)
	}
	c.say("2")
	c.reads("2")
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ev := range s.events {
		if strings.HasPrefix(ev.Note, "ended pid") {
			t.Errorf("the process ended: %s", ev.Note)
		}
	}
}

// What waits for a program when its session ends is told, and nothing is run for it.
func TestMessagesThatAreLeft(t *testing.T) {
	s := serve(t, Program{Line: "sleep 1000", Each: EachMessage})
	c := s.call()
	c.say("1")
	s.row(netcore.Noted, 1, "^started pid")
	for i, text := range []string{"2", "3"} {
		c.say(text)
		s.row(netcore.Received, i+2, "")
	}
	c.reset()
	ev := s.row(netcore.Failed, 1, "^2 messages were left: nothing was run for them$")
	if ev.Flags&netcore.Counted == 0 {
		t.Errorf("it is not counted: %v", ev.Flags)
	}
	s.row(netcore.Ended, 1, "")
}

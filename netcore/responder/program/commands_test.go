package program

import (
	"os"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// On every system: the program of this test stands for any other.
func TestAnyProgramAnswers(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	line := `"` + exe + `" "-test.run=^$"`
	s := serve(t, Commands{})
	if got := s.call().ask(line, "OK"); !strings.Contains(got, "PASS") {
		t.Errorf("the command server answered %q, want PASS in it", got)
	}
	s = serve(t, Program{Line: line, Each: EachMessage, Errors: true})
	c := s.call()
	c.say("x")
	s.row(netcore.Noted, 1, "^ended pid .* exit status 0")
	buf := make([]byte, 1000)
	if n, err := c.Read(buf); err != nil || !strings.Contains(string(buf[:n]), "PASS") {
		t.Errorf("the program answered %q, %v, want PASS in it", buf[:n], err)
	}
}

func TestCommandsNeedAConnection(t *testing.T) {
	s := serveOn(t, transport.UDP{Host: "127.0.0.1"}, Permit(Commands{}, allowed()))
	s.callOver("udp").say("date")
	s.row(netcore.Failed, 1, "the remote command server needs connections")
}

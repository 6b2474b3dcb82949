//go:build unix

package program

import (
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

func TestCommands(t *testing.T) {
	gbk, _ := codec.Lookup("gbk")
	tests := []struct {
		name    string
		server  Commands
		command string
		want    string
	}{
		{"a command", Commands{}, "seq 1 3", "1\n2\n3\n"},
		{"the tutorials' size", Commands{}, "seq 1 100000", seq(100000)},
		{"a line end behind it", Commands{}, "echo x\r\n", "x\n"},
		{"quotes", Commands{}, `printf "%s|" "a b" 'c d'`, "a b|c d|"},
		{"no shell", Commands{}, "echo $HOME | cat", "$HOME | cat\n"},
		{"the shell", Commands{Shell: true}, "echo a | tr a b; echo c", "b\nc\n"},
		{"two lines through the shell", Commands{Shell: true}, "echo a\necho b", "a\nb\n"},
		{"no output", Commands{}, "true", NoOutput},
		{"not found", Commands{}, "no-such-command -x", `(there is no program "no-such-command")` + "\n"},
		{"not found, with a long name", Commands{}, strings.Repeat("x", 1000), `(there is no program "` + strings.Repeat("x", noteLength) + `…")` + "\n"},
		{"a name too long for the system", Commands{}, "/" + strings.Repeat("x", 1000), `("/` + strings.Repeat("x", noteLength-1) + `…" is too long for the name of a program)` + "\n"},
		{"a failure", Commands{}, "false", "(exit status 1)\n"},
		{"a failure with output", Commands{Shell: true}, "echo some; exit 3", "some\n(exit status 3)\n"},
		{"a failure with output without a line end", Commands{Shell: true}, "printf some; exit 3", "some\n(exit status 3)\n"},
		{"standard error", Commands{Shell: true}, "echo a; echo b >&2; echo c", "a\nb\nc\n"},
		{"killed", Commands{Shell: true}, "kill -9 $$", "(signal: killed)\n"},
		{"an open quote", Commands{}, "echo it's", "(the quote ' in column 8 has no end)\n"},
		{"two lines", Commands{}, "echo a\necho b", "(a command is one line: a line end must stand in quotes)\n"},
		{"only blanks", Commands{}, "  ", "(no command is given)\n"},
		{"too long", Commands{Time: 50 * time.Millisecond}, "sleep 1000", "(the program took longer than 50 ms, the limit set here)\n"},
		{"too much", Commands{Output: 5}, "yes", "y\ny\ny\n(it said more than 5 bytes, the limit set here)\n"},
		{"bytes that are no text", Commands{}, `printf '\377\000'`, "\xff\x00"},
		{"not UTF-8", Commands{}, "echo \xd6\xd0", "(the command is no text in utf-8)\n"},
		{"GBK", Commands{Encoding: gbk, Shell: true}, "printf '%s' \xd6\xd0", "中"},
		{"a sentence in GBK", Commands{Encoding: gbk}, "\xd6\xd0", "(there is no program \"\xd6\xd0\")\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := serve(t, tt.server).call()
			if got := c.ask(tt.command, "OK"); got != tt.want {
				t.Errorf("got %d bytes %.90q, want %d %.90q", len(got), got, len(tt.want), tt.want)
			}
			tt.server.Zero = true // and the connection stays, whatever came
			if got := c.ask("echo next", "OK"); got != "next\n" {
				t.Errorf("then got %.90q, want the next command's output", got)
			}
		})
	}
}

func TestAcknowledgements(t *testing.T) {
	for _, ok := range []string{"OK", "ok", "ready to recv", "ready to receive\n", "OK\r\n", "yes", "go on", "\x01"} {
		t.Run(ok, func(t *testing.T) {
			c := serve(t, Commands{}).call()
			for _, word := range []string{"one", "two"} {
				if got := c.ask("echo "+word, ok); got != word+"\n" {
					t.Errorf("got %q, want %q", got, word)
				}
			}
		})
	}
	t.Run("split", func(t *testing.T) {
		s := serve(t, Commands{})
		c := s.call()
		c.say("echo one")
		if n := c.length(); n != 4 {
			t.Errorf("got the length %d, want 4", n)
		}
		for i, part := range []string{"ready ", "to r", "ecv"} {
			s.hears(i + 1)
			c.say(part)
		}
		c.reads("one\n")
		if got := c.ask("echo two", "OK"); got != "two\n" {
			t.Errorf("got %q, want two", got)
		}
	})
	t.Run("glued to the next command", func(t *testing.T) {
		c := serve(t, Commands{}).call()
		c.say("echo one")
		c.length()
		c.say("OKecho two")
		c.reads("one\n4")
		c.say("OK")
		c.reads("two\n")
	})
	t.Run("its line end comes later", func(t *testing.T) {
		s := serve(t, Commands{})
		c := s.call()
		c.say("echo one")
		c.length()
		c.say("OK")
		c.reads("one\n")
		c.say("\r\n")
		s.hears(3)
		if got := c.ask("echo two", "OK"); got != "two\n" {
			t.Errorf("got %q, want two", got)
		}
	})
	t.Run("half of one and no more", func(t *testing.T) {
		c := serve(t, Commands{}).call()
		c.say("echo one")
		c.length()
		c.say("O")
		c.reads("one\n")
	})
}

// hears waits until so many messages have come in.
func (s *served) hears(n int) { s.t.Helper(); s.row(netcore.Received, n, "") }

func TestALengthOfZero(t *testing.T) {
	c := serve(t, Commands{Zero: true}).call()
	c.say("true")
	if n := c.length(); n != 0 {
		t.Errorf("got the length %d, want 0", n)
	}
	c.say("OK") // a tutorial's client says it and reads nothing
	if got := c.ask("echo one", "OK"); got != "one\n" {
		t.Errorf("got %q, want one", got)
	}
	if got := c.ask("true", ""); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	if got := c.ask("echo two", "OK"); got != "two\n" { // and another one leaves it out
		t.Errorf("got %q, want two", got)
	}
}

func TestACommandEndsWithItsClient(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*caller)
	}{
		{"closed", func(c *caller) { c.Close() }},
		{"reset", func(c *caller) { c.reset() }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, Commands{Time: time.Hour})
			c := s.call()
			c.say("sleep 1000")
			pid := s.pid(1)
			tt.end(c)
			gone(t, pid)
			s.row(netcore.Noted, 1, "^ended pid .*; ended with its connection$")
			s.row(netcore.Ended, 1, "")
		})
	}
	t.Run("which read its output first", func(t *testing.T) {
		c := serve(t, Commands{}).call()
		c.say("seq 1 100000")
		c.length()
		c.say("OK")
		c.finish()
		if got := c.rest(); got != seq(100000) {
			t.Errorf("got %d bytes, want all", len(got))
		}
	})
}

func TestTwentyClientsAtOnce(t *testing.T) {
	s := serve(t, Commands{})
	clients := make([]*caller, 20)
	for i := range clients {
		clients[i] = s.call()
		clients[i].say("seq 1 100000")
	}
	want := seq(100000)
	for i, c := range clients {
		if n := c.length(); n != len(want) || len(want) != 588895 {
			t.Errorf("client %d: the length is %d, want %d", i, n, len(want))
		}
		c.say("OK")
	}
	for _, c := range clients {
		c.reads(want)
	}
}

// A command that is found but says what a shell would refuse is text all the same.
func TestAnswersAreWhole(t *testing.T) {
	c := serve(t, Commands{}).call()
	got := c.ask("ls /no/such/folder", "OK")
	if !strings.Contains(got, "/no/such/folder") || !strings.HasSuffix(got, "\n(exit status 2)\n") && !strings.HasSuffix(got, "\n(exit status 1)\n") {
		t.Errorf("got %q, want what ls said and its exit status", got)
	}
}

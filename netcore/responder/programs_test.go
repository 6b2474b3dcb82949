package responder

import (
	"encoding/json"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder/program"
)

func TestProgramConfigs(t *testing.T) {
	gbk, _ := codec.Lookup("gbk")
	tests := []struct {
		name string
		c    Config
		want any
	}{
		{"a program", Config{Kind: KindProgram, Program: ProgramConfig{Command: " cat -u "}}, program.Program{Line: "cat -u", Each: program.EachConnection}},
		{"all of it", Config{Kind: KindProgram, Program: ProgramConfig{Command: "a | b", Messages: true, Errors: true, Shell: true, Folder: "/tmp", Time: "2", Output: "64 KiB"}},
			program.Program{Line: "a | b", Each: program.EachMessage, Errors: true, Shell: true, Dir: "/tmp", Time: 2 * time.Second, Output: 65536}},
		{"commands", Config{Kind: KindCommands}, program.Commands{}},
		{"all of them", Config{Kind: KindCommands, Program: ProgramConfig{Encoding: "gbk", Zero: true, Shell: true, Folder: "/tmp", Time: "1m", Output: "3"}},
			program.Commands{Encoding: gbk, Zero: true, Shell: true, Dir: "/tmp", Time: time.Minute, Output: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.c.Responder(Options{}); err != nil || got != tt.want {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
			var back Config
			text, err := json.Marshal(tt.c)
			if err == nil {
				err = json.Unmarshal(text, &back)
			}
			if err != nil || back != tt.c {
				t.Errorf("%s came back as %+v, %v", text, back, err)
			}
			if what, ok := program.Runs(must(tt.c)); !ok || what == "" {
				t.Errorf("Runs = %q, %v, want what it runs", what, ok)
			}
		})
	}
}

func must(c Config) netcore.Responder {
	r, err := c.Responder(Options{})
	if err != nil {
		panic(err)
	}
	return r
}

func TestProgramConfigErrors(t *testing.T) {
	tests := []struct {
		name string
		c    Config
		want string
	}{
		{"no command", Config{Kind: KindProgram}, "which program? Write a command, such as python3 -u answer.py"},
		{"an open quote", Config{Kind: KindProgram, Program: ProgramConfig{Command: `cat "x`}}, `the command: the quote " in column 5 has no end`},
		{"no time", Config{Kind: KindCommands, Program: ProgramConfig{Time: "soon"}}, `the time limit "soon" is no time: write 10s, 500ms or 2m`},
		{"no time at all", Config{Kind: KindCommands, Program: ProgramConfig{Time: "0"}}, `the time limit "0" is no time: write 10s, 500ms or 2m`},
		{"no size", Config{Kind: KindCommands, Program: ProgramConfig{Output: "1 mb"}}, `the output limit "1 mb" is no size: write a number of bytes, 64 KiB or 1 MiB`},
		{"a size too large", Config{Kind: KindCommands, Program: ProgramConfig{Output: "9999999999 GiB"}}, `the output limit "9999999999 GiB" is no size: write a number of bytes, 64 KiB or 1 MiB`},
		{"no encoding", Config{Kind: KindCommands, Program: ProgramConfig{Encoding: "klingon"}}, `there is no encoding "klingon"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.c.Responder(Options{}); err == nil || err.Error() != tt.want {
				t.Errorf("got %+v, %v, want the error %q", got, err, tt.want)
			}
		})
	}
}

func TestOwnOfPrograms(t *testing.T) {
	all := ProgramConfig{Command: "cat", Messages: true, Errors: true, Encoding: "gbk", Zero: true, Shell: true, Folder: "x", Time: "1s", Output: "1"}
	c := Config{Kind: KindProgram, Prefix: "p", Program: all}
	want := Config{Kind: KindProgram, Program: ProgramConfig{Command: "cat", Messages: true, Errors: true, Shell: true, Folder: "x", Time: "1s", Output: "1"}}
	if got := c.Own(); got != want {
		t.Errorf("Own() of a program = %+v, want %+v", got, want)
	}
	c.Kind = KindCommands
	want = Config{Kind: KindCommands, Program: ProgramConfig{Encoding: "gbk", Zero: true, Shell: true, Folder: "x", Time: "1s", Output: "1"}}
	if got := c.Own(); got != want {
		t.Errorf("Own() of commands = %+v, want %+v", got, want)
	}
	c.Kind = KindEcho
	if got := c.Own(); got != (Config{Kind: KindEcho}) {
		t.Errorf("Own() of echo = %+v", got)
	}
}

// A reply is compared to know whether it is still the same, whatever its encoding.
func TestCommandsCompare(t *testing.T) {
	for _, e := range codec.Encodings() {
		c := Config{Kind: KindCommands, Program: ProgramConfig{Encoding: e.Name}}
		if a, b := must(c), must(c); a != b {
			t.Errorf("%s: two of the same config differ", e.Name)
		}
	}
}

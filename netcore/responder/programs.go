package responder

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder/program"
)

// The kinds of what runs programs.
const (
	KindProgram  = "program"
	KindCommands = "commands"
)

// A ProgramConfig says in texts what is run: of the kinds program and commands.
type ProgramConfig struct {
	Command  string `json:"command,omitempty"`  // of program
	Messages bool   `json:"messages,omitempty"` // of program: one process a message, not a connection
	Errors   bool   `json:"errors,omitempty"`   // of program: standard error is sent too
	Encoding string `json:"encoding,omitempty"` // of commands, by name; "": UTF-8
	Zero     bool   `json:"zero,omitempty"`     // of commands: no output has the length 0
	Shell    bool   `json:"shell,omitempty"`    // through the system's shell
	Folder   string `json:"folder,omitempty"`   // where it runs
	Time     string `json:"time,omitempty"`     // "10s"; "": program.DefaultTime
	Output   string `json:"output,omitempty"`   // "1 MiB"; "": program.DefaultOutput, or program.ConnectionOutput
}

func (c ProgramConfig) forProgram() ProgramConfig {
	c.Encoding, c.Zero = "", false
	return c
}

func (c ProgramConfig) forCommands() ProgramConfig {
	c.Command, c.Messages, c.Errors = "", false, false
	return c
}

// program makes what runs the command. Nothing is run until it has a permission, see [program.Guard].
func (c ProgramConfig) program() (netcore.Responder, error) {
	p := program.Program{Line: strings.TrimSpace(c.Command), Shell: c.Shell, Each: program.EachConnection, Dir: strings.TrimSpace(c.Folder), Errors: c.Errors}
	if c.Messages {
		p.Each = program.EachMessage
	}
	if p.Line == "" {
		return nil, errors.New("which program? Write a command, such as python3 -u answer.py")
	}
	if !p.Shell {
		if _, err := program.Split(p.Line); err != nil {
			return nil, fmt.Errorf("the command: %w", err)
		}
	}
	var err error
	p.Time, p.Output, err = c.limits()
	return p, err
}

// commands makes the remote command server, which needs a permission too.
func (c ProgramConfig) commands() (netcore.Responder, error) {
	p := program.Commands{Shell: c.Shell, Dir: strings.TrimSpace(c.Folder), Zero: c.Zero}
	if c.Encoding != "" {
		var ok bool
		if p.Encoding, ok = codec.Lookup(c.Encoding); !ok {
			return nil, fmt.Errorf("there is no encoding %q", c.Encoding)
		}
	}
	var err error
	p.Time, p.Output, err = c.limits()
	return p, err
}

func (c ProgramConfig) limits() (limit time.Duration, output int64, err error) {
	if limit, err = parseLimit(c.Time); err == nil {
		output, err = parseBytes(c.Output)
	}
	return limit, output, err
}

// parseLimit reads a time; a bare number is seconds, nothing is 0.
func parseLimit(typed string) (time.Duration, error) {
	text := strings.ReplaceAll(typed, " ", "")
	if text == "" {
		return 0, nil
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += "s"
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("the time limit %q is no time: write 10s, 500ms or 2m", typed)
	}
	return d, nil
}

var byteUnits = map[string]int64{"": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mib": 1 << 20, "g": 1 << 30, "gib": 1 << 30}

// mostOutput is the most that a limit of output may be, in bytes.
const mostOutput = 1 << 40

// parseBytes reads a number of bytes, or of KiB, MiB or GiB; nothing is 0.
func parseBytes(typed string) (int64, error) {
	text := strings.ToLower(strings.ReplaceAll(typed, " ", ""))
	if text == "" {
		return 0, nil
	}
	digits := strings.TrimRight(text, "bgikm")
	unit, ok := byteUnits[text[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n < 1 || n > mostOutput/unit {
		return 0, fmt.Errorf("the output limit %q is no size: write a number of bytes, 64 KiB or 1 MiB", typed)
	}
	return n * unit, nil
}

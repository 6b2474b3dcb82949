package main

import (
	"strings"
	"testing"

	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

func TestProgramsNeedTheirFlags(t *testing.T) {
	here, wide := "tcp://127.0.0.1:0?reply=commands", "tcp://*:0?reply=commands"
	tests := []struct {
		name string
		args []string
		want string // in the one line
	}{
		{"off", []string{"-headless", "-serve", here}, "-allow-programs"},
		{"off, every interface", []string{"-headless", "-serve", wide}, "-allow-programs"},
		{"on, every interface", []string{"-headless", "-allow-programs", "-serve", wide}, "-allow-remote-programs"},
		{"on, all UDP", []string{"-headless", "-allow-programs", "-udp", "udp://0.0.0.0:0?reply=program&command=cat"}, "-allow-remote-programs"},
		{"on, a client of elsewhere", []string{"-headless", "-allow-programs", "-connect", "tcp://192.0.2.1:1?reply=program&command=cat"}, "-allow-remote-programs"},
		{"the second of two", []string{"-headless", "-allow-programs", "-serve", here, "-serve", wide}, "-allow-remote-programs"},
		{"remote alone", []string{"-headless", "-allow-remote-programs", "-serve", wide}, "needs -allow-programs"},
		{"no command", []string{"-headless", "-allow-programs", "-serve", "tcp://127.0.0.1:0?reply=program"}, "which program?"},
		{"an option of another kind", []string{"-serve", "tcp://127.0.0.1:0?reply=echo&shell=on"}, "shell goes with reply=program and reply=commands only"},
		{"a wrong word", []string{"-serve", "tcp://127.0.0.1:0?reply=program&command=x&each=minute"}, "each=minute: must be connection or message"},
		{"a request and no client", []string{"-headless", "-request", "-serve", "tcp://127.0.0.1:0"}, "-request needs -headless and one -connect"},
		{"a request of two", []string{"-headless", "-request", "-connect", "tcp://127.0.0.1:1", "-connect", "tcp://127.0.0.1:2"}, "one -connect"},
		{"a request in the window", []string{"-request", "-connect", "tcp://127.0.0.1:1"}, "-request needs -headless"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := runBriefly(t, tt.args...)
			if code != exitUsage || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, tt.want) {
				t.Errorf("got exit code %d, %q and %q on standard error, want %d and a line with %q", code, stdout, stderr, exitUsage, tt.want)
			}
		})
	}
	for _, name := range []string{"-request", "-allow-programs", "-allow-remote-programs"} {
		if !strings.Contains(usage, "\n  "+name+" ") {
			t.Errorf("the usage does not explain %s", name)
		}
	}
}

func TestProgramURLs(t *testing.T) {
	tests := []struct {
		query string
		want  responder.Config
	}{
		{"reply=program&command=cat+-u", responder.Config{Kind: "program", Program: responder.ProgramConfig{Command: "cat -u"}}},
		{"reply=program&command=a&each=message&stderr=send&shell=on&dir=%2Ftmp&timelimit=2s&outputlimit=64KiB", responder.Config{Kind: "program",
			Program: responder.ProgramConfig{Command: "a", Messages: true, Errors: true, Shell: true, Folder: "/tmp", Time: "2s", Output: "64KiB"}}},
		{"reply=commands&encoding=gbk&nooutput=zero&shell=on", responder.Config{Kind: "commands",
			Program: responder.ProgramConfig{Encoding: "gbk", Zero: true, Shell: true}}},
	}
	for _, tt := range tests {
		want, err := tt.want.Responder(responder.Options{})
		if err != nil {
			t.Fatal(err)
		}
		spec, err := parseSpec(transport.Serve, "tcp://127.0.0.1:0?"+tt.query, 1)
		if err != nil || spec.Responder != want {
			t.Errorf("%s: got %+v, %v, want %+v", tt.query, spec.Responder, err, want)
		}
	}
}

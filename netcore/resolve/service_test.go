package resolve

import (
	"errors"
	"fmt"
	"testing"
)

// shown is answers with their sources, in one line.
func shown(answers []ServiceAnswer) string {
	s := ""
	for _, a := range answers {
		s += fmt.Sprintf("%v %v:%d; ", a, a.Source.Kind, a.Source.Line)
	}
	return s
}

func TestService(t *testing.T) {
	tests := []struct{ name, asked, want string }{
		{"two transports of the file", "https", "https = 443/tcp system file:3; https = 443/udp system file:4; "},
		{"alias", "www", "http = 80/tcp system file:2; http = 80/udp built-in table:0; "},
		{"case", "HTTPS", "https = 443/tcp system file:3; https = 443/udp system file:4; "},
		{"the first line counts", "syslog", "shell = 514/tcp system file:5; syslog = 514/udp system file:6; "},
		{"transport in capitals", "mixed", "Mixed = 4242/tcp system file:11; "},
		{"only in the table", "whois", "nicname = 43/tcp built-in table:0; nicname = 43/udp built-in table:0; "},
		{"tcp and udp first", "dccpish", "dccpish = 5004/udp built-in table:0; dccpish = 5004/dccp built-in table:0; "},
		{"bad lines", "odd", ""}, {"no transport", "odder", ""}, {"nobody's", "nix", ""}, {"nothing", "", ""},
	}
	r := testResolver(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := r.Service(test.asked)
			if shown(got) != test.want || (test.want == "") != errors.Is(err, ErrUnknown) {
				t.Errorf("Service(%q) = %s, %v, want %s", test.asked, shown(got), err, test.want)
			}
		})
	}
}

func TestPort(t *testing.T) {
	tests := []struct {
		port uint16
		want string
	}{
		{514, "shell = 514/tcp system file:5; syslog = 514/udp system file:6; "},
		{80, "http = 80/tcp system file:2; http = 80/udp built-in table:0; "},
		{22, "ssh = 22/tcp built-in table:0; "},
		{4243, "first = 4243/tcp system file:12; "},
		{1, ""}, {0, ""},
	}
	r := testResolver(t, nil)
	for _, test := range tests {
		got, err := r.Port(test.port)
		if shown(got) != test.want || (test.want == "") != errors.Is(err, ErrUnknown) {
			t.Errorf("Port(%d) = %s, %v, want %s", test.port, shown(got), err, test.want)
		}
	}
}

func TestServiceFiles(t *testing.T) {
	t.Run("without the system's file", func(t *testing.T) {
		r := testResolver(t, nil)
		r.ServicesFile += ".none"
		if got, err := r.Service("http"); err != nil || len(got) != 2 || got[0].Source.Kind != FromTable || got[0].About == "" {
			t.Errorf("got %v, %v, want two of the table", got, err)
		}
	})
	t.Run("unreadable", func(t *testing.T) {
		r := testResolver(t, nil)
		r.ServicesFile = t.TempDir() // a folder
		if got, err := r.Service("nix"); err == nil || errors.Is(err, ErrUnknown) {
			t.Errorf("got %v, %v, want the error of reading", got, err)
		}
		if got, err := r.Service("ssh"); err != nil || len(got) != 1 {
			t.Errorf("got %v, %v, want the table's", got, err)
		}
	})
	t.Run("broken table", func(t *testing.T) {
		for _, table := range []string{"http\t80/tcp\n", "http\tx/tcp\t\t\n"} {
			r := testResolver(t, nil)
			r.Services = []byte(table)
			if got, err := r.Service("nix"); err == nil || errors.Is(err, ErrUnknown) {
				t.Errorf("got %v, %v, want the error of the table", got, err)
			}
		}
	})
	t.Run("a changed file counts at once", func(t *testing.T) {
		r := testResolver(t, nil)
		if _, err := r.Service("late"); !errors.Is(err, ErrUnknown) {
			t.Fatal(err)
		}
		appendTo(t, r.ServicesFile, "late 4300/tcp\n")
		if got, err := r.Service("late"); err != nil || got[0].Port != 4300 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestSchemePort(t *testing.T) {
	tests := []struct{ scheme, want string }{
		{"https", "https = 443/tcp system file:3; https = 443/udp system file:4; "},
		{"WSS", "https = 443/tcp system file:3; https = 443/udp system file:4; "},
		{"sftp", "ssh = 22/tcp built-in table:0; "},
		{"file", ""},
	}
	r := testResolver(t, nil)
	for _, test := range tests {
		got, err := r.SchemePort(test.scheme)
		if shown(got) != test.want || (test.want == "") != errors.Is(err, ErrUnknown) {
			t.Errorf("SchemePort(%q) = %s, %v, want %s", test.scheme, shown(got), err, test.want)
		}
	}
}

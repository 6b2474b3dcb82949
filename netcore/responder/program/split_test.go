package program

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name, command string
		want          []string
	}{
		{"one word", "date", []string{"date"}},
		{"blanks and tabs", "  seq 1\t 100000 ", []string{"seq", "1", "100000"}},
		{"a line end behind", "ls -l\r\n", []string{"ls", "-l"}},
		{"double quotes", `grep "a  b" file`, []string{"grep", "a  b", "file"}},
		{"single quotes", `sh -c 'echo "$HOME"'`, []string{"sh", "-c", `echo "$HOME"`}},
		{"an apostrophe in double quotes", `echo "it's"`, []string{"echo", "it's"}},
		{"quotes inside a word", `--name="two words"x`, []string{"--name=two words" + "x"}},
		{"both quotes in a word", `'a"'"b'"`, []string{`a"b'`}},
		{"an empty argument", `printf "" ''`, []string{"printf", "", ""}},
		{"a Windows path", `C:\tools\nc.exe -l`, []string{`C:\tools\nc.exe`, "-l"}},
		{"a Windows path with a blank", `"C:\Program Files\Git\bin\sh.exe" "C:\dir\"`, []string{`C:\Program Files\Git\bin\sh.exe`, `C:\dir\`}},
		{"a share", `\\server\share\x.exe`, []string{`\\server\share\x.exe`}},
		{"a line end in quotes", "printf '%s' \"a\nb\"", []string{"printf", "%s", "a\nb"}},
		{"nothing is special", `echo $HOME *.go | a>b`, []string{"echo", "$HOME", "*.go", "|", "a>b"}},
		{"not ASCII", "echo 世界 'ü ö'", []string{"echo", "世界", "ü ö"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := Split(tt.command); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("Split(%q) = %q, %v, want %q", tt.command, got, err, tt.want)
			}
		})
	}
}

func TestSplitErrors(t *testing.T) {
	tests := []struct {
		name, command string
		at            int
		want          string
	}{
		{"nothing", "", 0, "no command is given"},
		{"blanks", " \r\n", 0, "no command is given"},
		{"an empty program", `"" x`, 0, "no command is given"},
		{"an open quote", `世 "x`, 4, `the quote " in column 3 has no end`},
		{"an apostrophe", `echo it's`, 7, `the quote ' in column 8 has no end`},
		{"two lines", "ls\npwd", 2, "a command is one line: a line end must stand in quotes"},
		{"a NUL", "ls\x00", 2, "a command has no NUL in it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Split(tt.command)
			var e *CommandError
			if !errors.As(err, &e) || e.Text != tt.want || e.Offset != tt.at {
				t.Errorf("Split(%q) = %q, %+v, want the error %q at %d", tt.command, got, err, tt.want, tt.at)
			}
		})
	}
}

// Words that are put into quotes come back as they were.
func FuzzSplit(f *testing.F) {
	f.Add(`printf "a b" 'c d' C:\x\`)
	f.Add(`it's`)
	f.Fuzz(func(t *testing.T, command string) {
		words, err := Split(command)
		if err != nil {
			return
		}
		quoted := ""
		for _, w := range words {
			quoted += ` "` + strings.ReplaceAll(w, `"`, `"'"'"`) + `"`
		}
		if again, err := Split(quoted); err != nil || !slices.Equal(again, words) {
			t.Fatalf("%q is %q, and as %q it is %q, %v", command, words, quoted, again, err)
		}
	})
}

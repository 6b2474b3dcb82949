package program

import (
	"fmt"
	"runtime"
	"strings"
)

// A CommandError says what is wrong with a command, and where.
type CommandError struct {
	Offset int    // bytes before the place
	Text   string // a plain sentence
}

func (e *CommandError) Error() string { return e.Text }

// Split cuts a command into the program and its arguments, as no shell would:
//
//   - blanks and tabs are between words; a line end inside the command is an error;
//   - what stands in double or in single quotes is taken as it is, blanks and the other kind of quote too, and belongs to the
//     word around it: "C:\Program Files"\tool is one word, and so is an empty pair of quotes;
//   - nothing else is special. A backslash is a backslash, so a Windows path can be written as it is; there are no variables,
//     no patterns, no pipes and no redirection.
//
// The error is a [*CommandError].
func Split(command string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun, quote, opened := false, byte(0), 0
	for i := range len(command) {
		c := command[i]
		switch {
		case c == 0:
			return nil, &CommandError{i, "a command has no NUL in it"}
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(c)
		case c == '"' || c == '\'':
			begun, quote, opened = true, c, i
		case c == ' ' || c == '\t':
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		case c == '\n' || c == '\r':
			if strings.Trim(command[i:], " \t\r\n") != "" {
				return nil, &CommandError{i, "a command is one line: a line end must stand in quotes"}
			}
		default:
			begun = true
			word.WriteByte(c)
		}
	}
	if quote != 0 {
		return nil, &CommandError{opened, fmt.Sprintf("the quote %c in column %d has no end", quote, column(command, opened))}
	}
	if begun {
		words = append(words, word.String())
	}
	if len(words) == 0 || words[0] == "" {
		return nil, &CommandError{0, "no command is given"}
	}
	return words, nil
}

// column is the number of the character at a place, from 1.
func column(s string, at int) int { return len([]rune(s[:at])) + 1 }

// shellWords are what runs a command through the system's shell.
func shellWords(command string) []string {
	if runtime.GOOS == "windows" {
		return []string{"cmd", "/S", "/C", command}
	}
	return []string{"/bin/sh", "-c", command}
}

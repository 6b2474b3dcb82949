package sequence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Do says what a step does.
type Do uint8

const (
	Send    Do = iota + 1 // the message
	Wait                  // For
	Expect                // what the pattern says, and take it
	Capture               // of what the last expect took, into a variable
	Set                   // a variable to the message
	Loop                  // over Steps: Times, or Until, or without end
	Block                 // Steps, as one
	Finish                // sending (FIN)
	Close                 // the connection
	Abort                 // it (RST)
	Comment               // Text, into the log
)

var doNames = []string{Send: "send", Wait: "wait", Expect: "expect", Capture: "capture", Set: "set", Loop: "loop", Block: "block",
	Finish: "finish", Close: "close", Abort: "abort", Comment: "comment"}

// Dos are all there are, in their order.
func Dos() []Do { return values[Do](doNames) }

func (d Do) String() string { return name(doNames, int(d), "Do") }

// MarshalText writes the name.
func (d Do) MarshalText() ([]byte, error) { return marshal(doNames, int(d), "step") }

// UnmarshalText reads the name.
func (d *Do) UnmarshalText(text []byte) (err error) {
	*d, err = unmarshal[Do](doNames, text, "step")
	return err
}

// Match says how what is expected fits what has come.
type Match uint8

const (
	Contains Match = iota + 1 // somewhere
	Equals                    // a whole message, or the next bytes of a stream
	Starts                    // a message, or the next bytes of a stream
	Regex                     // RE2, as package regexp has it
	Size                      // a message of so many bytes, or the next so many of a stream
	Anything                  // a message, or what there is of a stream
)

var matchNames = []string{Contains: "contains", Equals: "equals", Starts: "starts", Regex: "regex", Size: "size", Anything: "anything"}

// Matches are all there are, in their order.
func Matches() []Match { return values[Match](matchNames) }

func (m Match) String() string { return name(matchNames, int(m), "Match") }

// MarshalText writes the name.
func (m Match) MarshalText() ([]byte, error) { return marshal(matchNames, int(m), "match") }

// UnmarshalText reads the name.
func (m *Match) UnmarshalText(text []byte) (err error) {
	*m, err = unmarshal[Match](matchNames, text, "match")
	return err
}

// OnFail says what follows a step that failed.
type OnFail uint8

const (
	Stop OnFail = iota + 1 // the block that it is in fails too; what is in none ends the sequence
	GoOn                   // with the next step
)

var onFailNames = []string{Stop: "stop", GoOn: "go on"}

func (f OnFail) String() string { return name(onFailNames, int(f), "OnFail") }

// MarshalText writes the name.
func (f OnFail) MarshalText() ([]byte, error) { return marshal(onFailNames, int(f), "way to go on") }

// UnmarshalText reads the name.
func (f *OnFail) UnmarshalText(text []byte) (err error) {
	*f, err = unmarshal[OnFail](onFailNames, text, "way to go on")
	return err
}

// A Duration is written as Go does: 250ms, 10s, 1m30s.
type Duration time.Duration

func (d Duration) String() string { return time.Duration(d).String() }

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads one that is not negative.
func (d *Duration) UnmarshalText(text []byte) error {
	t, err := time.ParseDuration(string(text))
	if err != nil || t < 0 {
		return fmt.Errorf("%q is no time: write 250ms, 10s or 1m30s", text)
	}
	*d = Duration(t)
	return nil
}

func values[T ~uint8](names []string) (list []T) {
	for i := range names[1:] {
		list = append(list, T(i+1))
	}
	return list
}

func name(names []string, value int, kind string) string {
	if value <= 0 || value >= len(names) {
		return kind + "(" + strconv.Itoa(value) + ")"
	}
	return names[value]
}

func marshal(names []string, value int, kind string) ([]byte, error) {
	if value <= 0 || value >= len(names) {
		return nil, fmt.Errorf("there is no %s %d", kind, value)
	}
	return []byte(names[value]), nil
}

func unmarshal[T ~uint8](names []string, text []byte, kind string) (T, error) {
	if i := slices.Index(names[1:], string(text)); i >= 0 {
		return T(i + 1), nil
	}
	return 0, fmt.Errorf("there is no %s %q; there are %s", kind, text, strings.Join(names[1:], ", "))
}

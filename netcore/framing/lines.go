package framing

import (
	"bytes"

	"wirevise/netcore"
)

// Ending says what ends a line.
type Ending uint8

const (
	AnyEnding Ending = iota + 1 // LF or CRLF in what is received, LF in what is sent
	LF                          // LF alone: a CR before it belongs to the line
	CRLF                        // CR LF alone: an LF by itself belongs to the line
)

func (e Ending) String() string {
	switch e {
	case LF:
		return "lf"
	case CRLF:
		return "crlf"
	}
	return "any"
}

// Lines frames a stream by line endings, which are not part of the payload. An empty line is an empty message.
type Lines struct {
	Ending Ending // zero: AnyEnding
	Limit  int    // of a line, in bytes without its ending; 0: DefaultLimit
}

var _ netcore.Framer = Lines{}

// Cutter implements [netcore.Framer].
func (l Lines) Cutter() netcore.Cutter {
	limit := limitOf(l.Limit)
	switch l.Ending {
	case LF:
		return newEndCutter(oneByte('\n'), limit, "the line", "the line ending")
	case CRLF:
		return newEndCutter(sequence("\r\n"), limit, "the line", "the line ending")
	}
	return newEndCutter(anyEnding{}, limit, "the line", "the line ending")
}

// Wrap implements [netcore.Framer]. A line ending within the payload makes two frames of it; one at its end is the frame's.
func (l Lines) Wrap(size int64) (netcore.Wrap, error) {
	if l.Ending == CRLF {
		return netcore.Wrap{Tail: []byte("\r\n"), Once: true}, nil
	}
	return netcore.Wrap{Tail: []byte("\n"), Once: true}, nil
}

func (l Lines) String() string {
	name := "lines ending in LF or CRLF"
	switch l.Ending {
	case LF:
		name = "lines ending in LF"
	case CRLF:
		name = "lines ending in CRLF"
	}
	return name + limitWords(l.Limit)
}

// Check implements the check of [Parse]. The error is an [*Error].
func (l Lines) Check() error { return checkLimit(l.Limit) }

// anyEnding finds LF, with a CR before it if there is one.
type anyEnding struct{}

func (anyEnding) size() int { return 2 }

func (anyEnding) find(b []byte) (start, end int) {
	i := bytes.IndexByte(b, '\n')
	if i > 0 && b[i-1] == '\r' {
		return i - 1, i + 1
	}
	return i, i + 1
}

func (a anyEnding) across(held, data []byte) (start, end int) {
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		return -1, 0
	}
	start, end = len(held)+i, len(held)+i+1
	if i == 0 && held[len(held)-1] == '\r' || i > 0 && data[i-1] == '\r' {
		start--
	}
	return start, end
}

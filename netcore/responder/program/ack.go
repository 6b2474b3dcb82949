package program

import (
	"bytes"
	"strings"
)

// acks are what clients say when they have read a length and are ready for what it is the length of. None begins with another.
var acks = []string{"ok", "ready to recv", "ready to receive", "ack", "yes", "recv ok", "received", "start"}

// An ackState says what a client's words are when it should say that it is ready.
type ackState uint8

const (
	ackMore  ackState = iota + 1 // they may become one of acks
	ackKnown                     // they begin with one of acks
	ackOther                     // they are something else
)

// readAck looks at what came for an acknowledgement: case, and blanks and line ends before it, do not matter. Of one that is
// known it returns how much of said it is, with the line end behind it: what follows is the next command.
func readAck(said []byte) (n int, state ackState) {
	text := bytes.TrimLeft(said, " \t\r\n")
	blank := len(said) - len(text)
	if len(text) == 0 {
		return 0, ackMore
	}
	low := strings.ToLower(string(text[:min(len(text), 32)]))
	state = ackOther
	for _, ack := range acks {
		switch {
		case strings.HasPrefix(low, ack):
			rest := text[len(ack):]
			trimmed := bytes.TrimLeft(rest, " \t\r\n")
			return blank + len(ack) + len(rest) - len(trimmed), ackKnown
		case strings.HasPrefix(ack, low):
			state = ackMore
		}
	}
	return 0, state
}

// Package responder holds what answers by itself: it turns an event of a session into messages. All of it is pure: no
// sockets, no goroutines, no state a session, so one responder serves any number of sessions at once.
package responder

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// Names lists what Parse knows, the first being none.
var Names = []string{"none", "echo", "upper"}

// Parse returns the responder of that name; none is nil. prefix belongs to upper.
func Parse(name, prefix string) (netcore.Responder, error) {
	if prefix != "" && name != "upper" {
		return nil, fmt.Errorf("a prefix goes with the reply upper only, not with %q", name)
	}
	switch name {
	case "", "none":
		return nil, nil
	case "echo":
		return Echo{}, nil
	case "upper":
		return Upper{Prefix: prefix}, nil
	}
	return nil, fmt.Errorf("unknown reply %q: there are %s", name, strings.Join(Names, ", "))
}

// Echo answers with what arrived, a zero-length datagram included. RFC 862.
type Echo struct{}

func (Echo) String() string { return "echo" }

// Respond implements [netcore.Responder].
func (Echo) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if !in.IsMessage() {
		return dst
	}
	return append(dst, netcore.Reply(in.Payload))
}

// Upper answers with what arrived, its ASCII letters in upper case and every other byte as it came, so that the answer
// does not depend on where a stream was cut. Prefix goes before each answer; {{time}} in it becomes the time of
// arrival.
type Upper struct {
	Prefix string
}

func (u Upper) String() string {
	if u.Prefix == "" {
		return "upper"
	}
	return "upper with prefix " + strconv.Quote(u.Prefix)
}

// timeLayout is how {{time}} is written.
const timeLayout = "2006-01-02 15:04:05.000"

// Respond implements [netcore.Responder].
func (u Upper) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if !in.IsMessage() {
		return dst
	}
	reply := codec.Upper(in.Payload)
	if u.Prefix != "" {
		reply = append([]byte(expand(u.Prefix, in.Time)), reply...)
	}
	return append(dst, netcore.Reply(reply))
}

func expand(prefix string, at time.Time) string {
	return strings.ReplaceAll(prefix, "{{time}}", at.Format(timeLayout))
}

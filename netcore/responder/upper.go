package responder

import (
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

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

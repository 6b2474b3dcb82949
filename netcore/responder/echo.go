package responder

import "wirevise/netcore"

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

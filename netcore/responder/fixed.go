package responder

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// Fixed answers each message with the same one, or with what its variables make of it: {{message}} is the message that came,
// {{seq}} counts the answers in the session.
type Fixed struct {
	template *codec.Template
}

var _ netcore.Attacher = Fixed{}

// FixedVariables are the variables of a fixed answer besides the codec's.
var FixedVariables = []string{varMessage, varSession}

// NewFixed reads the message. The error is that of [codec.Composition.Compile], or of a variable that there is not.
func NewFixed(c codec.Composition) (Fixed, error) {
	t, err := c.Compile()
	if err == nil {
		err = knows(t, FixedVariables)
	}
	var at *errorAtField
	if errors.As(err, &at) {
		err = at.err
	}
	return Fixed{t}, err
}

func parseFixed(text string) (netcore.Responder, error) {
	var c codec.Composition
	if blank(text) {
		return nil, errors.New("there is no fixed answer yet")
	}
	if err := strict([]byte(text), &c); err != nil {
		return nil, fmt.Errorf("fixed answer: %w", err)
	}
	f, err := NewFixed(c)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// FixedText is c as a Config has it.
func FixedText(c codec.Composition) string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return string(b)
}

func (Fixed) String() string { return "fixed" }

// Respond implements [netcore.Responder], for a session that is not known.
func (f Fixed) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	return (&fixedSession{template: f.template}).Respond(dst, in)
}

// Attach implements [netcore.Attacher].
func (f Fixed) Attach(side netcore.Side) netcore.Attached {
	return &fixedSession{template: f.template, side: side, id: side.Info().ID}
}

// A fixedSession counts the answers of one session.
type fixedSession struct {
	template *codec.Template
	side     netcore.Side // nil: none
	id       netcore.SessionID
	seq      atomic.Uint64
	detached atomic.Bool
}

// Respond implements [netcore.Responder].
func (s *fixedSession) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if !in.IsMessage() || s.detached.Load() {
		return dst
	}
	var v *codec.Vars
	if !s.template.Constant() {
		v = &codec.Vars{Seq: s.seq.Add(1), Now: in.Time, Peer: in.Peer, Value: func(name string) ([]byte, bool) {
			switch name {
			case varMessage:
				return in.Payload, true
			case varSession:
				return fmt.Append(nil, s.id), true
			}
			return nil, false
		}}
	}
	payload, err := s.template.Bytes(v)
	if err != nil {
		if s.side != nil {
			s.side.Tell(netcore.Event{Kind: netcore.Failed, Note: "the fixed answer could not be made", Err: err})
		}
		return dst
	}
	return append(dst, netcore.Reply(payload))
}

// Detach implements [netcore.Attached].
func (s *fixedSession) Detach() { s.detached.Store(true) }

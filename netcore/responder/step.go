package responder

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

var does = map[string]netcore.Do{StepReply: netcore.ActReply, StepWait: netcore.ActWait, StepForward: netcore.ActForward,
	StepHalfClose: netcore.ActHalfClose, StepClose: netcore.ActClose, StepAbort: netcore.ActAbort}

// A step is a compiled Step.
type step struct {
	action   netcore.Action
	template *codec.Template // nil: the message that came in
}

func (s *step) sends() bool {
	return s.action.Do == netcore.ActReply || s.action.Do == netcore.ActForward
}

// compileStep reads a step of a rule; names are the variables that it has besides the codec's, nil if they are not known.
func compileStep(s Step, names []string, hasMessage bool) (step, error) {
	k := step{action: netcore.Action{Do: does[s.Do]}}
	var err error
	switch k.action.Do {
	case 0:
		return k, mistake(FieldDo, "%q is nothing to do: there are %s", s.Do, strings.Join(Steps, ", "))
	case netcore.ActWait:
		if k.action.Wait, err = parseTime(s.Wait); err != nil {
			return k, &errorAtField{FieldWait, err}
		}
	case netcore.ActForward:
		if k.action.To, err = parseTarget(s.To); err != nil {
			return k, &errorAtField{FieldTo, err}
		}
	}
	if !k.sends() {
		return k, nil
	}
	if s.Message == nil {
		if !hasMessage {
			return k, mistake(FieldMessage, "nothing came in that could be sent: write a message")
		}
		return k, nil
	}
	if k.template, err = s.Message.Compile(); err != nil {
		return k, &errorAtField{FieldMessage, err}
	}
	if names == nil {
		return k, nil
	}
	return k, knows(k.template, names)
}

// knows makes the message once, for what can't be made then never can: but for a checksum over more than there is, which is
// there when a variable stands for more.
func knows(t *codec.Template, names []string) error {
	if t.Constant() {
		return nil
	}
	_, err := t.Bytes(&codec.Vars{Peer: "127.0.0.1:9", Names: names, Value: func(name string) ([]byte, bool) {
		for _, n := range names {
			if n == name {
				return []byte("0"), true
			}
		}
		return nil, false
	}})
	var sum *codec.SumError
	if err != nil && !errors.As(err, &sum) {
		return &errorAtField{FieldMessage, err}
	}
	return nil
}

func parseTarget(typed string) (netcore.Target, error) {
	to := strings.TrimSpace(typed)
	switch {
	case to == "":
		return netcore.Target{}, errors.New("forward to whom? to others, to #12 or to the name of an endpoint")
	case strings.EqualFold(to, ToOthers):
		return netcore.Target{Others: true}, nil
	case strings.HasPrefix(to, "#"):
		n, err := strconv.ParseUint(strings.ReplaceAll(to[1:], ",", ""), 10, 32)
		if err != nil || n == 0 {
			return netcore.Target{}, fmt.Errorf("%q is no connection: #12 is the one with the number 12", typed)
		}
		return netcore.Target{Session: netcore.SessionID(n)}, nil
	}
	return netcore.Target{Endpoint: to}, nil
}

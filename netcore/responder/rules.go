package responder

import (
	"errors"
	"fmt"

	"wirevise/netcore"
)

func parseRules(text string) (netcore.Responder, error) {
	if blank(text) {
		return nil, errors.New("there are no rules yet")
	}
	rules, err := ReadRules([]byte(text))
	if err != nil {
		return nil, err
	}
	r, err := Compile(rules)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// String implements [fmt.Stringer].
func (r *Rules) String() string {
	off := 0
	for i := range r.rules {
		if r.rules[i].off {
			off++
		}
	}
	text := fmt.Sprintf("%d rules", len(r.rules))
	if len(r.rules) == 1 {
		text = "1 rule"
	}
	if off > 0 {
		text += fmt.Sprintf(", %d off", off)
	}
	return text
}

// scratch is what looking at one message needs, reused.
type scratch struct {
	message message
	may     ruleSet
	seen    [2][]uint32
	now     uint32
}

func (r *Rules) newScratch() *scratch {
	s := &scratch{may: make(ruleSet, len(r.always))}
	for i, t := range r.texts {
		s.seen[i] = make([]uint32, len(t.rules))
	}
	return s
}

// look says which rules the message may fit.
func (r *Rules) look(s *scratch, payload []byte) {
	s.message.reset(payload)
	copy(s.may, r.always)
	if s.now++; s.now == 0 { // all marks are old ones again
		clear(s.seen[0])
		clear(s.seen[1])
		s.now = 1
	}
	for i, t := range r.texts {
		t.find(payload, s.may, s.seen[i], s.now)
	}
}

// Respond implements [netcore.Responder], for a session that is not known: each message is its first.
func (r *Rules) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	return (&ruleSession{rules: r, since: in.Time, sessions: r.open}).Respond(dst, in)
}

// Attach implements [netcore.Attacher].
func (r *Rules) Attach(side netcore.Side) netcore.Attached {
	r.sessions.Add(1)
	info := side.Info()
	return &ruleSession{rules: r, side: side, id: info.ID, peer: info.Peer, since: info.Since, sessions: r.open}
}

// open is how many sessions have the rules.
func (r *Rules) open() int { return int(r.sessions.Load()) }

package responder

import (
	"time"

	"wirevise/netcore"
)

// A Sample is what rules are tried on.
type Sample struct {
	When     When   // WhenConnect, WhenFinish; else a message
	Payload  []byte // of a message
	Count    uint64 // which message of the session it is, from 1
	Sessions int    // how many are open
	Session  netcore.SessionID
	Since    time.Duration // the age of the session
	Now      time.Time     // zero: the time of the call
	Peer     string
}

// A Verdict says what a rule makes of a sample.
type Verdict struct {
	Reason   Reason
	Captures []Capture // of one that fits: what its messages may have in them
}

// A Capture is a variable and what it stands for.
type Capture struct {
	Name  string
	Value []byte
}

// A Trial is what all rules make of a sample.
type Trial struct {
	Verdicts []Verdict // one a rule
	Done     []Done    // in order
}

// Done is one thing that is done.
type Done struct {
	Rule   int // its number, from 1
	Step   int // its number, from 1
	Action netcore.Action
	Err    error // the message can't be made
}

// Try says what the rules make of a sample and what is done, in a session in which no rule fitted before. Nothing is counted.
func (r *Rules) Try(in Sample) Trial {
	if in.Now.IsZero() {
		in.Now = time.Now()
	}
	s := &ruleSession{rules: r, id: in.Session, peer: in.Peer}
	s.sessions = func() int { return in.Sessions }
	m := moment{now: in.Now, count: in.Count, sessions: in.Sessions, since: in.Since, fired: func(int) bool { return false }}
	var x message
	if in.When != WhenConnect && in.When != WhenFinish {
		in.When = WhenMessage
		x.reset(in.Payload)
	}
	t := Trial{Verdicts: make([]Verdict, len(r.rules))}
	over := false
	for i := range r.rules {
		k, v := &r.rules[i], &t.Verdicts[i]
		if v.Reason = k.reason(i, in.When, &m, &x); v.Reason != Fits {
			continue
		}
		if over {
			v.Reason = CameLater
			continue
		}
		f := &found{}
		if in.When == WhenMessage {
			f = k.find(&x)
		}
		for _, name := range k.variables(in.When == WhenMessage) {
			if value, ok := s.value(f, name); ok {
				v.Captures = append(v.Captures, Capture{name, value})
			}
		}
		s.each(i, f, netcore.Event{Time: in.Now, Peer: in.Peer}, func(step int, a netcore.Action, err error) {
			t.Done = append(t.Done, Done{i + 1, step + 1, a, err})
		})
		over = !k.goOn
	}
	return t
}

// reason says whether a rule fits, or why not.
func (k *rule) reason(number int, when When, m *moment, x *message) Reason {
	mine := k.when
	if mine.Compares() {
		mine = WhenMessage
	}
	switch {
	case k.off:
		return IsOff
	case k.mistaken:
		return HasMistake
	case mine != when:
		return OtherEvent
	}
	if when == WhenMessage && k.pattern != nil && !k.pattern.fits(x) {
		return OtherText
	}
	return k.hold(number, m)
}

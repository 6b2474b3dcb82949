package responder

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"sync"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// A ruleSession is what the rules know of one session.
type ruleSession struct {
	rules *Rules
	side  netcore.Side // nil: none
	id    netcore.SessionID
	peer  string
	since time.Time
	// sessions says how many there are.
	sessions func() int

	mu       sync.Mutex
	detached bool
	count    uint64  // messages that came
	replies  uint64  // that were made
	fired    ruleSet // rules that are for once
}

var _ netcore.Finisher = (*ruleSession)(nil)

// Respond implements [netcore.Responder].
func (s *ruleSession) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.detached:
	case in.Kind == netcore.Opened || in.Kind == netcore.Accepted:
		if in.Peer != "" { // else a UDP socket that nobody has written to yet
			dst = s.event(dst, s.rules.connect, in)
		}
	case in.IsMessage():
		s.count++
		dst = s.message(dst, in)
	}
	return dst
}

// Finish implements [netcore.Finisher].
func (s *ruleSession) Finish() {
	s.mu.Lock()
	var actions []netcore.Action
	if !s.detached {
		actions = s.event(nil, s.rules.finish, netcore.Event{Time: time.Now(), Peer: s.peer})
	}
	s.mu.Unlock()
	if s.side != nil && len(actions) > 0 {
		_ = s.side.Act(s.side.Context(), actions...) // it has been told
	}
}

// Detach implements [netcore.Attached].
func (s *ruleSession) Detach() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.detached {
		s.detached = true
		s.rules.sessions.Add(-1)
	}
}

func (s *ruleSession) moment(now time.Time) moment {
	return moment{now: now, count: s.count, sessions: s.sessions(), since: now.Sub(s.since),
		fired: func(rule int) bool { return s.fired != nil && s.fired[rule/64]>>(rule%64)&1 != 0 }}
}

// event does what rules say that wait for something else than a message.
func (s *ruleSession) event(dst []netcore.Action, rules []int32, in netcore.Event) []netcore.Action {
	m := s.moment(in.Time)
	for _, i := range rules {
		k := &s.rules.rules[i]
		if k.hold(int(i), &m) != Fits {
			continue
		}
		dst = s.do(dst, int(i), &found{}, in)
		if !k.goOn {
			break
		}
	}
	return dst
}

func (s *ruleSession) message(dst []netcore.Action, in netcore.Event) []netcore.Action {
	x := s.rules.scratch.Get().(*scratch)
	defer s.rules.scratch.Put(x)
	s.rules.look(x, in.Payload)
	m := s.moment(in.Time)
	for w, word := range x.may {
		for ; word != 0; word &= word - 1 {
			i := w*64 + bits.TrailingZeros64(word)
			k := &s.rules.rules[i]
			if k.hold(i, &m) != Fits || k.pattern != nil && !k.pattern.fits(&x.message) {
				continue
			}
			dst = s.do(dst, i, k.find(&x.message), in)
			if !k.goOn {
				x.message.reset(nil)
				return dst
			}
		}
	}
	x.message.reset(nil)
	return dst
}

// found is where a pattern is in a message.
type found struct {
	view   []byte // nil: there is no message
	places []int
	groups []string
}

func (k *rule) find(m *message) *found {
	if k.pattern == nil {
		view := m.view(k.trim)
		return &found{view: view, places: []int{0, len(view)}}
	}
	f := &found{groups: k.pattern.groups()}
	f.view, f.places, _ = k.pattern.find(m)
	return f
}

// value is what a variable stands for.
func (f *found) value(name string) ([]byte, bool) {
	if f.places == nil {
		return nil, false
	}
	switch name {
	case varMessage:
		return f.view, true
	case varBefore:
		return f.view[:f.places[0]], true
	case varAfter:
		return f.view[f.places[1]:], true
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		n = slices.Index(f.groups, name) + 1 // package regexp has no name twice
		if n == 0 {
			return nil, false
		}
	}
	if n < 0 || 2*n >= len(f.places) {
		return nil, false
	}
	if f.places[2*n] < 0 {
		return nil, true
	}
	return f.view[f.places[2*n]:f.places[2*n+1]], true
}

// do appends what a rule that fits does. What can't be made is told, and the rule goes on behind it.
func (s *ruleSession) do(dst []netcore.Action, rule int, f *found, in netcore.Event) []netcore.Action {
	if s.rules.rules[rule].once {
		if s.fired == nil {
			s.fired = newRuleSet(len(s.rules.rules))
		}
		s.fired.set(rule)
	}
	s.each(rule, f, in, func(step int, a netcore.Action, err error) {
		switch {
		case err == nil:
			dst = append(dst, a)
		case s.side != nil:
			s.side.Tell(netcore.Event{Kind: netcore.Failed, Note: fmt.Sprintf("rule %d, step %d: the message could not be made", rule+1, step+1), Err: err})
		}
	})
	return dst
}

// each makes the actions of a rule that fits.
func (s *ruleSession) each(rule int, f *found, in netcore.Event, do func(step int, a netcore.Action, err error)) {
	k := &s.rules.rules[rule]
	var vars *codec.Vars
	for i := range k.steps {
		action := k.steps[i].action
		var err error
		switch t := k.steps[i].template; {
		case !k.steps[i].sends():
		case t == nil:
			action.Message.Payload = f.view
		default:
			if vars == nil && !t.Constant() {
				vars = &codec.Vars{Now: in.Time, Peer: in.Peer, Value: func(name string) ([]byte, bool) { return s.value(f, name) }}
			}
			if vars != nil {
				s.replies++
				vars.Seq = s.replies
			}
			action.Message.Payload, err = t.Bytes(vars)
		}
		do(i, action, err)
	}
}

// value is what a variable stands for.
func (s *ruleSession) value(f *found, name string) ([]byte, bool) {
	switch name {
	case varSession:
		return strconv.AppendUint(nil, uint64(s.id), 10), true
	case varSessions:
		return strconv.AppendInt(nil, int64(s.sessions()), 10), true
	}
	return f.value(name)
}

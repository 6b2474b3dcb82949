package responder

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"wirevise/netcore"
)

// Rules are compiled rules, as [Compile] makes them. They answer as the first rule does that is on and fits, and as those
// behind it as long as one that fits says to go on. They are a [netcore.Attacher], and count the sessions that have them.
type Rules struct {
	rules    []rule
	always   ruleSet  // of those that wait for a message: any message may fit
	texts    []*texts // by what is needed: as it is, in any case
	connect  []int32  // that wait for the beginning
	finish   []int32  // for the end
	sessions atomic.Int64
	scratch  sync.Pool // *scratch
}

var _ netcore.Attacher = (*Rules)(nil)

// A rule is a compiled Rule.
type rule struct {
	off      bool
	mistaken bool
	when     When
	pattern  pattern // nil: any message
	trim     bool
	conditions
	steps []step
	goOn  bool
}

// Compile reads rules. The error is [Mistakes], of all rules that are on; those without a mistake work all the same. What is
// off may have mistakes.
func Compile(rules []Rule) (*Rules, error) {
	r := &Rules{rules: make([]rule, len(rules)), always: newRuleSet(len(rules))}
	r.scratch.New = func() any { return r.newScratch() }
	var all Mistakes
	plain, folded := newTexts(false), newTexts(true)
	for i := range rules {
		k, m := compileRule(&rules[i])
		r.rules[i] = k
		if k.off || len(m) > 0 {
			for _, one := range m {
				one.Rule = i + 1
			}
			if !k.off {
				all = append(all, m...)
			}
			continue
		}
		switch {
		case k.when == WhenConnect:
			r.connect = append(r.connect, int32(i))
			continue
		case k.when == WhenFinish:
			r.finish = append(r.finish, int32(i))
			continue
		}
		var need []byte
		var fold bool
		if k.pattern != nil {
			need, fold = k.pattern.needs()
		}
		switch {
		case len(need) == 0:
			r.always.set(i)
		case fold:
			folded.add(need, int32(i))
		default:
			plain.add(need, int32(i))
		}
	}
	for _, t := range []*texts{plain, folded} {
		if t.few() {
			t.each(r.always.set)
			continue
		}
		t.build()
		r.texts = append(r.texts, t)
	}
	if len(all) > 0 {
		return r, all
	}
	return r, nil
}

// Check returns what is wrong with a rule, on or off, as the rule of that number.
func Check(r Rule, number int) Mistakes {
	_, m := compileRule(&r)
	for _, one := range m {
		one.Rule = number
	}
	return m
}

func compileRule(r *Rule) (k rule, all Mistakes) {
	k = rule{off: r.Off, when: r.When, trim: r.Trim, goOn: r.GoOn}
	add := func(step int, err error) {
		m := &Mistake{Name: r.Name, Field: FieldDo, Step: step, Err: err}
		var at *errorAtField
		if errors.As(err, &at) {
			m.Field, m.Err = at.field, at.err
		}
		all = append(all, m)
	}
	if !slices.Contains(Whens, r.When) {
		add(0, mistake(FieldWhen, "%q is nothing to wait for", r.When))
	}
	var err error
	if r.When.Compares() {
		if k.pattern, err = compilePattern(r); err != nil {
			add(0, err)
		}
	}
	if k.conditions, err = compileConditions(r.If); err != nil {
		add(0, err)
	}
	if r.When == WhenConnect && !r.If.messageless() {
		add(0, mistake(FieldMessages, "no message has come when a connection begins"))
	}
	hasMessage := r.When != WhenConnect && r.When != WhenFinish
	names := k.variables(hasMessage)
	if r.When.Compares() && k.pattern == nil {
		names = nil // of its groups nobody knows
	}
	for i, s := range r.Do {
		one, err := compileStep(s, names, hasMessage)
		if err != nil {
			add(i+1, err)
		}
		k.steps = append(k.steps, one)
	}
	k.mistaken = len(all) > 0
	return k, all
}

// Variables that a rule has besides the codec's and the groups of its expression.
const (
	varWhole    = "0"       // what the pattern is in the message
	varMessage  = "message" // all of the message
	varBefore   = "before"  // of it what stands before the pattern
	varAfter    = "after"   // and behind
	varSession  = "session" // its number
	varSessions = "sessions"
)

// Variables lists the variables that the messages of a rule may have besides the codec's.
func Variables(r Rule) []string {
	k, _ := compileRule(&r)
	return k.variables(r.When != WhenConnect && r.When != WhenFinish)
}

func (k *rule) variables(hasMessage bool) []string {
	names := []string{varSession, varSessions}
	if !hasMessage {
		return names
	}
	names = append(names, varWhole, varMessage, varBefore, varAfter)
	if k.pattern == nil {
		return names
	}
	for i, name := range k.pattern.groups() {
		names = append(names, strconv.Itoa(i+1))
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

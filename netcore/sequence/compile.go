package sequence

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// What a sequence takes at most.
const (
	MaxSteps = 10_000
	MaxDepth = 16 // of steps in steps
)

// Problems are all that is wrong with a sequence.
type Problems []*StepError

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, e := range p {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the first.
func (p Problems) Unwrap() []error {
	list := make([]error, len(p))
	for i, e := range p {
		list[i] = e
	}
	return list
}

// A Program is a sequence that is ready to run. It is not changed by that: it may run on several connections at once.
type Program struct {
	Name  string
	steps []*node // in the order in which they are written
	roots []*node
	total int64 // of steps that will be done; 0: nobody knows
}

// A node is a step that is ready.
type node struct {
	Step
	index   int
	path    string
	what    string          // in words
	message *codec.Template // of Send, Set and Comment
	expect  *pattern        // of Expect, and of Until
	take    func(taken) ([]byte, error)
	steps   []*node
}

// A pattern is one that is ready but for its variables.
type pattern struct {
	Pattern
	text    *codec.Template // nil of Size and Anything
	regex   *regexp.Regexp  // of a Regex without variables
	timeout time.Duration
}

// A StepInfo tells what a program does, a step each.
type StepInfo struct {
	Path string
	What string // in words
}

// Steps lists the steps in the order in which they are written, those in others too.
func (p *Program) Steps() []StepInfo {
	list := make([]StepInfo, len(p.steps))
	for i, n := range p.steps {
		list[i] = StepInfo{n.path, n.what}
	}
	return list
}

// Compile checks the sequence and makes it ready to run. The error is of type [Problems].
func (s Sequence) Compile() (*Program, error) {
	c := compiler{p: &Program{Name: s.Name}, timeout: time.Duration(s.Timeout), set: make(map[string]bool)}
	if c.timeout == 0 {
		c.timeout = DefaultTimeout
	}
	if len(s.Steps) == 0 {
		c.wrong("", "steps", errors.New("there are no steps"))
	}
	c.p.roots = c.steps("", s.Steps, 1)
	c.checkNames()
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	c.p.total = max(rounds(c.p.roots), 0)
	return c.p, nil
}

type compiler struct {
	p        *Program
	timeout  time.Duration
	set      map[string]bool // variables that a step gives a value
	used     []use
	problems Problems
}

// A use is a variable in a text.
type use struct{ path, field, name string }

func (c *compiler) wrong(path, field string, err error) {
	c.problems = append(c.problems, &StepError{path, field, err})
}

func (c *compiler) steps(prefix string, list Steps, depth int) []*node {
	switch {
	case depth > MaxDepth:
		c.wrong(strings.TrimSuffix(prefix, "."), "steps", fmt.Errorf("steps may stand in steps %d deep", MaxDepth))
		return nil
	case len(c.p.steps)+len(list) > MaxSteps:
		c.wrong(strings.TrimSuffix(prefix, "."), "steps", fmt.Errorf("a sequence takes %d steps", MaxSteps))
		return nil
	}
	nodes := make([]*node, len(list))
	for i, s := range list {
		n := &node{Step: s, index: len(c.p.steps), path: prefix + strconv.Itoa(i+1), what: s.String()}
		c.p.steps = append(c.p.steps, n)
		nodes[i] = n
		c.step(n, depth)
	}
	return nodes
}

func (c *compiler) step(n *node, depth int) {
	if len(n.Steps) > 0 && n.Do != Loop && n.Do != Block {
		c.wrong(n.path, "steps", fmt.Errorf("a %s has no steps of its own", n.Do))
	}
	if n.OnFail > GoOn {
		c.wrong(n.path, "onFail", fmt.Errorf("there is no %s", n.OnFail))
	}
	switch n.Do {
	case Send, Comment:
		n.message = c.template(n.path, "", n.Composition)
	case Wait:
		if n.For <= 0 {
			c.wrong(n.path, "for", errors.New("how long to wait? Write 250ms, 10s or 1m30s"))
		}
	case Expect:
		n.expect = c.pattern(n.path, "", n.Pattern, c.timeout)
	case Capture:
		c.variable(n)
		var err error
		if n.take, err = parseTake(n.Take); err != nil {
			c.wrong(n.path, "take", err)
		}
	case Set:
		c.variable(n)
		n.message = c.template(n.path, "", n.Composition)
	case Loop, Block:
		if len(n.Steps) == 0 {
			c.wrong(n.path, "steps", fmt.Errorf("a %s needs steps", n.Do))
		}
		if n.Until != nil && n.Do == Loop {
			n.expect = c.pattern(n.path, "until.", *n.Until, time.Second)
		}
		n.steps = c.steps(n.path+".", n.Steps, depth+1)
		if n.Do == Loop && n.Times == 0 && n.Until == nil && !takesTime(n.steps) {
			c.wrong(n.path, "times", errors.New("a loop without end needs a step in it that sends, waits or expects"))
		}
	case Finish, Close, Abort:
	case 0:
		c.wrong(n.path, "do", fmt.Errorf("what is to be done? One of %s", strings.Join(doNames[1:], ", ")))
	default:
		c.wrong(n.path, "do", fmt.Errorf("there is no step %d", n.Do))
	}
}

// takesTime reports whether one of the steps can hold a loop up.
func takesTime(list []*node) bool {
	return slices.ContainsFunc(list, func(n *node) bool {
		return n.Do == Send || n.Do == Wait || n.Do == Expect || takesTime(n.steps)
	})
}

// template compiles a text. Field is a prefix, of a pattern in a step.
func (c *compiler) template(path, field string, m codec.Composition) *codec.Template {
	t, err := m.Compile()
	if err != nil {
		name := field + "text"
		var sum *codec.SumError
		if errors.As(err, &sum) {
			name = field + "sums"
		}
		c.wrong(path, name, err)
		return nil
	}
	for _, name := range t.Names() {
		c.used = append(c.used, use{path, field + "text", name})
	}
	return t
}

func (c *compiler) pattern(path, field string, p Pattern, timeout time.Duration) *pattern {
	if p.Match == 0 {
		p.Match = Contains
	}
	out := &pattern{Pattern: p, timeout: timeout}
	if p.Timeout > 0 {
		out.timeout = time.Duration(p.Timeout)
	}
	switch p.Match {
	case Anything:
	case Size:
		if p.Size < 1 || p.Size > inboxBytes/2 {
			c.wrong(path, field+"size", fmt.Errorf("how many bytes? A number from 1 to %d", inboxBytes/2))
		}
	case Contains, Equals, Starts, Regex:
		if p.Text == "" {
			c.wrong(path, field+"text", errors.New("what is expected? To take whatever comes, choose \"anything\""))
			return nil
		}
		if p.Match == Regex && p.Mode > codec.Text {
			c.wrong(path, field+"mode", errors.New("a regular expression is text; it has escapes of its own, such as \\x00"))
			return nil
		}
		if out.text = c.template(path, field, p.Composition); out.text == nil {
			return nil
		}
		if p.Match == Regex && out.text.Constant() {
			var err error
			if out.regex, err = compileRegex(p.Text); err != nil {
				c.wrong(path, field+"text", err)
			}
		}
	default:
		c.wrong(path, field+"match", fmt.Errorf("there is no match %d", p.Match))
	}
	return out
}

// variable notes that a step gives one a value.
func (c *compiler) variable(n *node) {
	switch {
	case n.Name == "":
		c.wrong(n.path, "name", errors.New("which variable? A name, used as {{name}}"))
	case slices.Contains(builtin, n.Name):
		c.wrong(n.path, "name", fmt.Errorf("{{%s}} is a variable already: choose another name", n.Name))
	case !isName(n.Name):
		c.wrong(n.path, "name", errors.New("a name is letters, digits, _ and -"))
	}
	c.set[n.Name] = true
}

// builtin are the variables that a message has without any step.
var builtin = []string{"seq", "time", "unix", "rand", "peer", "clip", "len"}

func isName(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r < utf8.RuneSelf
	})
}

// checkNames wants every variable that is used to be one that some step sets.
func (c *compiler) checkNames() {
	for _, u := range c.used {
		if slices.Contains(builtin, u.name) || c.set[u.name] {
			continue
		}
		text := fmt.Sprintf("no step captures or sets {{%s}}", u.name)
		if len(c.set) > 0 {
			text += "; there are " + strings.Join(slices.Sorted(maps.Keys(c.set)), ", ")
		}
		c.wrong(u.path, u.field, errors.New(text))
	}
}

func compileRegex(text string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re, nil
}

// rounds counts the steps that will be done; -1 when that is not known.
func rounds(list []*node) (n int64) {
	for _, x := range list {
		inner := int64(1)
		switch {
		case x.Do == Loop && (x.Times == 0 || x.Until != nil):
			return -1
		case x.Do == Loop, x.Do == Block:
			if inner = rounds(x.steps); inner < 0 {
				return -1
			}
			times := int64(max(min(x.Times, math.MaxInt32), 1))
			if inner > math.MaxInt64/4/times {
				return -1
			}
			inner *= times
		}
		if n += inner; n > math.MaxInt64/4 {
			return -1
		}
	}
	return n
}

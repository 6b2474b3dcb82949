package responder

import (
	"fmt"
	"strconv"
)

// Field names a field of a rule.
type Field string

const (
	FieldWhen     Field = "when"
	FieldPattern  Field = "pattern"
	FieldAs       Field = "as"
	FieldEncoding Field = "encoding"
	FieldMessages Field = "messages"
	FieldEvery    Field = "every"
	FieldSessions Field = "sessions"
	FieldClock    Field = "clock"
	FieldSince    Field = "since"
	FieldDo       Field = "do" // of a step, as those that follow
	FieldMessage  Field = "message"
	FieldWait     Field = "wait"
	FieldTo       Field = "to"
)

// A Mistake says what is wrong with a rule, and where.
type Mistake struct {
	Rule  int    // its number, from 1
	Name  string // its name, if it has one
	Field Field
	Step  int   // the number of the step that it is in, from 1; 0: in none
	Err   error // a plain sentence; a [*codec.SyntaxError] where it has a place in the text
}

func (m *Mistake) Error() string {
	where := "rule " + strconv.Itoa(m.Rule)
	if m.Name != "" {
		where += " " + strconv.Quote(m.Name)
	}
	if m.Step > 0 {
		where += ", step " + strconv.Itoa(m.Step)
	}
	return where + ", " + string(m.Field) + ": " + m.Err.Error()
}

func (m *Mistake) Unwrap() error { return m.Err }

// Mistakes are all that is wrong with rules, in their order.
type Mistakes []*Mistake

func (m Mistakes) Error() string {
	switch len(m) {
	case 0:
		return "no mistake"
	case 1:
		return m[0].Error()
	}
	return fmt.Sprintf("%v; and %d more", m[0], len(m)-1)
}

package sequence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore/codec"
)

// A Sequence is steps on one connection, as a person writes them.
type Sequence struct {
	Name    string   `json:"name,omitempty"`
	Note    string   `json:"note,omitempty"`
	Timeout Duration `json:"timeout,omitzero"` // of every expect that has none; 0: DefaultTimeout
	Steps   Steps    `json:"steps"`
}

// DefaultTimeout is how long an expect waits.
const DefaultTimeout = 10 * time.Second

// Steps are done one after the other.
type Steps []Step

// A Step is one thing to do. Which of the fields count depends on Do.
type Step struct {
	Do      Do       `json:"do,omitzero"`
	Pattern          // of Expect; its Composition is the message of Send and Set, and the text of Comment
	For     Duration `json:"for,omitzero"`   // of Wait
	Name    string   `json:"name,omitempty"` // of the variable that Capture and Set give a value
	// Take is what Capture takes of what the last expect took: a group of its regular expression by number or by name;
	// "" and 0 are all that fits; from:to are bytes, counted from 0 and, where negative, from the end.
	Take   string   `json:"take,omitempty"`
	Times  uint64   `json:"times,omitzero"` // of Loop: rounds, at most
	Until  *Pattern `json:"until,omitempty"`
	Steps  Steps    `json:"steps,omitempty"` // of Loop and Block
	OnFail OnFail   `json:"onFail,omitzero"` // 0 is Stop
}

// A Pattern says what is expected.
type Pattern struct {
	Match Match `json:"match,omitzero"` // 0 is Contains
	codec.Composition
	Size    int      `json:"size,omitzero"`    // of the match Size: bytes
	Timeout Duration `json:"timeout,omitzero"` // 0: the sequence's
}

// A StepError says what is wrong with one step.
type StepError struct {
	Path  string // "3.2" is the second step in the third; "" is the sequence itself
	Field string // as in JSON; "" when it is about all of the step
	Err   error  // a plain sentence; a *codec.SyntaxError has its place in the field
}

func (e *StepError) Error() string {
	var where []string
	if e.Path != "" {
		where = append(where, "step "+e.Path)
	}
	if e.Field != "" {
		where = append(where, e.Field)
	}
	if len(where) == 0 {
		return e.Err.Error()
	}
	return strings.Join(where, ", ") + ": " + e.Err.Error()
}

func (e *StepError) Unwrap() error { return e.Err }

// Parse reads a sequence from JSON. Members that nobody knows are an error, and so is what stands behind the sequence. What
// is wrong with the steps themselves, [Sequence.Compile] says.
func Parse(data []byte) (Sequence, error) {
	var s Sequence
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Sequence{}, readError(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Sequence{}, errors.New("something stands behind the sequence")
	}
	return s, nil
}

// UnmarshalJSON reads steps so that an error says in which.
func (s *Steps) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return errors.New("steps are a list of objects")
	}
	*s = make(Steps, len(list))
	for i, raw := range list {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&(*s)[i]); err != nil {
			return within(i, readError(raw, err))
		}
	}
	return nil
}

// within says that an error is one of the step at i, or in it.
func within(i int, err error) error {
	path := strconv.Itoa(i + 1)
	var step *StepError
	if !errors.As(err, &step) {
		return &StepError{Path: path, Err: err}
	}
	if step.Path != "" {
		path += "." + step.Path
	}
	return &StepError{path, step.Field, step.Err}
}

// readError makes of the decoder's error one that names the field, or the place.
func readError(data []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	var step *StepError
	switch {
	case errors.As(err, &step):
		return step
	case errors.As(err, &kind):
		field := strings.NewReplacer("Pattern.", "", "Composition.", "").Replace(kind.Field)
		return &StepError{Field: field, Err: fmt.Errorf("this can't be a %s", kind.Value)}
	case errors.As(err, &syntax):
		before := data[:min(int(syntax.Offset), len(data))]
		return fmt.Errorf("line %d: this is no JSON: %w", 1+bytes.Count(before, []byte("\n")), err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the JSON is not complete")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// JSON writes the sequence for people to read; [Parse] is its inverse.
func (s Sequence) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if s.Steps == nil {
		s.Steps = Steps{}
	}
	if err := e.Encode(s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

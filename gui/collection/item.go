package collection

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
	"wirevise/netcore/transport"
)

// What a collection takes at most.
const (
	MaxText  = 64 << 10 // bytes of a message's text: what the composer takes
	MaxLines = 1000     // of a message's text
	MaxName  = 200      // characters
	MaxSteps = 1 << 20  // bytes of a sequence as JSON
	MaxNote  = 4000     // characters
	MaxItems = 100_000  // in all folders
	MaxDepth = 16       // of folders in folders
)

// Kind is what an item is.
type Kind uint8

const (
	Folder   Kind = iota + 1 //
	Message                  // a composition
	Sequence                 // steps, see package sequence
)

func (k Kind) String() string {
	switch k {
	case Folder:
		return "folder"
	case Message:
		return "message"
	case Sequence:
		return "sequence"
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// An ID tells items apart, also those of the same name, in every program that reads the same file.
type ID string

// RootID is the folder that holds all.
const RootID ID = ""

func newID() ID { return ID(fmt.Sprintf("%016x", rand.Uint64())) }

// An Item is a message, or a folder with what is in it. Items in a tree are never changed.
type Item struct {
	ID      ID
	Kind    Kind
	Name    string
	Note    string             // or ""
	Target  Target             // whom the message is meant for, or nobody in particular
	Message codec.Composition  // of a Message
	Steps   *sequence.Sequence // of a Sequence; never changed
	Items   []*Item            // of a Folder
}

// A Target is whom a message is meant for: a hint, nothing is connected by it. The zero Target is nobody in particular.
type Target struct {
	Protocol string // tcp or udp
	Address  string // host:port
}

// ParseTarget reads tcp://host:port or udp://host:port; "" is the zero Target.
func ParseTarget(text string) (Target, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Target{}, nil
	}
	protocol, address, ok := strings.Cut(text, "://")
	t := Target{Protocol: strings.ToLower(protocol), Address: address}
	if !ok || t.Protocol != "tcp" && t.Protocol != "udp" {
		return Target{}, fmt.Errorf("%q is no target: write tcp://host:port or udp://host:port, or nothing", text)
	}
	if _, _, err := transport.SplitHostPort(address); err != nil {
		return Target{}, err
	}
	return t, nil
}

func (t Target) String() string {
	if t == (Target{}) {
		return ""
	}
	return t.Protocol + "://" + t.Address
}

// A FieldError says what is wrong with one field of an item.
type FieldError struct {
	Field string // FieldName, FieldNote, FieldTarget or FieldText
	Text  string // a plain sentence
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Text }

// The fields of an item, as a FieldError names them.
const (
	FieldName   = "name"
	FieldNote   = "note"
	FieldTarget = "target"
	FieldText   = "text"
)

// Check returns what is wrong with an item, without what is in it: a [*FieldError].
func (it *Item) Check() error {
	switch {
	case strings.TrimSpace(it.Name) == "":
		return &FieldError{FieldName, "a name is needed"}
	case utf8.RuneCountInString(it.Name) > MaxName:
		return &FieldError{FieldName, fmt.Sprintf("a name takes %d characters", MaxName)}
	case !utf8.ValidString(it.Name) || strings.ContainsFunc(it.Name, unicode.IsControl):
		return &FieldError{FieldName, "a name is one line of characters"}
	case utf8.RuneCountInString(it.Note) > MaxNote:
		return &FieldError{FieldNote, fmt.Sprintf("a note takes %d characters", MaxNote)}
	case it.Kind != Folder && it.Kind != Message && it.Kind != Sequence:
		return fmt.Errorf("nobody knows what a %s is", it.Kind)
	}
	if _, err := ParseTarget(it.Target.String()); err != nil {
		return &FieldError{FieldTarget, err.Error()}
	}
	if it.Kind == Sequence {
		switch text, err := it.stepsText(); {
		case err != nil:
			return &FieldError{FieldText, err.Error()}
		case len(text) > MaxSteps:
			return &FieldError{FieldText, fmt.Sprintf("the sequence has %d bytes as JSON; one that is saved takes %d", len(text), MaxSteps)}
		}
	}
	return checkText(it.Message.Text)
}

// stepsText is the sequence as JSON.
func (it *Item) stepsText() ([]byte, error) {
	if it.Steps == nil {
		return nil, errors.New("there are no steps")
	}
	return it.Steps.JSON()
}

func checkText(text string) error {
	switch {
	case !utf8.ValidString(text):
		return &FieldError{FieldText, "the text is no valid UTF-8"}
	case len(text) > MaxText:
		return &FieldError{FieldText, fmt.Sprintf("the text has %d bytes; a message takes %d: send a file instead", len(text), MaxText)}
	case 1+strings.Count(text, "\n") > MaxLines:
		return &FieldError{FieldText, fmt.Sprintf("the text has %d lines; a message takes %d: send a file instead", 1+strings.Count(text, "\n"), MaxLines)}
	}
	return nil
}

// same reports whether two items say the same, but for what is in them.
func same(a, b *Item) bool {
	return a == b || a.Kind == b.Kind && a.Name == b.Name && a.Note == b.Note && a.Target == b.Target &&
		sameMessage(a.Message, b.Message) && sameSteps(a, b)
}

func sameSteps(a, b *Item) bool {
	if a.Steps == b.Steps || a.Steps == nil || b.Steps == nil {
		return a.Steps == b.Steps
	}
	textA, errA := a.stepsText()
	textB, errB := b.stepsText()
	return errA == nil && errB == nil && string(textA) == string(textB)
}

// sameMessage reports whether two compositions say the same, also when one leaves out what is usual.
func sameMessage(a, b codec.Composition) bool {
	usual := func(c codec.Composition) (encoding string, mode codec.Mode, end codec.LineEnding) {
		return cmp.Or(c.Encoding.Name, codec.Encodings()[0].Name), cmp.Or(c.Mode, codec.Text), cmp.Or(c.Ending, codec.NoEnding)
	}
	if a.Text != b.Text || a.Variables != b.Variables || !slices.Equal(a.Sums, b.Sums) {
		return false
	}
	if a.Encoding.Name == b.Encoding.Name && a.Mode == b.Mode && a.Ending == b.Ending {
		return true
	}
	encodingA, modeA, endA := usual(a)
	encodingB, modeB, endB := usual(b)
	return encodingA == encodingB && modeA == modeB && endA == endB
}

// withItems is a folder with other things in it.
func (it *Item) withItems(items []*Item) *Item {
	c := *it
	c.Items = items
	return &c
}

// fresh is a copy of an item and all in it, with IDs of its own.
func (it *Item) fresh() *Item {
	c := *it
	c.ID = newID()
	if len(it.Items) > 0 {
		c.Items = make([]*Item, len(it.Items))
		for i, child := range it.Items {
			c.Items[i] = child.fresh()
		}
	}
	return &c
}

// Count returns how many items are in a folder and its folders.
func (it *Item) Count() int {
	n := len(it.Items)
	for _, child := range it.Items {
		n += child.Count()
	}
	return n
}

// Messages returns how many items other than folders are in a folder and its folders.
func (it *Item) Messages() int {
	n := 0
	for _, child := range it.Items {
		if n += child.Messages(); child.Kind != Folder {
			n++
		}
	}
	return n
}

// depth returns how many folders deep an item is: 0 of a message, 1 of a folder of messages.
func (it *Item) depth() int {
	if it.Kind != Folder {
		return 0
	}
	d := 0
	for _, child := range it.Items {
		d = max(d, child.depth())
	}
	return d + 1
}

package collection

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// What a file of saved messages calls itself, and the version that this program writes. See docs/saved-messages.md.
const (
	formatName    = "wirevise messages"
	formatVersion = 1
)

// MaxFile is how big a file may be that is read, in bytes.
const MaxFile = 64 << 20

// maxNesting is how many folders deep a file may be: more than a person can make, for merging may make more.
const maxNesting = 10 * MaxDepth

// A NewerError is returned for a file that a newer version of the program wrote.
type NewerError struct{ Version int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("the saved messages are in version %d of their format, and this program knows %d: a newer Wirevise wrote them", e.Version, formatVersion)
}

// ErrForeign is returned for JSON that is no file of saved messages.
var ErrForeign = errors.New(`this is no file of saved messages: "format" is not "` + formatName + `"`)

type document struct {
	Format  string     `json:"format"`
	Version int        `json:"version"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	Kind    string             `json:"kind"`
	ID      ID                 `json:"id,omitempty"`
	Name    string             `json:"name"`
	Note    string             `json:"note,omitempty"`
	Target  string             `json:"target,omitempty"`
	Message *codec.Composition `json:"message,omitempty"`
	Steps   json.RawMessage    `json:"sequence,omitempty"`
	Items   []jsonItem         `json:"items,omitempty"`
}

// Marshal returns a tree as JSON for people to read.
func Marshal(root *Item) ([]byte, error) {
	items, err := toJSON(root.Items)
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []jsonItem{}
	}
	data, err := json.MarshalIndent(document{formatName, formatVersion, items}, "", "  ")
	return append(data, '\n'), err
}

func toJSON(items []*Item) (list []jsonItem, err error) {
	for _, it := range items {
		j := jsonItem{Kind: it.Kind.String(), ID: it.ID, Name: it.Name, Note: it.Note, Target: it.Target.String()}
		switch it.Kind {
		case Message:
			j.Message = &it.Message
		case Sequence:
			j.Steps, err = it.stepsText()
		default:
			j.Items, err = toJSON(it.Items)
		}
		if err != nil {
			return nil, fmt.Errorf("%q: %w", it.Name, err)
		}
		list = append(list, j)
	}
	return list, nil
}

// Unmarshal reads what Marshal wrote, or a person. Items without an ID, or with one that another has, get a new one. The error
// is ErrForeign, a [*NewerError], or says what is wrong.
func Unmarshal(data []byte) (*Item, error) {
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, explain(err, data)
	}
	switch {
	case head.Format != formatName:
		return nil, ErrForeign
	case head.Version > formatVersion:
		return nil, &NewerError{head.Version}
	case head.Version < 1:
		return nil, fmt.Errorf("%d is no version of the format", head.Version)
	}
	var doc document
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // what is not understood would be lost when the file is written again
	if err := d.Decode(&doc); err != nil {
		return nil, explain(err, data)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the end of the messages")
	}
	items, err := fromJSON(doc.Items, make(map[ID]bool), 1)
	if err != nil {
		return nil, err
	}
	return &Item{Kind: Folder, Items: items}, nil
}

func fromJSON(list []jsonItem, seen map[ID]bool, depth int) (items []*Item, err error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("folders are more than %d deep", maxNesting)
	}
	for _, j := range list {
		it := &Item{ID: j.ID, Name: j.Name, Note: j.Note}
		if it.ID == "" || seen[it.ID] {
			it.ID = newID()
		}
		seen[it.ID] = true
		if it.Target, err = ParseTarget(j.Target); err != nil {
			return nil, fmt.Errorf("%q: %w", j.Name, err)
		}
		switch {
		case j.Kind == Folder.String() && j.Message == nil && j.Steps == nil:
			it.Kind = Folder
			if it.Items, err = fromJSON(j.Items, seen, depth+1); err != nil {
				return nil, fmt.Errorf("%q: %w", j.Name, err)
			}
		case j.Kind == Message.String() && j.Message != nil && j.Items == nil && j.Steps == nil:
			it.Kind, it.Message = Message, *j.Message
		case j.Kind == Sequence.String() && j.Message == nil && j.Items == nil && j.Steps != nil:
			steps, err := sequence.Parse(j.Steps)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", j.Name, err)
			}
			it.Kind, it.Steps = Sequence, &steps
		default:
			return nil, fmt.Errorf("%q: %q is no kind of item, or it has what such a one has not", j.Name, j.Kind)
		}
		if err := it.Check(); err != nil {
			return nil, fmt.Errorf("%q: %w", j.Name, err)
		}
		items = append(items, it)
	}
	return items, nil
}

// explain tells the line of a mistake in JSON.
func explain(err error, data []byte) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at := int64(-1)
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	default:
		return err
	}
	at = min(max(at, 0), int64(len(data)))
	return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:at], []byte("\n")), err)
}

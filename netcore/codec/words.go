package codec

import (
	"fmt"
	"strconv"
	"strings"
)

// The words of a composition in JSON.

var modeNames = []string{Text: "text", Hex: "hex", Escapes: "escapes"}

// nameOf is the name of an enum's value.
func nameOf(names []string, value int, kind string) string {
	if value <= 0 || value >= len(names) {
		return kind + "(" + strconv.Itoa(value) + ")"
	}
	return names[value]
}

// marshalName writes the name of a value, which has one.
func marshalName(names []string, value int, kind string) ([]byte, error) {
	if value <= 0 || value >= len(names) {
		return nil, fmt.Errorf("there is no %s", nameOf(names, value, kind))
	}
	return []byte(names[value]), nil
}

// unmarshalName finds the value of a name.
func unmarshalName(names []string, text []byte, kind string) (int, error) {
	for i, name := range names[1:] {
		if name == string(text) {
			return i + 1, nil
		}
	}
	return 0, fmt.Errorf("there is no %s %q; there are %s", kind, text, strings.Join(names[1:], ", "))
}

// MarshalText writes the name.
func (m Mode) MarshalText() ([]byte, error) { return marshalName(modeNames, int(m), "mode") }

// UnmarshalText reads the name.
func (m *Mode) UnmarshalText(text []byte) error {
	n, err := unmarshalName(modeNames, text, "mode")
	*m = Mode(n)
	return err
}

var endingNames = func() []string {
	names := make([]string, len(lineEndings))
	for i, l := range lineEndings {
		names[i] = l.name
	}
	return names
}()

// MarshalText writes the name.
func (l LineEnding) MarshalText() ([]byte, error) {
	return marshalName(endingNames, int(l), "line ending")
}

// UnmarshalText reads the name.
func (l *LineEnding) UnmarshalText(text []byte) error {
	n, err := unmarshalName(endingNames, text, "line ending")
	*l = LineEnding(n)
	return err
}

// MarshalText writes the name.
func (k PutKind) MarshalText() ([]byte, error) {
	return marshalName(putNames, int(k), "way to put a checksum in")
}

// UnmarshalText reads the name.
func (k *PutKind) UnmarshalText(text []byte) error {
	n, err := unmarshalName(putNames, text, "way to put a checksum in")
	*k = PutKind(n)
	return err
}

// MarshalText writes the name.
func (f SumForm) MarshalText() ([]byte, error) {
	return marshalName(sumFormNames, int(f), "way to write a checksum")
}

// UnmarshalText reads the name.
func (f *SumForm) UnmarshalText(text []byte) error {
	n, err := unmarshalName(sumFormNames, text, "way to write a checksum")
	*f = SumForm(n)
	return err
}

// IsZero reports whether e is UTF-8, which is left out of JSON.
func (e Encoding) IsZero() bool { return e.charset == nil && e.mark == "" }

// MarshalText writes the name.
func (e Encoding) MarshalText() ([]byte, error) {
	if e.Name == "" {
		return []byte(registry[0].name), nil
	}
	return []byte(e.Name), nil
}

// UnmarshalText reads a name that [Lookup] knows.
func (e *Encoding) UnmarshalText(text []byte) error {
	found, ok := Lookup(string(text))
	if !ok {
		return fmt.Errorf("there is no encoding %q", text)
	}
	*e = found
	return nil
}
